"""The tables of a worksheet and the lines of text around them, as nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core import text
from core.errors import ReadError
from core.reading.shared import messages
from core.reading.shared.blocks import CellNode, Node, ParaNode, TableNode
from core.reading.shared.limits import check_grid
from core.reading.spreadsheets.worksheet import Position, Worksheet

_MOST_MERGED = 1_000_000  # cells under merged ranges
_PROSE = 60  # characters: longer than any row label of a form
_HEADING = re.compile(r"\s*(第?[一二三四五六七八九十]{1,3}[、．.部]|[（(][一二三四五六七八九十]{1,3}[）)])")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell or merged range that holds text, is framed or is merged; bounds are inclusive."""

    top: int
    left: int
    bottom: int
    right: int
    text: str
    framed: bool
    unread: str = ""


class SheetLayout:
    """Tells the table areas of a sheet from the lone lines of text around them."""

    def __init__(self, sheet: Worksheet) -> None:
        self._rows: dict[int, list[_Cell]] = {}
        for cell in _cells(sheet):
            self._rows.setdefault(cell.top, []).append(cell)
        self._framed = any(cell.framed for row in self._rows.values() for cell in row)

    def nodes(self) -> Iterator[Node]:
        """Paragraphs and tables from top to bottom."""
        table: list[int] = []
        for group in self._groups():
            if self._is_text(group):
                yield from self._table(table)
                table = []
                yield from (ParaNode(cell.text) for cell in self._rows[group[0]] if text.strip(cell.text))
            elif table and group[0] > table[-1] + 1:  # a blank row between two tables
                yield from self._table(table)
                table = group
            else:
                table += group
        yield from self._table(table)

    def _groups(self) -> Iterator[list[int]]:
        """Rows that hold anything; those that a merged cell ties together as one group."""
        group: list[int] = []
        reach = -1
        for row in sorted(self._rows):
            if group and row > reach:
                yield group
                group = []
            group += range(group[-1] + 1, row + 1) if group else [row]
            reach = max(reach, *(cell.bottom for cell in self._rows[row]))
        if group:
            yield group

    def _is_text(self, group: list[int]) -> bool:
        """Whether a group is one line of text of its own: alone in its row, without a frame where tables have one."""
        cells = [cell for cell in self._rows[group[0]] if cell.unread or text.strip(cell.text)]
        if len(group) > 1 or len(cells) > 1 or any(cell.unread for cell in cells):
            return False
        if not cells:
            return not any(cell.framed for cell in self._rows[group[0]])
        if self._framed:
            return not cells[0].framed
        return self._stands_out(cells[0])

    def _stands_out(self, cell: _Cell) -> bool:
        """Whether a lone cell of a sheet without any frame is text rather than a row whose figures are blank."""
        above, below = (self._is_tabular(row) for row in (cell.top - 1, cell.top + 1))
        if len(cell.text) > _PROSE or not (above or below):
            return True
        if above and below and not _HEADING.match(cell.text):
            return False
        return self._is_wide(cell) or cell.top - 1 not in self._rows

    def _is_tabular(self, row: int) -> bool:
        return sum(bool(cell.unread or text.strip(cell.text)) for cell in self._rows.get(row, ())) > 1

    def _is_wide(self, cell: _Cell) -> bool:
        """Whether a cell reaches over more than half of the rows beside it: no row label does."""
        near = [c for row in (cell.top - 1, cell.top + 1) for c in self._rows.get(row, ())]
        return 2 * (cell.right - cell.left + 1) > max(c.right for c in near) - min(c.left for c in near) + 1

    def _table(self, rows: list[int]) -> Iterator[TableNode]:
        cells = [cell for row in rows for cell in self._rows.get(row, ())]
        if not any(cell.unread or text.strip(cell.text) for cell in cells):
            return
        top, left = rows[0], min(cell.left for cell in cells)
        height = max(cell.bottom for cell in cells) - top + 1
        width = max(cell.right for cell in cells) - left + 1
        check_grid(height, width)
        nodes = []
        for c in cells:
            node = CellNode(c.top - top, c.left - left, c.bottom - c.top + 1, c.right - c.left + 1, [ParaNode(c.text)])
            node.unread = c.unread
            nodes.append(node)
        nodes += list(_blanks(nodes, height, width))
        nodes.sort(key=lambda node: (node.row, node.column))
        yield TableNode(nodes, height, width)


def _blanks(cells: list[CellNode], height: int, width: int) -> Iterator[CellNode]:
    """The places of a table where the sheet stores nothing: cells of the table all the same."""
    taken = {
        (row, column)
        for cell in cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }
    for row in range(height):
        for column in range(width):
            if (row, column) not in taken:
                yield CellNode(row, column, items=[ParaNode("")])


def _cells(sheet: Worksheet) -> Iterator[_Cell]:
    """Merged ranges and single cells, each once, within the used range; of ranges that overlap the first counts."""
    used = sheet.texts.keys() | sheet.framed | sheet.unread.keys()
    last_row, last_column = max((r for r, _ in used), default=-1), max((c for _, c in used), default=-1)
    covered: set[Position] = set()
    area = 0
    for top, left, bottom, right in sheet.merges:
        bottom, right = min(bottom, last_row), min(right, last_column)
        check_grid(max(bottom - top + 1, 0), max(right - left + 1, 0))
        area += max(bottom - top + 1, 0) * max(right - left + 1, 0)
        if area > _MOST_MERGED:
            raise ReadError(messages.HUGE_TABLE)
        places = [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
        if places and covered.isdisjoint(places):
            covered.update(places)
            texts = [sheet.texts[place] for place in places if place in sheet.texts]
            framed = any(place in sheet.framed for place in places)
            unread = next((sheet.unread[place] for place in places if place in sheet.unread), "")
            yield _Cell(top, left, bottom, right, "\n".join(texts), framed, unread)
    for row, column in sorted(used - covered):
        at = (row, column)
        yield _Cell(row, column, row, column, sheet.texts.get(at, ""), at in sheet.framed, sheet.unread.get(at, ""))
