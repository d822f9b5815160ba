"""Word binary: the piece table ([MS-DOC] 2.8.35), which says where the characters stand."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from dataclasses import dataclass

from core.errors import ReadError
from core.reading.doc.sprm import Sprm
from core.reading.shared import messages

MAX_CHARACTERS = 3_000_000  # a 300-page report has about 200,000
_MAX_PIECES = 200_000
_COMPRESSED = 1 << 30
# 8-bit pieces hold Latin-1 but for these ([MS-DOC] 2.9.73 FcCompressed), which is cp1252 in its C1 area.
_EIGHT_BIT = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters [start, end) of the text lie at byte offset of the main stream, `width` bytes each;
    extra are modifiers for all of them (fast-saved files)."""

    start: int
    end: int
    offset: int
    width: int
    extra: bytes


@dataclass(frozen=True, slots=True)
class PieceText:
    """The whole text (all stories, one Python character per 16-bit unit) and the pieces it came from."""

    text: str
    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]

    def offset(self, position: int) -> tuple[int, Piece]:
        """Byte offset of a character, and its piece."""
        piece = self.pieces[bisect_right(self.starts, position) - 1]
        return piece.offset + (position - piece.start) * piece.width, piece


def read_text(main: bytes, clx: bytes) -> PieceText:
    """The text by the piece table; ReadError when the table is absent or points outside."""
    extras, table = _split(clx)
    count = (len(table) - 4) // 12
    if count < 1 or count > _MAX_PIECES:
        raise ReadError(messages.DAMAGED)
    starts = struct.unpack_from(f"<{count + 1}I", table)
    if list(starts) != sorted(starts) or starts[0] != 0 or starts[-1] > MAX_CHARACTERS:
        raise ReadError(messages.DAMAGED)
    pieces, parts = [], []
    for i in range(count):
        fc, prm = struct.unpack_from("<IH", table, 4 * (count + 1) + 8 * i + 2)
        piece = _piece(starts[i], starts[i + 1], fc, _extra(prm, extras))
        parts.append(_characters(main, piece))
        pieces.append(piece)
    return PieceText("".join(parts), tuple(pieces), starts[:-1])


def repaired(text: str) -> str:
    """Characters outside the basic plane put together again from their two units."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _split(clx: bytes) -> tuple[list[bytes], bytes]:
    """Clx: any number of modifier lists (1, size, bytes), then the table (2, size, bytes)."""
    extras: list[bytes] = []
    at = 0
    while clx[at : at + 1] == b"\x01":
        size = int.from_bytes(clx[at + 1 : at + 3], "little")
        extras.append(clx[at + 3 : at + 3 + size])
        at += 3 + size
    if clx[at : at + 1] != b"\x02":
        raise ReadError(messages.DAMAGED)
    size = int.from_bytes(clx[at + 1 : at + 5], "little")
    return extras, clx[at + 5 : at + 5 + size]


def _extra(prm: int, extras: list[bytes]) -> bytes:
    """Prm1 names a list of the Clx; Prm0 is one modifier in shorthand."""
    if prm & 1:
        return extras[prm >> 1] if prm >> 1 < len(extras) else b""
    opcode = _SHORTHAND.get((prm >> 1) & 0x7F)
    return struct.pack("<HB", opcode, prm >> 8) if opcode else b""


# isprm of Prm0 ([MS-DOC] 2.9.215) → opcode.
_SHORTHAND = {
    0x0C: Sprm.LIST_LEVEL,
    0x18: Sprm.IN_TABLE,
    0x19: Sprm.ROW_END,
    0x41: Sprm.DELETED,
    0x53: Sprm.PLAIN,
    0x55: Sprm.BOLD,
    0x5C: Sprm.HIDDEN,
    0x78: Sprm.OUTLINE,
}


def _piece(start: int, end: int, fc: int, extra: bytes) -> Piece:
    if fc & _COMPRESSED:
        return Piece(start, end, (fc & ~_COMPRESSED) // 2, 1, extra)
    return Piece(start, end, fc, 2, extra)


def _characters(main: bytes, piece: Piece) -> str:
    count = piece.end - piece.start
    data = main[piece.offset : piece.offset + count * piece.width]
    if len(data) < count * piece.width:
        raise ReadError(messages.DAMAGED)
    if piece.width == 1:
        return data.decode("latin-1").translate(_EIGHT_BIT)
    plain = data.decode("utf-16-le", "surrogatepass")
    if len(plain) == count:
        return plain
    # Units, not characters: positions in all other structures count 16-bit units.
    return "".join(map(chr, struct.unpack(f"<{count}H", data)))
