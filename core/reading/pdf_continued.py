"""Tables that go on over pages counted in common columns.

Each page shows only the lines that its rows need: a header cut off from its rows has fewer columns than they.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.reading.pdf_grid import Grid, GridCell
from core.reading.pdf_tables import Table

_SAME = 3.0  # points between the places of one line on two pages


def is_continued(above: Table, below: Table) -> bool:
    """Whether two tables at the end of a page and the beginning of the next have the same outer edges."""
    return all(abs(above.grid.box[side] - below.grid.box[side]) <= _SAME for side in (0, 2))


def with_common_columns(pieces: Sequence[Table]) -> list[Table]:
    """The pieces of one table, their columns counted by the lines of all."""
    positions: list[float] = []
    for x in sorted(x for piece in pieces for x in piece.grid.xs):
        if not positions or x - positions[-1] > _SAME:
            positions.append(x)
    if all(len(piece.grid.xs) == len(positions) for piece in pieces):
        return list(pieces)
    return [replace(piece, grid=_recounted(piece.grid, positions)) for piece in pieces]


def _recounted(grid: Grid, positions: Sequence[float]) -> Grid:
    column_of = [min(range(len(positions)), key=lambda i: abs(positions[i] - x)) for x in grid.xs]
    cells = tuple(_moved(cell, column_of) for cell in grid.cells)
    return Grid(cells, tuple(positions), grid.ys)


def _moved(cell: GridCell, column_of: Sequence[int]) -> GridCell:
    left, right = column_of[cell.column], column_of[cell.column + cell.colspan]
    return GridCell(cell.row, left, cell.rowspan, right - left, cell.box)
