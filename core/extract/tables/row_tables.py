"""Tables 2 and 3: aligned rows and mapped columns become a Grid, with notes for whatever is in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from core import schema, text
from core.extract.tables import columns, form_labels, header_rows
from core.extract.tables.cells import cell_of
from core.extract.tables.columns import HeaderColumn, Placement, TableHeader
from core.extract.tables.figures import is_figure
from core.extract.tables.label_alignment import ENOUGH, Alignment, RowMatch, TableRow, align
from core.extract.tables.label_text import best, label, likeness
from core.extract.tables.lines import LineCell, TableLine
from core.extract.tables.pasted_rows import PastedTable, table_lines
from core.model import Cell, CellRef, Grid, Note, Unplaced
from core.schema import ColumnSpec
from core.values import CellKind, Unread

NAMES = {2: "表二", 3: "表三", 4: "表四"}


@dataclass(slots=True)
class TableReading:
    """A table as one edition reads it. score compares editions; the rest is for the report and the why view."""

    table: int
    edition: str
    split: header_rows.SplitLines
    alignment: Alignment
    score: float = 0.0
    cells: dict[CellRef, Cell] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    missing_note: Note | None = None  # which rows the file lacks
    doubted: set[str] = field(default_factory=set)  # keys of rows whose figures were noted as in doubt
    unheaded: list[str] = field(default_factory=list)  # rows read by the form's order for want of a header
    numbers: list[str] = field(default_factory=list)  # figures before the labels: numbers of the rows
    variants: dict[str, str] = field(default_factory=dict)  # label as found → label of the form

    @property
    def perfect(self) -> bool:
        """Whether every row and column of the form was found, each under exactly its own label."""
        matches = self.alignment.matches
        whole = len(matches) == len(form_labels.specs(self.edition, self.table)) and all(m.score >= 1 for m in matches)
        return whole and not self.notes and len(self.cells) == len(schema.shape(self.edition, self.table).refs)

    @property
    def grid(self) -> Grid:
        """The figures."""
        return Grid(self.table, self.edition, self.cells)

    def count_missing_rows(self) -> int:
        """How many rows of the form the file lacks."""
        return len(form_labels.specs(self.edition, self.table)) - len(self.alignment.matches)

    def mark_unread(self, reason: str) -> None:
        """Take the rows that the file lacks for rows that could not be read."""
        present = {ref.row for ref in self.cells} | self.doubted
        lost = [row for row in schema.shape(self.edition, self.table).rows if row.key not in present]
        if not lost:
            return
        for row in lost:
            for column in row.columns:
                self.cells[CellRef(self.table, row.key, column.key)] = Cell("", Unread(reason), "")
        missing = self.missing_note
        self.notes = [note for note in self.notes if note is not missing]
        names = "、".join(f"“{row.label}”" for row in lost)
        self.note(f"没有读入的行（{reason}）：{names}，各格标为“未读”，请对照原文录入。")

    def note(self, message: str, item: LineCell | TableLine | None = None) -> None:
        """Tell the clerk something about this table."""
        self.notes.append(Note(f"{NAMES[self.table]}：{message}", item.place if item else None))


def build(lines: Sequence[TableLine], table: int, edition: str) -> TableReading:
    """Read lines of table 2 or 3 as an edition's form."""
    shape = schema.shape(edition, table)
    split = header_rows.part(lines, table, shape.rows[0].columns)
    alignment = align(split.rows, form_labels.specs(edition, table))
    reading = TableReading(table, edition, split, alignment, alignment.total)
    for match in alignment.matches:
        _read_row(reading, match, lines)
    _report_unused(reading)
    _report_missing(reading)
    reading.unplaced += [Unplaced(line.text, line.place, "表格中的页码") for line in split.page_numbers]
    if reading.numbers:
        reading.unplaced.append(
            Unplaced(" ".join(reading.numbers), lines[0].place, f"{NAMES[table]}行名前的数字（序号）")
        )
    _report_headers(reading)
    if reading.unheaded:
        rows = "、".join(f"“{name}”" for name in reading.unheaded[:3]) + ("等行" if len(reading.unheaded) > 3 else "行")
        reading.note(f"{rows}没有可用的表头，数的个数正好，按规定的栏次读取，请核对。", lines[0])
    if reading.variants:
        told = "；".join(f"“{text.fold(a)}”按“{b}”读取" for a, b in reading.variants.items())
        reading.note(f"有的名称与规定不同：{told}。")
    return reading


def build_pasted(pasted: PastedTable) -> TableReading:
    """Table 3 as its rows of seven figures were found in text copied out of a PDF; the columns are the form's."""
    split = header_rows.SplitLines()
    matches = []
    for n, (line, spec) in enumerate(table_lines(pasted)):
        split.rows.append(TableRow(line, line.items[:1], line.items[1:]))
        split.headers.append(None)
        matches.append(RowMatch(spec, (n,), 1.0))
    reading = TableReading(3, pasted.edition, split, Alignment(tuple(matches), (), float(len(matches))), len(matches))
    columns_of_form = [
        HeaderColumn(column.label, column.key) for column in schema.shape(pasted.edition, 3).rows[0].columns
    ]
    for match, row in zip(matches, split.rows, strict=True):
        _fill(reading, match, row, columns_of_form, Placement(dict(enumerate(row.figures)), ordered=True))
    _report_missing(reading)
    for row_of_figures in pasted.unnamed:
        written = " ".join(item.text for item in (*row_of_figures.pieces, *row_of_figures.figures))
        reading.unplaced.append(Unplaced(written, row_of_figures.figures[0].place, "表三中不能确定行名的一行数字"))
        reading.note("有一行七个数字不能确定属于哪一行，没有填入，请对照原文录入。", row_of_figures.figures[0])
    for item in pasted.stray:
        reading.unplaced.append(Unplaced(item.text, item.place, "表三中不属于任何一行的数字（或页码）"))
    reading.note("文字是从版式文件复制来的，按每行七个数字和规定的栏次读取，请核对。", split.rows[0].line)
    return reading


def _read_row(reading: TableReading, match: RowMatch, lines: Sequence[TableLine]) -> None:
    rows = [reading.split.rows[i] for i in match.rows]
    source = next((i for i in match.rows if reading.split.rows[i].has_figures), match.rows[0])
    row, header = reading.split.rows[source], reading.split.headers[source]
    _note_variants(reading, match, rows)
    if _is_doubtful_join(reading, match, source):
        _note_doubtful_row(reading, match, row)
        return
    if not row.words and row.has_figures:
        reading.note(f"“{match.spec.row.label}”的行名与数字分在两处，已合为一行，请核对。", row.line)
    leaves, told = _leaves(reading, match, header)
    if told and header_rows.geometry(row, header, lines):
        placed = columns.place(row.figures, leaves)
    else:
        placed = _counted(reading, match, row, len(leaves))
    if placed.doubt:
        _note_doubtful_columns(reading, match, row, placed)
    elif not told:
        reading.unheaded.append(match.spec.row.label)
    _fill(reading, match, row, leaves, placed)


def _counted(reading: TableReading, match: RowMatch, row: TableRow, count: int) -> Placement:
    """Figures placed by their number; rows of the same piece, depth and length show where fillers stand."""
    block, depth = row.line.block, len(match.spec.row.labels)
    rows = [(m, reading.split.rows[i]) for m in reading.alignment.matches for i in m.rows]
    width = len(match.spec.row.columns)
    rows = [(m, r) for m, r in rows if r.line.block == block and len(m.spec.row.columns) == width]
    shape = (depth, len(row.labels), len(row.figures))
    alike = [r.figures for m, r in rows if (len(m.spec.row.labels), len(r.labels), len(r.figures)) == shape]
    fillers = any(len(r.figures) > count == sum(not f.blank for f in r.figures) for _, r in rows)
    return columns.place_by_count(row.figures, count, columns.pattern_of(alike, count), fillers)


def _leaves(reading: TableReading, match: RowMatch, header: TableHeader | None) -> tuple[Sequence[HeaderColumn], bool]:
    """The columns for a row with the keys of its edition; False where no header names them."""
    own = match.spec.row.columns
    if header is not None and not (header.may_be_torn and len(header.leaves) < len(own)):
        leaves = header.leaves if reading.table == 3 else _resolved(header.leaves, own)
        if header.order_is_lost and not _are_in_order(leaves, own):
            return [HeaderColumn(column.label, column.key) for column in own], False
        named = sum(leaf.key is not None for leaf in leaves)
        reading.score += named / len(own) if reading.table == 2 else 0
        if named:
            _note_headers(reading, leaves, own)
            return _without_unused_headers(reading, leaves), True
    return [HeaderColumn(column.label, column.key) for column in own], False


def _are_in_order(leaves: Sequence[HeaderColumn], own: Sequence[ColumnSpec]) -> bool:
    named = [leaf.key for leaf in leaves if leaf.key]
    return named == [column.key for column in own if column.key in named]


def _without_unused_headers(reading: TableReading, leaves: Sequence[HeaderColumn]) -> Sequence[HeaderColumn]:
    """Unknown words of a header without geometry name no column where every row has just the known ones filled."""
    known_leaves = [leaf for leaf in leaves if leaf.key is not None]
    if len(known_leaves) == len(leaves) or leaves[0].first is not None or reading.table != 3:
        return leaves
    counts = Counter(sum(not f.blank for f in row.figures) for row in reading.split.rows if row.has_figures)
    return known_leaves if list(counts) == [len(known_leaves)] and counts.total() > 5 else leaves


def _resolved(leaves: Sequence[HeaderColumn], own: Sequence[ColumnSpec]) -> list[HeaderColumn]:
    """Table 2: header labels as columns of this row; each key once, the likelier label first."""
    ranked = sorted(
        ((best([label(leaf.label)], form_labels.column_names(column)), -i, column.key) for i, leaf in enumerate(leaves)
         for column in own),
        reverse=True,
    )  # fmt: skip
    keys: dict[int, str] = {}
    for score, minus, key in ranked:
        if score >= 0.65 and -minus not in keys and key not in keys.values():
            keys[-minus] = key
    if len(leaves) == len(own) and len(keys) < len(own) and _are_beginnings(leaves, keys, own):
        keys = {i: column.key for i, column in enumerate(own)}
    return [replace(leaf, key=keys.get(i)) for i, leaf in enumerate(leaves)]


def _are_beginnings(leaves: Sequence[HeaderColumn], keys: dict[int, str], own: Sequence[ColumnSpec]) -> bool:
    """Whether headers that name no column are each the beginning of the one in their place, the rest in order:

    本年新      本年新      对外公开总数量
    制作数量    公开数量
    """
    for i, column in enumerate(own):
        core = label(leaves[i].label).core
        if keys.get(i) != column.key and (i in keys or len(core) < 2 or not label(column.label).core.startswith(core)):
            return False
    return True


def _note_headers(reading: TableReading, leaves: Sequence[HeaderColumn], own: Sequence[ColumnSpec]) -> None:
    labels = {column.key: column for column in own}
    for leaf in leaves:
        if leaf.key is None:
            continue
        column = labels[leaf.key]
        if not form_labels.is_exact_label(leaf.label):
            reading.variants[leaf.label] = column.label
        if column.kind is CellKind.MONEY and "元" in leaf.label and "万元" not in text.key(leaf.label):
            message = f"“{text.fold(leaf.label)}”的单位不是万元，数字照原样读取，请核对并换算。"
            if all(message not in n.message for n in reading.notes):
                reading.note(message)


def _note_variants(reading: TableReading, match: RowMatch, rows: Sequence[TableRow]) -> None:
    for row, word in [(r, w) for r in rows for w in r.words[:-1]]:
        if len(rows) == 1 or not form_labels.is_part_of_table_label(word, reading.table):
            _note_group(reading, word, row)
    if match.score >= 1 and all(form_labels.is_exact_label(w) for row in rows for w in row.words[-1:]):
        return
    whole = "".join("".join(row.words[-1:]) for row in rows)
    if not form_labels.is_exact_label(whole):
        reading.variants[whole] = match.spec.row.label


def _note_group(reading: TableReading, word: str, row: TableRow) -> None:
    """A label before a row's own that is not written as on the form: a group's, a row number, or strange."""
    if form_labels.is_exact_label(word) or word in reading.variants:
        return
    if is_figure(word):
        reading.numbers.append(word)
        return
    groups = [
        k.label for k in form_labels.all_labels() if k.table == reading.table and k.role is form_labels.LabelRole.GROUP
    ]
    likely = max(groups, key=lambda g: likeness(label(word), g), default=None)
    if likely is not None and likeness(label(word), likely) >= ENOUGH:
        reading.variants[word] = likely.core
    else:
        _add_unplaced(reading, row.labels[0], "中不属于规定栏目的文字", word)


def _is_doubtful_join(reading: TableReading, match: RowMatch, source: int) -> bool:
    """Figures without a label between two labels without figures could belong to either."""
    row = reading.split.rows[source]
    if row.words or len(match.rows) == 1:
        return False
    other = source - 1 if source + 1 in match.rows else source + 1
    if not 0 <= other < len(reading.split.rows) or other in match.rows:
        return False
    neighbour = reading.split.rows[other]
    return bool(neighbour.words) and not neighbour.has_figures


def _note_doubtful_row(reading: TableReading, match: RowMatch, row: TableRow) -> None:
    reading.note(
        f"有一行数字没有行名，可能是“{match.spec.row.label}”，也可能是相邻的一行，没有填入，请核对原文。", row.line
    )
    reading.doubted.add(match.spec.row.key)
    reading.unplaced.append(Unplaced(row.line.text, row.line.place, f"{NAMES[reading.table]}中没有行名的一行数字"))


def _note_doubtful_columns(reading: TableReading, match: RowMatch, row: TableRow, placed: Placement) -> None:
    reading.doubted.add(match.spec.row.key)
    ways = "；或 ".join(placed.candidates)
    reading.note(
        f"“{match.spec.row.label}”{placed.doubt}，没有填入" + (f"，可能是：{ways}。" if ways else "，请对照原文录入。"),
        row.line,
    )


def _fill(
    reading: TableReading, match: RowMatch, row: TableRow, leaves: Sequence[HeaderColumn], placed: Placement
) -> None:
    kinds = schema.shape(reading.edition, reading.table).kinds
    name = match.spec.row.label
    for i, item in placed.cells.items():
        key = leaves[i].key
        if key is None:
            if not item.blank:
                _add_unplaced(reading, item, f"“{name}”行的“{text.fold(leaves[i].label) or '无名'}”栏不是规定的栏目")
            continue
        ref = CellRef(reading.table, match.spec.row.key, key)
        reading.cells[ref], remark = cell_of(item, kinds[ref])
        if remark:
            reading.note(f"“{name}”{remark}", item)
    for item in placed.stray:
        _add_unplaced(reading, item, f"“{name}”行中不能确定栏目的数")
    if placed.stray and not placed.doubt:
        found = "、".join(text.fold(i.text) for i in placed.stray)
        reading.note(f"“{name}”行的 {found} 不能确定属于哪一栏，没有填入，请对照原文录入。", row.line)


def _add_unplaced(reading: TableReading, item: LineCell, reason: str, written: str = "") -> None:
    reading.unplaced.append(Unplaced(written or item.text, item.place, f"{NAMES[reading.table]}{reason}"))


def _report_headers(reading: TableReading) -> None:
    """Columns that the form does not have, once each."""
    headers = {header.block: header for header in reading.split.headers if header is not None}
    if reading.table != 3:
        return
    for name in dict.fromkeys(text.fold(x.label) for h in headers.values() for x in h.leaves if x.key is None):
        if name:
            reading.note(f"“{name}”不是规定的栏目，这一栏的数字列入“未归入”。")


def _report_unused(reading: TableReading) -> None:
    for i in reading.alignment.unused:
        row = reading.split.rows[i]
        if row.has_figures:
            _report_extra(reading, row, i)
        else:
            rest = [w for w in row.words if not form_labels.is_exact_label(w)]
            if rest:
                reason = f"{NAMES[reading.table]}中不属于规定栏目的文字"
                reading.unplaced.append(Unplaced(" ".join(rest), row.line.place, reason))


def _report_extra(reading: TableReading, row: TableRow, index: int) -> None:
    name = text.fold("".join(row.words[-1:]))
    if name:
        reason = f"规定的表格没有“{name}”这一行"
    else:
        maybe = "、".join(f"“{m}”" for m in _missing_between(reading, index)) or "无"
        reason = f"一行数字没有行名（尚缺的行：{maybe}）"
    reading.unplaced.append(Unplaced(row.line.text, row.line.place, f"{NAMES[reading.table]}：{reason}"))
    reading.note(f"{reason}，没有填入，请核对。", row.line)


def _missing_between(reading: TableReading, index: int) -> Iterator[str]:
    """Rows of the form that are missing between the neighbours of an unnamed row."""
    before = [m.spec.position for m in reading.alignment.matches if m.rows[0] < index]
    after = [m.spec.position for m in reading.alignment.matches if m.rows[0] > index]
    low, high = max(before, default=-1), min(after, default=len(form_labels.specs(reading.edition, reading.table)))
    for spec in form_labels.specs(reading.edition, reading.table)[low + 1 : high]:
        yield spec.row.label


def _report_missing(reading: TableReading) -> None:
    found = {m.spec.position for m in reading.alignment.matches}
    lost = [s.row.label for s in form_labels.specs(reading.edition, reading.table) if s.position not in found]
    if lost and found:
        reading.note(f"缺少规定的行：{'、'.join(f'“{name}”' for name in lost)}，相应各格留空。")
        reading.missing_note = reading.notes[-1]
    present = {(ref.row, ref.column) for ref in reading.cells}
    for match in reading.alignment.matches:
        row = match.spec.row
        gone = [c.label for c in row.columns if (row.key, c.key) not in present]
        if gone and row.key not in reading.doubted:
            reading.note(f"“{row.label}”行缺少：{'、'.join(gone)}，相应各格留空。")
