"""Characters put together as lines of text, and lines of a cell as its text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from core.reading.pages.page import Box, Glyph

_SAME_LINE = 0.45  # of a character's height that baselines of one line may differ
_WORD_GAP = 0.25  # of the height: gap between Latin words or figures
_MIXED_GAP = 0.29  # of the width: Word sets Chinese and Latin characters a quarter apart by itself
_WIDE_GAP = 0.8  # of the height: gap after which even Chinese text is not one run
_PADDING = 12.0  # points inside a cell that text never fills, both sides together
_SAME_SIZE = 0.87  # of the larger of two digits of one figure
_RAISED = 0.12  # of the size, between the baselines of two of them
_SAME_COLOUR = 64  # of 255, difference of a component
_LYING = 1.3  # width of a digit against its height; one that stands is half as wide as high
_DOUBLED = 0.2  # of the height between a character and its double
_BLANKS = " \u3000\xa0\t"
_DIGITS, _SIGNS = "0123456789", "+-−－"
_FIGURES = "0123456789０１２３４５６７８９.,．，"


@dataclass(slots=True)
class TextLine:
    """A line of text with a blank where its characters stand apart. glyphs are emptied once a page is done with:
    a hundred thousand characters take as many megabytes."""

    text: str
    box: Box
    base: float
    glyphs: list[Glyph]
    pieces: int = 1  # parts with wide gaps between them: the columns of a table without lines

    @property
    def height(self) -> float:
        """Of the tallest character."""
        return self.box[3] - self.box[1]


def lines_of(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """Glyphs by baseline from top to bottom, each line from left to right; blank lines are left out."""
    rows: list[list[Glyph]] = []
    row: list[Glyph] = []
    base, reach = -math.inf, 0.0  # of the row's first
    for glyph in sorted(glyphs, key=attrgetter("base")):
        drop = glyph.base - base
        if drop <= reach or drop <= _SAME_LINE * glyph.size:
            row.append(glyph)
        else:
            row = [glyph]
            rows.append(row)
            base, reach = glyph.base, _SAME_LINE * glyph.size
    lines = [_line(row) for row in rows]
    return [line for line in lines if line is not None]


def _line(row: list[Glyph]) -> TextLine | None:
    row.sort(key=attrgetter("x0"))
    row = _without_duplicates(row)
    while row and row[0].text in _BLANKS:
        row.pop(0)
    while row and row[-1].text in _BLANKS:
        row.pop()
    if not row:
        return None
    box = (
        row[0].x0,
        min([glyph.top for glyph in row]),
        max([glyph.x1 for glyph in row]),
        max([glyph.bottom for glyph in row]),
    )
    return TextLine(join_glyphs(row), box, row[0].base, row)


def _without_duplicates(row: list[Glyph]) -> list[Glyph]:
    """Bold made by printing a character twice, a hair apart, counts once: 总计11件 is no 总总计计1111件件."""
    kept: list[Glyph] = []
    free = row[0].x0
    for glyph in row:
        overlaps = glyph.x0 < free and glyph.x0 - kept[-1].x0 < _DOUBLED * glyph.size
        if not overlaps or all(g.text != glyph.text or _differ(g, glyph) for g in kept[-2:]):
            kept.append(glyph)
            free = glyph.x1
    return kept


def join_glyphs(glyphs: Sequence[Glyph]) -> str:
    """Text of glyphs from left to right, one blank for a gap between words or runs."""
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None and _is_apart(before, glyph):
            parts.append(" ")
        parts.append(glyph.text)
        before = glyph
    return "".join(parts)


def _is_apart(left: Glyph, right: Glyph) -> bool:
    if left.text in _BLANKS or right.text in _BLANKS:
        return False
    gap = right.x0 - left.x1
    if gap <= 0:
        return False
    # Word sets "2023年共收到70件" with a quarter of a character around each figure; that is no blank of the text.
    narrow = (left.text < "\u2e80") + (right.text < "\u2e80")
    if narrow == 1:
        return gap > _MIXED_GAP * max(left.x1 - left.x0, right.x1 - right.x0)
    return gap > (_WORD_GAP if narrow else _WIDE_GAP) * max(left.size, right.size)


def cell_text(lines: Sequence[TextLine], width: float) -> tuple[str, bool]:
    """Lines of a cell joined by newlines, and whether a figure was put together again.

    A figure broken over two lines is one figure where its first line fills the cell and both are digits:
        28068
        .751
    """
    text, joined = "", False
    above: TextLine | None = None
    for line in lines:
        digits = line.glyphs[0].text in _FIGURES
        if above and digits and _is_figure_over_two_lines(above, line) and is_full(above, width):
            text, joined = text + line.text, True
        else:
            text += "\n" * bool(above) + line.text
        above = line
    return text, joined


def _is_figure_over_two_lines(above: TextLine, below: TextLine) -> bool:
    """A column so narrow that it holds one digit a line is none: there a watermark runs upwards across the cell."""
    whole = len(above.glyphs) > 1 and all(glyph.text in _FIGURES for glyph in above.glyphs)
    return whole and not _differ(above.glyphs[0], below.glyphs[0], is_line=False)


def is_mixed(lines: Sequence[TextLine]) -> bool:
    """Whether the digits of a figure differ in colour, size or height: a watermark or a note's mark stands among them.

    6 under a blue "2025" is no 62025, and 8 with a small raised 3 no 83.
    """
    digits = [[glyph for glyph in line.glyphs if glyph.text not in _BLANKS] for line in lines]
    if any(glyph.text not in _FIGURES and glyph.text not in _SIGNS for line in digits for glyph in line):
        return False  # words; and among words no digit is taken for a figure
    first = digits[0][0]
    if first.style.recognised:
        return False  # whoever recognised it says how sure each figure is, and specks beside it change its box
    return any(
        _lies(glyph) or _differ(first, glyph, is_line=False) or _differ(line[0], glyph)
        for line in digits
        for glyph in line
    )


def _lies(digit: Glyph) -> bool:
    """Whether a digit runs upwards or down beside a page that stands."""
    return digit.text in _DIGITS and digit.x1 - digit.x0 > _LYING * (digit.bottom - digit.top)


def _differ(a: Glyph, b: Glyph, is_line: bool = True) -> bool:
    size = max(a.size, b.size)
    if min(a.size, b.size) < _SAME_SIZE * size or (is_line and abs(a.base - b.base) > _RAISED * size):
        return True
    if a.style is b.style:  # nearly always
        return False
    shifts = (abs((a.style.colour >> shift & 255) - (b.style.colour >> shift & 255)) for shift in (16, 8, 0))
    return max(shifts) > _SAME_COLOUR


def is_full(line: TextLine, width: float) -> bool:
    """Whether a line leaves no room for another character in a cell of this width."""
    last = line.glyphs[-1]
    return line.box[2] - line.box[0] + last.x1 - last.x0 > width - _PADDING


def segments(line: TextLine) -> list[list[Glyph]]:
    """The line cut where it leaves more than about a character's width: the columns of a table without lines."""
    cut: list[list[Glyph]] = []
    before: Glyph | None = None
    for glyph in line.glyphs:
        if glyph.text in _BLANKS:
            continue
        if before is None or glyph.x0 - before.x1 > 1.2 * max(before.size, glyph.size):
            cut.append([])
        cut[-1].append(glyph)
        before = glyph
    return cut
