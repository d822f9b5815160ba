"""A statutory table as a WordprocessingML table: the form's merged cells, as wide as the text block."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from core.export.standard.form_cells import caption, cell_text, fitting_size, is_banner, look, scaled
from core.export.standard.ooxml import Element, element, paragraph, run, tag
from core.model import Grid
from core.schema import FormCell, TableShape, shape

_SHADE = "C6D9F1"  # the notice's own template shades the 第二十条 lines so
_ROW_HEIGHT = {2: 400, 3: 340, 4: 420}  # twips, at least


@dataclass(frozen=True, slots=True)
class FigureSlot:
    """Where a figure goes: the number of its w:tc in the table, and the width of the cell in twips."""

    index: int
    cell: FormCell
    width: int


def form_table(grid: Grid, styles: Mapping[str, str], width: int) -> Element:
    """The table of a grid, in twips; styles maps "table", "head", "text" and "figure" to style ids.

    A table that fits one page is kept on one; over more, header rows repeat; no row is ever split.
    """
    names = tuple((name, styles[name]) for name in ("table", "head", "text", "figure"))
    empty, slots = _empty_table(grid.edition, grid.table, names, width)
    made = copy.deepcopy(empty)
    cells = list(made.iter(tag("tc")))
    for slot in slots:
        text = cell_text(grid, slot.cell)
        if text:
            cells[slot.index].find(tag("p")).append(run(text, size=fitting_size(text, slot.width)))
    return made


@cache
def _empty_table(
    edition: str, table: int, names: tuple[tuple[str, str], ...], width: int
) -> tuple[Element, tuple[FigureSlot, ...]]:
    """The form without figures, made once: it is most of the work. Copied by the caller, never changed."""
    form, styles = shape(edition, table), dict(names)
    widths = scaled(form.widths, width)
    columns = element("tblGrid", *(element("gridCol", w=w) for w in widths))
    made = element("tbl", table_properties(styles["table"], width), columns)
    slots: list[FigureSlot] = []
    index = 0
    for row, cells in enumerate(_rows(form)):
        drawn = element("tr", _row_properties(form, row))
        for cell in cells:
            across = sum(widths[cell.column : cell.column + cell.colspan])
            drawn.append(_cell(form, cell, row, across, styles))
            slots += [FigureSlot(index, cell, across)] if cell.ref else []
            index += 1
        made.append(drawn)
    return made, tuple(slots)


def table_properties(style: str, width: int) -> Element:
    """Fixed layout in the middle of the text block, width in twips; style is the id of a table style."""
    return element(
        "tblPr",
        element("tblStyle", val=style),
        element("tblW", w=width, type_="dxa"),
        element("jc", val="center"),
        element("tblLayout", type_="fixed"),
        element("tblLook", val="0000"),
    )


def _rows(form: TableShape) -> Iterable[Sequence[FormCell]]:
    """The cells of each row from left to right, those continued from above included."""
    covering = {
        (row, column): cell
        for cell in form.form
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }
    for row in range(form.form_rows):
        yield [c for column in range(len(form.widths)) if (c := covering[row, column]).column == column]


def _row_properties(form: TableShape, row: int) -> Element:
    height = element("trHeight", val=_ROW_HEIGHT[form.table], hRule="atLeast")
    properties = element("trPr", element("cantSplit"), height)
    if row < form.header_rows:
        properties.append(element("tblHeader"))
    return properties


def _cell(form: TableShape, cell: FormCell, row: int, width: int, styles: Mapping[str, str]) -> Element:
    properties = element("tcPr", element("tcW", w=width, type_="dxa"))
    if cell.colspan > 1:
        properties.append(element("gridSpan", val=cell.colspan))
    if cell.rowspan > 1:
        properties.append(element("vMerge", val="restart") if row == cell.row else element("vMerge"))
    if is_banner(form, cell):
        properties.append(element("shd", val="clear", color="auto", fill=_SHADE))
    properties.append(element("vAlign", val="center"))
    text = caption(cell, width) if row == cell.row else ""
    kept = [element("keepNext")] if row < form.form_rows - 1 else []
    return element("tc", properties, paragraph(styles[look(form, cell)], [run(text)] if text else [], *kept))
