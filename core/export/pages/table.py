"""Tables on printed pages: merged cells, header repeated, no row split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.export.pages.line_breaking import Measure, TextLine, break_lines, measure_glyphs
from core.export.pages.page import HEIGHT, WIDTH, PageComposer, StructElement
from core.export.standard.content import TableItem
from core.export.standard.form_cells import caption, cell_text, is_banner, look, scaled
from core.export.standard.plain_table import SHORT_CELL
from core.model import Grid
from core.schema import FormCell, shape

_SHADE = (0.776, 0.851, 0.945)
_SIZE, _SMALLEST = 9.0, 7.5
_LEADING = 1.3
_MARGIN = 1.6  # points left and right in a cell
_LEAST_ROW = {2: 20.0, 3: 17.0, 4: 21.0}
_NARRATIVE_ROW = 19.0


@dataclass(frozen=True, slots=True)
class MeasuredCell:
    """A cell ready to be drawn: where it stands, its text in lines at a size. is_head: a caption of the form."""

    row: int
    column: int
    rowspan: int
    colspan: int
    lines: tuple[TextLine, ...]
    size: float
    left: bool = False
    shaded: bool = False
    is_head: bool = False

    @property
    def height(self) -> float:
        """Points that the text needs."""
        return len(self.lines) * self.size * _LEADING + 4


@dataclass(frozen=True, slots=True)
class MeasuredTable:
    """A table measured: edges of its columns and heights of its rows, in points."""

    cells: tuple[MeasuredCell, ...]
    edges: tuple[float, ...]
    heights: tuple[float, ...]
    header_rows: int
    title: str = ""


def draw_table(sheet: PageComposer, plan: MeasuredTable) -> None:
    """Draw at the sheet's place; a table that fits one page is not parted."""
    whole = sum(plan.heights)
    if whole <= HEIGHT:
        sheet.need(whole)
    table = sheet.begin("Table", text=plan.title)
    tagged: dict[int, StructElement] = {}
    header = range(plan.header_rows)
    row = 0
    while row < len(plan.heights):
        leading = [*header] if row else []
        first = max(row, len(header)) if row else 0
        last = _last_fitting(plan, first, sheet.room - sum(plan.heights[r] for r in leading), sheet.at_top)
        if last <= first:
            sheet.turn()
            continue
        _draw_rows(sheet, plan, [*leading, *range(first, last)], table, tagged)
        row = last
        if row < len(plan.heights):
            sheet.turn()
    sheet.element = None


def _last_fitting(plan: MeasuredTable, first: int, room: float, forced: bool) -> int:
    """The row behind the last that fits; at least one where the page is empty, never the header alone."""
    end = first
    while end < len(plan.heights) and plan.heights[end] <= room + 0.5:
        room -= plan.heights[end]
        end += 1
    if forced:
        return max(end, first + 1)
    return first if 0 < end <= plan.header_rows and end < len(plan.heights) else end


def measure_form(grid: Grid, measure: Measure) -> MeasuredTable:
    """A statutory table: lines of every cell and the heights its rows need."""
    form = shape(grid.edition, grid.table)
    edges = _edges(form.widths)
    cells: list[MeasuredCell] = []
    for cell in form.form:
        width = edges[cell.column + cell.colspan] - edges[cell.column]
        words = cell_text(grid, cell) if cell.ref else caption(cell, round(width * 20))
        lines, size = _fitted(words, width, measure, shrinks=cell.ref is not None)
        kind = look(form, cell)
        banner = is_banner(form, cell)
        head = cell.ref is None and not banner
        cells.append(_placed(cell, lines, size, kind == "text", banner, head))
    least = [_LEAST_ROW[form.table]] * form.form_rows
    return MeasuredTable(tuple(cells), edges, _heights(cells, least), form.header_rows, form.title)


def measure_narrative_table(table: TableItem, measure: Measure) -> MeasuredTable:
    """A table of the narrative, in the type of the statutory ones; its first row is its header."""
    edges = _edges(table.widths)
    cells: list[MeasuredCell] = []
    for cell in table.cells:
        width = edges[cell.column + cell.colspan] - edges[cell.column]
        lines, size = _fitted(cell.text, width, measure, shrinks=True)
        left = max(map(len, cell.text.split("\n"))) > SHORT_CELL
        placed = MeasuredCell(cell.row, cell.column, cell.rowspan, cell.colspan, lines, size, left)
        cells.append(placed)
    return MeasuredTable(tuple(cells), edges, _heights(cells, [_NARRATIVE_ROW] * table.rows), 0)


def _placed(
    cell: FormCell, lines: tuple[TextLine, ...], size: float, left: bool, shaded: bool, head: bool
) -> MeasuredCell:
    return MeasuredCell(cell.row, cell.column, cell.rowspan, cell.colspan, lines, size, left, shaded, head)


def _edges(shares: Sequence[int]) -> tuple[float, ...]:
    widths = scaled(shares, round(WIDTH * 20))
    return tuple(sum(widths[:i]) / 20 for i in range(len(widths) + 1))


def _heights(cells: Sequence[MeasuredCell], least: list[float]) -> tuple[float, ...]:
    """Rows as high as their text needs; what a merged cell lacks is shared among its rows."""
    for cell in sorted(cells, key=lambda c: c.rowspan):
        rows = range(cell.row, cell.row + cell.rowspan)
        lacking = cell.height - sum(least[r] for r in rows)
        if lacking > 0:
            for r in rows:
                least[r] += lacking / len(rows)
    return tuple(least)


def _fitted(words: str, width: float, measure: Measure, shrinks: bool) -> tuple[tuple[TextLine, ...], float]:
    """Text broken for a cell; a figure that is too long is set smaller first, never below 7.5 points."""
    room, size = width - 2 * _MARGIN, _SIZE
    while shrinks and size > _SMALLEST and _widest(words, size, measure) > room:
        size -= 0.5
    return tuple(break_lines(measure_glyphs(words, "song", size, measure), room)), size


def _widest(words: str, size: float, measure: Measure) -> float:
    return max(sum(measure.width("song", c, size) for c in line) for line in words.split("\n"))


def _draw_rows(
    sheet: PageComposer,
    plan: MeasuredTable,
    rows: Sequence[int],
    table: StructElement,
    tagged: dict[int, StructElement],
) -> None:
    """Rows under each other; a cell that spans more rows than are drawn here shows its text in each part. A header
    that is repeated on another page is no part of the structure a second time."""
    tops: dict[int, float] = {}
    y = sheet.y
    for row in rows:
        tops[row] = y
        y += plan.heights[row]
    again = {row for row in rows if row in tagged}
    for row in rows:
        tagged.setdefault(row, sheet.begin("TR", table))
    for cell, drawn in _visible(plan, rows):
        x, top = plan.edges[cell.column], tops[drawn[0]]
        width = plan.edges[cell.column + cell.colspan] - x
        height = sum(plan.heights[r] for r in drawn)
        sheet.element = None
        if cell.shaded:
            sheet.fill(x, top, width, height, _SHADE)
        sheet.frame(x, top, width, height)
        if cell.row in rows and cell.row not in again:
            kind = "TH" if cell.is_head else "TD"
            sheet.begin(kind, tagged[cell.row], spans=(cell.rowspan, cell.colspan))
        _draw_text(sheet, cell, x, top, width, height)
    sheet.element = None
    sheet.advance(y - sheet.y)


def _visible(plan: MeasuredTable, rows: Sequence[int]) -> Iterator[tuple[MeasuredCell, list[int]]]:
    shown = set(rows)
    for cell in plan.cells:
        drawn = [r for r in range(cell.row, cell.row + cell.rowspan) if r in shown]
        if drawn:
            yield cell, drawn


def _draw_text(sheet: PageComposer, cell: MeasuredCell, x: float, top: float, width: float, height: float) -> None:
    """Centred from top to bottom; figures and heads also from left to right."""
    leading = cell.size * _LEADING
    y = top + (height - leading * len(cell.lines)) / 2
    for line in cell.lines:
        indent = _MARGIN if cell.left else (width - line.natural(0.0)) / 2
        sheet.text(x + indent, y + leading / 2 + cell.size * 0.36, line, cell.size, 0.0)
        y += leading
