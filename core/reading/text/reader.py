"""Plain text and Markdown: paragraphs, and the shapes of tables that text files have.

A table with one cell a line and no mark at all cannot be told from paragraphs without knowing the form;
its lines stay paragraphs, blank cells among them included.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from core import text
from core.document import Block, Document, Para, RawCell, RawTable, Result
from core.errors import ReadError
from core.place import Place
from core.reading.reader import PROGRESS_EVERY, Progress, no_progress
from core.reading.shared import messages
from core.reading.shared.encoding import decode
from core.reading.shared.limits import MAX_PARAGRAPHS, MAX_TEXT, check_grid
from core.reading.text import markdown, tables
from core.reading.text.blank_cells import blank_cells

_ARTEFACT = re.compile(r"\[bookmark: [^\]\n]*\]")
_LINE_END = re.compile(r"\r*\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_CELL = " "  # the text of an empty line that is a cell
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(data: bytes, name: str) -> bool:
    """Whether the bytes are text: hardly any control characters once decoded."""
    head = decode(data[:65536])
    bad = len(_BINARY.findall(head)) + head.count("\ufffd")
    return bad <= 1 + len(head) // 50


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of a text file in whatever encoding it is."""
    return read_string(decode(data), progress)


def read_string(content: str, progress: Progress | None = None) -> Result[Document]:
    """Document of text; raises ReadError when there is nothing but blanks, or too much."""
    if not text.strip(content):
        raise ReadError(messages.NO_TEXT)
    if len(content) > MAX_TEXT:
        raise ReadError(messages.TOO_LONG)
    lines = [
        _trimmed(line) for line in _LINE_END.split(_ARTEFACT.sub("", content.lstrip("\ufeff").replace("\x00", "")))
    ]
    if len(lines) > MAX_PARAGRAPHS:
        raise ReadError(messages.TOO_LONG)
    blocks = (_placed(block, index) for index, block in enumerate(_blocks(lines, progress or no_progress)))
    return Result(Document("txt", tuple(blocks)))


def _trimmed(line: str) -> str:
    """The line without blanks at its end or before a tab at its beginning; a line of blanks alone stays.

    Editors leave blanks behind ("行政复议\t1 "), and a column of a table seemed to hold text where it held nothing.
    """
    if not line or line.isspace():
        return line
    line = line.rstrip(" \u3000\xa0")
    start = line.lstrip(" \u3000\xa0")
    return start if start.startswith("\t") else line


def _placed(block: Block, index: int) -> Block:
    """The block with its index written into its places."""
    if isinstance(block, Para):
        return replace(block, place=Place(index))
    cells = tuple(replace(cell, place=Place(index, cell.row, cell.column)) for cell in block.cells)
    return replace(block, cells=cells, place=Place(index))


def _blocks(lines: Sequence[str], progress: Progress) -> list[Block]:
    blocks: list[Block] = []
    blanks = blank_cells(lines)
    at = 0
    while at < len(lines):
        if at % PROGRESS_EVERY == 0 or len(blocks) % PROGRESS_EVERY == 0:
            progress(at, len(lines))
        rows, end = _table_at(lines, at)
        if rows:
            blocks.append(ragged_table(rows))
        else:
            kept = (i for i in range(at, end) if i in blanks or _is_kept(lines, i))
            blocks += [markdown.paragraph(lines[i] or _BLANK_CELL) for i in kept]
        at = end
    return blocks


def _table_at(lines: Sequence[str], at: int) -> tuple[list[list[str]], int]:
    """Rows of the table that begins at a line, with the line after it; no rows and where to go on where none does."""
    end = at + 1
    for find in (markdown.table, tables.tabbed, tables.comma_separated, tables.spaced):
        rows, next_line = find(lines, at)
        if rows:
            return rows, next_line
        end = max(end, next_line)
    return [], end


def _is_kept(lines: Sequence[str], at: int) -> bool:
    """A line of text, or one of blanks alone between empty lines: the empty cell of a table without marks."""
    if text.strip(lines[at]):
        return True
    alone = (at == 0 or not lines[at - 1]) and (at + 1 == len(lines) or not lines[at + 1])
    return bool(lines[at]) and alone


def ragged_table(rows: Sequence[Sequence[str]]) -> RawTable:
    """Rows of texts as a table without grid geometry; its places still lack the block."""
    check_grid(len(rows), sum(map(len, rows)) // len(rows))
    cells = tuple(RawCell(cell, r, c) for r, row in enumerate(rows) for c, cell in enumerate(row))
    return RawTable(cells, len(rows), max(map(len, rows)), Place(), ragged=True)
