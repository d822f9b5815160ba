"""The workbook: tables 2 to 4 as on the form with live checks beside them, and the findings with links."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.formatting.rule import CellIsRule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core import atomic_write
from core.errors import ExportError
from core.export.standard.content import title_of, xml_text
from core.export.standard.form_cells import cell_text, is_banner, look
from core.export.workbook import cells
from core.export.workbook.checks import CHECK_FORMAT, checks
from core.export.workbook.findings import FINDINGS, describe, fill_findings
from core.finding import Finding, Severity
from core.model import Cell, CellRef, Grid, Report
from core.schema import FormCell, TableShape, shape
from core.values import Number

_SHEETS = {2: "表2 主动公开", 3: "表3 申请办理", 4: "表4 复议诉讼"}
_TOP = 3  # rows above a table: report title, table title, a blank one
_CAPTION_HEIGHT = 33  # points: two lines
_TOTAL_WIDTH = {2: 88, 3: 110, 4: 110}  # of a table's columns, in characters


def write_workbook(report: Report, findings: Sequence[Finding], target: Path) -> None:
    """Write the tables and findings at target; on ExportError target is as it was."""
    atomic_write.write_whole(target, render_workbook(report, findings))


def render_workbook(report: Report, findings: Sequence[Finding]) -> bytes:
    """The bytes of the workbook, read back and compared."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "年报校核"
    book.properties.title = title_of(report)
    wrong = {ref for f in findings if f.severity is not Severity.HINT for ref in f.cells}
    at: dict[CellRef, tuple[str, str]] = {}
    for number, grid in sorted(report.tables.items()):
        sheet = book.create_sheet(_SHEETS[number])
        at.update({ref: (sheet.title, place) for ref, place in _table(sheet, report, grid, wrong).items()})
    fill_findings(book.create_sheet(FINDINGS), report, findings, at)
    stream = io.BytesIO()
    book.save(stream)
    data = stream.getvalue()
    _check(data, report, at)
    return data


def _table(sheet: Worksheet, report: Report, grid: Grid, wrong: set[CellRef]) -> dict[CellRef, str]:
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
    return widths


def _check(data: bytes, report: Report, at: Mapping[CellRef, tuple[str, str]]) -> None:
    """Read the workbook again and compare every figure; ExportError naming the first that differs."""
    book = load_workbook(io.BytesIO(data))
    for ref, (name, place) in at.items():
        if not _same(report.cell(ref), book[name][place]):
            raise ExportError(f"导出的表格里“{describe(report, ref)}”与报告不一致，没有保存，请换一种格式导出。")


def _same(figure: Cell, read: SheetCell) -> bool:
    """Whether a worksheet cell says what the report says; read numbers come as int or float."""
    if isinstance(figure.value, Number) and read.data_type == "n":
        return Decimal(str(read.value)) == Decimal(figure.value.value)
    return read.data_type in ("s", "n") and (read.value or "") == xml_text(figure.raw)


def sheet_names(numbers: Iterable[int]) -> list[str]:
    """Names of the sheets for these tables, findings last."""
    return [*(_SHEETS[n] for n in sorted(numbers)), FINDINGS]
