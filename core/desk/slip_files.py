"""Slips as files: one docx an office in the form of GB/T 9704, and a workbook that lists them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core import atomic_write
from core.desk.slip_layout import SlipLayout, layout
from core.desk.slips import Slip, closing_line, day_words, opening_line, title_of
from core.document import Document, Para, RawTable
from core.errors import ExportError, ReadError
from core.export import free_name
from core.export.file_names import safe_name
from core.export.standard.content import LayoutLine, LineRole, break_title, signature_lines, xml_text
from core.export.standard.ooxml import Element, element, paragraph, runs_of
from core.export.standard.plain_table import plain_table
from core.export.standard.template import Template, open_template
from core.export.workbook import cells
from core.reading import read_bytes
from core.session import Session
from core.text import squeeze

LIST_NAME = "退回清单.xlsx"
_BEFORE_SIGNATURE = 579  # twips: a line
ANNEX = "附表"
_HEADS = (("序号", 44), ("需要修改或核实的内容", 460))


def write_slips(slips: Sequence[Slip], folder: Path, session: Session) -> tuple[Path, ...]:
    """See core.desk.writing.write_slips."""
    template = Path(session.settings.template) if session.settings.template else None
    made: list[Path] = []
    try:
        _write_all(slips, folder, template, made)
    except BaseException:
        # The disk is full, the stick gone: half of the slips would be sent, and all of them once more.
        for path in made:
            with suppress(OSError):
                path.unlink()
        raise
    return tuple(made)


def _write_all(slips: Sequence[Slip], folder: Path, template: Path | None, made: list[Path]) -> None:
    """Every slip and their list; made gets each file that is there. All names are free ones."""
    today = date.today()
    for slip in slips:
        target = free_name(folder / f"{safe_name(slip.office) or '单位'}-退回修改通知.docx")
        atomic_write.write_whole(target, render_slip(slip, today, template))
        made.append(target)
    target = free_name(folder / LIST_NAME)
    atomic_write.write_whole(target, _list(slips, made))
    made.append(target)


def render_slip(slip: Slip, day: date, template: Path | None = None) -> bytes:
    """The bytes of the docx, read back and compared; one page, unless more is asked than a page holds."""
    opened = open_template(template)
    title = break_title(xml_text(title_of(slip)), None)
    opened.put("标题", [_line(LayoutLine(LineRole.TITLE, title), opened)])
    no_indent = [element("ind", firstLineChars=0, firstLine=0)]
    to = LayoutLine(LineRole.BODY, f"{xml_text(slip.office)}：")
    opened.put("前言", [paragraph(opened.styles["body"], runs_of(to), *no_indent)])
    plan = layout(slip)
    opened.put("正文", list(_body(slip, plan, opened)))
    opened.put("落款", list(_signature(slip, day, opened, 0 if plan.rows else _BEFORE_SIGNATURE)))
    opened.put("附页", list(_annex(plan, opened)))
    opened.document.core_properties.title = squeeze(title)[:255]
    data = opened.data()
    _check(slip, plan, day, data)
    return data


def _body(slip: Slip, plan: SlipLayout, opened: Template) -> Iterator[Element]:
    yield _line(LayoutLine(LineRole.BODY, xml_text(opening_line(slip))), opened)
    yield from (_line(LayoutLine(LineRole.BODY, xml_text(line)), opened) for line in plan.lines)
    if plan.rows:
        yield _table(plan.rows, opened)
    if slip.extra:
        yield _line(LayoutLine(LineRole.BODY, xml_text(slip.extra)), opened)
    # The signature never stands alone on a second page.
    ending = runs_of(LayoutLine(LineRole.BODY, xml_text(closing_line(slip))))
    yield paragraph(opened.styles["body"], ending, element("keepNext"))


def _table(rows: Sequence[tuple[str, str]], opened: Template) -> Element:
    return plain_table(_HEADS, [(n, xml_text(words)) for n, words in rows], opened.styles, opened.width)


def _annex(plan: SlipLayout, opened: Template) -> Iterator[Element]:
    """What page one had no room for, on pages of its own."""
    if plan.annex:
        heading = runs_of(LayoutLine(LineRole.BODY, ANNEX))
        yield paragraph(opened.styles["annex heading"], heading, element("pageBreakBefore"))
        yield _table(plan.annex, opened)
        yield paragraph(opened.styles["text"], [])  # Word wants a paragraph behind the last table


def _signature(slip: Slip, day: date, opened: Template, before: int) -> Iterator[Element]:
    texts = [xml_text(words) for words in (slip.sender, day_words(day.isoformat())) if words]
    for number, line in enumerate(signature_lines(texts, xml_text(slip.sender))):
        properties = [element("keepNext")] if number < len(texts) - 1 else []
        properties += [element("spacing", before=before)] if number == 0 and before else []
        properties.append(element("ind", rightChars=round(line.right * 100), right=round(line.right * 316)))
        yield paragraph(opened.styles["closing"], runs_of(line), *properties)


def _line(line: LayoutLine, opened: Template) -> Element:
    return paragraph(opened.styles[line.role.value], runs_of(line))


def _said(slip: Slip, plan: SlipLayout, day: str) -> tuple[str, ...]:
    """Everything the docx says in its order."""
    extra, sender = ([words] if words else [] for words in (slip.extra, slip.sender))
    body = (opening_line(slip), *plan.texts, *extra, closing_line(slip))
    annex = (ANNEX, *(words for _, words in plan.annex)) if plan.annex else ()
    return (title_of(slip), f"{slip.office}：", *body, *sender, day, *annex)


def _check(slip: Slip, plan: SlipLayout, day: date, data: bytes) -> None:
    """Read back: every word of the slip in its order, or ExportError."""
    try:
        found = "".join(_texts(read_bytes(data, "退回修改通知.docx").value))
    except ReadError as error:
        raise ExportError(f"通知写出后读不回来，没有保存，请换一个文件夹再导出一次：{error}") from error
    wanted = [xml_text(words) for words in _said(slip, plan, day_words(day.isoformat()))]
    at = 0
    for words in wanted:
        place = found.find(squeeze(words), at)
        if place < 0:
            raise ExportError(f"给“{slip.office}”的通知写出后读回核对不一致，没有保存，请换一个文件夹再导出一次。")
        at = place + len(squeeze(words))


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Para):
            yield squeeze(block.text)
        elif isinstance(block, RawTable):
            yield from (squeeze(cell.text) for row in block.by_row() for cell in row)


def _list(slips: Sequence[Slip], paths: Sequence[Path]) -> bytes:
    heads = (("序号", 6), ("单位", 30), ("处数", 8), ("修改期限", 16), ("通知文件", 44), ("主要内容", 80))
    rows = [
        (
            str(n),
            slip.office,
            str(len(slip.items)),
            day_words(slip.due),
            path.name,
            "；".join(i.words for i in slip.items),
        )
        for n, (slip, path) in enumerate(zip(slips, paths, strict=True), 1)
    ]
    book = Workbook()
    fill_sheet(book.active, "退回清单", heads, rows)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def fill_sheet(sheet: Worksheet, name: str, heads: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]]) -> None:
    """A plain table with a head row: captions and widths in characters; whole numbers become numbers."""
    sheet.title = name
    for column, (head, width) in enumerate(heads, 1):
        here = sheet.cell(1, column)
        cells.put_text(here, head)
        here.font, here.border, here.alignment, here.fill = cells.BOLD, cells.BORDER, cells.CENTRE, cells.BANNER
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows, 2):
        for column, words in enumerate(row, 1):
            here = sheet.cell(number, column)
            if words.isdigit() and len(words) < 10:
                here.value = int(words)
            else:
                cells.put_text(here, xml_text(words))
            here.font, here.border = cells.PLAIN, cells.BORDER
            here.alignment = cells.CENTRE if len(words) < 12 else cells.LEFT
        widths = [(xml_text(words), float(width)) for words, (_, width) in zip(row, heads, strict=True)]
        sheet.row_dimensions[number].height = min(cells.height(widths), 400.0)
    sheet.freeze_panes = "C2" if len(heads) > 4 else "A2"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = sheet.PAPERSIZE_A4, "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:1"
