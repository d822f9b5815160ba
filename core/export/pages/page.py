"""Pages by GB/T 9704-2012 as lists of things to draw: where the next line goes, page breaks, page numbers.

Neither PDF nor Qt is known here: pdf.py draws the pages with reportlab, the window can with a painter. Who draws a
TextRun sets each character by itself at x and then goes on by the character's width, as measured for the layout,
plus the run's spacing; letter spacing left to a font engine is rounded and the lines no longer fill the margins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from core.export.pages.line_breaking import Glyph, Measure, TextLine, measure_glyphs

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
LEFT, TOP, WIDTH, HEIGHT = 28 * MM, 37 * MM, 156 * MM, 225 * MM
PITCH = HEIGHT / 22
_NUMBER_SIZE = 14.0
_NUMBER_DROP = 7 * MM  # from the text block to the dashes


@dataclass(frozen=True, slots=True)
class StructElement:
    """What drawn items are in the document's structure, for tags and bookmarks: kind is a standard structure type
    of PDF ("H1", "P", "Table", "TR", "TH", "TD", "Figure"), text a heading's words or a figure's description."""

    number: int
    kind: str
    parent: StructElement | None = None
    text: str = ""
    spans: tuple[int, int] = (1, 1)  # rows and columns of a cell


@dataclass(frozen=True, slots=True)
class TextRun:
    """Characters of one look. x and y are where the baseline begins, spacing stands after each character.

    element is None for what is no part of the text: page numbers.
    """

    x: float
    y: float
    text: str
    face: str
    size: float
    bold: bool
    spacing: float
    element: StructElement | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be drawn into a rectangle; data are the bytes of its file."""

    x: float
    y: float
    width: float
    height: float
    data: bytes
    element: StructElement | None = None


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A border half a point wide, or a filled area where shade (red, green, blue from 0 to 1) is given."""

    x: float
    y: float
    width: float
    height: float
    shade: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class PrintPage:
    """What stands on a page, in points from its top left corner, in the order of drawing."""

    items: tuple[TextRun | Rectangle | Picture, ...]


class PageComposer:
    """Sets from top to bottom; y is the distance in points from the top of the text block."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.y = 0.0
        self._pages: list[PrintPage] = []
        self._items: list[TextRun | Rectangle | Picture] = []
        self._elements = 0
        self.element: StructElement | None = None  # what is being drawn
        self._fresh = True

    @property
    def room(self) -> float:
        """Points left on the page."""
        return HEIGHT - self.y

    @property
    def at_top(self) -> bool:
        """Whether the page is empty."""
        return self._fresh

    def begin(
        self, kind: str, parent: StructElement | None = None, text: str = "", spans: tuple[int, int] = (1, 1)
    ) -> StructElement:
        """A new part of the structure; what is drawn from here on belongs to it."""
        self._elements += 1
        self.element = StructElement(self._elements, kind, parent, text, spans)
        return self.element

    def need(self, height: float) -> None:
        """Turn the page where so much does not fit; half a point is allowed for rounding."""
        if height > self.room + 0.5 and not self._fresh:
            self.turn()

    def turn(self) -> None:
        """Number this page and begin the next."""
        drawn, self.element = self.element, None
        self._number()
        self.element = drawn
        self._pages.append(PrintPage(tuple(self._items)))
        self._items = []
        self.y, self._fresh = 0.0, True

    def advance(self, height: float) -> None:
        """Go down, whether something was drawn or not."""
        self.y += height
        self._fresh = False

    def finished(self) -> tuple[PrintPage, ...]:
        """All pages; nothing can be drawn after."""
        if not self._fresh or not self._pages:
            self.turn()
        return tuple(self._pages)

    def text(self, x: float, baseline: float, line: TextLine | Sequence[Glyph], size: float, spacing: float) -> None:
        """Characters from x on, points from the left of the text block; baseline counts from its top."""
        glyphs = line.glyphs if isinstance(line, TextLine) else line
        looks = groupby(glyphs, key=lambda g: (g.face, g.bold, g.scale, g.rise, g.underline))
        for (face, bold, scale, rise, underline), group in looks:
            run = list(group)
            words = "".join(g.character for g in run)
            y = TOP + baseline - rise * size
            self._items.append(TextRun(LEFT + x, y, words, face, size * scale, bold, spacing, self.element))
            width = sum(g.width + spacing for g in run)
            if underline:
                self._items.append(Rectangle(LEFT + x, TOP + baseline + size * 0.12, width, 0.6, (0.0, 0.0, 0.0)))
            x += width

    def picture(self, x: float, width: float, height: float, data: bytes) -> None:
        """A picture with its upper edge at the place reached."""
        self._items.append(Picture(LEFT + x, TOP + self.y, width, height, data, self.element))

    def fill(self, x: float, y: float, width: float, height: float, shade: tuple[float, float, float]) -> None:
        """A filled rectangle without border; y is its top."""
        self._items.append(Rectangle(LEFT + x, TOP + y, width, height, shade))

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """The border of a cell; y is its top."""
        self._items.append(Rectangle(LEFT + x, TOP + y, width, height))

    def _number(self) -> None:
        """— 1 —: odd pages to the right, even to the left, one character in."""
        number = len(self._pages) + 1
        glyphs = measure_glyphs(f"— {number} —", "song", _NUMBER_SIZE, self.measure)
        width = sum(g.width for g in glyphs)
        x = WIDTH - _NUMBER_SIZE - width if number % 2 else _NUMBER_SIZE
        self.text(x, HEIGHT + _NUMBER_DROP + _NUMBER_SIZE * 0.35, glyphs, _NUMBER_SIZE, 0.0)
