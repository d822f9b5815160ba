"""The closing sheet as a docx or a workbook."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from core import atomic_write
from core.desk.closing import closing_sheet
from core.desk.model import Collection, RowState
from core.desk.slip_files import fill_sheet
from core.desk.slips import day_words
from core.errors import ExportError
from core.export.standard.content import LayoutLine, LineRole, xml_text
from core.export.standard.ooxml import paragraph, runs_of
from core.export.standard.plain_table import plain_table
from core.export.standard.template import open_template


def write_closing(collection: Collection, target: Path) -> None:
    """The sheet as .docx or .xlsx by the target's ending; on ExportError target is as it was."""
    made = {".docx": _docx, ".xlsx": _xlsx}.get(target.suffix.lower())
    if made is None:
        raise ExportError("校核情况汇总表请存为 .docx 或 .xlsx。")
    atomic_write.write_whole(target, made(collection))


def _title(collection: Collection) -> str:
    return f"{collection.year}年政府信息公开工作年度报告校核情况汇总表"


_WIDTHS = {"序号": 6, "单位": 28, "类别": 10, "报送时间": 12, "主要问题": 60, "公布": 30}


def _xlsx(collection: Collection) -> bytes:
    sheet = closing_sheet(collection)
    book = Workbook()
    book.properties.title = _title(collection)
    heads = [(head, _WIDTHS.get(head, 9)) for head in sheet.headers]
    fill_sheet(book.active, "校核情况汇总表", heads, sheet.rows)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# In the docx the marks are one column, so that a portrait page holds the table.
_DOCX_HEADS = (("序号", 30), ("单位", 120), ("报送时间", 70), ("状态", 50), ("退回", 34), ("主要问题", 190))


def _docx(collection: Collection) -> bytes:
    sheet = closing_sheet(collection)
    opened = open_template()
    title = LayoutLine(LineRole.TITLE, xml_text(_title(collection)).replace("年度报告", "年度报告\n"))
    opened.put("标题", [paragraph(opened.styles["title"], runs_of(title))])
    states = Counter(row.state for row in collection.rows)
    told = "，".join(f"{state.words} {states[state]} 个" for state in RowState if states[state])
    line = LayoutLine(LineRole.BODY, f"共 {len(collection.rows)} 个单位：{told}。")
    opened.put("前言", [paragraph(opened.styles["body"], runs_of(line))])
    scored = collection.scores.used
    heads = (*_DOCX_HEADS, ("得分", 36)) if scored else _DOCX_HEADS
    rows = [
        tuple(xml_text(words) for words in (r[0], r[1], r[3], r[4], r[5], r[8], *([r[-1]] if scored else [])))
        for r in sheet.rows
    ]
    opened.put("正文", [plain_table(heads, rows, opened.styles, opened.width)])
    today = LayoutLine(LineRole.BODY, day_words(date.today().isoformat()))
    opened.put("落款", [paragraph(opened.styles["closing"], runs_of(today))])
    opened.put("附页", [])
    opened.document.core_properties.title = _title(collection)
    return opened.data()
