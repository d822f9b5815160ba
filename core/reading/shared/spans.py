"""Rows of spanning cells laid out as a logical grid, the way browsers do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.reading.shared.blocks import CellNode, Node
from core.reading.shared.limits import check_grid


@dataclass(slots=True)
class Spanned:
    """A cell that knows its spans but not yet its column. rowspan 0 reaches to the last row."""

    items: list[Node]
    rowspan: int = 1
    colspan: int = 1
    origin: object = None


def lay_out(rows: Sequence[Sequence[Spanned]]) -> tuple[list[CellNode], int, int]:
    """Cells at their logical places, number of rows, number of columns.

    A cell goes to the first free column of its row; spans that reach below the last row are cut.
    """
    cells: list[CellNode] = []
    taken_until: dict[int, int] = {}  # column -> first row in which it is free again
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while taken_until.get(column, 0) > r:
                column += 1
            rowspan = min(cell.rowspan or len(rows), len(rows) - r)
            cells.append(CellNode(r, column, rowspan, cell.colspan, cell.items, cell.origin))
            for covered in range(column, column + cell.colspan):
                taken_until[covered] = r + rowspan
            column += cell.colspan
            check_grid(len(rows), column)
    columns = max((cell.column + cell.colspan for cell in cells), default=0)
    return cells, len(rows), columns
