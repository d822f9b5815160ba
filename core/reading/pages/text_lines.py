"""Characters put together as lines of text, and lines of a cell as its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from core.reading.pages.page import Box, Glyph

_SAME_LINE = 0.45  # of a character's height that baselines of one line may differ
_WORD_GAP = 0.25  # of the height: gap between Latin words or figures
_MIXED_GAP = 0.29  # of the width: Word sets Chinese and Latin characters a quarter apart by itself
_WIDE_GAP = 0.8  # of the height: gap after which even Chinese text is not one run
_PADDING = 12.0  # points inside a cell that text never fills, both sides together
_DOUBLED = 0.2  # of the height between a character and its double
_BLANKS = " \u3000\xa0\t"
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
    for glyph in sorted(glyphs, key=attrgetter("base")):
        if row and glyph.base - row[0].base <= _SAME_LINE * max(row[0].size, glyph.size):
            row.append(glyph)
        else:
            row = [glyph]
            rows.append(row)
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
        min(glyph.top for glyph in row),
        max(glyph.x1 for glyph in row),
        max(glyph.bottom for glyph in row),
    )
    return TextLine(join_glyphs(row), box, row[0].base, row)


def _without_duplicates(row: list[Glyph]) -> list[Glyph]:
    """Bold made by printing a character twice, a hair apart, counts once: 总计11件 is no 总总计计1111件件."""
    kept: list[Glyph] = []
    free = row[0].x0
    for glyph in row:
        overlaps = glyph.x0 < free and glyph.x0 - kept[-1].x0 < _DOUBLED * glyph.size
        if not overlaps or all(g.text != glyph.text for g in kept[-2:]):
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
        if above and digits and all(g.text in _FIGURES for g in above.glyphs) and is_full(above, width):
            text, joined = text + line.text, True
        else:
            text += "\n" * bool(above) + line.text
        above = line
    return text, joined


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
