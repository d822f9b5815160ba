"""The workbook: tables 2 to 4 as on the form with live checks beside them, the texts, the findings with links."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.formatting.rule import CellIsRule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core import schema
from core.errors import ExportError
from core.export.original.zip_patch import rewrite_members
from core.export.standard.content import title_of, xml_text
from core.export.standard.form_cells import cell_text, is_banner, look
from core.export.workbook import cells
from core.export.workbook.checks import CHECK_FORMAT, checks
from core.export.workbook.findings import FINDINGS, describe, fill_findings
from core.finding import Finding, Severity
from core.model import CLOSING, PREAMBLE, Cell, CellRef, Grid, Report
from core.schema import FormCell, TableShape, shape
from core.values import Number

_TEXTS = "各部分文字"
SHEETS = {2: "表2 主动公开", 3: "表3 申请办理", 4: "表4 复议诉讼"}
# <c r="H9" s="5"><f>SUM(D9,E9)-SUM(F9)</f><v></v></c>, as openpyxl writes it
_FORMULA = re.compile(rb"<f>SUM\(([A-Z0-9,]+\)-SUM\([A-Z0-9,]+)\)</f>(?:<v ?/>|<v></v>)")
_TOP = 3  # rows above a table: report title, table title, a blank one
_CAPTION_HEIGHT = 33  # points: two lines
_TOTAL_WIDTH = {2: 88, 3: 110, 4: 110}  # of a table's columns, in characters


def render_workbook(report: Report, findings: Sequence[Finding]) -> bytes:
    """The bytes of the workbook, read back and compared."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "年报校核"
    book.properties.title = title_of(report)
    wrong = {ref for f in findings if f.severity is not Severity.HINT for ref in f.cells}
    at: dict[CellRef, tuple[str, str]] = {}
    for number, grid in sorted(report.tables.items()):
        sheet = book.create_sheet(SHEETS[number])
        at.update({ref: (sheet.title, place) for ref, place in fill_table(sheet, report, grid, wrong).items()})
    texts = _fill_texts(book.create_sheet(_TEXTS), report)
    fill_findings(book.create_sheet(FINDINGS), report, findings, at)
    stream = io.BytesIO()
    book.save(stream)
    data = with_values(stream.getvalue(), book)
    _check(data, report, at, texts)
    return data


def _fill_texts(sheet: Worksheet, report: Report) -> list[str]:
    """Title, preamble, the six sections and the closing lines, a paragraph a row; returns the texts written."""
    headings = schema.load(report.edition).headings
    names = {PREAMBLE: "正文之前", CLOSING: "落款"}
    for column, (head, width) in enumerate((("部分", 30), ("段", 6), ("文字", 96)), 1):
        here = sheet.cell(1, column)
        cells.put_text(here, head)
        here.font, here.border, here.alignment, here.fill = cells.BOLD, cells.BORDER, cells.CENTRE, cells.BANNER
        sheet.column_dimensions[get_column_letter(column)].width = width
    lines = [("标题", 1, title_of(report).replace("\n", ""))]
    for part in report.parts:
        name = names.get(part.number) or headings[part.number - 1]
        lines += [(name, n, xml_text(p.text)) for n, p in enumerate(part.paragraphs, 1)]
    for row, (name, number, words) in enumerate(lines, 2):
        cells.put_text(sheet.cell(row, 1), name)
        sheet.cell(row, 2, number)
        cells.put_text(sheet.cell(row, 3), words)
        for column in (1, 2, 3):
            here = sheet.cell(row, column)
            here.font, here.border = cells.PLAIN, cells.BORDER
            here.alignment = cells.CENTRE if column == 2 else cells.LEFT
        sheet.row_dimensions[row].height = min(cells.height([(words, 96.0), (name, 30.0)]), 400.0)
    sheet.freeze_panes = "A2"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.print_area = f"A1:C{len(lines) + 1}"
    sheet.print_title_rows = "1:1"
    return [words for _, _, words in lines]


def with_values(data: bytes, book: Workbook) -> bytes:
    """The workbook with the value of each check beside its formula.

    openpyxl writes formulas without values, and previews (the file manager, a phone, a mail) compute nothing: they
    would show blanks where 平 should stand.
    """
    changed: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for number, sheet in enumerate(book.worksheets, 1):
            name = f"xl/worksheets/sheet{number}.xml"
            xml = archive.read(name)

            def valued(match: re.Match[bytes], sheet: Worksheet = sheet) -> bytes:
                parts, wholes = (part.decode().split(",") for part in match[1].split(b")-SUM("))
                value = _sum(sheet, parts) - _sum(sheet, wholes)
                return b"<f>SUM(" + match[1] + b")</f><v>" + str(value).encode() + b"</v>"

            made = _FORMULA.sub(valued, xml)
            if made != xml:
                changed[name] = made
    return rewrite_members(data, changed)


def _sum(sheet: Worksheet, places: Iterable[str]) -> Decimal:
    """What SUM makes of these cells: text counts for nothing."""
    values = (sheet[place].value for place in places)
    return sum((Decimal(str(v)) for v in values if isinstance(v, int | float | Decimal)), Decimal(0))


def fill_table(sheet: Worksheet, report: Report, grid: Grid, wrong: set[CellRef]) -> dict[CellRef, str]:
    """One statutory table from row 4 on; returns where its figures stand."""
    form = shape(grid.edition, grid.table)
    cells.put_text(sheet["A1"], title_of(report).replace("\n", ""))
    cells.put_text(sheet["A2"], form.title)
    sheet["A1"].font = sheet["A2"].font = cells.TITLE
    at: dict[CellRef, str] = {}
    for cell in form.form:
        here = sheet.cell(_TOP + cell.row + 1, cell.column + 1)
        if cell.ref:
            cells.put_figure(here, grid.cell(cell.ref))
            at[cell.ref] = here.coordinate
        else:
            cells.put_text(here, cell_text(grid, cell))
        here.alignment = cells.LEFT if look(form, cell) == "text" else cells.CENTRE
        _format_span(sheet, cell.row, cell.column, cell.rowspan, cell.colspan)
        if is_banner(form, cell):
            here.fill = cells.BANNER
        if cell.ref in wrong:
            here.fill, here.font = cells.WRONG, cells.BOLD
    _add_checks(sheet, form, at)
    widths = _page(sheet, form)
    for row in range(form.form_rows):
        texts = ((c.text, sum(widths[c.column : c.column + c.colspan])) for c in form.form if _alone_in(c, row))
        sheet.row_dimensions[_TOP + row + 1].height = cells.height(texts)
    return at


def _alone_in(cell: FormCell, row: int) -> bool:
    return cell.row == row and cell.rowspan == 1


def _format_span(sheet: Worksheet, row: int, column: int, rowspan: int, colspan: int) -> None:
    """Border and font for a form cell, merged where it spans."""
    first = (_TOP + row + 1, column + 1)
    for r in range(first[0], first[0] + rowspan):
        for c in range(first[1], first[1] + colspan):
            sheet.cell(r, c).border = cells.BORDER
            sheet.cell(r, c).font = cells.PLAIN
    if rowspan > 1 or colspan > 1:
        last = (first[0] + rowspan - 1, first[1] + colspan - 1)
        sheet.merge_cells(start_row=first[0], start_column=first[1], end_row=last[0], end_column=last[1])


def _add_checks(sheet: Worksheet, form: TableShape, at: Mapping[CellRef, str]) -> None:
    last = (_TOP + form.form_rows, len(form.widths))
    captions, formulas = checks(form, at, last)
    for line in captions:
        row = line.row if line.row > form.header_rows else _TOP + line.row
        here = sheet.cell(row, line.column)
        cells.put_text(here, line.caption)
        here.font, here.fill, here.alignment = cells.PLAIN, cells.CHECK, cells.LEFT
        sheet.row_dimensions[row].height = max(sheet.row_dimensions[row].height or 0, _CAPTION_HEIGHT)
        if line.column == 1:
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=3)
    red = CellIsRule(operator="notEqual", formula=["0"], fill=cells.WRONG, font=cells.BOLD)
    for check in formulas:
        here = sheet.cell(check.row, check.column, check.formula)
        here.number_format, here.font, here.fill, here.alignment = CHECK_FORMAT, cells.PLAIN, cells.CHECK, cells.CENTRE
        sheet.conditional_formatting.add(here.coordinate, red)


def _page(sheet: Worksheet, form: TableShape) -> list[float]:
    """A4, one page wide; column widths in the form's proportion, in characters, returned."""
    whole = sum(form.widths)
    widths = [max(width * _TOTAL_WIDTH[form.table] / whole, 7.0) for width in form.widths]
    for i, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    sheet.column_dimensions[get_column_letter(len(form.widths) + 1)].width = 16
    sheet.freeze_panes = sheet.cell(_TOP + form.header_rows + 1, 1) if form.header_rows else None
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if form.table == 4 else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.print_options.horizontalCentered = True
    below = 2 if form.table in (3, 4) else 0  # rows of checks under the table
    sheet.print_area = f"A1:{get_column_letter(len(form.widths) + 1)}{_TOP + form.form_rows + below}"
    if form.header_rows:
        sheet.print_title_rows = f"{_TOP + 1}:{_TOP + form.header_rows}"
    return widths


def _check(data: bytes, report: Report, at: Mapping[CellRef, tuple[str, str]], texts: Sequence[str]) -> None:
    """Read the workbook again and compare every figure and paragraph; ExportError naming the first that differs."""
    book = load_workbook(io.BytesIO(data))
    for ref, (name, place) in at.items():
        if not _same(report.cell(ref), book[name][place]):
            raise ExportError(f"导出的表格里“{describe(report, ref)}”与报告不一致，没有保存，请换一种格式导出。")
    found = [row[2].value or "" for row in book[_TEXTS].iter_rows(min_row=2)]
    if found != list(texts):
        raise ExportError("导出的表格里各部分的文字与报告不一致，没有保存，请换一种格式导出。")


def _same(figure: Cell, read: SheetCell) -> bool:
    """Whether a worksheet cell says what the report says; read numbers come as int or float."""
    if isinstance(figure.value, Number) and read.data_type == "n":
        return Decimal(str(read.value)) == Decimal(figure.value.value)
    return read.data_type in ("s", "n") and (read.value or "") == xml_text(figure.raw)
