"""A statutory table as a WordprocessingML table: the form's merged cells, as wide as the text block."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from core.export.content import clean
from core.export.ooxml import Element, element, paragraph, run
from core.model import Grid
from core.schema import FormCell, TableShape, shape

_SHADE = "C6D9F1"  # the notice's own template shades the 第二十条 lines so
_ROW_HEIGHT = {2: 400, 3: 340, 4: 420}  # twips, at least
_CELL_MARGINS = 56  # twips, left and right together, as in the table style
_SIZES = (18, 16, 14, 12, 10, 8)  # half points a figure may shrink to before it wraps
# Widths in ems. A digit of 宋体 takes 0.5, of the fonts that stand in where it is missing up to 0.64.
_NARROW, _WIDE = 0.64, 1.0


def scaled(widths: Sequence[int], total: int) -> list[int]:
    """Column widths in the same proportion that sum to exactly total."""
    whole = sum(widths)
    edges = [round(total * sum(widths[:i]) / whole) for i in range(len(widths) + 1)]
    return [b - a for a, b in pairwise(edges)]


def form_table(grid: Grid, style: str, styles: Mapping[str, str], width: int) -> Element:
    """The table of a grid, in twips; styles maps "head", "text" and "figure" to paragraph style ids.

    A table that fits one page is kept on one; over more, header rows repeat; no row is ever split.
    """
    form = shape(grid.edition, grid.table)
    widths = scaled(form.widths, width)
    covering = _covering(form)
    made = element(
        "tbl", table_properties(style, width), element("tblGrid", *(element("gridCol", w=w) for w in widths))
    )
    for row in range(form.form_rows):
        cells = _starting(covering, row, len(widths))
        made.append(_row(form, grid, row, cells, widths, styles))
    return made


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


def _covering(form: TableShape) -> dict[tuple[int, int], FormCell]:
    """Each place of the grid with the cell that covers it."""
    return {
        (row, column): cell
        for cell in form.form
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }


def _starting(covering: Mapping[tuple[int, int], FormCell], row: int, columns: int) -> Iterable[FormCell]:
    """The cells of a row from left to right, those continued from above included."""
    return [c for column in range(columns) if (c := covering[row, column]).column == column]


def _row(
    form: TableShape,
    grid: Grid,
    row: int,
    cells: Iterable[FormCell],
    widths: Sequence[int],
    styles: Mapping[str, str],
) -> Element:
    height = element("trHeight", val=_ROW_HEIGHT[form.table], hRule="atLeast")
    properties = element("trPr", element("cantSplit"), height)
    if row < form.header_rows:
        properties.append(element("tblHeader"))
    keep = row < form.form_rows - 1
    made = element("tr", properties)
    for cell in cells:
        made.append(_cell(form, grid, cell, row, sum(widths[cell.column : cell.column + cell.colspan]), styles, keep))
    return made


def _cell(
    form: TableShape, grid: Grid, cell: FormCell, row: int, width: int, styles: Mapping[str, str], keep: bool
) -> Element:
    properties = element("tcPr", element("tcW", w=width, type_="dxa"))
    if cell.colspan > 1:
        properties.append(element("gridSpan", val=cell.colspan))
    if cell.rowspan > 1:
        properties.append(element("vMerge", val="restart") if row == cell.row else element("vMerge"))
    if is_banner(form, cell):
        properties.append(element("shd", val="clear", color="auto", fill=_SHADE))
    properties.append(element("vAlign", val="center"))
    text = printed(grid, cell, width) if row == cell.row else ""
    size = fitting_size(text, width) if cell.ref else None
    runs = [run(text, size=size)] if text else []
    kept = [element("keepNext")] if keep else []
    return element("tc", properties, paragraph(styles[look(form, cell)], runs, *kept))


def is_banner(form: TableShape, cell: FormCell) -> bool:
    """Whether it is one of table 2's lines across the whole table (第二十条第（一）项)."""
    return cell.ref is None and cell.colspan == len(form.widths)


def look(form: TableShape, cell: FormCell) -> str:
    """The kind of a cell: figure, head (centred) or text (to the left, as the form has it)."""
    if cell.ref:
        return "figure"
    left = is_banner(form, cell) or (form.table == 3 and cell.column < 3)
    return "text" if left else "head"


def cell_text(grid: Grid, cell: FormCell) -> str:
    """What stands in a cell: its caption, or the figure exactly as written."""
    return clean(grid.cell(cell.ref).raw) if cell.ref else cell.text


def printed(grid: Grid, cell: FormCell, width: int) -> str:
    """A cell's text as set: a caption too long for its column stands in lines of two characters, as on the form."""
    text = cell_text(grid, cell)
    if cell.ref or cell.colspan > 1 or len(text) % 2 or len(text) > 6 or ems(text) * _SIZES[0] * 10 <= width:
        return text
    return "\n".join(text[i : i + 2] for i in range(0, len(text), 2))


def fitting_size(text: str, width: int) -> int | None:
    """Size in half points at which the longest line of a figure fits a width in twips; None where the style's does."""
    longest = max((ems(line) for line in text.split("\n")), default=0.0)
    room = (width - _CELL_MARGINS) / 10  # a half point is 10 twips
    for size in _SIZES:
        if longest * size <= room:
            return None if size == _SIZES[0] else size
    return _SIZES[-1]


def ems(text: str) -> float:
    """Width of a line in ems, the widest that any likely font makes it."""
    return sum(_NARROW if c.isascii() else _WIDE for c in text)
