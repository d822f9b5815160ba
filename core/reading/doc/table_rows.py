"""Word binary: the definition of a table row ([MS-DOC] 2.9.319 TDefTableOperand): edges and merged cells."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from core.reading.doc.sprm import Sprm, word
from core.reading.shared.edge_tables import EdgeCell

_MAX_CELLS = 63  # Word's own bound of a row
_CELL = 20  # bytes of a TC80
_HORIZONTAL, _VERTICAL, _RESTART = 0x0003, 0x0020, 0x0040  # TCGRF
ROW_SPRMS = frozenset(
    (Sprm.ROW, Sprm.MERGE, Sprm.SPLIT, Sprm.VERTICAL_MERGE, Sprm.INSERT_CELLS, Sprm.DELETE_CELLS, Sprm.CELL_WIDTHS)
)


@dataclass(slots=True)
class RowShape:
    """Left edge of the row, widths of its cells in twips, and their merge flags (TCGRF)."""

    left: int = 0
    widths: list[int] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)

    def cells(self) -> list[EdgeCell]:
        """The row's cells, nothing in them yet."""
        cells, left, code = [], self.left, 0
        for width, flags in zip(self.widths, self.flags, strict=True):
            merge = flags & _HORIZONTAL
            # Which of the two bits begins a merged run differs between the two published specifications;
            # the first cell of a run shows which one this file means.
            joins_left = bool(merge and code and merge != code)
            code = (code if joins_left else merge) if merge else 0
            joins_up = bool(flags & _VERTICAL and not flags & _RESTART)
            cells.append(EdgeCell(left, left + width, [], joins_left, joins_up))
            left += width
        return cells


def row_shape(modifiers: Iterable[tuple[int, bytes]]) -> RowShape:
    """The shape after its modifiers, in their order."""
    shape = RowShape()
    for opcode, operand in modifiers:
        if opcode == Sprm.ROW:
            shape = _defined(operand)
        elif len(operand) >= 2:
            _modify(shape, opcode, operand)
    return shape


def _defined(operand: bytes) -> RowShape:
    count = min(operand[0] if operand else 0, _MAX_CELLS)
    edges_end = 1 + 2 * (count + 1)
    if not count or len(operand) < edges_end:
        return RowShape()
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    flags = [
        int.from_bytes(operand[at : at + 2], "little") for at in range(edges_end, edges_end + count * _CELL, _CELL)
    ]
    return RowShape(edges[0], [max(b - a, 0) for a, b in pairwise(edges)], flags)


def _modify(shape: RowShape, opcode: int, operand: bytes) -> None:
    first, limit = operand[0], min(operand[1], len(shape.flags))
    if opcode == Sprm.VERTICAL_MERGE and first < len(shape.flags):
        shape.flags[first] = shape.flags[first] & ~(_VERTICAL | _RESTART) | (operand[1] & 3) << 5
    elif opcode in (Sprm.MERGE, Sprm.SPLIT):
        for i in range(first, limit):
            merged = 0 if opcode == Sprm.SPLIT else 1 if i == first else 2
            shape.flags[i] = shape.flags[i] & ~_HORIZONTAL | merged
    elif opcode == Sprm.DELETE_CELLS:
        del shape.widths[first:limit], shape.flags[first:limit]
    elif opcode == Sprm.CELL_WIDTHS:
        for i in range(first, limit):
            shape.widths[i] = max(word(operand[2:4]), 0)
    elif opcode == Sprm.INSERT_CELLS and len(shape.widths) + operand[1] <= _MAX_CELLS:
        shape.widths[first:first] = [max(word(operand[2:4]), 0)] * operand[1]
        shape.flags[first:first] = [0] * operand[1]
