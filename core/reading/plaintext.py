"""Plain text and Markdown: paragraphs, and the three shapes of tables that text files have.

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
from core.reading import markdown
from core.reading.base import Progress
from core.reading.charset import decode

_ARTEFACT = re.compile(r"\[bookmark: [^\]\n]*\]")
_LINE_END = re.compile(r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SENTENCE_END = "。；！？;"
_LONG_CELL = 80  # characters: longer than any label or figure

Row = list[str]


def sniff(data: bytes, name: str) -> bool:
    """Whether the bytes are text: hardly any control characters once decoded."""
    head = decode(data[:65536])
    bad = len(_BINARY.findall(head)) + head.count("\ufffd")
    return bad * 50 <= len(head)


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of a text file in whatever encoding it is."""
    return read_string(decode(data))


def read_string(content: str) -> Result[Document]:
    """Document of text; raises ReadError when there is nothing but blanks."""
    if not text.strip(content):
        raise ReadError("文本里没有任何文字，请检查复制或保存的内容。")
    lines = _LINE_END.split(_ARTEFACT.sub("", content.lstrip("\ufeff")))
    return Result(Document("txt", tuple(_numbered(_blocks(lines)))))


def _numbered(blocks: Sequence[Block]) -> list[Block]:
    """Blocks with their index written into their places."""
    return [_placed(block, index) for index, block in enumerate(blocks)]


def _placed(block: Block, index: int) -> Block:
    if isinstance(block, Para):
        return replace(block, place=replace(block.place, block=index))
    cells = tuple(replace(cell, place=Place(index, cell.row, cell.column)) for cell in block.cells)
    return replace(block, cells=cells, place=Place(index))


def _blocks(lines: Sequence[str]) -> list[Block]:
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        rows, end = _table_at(lines, at)
        if rows:
            blocks.append(ragged_table(rows))
            at = end
            continue
        if _is_kept(lines, at):
            blocks.append(markdown.paragraph(lines[at]))
        at += 1
    return blocks


def _is_kept(lines: Sequence[str], at: int) -> bool:
    """A line of text, or one of blanks alone between empty lines: the empty cell of a table without marks."""
    if text.strip(lines[at]):
        return True
    alone = (at == 0 or not lines[at - 1]) and (at + 1 == len(lines) or not lines[at + 1])
    return bool(lines[at]) and alone


def _table_at(lines: Sequence[str], at: int) -> tuple[list[Row], int]:
    """Rows of the table that begins at a line, with the line after it; no rows where none begins."""
    line = lines[at]
    if markdown.is_table_row(line):
        return markdown.table(lines, at)
    if "\t" not in line:
        return [], at
    end = _run_end(lines, at)
    run = lines[at:end]
    side_by_side = any(row.count("\t") > 1 or "\t" in row.lstrip("\t") for row in run)
    rows = _tabbed_rows(run) if side_by_side else _cell_lines(run)
    return (rows, end) if _is_table(rows) else ([], at)


def _run_end(lines: Sequence[str], at: int) -> int:
    """Line after the last one of a run of tab lines; single empty lines and continued cells belong to it."""
    end = at
    while at < len(lines):
        if "\t" in lines[at]:
            end = at + 1
        elif not text.strip(lines[at]):
            following = at + 1
            if following >= len(lines) or not lines[following].startswith("\t"):
                break
        elif not _continues(lines, at, end):
            break
        at += 1
    return end


def _continues(lines: Sequence[str], at: int, end: int) -> bool:
    """A line without a tab inside a table: the cell above goes on, and the table after it."""
    if at != end and not _continued(lines[end:at]):
        return False
    following = at + 1
    while following < len(lines) and lines[following] and "\t" not in lines[following] and following - at < 4:
        following += 1
    return following < len(lines) and (
        "\t" in lines[following] or (not lines[following] and _next_is_tab(lines, following))
    )


def _continued(lines: Sequence[str]) -> bool:
    return all(text.strip(line) for line in lines)


def _next_is_tab(lines: Sequence[str], at: int) -> bool:
    return at + 1 < len(lines) and "\t" in lines[at + 1]


def _cell_lines(run: Sequence[str]) -> list[Row]:
    """One cell a line, each behind a tab; an empty line ends the row, a line without tab continues the cell."""
    rows: list[Row] = [[]]
    for line in run:
        if line.startswith("\t"):
            rows[-1].append(line[1:])
        elif not text.strip(line):
            rows.append([])
        elif rows[-1]:
            rows[-1][-1] += "\n" + line
        else:
            rows[-1].append(line)
    return [row for row in rows if row]


def _tabbed_rows(run: Sequence[str]) -> list[Row]:
    """One row a line, tabs between the cells; a line without a tab continues the last cell above."""
    rows: list[Row] = []
    for line in run:
        if "\t" in line:
            rows.append([_unquoted(cell) for cell in line.split("\t")])
        elif text.strip(line) and rows:
            rows[-1][-1] += "\n" + line
    return rows


def _unquoted(cell: str) -> str:
    """Excel quotes a copied cell that holds a line break or a quote."""
    if len(cell) > 1 and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1].replace('""', '"')
    return cell


def _is_table(rows: Sequence[Row]) -> bool:
    """Not so where the tabs are indents: rows of one cell, or cells that are mostly whole sentences."""
    filled = [cell for row in rows for cell in row if text.strip(cell)]
    prose = sum(len(cell) > _LONG_CELL or text.strip(cell).endswith(tuple(_SENTENCE_END)) for cell in filled)
    return max(map(len, rows), default=0) > 1 and len(filled) > 1 and prose * 2 < len(filled)


def ragged_table(rows: Sequence[Sequence[str]]) -> RawTable:
    """Rows of texts as a table without grid geometry; its places still lack the block."""
    cells = tuple(RawCell(cell, r, c) for r, row in enumerate(rows) for c, cell in enumerate(row))
    return RawTable(cells, len(rows), max(map(len, rows)), Place(), ragged=True)
