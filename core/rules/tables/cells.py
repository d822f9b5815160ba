"""Rules 5-7: what a single cell or a single column may hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from core import schema
from core.finding import Equation, Finding
from core.model import Cell, CellRef, Grid
from core.rules.context import Context
from core.values import CellKind, Unreadable, show


def fault(cell: Cell, kind: CellKind) -> str:
    """The rule of kind and sign a cell breaks, '' when it breaks none."""
    amount = cell.amount
    if amount is None:
        return "cell.unreadable" if isinstance(cell.value, Unreadable) else ""
    if amount >= 0:
        return "" if isinstance(amount, int) or kind is CellKind.MONEY else "cell.count"
    if kind is CellKind.MONEY:
        return "cell.money"
    return "" if kind is CellKind.SIGNED and isinstance(amount, int) else "cell.count"


def invalid(context: Context, grid: Grid, named: Collection[CellRef]) -> Iterator[Finding]:
    """Cells that hold no proper figure, unless another finding names them already."""
    for ref, kind in schema.shape(grid.edition, grid.table).kinds.items():
        cell = grid.cell(ref)
        rule = fault(cell, kind)
        if rule and ref not in named:
            message = f"{context.name(ref)}填的是“{cell.raw.strip()}”，{COMPLAINTS[rule]}"
            actual = cell.raw.strip() if cell.amount is None else cell.amount
            yield context.found(rule, message, cells=(ref,), actual=actual)


COMPLAINTS = {
    "cell.unreadable": "不是数字，请改填数字；没有发生的填 0。",
    "cell.money": "金额不能小于 0，请核对。",
    "cell.count": "件数应为不小于 0 的整数，请核对。",
}


def part_whole(context: Context, grid: Grid, named: Collection[CellRef]) -> Iterator[Finding]:
    """Results above （七）总计 and columns above 总计, where no equation tells of them (its rule switched off);
    cells named by another finding are explained already."""
    if grid.table != 3:
        return
    for ref in schema.shape(grid.edition, 3).refs:
        wholes = [CellRef(3, ref.row, "total")] if ref.column != "total" else []
        if ref.row.startswith(("granted", "partly", "refused", "unavailable", "declined", "other")):
            wholes.append(CellRef(3, "results_total", ref.column))
        for whole in wholes:
            if ref not in named and whole not in named:
                yield from _exceeds(context, grid, ref, whole)


def _exceeds(context: Context, grid: Grid, part: CellRef, whole: CellRef) -> Iterator[Finding]:
    a, b = grid.cell(part).amount, grid.cell(whole).amount
    if a is not None and b is not None and a > b:
        message = f"{context.name(part)}为 {show(a)}，比{context.short(whole)}的 {show(b)} 还大，请核对。"
        yield context.found("t3.part_whole", message, cells=(part,), related=(whole,), expected=f"不大于 {b}", actual=a)


def phantom_columns(grid: Grid, written: Iterable[Equation]) -> list[CellRef]:
    """Results in a column of broken equations to which nothing was received or carried in."""
    columns = {e.left[0].column for e in written if e.rule in ("t3.column_balance", "t3.results_sum")}
    empty = [c for c in sorted(columns) if grid.amount("received", c) == 0 == grid.amount("carried_in", c)]
    rows = [r.key for r in schema.shape(grid.edition, 3).rows if r.key not in ("received", "carried_in")]
    return [CellRef(3, row, c) for c in empty for row in rows if (grid.amount(row, c) or 0) > 0]
