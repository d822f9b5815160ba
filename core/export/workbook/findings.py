"""The sheet of findings, each with a link to its first cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from core.export.standard.content import xml_text
from core.export.workbook import cells
from core.finding import Finding, Severity, side_text
from core.model import CellRef, Report
from core.schema import shape

FINDINGS = "问题清单"
SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "需核对", Severity.HINT: "提示"}
_MOST_NAMES = 1  # of cells in a row: programs do not wrap a link
_HEADS = (("序号", 6), ("等级", 8), ("问题", 70), ("应为", 12), ("现为", 12), ("位置（点击跳到单元格）", 46))


def fill_findings(
    sheet: Worksheet, report: Report, findings: Sequence[Finding], at: Mapping[CellRef, tuple[str, str]]
) -> None:
    """One row a finding; at tells the sheet and the coordinate of every figure of the workbook."""
    _fill_head(sheet)
    for number, finding in enumerate(findings, 1):
        _fill_row(sheet, number, finding)
        _link(sheet.cell(number + 1, len(_HEADS)), report, finding, at)
        _format_row(sheet, number + 1)
    if not findings:
        cells.put_text(sheet["C2"], "没有发现问题。")
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0


def _fill_head(sheet: Worksheet) -> None:
    for column, (head, width) in enumerate(_HEADS, 1):
        here = sheet.cell(1, column)
        cells.put_text(here, head)
        here.font, here.border, here.alignment, here.fill = cells.BOLD, cells.BORDER, cells.CENTRE, cells.BANNER
        sheet.column_dimensions[get_column_letter(column)].width = width


def _fill_row(sheet: Worksheet, number: int, finding: Finding) -> None:
    words = (SEVERITIES[finding.severity], finding.message, side_text(finding.expected), side_text(finding.actual))
    sheet.cell(number + 1, 1, number)
    for column, word in enumerate(words, 2):
        cells.put_text(sheet.cell(number + 1, column), xml_text(word))


def _format_row(sheet: Worksheet, row: int) -> None:
    """Borders, and a height that shows the two long texts whole."""
    for column in range(1, len(_HEADS) + 1):
        here = sheet.cell(row, column)
        here.border, here.alignment = cells.BORDER, cells.LEFT if column in (3, 6) else cells.CENTRE
        if column < len(_HEADS):
            here.font = cells.PLAIN
    widths = ((str(sheet.cell(row, c).value or ""), float(_HEADS[c - 1][1])) for c in (3, 6))
    sheet.row_dimensions[row].height = cells.height(widths)


def _link(cell: SheetCell, report: Report, finding: Finding, at: Mapping[CellRef, tuple[str, str]]) -> None:
    """Names of the cells, a link to the first of them."""
    known = [ref for ref in finding.cells if ref in at]
    if not known:
        cells.put_text(cell, f"第{finding.section}部分文字" if finding.section else "")
        cell.font = cells.PLAIN
        return
    more = f"等{len(known)}个单元格" if len(known) > _MOST_NAMES else ""
    cells.put_text(cell, "、".join(describe(report, ref) for ref in known[:_MOST_NAMES]) + more)
    name, place = at[known[0]]
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{place}", display=str(cell.value))
    cell.font = cells.LINK


def describe(report: Report, ref: CellRef) -> str:
    """A cell's name with its table, e.g. "表3 （七）总计·自然人"."""
    return f"表{ref.table} {shape(report.tables[ref.table].edition, ref.table).describe(ref)}"
