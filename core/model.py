"""The report as plain values: cells, grids, sections. Nothing here changes in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from core.place import Place
from core.values import BLANK, Amount, Unread, Value, amount

TABLES = (2, 3, 4)
TABLE_NAMES = {2: "表二", 3: "表三", 4: "表四"}
SECTION_NUMBERS = (1, 2, 3, 4, 5, 6)
# What stands before section one and behind section six is addressed like a section: Report.section(CLOSING).
PREAMBLE, CLOSING = 0, 7
# Heading of the page where an export puts Unplaced text; what follows it is read back as Unplaced again.
ANNEX_HEADING = "附：未能归入表格和各部分的原文内容"


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """Name of a cell: statutory table (2, 3, 4), row key and column key of its schema."""

    table: int
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell's text and what it means."""

    raw: str
    value: Value


@dataclass(frozen=True, slots=True)
class Recognised:
    """How a figure was read off a picture: a property of the file, which no act of a person changes.

    sure: both readings agree and each is certain by itself; second is the other reading where they do not
    ('' if none); certainty is that of the first reading, in percent.
    """

    sure: bool
    second: str = ""
    certainty: int = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a table.

    raw is the text as it stands now, value what it means; source is the text as the file had it
    (None when the file lacks the cell); place is None when the cell stands nowhere in the file.
    recognised is None where the file has the figure as text.
    """

    raw: str = ""
    value: Value = BLANK
    source: str | None = None
    place: Place | None = None
    recognised: Recognised | None = None

    @property
    def amount(self) -> Amount | None:
        """The figure, None for a blank, a mark, unreadable text or a cell that was not read."""
        return amount(self.value)

    @property
    def unread(self) -> bool:
        """Whether the file shows something here that could not be read (a picture); it is neither blank nor 0."""
        return isinstance(self.value, Unread)

    @property
    def edited(self) -> bool:
        """Whether the text differs from the file's."""
        return self.raw != (self.source or "")


EMPTY_CELL = Cell()


@dataclass(frozen=True, slots=True)
class Grid:
    """One statutory table: edition names its schema; a ref without an entry is an empty cell.

    An edition is a property of the table, because real files mix tables of both.
    """

    table: int
    edition: str
    cells: Mapping[CellRef, Cell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", MappingProxyType(dict(self.cells)))

    def cell(self, ref: CellRef) -> Cell:
        """The cell, empty when the file had none."""
        return self.cells.get(ref, EMPTY_CELL)

    def amount(self, row: str, column: str) -> Amount | None:
        """Figure at row and column; None where Cell.amount is None."""
        return self.cell(CellRef(self.table, row, column)).amount

    def with_cells(self, cells: Mapping[CellRef, Cell]) -> Grid:
        """A copy with these cells replaced. An empty one is left out: typing 5 into a cell the file lacks and undoing
        it gives a grid equal to the first."""
        merged = {**self.cells, **cells}
        for ref, cell in cells.items():
            if cell == EMPTY_CELL:
                del merged[ref]
        return replace(self, cells=merged)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of narrative; bold holds (start, end) character ranges; place None when typed here.

    recognised marks text read off a picture: its characters may be wrong.
    """

    text: str
    place: Place | None = None
    bold: tuple[tuple[int, int], ...] = ()
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections.

    heading is as found in the file, None when the file lacks the section. table_at is the index in
    paragraphs before which the section's statutory table stands; meaningless in sections 1, 5 and 6.
    unread is a Chinese reason where a section without a heading may stand on a page that could not be read.
    """

    number: int
    heading: str | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    table_at: int = 0
    place: Place | None = None
    unread: str = ""

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Heading:
    """A top-level heading as the file has it, in file order; section is the number it was taken for, None if none."""

    text: str
    section: int | None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something the clerk should know about how the file was read: a Chinese sentence and its place."""

    message: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Text of the file that found no place in the form; shown, exported to an annex, never dropped."""

    text: str
    place: Place | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """An annual report. agency and year are None when the file does not say them.

    sections always holds six, in order; tables holds a Grid for each statutory table the file has
    (a missing table has no entry). preamble stands between title and first section, closing after the last.
    outline is every top-level heading found, for the structure rules.
    """

    edition: str
    title: str = ""
    agency: str | None = None
    year: int | None = None
    preamble: tuple[Paragraph, ...] = ()
    sections: tuple[Section, ...] = tuple(Section(n) for n in SECTION_NUMBERS)
    tables: Mapping[int, Grid] = field(default_factory=dict)
    closing: tuple[Paragraph, ...] = ()
    outline: tuple[Heading, ...] = ()
    notes: tuple[Note, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "tables", MappingProxyType(dict(self.tables)))

    def section(self, number: int) -> Section:
        """Section by its number, 1 to 6; PREAMBLE and CLOSING give those lines as a section without a heading."""
        if number == PREAMBLE:
            return Section(PREAMBLE, None, self.preamble)
        if number == CLOSING:
            return Section(CLOSING, None, self.closing)
        return self.sections[number - 1]

    @property
    def parts(self) -> tuple[Section, ...]:
        """All running text in order: preamble, the six sections, closing."""
        return (self.section(PREAMBLE), *self.sections, self.section(CLOSING))

    def cell(self, ref: CellRef) -> Cell:
        """The cell, empty when the table or the cell is missing."""
        grid = self.tables.get(ref.table)
        return grid.cell(ref) if grid else EMPTY_CELL

    @property
    def unread(self) -> tuple[CellRef, ...]:
        """Cells that could not be read, in the order of the tables and of their entries."""
        return tuple(r for n in sorted(self.tables) for r, cell in self.tables[n].cells.items() if cell.unread)

    def with_cells(self, cells: Mapping[CellRef, Cell]) -> Report:
        """A copy with these cells replaced; KeyError when a table is missing."""
        tables = dict(self.tables)
        for number in {ref.table for ref in cells}:
            part = {ref: cell for ref, cell in cells.items() if ref.table == number}
            tables[number] = tables[number].with_cells(part)
        return replace(self, tables=tables)

    def with_sections(self, sections: Iterable[Section]) -> Report:
        """A copy with these sections put in the places of their numbers; PREAMBLE and CLOSING may be among them."""
        new = {s.number: s for s in sections}
        return replace(
            self,
            preamble=new[PREAMBLE].paragraphs if PREAMBLE in new else self.preamble,
            sections=tuple(new.get(s.number, s) for s in self.sections),
            closing=new[CLOSING].paragraphs if CLOSING in new else self.closing,
        )
