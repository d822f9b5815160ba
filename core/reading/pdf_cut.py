"""A table row cut by the end of a page: a figure broken there is one figure."""

from __future__ import annotations

import re
from dataclasses import replace

from core.reading.pdf_grid import GridCell
from core.reading.pdf_tables import Table

_SAME = 3.0  # points between the edges of one column on two pages
_FIGURES = frozenset("0123456789.,")
_NUMBERED = re.compile(r"\s*[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]")


def joined_over_pages(above: Table, below: Table) -> tuple[Table, Table]:
    """The last table of a page and the first of the next, broken figures put into the upper one.

    Only where every filled field of the lower row goes on with a field above that its text fills to the edge;
    a row that begins with a number of its own, or has a field more, is a row of its own.
    """
    pairs = _pairs(above, below)
    figures = [(upper, lower) for upper, lower in pairs if set(below.texts[lower]) <= _FIGURES]
    if not figures or not all(_goes_on(above, below, upper, lower) for upper, lower in pairs):
        return above, below
    upper_texts, lower_texts = list(above.texts), list(below.texts)
    for upper, lower in figures:
        upper_texts[upper] += lower_texts[lower]
        lower_texts[lower] = ""
    joined = (*above.joined, *(upper for upper, _ in figures))
    return replace(above, texts=tuple(upper_texts), joined=joined), replace(below, texts=tuple(lower_texts))


def _pairs(above: Table, below: Table) -> list[tuple[int, int]]:
    """For every filled field of the lower table's first row, the field above it with the same edges; none of any
    if one stands alone."""
    rows = len(above.grid.ys) - 1
    upper = {i: cell for i, cell in enumerate(above.grid.cells) if cell.row + cell.rowspan == rows}
    first = [i for i, cell in enumerate(below.grid.cells) if cell.row == 0 and below.texts[i].strip()]
    pairs = [(match, i) for i in first if (match := _above(below.grid.cells[i], upper)) is not None]
    return pairs if len(pairs) == len(first) else []


def _above(cell: GridCell, upper: dict[int, GridCell]) -> int | None:
    for index, other in upper.items():
        if abs(other.box[0] - cell.box[0]) <= _SAME and abs(other.box[2] - cell.box[2]) <= _SAME:
            return index
    return None


def _goes_on(above: Table, below: Table, upper: int, lower: int) -> bool:
    if upper not in above.full:
        return False
    text, other = above.texts[upper].strip(), below.texts[lower].strip()
    if set(text) <= _FIGURES or set(other) <= _FIGURES:
        return set(text) | set(other) <= _FIGURES and len(other) <= len(text)
    return not _NUMBERED.match(other)
