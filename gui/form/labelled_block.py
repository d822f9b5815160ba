"""A pasted block that brings its row and column labels is placed by them, wherever the cursor stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core import text as characters
from core.model import CellRef
from core.schema import ColumnSpec, RowSpec, TableShape
from gui.common.texts import tr
from gui.form.clipboard_html import Block, is_label

# The number before a label: "（三）", "1.", "四、", "(2)", "第1项".
_NUMBERING = re.compile(r"^(\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十\d]+[.,、])")


@dataclass(slots=True)
class PlacedBlock:
    """Which cells a block fills, and in words what of it found no place."""

    texts: dict[CellRef, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def has_labels(block: Block) -> bool:
    """Whether any cell holds words."""
    return any(is_label(cell) for row in block for cell in row)


def place_by_labels(shape: TableShape, block: Block, start: CellRef | None) -> PlacedBlock:
    """Place every figure of a block by the labels beside and above it.

    A row without a label of its own follows the one above, the first goes where the cursor stands (start); a block
    without column labels begins with the first column when it is as wide as the table, else where the cursor stands.
    Copied from a spreadsheet, with a column that the form does not have:

        （一）予以公开	12	3	0	0	0	0	15	已核
    """
    placed = PlacedBlock()
    headers: list[list[str]] = []
    in_header = False
    next_row = shape.row_index(start.row) if start is not None else 0
    for cells in block:
        labels, first = _split(cells)
        if _is_header(shape, cells):
            headers = [*headers, _texts(cells)] if in_header else [_texts(cells)]
            in_header = True
            continue
        in_header = False
        figures = [(at, cell) for at, cell in enumerate(cells[first:], first) if cell is not None]
        row = _row_of(shape, labels)
        if row is None and not any(cell for _, cell in figures):
            continue  # a title over a part of the table, or an empty row
        if labels and row is None and shape.table != 4:
            placed.left_out.append(tr("行“{0}”", labels[-1]))
            continue
        if row is not None:
            next_row = shape.row_index(row.key) + 1
        elif shape.table != 4:
            if next_row >= len(shape.rows):
                placed.left_out.append(tr("没有行名的 {0} 格", len(figures)))
                continue
            row = shape.rows[next_row]
            next_row += 1
        _place_row(shape, row, figures, headers, start, placed)
    placed.left_out = list(dict.fromkeys(placed.left_out))
    return placed


def _place_row(
    shape: TableShape,
    row: RowSpec | None,
    figures: list[tuple[int, str]],
    headers: list[list[str]],
    start: CellRef | None,
    placed: PlacedBlock,
) -> None:
    """One row of figures; row None is table 4's only line, whose blocks are told by the headers."""
    if headers and any(_targets(shape, row, headers, at) for at, _ in figures):
        for at, cell in figures:
            targets = _targets(shape, row, headers, at)
            if len(targets) == 1 and targets[0] not in placed.texts:
                placed.texts[targets[0]] = cell.strip()
            elif cell and len(targets) != 1:
                name = _own_label(headers, at)
                placed.left_out.append(tr("列“{0}”", name) if name else tr("没有列名的“{0}”", cell))
        return
    if row is None:
        line = [CellRef(shape.table, r.key, c.key) for r in shape.rows for c in r.columns]
    else:
        line = [CellRef(shape.table, row.key, c.key) for c in row.columns]
    texts = [cell for _, cell in figures]
    while len(texts) > len(line) and not texts[-1]:
        texts.pop()  # the cells that a merged figure covers in a spreadsheet
    begin = 0
    if len(texts) < len(line) and start is not None and start in line:
        begin = line.index(start)
    elif len(texts) < len(line) and start is not None and row is not None:
        names = [c.key for c in row.columns]
        begin = names.index(start.column) if start.column in names else 0
    for ref, cell in zip(line[begin:], texts, strict=False):
        placed.texts[ref] = cell.strip()
    placed.left_out += [tr("多出来的“{0}”", cell) for cell in texts[len(line) - begin :] if cell]


def _split(cells: list[str | None]) -> tuple[list[str], int]:
    """The labels of a row and where its figures begin. Words with figures before them and none behind are a remark
    ("已核"), no label; a serial number before the label is none of its figures."""
    figures = [at for at, cell in enumerate(cells) if cell and not is_label(cell)]
    labels: list[str] = []
    first = 0
    for at, cell in enumerate(cells):
        remark = bool(figures) and figures[0] < at and figures[-1] < at
        if is_label(cell) and not remark:
            labels.append(cell or "")
            first = at + 1
    return labels, first


def _texts(cells: list[str | None]) -> list[str]:
    return [cell if cell and is_label(cell) else "" for cell in cells]


def _is_header(shape: TableShape, cells: list[str | None]) -> bool:
    """Words only, and at least one of them names a column or a block of columns."""
    words = [cell for cell in cells if cell]
    if not words or not all(is_label(cell) for cell in words):
        return False
    names = {name for row in shape.rows for column in row.columns for name in _column_names(column)}
    groups = {_bare(cell.text) for cell in shape.form if cell.ref is None and cell.row < shape.header_rows}
    matched = {_bare(word) for word in words} & (names | groups)
    # "3.其他" with blanks beside it is a row, though 其他 is a column's name as well.
    row = any(characters.key(words[-1]) in _full_names(spec) for spec in shape.rows) and shape.table != 4
    return len(matched) > 1 or (len(matched) == 1 and not row)


def _row_of(shape: TableShape, labels: list[str]) -> RowSpec | None:
    """The form's row that a row's labels name; its outer labels decide between rows of one name."""
    if not labels:
        return None
    own, outer = labels[-1], {_bare(label) for label in labels[:-1]}
    for names in (_full_names, _bare_names):
        wanted = characters.key(own) if names is _full_names else _bare(own)
        found = [row for row in shape.rows if wanted in names(row)]
        if len(found) > 1:
            found = [row for row in found if outer & {_bare(label) for label in row.labels[:-1]}]
        if len(found) == 1:
            return found[0]
    return None


def _full_names(row: RowSpec) -> set[str]:
    return {characters.key(name) for name in (row.label, *row.aliases)}


def _bare_names(row: RowSpec) -> set[str]:
    return {_bare(name) for name in (row.label, *row.aliases)}


def _bare(label: str) -> str:
    """A label without its number and the remark in brackets behind it: 部分公开 for （二）部分公开（…）."""
    plain = _NUMBERING.sub("", characters.key(label))
    return re.sub(r"\([^)]*\)?$", "", plain) or plain


def _column_names(column: ColumnSpec) -> set[str]:
    return {_bare(name) for name in (column.label, *column.aliases)}


def _path(headers: list[list[str]], at: int) -> list[str]:
    """The labels over a column from the outermost; a merged label that stands only over its first column goes on to
    the right, except in the last line."""
    path = []
    for number, line in enumerate(headers):
        label = line[at] if at < len(line) else ""
        if not label and number < len(headers) - 1:
            label = next((cell for cell in reversed(line[:at]) if cell), "")
        if label:
            path.append(label)
    return path


def _own_label(headers: list[list[str]], at: int) -> str:
    path = _path(headers, at)
    return path[-1] if path else ""


def _targets(shape: TableShape, row: RowSpec | None, headers: list[list[str]], at: int) -> list[CellRef]:
    """The cells that a column's headers may mean, in the row given or (table 4) in any block that they name."""
    path = _path(headers, at)
    if not path:
        return []
    own, outer = _bare(path[-1]), {_bare(label) for label in path[:-1]}
    rows = [row] if row is not None else list(_blocks_named(shape, outer))
    return [CellRef(shape.table, r.key, c.key) for r in rows for c in r.columns if own in _column_names(c)]


def _blocks_named(shape: TableShape, outer: set[str]) -> Iterator[RowSpec]:
    named = [row for row in shape.rows if outer & {_bare(label) for label in row.labels}]
    # "行政诉讼" stands over two blocks: the inner label decides.
    inner = [row for row in named if _bare(row.label) in outer]
    yield from inner or named
