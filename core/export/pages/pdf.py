"""The standard layout as PDF, made without Qt for the command line.

reportlab was chosen over fpdf2: both are pure Python, but it needs nothing beyond what is locked already, sets
Chinese without embedding a font where the computer has none, and imports no network module.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from core import atomic_write
from core.errors import ExportError
from core.export.pages.layout import print_pages
from core.export.pages.page import PAGE_HEIGHT, PAGE_WIDTH, PrintPage, Rectangle, TextRun
from core.export.pages.pdf_fonts import Fonts, system_fonts
from core.export.read_back import differences
from core.export.standard.content import check_edition, title_of
from core.model import Report
from core.reading.pdf.pdfium import PdfiumFile
from core.text import squeeze

_BOLD_STROKE = 0.03  # of the size: the fonts come in one weight, so bold is drawn with an outline
_DIFFERENT = "导出的 PDF 读回核对，有{}处与报告不一致，所以没有保存：{}。请改成导出 docx。"


def write_pdf(report: Report, target: Path, form_edition: str | None = None, fonts: Fonts | None = None) -> None:
    """Write the report as PDF at target, read back equal; on ExportError target is as it was.

    fonts None means those of this computer.
    """
    atomic_write.write_whole(target, render_pdf(report, form_edition, fonts))


def render_pdf(report: Report, form_edition: str | None = None, fonts: Fonts | None = None) -> bytes:
    """The bytes of the PDF, verified."""
    check_edition(report, form_edition)
    fonts = fonts or system_fonts()
    pages = print_pages(report, fonts)
    data = draw_pdf(pages, title_of(report), fonts)
    found = (*_lost_words(pages, data), *differences(report, data, "导出.pdf"))
    if found:
        raise ExportError(_DIFFERENT.format(len(found), found[0]))
    return data


def _lost_words(pages: Sequence[PrintPage], data: bytes) -> Iterator[str]:
    """Pages that do not read back with the characters set on them; where narrow cells stand side by side,
    readers take their characters in another order, so order is left to the comparison of the tables."""
    with PdfiumFile(data) as file:
        if file.count != len(pages):
            yield f"应有{len(pages)}页，读回{file.count}页"
        for index, page in enumerate(pages[: file.count]):
            wanted = Counter(squeeze("".join(i.text for i in page.items if isinstance(i, TextRun))))
            found = Counter(squeeze("".join(g.text for g in file.page(index).glyphs)))
            if wanted != found:
                lost = "".join(wanted - found)[:10]
                yield f"第{index + 1}页有读不回来的字" + (f"“{lost}”（这台电脑的字体里没有）" if lost else "")


def draw_pdf(pages: Sequence[PrintPage], title: str, fonts: Fonts) -> bytes:
    """Pages as PDF, not verified; equal bytes for equal pages and fonts."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=True, pageCompression=1, lang="zh-CN")
    canvas.setTitle(title.replace("\n", ""))
    canvas.setCreator("年报校核")
    for page in pages:
        for item in page.items:
            if isinstance(item, Rectangle):
                _draw_rectangle(canvas, item)
            else:
                _draw_text(canvas, item, fonts)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _draw_rectangle(canvas: Canvas, item: Rectangle) -> None:
    canvas.saveState()
    canvas.setLineWidth(0.5)
    if item.shade:
        canvas.setFillColorRGB(*item.shade)
    bottom = PAGE_HEIGHT - item.y - item.height
    canvas.rect(item.x, bottom, item.width, item.height, stroke=0 if item.shade else 1, fill=1 if item.shade else 0)
    canvas.restoreState()


def _draw_text(canvas: Canvas, item: TextRun, fonts: Fonts) -> None:
    """A run, parted where its font lacks a character and the reserve steps in."""
    canvas.setLineWidth(item.size * _BOLD_STROKE)
    written = canvas.beginText(item.x, PAGE_HEIGHT - item.y)
    written.setCharSpace(item.spacing)
    written.setTextRenderMode(2 if item.bold else 0)
    for name, run in groupby(item.text, key=lambda c: fonts.font(item.face, c).fontName):
        written.setFont(name, item.size)
        written.textOut("".join(run))
    # The mode outlives the text object, and reportlab thinks it does not: without this all that follows is bold.
    written.setTextRenderMode(0)
    canvas.drawText(written)
