"""The equations of the statutory tables: as the form prescribes them, and with a report's figures in them."""

from core.equations.linear import LinearForm, linear, linear_by_cell, tables_with_equations
from core.equations.offered import offered_totals
from core.equations.with_figures import equation, equations, equations_of, written

__all__ = [
    "LinearForm",
    "equation",
    "equations",
    "equations_of",
    "linear",
    "linear_by_cell",
    "offered_totals",
    "tables_with_equations",
    "written",
]
