"""Pages as blocks in reading order: tables, paragraphs over page ends, margins dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.document import Block, Para, RawCell, RawTable
from core.model import Note
from core.place import Place
from core.reading.pdf_aligned import aligned_tables
from core.reading.pdf_continued import is_continued, with_common_columns
from core.reading.pdf_cut import joined_over_pages
from core.reading.pdf_lines import Line, lines_of
from core.reading.pdf_margins import Margins
from core.reading.pdf_page import Page
from core.reading.pdf_paragraphs import Measure, Paragraph, continues, measure
from core.reading.pdf_tables import Table, tables_of

Item = Line | Table
_SHOWN = 3  # figures named in a note


@dataclass(slots=True)
class Sheet:
    """A page taken apart: its glyphs are gone, its items stand in reading order."""

    page: Page
    items: list[Item]

    @property
    def lines(self) -> list[Line]:
        """Lines outside tables."""
        return [item for item in self.items if isinstance(item, Line)]


def sheet_of(page: Page) -> Sheet:
    """Tables and lines of a page from top to bottom."""
    tables, outside = tables_of(page)
    found, lines = aligned_tables(lines_of(outside))
    items: list[Item] = [*tables, *found, *lines]
    items.sort(key=_top)
    page.glyphs, page.horizontals, page.verticals, page.fills = [], [], [], []
    return Sheet(page, items)


def _top(item: Item) -> tuple[float, float]:
    box = item.box if isinstance(item, Line) else item.grid.box
    return box[1], box[0]


class Layout:
    """Blocks of all sheets, with notes on what was put together."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = sheets
        self._margins = Margins([(sheet.lines, sheet.page.height) for sheet in sheets])
        self._columns = _measures(sheets)
        self._headers: set[str] = set()
        self._floating: list[Para] = []
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self._open: Paragraph | None = None

    def run(self) -> tuple[Block, ...]:
        """All blocks; a header or footer that repeats stands once, floating, at the end."""
        self._join_over_pages()
        for number, sheet in enumerate(self._sheets, 1):
            for item in sheet.items:
                self._take(item, number, sheet.page)
        self._close()
        for para in self._floating:
            self.blocks.append(Para(para.text, _moved(para.place, len(self.blocks)), floating=True))
        return tuple(self.blocks)

    def _join_over_pages(self) -> None:
        """What belongs together over the end of a page is found before anything is made of the tables."""
        chain: list[tuple[int, int]] = []  # (page counted from 0, index of its item) of one table's pieces
        for page in range(len(self._sheets) - 1):
            ends = self._meeting(page)
            if ends is None:
                continue
            if not chain or chain[-1] != (page, ends[0]):
                self._count_alike(chain)
                chain = [(page, ends[0])]
            self._join_figures(page, *ends)
            chain.append((page + 1, ends[1]))
        self._count_alike(chain)

    def _count_alike(self, chain: Sequence[tuple[int, int]]) -> None:
        """The pieces of one table counted in common columns."""
        pieces = [table for page, at in chain if isinstance(table := self._sheets[page].items[at], Table)]
        for (page, at), table in zip(chain, with_common_columns(pieces), strict=True):
            self._sheets[page].items[at] = table

    def _join_figures(self, page: int, above: int, below: int) -> None:
        upper, lower = self._sheets[page].items, self._sheets[page + 1].items
        first, second = upper[above], lower[below]
        if isinstance(first, Table) and isinstance(second, Table):
            upper[above], lower[below] = joined_over_pages(first, second)

    def _meeting(self, page: int) -> tuple[int, int] | None:
        """Indices of the tables that end a page and begin the next, where they are one table."""
        sheet, following = self._sheets[page], self._sheets[page + 1]
        last, first = self._text_items(sheet, page + 1)[-1:], self._text_items(following, page + 2)[:1]
        if not last or not first:
            return None
        above, below = sheet.items[last[0]], following.items[first[0]]
        if isinstance(above, Table) and isinstance(below, Table) and is_continued(above, below):
            return last[0], first[0]
        return None

    def _text_items(self, sheet: Sheet, number: int) -> list[int]:
        """Indices of the items that are no page numbers, headers and footers."""
        return [
            index
            for index, item in enumerate(sheet.items)
            if isinstance(item, Table) or not self._margins.holds(item, number)
        ]

    def _take(self, item: Item, number: int, page: Page) -> None:
        if isinstance(item, Table):
            self._close()
            self._add_table(item, number, page)
        elif self._margins.is_page_number(item, number):
            return
        elif self._margins.is_repeated(item, number):
            self._add_header(item, number, page)
        else:
            self._add_line(item, number, page)

    def _add_header(self, line: Line, number: int, page: Page) -> None:
        if line.text not in self._headers:
            self._headers.add(line.text)
            self._floating.append(Para(line.text, Place(page=number, box=page.place(line.box)), floating=True))

    def _add_line(self, line: Line, number: int, page: Page) -> None:
        paragraph = self._open
        if paragraph is None or not _goes_on(paragraph, line, number, self._columns[_form(page)]):
            self._close()
            paragraph = self._open = Paragraph(number)
        paragraph.lines.append(line)
        if number == paragraph.page:
            paragraph.boxes.append(page.place(line.box))

    def _close(self) -> None:
        if self._open is not None:
            place = Place(block=len(self.blocks), page=self._open.page, box=self._open.box)
            self.blocks.append(Para(self._open.text, place))
        self._open = None

    def _add_table(self, table: Table, number: int, page: Page) -> None:
        block, grid = len(self.blocks), table.grid
        cells = tuple(
            RawCell(
                text,
                cell.row,
                cell.column,
                cell.rowspan,
                cell.colspan,
                Place(block, cell.row, cell.column, number, page.place(cell.box)),
            )
            for cell, text in zip(grid.cells, table.texts, strict=True)
        )
        place = Place(block=block, page=number, box=page.place(grid.box))
        self.blocks.append(RawTable(cells, len(grid.ys) - 1, len(grid.xs) - 1, place))
        if table.joined:
            self.notes.append(_joined_note([cells[index] for index in table.joined]))


def _form(page: Page) -> int:
    """Pages of one width have one column of text; landscape pages among others have their own."""
    return round(page.width)


def _measures(sheets: Sequence[Sheet]) -> dict[int, Measure]:
    lines: dict[int, list[Line]] = {}
    for sheet in sheets:
        lines.setdefault(_form(sheet.page), []).extend(sheet.lines)
    return {form: measure(own) for form, own in lines.items()}


def _goes_on(paragraph: Paragraph, line: Line, number: int, column: Measure) -> bool:
    return continues(paragraph.lines[-1], line, number == paragraph.page and len(paragraph.boxes) > 0, column)


def _moved(place: Place, block: int) -> Place:
    return Place(block=block, page=place.page, box=place.box)


def _joined_note(cells: Sequence[RawCell]) -> Note:
    shown = "、".join(cell.text for cell in cells[:_SHOWN]) + "等" * (len(cells) > _SHOWN)
    page = cells[0].place.page
    return Note(
        f"第 {page} 页表格里的 {len(cells)} 个数（{shown}）在原文件中分成两行，已各按一个数读取，请核对。",
        cells[0].place,
    )
