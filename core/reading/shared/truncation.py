"""Texts of absurd length cut, whichever reader they come from: what follows reads every character several times."""

from __future__ import annotations

from dataclasses import replace

from core.document import Block, Document, Para, RawCell, Result
from core.model import Note
from core.reading.shared import messages
from core.reading.shared.limits import MAX_CELL_TEXT, clip


def cut_long_texts(result: Result[Document]) -> Result[Document]:
    """The result itself as a rule; else with every text clipped and a note at the first that was."""
    long = [block for block in result.value.blocks if _is_long(block)]
    if not long:
        return result
    blocks = tuple(_cut(block) if _is_long(block) else block for block in result.value.blocks)
    note = Note(messages.CUT_TEXT, long[0].place)
    return Result(replace(result.value, blocks=blocks), (*result.notes, note))


def _is_long(block: Block) -> bool:
    if isinstance(block, Para):
        return len(block.text) > MAX_CELL_TEXT
    return any(len(cell.text) > MAX_CELL_TEXT for cell in block.cells)


def _cut(block: Block) -> Block:
    if isinstance(block, Para):
        bold = tuple((start, min(end, MAX_CELL_TEXT)) for start, end in block.bold if start < MAX_CELL_TEXT)
        return replace(block, text=clip(block.text), bold=bold)
    return replace(block, cells=tuple(_cut_cell(cell) for cell in block.cells))


def _cut_cell(cell: RawCell) -> RawCell:
    return replace(cell, text=clip(cell.text))
