"""The 更正说明 as a workbook: the same two tables and lines to sign."""

from __future__ import annotations

import io
from collections.abc import Sequence
from math import ceil
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core import atomic_write
from core.errors import ExportError
from core.export.change_note.corrections import ChangeEntry
from core.export.change_note.note import CHANGE_HEADS, OPEN_HEADS, ChangeNote, build_note
from core.export.standard.form_cells import ems
from core.export.workbook import cells
from core.finding import Finding
from core.model import Report
from core.text import squeeze

_COLUMNS = len(CHANGE_HEADS)
_WIDTH = 0.22  # characters of column width for a unit of the heads' widths


def write_change_sheet(
    report: Report,
    changes: Sequence[ChangeEntry],
    findings: Sequence[Finding],
    dismissed: Sequence[tuple[Finding, str]],
    target: Path,
) -> None:
    """Write the note as xlsx at target; on ExportError target is as it was."""
    atomic_write.write_whole(target, render_change_sheet(build_note(report, changes, findings, dismissed)))


def render_change_sheet(note: ChangeNote) -> bytes:
    """The bytes of the workbook, read back and compared."""
    book = Workbook()
    sheet = book.active
    sheet.title = "更正说明"
    book.properties.creator, book.properties.title = "年报校核", squeeze(note.title)
    rows = _fill(sheet, note)
    stream = io.BytesIO()
    book.save(stream)
    _check(stream.getvalue(), rows)
    return stream.getvalue()


def _fill(sheet: Worksheet, note: ChangeNote) -> list[tuple[str, ...]]:
    """Write all rows and return them as texts, one tuple a row."""
    rows: list[tuple[str, ...]] = []
    for column, (_, width) in enumerate(CHANGE_HEADS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width * _WIDTH
    _wide(sheet, rows, squeeze(note.title), title=True)
    _wide(sheet, rows, note.intro)
    if note.changes:
        _block(sheet, rows, [h for h, _ in CHANGE_HEADS], note.changes, [1] * _COLUMNS)
    _wide(sheet, rows, note.open_intro)
    if note.findings:
        _block(sheet, rows, [h for h, _ in OPEN_HEADS], note.findings, [1, 1, 3, 2])
    for words in ("", *note.signing):
        _wide(sheet, rows, words)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    return rows


def _wide(sheet: Worksheet, rows: list[tuple[str, ...]], words: str, title: bool = False) -> None:
    """One text over all columns."""
    rows.append((words,))
    here = sheet.cell(len(rows), 1)
    cells.put_text(here, words)
    here.font, here.alignment = (cells.TITLE, cells.CENTRE) if title else (cells.PLAIN, cells.LEFT)
    sheet.merge_cells(start_row=len(rows), start_column=1, end_row=len(rows), end_column=_COLUMNS)
    sheet.row_dimensions[len(rows)].height = 36 if title else 22


def _block(
    sheet: Worksheet,
    rows: list[tuple[str, ...]],
    heads: Sequence[str],
    body: Sequence[tuple[str, ...]],
    spans: Sequence[int],
) -> None:
    """A bordered table; spans says how many of the sheet's columns each of its columns takes."""
    for number, row in enumerate([tuple(heads), *body]):
        rows.append(row)
        column, lines = 1, 1
        for text, span in zip(row, spans, strict=True):
            here = sheet.cell(len(rows), column)
            cells.put_text(here, text)
            here.font, here.alignment = (cells.BOLD, cells.CENTRE) if number == 0 else (cells.PLAIN, cells.LEFT)
            for c in range(column, column + span):
                sheet.cell(len(rows), c).border = cells.BORDER
            if span > 1:
                sheet.merge_cells(
                    start_row=len(rows), start_column=column, end_row=len(rows), end_column=column + span - 1
                )
            width = sum(w for _, w in CHANGE_HEADS[column - 1 : column - 1 + span]) * _WIDTH
            lines = max(lines, ceil(ems(text) * 2.1 / (width - 1)))
            column += span
        sheet.row_dimensions[len(rows)].height = 14 * lines + 6


def _check(data: bytes, rows: Sequence[tuple[str, ...]]) -> None:
    sheet = load_workbook(io.BytesIO(data)).active
    for number, row in enumerate(rows, 1):
        found = [c.value for c in sheet[number] if c.value not in (None, "")]
        if found != [t for t in row if t] or any(c.data_type == "f" for c in sheet[number]):
            raise ExportError(f"更正说明第{number}行写出后读回不一致，没有保存，请改用 docx 格式导出。")
