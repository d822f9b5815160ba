"""The county's sums as a workbook: three tables as on the form, every office's share, every office's state; the sums
are formulas over the shares, with their values beside them for previews."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core import atomic_write, schema
from core.desk.model import Collection, Row
from core.desk.slip_files import fill_sheet
from core.desk.totals import Totals, refusal, totals_report
from core.errors import ExportError
from core.export.original.zip_patch import rewrite_members
from core.export.standard.content import xml_text
from core.export.workbook import cells
from core.export.workbook.writer import SHEETS, fill_table, with_values
from core.model import TABLE_NAMES, Cell, CellRef
from core.values import Unread

_SHARES, _STATES, _GAPS = "各单位数据", "各单位情况", "空白与未读出"
_FIRST = 4  # column of the first office on the sheet of shares
_HEAD = 2  # rows above its figures


def write_totals(collection: Collection, totals: Totals, target: Path) -> None:
    """Write the workbook at target; on ExportError target is as it was."""
    atomic_write.write_whole(target, render_totals(collection, totals))


def render_totals(collection: Collection, totals: Totals) -> bytes:
    """The bytes of the workbook, read back and compared."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "年报校核"
    report = totals_report(totals)
    form: dict[str, dict[str, CellRef]] = {}
    for number, grid in sorted(report.tables.items()):
        sheet = book.create_sheet(SHEETS[number])
        at = fill_table(sheet, report, grid, set())
        cells.put_text(sheet["A1"], _heading(collection, totals))
        form[sheet.title] = {place: ref for ref, place in at.items()}
    lines = _fill_shares(book.create_sheet(_SHARES), collection, totals)
    fill_sheet(book.create_sheet(_STATES), _STATES, _STATE_HEADS, _states(collection, totals))
    fill_sheet(book.create_sheet(_GAPS), _GAPS, _GAP_HEADS, _gaps(totals))
    stream = io.BytesIO()
    book.save(stream)
    last = get_column_letter(max(_FIRST + len(totals.added) - 1, _FIRST))
    formulas: dict[str, dict[str, str]] = {
        name: {place: f"'{_SHARES}'!C{lines[ref]}" for place, ref in places.items()} for name, places in form.items()
    }
    first = get_column_letter(_FIRST)
    formulas[_SHARES] = {f"C{row}": f"SUM({first}{row}:{last}{row})" for row in lines.values()}
    data = _with_formulas(with_values(stream.getvalue(), book), book, formulas)
    _check(data, totals, form)
    return data


def _heading(collection: Collection, totals: Totals) -> str:
    missing = f"，还有 {len(totals.missing)} 个单位未报，合计不全" if totals.missing else ""
    return f"{collection.name} 全县合计（{len(totals.added)} 个单位{missing}）"


def _fill_shares(sheet: Worksheet, collection: Collection, totals: Totals) -> dict[CellRef, int]:
    """A line for each cell of the form, a column for each office; where each cell's line stands."""
    rows = {row.key: row for row in collection.rows}
    added = [rows[key] for key in totals.added if key in rows]
    cells.put_text(sheet["A1"], "C 列是合计（公式），右边是各单位填的数；空白就是没有填，“未读出”没有加进合计。")
    heads = ["表", "项目", "合计", *(row.name for row in added)]
    for column, head in enumerate(heads, 1):
        here = sheet.cell(_HEAD, column)
        cells.put_text(here, xml_text(head))
        here.font, here.border, here.alignment, here.fill = cells.BOLD, cells.BORDER, cells.CENTRE, cells.BANNER
        sheet.column_dimensions[get_column_letter(column)].width = (8, 44, 12)[column - 1] if column < 4 else 14
    lines: dict[CellRef, int] = {}
    for number, (ref, total) in enumerate(totals.cells.items(), _HEAD + 1):
        lines[ref] = number
        shape = schema.shape(totals.edition, ref.table)
        cells.put_text(sheet.cell(number, 1), TABLE_NAMES[ref.table])
        cells.put_text(sheet.cell(number, 2), shape.describe(ref))
        sheet.cell(number, 3).value = total.sum
        for column, row in enumerate(added, _FIRST):
            _put_share(sheet, number, column, row, ref)
        for column in range(1, _FIRST + len(added)):
            here = sheet.cell(number, column)
            here.font, here.border = (cells.BOLD if column == 3 else cells.PLAIN), cells.BORDER
    sheet.freeze_panes = sheet.cell(_HEAD + 1, _FIRST)
    return lines


def _put_share(sheet: Worksheet, line: int, column: int, row: Row, ref: CellRef) -> None:
    cell = row.report.cell(ref) if row.report else Cell()
    here = sheet.cell(line, column)
    if isinstance(cell.value, Unread):
        cells.put_text(here, "未读出")
    else:
        cells.put_figure(here, cell)


_STATE_HEADS = (
    ("单位", 30), ("类别", 12), ("状态", 10), ("年度", 8), ("版式", 8), ("错误", 8), ("需核对", 8), ("退回次数", 10),
    ("是否加进合计", 22), ("文件", 40), ("问题", 70),
)  # fmt: skip


def _states(collection: Collection, totals: Totals) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for row in collection.rows:
        report, newest = row.report, row.newest
        why = "已加" if row.key in totals.added else refusal(row, collection) or "没有选它"
        found.append(
            (
                row.name,
                row.office.kind if row.office else "",
                row.state.words,
                str(report.year or "") if report else "",
                report.edition if report else "",
                str(row.errors),
                str(row.warnings),
                str(len(row.asked)),
                why,
                newest.name if newest else "",
                "；".join(sentence for _, sentence in row.issues),
            )
        )
    return found


_GAP_HEADS = (("表", 8), ("项目", 44), ("空白的单位", 70), ("未读出的单位", 50))


def _gaps(totals: Totals) -> list[tuple[str, ...]]:
    """The cells that some offices left blank although others wrote a figure, or that were not read."""
    found: list[tuple[str, ...]] = []
    for ref, total in totals.cells.items():
        some = any(amount for _, _, _, amount in total.shares)
        if total.unread or (some and total.blanks):
            name = schema.shape(totals.edition, ref.table).describe(ref)
            found.append((TABLE_NAMES[ref.table], name, "、".join(total.blanks), "、".join(total.unread)))
    return found


def _with_formulas(data: bytes, book: Workbook, formulas: Mapping[str, Mapping[str, str]]) -> bytes:
    """Formulas put before the values that openpyxl wrote: <c r="C3"><v>5</v></c> gets <f>SUM(D3:E3)</f>."""
    changed: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for number, sheet in enumerate(book.worksheets, 1):
            own = formulas.get(sheet.title)
            if not own:
                continue
            name = f"xl/worksheets/sheet{number}.xml"

            def placed(match: re.Match[bytes], own: Mapping[str, str] = own) -> bytes:
                formula = own.get(match[1].decode())
                return match[0] if formula is None else match[0][:-3] + f"<f>{formula}</f><v>".encode()

            changed[name] = _VALUE.sub(placed, archive.read(name))
    return rewrite_members(data, changed)


_VALUE = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*><v>')


def _check(data: bytes, totals: Totals, form: Mapping[str, Mapping[str, CellRef]]) -> None:
    """Read again, formulas and values: every cell of the form is a formula, and its value is the sum."""
    live = load_workbook(io.BytesIO(data))
    shown = load_workbook(io.BytesIO(data), data_only=True)
    for name, places in form.items():
        for place, ref in places.items():
            value = shown[name][place].value
            right = value is not None and Decimal(str(value)) == Decimal(totals.cells[ref].sum)
            if not right or not str(live[name][place].value).startswith("="):
                raise ExportError("合计表写出后读回核对不一致，没有保存，请换一个文件夹再导出一次。")
