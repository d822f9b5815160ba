"""A w:tbl as a logical grid: spans, cells merged downwards, skipped columns, deleted rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from core.reading.blocks import CellNode, Node, TableNode
from core.reading.docx_package import W

_ROW, _CELL, _VAL = f"{W}tr", f"{W}tc", f"{W}val"
_ROW_PROPERTIES, _CELL_PROPERTIES = f"{W}trPr", f"{W}tcPr"
_WIDEST = 200  # columns; Word allows 63


class Content(Protocol):
    """What reads the inside of a cell."""

    def content(self, element: etree._Element, depth: int) -> list[Node]:
        """Paragraphs and tables inside an element."""


def table_node(table: etree._Element, reader: Content, depth: int) -> TableNode:
    """The table in its accepted state; a cell's origin is its w:tc, the table's its w:tbl."""
    cells: list[CellNode] = []
    above: dict[int, CellNode] = {}  # column -> the cell that ends in the row above
    height = 0
    for row in _found(table, _ROW):
        if _is_deleted(row):
            continue
        above = _row(row, height, above, cells, reader, depth)
        height += 1
    columns = max((cell.column + cell.colspan for cell in cells), default=0)
    return TableNode(cells, height, columns, table)


def _row(
    row: etree._Element, index: int, above: dict[int, CellNode], cells: list[CellNode], reader: Content, depth: int
) -> dict[int, CellNode]:
    column = _number(row.find(_ROW_PROPERTIES), "gridBefore", 0)
    current: dict[int, CellNode] = {}
    last: CellNode | None = None
    for element in _found(row, _CELL):
        properties = element.find(_CELL_PROPERTIES)
        if properties is not None and properties.find(f"{W}cellDel") is not None:
            continue
        span = _number(properties, "gridSpan", 1) or 1
        if last is not None and _merge(properties, "hMerge") == "continue":
            last.colspan += span
        elif _merge(properties, "vMerge") == "continue" and column in above:
            last = above[column]
            last.rowspan += 1
            current[column] = last
        else:
            last = CellNode(index, column, 1, span, reader.content(element, depth), element)
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


def _is_deleted(row: etree._Element) -> bool:
    properties = row.find(_ROW_PROPERTIES)
    return properties is not None and properties.find(f"{W}del") is not None


def _merge(properties: etree._Element | None, name: str) -> str | None:
    """ "restart", "continue", or None for a cell of its own; w:vMerge without a value continues."""
    element = None if properties is None else properties.find(f"{W}{name}")
    return None if element is None else element.get(_VAL) or "continue"


def _number(properties: etree._Element | None, name: str, default: int) -> int:
    element = None if properties is None else properties.find(f"{W}{name}")
    value = None if element is None else element.get(_VAL)
    return min(int(value), _WIDEST) if value and value.isdecimal() and len(value) < 6 else default
