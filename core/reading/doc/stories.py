"""Word binary: paragraphs and their marks put together as paragraphs, tables and text boxes."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator

from core.errors import ReadError
from core.reading.doc.character_masks import CELL_MARK, ENDS, PARAGRAPH_MARK, CharacterMasks, ParagraphRange
from core.reading.doc.formatted_pages import Runs
from core.reading.doc.piece_table import PieceText
from core.reading.doc.properties import ParaProps, Properties
from core.reading.reader import Progress
from core.reading.shared import messages
from core.reading.shared.blocks import Node, ParaNode
from core.reading.shared.edge_tables import Tables
from core.reading.shared.limits import MAX_PARAGRAPHS
from core.reading.shared.list_numbering import ListCounter

Boxes = dict[int, list[tuple[int, int]]]
"""Character ranges of text boxes by the position of their anchor."""
_PROGRESS_EVERY = 500  # paragraphs
_BOX, _SHAPE = 22, 26  # bytes of FTXBXS and Spa


def paragraph_ranges(source: PieceText, runs: Runs, properties: Properties, progress: Progress) -> list[ParagraphRange]:
    """Every paragraph of every story, in text order."""
    marks: list[ParagraphRange] = []
    start = 0
    for match in ENDS.finditer(source.text):
        end = match.start()
        offset, piece = source.offset(end)
        marks.append(ParagraphRange(start, end, properties.paragraph(runs.at(offset), piece.extra)))
        start = end + 1
        if len(marks) % _PROGRESS_EVERY == 0:
            progress(end // 2, len(source.text))
        if len(marks) > MAX_PARAGRAPHS:
            raise ReadError(messages.BOMB)
    if start < len(source.text):
        marks.append(ParagraphRange(start, len(source.text), ParaProps()))
    return marks


class StoryReader:
    """Turns ranges of paragraphs into nodes; numbers are counted in the order of the calls."""

    def __init__(
        self, marks: list[ParagraphRange], shown: CharacterMasks, counter: ListCounter, boxes: Boxes, progress: Progress
    ) -> None:
        self._progress = progress
        self._marks, self._shown, self._counter = marks, shown, counter
        self._starts = [mark.start for mark in marks]
        self._boxes = sorted(boxes.items())

    def nodes(self, first: int, last: int, floating: bool = False) -> list[Node]:
        """Nodes of the characters [first, last)."""
        tables = Tables()
        held: ParagraphRange | None = None  # paragraphs whose mark is gone: their text runs on
        for count, mark in enumerate(self._range(first, last)):
            if count % _PROGRESS_EVERY == 0:
                length = len(self._shown.text)
                self._progress((length + mark.start) // 2, length)
            if held is not None and mark.props.depth != held.props.depth:
                self._add_paragraph(held, floating, tables)
                held = None
            whole = mark if held is None else ParagraphRange(held.start, mark.end, mark.props)
            held = whole if self._joins_next(mark) else None
            if held is None:
                self._add_paragraph(whole, floating, tables)
        if held is not None:
            self._add_paragraph(held, floating, tables)
        return tables.finish()

    def _range(self, first: int, last: int) -> Iterator[ParagraphRange]:
        at = max(bisect_right(self._starts, first) - 1, 0)
        while at < len(self._marks) and self._starts[at] < last:
            mark = self._marks[at]
            if mark.start >= first and mark.end <= last:
                yield mark
            elif mark.end >= first:
                yield ParagraphRange(max(mark.start, first), min(mark.end, last), mark.props)
            at += 1

    def _joins_next(self, mark: ParagraphRange) -> bool:
        """Whether a paragraph mark is deleted or hidden, so that the next paragraph is part of this one: in
        "云溪县民政局[¶ deleted]2023年年度报告¶" the title is one line. Marks that end cells stay marks.
        """
        if mark.end >= len(self._shown.text) or not self._shown.drop[mark.end]:
            return False
        ends_cell = mark.props.nested_cell_end or mark.props.nested_row_end
        return self._shown.text[mark.end] == PARAGRAPH_MARK and not ends_cell

    def _add_paragraph(self, mark: ParagraphRange, floating: bool, tables: Tables) -> None:
        props = mark.props
        tables.set_depth(props.depth)
        ends_with = self._shown.text[mark.end : mark.end + 1]
        if props.depth and (props.nested_row_end or (props.row_end and ends_with == CELL_MARK)):
            tables.end_row(props.shape().cells(), deleted=bool(self._shown.deleted[mark.end]))
            return
        tables.add(self._paragraph(mark, floating and not props.depth))
        if not floating:
            tables.add(*self._boxed(mark.end))
        if props.depth and (ends_with == CELL_MARK or (props.depth > 1 and props.nested_cell_end)):
            tables.end_cell()

    def _paragraph(self, mark: ParagraphRange, floating: bool) -> ParaNode:
        text, bold = self._shown.paragraph(mark.start, mark.end)
        label = self._label(mark.props) if mark.props.list_number > 0 and text.strip() else ""
        if label:
            shift = len(label)
            bold = tuple((a + shift if a else 0, b + shift) for a, b in bold)
        return ParaNode(label + text, mark.props.level, bold, floating)

    def _label(self, props: ParaProps) -> str:
        return self._counter.label(props.list_number, props.list_level, str(props.style))

    def _boxed(self, end: int) -> list[Node]:
        """What the text boxes hold that are anchored up to a position; each is read once."""
        found: list[Node] = []
        while self._boxes and self._boxes[0][0] <= end:
            _, ranges = self._boxes.pop(0)
            for first, last in ranges:
                found += self.nodes(first, last, floating=True)
        return found

    def left_over(self) -> list[Node]:
        """Text boxes whose anchor was not met."""
        return self._boxed(len(self._shown.text))


def anchored_boxes(shapes: bytes, boxes: bytes, boxes_at: int) -> Boxes:
    """Ranges of text boxes by the position of the shape's anchor in the body; boxes without a shape under a
    position behind the body."""
    anchors = {int.from_bytes(spa[:4], "little"): at for at, _, spa in _plc(shapes, _SHAPE)}
    found: Boxes = {}
    read_to = 0
    for first, last, box in _plc(boxes, _BOX):
        identifier = int.from_bytes(box[14:18], "little")
        if last > first >= read_to:
            read_to = last
            found.setdefault(anchors.get(identifier, boxes_at), []).append((boxes_at + first, boxes_at + last))
    return found


def _plc(data: bytes, size: int) -> Iterator[tuple[int, int, bytes]]:
    """A list of (from, to, entry): n + 1 positions, then n entries of a fixed size."""
    count = max((len(data) - 4) // (4 + size), 0)
    bounds = struct.unpack_from(f"<{count + 1}I", data) if count else ()
    for i in range(count):
        at = 4 * (count + 1) + size * i
        yield bounds[i], bounds[i + 1], data[at : at + size]
