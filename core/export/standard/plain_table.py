"""Ordinary tables in a document: those of the narrative with their merged cells, and those with a plain header row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from core.document import RawCell
from core.export.standard.content import TableItem
from core.export.standard.form_cells import scaled
from core.export.standard.form_table import table_properties
from core.export.standard.ooxml import Element, element, paragraph, run

SHORT_CELL = 12  # characters


def plain_table(
    heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]], styles: Mapping[str, str], width: int
) -> Element:
    """heads are (caption, relative width); every row has as many texts; width is in twips."""
    widths = scaled([share for _, share in heads], width)
    grid = element("tblGrid", *(element("gridCol", w=w) for w in widths))
    made = element("tbl", table_properties(styles["table"], width), grid)
    made.append(_row([caption for caption, _ in heads], widths, styles["head"], header=True))
    for row in rows:
        made.append(_row(row, widths, styles["text"]))
    return made


def _row(texts: Sequence[str], widths: Sequence[int], style: str, header: bool = False) -> Element:
    properties = element("trPr", element("cantSplit"), element("trHeight", val=380, hRule="atLeast"))
    if header:
        properties.append(element("tblHeader"))
    made = element("tr", properties)
    for text, width in zip(texts, widths, strict=True):
        look = element("tcPr", element("tcW", w=width, type_="dxa"), element("vAlign", val="center"))
        made.append(element("tc", look, paragraph(style, [run(text)] if text else [])))
    return made


def narrative_table(table: TableItem, styles: Mapping[str, str], width: int) -> Element:
    """A table of the narrative with its merged cells, in the type of the statutory tables; width is in twips."""
    widths = scaled(table.widths, width)
    grid = element("tblGrid", *(element("gridCol", w=w) for w in widths))
    made = element("tbl", table_properties(styles["table"], width), grid)
    covering = covering_cells(table)
    for row in range(table.rows):
        drawn = element("tr", element("trPr", element("cantSplit"), element("trHeight", val=380, hRule="atLeast")))
        column = 0
        while column < len(widths):
            cell = covering.get((row, column)) or RawCell("", row, column)
            across = sum(widths[column : column + cell.colspan])
            drawn.append(_narrative_cell(cell, row, across, styles))
            column += cell.colspan
        made.append(drawn)
    return made


def covering_cells(table: TableItem) -> dict[tuple[int, int], RawCell]:
    """The cell that covers each place of the table's grid."""
    return {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }


def _narrative_cell(cell: RawCell, row: int, width: int, styles: Mapping[str, str]) -> Element:
    """Short texts stand in the middle, as figures do; sentences begin at the left."""
    properties = element("tcPr", element("tcW", w=width, type_="dxa"))
    if cell.colspan > 1:
        properties.append(element("gridSpan", val=cell.colspan))
    if cell.rowspan > 1:
        properties.append(element("vMerge", val="restart") if row == cell.row else element("vMerge"))
    properties.append(element("vAlign", val="center"))
    lines = cell.text.split("\n") if row == cell.row and cell.text else [""]
    style = styles["text" if max(map(len, lines)) > SHORT_CELL else "figure"]
    return element("tc", properties, *(paragraph(style, [run(t)] if t else []) for t in lines))
