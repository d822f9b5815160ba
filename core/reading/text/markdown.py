"""The little of Markdown that reports converted to text carry: pipe tables, bold, headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.document import Para
from core.place import Place

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|__(?=\S)(.+?)(?<=\S)__")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.+?)\s*#*\s*$")
_RULE_CELL = re.compile(r"\s*:?-{2,}:?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def paragraph(line: str) -> Para:
    """A line as a paragraph: marks of bold and headings become what they mean; the place lacks the block."""
    level = None
    if heading := _HEADING.match(line):
        level, line = len(heading[1]), heading[2]
    plain, bold = without_bold(line)
    return Para(plain, Place(), level, bold)


def without_bold(line: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Text without its ** marks, and the ranges they held."""
    if "**" not in line and "__" not in line:
        return line, ()
    parts: list[str] = []
    bold: list[tuple[int, int]] = []
    at = length = 0
    for match in _BOLD.finditer(line):
        inner = match[1] or match[2]
        parts += [line[at : match.start()], inner]
        length += match.start() - at
        bold.append((length, length + len(inner)))
        length += len(inner)
        at = match.end()
    parts.append(line[at:])
    return "".join(parts), tuple(bold)


def is_table_row(line: str) -> bool:
    """Whether a line is a row of a pipe table."""
    return len(_BAR.findall(line)) >= 2 or (line.strip().startswith("|") and len(line.strip()) > 1)


def table(lines: Sequence[str], start: int) -> tuple[list[list[str]], int]:
    """Rows of the pipe table that begins at a line, and the line after it; its rule line is left out."""
    rows: list[list[str]] = []
    at = start
    while at < len(lines) and is_table_row(lines[at]):
        row = _cells(lines[at])
        if not all(_RULE_CELL.fullmatch(cell) for cell in row):
            rows.append(row)
        at += 1
    return rows, max(at, start + 1)


def _cells(line: str) -> list[str]:
    stripped = line.strip()
    inner = stripped[1:] if stripped.startswith("|") else stripped
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [_cell(part) for part in _BAR.split(inner)]


def _cell(part: str) -> str:
    plain, _ = without_bold(_BREAK.sub("\n", part.strip().replace("\\|", "|")))
    return plain
