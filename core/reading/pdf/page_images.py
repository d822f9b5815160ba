"""Pages drawn by pdfium for the eye."""

from __future__ import annotations

import math
from contextlib import closing

import pypdfium2
from pypdfium2 import raw

from core.errors import ReadError
from core.reading.pdf.pdfium import LOCK
from core.reading.shared import messages

_MOST_PIXELS = 24_000_000  # a page 2,400 pixels wide and four times as high as an A4 page is


def page_image(data: bytes, page: int, width: int) -> tuple[int, int, int, bytes, float, float]:
    """Fields of core.reading.drawing.PageImage for a page (from 1); ReadError where pdfium cannot draw it.

    A page of odd proportions gets fewer pixels than asked for: its picture is stretched by whoever shows it.
    """
    try:
        with LOCK, closing(pypdfium2.PdfDocument(data)) as document, closing(document[page - 1]) as sheet:
            wide, tall = sheet.get_size()
            scale = min(width / wide, math.sqrt(_MOST_PIXELS / (wide * tall)))
            size = max(round(wide * scale), 1), max(round(tall * scale), 1)
            with closing(pypdfium2.PdfBitmap.new_native(*size, raw.FPDFBitmap_BGRx)) as bitmap:
                bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
                raw.FPDF_RenderPageBitmap(bitmap, sheet, 0, 0, *size, 0, raw.FPDF_ANNOT)
                return *size, bitmap.stride, bytes(bitmap.buffer), wide, tall
    except (pypdfium2.PdfiumError, IndexError, ZeroDivisionError, ValueError) as error:
        raise ReadError(messages.DAMAGED) from error
