"""The standard layout as PDF, made without Qt for the command line; why reportlab: docs/decisions/070-reportlab.md."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby
from pathlib import Path

from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core import atomic_write
from core.errors import ExportError
from core.export.pages.layout import print_pages
from core.export.pages.page import PAGE_HEIGHT, PAGE_WIDTH, Picture, PrintPage, Rectangle, TextRun
from core.export.pages.pdf_fonts import MISSING, Fonts, system_fonts
from core.export.pages.pdf_structure import StructureTree
from core.export.standard.content import NOTHING_CARRIED, CarriedContent, check_edition, title_of, xml_text
from core.model import Report
from core.reading.pdf.pdfium import PdfiumFile
from core.text import squeeze

_BOLD_STROKE = 0.03  # of the size: the fonts come in one weight, so bold is drawn with an outline
_EPOCH = "SOURCE_DATE_EPOCH"  # reproducible-builds.org: seconds since 1970 that stand for now
_OFF = 3.0  # points by which a character read back may stand beside the place where it was set


def write_pdf(report: Report, target: Path, form_edition: str | None = None, fonts: Fonts | None = None) -> None:
    """Write the report as PDF at target, read back equal; on ExportError target is as it was.

    fonts None means those of this computer.
    """
    check_edition(report, form_edition)
    atomic_write.write_whole(target, render_pdf(report, fonts)[0])


def render_pdf(
    report: Report,
    fonts: Fonts | None = None,
    carried: CarriedContent = NOTHING_CARRIED,
    annex: Collection[int] | None = None,
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of the PDF, verified, and what the person should know of it, in Chinese."""
    fonts = fonts or system_fonts()
    pages = print_pages(report, fonts, carried, annex)
    data, notices = draw_pdf(pages, title_of(report), fonts, xml_text(report.agency or ""))
    wrong = _difference(pages, data, fonts)
    if wrong is not None:
        raise ExportError(f"导出的 PDF 读回核对不一致，所以没有保存：{wrong}。请改成导出 docx。")
    return data, notices


def _difference(pages: Sequence[PrintPage], data: bytes, fonts: Fonts) -> str | None:
    """The first page that does not read back with its characters where they were set; None when all do.

    Places and not an extraction are compared: whether a reader finds title and sections again is its guess, and a
    person may write a title that none would recognize.
    """
    with PdfiumFile(data) as file:
        if file.count != len(pages):
            return f"应有{len(pages)}页，读回{file.count}页"
        for index, page in enumerate(pages):
            wanted = [i for i in page.items if isinstance(i, TextRun)]
            glyphs = file.page(index).glyphs
            expected = Counter(squeeze("".join(fonts.shown(i.face, c) for i in wanted for c in i.text)))
            found = Counter(squeeze("".join(g.text for g in glyphs)))
            if expected != found:
                return f"第{index + 1}页有读不回来的字“{''.join(expected - found)[:10]}”"
            places: dict[str, list[tuple[float, float]]] = {}
            for glyph in glyphs:
                places.setdefault(glyph.text, []).append((glyph.x0, glyph.base))
            for run in wanted:
                first = fonts.shown(run.face, run.text[:1])
                near = places.get(first, [])
                if squeeze(first) and not any(abs(x - run.x) < _OFF and abs(y - run.y) < _OFF for x, y in near):
                    return f"第{index + 1}页的“{run.text[:10]}”不在该在的位置"
    return None


def draw_pdf(pages: Sequence[PrintPage], title: str, fonts: Fonts, author: str = "") -> tuple[bytes, tuple[str, ...]]:
    """Pages as PDF, not verified, with sentences on pictures and characters that could not be drawn.

    The creation date is now, or what SOURCE_DATE_EPOCH says: with it, equal pages and fonts give equal bytes.
    """
    stream = io.BytesIO()
    epoch = os.environ.get(_EPOCH, "").strip()
    if epoch and not epoch.isdecimal():
        del os.environ[_EPOCH]  # reportlab would fail on it
    canvas = Canvas(
        stream, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=False, pageCompression=1, lang="zh-CN", pdfVersion=(1, 7)
    )
    _forget_helvetica(canvas)
    canvas.setTitle(title.replace("\n", ""))
    canvas.setAuthor(author)
    canvas.setSubject("政府信息公开工作年度报告")
    canvas.setCreator("年报校核")
    structure = StructureTree(canvas)
    notices: list[str] = []
    for page in pages:
        for element, items in groupby(page.items, key=lambda i: None if isinstance(i, Rectangle) else i.element):
            structure.begin(element)
            for item in items:
                if isinstance(item, Rectangle):
                    _draw_rectangle(canvas, item)
                elif isinstance(item, Picture):
                    notices += _draw_picture(canvas, item)
                else:
                    if element is not None:
                        structure.bookmark(element, item.y)
                    _draw_text(canvas, item, fonts)
            structure.end()
        canvas.showPage()
        structure.end_page()
    structure.finish()
    canvas.save()
    lacking = fonts.lacking(c for p in pages for i in p.items if isinstance(i, TextRun) for c in i.text)
    if lacking:
        notices.append(f"这台电脑的字体里没有“{lacking}”，PDF 里显示成“{MISSING}”，请用 docx 打印或者另装字体。")
    return stream.getvalue(), tuple(notices)


def _forget_helvetica(canvas: Canvas) -> None:
    """reportlab begins every page with Helvetica, not embedded, though nothing is set in it; a checker for archives
    or screen readers refuses the file for that."""
    canvas._preamble = "1 0 0 1 0 0 cm"
    canvas._doc.idToObject["BasicFonts"].dict.pop(canvas._doc.fontMapping["Helvetica"].lstrip("/"), None)


def _draw_rectangle(canvas: Canvas, item: Rectangle) -> None:
    canvas.saveState()
    canvas.setLineWidth(0.5)
    if item.shade:
        canvas.setFillColorRGB(*item.shade)
    bottom = PAGE_HEIGHT - item.y - item.height
    canvas.rect(item.x, bottom, item.width, item.height, stroke=0 if item.shade else 1, fill=1 if item.shade else 0)
    canvas.restoreState()


def _draw_picture(canvas: Canvas, item: Picture) -> list[str]:
    """A picture of a kind that Pillow reads; drawings of Windows (emf, wmf) are named."""
    try:
        with Image.open(io.BytesIO(item.data)) as opened:
            image = ImageReader(opened.convert("RGBA" if opened.mode in ("P", "LA", "PA") else opened.mode))
        bottom = PAGE_HEIGHT - item.y - item.height
        canvas.drawImage(image, item.x, bottom, item.width, item.height, mask="auto")
    except (UnidentifiedImageError, OSError, ValueError):
        canvas.rect(item.x, PAGE_HEIGHT - item.y - item.height, item.width, item.height, stroke=1, fill=0)
        return ["有一张图片的格式画不进 PDF，那里是一个空框；要带图片请导出 docx。"]
    return []


def _draw_text(canvas: Canvas, item: TextRun, fonts: Fonts) -> None:
    """A run, parted where its font lacks a character and another steps in."""
    canvas.setLineWidth(item.size * _BOLD_STROKE)
    written = canvas.beginText(item.x, PAGE_HEIGHT - item.y)
    written.setCharSpace(item.spacing)
    written.setTextRenderMode(2 if item.bold else 0)
    for name, run in groupby(item.text, key=lambda c: fonts.font(item.face, c).fontName):
        written.setFont(name, item.size)
        written.textOut("".join(fonts.shown(item.face, c) for c in run))
    # The mode outlives the text object, and reportlab thinks it does not: without this all that follows is bold.
    written.setTextRenderMode(0)
    canvas.drawText(written)
