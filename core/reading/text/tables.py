"""Tables in plain text: behind tabs (a cell or a row a line), between commas, between blanks.

Every finder takes all lines and one index and returns the rows of the table that begins there, with the
index of the line after it; no rows where none begins, with the first line that could begin one instead.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from core import text

Rows = list[list[str]]
FoundTable = tuple[Rows, int]

_SENTENCE_END = tuple("。；！？;")
_LONG_CELL = 80  # characters: longer than any label or figure
_LONGEST_LABEL = 45  # characters of a label's part between two rows of a spaced table
_MOST_CONTINUED = 4  # lines without a tab that one cell goes on over
_FEWEST_COMMAS, _FEWEST_COMMA_ROWS = 2, 4
_FEWEST_FIGURES, _FEWEST_SPACED_ROWS, _WIDEST_GAP = 3, 3, 3
_BLANKS = re.compile(r"[ \u3000\xa0]+")
_MOSTLY = 0.9  # of the lines, from which a tab at their ends parts no cells
_PAGE_NUMBER = re.compile(r"[\s\u3000]*[-—–－]+[\s\u3000]*\d{1,3}[\s\u3000]*[-—–－]+[\s\u3000]*")
_SIGNS, _UNITS = ("增", "减", "減", "增加", "减少", "減少"), ("万元", "萬元", "亿元", "元")
_NUMBERED = re.compile(r"[（(]?第?[一二三四五六七八九十]{1,3}[）)、.．条部]")  # a heading, a title or a row's name
_FIGURE = re.compile(r"[-+]?[\d０-９][\d０-９.,，．]*(?:万?元)?|[/／\\]|[-—－]{1,2}|无|[增减減]加?少?[\d０-９]+")


def tabbed(lines: Sequence[str], at: int) -> FoundTable:
    """One cell a line behind a tab, rows parted by empty lines; or one row a line with tabs between the cells."""
    first = _first_tab(lines, at)
    if first is None:
        return [], at + 1
    end = _run_end(lines, first)
    run = lines[at:end]
    side_by_side = any("\t" in line.strip("\t") or line.rstrip("\t").count("\t") > 1 for line in run)
    if not side_by_side and all(text.strip(line) for line in run):
        return [], max(end, at + 1)  # a cell a line, and nothing parts the rows: paragraphs, which labels can part
    rows = _tabbed_rows(run) if side_by_side else _cell_lines(run)
    return (rows, end) if _is_table(rows) else ([], max(end, at + 1))


def _first_tab(lines: Sequence[str], at: int) -> int | None:
    """The line itself, or the one that ends a cell quoted by Excel which begins here; None where no row begins."""
    if "\t" in lines[at]:
        return at
    if not lines[at].startswith('"') or lines[at].count('"') % 2 == 0:
        return None
    for index in range(at + 1, min(at + 1 + _MOST_CONTINUED, len(lines))):
        if '"' in lines[index]:
            return index if '"\t' in lines[index] else None
    return None


def _run_end(lines: Sequence[str], at: int) -> int:
    """Line after the last one with a tab; single empty lines and continued cells lie between."""
    end = at
    while at < len(lines):
        if "\t" in lines[at]:
            if _is_indented_prose(lines[at]):
                break
            end = at + 1
        elif text.strip(lines[at]):
            if not _continues(lines, at, end):
                break
        elif at + 1 >= len(lines) or not lines[at + 1].startswith("\t"):
            break
        at += 1
    return end


def _is_indented_prose(line: str) -> bool:
    """A paragraph whose first line a tab indents."""
    plain = text.strip(line)
    return "\t" not in plain and (len(plain) > _LONG_CELL or (len(plain) > 15 and plain.endswith(_SENTENCE_END)))


def _continues(lines: Sequence[str], at: int, end: int) -> bool:
    """A line without a tab inside a table: the cell above goes on, and the table after it."""
    if at - end >= _MOST_CONTINUED or any(not text.strip(line) for line in lines[end:at]):
        return False
    following = at + 1
    while following < len(lines) and lines[following] and "\t" not in lines[following] and following - at < 4:
        following += 1
    if following < len(lines) and not lines[following]:
        following += 1
    return following < len(lines) and "\t" in lines[following]


def _cell_lines(run: Sequence[str]) -> Rows:
    """An empty line ends the row, a line without tab continues the cell above."""
    rows: Rows = [[]]
    for line in run:
        if line.startswith("\t"):
            rows[-1].append(line.strip("\t"))
        elif not text.strip(line):
            rows.append([])
        elif rows[-1]:
            rows[-1][-1] += "\n" + line
        else:
            rows[-1].append(line)
    return [row for row in rows if row]


def _tabbed_rows(run: Sequence[str]) -> Rows:
    """One row a line, tabs between the cells; Excel quotes cells that have line breaks when it copies.

    A line without a tab goes on with the cell above only where that cell is text and another part of it can follow:

        自然人	法人
        或其他组织	总计

    Behind a figure or a blank cell the row has ended, and the line is a row of its own (the title of the next
    block, a heading between two tables, the first half of the next row's name):

        行政事业性收费	24.35
        三、收到和处理政府信息公开申请情况
    """
    if any(line.startswith('"') or '\t"' in line for line in run):
        return _separated(run, "\t")
    rows: Rows = []
    for line in run:
        if "\t" in line:
            rows.append(line.split("\t"))
        elif text.strip(line) and rows:
            above = text.strip(rows[-1][-1])
            if len(rows[-1]) > 1 and above and not _FIGURE.fullmatch(above) and not _NUMBERED.match(text.strip(line)):
                rows[-1][-1] += "\n" + line
            else:
                rows.append([line])
    ended = [row for row in rows if len(row) > 1]
    if sum(not text.strip(row[-1]) for row in ended) >= _MOSTLY * len(ended):
        return [
            row[:-1] if len(row) > 1 and not text.strip(row[-1]) else row for row in rows
        ]  # each line ends in a tab
    return rows


def _separated(run: Sequence[str], mark: str) -> Rows:
    try:
        return [row for row in csv.reader([line + "\n" for line in run], delimiter=mark) if row]
    except csv.Error:  # a cell beyond the module's bound
        return [line.split(mark) for line in run]


def _is_table(rows: Rows) -> bool:
    """Not so where the tabs are indents: rows of one cell, or cells that are mostly whole sentences."""
    filled = [cell for row in rows for cell in row if text.strip(cell)]
    prose = sum(len(cell) > _LONG_CELL or text.strip(cell).endswith(_SENTENCE_END) for cell in filled)
    return max(map(len, rows), default=0) > 1 and len(filled) > 1 and prose * 2 < len(filled)


def comma_separated(lines: Sequence[str], at: int) -> FoundTable:
    """Lines of a .csv file: several in sequence with equally many commas, or semicolons."""
    mark = max(",;", key=lines[at].count)
    count = lines[at].count(mark)
    if count < _FEWEST_COMMAS:
        return [], at + 1
    end = at
    while end < len(lines) and (lines[end].count(mark) == count or '"' in lines[end]):
        end += 1
    rows = _separated(lines[at:end], mark)
    return (rows, end) if len(rows) >= _FEWEST_COMMA_ROWS and _is_table(rows) else ([], end)


def spaced(lines: Sequence[str], at: int) -> FoundTable:
    """Text copied out of a PDF: a label and several figures with blanks between, label parts on lines of their own."""
    if not _spaced_row(lines[at]):
        return [], at + 1
    rows: Rows = []
    full, end = 0, at
    for index in range(at, len(lines)):
        row = _spaced_row(lines[index])
        if row:
            rows += [[text.strip(line)] for line in lines[end:index] if text.strip(line)]
            rows.append(row)
            full, end = full + 1, index + 1
        elif index - end >= _WIDEST_GAP or not _is_label_part(lines[index]):
            break
    return (rows, end) if full >= _FEWEST_SPACED_ROWS else ([], end)


def _spaced_row(line: str) -> list[str]:
    """Label and figures of a line that ends in at least three figures; no cells for any other."""
    if _PAGE_NUMBER.fullmatch(line):
        return []
    pieces: list[str] = []
    for piece in _BLANKS.split(line):
        if pieces and (pieces[-1] in _SIGNS or (piece in _UNITS and _FIGURE.fullmatch(pieces[-1]))):
            pieces[-1] += piece  # "增 128" and "28068.751 万元" are one cell
        elif piece:
            pieces.append(piece)
    figures = 0
    while figures < len(pieces) and _FIGURE.fullmatch(pieces[-1 - figures]):
        figures += 1
    if figures < _FEWEST_FIGURES or "\t" in line:
        return []
    label = " ".join(pieces[: len(pieces) - figures])
    return ([label] if label else []) + pieces[len(pieces) - figures :]


def _is_label_part(line: str) -> bool:
    plain = text.strip(line)
    return len(plain) <= _LONGEST_LABEL and not plain.endswith(_SENTENCE_END)
