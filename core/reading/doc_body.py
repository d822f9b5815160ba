"""Word binary: paragraphs and their marks put together as paragraphs, tables and text boxes."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.errors import ReadError
from core.reading import sentences
from core.reading.blocks import Node, ParaNode
from core.reading.doc_marks import CELL_MARK, ENDS, PARAGRAPH_MARK, Mark, Shown
from core.reading.doc_pages import Runs
from core.reading.doc_pieces import PieceText
from core.reading.doc_properties import ParaProps, Properties
from core.reading.edges import EdgeCell, lay_out_edges
from core.reading.limits import check_nesting
from core.reading.numbering import Counter

_MAX_MARKS = 300_000  # paragraphs; a 300-page report has about 10,000
Boxes = dict[int, list[tuple[int, int]]]
"""Character ranges of text boxes by the position of their anchor."""
_BOX, _SHAPE = 22, 26  # bytes of FTXBXS and Spa


def marks_of(source: PieceText, runs: Runs, properties: Properties) -> list[Mark]:
    """Every paragraph of every story, in text order."""
    marks: list[Mark] = []
    start = 0
    for match in ENDS.finditer(source.text):
        end = match.start()
        offset, piece = source.offset(end)
        marks.append(Mark(start, end, properties.paragraph(runs.at(offset), piece.extra)))
        start = end + 1
        if len(marks) > _MAX_MARKS:
            raise ReadError(sentences.BOMB)
    if start < len(source.text):
        marks.append(Mark(start, len(source.text), ParaProps()))
    return marks


@dataclass(slots=True)
class _Table:
    """A table being read: finished rows, finished cells of the open row, the open cell."""

    rows: list[list[EdgeCell]] = field(default_factory=list)
    cells: list[list[Node]] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)


class Body:
    """Turns ranges of paragraphs into nodes; numbers are counted in the order of the calls."""

    def __init__(self, marks: list[Mark], shown: Shown, counter: Counter, boxes: Boxes) -> None:
        self._marks, self._shown, self._counter = marks, shown, counter
        self._starts = [mark.start for mark in marks]
        self._boxes = sorted(boxes.items())

    def nodes(self, first: int, last: int, floating: bool = False) -> list[Node]:
        """Nodes of the characters [first, last)."""
        found: list[Node] = []
        tables: list[_Table] = []
        pending = -1
        for mark in self._range(first, last):
            start = mark.start if pending < 0 else pending
            if self._joins_next(mark):
                pending = start
                continue
            pending = -1
            check_nesting(mark.props.depth)
            _close(tables, mark.props.depth, found)
            target = _open(tables, mark.props.depth).items if mark.props.depth else found
            self._take(mark, start, floating, target, tables)
        _close(tables, 0, found)
        return found

    def _range(self, first: int, last: int) -> Iterator[Mark]:
        at = max(bisect_right(self._starts, first) - 1, 0)
        while at < len(self._marks) and self._starts[at] < last:
            mark = self._marks[at]
            if mark.end >= first:
                yield Mark(max(mark.start, first), min(mark.end, last), mark.props)
            at += 1

    def _joins_next(self, mark: Mark) -> bool:
        """Whether a paragraph mark is deleted or hidden: its text runs on into the next paragraph."""
        at = mark.end
        return at < len(self._shown.text) and self._shown.text[at] == PARAGRAPH_MARK and bool(self._shown.drop[at])

    def _take(self, mark: Mark, start: int, floating: bool, target: list[Node], tables: list[_Table]) -> None:
        props = mark.props
        ends_with = self._shown.text[mark.end : mark.end + 1]
        row_ends = props.nested_row_end or (props.row_end and ends_with == CELL_MARK)
        if props.depth and row_ends:
            _finish_row(tables[-1], props, dropped=bool(self._shown.deleted[mark.end]))
            return
        target.append(self._paragraph(mark, start, floating))
        target += self._boxed(start, mark.end)
        if props.depth and (ends_with == CELL_MARK or (props.depth > 1 and props.nested_cell_end)):
            tables[-1].cells.append(tables[-1].items)
            tables[-1].items = []

    def _paragraph(self, mark: Mark, start: int, floating: bool) -> ParaNode:
        text, bold = self._shown.paragraph(start, mark.end)
        label = self._label(mark.props) if text.strip() else ""
        if label:
            shift = len(label)
            bold = tuple((a + shift if a else 0, b + shift) for a, b in bold)
        return ParaNode(label + text, mark.props.level, bold, floating)

    def _label(self, props: ParaProps) -> str:
        if props.list_number <= 0:
            return ""
        level = props.list_level
        if level is None:
            form = self._counter.lists.get(props.list_number)
            linked = (i for i, item in form.levels.items() if item.style == str(props.style)) if form else ()
            level = next(iter(linked), 0)
        return self._counter.label(props.list_number, level)

    def _boxed(self, start: int, end: int) -> list[Node]:
        """What the text boxes hold that are anchored in a range; each is read once."""
        found: list[Node] = []
        while self._boxes and self._boxes[0][0] <= end:
            _, ranges = self._boxes.pop(0)
            for first, last in ranges:
                found += self.nodes(first, last, floating=True)
        return found

    def left_over(self) -> list[Node]:
        """Text boxes whose anchor was not met."""
        return self._boxed(0, len(self._shown.text))


def _open(tables: list[_Table], depth: int) -> _Table:
    while len(tables) < depth:
        tables.append(_Table())
    return tables[-1]


def _close(tables: list[_Table], depth: int, found: list[Node]) -> None:
    """Finish tables deeper than depth; each goes into the cell around it, the outermost among the nodes."""
    while len(tables) > depth:
        table = tables.pop()
        if table.items or table.cells:
            _finish_row(table, ParaProps(), dropped=False)
        if table.rows:
            (tables[-1].items if tables else found).append(lay_out_edges(table.rows))


def _finish_row(table: _Table, props: ParaProps, dropped: bool) -> None:
    contents = table.cells + ([table.items] if table.items else [])
    table.cells, table.items = [], []
    row = props.shape().cells(len(contents))
    for cell, items in zip(row, contents, strict=True):
        cell.items = items
    if not dropped and row:
        table.rows.append(row)


def anchored_boxes(shapes: bytes, boxes: bytes, boxes_at: int) -> Boxes:
    """Ranges of text boxes by the position of the shape's anchor in the body; boxes without a shape under a
    position behind the body."""
    anchors = {int.from_bytes(spa[:4], "little"): at for at, _, spa in _plc(shapes, _SHAPE)}
    found: Boxes = {}
    for first, last, box in _plc(boxes, _BOX):
        identifier = int.from_bytes(box[14:18], "little")
        if last > first:
            found.setdefault(anchors.get(identifier, boxes_at), []).append((boxes_at + first, boxes_at + last))
    return found


def _plc(data: bytes, size: int) -> Iterator[tuple[int, int, bytes]]:
    """A list of (from, to, entry): n + 1 positions, then n entries of a fixed size."""
    count = max((len(data) - 4) // (4 + size), 0)
    bounds = struct.unpack_from(f"<{count + 1}I", data) if count else ()
    for i in range(count):
        at = 4 * (count + 1) + size * i
        yield bounds[i], bounds[i + 1], data[at : at + size]
