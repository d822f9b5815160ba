"""The standard layout as HTML for Qt's printing: only what QTextDocument understands.

QTextDocument knows no page rules, no line grid and no vertical merging over pages; the window sets page size and
margins (PAGE_MARGINS) on its printer and draws the page numbers itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import pairwise

from core.export.content import Form, Item, Line, Role, layout
from core.export.form_cells import caption, cell_text, ems, is_banner, look, scaled
from core.model import Grid, Report
from core.schema import FormCell, TableShape, shape

# Millimetres: left, top, right, bottom; the text block is 156 × 225.
PAGE_MARGINS = (28, 37, 26, 35)
_WIDTH = 442  # points of the text block
_FONTS = {
    "title": "方正小标宋简体,小标宋,华文中宋,宋体,SimSun",
    "body": "仿宋_GB2312,仿宋,FangSong",
    "head": "黑体,SimHei",
    "kai": "楷体,楷体_GB2312,KaiTi",
    "song": "宋体,SimSun",
}
_CLASSES = {
    Role.TITLE: "title",
    Role.HEADING: "heading",
    Role.SUBHEADING: "subheading",
    Role.BODY: "body",
    Role.CLOSING: "closing",
    Role.ANNEX_HEADING: "annex",
    Role.ANNEX: "body",
}
# Qt takes lengths in pixels of 1/96 inch: 43 px are 32 pt, 39 px the 28.95 pt between lines.
_STYLE = f"""
p {{ margin: 0; font-family: {_FONTS["body"]}; font-size: 16pt; line-height: 39px; }}
p.title {{ font-family: {_FONTS["title"]}; font-size: 22pt; line-height: 44px; text-align: center;
 margin-bottom: 33px; }}
p.heading {{ font-family: {_FONTS["head"]}; text-indent: 43px; }}
p.subheading {{ font-family: {_FONTS["kai"]}; text-indent: 43px; }}
p.body {{ text-indent: 43px; text-align: justify; }}
p.closing {{ text-align: right; margin-right: 84px; }}
p.annex {{ font-family: {_FONTS["head"]}; page-break-before: always; }}
table {{ border-collapse: collapse; border: 1px solid #000000; margin-top: 2px; margin-bottom: 16px; }}
td {{ border: 1px solid #000000; font-family: {_FONTS["song"]}; font-size: 9pt; padding: 2px; }}
"""


def to_html(report: Report) -> str:
    """The report as one HTML document for QTextDocument.setHtml."""
    body = "\n".join(_items(layout(report).items))
    return f'<html><head><meta charset="utf-8"><style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n'


def _items(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        yield _paragraph(item) if isinstance(item, Line) else _table(item)


def _paragraph(line: Line) -> str:
    cuts = sorted({0, len(line.text), line.lead, *(end for span in line.bold for end in span)})
    parts = []
    for start, end in pairwise(cuts):
        part = escape(line.text[start:end]).replace("\n", "<br>")
        if any(a <= start and end <= b for a, b in line.bold):
            part = f"<b>{part}</b>"
        if end <= line.lead:
            part = f'<span style="font-family:{_FONTS["kai"]}">{part}</span>'
        parts.append(part)
    return f'<p class="{_CLASSES[line.role]}">{"".join(parts)}</p>'


def _table(item: Form) -> str:
    """A table as wide as the text block; header rows as thead so that Qt repeats them."""
    form = shape(item.grid.edition, item.grid.table)
    widths = scaled(form.widths, _WIDTH)
    rows = [_row(form, item.grid, row, widths) for row in range(form.form_rows)]
    head, body = rows[: form.header_rows], rows[form.header_rows :]
    top = f"<thead>{''.join(head)}</thead>" if head else ""
    # Qt tears a row apart where cells span over a page's end: the long table begins on a page of its own.
    own_page = ' style="page-break-before: always"' if form.table == 3 else ""
    return f'<table width="100%" border="1" cellspacing="0"{own_page}>{top}<tbody>{"".join(body)}</tbody></table>'


def _row(form: TableShape, grid: Grid, row: int, widths: list[int]) -> str:
    cells = sorted((c for c in form.form if c.row == row), key=lambda c: c.column)
    return f"<tr>{''.join(_cell(form, grid, c, widths) for c in cells)}</tr>"


def _cell(form: TableShape, grid: Grid, cell: FormCell, widths: list[int]) -> str:
    width = sum(widths[cell.column : cell.column + cell.colspan])
    spans = f' rowspan="{cell.rowspan}"' * (cell.rowspan > 1) + f' colspan="{cell.colspan}"' * (cell.colspan > 1)
    align = "left" if look(form, cell) == "text" else "center"
    shade = ' bgcolor="#C6D9F1"' if is_banner(form, cell) else ""
    text = cell_text(grid, cell) if cell.ref else caption(cell, width * 20)
    words = escape(text).replace("\n", "<br>")
    if cell.ref and (size := _figure_size(text, width)) < 9:
        words = f'<span style="font-size:{size}pt">{words}</span>'
    # Qt would share the width of a wide cell equally among its columns, so only single ones say theirs.
    wide = "" if cell.colspan > 1 else f' width="{width * 100 / _WIDTH:.2f}%"'
    return f'<td{wide}{spans} align="{align}" valign="middle"{shade}>{words}</td>'


def _figure_size(text: str, width: int) -> int:
    """Size in points at which a figure stays on one line."""
    longest = max((ems(line) for line in text.split("\n")), default=0.0)
    room = width - 6
    return next((size for size in (9, 8, 7, 6, 5) if longest * size <= room), 4)
