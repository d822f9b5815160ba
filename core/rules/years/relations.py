"""What this year's figures must be by last year's report (rules 24 and 25), and which of them jumped (rule 26).

The findings and the window that shows two years side by side both read their verdicts here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from core import schema
from core.model import CellRef, Grid, Report
from core.schema import TableShape
from core.values import Amount, CellKind, Unread, show

JUMP_TIMES, JUMP_FROM = 10, 20  # ten times, on a value of 20 or more: 2 to 19 and 0 to 25 say nothing
MONEY_UNIT_TIMES = 1000  # so many times last year's money looks like 元 in a column of 万元 (rule 22)


@dataclass(frozen=True, slots=True)
class Relation:
    """One figure of this year and what it must be.

    kind is the rule: year.carried (24), year.in_force or year.items (25). before are the figures of last year that it
    follows from, change the signed figures of this year, e.g. 12 and (+3, -1). holds is None when it cannot be said:
    a table is missing, blank throughout or of another edition, or a cell was not read. A blank counts as 0, and blank
    says so. text is the relation with its figures.
    """

    kind: str
    ref: CellRef
    name: str
    expected: Amount | None
    actual: Amount | None
    holds: bool | None
    blank: bool
    text: str
    before: tuple[Amount | None, ...] = ()
    change: tuple[Amount | None, ...] = ()


def relations(before: Report, after: Report) -> tuple[Relation, ...]:
    """Every relation that the tables of this year's report have."""
    found: list[Relation] = []
    if 3 in after.tables:
        # 二、上年结转 of this year is 四、结转下年度 of last year, column by column.
        for column in schema.shape(after.tables[3].edition, 3).row("carried_in").columns:
            ref, source = CellRef(3, "carried_in", column.key), CellRef(3, "carried_forward", column.key)
            found.append(_relation("year.carried", before, after, ref, (source,), ()))
    for row in schema.shape(after.tables[2].edition, 2).rows if 2 in after.tables else ():
        keys = {column.key for column in row.columns}
        if {"issued", "repealed", "in_force"} <= keys:
            # Edition 2021: 现行有效 = last year's 现行有效 + 本年制发 - 本年废止.
            ref, issued, repealed = (CellRef(2, row.key, key) for key in ("in_force", "issued", "repealed"))
            found.append(_relation("year.in_force", before, after, ref, (ref,), ((1, issued), (-1, repealed))))
        if {"last_year_items", "change"} <= keys:
            # Edition 2019: 上一年项目数量 = last year's 上一年项目数量 + 本年增/减.
            ref, change = CellRef(2, row.key, "last_year_items"), CellRef(2, row.key, "change")
            found.append(_relation("year.items", before, after, ref, (ref, change), ()))
    return tuple(found)


def _relation(
    kind: str,
    before: Report,
    after: Report,
    ref: CellRef,
    last_year: tuple[CellRef, ...],
    this_year: tuple[tuple[int, CellRef], ...],
) -> Relation:
    """This year's ref = sum of the last_year cells + sum of the signed this_year cells."""
    grid, old = after.tables[ref.table], before.tables.get(ref.table)
    name, actual = schema.shape(grid.edition, ref.table).describe(ref), grid.cell(ref).amount
    if old is None or _says_nothing(old) or _says_nothing(grid) or (ref.table == 2 and old.edition != grid.edition):
        return Relation(kind, ref, name, None, actual, None, False, "去年没有可比的数")
    cells = [old.cell(r) for r in last_year] + [grid.cell(r) for _, r in this_year] + [grid.cell(ref)]
    if any(isinstance(cell.value, Unread) for cell in cells):
        return Relation(kind, ref, name, None, actual, None, False, "有的数没有读出，无法比较")
    terms = [(1, old.cell(r).amount) for r in last_year] + [(sign, grid.cell(r).amount) for sign, r in this_year]
    expected = sum((sign * (figure or 0) for sign, figure in terms), start=0)
    blank = actual is None or any(figure is None for _, figure in terms)
    left = tuple(figure for _, figure in terms[: len(last_year)])
    moved = tuple(figure for _, figure in terms[len(last_year) :])
    holds = expected == (actual or 0)
    return Relation(kind, ref, name, expected, actual, holds, blank, _written(terms, actual), left, moved)


def _says_nothing(grid: Grid) -> bool:
    """A table without one figure was left blank, which is told once and not as ten wrong figures."""
    return all(cell.amount is None for cell in grid.cells.values())


def _written(terms: list[tuple[int, Amount | None]], actual: Amount | None) -> str:
    """E.g. "去年 12 + 3 − 1 = 14，今年填 15"."""
    left = " ".join(_signed(sign, figure) for sign, figure in terms).removeprefix("+ ")
    total = sum((sign * (figure or 0) for sign, figure in terms), start=0)
    sum_part = f" = {_digits(total)}" if len(terms) > 1 else ""
    return f"去年 {left}{sum_part}，今年填 {_digits(actual)}"


def _signed(sign: int, figure: Amount | None) -> str:
    plus = sign * (figure or 0) > 0 or (sign > 0 and not figure)
    size = -figure if figure is not None and figure < 0 else figure
    return f"{'+' if plus else '−'} {_digits(size)}"


def _digits(figure: Amount | None) -> str:
    return "空" if figure is None else show(figure)


def jumped(shape: TableShape | None, ref: CellRef, before: Amount | None, after: Amount | None) -> bool:
    """Whether a figure is ten times last year's or a tenth of it, the greater being 20 or more.

    Judged among the totals and in table 2; a first figure (0 to 25) and a last one (25 to 0) are no jumps, and money
    a thousand times last year's is told as a matter of units. shape None: this year's form has no such cell.
    """
    if not before or not after or shape is None or ref not in shape.kinds:
        return False
    if (ref.table != 2 and ref.column != "total") or shape.kinds[ref] is CellKind.SIGNED:
        return False
    if ref.column == "amount" and after >= before * MONEY_UNIT_TIMES:
        return False
    small, large = sorted((Decimal(before), Decimal(after)))
    return small > 0 and large >= JUMP_FROM and large >= JUMP_TIMES * small


def jumps(before: Report, after: Report) -> Iterator[tuple[CellRef, Amount, Amount]]:
    """Cell, last year's figure, this year's figure of every jump, in the form's order."""
    for number, grid in sorted(after.tables.items()):
        shape = schema.shape(grid.edition, number)
        for ref in shape.refs:
            old, new = before.cell(ref).amount, grid.cell(ref).amount
            if old is not None and new is not None and jumped(shape, ref, old, new):
                yield ref, old, new
