"""A whole report of our own making as a file of every kind: what it is read from, figure for figure."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from html import escape

import extract_support as support
import ofd_support
import openpyxl
import pdf_support
from openpyxl.styles import Border, Side

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
                        ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"))
)  # fmt: skip


def open_document(kind: str, body: str, styles: str = "") -> bytes:
    """An OpenDocument file of one body."""
    content = (
        f'<?xml version="1.0"?><office:document-content {_NAMES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body>{body}</office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", content)
    return out.getvalue()


def table_xml(table: support.Table) -> str:
    """A table with covered cells where spans reach."""
    taken = {(p.row, p.column): p for p in table.pieces}
    rows = []
    for row in range(table.rows):
        cells = []
        for column in range(table.columns):
            p = taken.get((row, column))
            if p is None:
                cells.append("<table:covered-table-cell/>")
            else:
                spans = f'table:number-columns-spanned="{p.colspan}" table:number-rows-spanned="{p.rowspan}"'
                cells.append(f"<table:table-cell {spans}><text:p>{escape(p.text)}</text:p></table:table-cell>")
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f'<table:table table:name="t">{"".join(rows)}</table:table>'


def odt(parts: Iterable[support.Part]) -> bytes:
    """A text document."""
    body = "".join(table_xml(p) if isinstance(p, support.Table) else f"<text:p>{p}</text:p>" for p in parts)
    return open_document("text", f"<office:text>{body}</office:text>")


def ods(parts: Iterable[support.Part]) -> bytes:
    """One sheet, with the endless blanks that spreadsheets write."""
    tables = []
    for part in parts:
        rows = table_xml(part) if isinstance(part, support.Table) else None
        cell = f"<table:table-cell><text:p>{part}</text:p></table:table-cell>"
        blank = '<table:table-cell table:number-columns-repeated="16383"/>'
        tables.append(rows[len('<table:table table:name="t">') : -len("</table:table>")] if rows
                      else f"<table:table-row>{cell}{blank}</table:table-row>")  # fmt: skip
    rest = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    return open_document(
        "spreadsheet",
        f'<office:spreadsheet><table:table table:name="表">{"".join(tables)}{rest}</table:table></office:spreadsheet>',
    )


def workbook(parts: Iterable[support.Part]) -> bytes:
    """A report on one sheet as openpyxl writes it; figures are numbers where they can be."""
    book = openpyxl.Workbook()
    sheet, row = book.active, 1
    frame = Border(*(Side("thin") for _ in range(4)))
    for part in parts:
        if not isinstance(part, support.Table):
            sheet.cell(row, 1, part)
            row += 1
            continue
        for piece in part.pieces:
            value = int(piece.text) if piece.ref and piece.text.isdigit() else piece.text
            cell = sheet.cell(row + piece.row, 1 + piece.column, value)
            cell.border = frame
            if piece.rowspan * piece.colspan > 1:
                sheet.merge_cells(
                    None, cell.row, cell.column, cell.row + piece.rowspan - 1, cell.column + piece.colspan - 1
                )
        row += part.rows
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


Draw = pdf_support.Sheet | ofd_support.OfdPage


def _pages(parts: Iterable[support.Part], page: Callable[[], Draw], unit: float) -> list[Draw]:
    """Pages with ruled tables, each table on one of its own; unit is a point in the page's measure."""
    pages = [page()]
    top = 50.0
    for part in parts:
        if isinstance(part, support.Table):
            pages.append(page())
            top = _ruled(pages[-1], part, unit) + 20
            continue
        for at in range(0, len(part), 42):
            if top > 780:
                pages.append(page())
                top = 50.0
            pages[-1].text(60 * unit, top * unit, part[at : at + 42], 11 * unit)
            top += 17
    return pages


def _ruled(page: Draw, table: support.Table, unit: float) -> float:
    """A table with lines around every cell; returns its bottom in points."""
    figures = {p.column for p in table.pieces if p.ref}
    labels = max(table.columns - len(figures), 1)
    widths = [38.0 if c in figures else (475 - 38.0 * len(figures)) / labels for c in range(table.columns)]
    xs = [60 + sum(widths[:c]) for c in range(table.columns + 1)]
    ys = [50 + 23.0 * r for r in range(table.rows + 1)]
    for p in table.pieces:
        x0, x1, top, bottom = xs[p.column], xs[p.column + p.colspan], ys[p.row], ys[p.row + p.rowspan]
        for a, b, c, d in ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)):
            page.line(a * unit, b * unit, c * unit, d * unit)
        wide = max(int((x1 - x0 - 4) / 5), 1)
        text = p.text.replace("\n", "")
        for line, at in enumerate(range(0, len(text), wide)):
            page.text((x0 + 2) * unit, (top + 1 + 5.5 * line) * unit, text[at : at + wide], 5 * unit)
    return ys[-1]


def pdf(parts: Iterable[support.Part]) -> bytes:
    """Pages with ruled tables, nothing compressed."""
    return pdf_support.pdf(*_pages(parts, pdf_support.Sheet, 1.0))


def ofd(parts: Iterable[support.Part]) -> bytes:
    """Pages with ruled tables."""
    return ofd_support.ofd(*_pages(parts, ofd_support.OfdPage, 25.4 / 72))
