"""Lines of text put together as paragraphs by their margins, indents and distances."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.document import PrintedLine
from core.reading.pages.page import Box, union
from core.reading.pages.text_lines import TextLine

_INDENT = 0.9  # of a character: less is no indent
_FULL = 2.2  # characters by which a full line may fall short of the right margin (punctuation may not begin a line)
_LONG = 0.6  # of the column: shorter lines are set at the right on purpose
_SAME_START = 2.0  # points
_SHORTEST = 8  # characters: what is shorter was never broken to fit
_TITLE = 1.2  # times the size of the text: a title
_GAP_BEFORE_PARAGRAPH = 1.5  # times the usual distance of lines: a gap between paragraphs
_OTHER_TEXT = 2.2  # times the usual distance: whatever follows is another text
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[)）]")
_COLUMNS = 3
_SENTENCE_END = "。！？；：.!?;:"


@dataclass(slots=True)
class Paragraph:
    """Lines of one paragraph; boxes are theirs as (page from 1, box on the page as shown)."""

    page: int
    lines: list[TextLine] = field(default_factory=list)
    boxes: list[tuple[int, Box]] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """Around the lines of the first page."""
        return union([box for page, box in self.boxes if page == self.page])

    def joined(self) -> tuple[str, tuple[PrintedLine, ...]]:
        """Lines joined, a blank only between two Latin words; and where each of them stands."""
        whole, printed = "", []
        for line, (page, box) in zip(self.lines, self.boxes, strict=True):
            piece = line.text
            needs_blank = whole and piece and whole[-1].isascii() and piece[0].isascii() and _words(whole[-1], piece[0])
            whole += " " * bool(needs_blank)
            printed.append(PrintedLine(len(whole), len(whole) + len(piece), page, box))
            whole += piece
        return whole, tuple(printed)


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
    rights = sorted(line.box[2] for line in lines)
    right = rights[int(len(rights) * 0.9)] if rights else 0.0
    sizes = Counter(round(line.height * 2) for line in lines)
    size = (sizes.most_common(1)[0][0] if sizes else 24) / 2
    gaps = Counter(
        round(below.base - above.base)
        for above, below in itertools.pairwise(lines)
        if 0 < below.base - above.base < size * 4
    )
    left = _left_margin(lines, right - _FULL * size)
    return TextColumn(left, right, size, float(gaps.most_common(1)[0][0]) if gaps else size * 1.5)


def _left_margin(lines: Sequence[TextLine], full: float) -> float:
    """Where lines begin that are no first lines of a paragraph; full is the x from which a line counts as full.

    First lines are indented, and where paragraphs are short the indent is far commoner than the margin:
            本报告中所列数据的统计期限自2022年1月1日起至
        2022年12月31日止。
            一、总体情况
    so a rare beginning counts too where its lines follow full ones.
    """
    starts: list[tuple[float, list[int]]] = []  # x, and which lines begin there
    for index, line in sorted(enumerate(lines), key=lambda pair: pair[1].box[0]):
        if starts and line.box[0] - starts[-1][0] <= _SAME_START:
            starts[-1][1].append(index)
        else:
            starts.append((line.box[0], [index]))
    most = max((len(indices) for _, indices in starts), default=0)
    for x, indices in starts:
        after_full = sum(index > 0 and lines[index - 1].box[2] > full for index in indices)
        if len(indices) > 1 and (len(indices) * 4 >= most or after_full * 2 > len(indices)):
            return x
    return starts[0][0] if starts else 0.0


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
    if max(above.pieces, below.pieces) >= _COLUMNS:  # rows of a table too short to be found: "行政许可   5   +1   6"
        return False
    if not column.is_full(above) or not column.is_flush(below):
        return False
    difference = abs(above.height - below.height)
    # The second line of a title fills the column as often as not, and the text under it is smaller:
    #     2022年度政府信息公开工作年度报告          (22 points)
    #     本报告中所列数据的统计期限自2022年1月1日    (16 points)
    title = max(above.height, below.height) > column.size * _TITLE
    if difference > (0.1 if title else 0.35) * max(above.height, below.height):
        return False
    ends_sentence = above.text[-1] in _SENTENCE_END
    if ends_sentence and _NUMBERED.match(below.text):  # "…12月31日止。" and "一、总体情况" in text set without indents
        return False
    gap = below.base - above.base if same_page else 0.0
    if gap > column.pitch * _OTHER_TEXT:
        return False
    # A block set without indents: a full line that ends a sentence ends the paragraph only if a gap follows.
    return not (ends_sentence and gap > column.pitch * _GAP_BEFORE_PARAGRAPH)
