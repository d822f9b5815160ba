"""Blocks of cells to and from the clipboard, as Excel and WPS write them: plain functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.model import CellRef
from core.schema import ColumnSpec, TableShape
from gui.common.texts import tr
from gui.form.clipboard_html import Block
from gui.form.cursor_moves import Places


class TooLarge(Exception):
    """The block reaches beyond the table; str() is one Chinese sentence for the person."""


def from_tsv(text: str) -> list[list[str]]:
    """Tab-separated text as rows of cells. Quoted cells may hold tabs, line breaks and doubled quotes; one line
    break at the end belongs to the last row, as Excel writes it."""
    rows: list[list[str]] = [[]]
    cell, quoted, i = "", False, 0
    while i < len(text):
        c = text[i]
        if quoted:
            if c == '"' and text[i + 1 : i + 2] == '"':
                cell, i = cell + '"', i + 1
            elif c == '"':
                quoted = False
            else:
                cell += c
        elif c == '"' and not cell:
            quoted = True
        elif c == "\t":
            rows[-1].append(cell)
            cell = ""
        elif c in "\r\n":
            i += text[i : i + 2] == "\r\n"
            rows[-1].append(cell)
            cell = ""
            rows.append([])
        else:
            cell += c
        i += 1
    if cell or rows[-1]:
        rows[-1].append(cell)
    elif len(rows) > 1:
        rows.pop()
    return [row or [""] for row in rows]


def to_tsv(rows: Iterable[Iterable[str]]) -> str:
    """Rows of cells as tab-separated text, quoted where Excel would quote."""
    return "".join("\t".join(_quoted(c) for c in row) + "\r\n" for row in rows)


def _quoted(cell: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"' if any(c in cell for c in '\t\r\n"') else cell


def lines(places: Places) -> list[list[CellRef]]:
    """The figures row by row, in the form's order; pasted columns count figures, not form columns."""
    rows: dict[int, list[tuple[int, CellRef]]] = {}
    for ref, (row, column) in places.items():
        rows.setdefault(row, []).append((column, ref))
    return [[ref for _, ref in sorted(rows[row])] for row in sorted(rows)]


def selected_block(places: Places, chosen: Iterable[CellRef], texts: Mapping[CellRef, str]) -> list[list[str]]:
    """The rectangle around the chosen cells; cells inside it that are not chosen are left blank."""
    grid, wanted = lines(places), set(chosen)
    spots = [(r, c) for r, row in enumerate(grid) for c, ref in enumerate(row) if ref in wanted]
    if not spots:
        return []
    rows = range(min(r for r, _ in spots), max(r for r, _ in spots) + 1)
    columns = range(min(c for _, c in spots), max(c for _, c in spots) + 1)
    return [[texts[grid[r][c]] if c < len(grid[r]) and grid[r][c] in wanted else "" for c in columns] for r in rows]


def with_labels(shape: TableShape, block_refs: Iterable[CellRef], texts: Mapping[CellRef, str]) -> list[list[str]]:
    """The chosen figures with the names of their rows before them and of their columns over them. A row inside a group
    has the group's name before its own; table 4's blocks stand one under the other; the header of another block of
    table 2 stands over its rows.

                          自然人  商业企业
        （一）予以公开        12         3
    """
    wanted = set(block_refs)
    rows = [row for row in shape.rows if any(CellRef(shape.table, row.key, c.key) in wanted for c in row.columns)]
    deep = any(len(row.labels) > 2 for row in rows)
    made: list[list[str]] = []
    header: tuple[ColumnSpec, ...] = ()
    for row in rows:
        chosen = {c.key for r in rows if r.columns == row.columns for c in r.columns
                  if CellRef(shape.table, r.key, c.key) in wanted}  # fmt: skip
        columns = tuple(c for c in row.columns if c.key in chosen)
        if columns != header:
            made.append([*[""] * (2 if deep else 1), *(c.label for c in columns)])
            header = columns
        outer = row.labels[-2] if len(row.labels) > 2 else ""
        names = [outer, row.label] if outer else [row.label, ""] if deep else [row.label]
        refs = (CellRef(shape.table, row.key, c.key) for c in columns)
        made.append([*names, *(texts.get(ref, "") if ref in wanted else "" for ref in refs)])
    return made


def place_at_selection(places: Places, chosen: Iterable[CellRef], block: Block) -> dict[CellRef, str]:
    """Which cells a pasted block fills. It starts at the first chosen cell, and repeats when the selection is a
    whole multiple of it. TooLarge when it does not fit into the table: nothing is pasted then."""
    grid, wanted = lines(places), set(chosen)
    spots = [(r, c) for r, row in enumerate(grid) for c, ref in enumerate(row) if ref in wanted]
    if not spots or not block:
        return {}
    top, left = min(r for r, _ in spots), min(c for _, c in spots)
    height, width = len(block), max(len(row) for row in block)
    tall, wide = max(r for r, _ in spots) - top + 1, max(c for _, c in spots) - left + 1
    repeat = len(spots) == tall * wide and tall % height == 0 and wide % width == 0
    down, across = (tall, wide) if repeat else (height, width)
    _check_room(grid, top, left, down, across)
    filled: dict[CellRef, str] = {}
    for r in range(down):
        row = block[r % height]
        for c in range(across):
            filled[grid[top + r][left + c]] = (row[c % width] or "").strip() if c % width < len(row) else ""
    return filled


def _check_room(grid: list[list[CellRef]], top: int, left: int, down: int, across: int) -> None:
    room_down = len(grid) - top
    room_across = min((len(row) - left for row in grid[top : top + down]), default=0)
    if down > room_down or across > room_across:
        raise TooLarge(
            tr(
                "要粘贴的内容有 {0} 行 {1} 列，从所选格起只有 {2} 行 {3} 列，没有粘贴。"
                "请换一个起点，或只复制需要的部分。",
                down,
                across,
                room_down,
                max(room_across, 0),
            )
        )
