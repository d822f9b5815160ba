"""The neutral document: what a file holds, before anything is known of the statutory form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from core.model import Note, Recognised
from core.place import Place

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Called with (done, total); may raise core.errors.Cancelled, which readers and the extraction let through."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as it stands on a page: the characters from start to end (exclusive) of its paragraph's text.

    page counts from 1; box is (x0, top, x1, bottom) in points from the page's top left corner.
    """

    start: int
    end: int
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph outside tables, automatic numbering already written out.

    level is the outline level of a heading style (1 is the highest), None for body text.
    bold holds (start, end) character ranges. floating marks text boxes, notes and comments: text that
    does not stand in the flow. recognised marks text read off a picture. lines tells where the text stands in a file
    that has pages, () in any other.
    """

    text: str
    place: Place
    level: int | None = None
    bold: tuple[tuple[int, int], ...] = ()
    floating: bool = False
    recognised: bool = False
    lines: tuple[PrintedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell at its top left position in the table's logical grid; lines of the cell are joined by newlines.

    unread is a Chinese reason where the cell shows something that could not be read (a picture, a formula whose
    result the file does not hold); its text is then ''. recognised tells how sure a figure read off a picture is.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    place: Place = field(default_factory=Place)
    unread: str = ""
    recognised: Recognised | None = None


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as rows × columns with spans. ragged marks tables without grid geometry (plain text):
    there cells count from the left only and columns of different rows need not correspond."""

    cells: tuple[RawCell, ...]
    rows: int
    columns: int
    place: Place
    ragged: bool = False

    def by_row(self) -> list[list[RawCell]]:
        """Cells grouped by the row they start in, each row from left to right."""
        rows: list[list[RawCell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        for row in rows:
            row.sort(key=lambda c: c.column)
        return rows


Block = Para | RawTable


@dataclass(frozen=True, slots=True)
class UnreadRegion:
    """A part of the file that shows something no reader could read: a page that is a scan, a table pasted as a picture.

    before is the index in Document.blocks of the block that follows it in reading order (len(blocks) at the end):
    in blocks [heading 三, heading 四], a picture of table 3 between them has before = 1. whole_page tells a page that
    holds nothing but the picture from a picture among text. place has the page (from 1) and box where they are known.
    recognised tells a place on a picture that was recognised: what was not found there may still stand on it.
    """

    before: int
    place: Place
    whole_page: bool = False
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks in reading order. kind is the format by content ("docx", "doc", "pdf", "html", "xlsx", "txt", "rtf").

    unread are the gaps between blocks, in reading order: a table that is missing may stand in one of them, so its
    cells are unread and not blank.
    """

    kind: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    unread: tuple[UnreadRegion, ...] = ()


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """A value and what the clerk should know about how it came to be."""

    value: T
    notes: tuple[Note, ...] = ()
