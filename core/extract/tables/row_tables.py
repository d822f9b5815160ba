"""Tables 2 and 3: aligned rows and mapped columns become a Grid, with notes for whatever is in doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from core import schema, text
from core.extract.tables import columns, form_labels, header_rows
from core.extract.tables.cells import cell_of
from core.extract.tables.columns import Header, Leaf, Placed
from core.extract.tables.figures import is_figure
from core.extract.tables.label_alignment import ENOUGH, Alignment, Match, Row, align
from core.extract.tables.label_text import best, label, likeness
from core.extract.tables.lines import Item, Line
from core.model import Cell, CellRef, Grid, Note, Unplaced
from core.schema import ColumnSpec
from core.values import CellKind

NAMES = {2: "表二", 3: "表三", 4: "表四"}


@dataclass(slots=True)
class Sheet:
    """A table as one edition reads it. score compares editions; the rest is for the report and the why view."""

    table: int
    edition: str
    parted: header_rows.Parted
    alignment: Alignment
    score: float = 0.0
    cells: dict[CellRef, Cell] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
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

    def note(self, message: str, item: Item | Line | None = None) -> None:
        """Tell the clerk something about this table."""
        self.notes.append(Note(f"{NAMES[self.table]}：{message}", item.place if item else None))


def build(lines: Sequence[Line], table: int, edition: str) -> Sheet:
    """Read lines of table 2 or 3 as an edition's form."""
    shape = schema.shape(edition, table)
    parted = header_rows.part(lines, table, shape.rows[0].columns)
    alignment = align(parted.rows, form_labels.specs(edition, table))
    sheet = Sheet(table, edition, parted, alignment, alignment.total)
    for match in alignment.matches:
        _read_row(sheet, match, lines)
    _report_unused(sheet)
    _report_missing(sheet)
    sheet.unplaced += [Unplaced(line.text, line.place, "表格中的页码") for line in parted.page_numbers]
    if sheet.numbers:
        sheet.unplaced.append(Unplaced(" ".join(sheet.numbers), lines[0].place, f"{NAMES[table]}行名前的数字（序号）"))
    _report_headers(sheet)
    if sheet.unheaded:
        rows = "、".join(f"“{name}”" for name in sheet.unheaded[:3]) + ("等行" if len(sheet.unheaded) > 3 else "行")
        sheet.note(f"{rows}没有可用的表头，数的个数正好，按规定的栏次读取，请核对。", lines[0])
    if sheet.variants:
        told = "；".join(f"“{text.fold(a)}”按“{b}”读取" for a, b in sheet.variants.items())
        sheet.note(f"有的名称与规定不同：{told}。")
    return sheet


def _read_row(sheet: Sheet, match: Match, lines: Sequence[Line]) -> None:
    rows = [sheet.parted.rows[i] for i in match.rows]
    source = next((i for i in match.rows if sheet.parted.rows[i].has_figures), match.rows[0])
    row, header = sheet.parted.rows[source], sheet.parted.headers[source]
    _note_variants(sheet, match, rows)
    if _is_doubtful_join(sheet, match, source):
        _doubt_row(sheet, match, row)
        return
    if not row.words and row.has_figures:
        sheet.note(f"“{match.spec.row.label}”的行名与数字分在两处，已合为一行，请核对。", row.line)
    leaves, told = _leaves(sheet, match, header)
    if told and header_rows.geometry(row, header, lines):
        placed = columns.place(row.figures, leaves)
    else:
        placed = _counted(sheet, match, row, len(leaves))
    if placed.doubt:
        _doubt_columns(sheet, match, row, placed)
    elif not told:
        sheet.unheaded.append(match.spec.row.label)
    _fill(sheet, match, row, leaves, placed)


def _counted(sheet: Sheet, match: Match, row: Row, count: int) -> Placed:
    """Figures placed by their number; rows of the same piece, depth and length show where fillers stand."""
    block, depth = row.line.block, len(match.spec.row.labels)
    rows = [(m, sheet.parted.rows[i]) for m in sheet.alignment.matches for i in m.rows]
    width = len(match.spec.row.columns)
    rows = [(m, r) for m, r in rows if r.line.block == block and len(m.spec.row.columns) == width]
    shape = (depth, len(row.labels), len(row.figures))
    alike = [r.figures for m, r in rows if (len(m.spec.row.labels), len(r.labels), len(r.figures)) == shape]
    fillers = any(len(r.figures) > count == sum(not f.blank for f in r.figures) for _, r in rows)
    return columns.by_count(row.figures, count, columns.pattern_of(alike, count), fillers)


def _leaves(sheet: Sheet, match: Match, header: Header | None) -> tuple[Sequence[Leaf], bool]:
    """The columns for a row with the keys of its edition; False where no header names them."""
    own = match.spec.row.columns
    if header is not None:
        leaves = header.leaves if sheet.table == 3 else _resolved(header.leaves, own)
        named = sum(leaf.key is not None for leaf in leaves)
        sheet.score += named / len(own) if sheet.table == 2 else 0
        if named:
            _note_headers(sheet, leaves, own)
            return _without_strangers(sheet, leaves), True
    return [Leaf(column.label, column.key) for column in own], False


def _without_strangers(sheet: Sheet, leaves: Sequence[Leaf]) -> Sequence[Leaf]:
    """Unknown words of a header without geometry name no column where every row has just the known ones filled."""
    known_leaves = [leaf for leaf in leaves if leaf.key is not None]
    if len(known_leaves) == len(leaves) or leaves[0].first is not None or sheet.table != 3:
        return leaves
    counts = Counter(sum(not f.blank for f in row.figures) for row in sheet.parted.rows if row.has_figures)
    return known_leaves if list(counts) == [len(known_leaves)] and counts.total() > 5 else leaves


def _resolved(leaves: Sequence[Leaf], own: Sequence[ColumnSpec]) -> list[Leaf]:
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
    return [replace(leaf, key=keys.get(i)) for i, leaf in enumerate(leaves)]


def _note_headers(sheet: Sheet, leaves: Sequence[Leaf], own: Sequence[ColumnSpec]) -> None:
    labels = {column.key: column for column in own}
    for leaf in leaves:
        if leaf.key is None:
            continue
        column = labels[leaf.key]
        if not form_labels.is_known(leaf.label):
            sheet.variants[leaf.label] = column.label
        if column.kind is CellKind.MONEY and "元" in leaf.label and "万元" not in text.squeeze(leaf.label):
            message = f"“{text.fold(leaf.label)}”的单位不是万元，数字照原样读取，请核对并换算。"
            if all(message not in n.message for n in sheet.notes):
                sheet.note(message)


def _note_variants(sheet: Sheet, match: Match, rows: Sequence[Row]) -> None:
    for row, word in [(r, w) for r in rows for w in r.words[:-1]]:
        if len(rows) == 1 or not form_labels.is_fragment(word, sheet.table):
            _note_group(sheet, word, row)
    if match.score >= 1 and all(form_labels.is_known(w) for row in rows for w in row.words[-1:]):
        return
    whole = "".join("".join(row.words[-1:]) for row in rows)
    if not form_labels.is_known(whole):
        sheet.variants[whole] = match.spec.row.label


def _note_group(sheet: Sheet, word: str, row: Row) -> None:
    """A label before a row's own that is not written as on the form: a group's, a row number, or strange."""
    if form_labels.is_known(word) or word in sheet.variants:
        return
    if is_figure(word):
        sheet.numbers.append(word)
        return
    groups = [k.label for k in form_labels.catalogue() if k.table == sheet.table and k.role is form_labels.Role.GROUP]
    likely = max(groups, key=lambda g: likeness(label(word), g), default=None)
    if likely is not None and likeness(label(word), likely) >= ENOUGH:
        sheet.variants[word] = likely.core
    else:
        _stray(sheet, row.labels[0], "中不属于规定栏目的文字", word)


def _is_doubtful_join(sheet: Sheet, match: Match, source: int) -> bool:
    """Figures without a label between two labels without figures could belong to either."""
    row = sheet.parted.rows[source]
    if row.words or len(match.rows) == 1:
        return False
    other = source - 1 if source + 1 in match.rows else source + 1
    if not 0 <= other < len(sheet.parted.rows) or other in match.rows:
        return False
    neighbour = sheet.parted.rows[other]
    return bool(neighbour.words) and not neighbour.has_figures


def _doubt_row(sheet: Sheet, match: Match, row: Row) -> None:
    sheet.note(
        f"有一行数字没有行名，可能是“{match.spec.row.label}”，也可能是相邻的一行，没有填入，请核对原文。", row.line
    )
    sheet.doubted.add(match.spec.row.key)
    sheet.unplaced.append(Unplaced(row.line.text, row.line.place, f"{NAMES[sheet.table]}中没有行名的一行数字"))


def _doubt_columns(sheet: Sheet, match: Match, row: Row, placed: Placed) -> None:
    sheet.doubted.add(match.spec.row.key)
    ways = "；或 ".join(placed.candidates)
    sheet.note(
        f"“{match.spec.row.label}”{placed.doubt}，没有填入" + (f"，可能是：{ways}。" if ways else "，请对照原文录入。"),
        row.line,
    )


def _fill(sheet: Sheet, match: Match, row: Row, leaves: Sequence[Leaf], placed: Placed) -> None:
    kinds = schema.shape(sheet.edition, sheet.table).kinds
    name = match.spec.row.label
    for i, item in placed.cells.items():
        key = leaves[i].key
        if key is None:
            if not item.blank:
                _stray(sheet, item, f"“{name}”行的“{text.fold(leaves[i].label) or '无名'}”栏不是规定的栏目")
            continue
        ref = CellRef(sheet.table, match.spec.row.key, key)
        sheet.cells[ref], remark = cell_of(item, kinds[ref])
        if remark:
            sheet.note(f"“{name}”{remark}", item)
    for item in placed.stray:
        _stray(sheet, item, f"“{name}”行中不能确定栏目的数")
    if placed.stray and not placed.doubt:
        found = "、".join(text.fold(i.text) for i in placed.stray)
        sheet.note(f"“{name}”行的 {found} 不能确定属于哪一栏，没有填入，请对照原文录入。", row.line)


def _stray(sheet: Sheet, item: Item, reason: str, written: str = "") -> None:
    sheet.unplaced.append(Unplaced(written or item.text, item.place, f"{NAMES[sheet.table]}{reason}"))


def _report_headers(sheet: Sheet) -> None:
    """Columns that the form does not have, once each."""
    headers = {header.block: header for header in sheet.parted.headers if header is not None}
    if sheet.table != 3:
        return
    for name in dict.fromkeys(text.fold(x.label) for h in headers.values() for x in h.leaves if x.key is None):
        if name:
            sheet.note(f"“{name}”不是规定的栏目，这一栏的数字列入“未归入”。")


def _report_unused(sheet: Sheet) -> None:
    for i in sheet.alignment.unused:
        row = sheet.parted.rows[i]
        if row.has_figures:
            _report_extra(sheet, row, i)
        else:
            rest = [w for w in row.words if not form_labels.is_known(w)]
            if rest:
                reason = f"{NAMES[sheet.table]}中不属于规定栏目的文字"
                sheet.unplaced.append(Unplaced(" ".join(rest), row.line.place, reason))


def _report_extra(sheet: Sheet, row: Row, index: int) -> None:
    name = text.fold("".join(row.words[-1:]))
    if name:
        reason = f"规定的表格没有“{name}”这一行"
    else:
        maybe = "、".join(f"“{m}”" for m in _gap(sheet, index)) or "无"
        reason = f"一行数字没有行名（尚缺的行：{maybe}）"
    sheet.unplaced.append(Unplaced(row.line.text, row.line.place, f"{NAMES[sheet.table]}：{reason}"))
    sheet.note(f"{reason}，没有填入，请核对。", row.line)


def _gap(sheet: Sheet, index: int) -> Iterator[str]:
    """Rows of the form that are missing between the neighbours of an unnamed row."""
    before = [m.spec.position for m in sheet.alignment.matches if m.rows[0] < index]
    after = [m.spec.position for m in sheet.alignment.matches if m.rows[0] > index]
    low, high = max(before, default=-1), min(after, default=len(form_labels.specs(sheet.edition, sheet.table)))
    for spec in form_labels.specs(sheet.edition, sheet.table)[low + 1 : high]:
        yield spec.row.label


def _report_missing(sheet: Sheet) -> None:
    found = {m.spec.position for m in sheet.alignment.matches}
    lost = [s.row.label for s in form_labels.specs(sheet.edition, sheet.table) if s.position not in found]
    if lost and found:
        sheet.note(f"缺少规定的行：{'、'.join(f'“{name}”' for name in lost)}，相应各格留空。")
    for match in sheet.alignment.matches:
        row = match.spec.row
        present = {ref.column for ref in sheet.cells if ref.row == row.key}
        gone = [c.label for c in row.columns if c.key not in present]
        if gone and row.key not in sheet.doubted:
            sheet.note(f"“{row.label}”行缺少：{'、'.join(gone)}，相应各格留空。")
