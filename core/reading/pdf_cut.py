"""A table row cut by the end of a page: a figure broken there is one figure."""

from __future__ import annotations

from dataclasses import replace

from core.reading.pdf_grid import GridCell
from core.reading.pdf_tables import Table

_SAME = 3.0  # points between the edges of one column on two pages
_FIGURES = frozenset("0123456789.,")


def joined_over_pages(above: Table, below: Table) -> tuple[Table, Table]:
    """The last table of a page and the first of the next, broken figures put into the upper one.

    Only where the lower row begins with blank labels: a row with a label of its own is a row of its own.
    """
    rows = len(above.grid.ys) - 1
    upper = {i: cell for i, cell in enumerate(above.grid.cells) if cell.row + cell.rowspan == rows}
    lower = {i: cell for i, cell in enumerate(below.grid.cells) if cell.row == 0}
    filled = {i for i in lower if below.texts[i].strip()}
    if not filled or len(filled) == len(lower) or not all(set(below.texts[i]) <= _FIGURES for i in filled):
        return above, below
    pairs = {i: _above(lower[i], upper) for i in filled}
    if any(index is None or index not in above.full for index in pairs.values()):
        return above, below
    upper_texts, lower_texts = list(above.texts), list(below.texts)
    for i, index in pairs.items():
        if index is not None:
            upper_texts[index] += lower_texts[i]
            lower_texts[i] = ""
    joined = (*above.joined, *(index for index in pairs.values() if index is not None))
    return replace(above, texts=tuple(upper_texts), joined=joined), replace(below, texts=tuple(lower_texts))


def _above(cell: GridCell, upper: dict[int, GridCell]) -> int | None:
    """The cell of the upper row that has the same edges."""
    for index, other in upper.items():
        if abs(other.box[0] - cell.box[0]) <= _SAME and abs(other.box[2] - cell.box[2]) <= _SAME:
            return index
    return None
