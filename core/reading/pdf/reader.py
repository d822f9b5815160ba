"""PDF files: the fast reader first, the slow one where the fast one fails or sees no text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.document import Document, Result
from core.errors import ReadError
from core.reading import scan
from core.reading.pages.document import document_of
from core.reading.reader import Progress, no_progress
from core.reading.shared import messages

if TYPE_CHECKING:
    from core.reading.pdf.pdfium import PdfiumFile

_LARGEST_SLOW = 20 * 2**20  # bytes that the slow reader parses in bearable time
_TRIED = 4  # pages the slow reader looks at before it believes that there is no text


def sniff(data: bytes, name: str) -> bool:
    """Whether the mark %PDF- stands within the first kilobyte, as readers accept it."""
    return b"%PDF-" in data[:1024]


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of a PDF with text; ReadError for a scanned, locked or damaged one."""
    # Imported here because loading pdfium takes longer than reading a docx.
    from core.reading.pdf.pdfium import Damaged, PdfiumFile

    watched = progress or no_progress
    try:
        with PdfiumFile(data) as file:
            result = _with_pictures(file, watched, len(data)) if scan.available() else _plain(file, watched, len(data))
    except Damaged:
        result = None
    if result is None and len(data) <= _LARGEST_SLOW:
        result = _slow(data, watched)
    if result is None:
        raise ReadError(messages.DAMAGED)
    return result


def _plain(file: PdfiumFile, progress: Progress, packed: int) -> Result[Document] | None:
    return document_of("pdf", file.page, file.count, progress, packed)


def _with_pictures(file: PdfiumFile, progress: Progress, packed: int) -> Result[Document] | None:
    """With pages and tables that are pictures recognised."""
    from core.reading.scan.scanned_pages import DPI, ScannedPages

    pages = ScannedPages(file.page, lambda index: file.picture(index, DPI / 72), DPI / 72, file.count, progress)
    result = document_of("pdf", pages.page, file.count, pages.progress, packed)
    return None if result is None else pages.marked(result)


def _slow(data: bytes, progress: Progress) -> Result[Document] | None:
    """Through pdfplumber; None when it cannot open the file or finds no text on the first pages.

    pdfium gives up on some damaged files and opens others without a single object on their pages.
    """
    from core.reading.pdf.plumber import Damaged, PlumberFile  # slow to import, and hardly ever needed

    try:
        with PlumberFile(data) as file:
            if not any(file.page(index).glyphs for index in range(min(file.count, _TRIED))):
                return None
            return document_of("pdf", file.page, file.count, progress, len(data))
    except Damaged:
        return None
