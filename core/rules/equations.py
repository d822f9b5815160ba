"""The linear forms with a report's live figures in them."""

from __future__ import annotations

from core.finding import Equation
from core.model import CellRef, Grid, Report
from core.rules.linear import LinearForm, linear, linear_by_cell
from core.values import Amount, show

_LONG = 6  # operands on one side beyond which zeros are left out of the written equation


def equations(report: Report) -> tuple[Equation, ...]:
    """Every equation of the tables the report has, blanks judged as 0 and named in Equation.blanks."""
    grids = (report.tables[n] for n in sorted(report.tables))
    return tuple(equation(form, grid) for grid in grids for form in linear(grid.edition, grid.table))


def equations_of(report: Report, ref: CellRef) -> tuple[Equation, ...]:
    """The equations one cell takes part in; empty when its table is missing or has none."""
    grid = report.tables.get(ref.table)
    if grid is None:
        return ()
    return tuple(equation(form, grid) for form in linear_by_cell(grid.edition, grid.table).get(ref, ()))


def equation(form: LinearForm, grid: Grid) -> Equation:
    """One form over one grid."""
    figures = {ref: grid.cell(ref).amount for ref in form.cells}
    left = sum((figures[r] or 0 for r in form.left), 0)
    right = sum((figures[r] or 0 for r in form.right), 0)
    blanks = tuple(ref for ref in form.cells if figures[ref] is None)
    text = f"{_side(form.left, figures)} = {_side(form.right, figures)}"
    return Equation(form.rule, form.left, form.right, left, right, blanks, text)


def _side(refs: tuple[CellRef, ...], figures: dict[CellRef, Amount | None]) -> str:
    values = [figures[r] for r in refs]
    shown = [v for v in values if v != 0] if len(values) > _LONG else values
    return " + ".join("空" if v is None else f"({v})" if v < 0 else show(v) for v in shown) or "0"
