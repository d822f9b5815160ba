"""Excel's and WPS's binary workbooks (.xls, .et, .xlsb), read by calamine (Rust, no network, no macros run).

It gives values and merged ranges but no number formats and no borders; why it does not read .xlsx and .ods too is
told in docs/decisions/060-spreadsheet-readers.md.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import TypeVar

from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

from core.errors import ReadError
from core.reading.shared import messages
from core.reading.shared.limits import MAX_TEXT, check_grid, clip
from core.reading.spreadsheets.bounds import bounded
from core.reading.spreadsheets.values import plain
from core.reading.spreadsheets.worksheet import Worksheet

T = TypeVar("T")


def sheets(data: bytes, remarks: list[str]) -> Iterator[Worksheet]:
    """The visible sheets in order; hidden ones are named in remarks."""
    data = bounded(data)
    book = _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)))
    for about in book.sheets_metadata:
        if about.visible != SheetVisibleEnum.Visible:
            remarks.append(messages.HIDDEN_SHEET.format(name=about.name))
            continue
        yield _guarded(partial(_sheet, book, about.name))


def _sheet(book: CalamineWorkbook, name: str) -> Worksheet:
    source = book.get_sheet_by_name(name)
    sheet = Worksheet(name)
    size = 0
    check_grid(source.total_height, source.total_width)
    for row, values in enumerate(source.to_python(skip_empty_area=False)):
        for column, value in enumerate(values):
            text = shown(value)
            if text:
                sheet.texts[row, column] = text
                size += len(text)
        if size > MAX_TEXT:
            raise ReadError(messages.HUGE_TABLE)
    for (top, left), (bottom, right) in sorted(source.merged_cell_ranges or []):
        sheet.merges.append((top, left, bottom, right))
    return sheet


def shown(value: object) -> str:
    """A value as Excel shows it in a cell without a number format: 12.0 is "12", a day "2024-01-20"."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return plain(Decimal(repr(value)))
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        return f"{value:%Y-%m-%d}"
    return clip(str(value).replace("\r\n", "\n"))


def _guarded(work: Callable[[], T]) -> T:
    """What work gives; a sentence instead of whatever calamine raises, a panic of Rust (a BaseException) included."""
    try:
        return work()
    except (ReadError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except PasswordError as error:
        raise ReadError(messages.PASSWORD) from error
    except BaseException as error:
        raise ReadError(messages.DAMAGED) from error
