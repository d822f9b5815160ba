"""Sums that blank totals would have: offered to who types a table in, and part of nothing until they are taken."""

from __future__ import annotations

from collections.abc import Iterator

from core.equations.linear import LinearForm, linear
from core.model import CellRef, Grid, Report
from core.values import Amount, Blank, Number


def offered_totals(report: Report) -> dict[CellRef, Amount]:
    """Blank totals whose parts are all figures, at least one of them typed here, and what they add up to.

    Only figures that stand in cells count, never another offer; where a total ends a row and a column and the two do
    not agree nothing is offered. A total of the file that is blank beside untouched figures is left to the checks.
    """
    found: dict[CellRef, set[Amount]] = {}
    for number in sorted(report.tables):
        for form in _lone_totals(report.tables[number]):
            total = form.right[0]
            amount = _sum_of_typed(report.tables[number], form)
            if amount is not None:
                found.setdefault(total, set()).add(amount)
    return {ref: amounts.pop() for ref, amounts in found.items() if len(amounts) == 1}


def _lone_totals(grid: Grid) -> Iterator[LinearForm]:
    """Sum rules over one blank total."""
    for form in linear(grid.edition, grid.table):
        if len(form.right) == 1 and isinstance(grid.cell(form.right[0]).value, Blank):
            yield form


def _sum_of_typed(grid: Grid, form: LinearForm) -> Amount | None:
    """None while a part is no figure, or when none was typed."""
    cells = [grid.cell(ref) for ref in form.left]
    amounts = [cell.value.value for cell in cells if isinstance(cell.value, Number)]
    if len(amounts) < len(cells) or not any(cell.edited for cell in cells):
        return None
    return sum(amounts)
