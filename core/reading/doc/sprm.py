"""Word binary: property modifiers ([MS-DOC] 2.6), the few that bear on text, tables and numbers."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import IntEnum

_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # operand bytes by the three highest bits; 0 is "its own length first"


class Sprm(IntEnum):
    """Opcodes."""

    DELETED = 0x0800
    INSERTED = 0x0801
    DATA = 0x0806  # the sign before it is a form field's or a link's data, no picture
    PICTURE = 0x6A03
    BOLD = 0x0835
    HIDDEN = 0x083C
    STRUCK = 0x0837
    STRUCK_TWICE = 0x2A53
    SHIFT = 0x2A48  # 1 above the line, 2 below
    CHARACTER_STYLE = 0x4A30
    SYMBOL = 0x6A09
    PLAIN = 0x2A33
    IN_TABLE = 0x2416
    ROW_END = 0x2417
    NESTED_CELL_END = 0x244B
    NESTED_ROW_END = 0x244C
    DEPTH = 0x6649
    DEPTH_CHANGE = 0x664A
    LIST = 0x460B
    LIST_LEVEL = 0x260A
    OUTLINE = 0x2640
    PARAGRAPH_STYLE = 0x4600
    HUGE_1 = 0x6645
    HUGE_2 = 0x6646
    ROW = 0xD608
    ROW_10 = 0xD606
    MERGE = 0x5624
    SPLIT = 0x5625
    VERTICAL_MERGE = 0xD62B
    INSERT_CELLS = 0x7621
    DELETE_CELLS = 0x5622
    CELL_WIDTHS = 0x7623
    TABS = 0xC615


def modifiers(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """(opcode, operand) one by one; the length bytes are not part of the operand. Ends where the bytes do."""
    at, end = 0, len(grpprl)
    while at + 2 < end:
        opcode = grpprl[at] | grpprl[at + 1] << 8
        at += 2
        size = _SIZES[opcode >> 13]
        if not size:
            skip, size = _variable(grpprl, at, opcode)
            at += skip
        yield opcode, grpprl[at : at + size]
        at += size


def _variable(grpprl: bytes, at: int, opcode: int) -> tuple[int, int]:
    """Bytes of the length field, bytes of the operand."""
    if opcode in (Sprm.ROW, Sprm.ROW_10):
        size = struct.unpack_from("<H", grpprl.ljust(at + 2, b"\0"), at)[0]
        return 2, max(size - 1, 0)
    if opcode == Sprm.TABS and grpprl[at] == 255:
        # Too long for its length byte: two counted lists ([MS-DOC] PChgTabsOperand).
        removed = grpprl[at + 1] if at + 1 < len(grpprl) else 0
        added_at = at + 2 + removed * 4
        added = grpprl[added_at] if added_at < len(grpprl) else 0
        return 1, 2 + removed * 4 + added * 3
    return 1, grpprl[at]


def word(operand: bytes) -> int:
    """A signed 16-bit operand; 0 where bytes lack."""
    return int.from_bytes(operand[:2], "little", signed=len(operand) >= 2)


def dword(operand: bytes) -> int:
    """An unsigned 32-bit operand; 0 where bytes lack."""
    return int.from_bytes(operand[:4], "little")


def flag(operand: bytes) -> bool:
    """A Boolean operand."""
    return operand[:1] not in (b"", b"\0")
