"""Word binary: the file information block ([MS-DOC] 2.5): where everything stands."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

from core.errors import ReadError
from core.reading.shared import messages

_WORD_97 = 0xA5EC
_OLDEST = 0x00C1  # nFib of Word 97; Word 6 and 95 wrote 0x65 to 0x69
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_COUNTS_AT = 76  # FibRgLw97.ccpText
_PAIRS_AT = 154  # FibRgFcLcb97 in a header with the sizes of [MS-DOC] 2.5.1


class Part(IntEnum):
    """Index of a structure's (offset, size) pair in FibRgFcLcb97."""

    STYLES = 1
    CHARACTER_PAGES = 12
    PARAGRAPH_PAGES = 13
    PIECES = 33
    SHAPES = 40
    TEXT_BOXES = 56
    LISTS = 73
    LIST_OVERRIDES = 74


@dataclass(frozen=True, slots=True)
class Stories:
    """Lengths in characters of the texts that follow each other: body, footnotes, headers, comments,
    endnotes and text boxes."""

    body: int
    footnotes: int
    headers: int
    macros: int
    comments: int
    endnotes: int
    boxes: int

    @property
    def notes(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Character ranges of footnotes and endnotes."""
        endnotes = self.body + self.footnotes + self.headers + self.macros + self.comments
        return (self.body, self.body + self.footnotes), (endnotes, endnotes + self.endnotes)

    @property
    def headers_at(self) -> int:
        """Where the headers and footers begin."""
        return self.body + self.footnotes

    @property
    def boxes_at(self) -> int:
        """Where the text boxes begin."""
        return self.notes[1][1]


@dataclass(frozen=True, slots=True)
class Fib:
    """The header of a WordDocument stream; table is the name of the stream with the structures."""

    table: str
    stories: Stories
    pairs: tuple[tuple[int, int], ...]

    def part(self, table: bytes, part: Part) -> bytes:
        """A structure's bytes from the table stream, b"" when the file has none."""
        offset, size = self.pairs[part] if part < len(self.pairs) else (0, 0)
        return table[offset : offset + size]


def read_fib(main: bytes) -> Fib:
    """The header; ReadError for a password, a Word older than 97, or nonsense."""
    if len(main) < 32:
        raise ReadError(messages.DAMAGED)
    ident, version = struct.unpack_from("<HH", main)
    flags = struct.unpack_from("<H", main, 10)[0]
    if ident != _WORD_97 and 0x65 <= version < _OLDEST:
        raise ReadError(messages.OLD_WORD)
    if ident != _WORD_97 or version < _OLDEST or len(main) < _PAIRS_AT:
        raise ReadError(messages.DAMAGED)
    if flags & _ENCRYPTED:
        raise ReadError(messages.PASSWORD)
    counts = struct.unpack_from("<7i", main, _COUNTS_AT)
    if min(counts) < 0:
        raise ReadError(messages.DAMAGED)
    pairs = min(struct.unpack_from("<H", main, _PAIRS_AT - 2)[0], 200, (len(main) - _PAIRS_AT) // 8)
    numbers = struct.unpack_from(f"<{pairs * 2}I", main, _PAIRS_AT)
    return Fib(
        "1Table" if flags & _TABLE_1 else "0Table",
        Stories(*counts),
        tuple(zip(numbers[::2], numbers[1::2], strict=True)),
    )
