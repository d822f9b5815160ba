"""Where something stands in the source file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Position in a source; every part that the file type lacks is None.

    page counts from 1; box is (x0, top, x1, bottom) in points from the page's top left corner.
    block is the index of the paragraph or table in Document.blocks; row and column count from 0
    inside that table, in its logical grid (spans resolved).
    """

    block: int | None = None
    row: int | None = None
    column: int | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
