"""What a page of a PDF contains, as plain values in reading coordinates: points, y downwards from the top left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom."""

SQUARE = 0.9
"""A character is at least so tall for its width; the boxes of dashes and full stops are low in some fonts."""

Edge = tuple[float, float, float]
"""A ruling: position across (y of a horizontal, x of a vertical), start and end along it."""


@dataclass(slots=True)
class Glyph:
    """A character (a ligature may be several) with its box; base is the y of its baseline, size its height."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float


@dataclass(slots=True)
class Page:
    """Content of one page. fills are painted areas without an outline: the shading of cells, or cells themselves.

    place turns a box in reading coordinates into one on the page as shown (they differ where text runs sideways).
    """

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    horizontals: list[Edge] = field(default_factory=list)
    verticals: list[Edge] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    place: Callable[[Box], Box] = lambda box: box
    invisible: bool = False  # the text lies unseen over a picture: a scan that was recognised
    pictures: int = 0  # that cover a good part of the page and may hold text
    unmapped: int = 0  # characters whose font does not tell what they are


def union(boxes: list[Box]) -> Box:
    """The smallest box around all; at least one is needed."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
