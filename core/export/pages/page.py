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
class TextRun:
    """Characters of one look. x and y are where the baseline begins, spacing stands after each character."""

    x: float
    y: float
    text: str
    face: str
    size: float
    bold: bool
    spacing: float


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

    items: tuple[TextRun | Rectangle, ...]


class PageComposer:
    """Sets from top to bottom; y is the distance in points from the top of the text block."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.y = 0.0
        self._pages: list[PrintPage] = []
        self._items: list[TextRun | Rectangle] = []
        self._fresh = True

    @property
    def room(self) -> float:
        """Points left on the page."""
        return HEIGHT - self.y

    @property
    def at_top(self) -> bool:
        """Whether the page is empty."""
        return self._fresh

    def need(self, height: float) -> None:
        """Turn the page where so much does not fit; half a point is allowed for rounding."""
        if height > self.room + 0.5 and not self._fresh:
            self.turn()

    def turn(self) -> None:
        """Number this page and begin the next."""
        self._number()
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
        for (face, bold), group in groupby(glyphs, key=lambda g: (g.face, g.bold)):
            run = list(group)
            words = "".join(g.character for g in run)
            self._items.append(TextRun(LEFT + x, TOP + baseline, words, face, size, bold, spacing))
            x += sum(g.width + spacing for g in run)

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
