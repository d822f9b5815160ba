"""A statutory table on printed pages: merged cells, header repeated, no row split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.export.pages.line_breaking import Measure, TextLine, break_lines, measure_glyphs
from core.export.pages.page import HEIGHT, WIDTH, PageComposer
from core.export.standard.form_cells import caption, cell_text, is_banner, look, scaled
from core.model import Grid
from core.schema import FormCell, TableShape, shape

_SHADE = (0.776, 0.851, 0.945)
_SIZE, _SMALLEST = 9.0, 4.0
_LEADING = 1.3
_MARGIN = 1.6  # points left and right in a cell
_LEAST_ROW = {2: 20.0, 3: 17.0, 4: 21.0}


@dataclass(frozen=True, slots=True)
class MeasuredCell:
    """A cell ready to be drawn: its text in lines at a size."""

    cell: FormCell
    lines: tuple[TextLine, ...]
    size: float

    @property
    def height(self) -> float:
        """Points that the text needs."""
        return len(self.lines) * self.size * _LEADING + 4


@dataclass(frozen=True, slots=True)
class MeasuredTable:
    """A table measured: edges of its columns and heights of its rows, in points."""

    form: TableShape
    boxes: tuple[MeasuredCell, ...]
    edges: tuple[float, ...]
    heights: tuple[float, ...]


def draw_table(sheet: PageComposer, grid: Grid) -> None:
    """Draw at the sheet's place; a table that fits one page is not parted."""
    plan = measured(grid, sheet.measure)
    whole = sum(plan.heights)
    if whole <= HEIGHT:
        sheet.need(whole)
    header = range(plan.form.header_rows)
    row = 0
    while row < len(plan.heights):
        leading = [*header] if row else []
        first = max(row, len(header)) if row else 0
        last = _last_fitting(plan, first, sheet.room - sum(plan.heights[r] for r in leading), sheet.at_top)
        if last <= first:
            sheet.turn()
            continue
        _draw_rows(sheet, plan, [*leading, *range(first, last)])
        row = last
        if row < len(plan.heights):
            sheet.turn()


def _last_fitting(plan: MeasuredTable, first: int, room: float, forced: bool) -> int:
    """The row behind the last that fits; at least one where the page is empty, never the header alone."""
    end = first
    while end < len(plan.heights) and plan.heights[end] <= room + 0.5:
        room -= plan.heights[end]
        end += 1
    if forced:
        return max(end, first + 1)
    return first if 0 < end <= plan.form.header_rows and end < len(plan.heights) else end


def measured(grid: Grid, measure: Measure) -> MeasuredTable:
    """Lines of every cell and the heights its rows need."""
    form = shape(grid.edition, grid.table)
    widths = scaled(form.widths, round(WIDTH * 20))
    edges = tuple(sum(widths[:i]) / 20 for i in range(len(widths) + 1))
    boxes = tuple(_box(grid, cell, edges, measure) for cell in form.form)
    heights = [_LEAST_ROW[form.table]] * form.form_rows
    for box in sorted(boxes, key=lambda b: b.cell.rowspan):
        rows = range(box.cell.row, box.cell.row + box.cell.rowspan)
        lacking = box.height - sum(heights[r] for r in rows)
        if lacking > 0:
            for r in rows:
                heights[r] += lacking / len(rows)
    return MeasuredTable(form, boxes, edges, tuple(heights))


def _box(grid: Grid, cell: FormCell, edges: Sequence[float], measure: Measure) -> MeasuredCell:
    width = edges[cell.column + cell.colspan] - edges[cell.column]
    room = width - 2 * _MARGIN
    words = cell_text(grid, cell) if cell.ref else caption(cell, round(width * 20))
    size = _SIZE
    while cell.ref and size > _SMALLEST and _widest(words, size, measure) > room:
        size -= 0.5
    return MeasuredCell(cell, tuple(break_lines(measure_glyphs(words, "song", size, measure), room)), size)


def _widest(words: str, size: float, measure: Measure) -> float:
    return max(sum(measure.width("song", c, size) for c in line) for line in words.split("\n"))


def _draw_rows(sheet: PageComposer, plan: MeasuredTable, rows: Sequence[int]) -> None:
    """Rows under each other; a cell that spans more rows than are drawn here shows its text in each part."""
    tops: dict[int, float] = {}
    y = sheet.y
    for row in rows:
        tops[row] = y
        y += plan.heights[row]
    for box, drawn in _visible(plan, rows):
        x, top = plan.edges[box.cell.column], tops[drawn[0]]
        width = plan.edges[box.cell.column + box.cell.colspan] - x
        height = sum(plan.heights[r] for r in drawn)
        if is_banner(plan.form, box.cell):
            sheet.fill(x, top, width, height, _SHADE)
        sheet.frame(x, top, width, height)
        _draw_text(sheet, plan, box, x, top, width, height)
    sheet.advance(y - sheet.y)


def _visible(plan: MeasuredTable, rows: Sequence[int]) -> Iterator[tuple[MeasuredCell, list[int]]]:
    shown = set(rows)
    for box in plan.boxes:
        drawn = [r for r in range(box.cell.row, box.cell.row + box.cell.rowspan) if r in shown]
        if drawn:
            yield box, drawn


def _draw_text(
    sheet: PageComposer, plan: MeasuredTable, box: MeasuredCell, x: float, top: float, width: float, height: float
) -> None:
    """Centred from top to bottom; figures and heads also from left to right."""
    leading = box.size * _LEADING
    y = top + (height - leading * len(box.lines)) / 2
    left = look(plan.form, box.cell) == "text"
    for line in box.lines:
        indent = _MARGIN if left else (width - line.natural(0.0)) / 2
        sheet.text(x + indent, y + leading / 2 + box.size * 0.36, line, box.size, 0.0)
        y += leading
