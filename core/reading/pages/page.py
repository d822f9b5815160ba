"""What a page of a PDF contains, as plain values in reading coordinates: points, y downwards from the top left."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom."""

SQUARE = 0.9
"""A character is at least so tall for its width; the boxes of dashes and full stops are low in some fonts."""

A4 = (595.0, 842.0)
"""Size in points of a page that does not tell its own."""

LARGE_PICTURE = 0.1
"""Share of the page from which a picture may hold a table; emblems and signatures have less."""

_SLOPE = 0.14  # radians (8°) off the page's directions: a watermark slopes by 20° and more, a skewed scan by 1°

Edge = tuple[float, float, float]
"""A ruling: position across (y of a horizontal, x of a vertical), start and end along it."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a run of characters is painted: colour as 0xRRGGBB on white paper (transparency mixed in), and whether it
    slopes, that is, stands neither along nor across the page."""

    colour: int = 0
    slopes: bool = False
    recognised: bool = False  # off a picture: its box is that of its line's ink, and no character's own

    @property
    def lightness(self) -> float:
        """0 for black, 1 for the white of the paper."""
        red, green, blue = self.colour >> 16, self.colour >> 8 & 255, self.colour & 255
        return (0.3 * red + 0.59 * green + 0.11 * blue) / 255


BLACK = TextStyle()
SLOPING = TextStyle(slopes=True)
OFF_PICTURE = TextStyle(recognised=True)


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
    style: TextStyle = BLACK

    @property
    def middle(self) -> tuple[float, float]:
        """The point that decides in which cell it stands."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(slots=True)
class Page:
    """Content of one page. fills are painted areas without an outline: the shading of cells, or cells themselves.

    place turns a box in reading coordinates into one on the page as shown (they differ where text runs sideways).
    """

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    styles: set[TextStyle] = field(default_factory=set)  # of the glyphs
    horizontals: list[Edge] = field(default_factory=list)
    verticals: list[Edge] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    place: Callable[[Box], Box] = lambda box: box
    invisible: bool = False  # the text lies unseen over a picture: a scan that was recognised
    pictures: list[Box] = field(default_factory=list)  # large and small
    drawn: int = 0  # paths: on a page without characters they may be its letters, drawn as outlines
    unreadable: bool = False  # the page could not be opened, or what it holds was too much to read
    unmapped: int = 0  # characters whose font does not tell what they are


def slopes(angle: float) -> bool:
    """Whether a direction in radians (0 to 2π) is neither along nor across the page."""
    if angle <= 0.0:  # negative: unknown
        return False
    quarters = angle / (math.pi / 2)
    return abs(quarters - round(quarters)) * math.pi / 2 > _SLOPE


def union(boxes: list[Box]) -> Box:
    """The smallest box around all; at least one is needed."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
