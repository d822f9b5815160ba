"""Table 4: each figure is named by two labels, a block and an outcome, wherever these stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from core import schema, text
from core.extract.tables import columns, form_labels
from core.extract.tables.cells import cell_of
from core.extract.tables.figures import is_page_number, is_short_figure
from core.extract.tables.label_text import best, label
from core.extract.tables.lines import LineCell, TableLine
from core.model import Cell, CellRef, Grid, Note, Unplaced
from core.values import CellKind, Unread, amount, parse

NAME = "表四"
_ENOUGH = 10  # cells found by both their labels, of fifteen, for a table to be read so
# Blank cells in a header line: none, or those of its merged cells (five over 行政复议, all but seven of fifteen).
_HEADER_BLANKS = {0, 5, 8}
_SUITS = label("行政诉讼")  # stands over two blocks
BLOCKS = ("review", "direct_suit", "suit_after_review")


@dataclass(slots=True)
class Table4Reading:
    """Table 4 as read. way names the shape that was recognised, for the why view."""

    edition: str
    way: str = ""
    cells: dict[CellRef, Cell] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    @property
    def grid(self) -> Grid:
        """The figures."""
        return Grid(4, self.edition, self.cells)

    def count_missing_rows(self) -> int:
        """How many of the three blocks the file lacks."""
        return len(BLOCKS) - len({ref.row for ref in self.cells})

    def mark_unread(self, reason: str) -> None:
        """Take the cells that the file lacks for cells that could not be read."""
        lost = [ref for ref in schema.shape(self.edition, 4).refs if ref not in self.cells]
        for ref in lost:
            self.cells[ref] = Cell("", Unread(reason), "")
        if lost:
            self.note(f"有 {len(lost)} 格没有读入（{reason}），标为“未读”，请对照原文录入。")

    def note(self, message: str, line: TableLine | None = None) -> None:
        """Tell the clerk something about this table."""
        self.notes.append(Note(f"{NAME}：{message}", line.place if line else None))


Names = tuple[str | None, str | None]  # block and outcome a label stands for
Located = dict[CellRef, tuple[LineCell, TableLine]]  # each cell's item and the line it stands in


@lru_cache(maxsize=4096)
def names_of(raw: str) -> Names:
    """Block and outcome that a text names; both in a label such as "行政复议结果维持", else one or none."""
    own = label(raw)
    shapes = [schema.shape(edition, 4) for edition in schema.editions()]
    for row in dict.fromkeys(row for shape in shapes for row in shape.rows):
        if best([own], [label(n) for n in (row.label, *row.aliases, "".join(row.labels))]) >= 0.8 and own != _SUITS:
            return row.key, None
    for column in dict.fromkeys(column for shape in shapes for column in shape.rows[0].columns):
        if best([own], form_labels.column_names(column)) >= 0.8:
            return None, column.key
    return None, None


def outcomes() -> tuple[str, ...]:
    """Keys of the outcomes in the form's order."""
    return tuple(c.key for c in schema.shape("2021", 4).rows[0].columns)


def edition_of(lines: Sequence[TableLine]) -> str:
    """The edition whose outcomes the table names: 2021, unless it names more and an office's own edition has these."""
    named = {outcome for line in lines for item in line.words if (outcome := names_of(item.text)[1])}
    if named > set(outcomes()):
        for edition in schema.editions():
            if named <= {column.key for column in schema.shape(edition, 4).rows[0].columns}:
                return edition
    return "2021"


def build(lines: Sequence[TableLine], edition: str) -> Table4Reading:
    """Read lines of table 4."""
    reading = Table4Reading(edition)
    rows: list[TableLine] = []
    for line in lines:
        if _is_page_number_line(line):
            reading.unplaced.append(Unplaced(line.filled[0].text, line.place, "表格中的页码"))
        elif line.filled or len(line.items) >= len(outcomes()):
            rows.append(line)  # a row of blank cells is a table 4 that was left empty
    if all(line.grid for line in rows if line.filled):
        located = _by_crossing(rows)
        if located is not None:
            reading.way = "crossing"
            shape = schema.shape(edition, 4)
            missing = "、".join(shape.describe(ref) for ref in shape.refs if ref not in located)
            if missing:
                reading.note(f"缺少：{missing}，相应各格留空。", rows[0])
            _store(reading, located)
            _report_unknown_words(reading, rows, {id(item) for item, _ in located.values()})
            return reading
    _by_sequence(reading, rows)
    return reading


def build_pasted(figures: Sequence[LineCell], edition: str) -> Table4Reading:
    """Table 4 of its fifteen figures in the form's order, as a text copied out of a PDF has them."""
    reading = Table4Reading(edition, "pasted")
    line = TableLine(tuple(figures), -1, False)
    _store(reading, {ref: (item, line) for ref, item in zip(schema.shape(edition, 4).refs, figures, strict=True)})
    reading.note("文字是从版式文件复制来的，15 个数按规定的栏次读取，请核对。", line)
    return reading


def _is_page_number_line(line: TableLine) -> bool:
    """Whether a page number stands as a row of its own: "- 5 -", or "5" alone in the only cell."""
    if len(line.filled) != 1:
        return False
    raw = line.filled[0].text
    return is_page_number(raw) or (len(line.items) == 1 and is_short_figure(raw))


# By crossing: the labels above and to the left of a figure, with grid geometry.


@dataclass(frozen=True, slots=True)
class _PlacedLabel:
    item: LineCell
    row: int
    names: Names
    last: int  # rightmost column it names, blank cells behind it included


def _by_crossing(lines: Sequence[TableLine]) -> Located | None:
    """Each figure by the block and the outcome above or left of it; None where one has not both, or too few do.

    The form's own shape, blocks over outcomes:

        行政复议                 | 未经复议直接起诉         | 复议后起诉
        结果维持 | 结果纠正 | …  | 结果维持 | 结果纠正 | …  | …

    Files also turn it by a quarter, or stack the three blocks; the two labels name the cell in all of them.
    """
    widths: dict[int, int] = {}
    for line in lines:
        widths[line.block] = max(widths.get(line.block, 0), line.items[-1].last)
    if len(set(widths.values())) > 1:
        return None  # pieces whose columns do not correspond
    labels = _placed_labels(lines)
    label_items = {id(label.item) for label in labels}
    found: Located = {}
    for row, line in enumerate(lines):
        for item in line.items:
            if id(item) in label_items or not _in_body(item, row, labels):
                continue
            ref = _crossing(item, row, labels)
            if ref is not None and (ref not in found or found[ref][0].blank):
                found[ref] = (item, line)
            elif not item.blank:
                return None  # a figure without its two labels, or a second one for the same cell
    return found if len(found) >= _ENOUGH else None


def _placed_labels(lines: Sequence[TableLine]) -> list[_PlacedLabel]:
    """Every label with the columns it names: its own, and in a header line the blank cells of its merge behind it."""
    found = []
    for row, line in enumerate(lines):
        has_figures = any(item.figure for item in line.items)
        for at, item in enumerate(line.items):
            if item.blank or item.figure:
                continue
            if not form_labels.is_label(item.text, 4) and names_of(item.text) == (None, None):
                continue
            last = item.last
            for follower in line.items[at + 1 :]:
                if not follower.blank or has_figures:
                    break
                last = follower.last
            found.append(_PlacedLabel(item, row, names_of(item.text), last))
    return found


def _in_body(item: LineCell, row: int, labels: Sequence[_PlacedLabel]) -> bool:
    """Whether an item may be a figure's cell; a blank one of a header line is the rest of a merged label."""
    header_rows = {label.row for label in labels if label.names[1]}
    beside_label = any(label.row == row and label.item.first < item.first for label in labels)
    if item.blank and row in header_rows and not beside_label:
        return False
    return any(label.names != (None, None) for label in labels)


def _crossing(item: LineCell, row: int, labels: Sequence[_PlacedLabel]) -> CellRef | None:
    """The cell that the labels above and to the left of an item name together."""
    above = [a for a in labels if a.row < row and a.item.first <= item.first <= a.last]
    left = [a for a in labels if a.item.last < item.first and a.row <= row < a.row + a.item.rows]
    block = _nearest_name(0, above, left, item)
    outcome = _nearest_name(1, above, left, item)
    return CellRef(4, block, outcome) if block and outcome else None


def _nearest_name(part: int, above: Sequence[_PlacedLabel], left: Sequence[_PlacedLabel], item: LineCell) -> str | None:
    """The nearest label of the kind: above by its own cells, else to the left, else above over blank cells."""
    upper = [a for a in above if a.names[part]]
    own = [a for a in upper if a.item.last >= item.first]
    beside = [a for a in left if a.names[part]]
    if own or not beside:
        return max(own or upper, key=lambda a: (a.row, a.item.first)).names[part] if upper else None
    return max(beside, key=lambda a: (a.item.first, a.row)).names[part]


# By sequence: labels and figures in reading order, without geometry.


def _by_sequence(reading: Table4Reading, lines: Sequence[TableLine]) -> None:
    for way in (_one_row, _three_rows, _five_rows, _fifteen_rows):
        found = way(lines)
        if found is not None:
            reading.way = way.__name__.strip("_")
            if reading.way == "one_row" and not _header_is_whole(lines):
                reading.note("表头不全，数的个数正好是 15 个，按规定的栏次读取，请核对。", lines[0] if lines else None)
            _store(reading, found)
            _report_unknown_words(reading, lines, {id(item) for item, _ in found.values()})
            return
    balanced = _balanced(lines)
    if balanced is not None:
        reading.way = "balanced"
        reading.note("15 个数按规定的栏次读取（每块四种结果之和都等于总计），请核对。", lines[0])
        _store(reading, balanced)
        return
    figures = [i for line in lines for i in line.items if i.figure]
    if not figures:
        _report_unknown_words(reading, lines, set())
        reading.note("没有读到数字，各格留空，请对照原文核对。", lines[0] if lines else None)
        return
    written = "、".join(text.fold(i.text) for i in figures)
    reading.note(
        f"应有 15 个数，读到 {len(figures)} 个（{written}），不能确定各属哪一栏，没有填入，请对照原文录入。", lines[0]
    )
    for line in lines:
        if any(i.figure for i in line.items):
            reading.unplaced.append(Unplaced(line.text, line.place, f"{NAME}中不能确定栏目的数"))
    _report_unknown_words(reading, [line for line in lines if not any(i.figure for i in line.items)], set())


def _tail(line: TableLine) -> tuple[LineCell, ...]:
    """Items behind the last label of a line."""
    last = max((n for n, i in enumerate(line.items) if not i.blank and not i.figure), default=-1)
    return line.items[last + 1 :]


def _column_order(lines: Sequence[TableLine]) -> list[CellRef] | None:
    """The columns in the header's order, where it names them in full; else the form's order.

    None when the header names them in an order that leaves the blocks unclear.
    """
    words = [names_of(i.text) for line in lines for i in line.words]
    named = [outcome for _, outcome in words if outcome]
    blocks = list(dict.fromkeys(block for block, _ in words if block))
    if len(blocks) != len(BLOCKS):
        blocks = list(BLOCKS)
    if len(named) != 15 or any(set(named[n : n + 5]) != set(outcomes()) for n in (0, 5, 10)):
        named = list(outcomes()) * 3
    return [CellRef(4, blocks[n // 5], outcome) for n, outcome in enumerate(named)]


def _header_is_whole(lines: Sequence[TableLine]) -> bool:
    words = [names_of(i.text) for line in lines for i in line.words]
    return len([1 for _, o in words if o]) == 15 and len({b for b, _ in words if b}) == 3


def _one_row(lines: Sequence[TableLine]) -> Located | None:
    """The form's own shape: fifteen figures behind the header, in one line or broken over several.

    As text keeps it, the columns of the header and of the figures need not correspond:

        结果维持  结果纠正  其他结果  尚未审结  总计  …
        1         0         0         0         1     …
    """
    bodies = [(line, _tail(line)) for line in lines if any(item.figure for item in line.items)]
    if any(line.words for line, _ in bodies) and len(bodies) > 1:
        return None  # several named rows: not this shape
    if not bodies:
        bodies = _first_blank_body(lines)
    items: list[LineCell] = []
    line_of: dict[int, TableLine] = {}
    for line, tail in bodies:
        for item in tail:
            items.append(item)
            line_of[id(item)] = line
    if any(item.blank for item in items) and not _blanks_are_cells(lines, [line for line, _ in bodies]):
        return None
    placed = columns.place_by_count(items, 15)
    order = _column_order(lines)
    if placed.doubt or len(placed.cells) != 15 or order is None or not bodies:
        return None
    return {order[n]: (item, line_of[id(item)]) for n, item in placed.cells.items()}


def _first_blank_body(lines: Sequence[TableLine]) -> list[tuple[TableLine, tuple[LineCell, ...]]]:
    """The first line of fifteen cells without a word: the figures of a table that was left blank."""
    for line in lines:
        if not line.words and len(line.items) >= 15:
            return [(line, line.items)]
    return []


def _blanks_are_cells(lines: Sequence[TableLine], bodies: Sequence[TableLine]) -> bool:
    """Whether a blank among the figures can only be a cell left empty.

    Not so where the table has a grid and yet its labels did not cross (then a blank may stand for a lost cell), nor
    where the header lines have blanks other than those of their merged cells.
    """
    header_lines = [line for line in lines if any(names_of(item.text)[1] for item in line.words)]
    header_blocks = {line.block for line in header_lines}
    if any(line.grid and line.block in header_blocks for line in bodies):
        return False
    for line in header_lines:
        has_figure = any(item.figure for item in line.items)
        blanks = 0 if has_figure else sum(item.blank for item in line.items)
        if blanks not in _HEADER_BLANKS:
            return False
    return True


def _labelled(lines: Sequence[TableLine], part: int) -> list[tuple[str, TableLine]]:
    """Lines with figures and the block (part 0) or outcome (part 1) that names each."""
    found = []
    for line in lines:
        named = [n[part] for n in (names_of(i.text) for i in line.words) if n[part]]
        if named and any(i.figure for i in line.items):
            found.append((str(named[-1]), line))
    return found


def _header_names(lines: Sequence[TableLine], part: int) -> list[str]:
    """Blocks (part 0) or outcomes (part 1) that the lines without figures name, in reading order."""
    found = []
    for line in lines:
        if not any(item.figure for item in line.items):
            found += [name for item in line.words if (name := names_of(item.text)[part])]
    return found


def _three_rows(lines: Sequence[TableLine]) -> Located | None:
    """A row for each block, five outcomes as columns:

    行政复议          1 0 0 0 1
    未经复议直接起诉  0 0 0 0 0
    复议后起诉        0 0 0 0 0
    """
    rows = _labelled(lines, 0)
    if sorted(name for name, _ in rows) != sorted(BLOCKS):
        return None
    header = _header_names(lines, 1)
    order = header if sorted(header) == sorted(outcomes()) else list(outcomes())
    return _rows_by_count(rows, lambda block, n: CellRef(4, block, order[n]), len(order))


def _five_rows(lines: Sequence[TableLine]) -> Located | None:
    """A row for each outcome, the three blocks as columns:

              行政复议  未经复议直接起诉  复议后起诉
    结果维持  1         0                 0
    """
    rows = _labelled(lines, 1)
    if sorted(name for name, _ in rows) != sorted(outcomes()):
        return None
    header = _header_names(lines, 0)
    order = header if sorted(header) == sorted(BLOCKS) else list(BLOCKS)
    return _rows_by_count(rows, lambda outcome, n: CellRef(4, order[n], outcome), len(order))


def _rows_by_count(
    rows: Sequence[tuple[str, TableLine]], ref: Callable[[str, int], CellRef], count: int
) -> Located | None:
    """Figures of named rows in order; None where a row has not exactly `count`."""
    found: Located = {}
    for name, line in rows:
        placed = columns.place_by_count(_tail(line), count)
        if placed.doubt or len(placed.cells) != count:
            return None
        for n, item in placed.cells.items():
            found[ref(name, n)] = (item, line)
    return found


def _fifteen_rows(lines: Sequence[TableLine]) -> Located | None:
    """A row for each figure, its block once or on every row:

    行政复议  结果维持  1
              结果纠正  0
    """
    found: Located = {}
    block: str | None = None
    for line in lines:
        named = [names_of(i.text) for i in line.words]
        block = next((b for b, _ in named if b), block)
        outcome = next((o for _, o in reversed(named) if o), None)
        tail = [i for i in _tail(line) if not i.blank] or list(_tail(line))[:1]
        if not outcome or not tail:
            continue
        if not block or len(tail) != 1 or CellRef(4, block, outcome) in found:
            return None
        found[CellRef(4, block, outcome)] = (tail[0], line)
    return found if len(found) == 15 else None


def _balanced(lines: Sequence[TableLine]) -> Located | None:
    """Fifteen figures between words in any order, as text copied column by column has them, whose blocks add up.

    结果维持 / 结果纠正 / 其他结果 / 尚未审结 / 0 / 161 / 190 / 209 / 560 / 186 / … / 总计 / 463 / …

    The words do not tell where the figures belong. That the first four of five add up to the fifth, three times,
    does: figures in another order of blocks or rows would not.
    """
    located = [(item, line) for line in lines for item in line.items if item.figure]
    if any(line.grid for line in lines) or len(located) != len(BLOCKS) * len(outcomes()):
        return None
    amounts = [amount(parse(item.text, CellKind.COUNT)) for item, _ in located]
    for start in range(0, len(amounts), len(outcomes())):
        *parts, total = amounts[start : start + len(outcomes())]
        if total is None or sum(part for part in parts if part is not None) != total or None in parts:
            return None
    refs = schema.shape("2021", 4).refs
    return dict(zip(refs, located, strict=True))


def _store(reading: Table4Reading, found: Located) -> None:
    kinds = schema.shape(reading.edition, 4).kinds
    for ref in schema.shape(reading.edition, 4).refs:
        if ref in found:
            item, line = found[ref]
            reading.cells[ref], remark = cell_of(item, kinds[ref])
            if remark:
                reading.note(remark.removeprefix("的").strip(), line)


def _report_unknown_words(reading: Table4Reading, lines: Sequence[TableLine], used: set[int]) -> None:
    for item in _leftover(lines, used):
        reading.unplaced.append(Unplaced(item.text, item.place, f"{NAME}中不属于规定栏目的文字"))


def _leftover(lines: Sequence[TableLine], used: set[int]) -> Iterator[LineCell]:
    for line in lines:
        for item in line.filled:
            if id(item) not in used and not (
                form_labels.is_exact_label(item.text) and form_labels.is_label(item.text, 4)
            ):
                yield item
