"""The 更正说明 as a workbook: the same text and table on one sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from math import ceil

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.errors import ExportError
from core.export.change_note.note import CHANGE_HEADS, ChangeNote, note_texts
from core.export.standard.form_cells import ems
from core.export.workbook import cells
from core.text import squeeze

_WIDTH = 0.2  # characters of column width for a unit of the heads' widths
_RIGHT = Alignment(horizontal="right", vertical="center")


def render_change_sheet(note: ChangeNote) -> bytes:
    """The bytes of the workbook, read back and compared."""
    book = Workbook()
    sheet = book.active
    sheet.title = "更正说明"
    book.properties.creator, book.properties.title = "年报校核", squeeze(note.title)
    for column, (_, width) in enumerate(CHANGE_HEADS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width * _WIDTH
    _wide_row(sheet, squeeze(note.title), title=True)
    _wide_row(sheet, note.addressee)
    _wide_row(sheet, f"　　{note.intro}")
    _table_row(sheet, [caption for caption, _ in CHANGE_HEADS], head=True)
    for row in note.rows:
        _table_row(sheet, row)
    _wide_row(sheet, f"　　{note.ending}")
    for words in note.signature:
        _wide_row(sheet, words)
        sheet.cell(sheet.max_row, 1).alignment = _RIGHT
    sheet.page_setup.paperSize, sheet.sheet_properties.pageSetUpPr.fitToPage = sheet.PAPERSIZE_A4, True
    sheet.page_setup.fitToHeight = 0
    sheet.print_area = f"A1:{get_column_letter(len(CHANGE_HEADS))}{sheet.max_row}"
    stream = io.BytesIO()
    book.save(stream)
    _check_sheet(stream.getvalue(), note)
    return stream.getvalue()


def _wide_row(sheet: Worksheet, words: str, title: bool = False) -> None:
    """One text over all columns, in the next free row, as high as it needs."""
    row = 1 if title else sheet.max_row + 1
    here = sheet.cell(row, 1)
    cells.put_text(here, words)
    here.font, here.alignment = (cells.TITLE, cells.CENTRE) if title else (cells.PLAIN, cells.LEFT)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(CHANGE_HEADS))
    across = sum(width for _, width in CHANGE_HEADS) * _WIDTH
    sheet.row_dimensions[row].height = 22 * max(ceil(ems(words) * (3.2 if title else 2.1) / across), 1)


def _table_row(sheet: Worksheet, texts: Sequence[str], head: bool = False) -> None:
    row, lines = sheet.max_row + 1, 1
    for column, words in enumerate(texts, 1):
        here = sheet.cell(row, column)
        cells.put_text(here, words)
        here.border = cells.BORDER
        here.font, here.alignment = (cells.BOLD, cells.CENTRE) if head else (cells.PLAIN, cells.LEFT)
        width = CHANGE_HEADS[column - 1][1] * _WIDTH
        lines = max(lines, sum(max(ceil(ems(line) * 2.1 / (width - 1)), 1) for line in words.split("\n")))
    sheet.row_dimensions[row].height = 14 * lines + 6


def _check_sheet(data: bytes, note: ChangeNote) -> None:
    """Read the sheet back: the same texts in the same order and no formula, or ExportError."""
    sheet = load_workbook(io.BytesIO(data)).active
    found = [c for row in sheet.iter_rows() for c in row if c.value not in (None, "")]
    wanted = [squeeze(note.title), *(squeeze(t) for t in note_texts(note)[len(note.title.split("\n")) :])]
    if [squeeze(str(c.value)) for c in found] != wanted or any(c.data_type == "f" for c in found):
        raise ExportError("更正说明写出后读回核对不一致，没有保存，请改用 docx 格式导出。")
