"""A w:tbl as a logical grid: spans, cells merged downwards, skipped columns, deleted rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from core.reading.docx.package import W
from core.reading.docx.properties import first_of, is_on
from core.reading.shared.blocks import CellNode, Node, TableNode

_ROW, _CELL, _VAL = f"{W}tr", f"{W}tc", f"{W}val"
_ROW_PROPERTIES, _CELL_PROPERTIES = f"{W}trPr", f"{W}tcPr"
_SPAN, _ACROSS, _DOWN, _DELETED = f"{W}gridSpan", f"{W}hMerge", f"{W}vMerge", f"{W}cellDel"
_WIDEST = 200  # columns; Word allows 63


class Content(Protocol):
    """What reads the inside of a cell."""

    def cell(self, cell: etree._Element, depth: int) -> list[Node]:
        """Paragraphs and tables inside a w:tc."""

    def row_marked(self, mark: str) -> None:
        """Told of a row that a tracked change took out ("del") or put in ("ins"), or that Word does not show."""

    def covered(self, cell: etree._Element) -> None:
        """Told of a w:tc that a merged cell covers: Word does not show what it holds."""


def table_node(table: etree._Element, reader: Content, depth: int) -> TableNode:
    """The table in its accepted state; a cell's origin is its w:tc, the table's its w:tbl."""
    cells: list[CellNode] = []
    above: dict[int, CellNode] = {}  # column -> the cell that ends in the row above
    height = 0
    for row in _found(table, _ROW):
        reason = _row_mark(row)
        if reason:
            reader.row_marked(reason)
        if reason in ("del", "hidden"):
            continue
        above = _row(row, height, above, cells, reader, depth)
        height += 1
    columns = max((cell.column + cell.colspan for cell in cells), default=0)
    return TableNode(cells, height, columns, table)


def _row(
    row: etree._Element, index: int, above: dict[int, CellNode], cells: list[CellNode], reader: Content, depth: int
) -> dict[int, CellNode]:
    column = _skipped(row)
    current: dict[int, CellNode] = {}
    last: CellNode | None = None
    for element in _found(row, _CELL):
        span, joins_left, joins_up, deleted = _properties(element)
        if deleted:
            continue
        if last is not None and joins_left:
            last.colspan += span
            reader.covered(element)
        elif joins_up and column in above:
            last = above[column]
            last.rowspan += 1
            current[column] = last
            reader.covered(element)
        else:
            last = CellNode(index, column, 1, span, reader.cell(element, depth), element)
            cells.append(last)
            current[column] = last
        column += span
    return current


def _found(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those inside content controls and tracked insertions."""
    for child in element:
        if child.tag == wanted:
            yield child
        elif isinstance(child.tag, str) and child.tag not in (f"{W}del", f"{W}moveFrom", f"{W}p", f"{W}tbl"):
            yield from _found(child, wanted)


def _row_mark(row: etree._Element) -> str:
    """Mark "del", "hidden" or "ins" as the row's properties have it, "" for an ordinary row."""
    properties = next(row.iterchildren(_ROW_PROPERTIES), None)
    marks = {} if properties is None else {item.tag: item for item in properties}
    if f"{W}del" in marks:
        return "del"
    if (hidden := marks.get(f"{W}hidden")) is not None and is_on(hidden):
        return "hidden"
    return "ins" if f"{W}ins" in marks else ""


def _skipped(row: etree._Element) -> int:
    """Grid columns left out before the row's first cell."""
    properties = next(row.iterchildren(_ROW_PROPERTIES), None)
    skip = None if properties is None else next(properties.iterchildren(f"{W}gridBefore"), None)
    return 0 if skip is None else _number(skip.get(_VAL), 0)


def _properties(cell: etree._Element) -> tuple[int, bool, bool, bool]:
    """Columns spanned, whether the cell continues the one at its left, the one above, whether it was deleted."""
    span, joins_left, joins_up, deleted = 1, False, False, False
    properties = first_of(cell, _CELL_PROPERTIES)
    for item in () if properties is None else properties:
        tag = item.tag
        if tag == _SPAN:
            span = max(_number(item.get(_VAL), 1), 1)
        elif tag == _DOWN:
            joins_up = item.get(_VAL) in (None, "continue")
        elif tag == _ACROSS:
            joins_left = item.get(_VAL) in (None, "continue")
        elif tag == _DELETED:
            deleted = True
    return span, joins_left, joins_up, deleted


def _number(value: str | None, default: int) -> int:
    return min(int(value), _WIDEST) if value and value.isdecimal() and len(value) < 6 else default
