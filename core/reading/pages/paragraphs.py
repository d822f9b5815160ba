"""Lines of text put together as paragraphs by their margins, indents and distances."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.reading.pages.page import Box, union
from core.reading.pages.text_lines import TextLine

_INDENT = 0.9  # of a character: less is no indent
_FULL = 2.2  # characters by which a full line may fall short of the right margin (punctuation may not begin a line)
_LONG = 0.6  # of the column: shorter lines are set at the right on purpose
_SHORTEST = 8  # characters: what is shorter was never broken to fit
_TITLE = 1.2  # times the size of the text: a title
_GAP_BEFORE_PARAGRAPH = 1.5  # times the usual distance of lines: a gap between paragraphs
_SENTENCE_END = "。！？；：.!?;:"


@dataclass(slots=True)
class Paragraph:
    """Lines of one paragraph, all parts it has on its first page boxed."""

    page: int
    lines: list[TextLine] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """Around the lines of the first page."""
        return union(self.boxes)

    @property
    def text(self) -> str:
        """Lines joined; a blank only between two Latin words."""
        whole = ""
        for line in self.lines:
            piece = line.text
            needs_blank = whole and piece and whole[-1].isascii() and piece[0].isascii() and _words(whole[-1], piece[0])
            whole += " " * bool(needs_blank) + piece
        return whole


def _words(left: str, right: str) -> bool:
    return left.isalpha() and right.isalpha()


@dataclass(frozen=True, slots=True)
class TextColumn:
    """The column of text: its margins, the usual character size and distance of lines, in points."""

    left: float
    right: float
    size: float
    pitch: float

    def is_full(self, line: TextLine) -> bool:
        """Whether the line runs to the right margin, so that the paragraph may go on."""
        width = self.right - self.left
        long = line.box[2] - line.box[0] > max(_LONG * width, _SHORTEST * self.size)
        return long and line.box[2] > self.right - _FULL * self.size

    def is_flush(self, line: TextLine) -> bool:
        """Whether the line begins at the left margin."""
        return abs(line.box[0] - self.left) < _INDENT * self.size


def text_column(lines: Sequence[TextLine]) -> TextColumn:
    """Measures of a document from all its lines outside tables."""
    lefts = Counter(round(line.box[0]) for line in lines)
    most = lefts.most_common(1)[0][1] if lefts else 0
    # First lines are indented, so with short paragraphs the indent may be commoner than the margin.
    left = min((x for x, count in lefts.items() if count * 4 >= most and count > 1), default=min(lefts, default=0))
    sizes = Counter(round(line.height * 2) for line in lines)
    size = (sizes.most_common(1)[0][0] if sizes else 24) / 2
    rights = sorted(line.box[2] for line in lines)
    right = rights[int(len(rights) * 0.9)] if rights else 0.0
    gaps = Counter(
        round(below.base - above.base)
        for above, below in itertools.pairwise(lines)
        if 0 < below.base - above.base < size * 4
    )
    return TextColumn(float(left), right, size, float(gaps.most_common(1)[0][0]) if gaps else size * 1.5)


def _is_wrapped_title(above: TextLine, below: TextLine, column: TextColumn) -> bool:
    """A centred line larger than the text that was too long for one line."""
    size = above.height
    if size < column.size * _TITLE or abs(size - below.height) > 0.1 * size or below.base - above.base > 2.2 * size:
        return False
    room = (column.right - column.left) - (above.box[2] - above.box[0])
    middle = (column.left + column.right) / 2
    return room < 1.6 * size and all(abs((line.box[0] + line.box[2]) / 2 - middle) < size for line in (above, below))


def continues(above: TextLine, below: TextLine, same_page: bool, column: TextColumn) -> bool:
    """Whether a line goes on with the paragraph that the line above belongs to."""
    if same_page and _is_wrapped_title(above, below, column):
        return True
    if not column.is_full(above) or not column.is_flush(below):
        return False
    if abs(above.height - below.height) > 0.35 * max(above.height, below.height):
        return False
    loose = same_page and below.base - above.base > column.pitch * _GAP_BEFORE_PARAGRAPH
    # A block set without indents: a full line that ends a sentence ends the paragraph only if a gap follows.
    return not (loose and above.text[-1] in _SENTENCE_END) and not (
        same_page and below.base - above.base > column.pitch * 2.2
    )
