"""Tables and loose runs of paragraphs as lines of items: the one form the later steps work on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.document import Para, RawCell, RawTable
from core.extract.tables.figures import is_blank, is_figure, is_page_number, is_written_figure
from core.extract.tables.form_labels import is_exact_label
from core.model import Recognised
from core.place import Place

_NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class LineCell:
    """A cell of a line: columns first to last (of the grid, or counted in the line), rows covered, its text."""

    text: str
    place: Place
    first: int
    last: int
    rows: int = 1
    unread: str = ""  # reason, where the cell shows something that was not read
    recognised: Recognised | None = None  # how sure a figure read off a picture is

    # Both replies are kept by text.
    @property
    def blank(self) -> bool:
        """Nothing written."""
        return is_blank(self.text)

    @property
    def figure(self) -> bool:
        """A figure or a sign for none; False for a blank."""
        return is_figure(self.text)


@dataclass(frozen=True)
class TableLine:
    """A row of a table as it stands in the file. block is the index of the table (or of the run's first
    paragraph); grid says whether columns of different lines of the block correspond."""

    items: tuple[LineCell, ...]
    block: int
    grid: bool

    @cached_property
    def filled(self) -> tuple[LineCell, ...]:
        """Items with text."""
        return tuple([i for i in self.items if not is_blank(i.text)])

    @cached_property
    def words(self) -> tuple[LineCell, ...]:
        """Items with text that is no figure."""
        return tuple([i for i in self.filled if not is_figure(i.text)])

    @property
    def place(self) -> Place | None:
        """Where it begins."""
        return self.items[0].place if self.items else None

    @property
    def text(self) -> str:
        """Its texts, tab between cells."""
        return "\t".join(i.text for i in self.items).rstrip("\t")


def of_table(table: RawTable, block: int) -> tuple[TableLine, ...]:
    """Lines of a table, rows without any cell left out."""
    rows = [[_item(cell, table, i) for i, cell in enumerate(row)] for row in table.by_row()]
    if table.ragged:
        rows = [part for row in rows for part in _apart(row)]
    grid = not table.ragged or _is_grid(rows)
    return tuple(TableLine(tuple(row), block, grid) for row in rows if row)


def _is_grid(rows: list[list[LineCell]]) -> bool:
    """Whether a text table kept its columns: all rows as long, and no column with both names and figures."""
    rows = [row for row in rows if row]
    if len(rows) < 3 or len({len(row) for row in rows}) != 1:
        return False
    filled = [[i for i in row if not i.blank] for row in rows if any(is_written_figure(i.text) for i in row)]
    figures = {i.first for row in filled for i in row if i.figure}
    names = {i.first for row in filled for i in row if not i.figure}
    return bool(figures) and not figures & names


def _apart(row: list[LineCell]) -> list[list[LineCell]]:
    """A row of a text table, and the lines that only seem to continue its last cell.

    A merged title has no tab, so the text reader cannot tell it from the rest of the cell above.
    """
    if not row or "\n" not in row[-1].text:
        return [row]
    first, *rest = row[-1].text.split("\n")
    strangers = [line for line in rest if not (is_exact_label(line) or is_blank(line) or is_page_number(line))]
    if strangers or not (is_figure(first) or is_blank(first)):
        return [row]
    own = [*row[:-1], replace(row[-1], text=first)]
    return [own, *([replace(row[-1], text=line, first=0, last=0)] for line in rest)]


def place_of(cell: RawCell, table: RawTable) -> Place:
    """A cell's own place, or where its table and its row and column put it."""
    if cell.place.block is not None or cell.place != _NOWHERE:
        return cell.place
    return replace(table.place, row=cell.row, column=cell.column)


def _item(cell: RawCell, table: RawTable, index: int) -> LineCell:
    place = place_of(cell, table)
    first = index if table.ragged else cell.column
    last = first if table.ragged else cell.column + cell.colspan - 1
    return LineCell(cell.text, place, first, last, cell.rowspan, cell.unread, cell.recognised)


def of_paras(rows: Iterable[Sequence[Para]], block: int) -> Iterator[TableLine]:
    """Lines of a loose run, its paragraphs split into rows beforehand."""
    for row in rows:
        yield TableLine(
            tuple(LineCell(p.text, p.place, i, i, recognised=_doubted(p)) for i, p in enumerate(row)), block, False
        )


def _doubted(para: Para) -> Recognised | None:
    """A figure that stands in a line of recognised text was not read by itself."""
    return Recognised(False, "", 0) if para.recognised else None
