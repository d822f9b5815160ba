"""The linear forms with a report's live figures in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.equations.linear import LinearForm, linear, linear_by_cell
from core.finding import Equation
from core.model import CellRef, Grid, Report
from core.values import Amount, show

_LONG = 6  # operands on one side beyond which zeros are left out of the written equation


def equations(report: Report) -> tuple[Equation, ...]:
    """Every equation of the tables the report has, blanks judged as 0 and named in Equation.blanks."""
    return tuple(e for number in sorted(report.tables) for e in _of_grid(report.tables[number]))


def _of_grid(grid: Grid) -> Iterator[Equation]:
    figures = {ref: cell.amount for ref, cell in grid.cells.items()}
    for form in linear(grid.edition, grid.table):
        yield written(form, figures)


def equations_of(report: Report, ref: CellRef) -> tuple[Equation, ...]:
    """The equations one cell takes part in; empty when its table is missing or has none."""
    grid = report.tables.get(ref.table)
    if grid is None:
        return ()
    return tuple(equation(form, grid) for form in linear_by_cell(grid.edition, grid.table).get(ref, ()))


def equation(form: LinearForm, grid: Grid) -> Equation:
    """One form over one grid."""
    return written(form, {ref: grid.cell(ref).amount for ref in form.cells})


def written(form: LinearForm, figures: Mapping[CellRef, Amount | None]) -> Equation:
    """One form with figures put in; a cell without an entry is a blank."""
    left = [figures.get(ref) for ref in form.left]
    right = [figures.get(ref) for ref in form.right]
    blanks = tuple(ref for ref, value in zip(form.cells, (*left, *right), strict=True) if value is None)
    sums = sum(v for v in left if v is not None), sum(v for v in right if v is not None)
    return Equation(form.rule, form.left, form.right, *sums, blanks, f"{_side(left)} = {_side(right)}")


def _side(values: list[Amount | None]) -> str:
    shown = [v for v in values if v != 0] if len(values) > _LONG else values
    return " + ".join("空" if v is None else show(v) if v >= 0 else f"({show(v)})" for v in shown) or "0"
