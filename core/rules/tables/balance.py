"""Rules 1-4 with all that explains them (6-9): every broken equation under the one cell or line that caused it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from core import schema
from core.diagnosis.causes import Cause, System, explain, residuals, system, without
from core.diagnosis.evidence import silent_equations, unread_cells
from core.diagnosis.slips import row_slip
from core.diagnosis.wording import SLIP_WORDS
from core.equations.with_figures import equation, written
from core.finding import Equation, Finding
from core.model import CellRef, Grid
from core.rules.context import Context, Unknown
from core.rules.tables import blanks, cells, reasons
from core.values import Amount

RULES = (
    "form.sum",
    *("t3.column_balance", "t3.results_sum", "t3.row_sum", "t4.block_sum", "t3.part_whole", "t3.phantom_column"),
    *("t3.wrong_applicant", "cell.slip", "cell.count", "cell.money", "cell.unreadable", "blank.mixed", "blank.total"),
    "cell.unread",
)


@dataclass(frozen=True, slots=True)
class Table:
    """One grid under judgement. figures: every cell as a number, totals left blank already added up."""

    context: Context
    grid: Grid
    system: System
    figures: Mapping[CellRef, Amount]
    broken: Mapping[int, Amount]

    @property
    def totals(self) -> frozenset[CellRef]:
        """Cells that are the sum of others."""
        return frozenset(form.right[0] for form in self.system.forms if len(form.right) == 1)

    def written(self, indices: Iterable[int]) -> tuple[Equation, ...]:
        """The equations with the report's own figures."""
        chosen = [self.system.forms[e] for e in sorted(indices)]
        if len(chosen) <= _FEW:
            return tuple(equation(form, self.grid) for form in chosen)
        figures = {ref: cell.amount for ref, cell in self.grid.cells.items()}
        return tuple(written(form, figures) for form in chosen)


def judge_tables(context: Context) -> Iterator[Finding | Unknown]:
    """Everything wrong inside the tables, one finding a cause."""
    for number in (2, 3, 4):
        grid = context.report.tables.get(number)
        if grid is None:
            yield from map(Unknown, _EQUATION_RULES[number])
        else:
            yield from _judged(context, grid)


_EQUATION_RULES = {2: (), 3: ("t3.column_balance", "t3.results_sum", "t3.row_sum"), 4: ("t4.block_sum",)}
_ALL_EQUATION_RULES = frozenset(rule for rules in _EQUATION_RULES.values() for rule in rules)
_FEW = 6  # equations that cost less to write one by one than by reading the whole table first


def _judged(context: Context, grid: Grid) -> tuple[Finding | Unknown, ...]:
    """The verdict on a grid. An edit leaves the other grids the same objects: they are not judged again."""
    inputs = (grid, context.active, dict(context.settings.severities))
    return context.answers.get(("balance", grid.table), inputs, lambda: tuple(_table(context, grid)))


def _table(context: Context, grid: Grid) -> Iterator[Finding | Unknown]:
    if blanks.wholly_blank(grid):
        unread = unread_cells(grid)
        yield blanks.unread(context, grid, unread) if unread else blanks.whole_table(context, grid)
        yield from map(Unknown, _EQUATION_RULES[grid.table])
        return
    equations = system(grid.edition, grid.table, _ALL_EQUATION_RULES - context.active)
    values = [cell.amount if (cell := grid.cells.get(ref)) else None for ref in equations.order]
    complete = None not in values
    filled = {} if complete or "blank.total" not in context.active else blanks.blank_totals(context, grid)
    figures = dict(zip(equations.order, (v or 0 for v in values), strict=True)) | dict(filled)
    silent = silent_equations(grid, equations.forms)
    broken = residuals(equations, list(figures.values()))
    broken = {index: gap for index, gap in broken.items() if index not in silent}
    table = Table(context, grid, without(equations, silent), figures, broken)
    named: set[CellRef] = set(filled)
    told: set[CellRef] = set()
    if filled:
        yield blanks.total_finding(context, grid, filled, table.written(_involving(table, filled)))
    for cause in explain(table.system, table.figures, table.broken):
        finding = _finding(table, cause)
        named.update(finding.cells)
        told.update(finding.cells if len(finding.cells) == 1 else ())
        yield finding
    if not context.active.issuperset(_EQUATION_RULES[3]):
        yield from cells.part_whole(context, grid, named)
    if grid.table == 2 or not all(type(v) is int and v >= 0 for v in values):
        yield from cells.invalid(context, grid, told)
    if unread := unread_cells(grid):
        yield blanks.unread(context, grid, unread)
    if not complete:
        yield from blanks.mixed(context, grid, named)
        yield from map(Unknown, _EQUATION_RULES[grid.table])


def _involving(table: Table, refs: Iterable[CellRef]) -> list[int]:
    """Equations that did not hold as written, because these cells are blank."""
    touched = {e for ref in refs for e, _ in table.system.of.get(ref, ())}
    return [e for e in touched if not equation(table.system.forms[e], table.grid).holds and e not in table.broken]


def _finding(table: Table, cause: Cause) -> Finding:
    if not cause.fixes:
        return _unsolved(table, cause)
    cause = _likeliest(table, cause)
    if table.grid.table == 3 and len(cause.fixes[0]) > 1:
        return _line(table, cause)
    return _one_cell(table, cause) if cause.sure else _tie(table, cause)


def _likeliest(table: Table, cause: Cause) -> Cause:
    """Among equal ways out, the only one that fills in cells without a figure, else the only one that raises totals
    from 0: 0 under 总计 over filled details is a total that nobody came to.

        结果维持 5 | 结果纠正 0 | 其他结果 0 | 尚未审结 0 | 总计 0

    Else, among whole lines, the only one of totals: the column 总计 that lacks 其他 in three rows is likelier than
    three figures of 其他 that are all wrong by just what their totals lack.
    """
    for likely in (_is_empty, _is_zero_total):
        chosen = [fixes for fixes in cause.fixes if all(likely(table, ref) for ref, _ in fixes)]
        if len(chosen) == 1:
            return Cause((chosen[0],), cause.equations)
    chosen = [fixes for fixes in cause.fixes if len(fixes) > 2 and all(ref in table.totals for ref, _ in fixes)]
    return Cause((chosen[0],), cause.equations) if len(chosen) == 1 else cause


def _is_empty(table: Table, ref: CellRef) -> bool:
    return table.grid.cell(ref).amount is None


def _is_zero_total(table: Table, ref: CellRef) -> bool:
    return ref in table.totals and table.figures[ref] == 0


def _one_cell(table: Table, cause: Cause) -> Finding:
    (ref, value), written = cause.fixes[0][0], table.written(cause.equations)
    cell = table.grid.cell(ref)
    rule = cells.fault(cell, schema.shape(table.grid.edition, ref.table).kinds[ref]) or _own_rule(ref, written)
    message = reasons.one_cell(table.context.name(ref), cell, value, ref, written)
    return table.context.found(
        rule,
        message,
        cells=(ref,),
        related=_cells(written),
        equations=written,
        expected=value,
        actual=cell.raw if cell.amount is None else cell.amount,
    )


def _own_rule(ref: CellRef, written: tuple[Equation, ...]) -> str:
    """The rule that speaks of the cell itself: the sum whose total it is, else the first that it breaks."""
    sums = [e.rule for e in written if e.right == (ref,)]
    return sums[0] if sums else written[0].rule


def _cells(written: Iterable[Equation]) -> list[CellRef]:
    return [ref for e in written for ref in e.cells]


def _tie(table: Table, cause: Cause) -> Finding:
    written = table.written(cause.equations)
    refs = tuple(dict.fromkeys(ref for fixes in cause.fixes for ref, _ in fixes))
    refs = tuple(sorted(refs, key=lambda r: r.column != "total"))
    first = written[0]
    message = reasons.tie(table.context, cause, written, refs)
    return table.context.found(
        first.rule,
        message,
        cells=refs,
        related=_cells(written),
        equations=written,
        expected=first.left_sum,
        actual=first.right_sum,
    )


def _line(table: Table, cause: Cause) -> Finding:
    """Several cells of one row or column; where several rows would do, the one that looks like a slip."""
    written = table.written(cause.equations)
    transfer = _transfer(table, cause.fixes[0])
    phantom = [] if transfer or cause.sure else cells.phantom_columns(table.grid, written)
    if phantom and "t3.phantom_column" in table.context.active:
        return _phantom(table, phantom, written)
    slips = [] if transfer else [(f, said) for f in cause.fixes if (said := _said(table, dict(f)))]
    chosen, said = ((slips[0][0],), slips[0][1]) if len(slips) == 1 else (cause.fixes, "")
    fixes = chosen[0]
    rule = transfer or ("cell.slip" if said else _own_rule(fixes[0][0], written))
    rule = rule if rule in table.context.active else written[0].rule
    refs = tuple(dict.fromkeys(ref for group in chosen for ref, _ in group))
    return table.context.found(
        rule,
        reasons.line(table.context, table.figures, chosen, written, transfer, said),
        cells=refs,
        related=_cells(written),
        equations=written,
        expected=tuple(value for _, value in fixes) if len(chosen) == 1 else None,
        actual=tuple(table.grid.cell(ref).amount for ref, _ in fixes) if len(chosen) == 1 else None,
    )


def _said(table: Table, fixes: dict[CellRef, Amount]) -> str:
    rows = {ref.row for ref in fixes}
    if len(rows) > 1:
        return ""
    row = [r for r in schema.shape(table.grid.edition, 3).refs if r.row in rows]
    old = [int(table.figures[r]) for r in row]
    found = row_slip(old, [int(fixes.get(r, table.figures[r])) for r in row])
    return f"疑为{SLIP_WORDS[found]}" if found else ""


def _transfer(table: Table, fixes: tuple[tuple[CellRef, Amount], ...]) -> str:
    """wrong_applicant when two applicant columns are off by +d and -d."""
    if len(fixes) != 2 or any(ref.column == "total" for ref, _ in fixes):
        return ""
    (one, a), (other, b) = fixes
    opposite = a - table.figures[one] == table.figures[other] - b
    return "t3.wrong_applicant" if opposite and one.row == other.row else ""


def _unsolved(table: Table, cause: Cause) -> Finding:
    written = table.written(cause.equations)
    phantom = cells.phantom_columns(table.grid, written) if table.grid.table == 3 else []
    if phantom and "t3.phantom_column" in table.context.active:
        return _phantom(table, phantom, written)
    totals = tuple(dict.fromkeys(e.right[0] for e in written))
    message = reasons.unsolved(table.context, written)
    return table.context.found(written[0].rule, message, cells=totals, related=_cells(written), equations=written)


def _phantom(table: Table, phantom: list[CellRef], written: tuple[Equation, ...]) -> Finding:
    message = reasons.phantom(table.context, phantom, written)
    return table.context.found("t3.phantom_column", message, cells=phantom, related=_cells(written), equations=written)
