"""The slow, second way into a PDF: pdfplumber. Taken when pdfium fails or finds no text."""

from __future__ import annotations

import io
import logging
import math
from types import TracebackType
from typing import Any, TypeAlias

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from core.errors import ReadError
from core.reading.pages.page import BLACK, SLOPING, SQUARE, Glyph, Page, slopes
from core.reading.pdf.lookalikes import plain
from core.reading.pdf.ruling_collector import RulingCollector
from core.reading.shared import messages

Untyped: TypeAlias = Any  # what the library hands out has no types

# Fonts with odd tables make pdfminer warn on every page; none of it concerns the clerk.
logging.getLogger("pdfminer").setLevel(logging.ERROR)
_UNMAPPED = "(cid:"
# A damaged file makes pdfminer stumble in any of these ways.
_FAULTS = (PdfminerException, MalformedPDFException, PSException, ValueError, KeyError, TypeError, AttributeError,
           IndexError, AssertionError, RecursionError, OverflowError, EOFError)  # fmt: skip


class Damaged(Exception):
    """pdfminer cannot make sense of the file."""


class PlumberFile:
    """An open PDF; use as a context manager. Damaged when pdfminer stumbles, ReadError for a locked file."""

    def __init__(self, data: bytes) -> None:
        try:
            self._pdf: Untyped = pdfplumber.open(io.BytesIO(data))
            self.count: int = len(self._pdf.pages)
        except _FAULTS as error:
            if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
                raise ReadError(messages.PASSWORD) from error
            raise Damaged from error

    def __enter__(self) -> PlumberFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pdf.close()

    def page(self, index: int) -> Page:
        """Content of a page counted from 0; Damaged where it cannot be parsed."""
        try:
            source = self._pdf.pages[index]
            page = _page(source)
            source.close()
        except _FAULTS as error:
            raise Damaged from error
        return page


def _page(source: Untyped) -> Page:
    # Everything is counted from the whole sheet; what is shown is its crop box.
    left, top, right, bottom = map(float, source.cropbox or source.bbox)
    page = Page(right - left, bottom - top)
    for char in source.chars:
        if char["x1"] <= left or char["x0"] >= right or char["bottom"] <= top or char["top"] >= bottom:
            continue
        page.unmapped += char["text"].startswith(_UNMAPPED)
        x0, x1 = char["x0"] - left, char["x1"] - left
        box = (x0, char["top"] - top, x1, char["bottom"] - top)
        page.glyphs.append(
            Glyph(
                "".join(map(plain, char["text"])),
                *box,
                box[3],
                max(box[3] - box[1], (x1 - x0) * SQUARE),
                SLOPING if slopes(math.atan2(char["matrix"][1], char["matrix"][0]) % math.tau) else BLACK,
            )
        )
    strokes = RulingCollector(page)
    for shape in (*source.lines, *source.rects, *source.curves):
        points = [(x - left, y - top) for x, y in shape["pts"]]
        strokes.add([*points, points[0]] if shape["object_type"] == "rect" else points, bool(shape["stroke"]))
    page.styles = {glyph.style for glyph in page.glyphs}
    for image in source.images:
        page.pictures.append((image["x0"] - left, image["top"] - top, image["x1"] - left, image["bottom"] - top))
    return page
