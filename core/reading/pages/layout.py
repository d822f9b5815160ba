"""Pages as blocks in reading order: tables, paragraphs over page ends, margins dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter

from core.document import Block, Para, RawCell, RawTable, UnreadRegion
from core.model import Note
from core.place import Place
from core.reading.pages.borderless_tables import aligned_tables
from core.reading.pages.continued_tables import JoinedCell, JoinedTable, is_continued, join_tables
from core.reading.pages.figure_rows import figure_tables
from core.reading.pages.page import LARGE_PICTURE, Box, Page, union
from core.reading.pages.paragraphs import Paragraph, TextColumn, continues, text_column
from core.reading.pages.running_headers import RunningHeaders
from core.reading.pages.tables import Table, tables_of
from core.reading.pages.text_lines import TextLine, lines_of
from core.reading.shared import messages


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture nobody read; box in reading coordinates."""

    box: Box


Item = TextLine | Table | Picture
Piece = tuple[Table, int, Page]
"""A table with the number and the content of its page."""
_EDGE = 2.0  # points from the edge of the paper, where no border is meant to be
_PAGE_NUMBER = 12  # characters of a page number or a file name under a scan: "第 12 页 共 40 页"
_WHOLE_PAGE = 0.4  # of the page: a scan with wide margins
_OUTLINED_TEXT = 300  # paths; a page with the form's largest table has about 350, but characters too
_MOST_NAMED = 3  # figures named in a note


@dataclass(slots=True)
class PageItems:
    """A page taken apart: its glyphs are gone, its items stand in reading order.

    is_unread: the page shows something, and none of it is text but perhaps its number.
    """

    page: Page
    items: list[Item]
    is_unread: bool = False

    @property
    def pictures(self) -> list[Picture]:
        """Pictures that may hold text."""
        return [item for item in self.items if isinstance(item, Picture)]

    @property
    def lines(self) -> list[TextLine]:
        """Lines outside tables."""
        return [item for item in self.items if isinstance(item, TextLine)]


def page_items(page: Page) -> PageItems:
    """Tables, pictures and lines of a page from top to bottom."""
    boxes, is_unread = unread_pictures(page)
    pictures = [Picture(box) for box in boxes]
    tables, outside = tables_of(page)
    by_figures, lines = figure_tables(lines_of(outside))
    by_alignment, lines = aligned_tables(lines)
    items: list[Item] = [*tables, *by_figures, *by_alignment, *lines, *pictures]
    items.sort(key=_top)
    for line in lines:
        line.glyphs = []
    page.glyphs, page.horizontals, page.verticals, page.fills = [], [], [], []
    return PageItems(page, items, is_unread)


def unread_pictures(page: Page) -> tuple[list[Box], bool]:
    """Pictures that may hold text nobody read, and whether the page shows nothing else but perhaps its number."""
    boxes = [] if page.invisible else [box for box in _large_pictures(page) if _is_unread(box, page)]
    characters = sum(1 for _ in islice((g for g in page.glyphs if not g.text.isspace()), _PAGE_NUMBER + 1))
    covered = sum((box[2] - box[0]) * (box[3] - box[1]) for box in boxes)
    # A page of letters drawn as outlines has many paths and no character at all.
    is_unread = characters <= _PAGE_NUMBER and (
        covered > _WHOLE_PAGE * page.width * page.height or page.drawn > _OUTLINED_TEXT or page.unreadable
    )
    return boxes or [(0.0, 0.0, page.width, page.height)] * is_unread, is_unread


def _large_pictures(page: Page) -> list[Box]:
    """Pictures that may hold a table; many small ones that cover the page are one, because scanners cut a page into
    strips."""
    large: list[tuple[float, Box]] = []
    small: list[tuple[float, Box]] = []
    for box in page.pictures:
        area = (box[2] - box[0]) * (box[3] - box[1])
        (large if area > LARGE_PICTURE * page.width * page.height else small).append((area, box))
    found = [box for _, box in large]
    if small and sum(area for area, _ in small) > _WHOLE_PAGE * page.width * page.height:
        found.append(union([box for _, box in small]))
    return found


def _is_unread(box: Box, page: Page) -> bool:
    """Whether a picture stands by itself; one with text all over it is the page's background."""
    over = 0
    for glyph in page.glyphs:
        x, y = glyph.middle
        over += box[0] < x < box[2] and box[1] < y < box[3]
    return over <= _PAGE_NUMBER


def _top(item: Item) -> tuple[float, float]:
    box = item.grid.box if isinstance(item, Table) else item.box
    return box[1], box[0]


class PageAssembler:
    """Blocks of all pages, with notes on what was put together."""

    def __init__(self, pages: Sequence[PageItems]) -> None:
        self._pages = pages
        self._running_headers = RunningHeaders([(items.lines, items.page.height) for items in pages])
        self._columns = _text_columns(pages)
        self._headers: set[str] = set()
        self._floating: list[Para] = []
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self.unread: list[UnreadRegion] = []
        self._open: Paragraph | None = None
        self._pieces = {id(table): chain for chain in self._chains() for table, _, _ in chain}

    def run(self) -> tuple[Block, ...]:
        """All blocks; a header or footer that repeats stands once, floating, at the end."""
        for number, items in enumerate(self._pages, 1):
            for item in items.items:
                if isinstance(item, Picture):
                    self._add_picture(item, number, items)
                else:
                    self._add_item(item, number, items.page)
        self._close()
        for para in self._floating:
            self.blocks.append(Para(para.text, _at_block(para.place, len(self.blocks)), floating=True))
        return tuple(self.blocks)

    def _chains(self) -> list[list[Piece]]:
        """Pieces of tables that go on over pages."""
        chains: list[list[Piece]] = []
        for number in range(1, len(self._pages)):
            ends = self._tables_at_page_break(number)
            if ends is None:
                continue
            if not chains or chains[-1][-1][0] is not ends[0]:
                chains.append([(ends[0], number, self._pages[number - 1].page)])
            chains[-1].append((ends[1], number + 1, self._pages[number].page))
        return chains

    def _tables_at_page_break(self, number: int) -> tuple[Table, Table] | None:
        """The tables that end a page and begin the next, where they are one table."""
        last, first = self._text_items(number)[-1:], self._text_items(number + 1)[:1]
        if not last or not first:
            return None
        above, below = last[0], first[0]
        if isinstance(above, Table) and isinstance(below, Table) and is_continued(above, below):
            return above, below
        return None

    def _text_items(self, number: int) -> list[Item]:
        """Items of a page that are no page numbers, headers and footers."""
        items = self._pages[number - 1].items
        return [
            item for item in items if not isinstance(item, TextLine) or not self._running_headers.contains(item, number)
        ]

    def _add_picture(self, picture: Picture, number: int, items: PageItems) -> None:
        self._close()
        place = Place(page=number, box=items.page.place(picture.box))
        self.unread.append(UnreadRegion(len(self.blocks), place, items.is_unread))

    def _add_item(self, item: TextLine | Table, number: int, page: Page) -> None:
        if isinstance(item, Table):
            pieces = self._pieces.get(id(item), [(item, number, page)])
            if pieces[0][0] is item:
                self._close()
                if item.grid.box[2] > page.width - _EDGE:  # printing programs leave out what lies beyond the paper
                    self.notes.append(
                        Note(f"第 {number} 页的表格超出了页面右边，超出部分的内容可能缺失，请对照原件核对。")
                    )
                self._add_table(join_tables(pieces))
        elif self._running_headers.is_page_number(item, number):
            return
        elif self._running_headers.is_repeated(item, number):
            self._add_header(item, number, page)
        else:
            self._add_line(item, number, page)

    def _add_header(self, line: TextLine, number: int, page: Page) -> None:
        if line.text not in self._headers:
            self._headers.add(line.text)
            self._floating.append(Para(line.text, Place(page=number, box=page.place(line.box)), floating=True))

    def _add_line(self, line: TextLine, number: int, page: Page) -> None:
        paragraph = self._open
        if paragraph is None or not continues(
            paragraph.lines[-1], line, number == paragraph.page, self._columns[round(page.width)]
        ):
            self._close()
            paragraph = self._open = Paragraph(number)
        paragraph.lines.append(line)
        paragraph.boxes.append((number, page.place(line.box)))

    def _close(self) -> None:
        if self._open is not None:
            place = Place(block=len(self.blocks), page=self._open.page, box=self._open.box)
            text, lines = self._open.joined()
            self.blocks.append(Para(text, place, lines=lines))
        self._open = None

    def _add_table(self, table: JoinedTable) -> None:
        block = len(self.blocks)
        cells = tuple(
            RawCell(
                "" if c.mixed else c.text,
                c.row,
                c.column,
                c.rowspan,
                c.colspan,
                Place(block, c.row, c.column, c.page, c.box),
                messages.MIXED_IN_CELL * c.mixed,
            )
            for c in sorted(table.cells, key=attrgetter("row", "column"))
        )
        place = Place(block=block, page=table.page, box=table.box)
        self.blocks.append(RawTable(cells, table.rows, table.columns, place))
        joined = [cell for cell in table.cells if cell.joined]
        if joined:
            self.notes.append(_joined_note(joined, block))
        mixed = [cell for cell in table.cells if cell.mixed]
        if mixed:
            self.notes.append(_mixed_note(mixed, block))


def _text_columns(pages: Sequence[PageItems]) -> dict[int, TextColumn]:
    """Pages of one width have one column of text; landscape pages among others have their own."""
    lines: dict[int, list[TextLine]] = {}
    for items in pages:
        lines.setdefault(round(items.page.width), []).extend(items.lines)
    return {form: text_column(own) for form, own in lines.items()}


def _at_block(place: Place, block: int) -> Place:
    return Place(block=block, page=place.page, box=place.box)


def _mixed_note(cells: Sequence[JoinedCell], block: int) -> Note:
    shown = "、".join(f"“{cell.text}”" for cell in cells[:_MOST_NAMED]) + "等" * (len(cells) > _MOST_NAMED)
    first = cells[0]
    place = Place(block, first.row, first.column, first.page, first.box)
    return Note(messages.MIXED.format(shown=shown), place)


def _joined_note(cells: Sequence[JoinedCell], block: int) -> Note:
    shown = "、".join(cell.text for cell in cells[:_MOST_NAMED]) + "等" * (len(cells) > _MOST_NAMED)
    first = cells[0]
    return Note(
        f"第 {first.page} 页表格里的 {len(cells)} 个数（{shown}）在原文件中分成两行，已各按一个数读取，请核对。",
        Place(block, first.row, first.column, first.page, first.box),
    )
