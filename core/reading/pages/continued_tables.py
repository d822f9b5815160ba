"""Tables that go on over pages, put together as one.

Each page shows only the lines that its rows need: a header cut off from its rows has fewer columns than they,
and a row that the page cuts stands as two.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from core.reading.pages.page import Box, Page
from core.reading.pages.tables import Table

_SAME = 3.0  # points between the places of one line on two pages
_FIGURES = frozenset("0123456789.,")
_NUMBERED = re.compile(r"\s*[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]")


@dataclass(slots=True)
class JoinedCell:
    """A cell of a table that may stand on several pages; full says that its text may go on after its end; mixed
    that its digits are not of one writing."""

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int
    page: int
    box: Box
    full: bool
    joined: bool
    mixed: bool = False

    @property
    def is_figure(self) -> bool:
        """Nothing but digits, points and commas."""
        return set(self.text) <= _FIGURES


@dataclass(slots=True)
class JoinedTable:
    """A table with everything that belongs to it."""

    cells: list[JoinedCell]
    rows: int
    columns: int
    page: int
    box: Box


def is_continued(above: Table, below: Table) -> bool:
    """Whether the table that ends a page and the one that begins the next are one.

    Their outer edges agree, and most inner lines of the one with fewer; a row without inner lines fits any.
    """
    if any(abs(above.grid.box[side] - below.grid.box[side]) > _SAME for side in (0, 2)):
        return False
    fewer, more = sorted((above.grid.xs[1:-1], below.grid.xs[1:-1]), key=len)
    common = sum(any(abs(x - other) <= _SAME for other in more) for x in fewer)
    return common * 2 >= len(fewer)


def join_tables(pieces: Sequence[tuple[Table, int, Page]]) -> JoinedTable:
    """One table of its pieces, each with the number and the content of its page."""
    lines: list[float] = []
    for x in sorted(x for table, _, _ in pieces for x in table.grid.xs):
        if not lines or x - lines[-1] > _SAME:
            lines.append(x)
    first, number, page = pieces[0]
    whole = JoinedTable([], 0, len(lines) - 1, number, page.place(first.grid.box))
    for table, piece_number, piece_page in pieces:
        _append(whole, _placed(table, piece_number, piece_page, lines), len(table.grid.ys) - 1)
    return whole


def _placed(table: Table, number: int, page: Page, lines: Sequence[float]) -> list[JoinedCell]:
    column_of = [bisect_left(lines, x - _SAME) for x in table.grid.xs]
    joined = set(table.joined)
    return [
        JoinedCell(
            text,
            cell.row,
            column_of[cell.column],
            cell.rowspan,
            column_of[cell.column + cell.colspan] - column_of[cell.column],
            number,
            page.place(cell.box),
            index in table.full,
            index in joined,
            index in table.mixed,
        )
        for index, (cell, text) in enumerate(zip(table.grid.cells, table.texts, strict=True))
    ]


def _append(whole: JoinedTable, below: list[JoinedCell], rows: int) -> None:
    last = {(cell.column, cell.colspan): cell for cell in whole.cells if cell.row + cell.rowspan == whole.rows}
    first = [(last.get((cell.column, cell.colspan)), cell) for cell in below if cell.row == 0]
    paired = [(upper, lower) for upper, lower in first if upper is not None]
    is_cut = len(paired) == len(first) and _is_cut(paired)
    # A new row with other columns under fields that go on: the page cut a header between its rows.
    is_header = len(paired) < len(first) and _is_cut(paired, blank_too=True)
    gone = {id(lower) for upper, lower in paired if is_cut or _spans_the_cut(upper, lower, is_header)}
    for upper, lower in paired:
        if id(lower) in gone:
            _extend_cell(upper, lower, is_cut)
    offset = whole.rows - is_cut
    for cell in below:
        cell.row += offset
    whole.cells += [cell for cell in below if id(cell) not in gone]
    whole.rows = offset + rows


def _is_cut(pairs: Sequence[tuple[JoinedCell, JoinedCell]], blank_too: bool = False) -> bool:
    """Whether the page's end cut the fields of the last row in two: every filled field of the lower part goes on
    with the field above it, which its text fills to the edge.

        5.要求行政机关确认或重新出      14      (end of the page)
        具已获取信息                     4      (next page: 144, where 14 fills its cell)
    """
    filled = [(upper, lower) for upper, lower in pairs if lower.text.strip()]
    if blank_too and not all(upper.text.strip() and not upper.is_figure for upper, _ in pairs):
        return False
    if not filled:
        return blank_too and bool(pairs)
    return all(_goes_on(upper, lower) for upper, lower in filled) or _is_cut_header(filled)


def _is_cut_header(filled: Sequence[tuple[JoinedCell, JoinedCell]]) -> bool:
    """Two lines of words, one of them broken to fit: the fields of a header, some of which have breaks of their own.

    申请人    商业    社会公       (end of the page)
              企业    益组织
    """
    words = all(
        not cell.is_figure and not _NUMBERED.match(lower.text) for upper, lower in filled for cell in (upper, lower)
    )
    return len(filled) > 1 and words and any(upper.full for upper, _ in filled)


def _goes_on(upper: JoinedCell, lower: JoinedCell) -> bool:
    """A row that begins with a number of its own ("6.其他处理") is a row of its own."""
    if not upper.full:
        return False
    if upper.is_figure or lower.is_figure:
        return upper.is_figure and lower.is_figure and len(lower.text) <= len(upper.text)
    return not _NUMBERED.match(lower.text)


def _spans_the_cut(upper: JoinedCell, lower: JoinedCell, is_header: bool) -> bool:
    """Whether a field merged over several rows goes on below though the row above is whole."""
    if not lower.text.strip():
        return upper.rowspan > 1 or is_header
    merged = upper.rowspan > 1 or lower.rowspan > 1 or is_header
    return merged and not upper.is_figure and not lower.is_figure and _goes_on(upper, lower)


def _extend_cell(upper: JoinedCell, lower: JoinedCell, is_cut: bool) -> None:
    upper.rowspan += lower.rowspan - is_cut
    if lower.text.strip():
        is_figure = upper.is_figure and lower.is_figure
        upper.text += lower.text if is_figure else "\n" * bool(upper.text) + lower.text
        upper.joined |= is_figure
        upper.mixed |= lower.mixed
        upper.full = lower.full
