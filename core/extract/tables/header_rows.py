"""The lines of tables 2 and 3 split into headers, rows of figures and what is neither."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from core import text
from core.extract.tables import form_labels
from core.extract.tables.columns import HeaderColumn, TableHeader
from core.extract.tables.figures import is_page_number, is_short_figure
from core.extract.tables.form_labels import LabelRole
from core.extract.tables.label_alignment import TableRow
from core.extract.tables.label_text import best, label
from core.extract.tables.lines import LineCell, TableLine
from core.schema import ColumnSpec

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NUMBER_ALONE = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,2}[）)、.．]")  # a label that a page has cut
_HEADER_ROLES = (LabelRole.COLUMN, LabelRole.CLAUSE, LabelRole.GROUP)


@dataclass(slots=True)
class SplitLines:
    """Rows with the header in force for each (None where the table has none so far), and page numbers."""

    rows: list[TableRow] = field(default_factory=list)
    headers: list[TableHeader | None] = field(default_factory=list)
    page_numbers: list[TableLine] = field(default_factory=list)


def part(lines: Sequence[TableLine], table: int, columns: Sequence[ColumnSpec]) -> SplitLines:
    """Lines of one statutory table. columns are those of table 3; table 2 resolves its columns by row."""
    split, header, at = SplitLines(), None, 0
    while at < len(lines):
        line = lines[at]
        if is_page_number_line(line):
            split.page_numbers.append(line)
        elif is_header(line, table):
            end = at + 1
            while table == 3 and end < len(lines) and is_header(lines[end], table):
                end += 1
            header = _joint_header(lines[at:end], table, columns, _width(lines, lines[end - 1].block)) or header
            at = end
            continue
        elif line.filled:
            split.rows.append(row_of(line, _usable(header, line, lines), table))
            split.headers.append(header)
        at += 1
    return split


def is_page_number_line(line: TableLine) -> bool:
    """A page number that stands as a row of its own."""
    if len(line.filled) != 1:
        return False
    return is_page_number(line.filled[0].text) or (len(line.items) == 1 and is_short_figure(line.filled[0].text))


def is_header(line: TableLine, table: int) -> bool:
    """Whether a line names columns: header labels, no label of a row, no figure."""
    if any(i.figure for i in line.items) or not line.words:
        return False
    heads = [i for i in line.words if form_labels.is_label(i.text, table, *_HEADER_ROLES)]
    if table == 2:
        return bool(heads) and not form_labels.is_label(line.words[0].text, 2, LabelRole.ROW)
    if any(
        form_labels.is_label(i.text, 3, LabelRole.ROW) and not form_labels.is_label(i.text, 3, LabelRole.COLUMN)
        for i in line.words
    ):
        return False
    telling = [i for i in heads if label(i.text).core not in ("总计", "其他") and not _is_row_group(i)]
    return bool(telling) or sum(form_labels.is_label(i.text, 3, LabelRole.COLUMN) for i in heads) > 1


def _is_row_group(item: LineCell) -> bool:
    """A group label of rows ((三)不予公开, its number perhaps cut off), not of columns."""
    return any(
        k.role is LabelRole.GROUP and k.label.number for k, score in form_labels.matches(item.text) if score >= 0.8
    )


def _width(lines: Iterable[TableLine], block: int) -> int:
    return max(line.items[-1].last + 1 for line in lines if line.block == block)


def _usable(header: TableHeader | None, line: TableLine, lines: Sequence[TableLine]) -> TableHeader | None:
    """The header if its geometry holds for the line: the same table, or one exactly as wide."""
    if header is None or not line.grid or header.leaves[0].first is None:
        return None
    return header if header.block == line.block or header.columns == _width(lines, line.block) else None


def geometry(row: TableRow, header: TableHeader | None, lines: Sequence[TableLine]) -> bool:
    """Whether a row's figures can be told by the columns they stand in."""
    usable = _usable(header, row.line, lines)
    if usable is None:
        return False
    start = min(leaf.first or 0 for leaf in usable.leaves)
    words = [n for n, i in enumerate(row.labels) if not i.blank and not i.figure]
    behind = row.labels[words[-1] + 1 :] if words else ()
    return all(i.first < start for i in row.labels if not i.blank) and not any(i.figure for i in behind)


def row_of(line: TableLine, header: TableHeader | None, table: int) -> TableRow:
    """A line's items split into labels and figures; header only where its geometry holds."""
    if header is not None:
        start = min(leaf.first or 0 for leaf in header.leaves)
        labels = [
            i
            for i in line.items
            if i.first < start or form_labels.is_label(i.text, table, LabelRole.ROW, LabelRole.GROUP)
        ]
        words = [n for n, i in enumerate(labels) if not i.blank and not i.figure]
        if any(i.figure for i in labels[words[-1] + 1 if words else 0 :]):
            labels = _leading_labels(line, table)  # figures left of the first column: the row has slipped
    else:
        labels = _leading_labels(line, table)
    label_ids = {id(item) for item in labels}  # by identity: comparing the cells takes as long as the square of a row
    return TableRow(line, tuple(labels), tuple(i for i in line.items if id(i) not in label_ids))


def _leading_labels(line: TableLine, table: int) -> list[LineCell]:
    """Without geometry: everything up to the last label, if figures or blanks come behind it."""
    seen_figure, last = False, -1
    for at, item in enumerate(line.items):
        if item.blank:
            continue
        if _is_label(item, table, seen_figure):
            last = at
        elif last >= 0:
            seen_figure = True
    head = list(line.items[: last + 1])
    behind = line.items[last + 1 :]
    if behind or not any(i.figure for i in head):
        return head
    return [i for i in head if i.blank is False and not i.figure]


def _is_label(item: LineCell, table: int, seen_figure: bool) -> bool:
    if not seen_figure and _NUMBER_ALONE.fullmatch(text.squeeze(item.text)):
        return True
    if item.figure and not form_labels.is_label(item.text, table, LabelRole.ROW):
        return False
    if not _CHINESE.search(item.text):
        return False
    return (
        not seen_figure
        or form_labels.is_label(item.text, table, LabelRole.ROW, LabelRole.GROUP)
        or form_labels.is_part_of_table_label(item.text, table)
    )


def _joint_header(
    lines: Sequence[TableLine], table: int, columns: Sequence[ColumnSpec], width: int
) -> TableHeader | None:
    """The header of the last block among the lines if it is whole, else all of them as one header cut by a page."""
    own = [line for line in lines if line.block == lines[-1].block]
    return _header(own, table, columns, width) or _header(lines, table, columns, width)


def _header(lines: Sequence[TableLine], table: int, columns: Sequence[ColumnSpec], width: int) -> TableHeader | None:
    """Columns named by consecutive header lines; None where they name none."""
    if table == 2:
        leaves = _leaves_of_block(lines[-1])
    elif lines[0].grid and len({line.block for line in lines}) == 1:
        leaves = _leaves_of_grid(lines, columns)
    else:
        leaves = _leaves_in_order(lines, columns)
    if table == 3:
        leaves = _with_inferred_column(leaves, columns)
        keys = {leaf.key for leaf in leaves if leaf.key}
        if len(keys) < 4 or not {columns[0].key, columns[-1].key} <= keys:
            return None  # a piece of a header: its columns would be taken for the whole
    first = lines[-1].items[0]
    may_be_torn = table == 2 and not lines[-1].grid and form_labels.is_label(first.text, 2, LabelRole.COLUMN)
    if not leaves:
        return None
    return TableHeader(tuple(leaves), lines[-1].block, width, may_be_torn, table == 2 and _order_is_lost(lines[-1]))


def _order_is_lost(line: TableLine) -> bool:
    """Whether a column is named before the title of its own block, as some viewers copy a page:

    本年增/减 / 处理决定数量 / 第二十条第（五）项 / 信息内容 / 上一年项目数量 / 行政许可 / 65 / 0 / 12
    """
    if line.grid:
        return False
    is_clause = [form_labels.is_label(i.text, 2, LabelRole.CLAUSE) for i in line.words]
    return True in is_clause and not is_clause[0]


def _with_inferred_column(leaves: Sequence[HeaderColumn], columns: Sequence[ColumnSpec]) -> list[HeaderColumn]:
    """The one column without a header takes the one unknown header in its place.

    Such a header holds the column's label (其他组织 for 其他) or shares a character with it (自然入 for 自然人).
    """
    missing = [c for c in columns if all(leaf.key != c.key for leaf in leaves)]
    strange = [i for i, leaf in enumerate(leaves) if leaf.key is None and label(leaf.label).core]
    if len(missing) != 1 or len(strange) != 1:
        return list(leaves)
    at, wanted = strange[0], label(missing[0].label).core
    before = leaves[at - 1].key if at else None
    position = [c.key for c in columns].index(missing[0].key)
    found = label(leaves[at].label).core
    is_typo = len(found) == len(wanted) and any(a == b for a, b in zip(found, wanted, strict=True))
    if not (wanted in found or is_typo) or (position and before != columns[position - 1].key):
        return list(leaves)
    return [replace(leaf, key=missing[0].key) if i == at else leaf for i, leaf in enumerate(leaves)]


def _leaves_of_block(line: TableLine) -> list[HeaderColumn]:
    """Table 2: every label of the line but the clause and the corner."""
    words = [i for i in line.words if not form_labels.is_label(i.text, 2, LabelRole.CLAUSE)]
    if words and words[0].first == 0 and not form_labels.is_label(words[0].text, 2, LabelRole.COLUMN):
        words = words[1:]
    return [HeaderColumn(i.text, None, *((i.first, i.last) if line.grid else (None, None))) for i in words]


def _leaves_of_grid(lines: Sequence[TableLine], columns: Sequence[ColumnSpec]) -> list[HeaderColumn]:
    """Table 3 with geometry: known columns by label, then what else stands in the region of figures."""
    words = [i for line in lines for i in line.words if not _is_spanning(i)]
    leaves = [HeaderColumn(i.text, column_key(i.text, columns), i.first, i.last) for i in words]
    leaves = _without_duplicates([leaf for leaf in leaves if leaf.key], _groups(lines))
    if not leaves:
        return []
    start = min(leaf.first or 0 for leaf in leaves)
    taken = {c for leaf in leaves for c in range(leaf.first or 0, (leaf.last or 0) + 1)}
    items = [i for line in lines for i in line.items]
    if all(leaf.key != columns[0].key for leaf in leaves):
        # The first column's header has a typing error (自然入): it stands right before the known ones.
        start = min((i.first for i in items if i.last == start - 1 and i.text and not _is_spanning(i)), default=start)
    for item in reversed(items):
        span = set(range(item.first, item.last + 1))
        if item.first >= start and not span & taken and not _is_spanning(item):
            leaves.append(HeaderColumn(item.text, None, item.first, item.last))
            taken |= span
    return sorted(leaves, key=lambda leaf: leaf.first or 0)


def _is_spanning(item: LineCell) -> bool:
    return form_labels.is_label(item.text, 3, LabelRole.CLAUSE) or form_labels.is_label(item.text, 3, LabelRole.GROUP)


def _groups(lines: Sequence[TableLine]) -> list[LineCell]:
    return [i for line in lines for i in line.words if form_labels.is_label(i.text, 3, LabelRole.GROUP)]


def _without_duplicates(leaves: Sequence[HeaderColumn], groups: Sequence[LineCell]) -> list[HeaderColumn]:
    """One leaf a key: a subtotal called 总计 inside 法人或其他组织 is not the total; repeated labels are one."""
    chosen: dict[str, HeaderColumn] = {}
    extra = []
    for leaf in sorted(leaves, key=lambda x: x.first or 0):
        key = leaf.key or ""
        inside = any(leaf.overlap(g) and g.last > g.first for g in groups)
        if key == "total" and inside:
            extra.append(HeaderColumn(leaf.label, None, leaf.first, leaf.last))
        elif key not in chosen or key == "total":
            chosen[key] = leaf
        elif (chosen[key].first, chosen[key].last) != (leaf.first, leaf.last):
            extra.append(HeaderColumn(leaf.label, None, leaf.first, leaf.last))
    if "total" not in chosen and extra and extra[-1].label:
        last = extra.pop()
        chosen["total"] = HeaderColumn(last.label, "total", last.first, last.last)
    return [*chosen.values(), *extra]


def _leaves_in_order(lines: Sequence[TableLine], columns: Sequence[ColumnSpec]) -> list[HeaderColumn]:
    """Table 3 without geometry: the words in order, the members of a group put in its place."""
    words = [i.text for line in lines for i in line.words if not form_labels.is_label(i.text, 3, LabelRole.CLAUSE)]
    leaves = [HeaderColumn(w, column_key(w, columns)) for w in words if not form_labels.is_label(w, 3, LabelRole.GROUP)]
    named = [leaf for leaf in leaves if leaf.key]
    tail = leaves[-len(columns) :]
    if len(named) > len(columns) and {leaf.key for leaf in tail} == {c.key for c in columns}:
        return tail  # merged headers repeated in every row and column: the last row names all
    grouped = len(words) > len(leaves)
    keys = [leaf.key for leaf in named]
    if grouped and keys == [columns[0].key, columns[-1].key, *(c.key for c in columns[1:-1])]:
        # 总计 stands beside the group, whose members are in the line below.
        total = next(leaf for leaf in leaves if leaf.key == columns[-1].key)
        leaves.remove(total)
        leaves.append(total)
    elif grouped and columns[-1].key in keys[:-1]:
        return []  # where 总计 belongs cannot be told
    return leaves


def column_key(raw: str, columns: Sequence[ColumnSpec]) -> str | None:
    """Key of the column a header label names, None if it names none."""
    scored = [(best([label(raw)], form_labels.column_names(column)), column.key) for column in columns]
    score, key = max(scored)
    return key if score >= 0.65 else None
