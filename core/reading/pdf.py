"""PDF files: text, tables and places of every page."""

from __future__ import annotations

from core.document import Document, Result
from core.reading.base import Progress


def sniff(data: bytes, name: str) -> bool:
    """Whether the mark %PDF- stands within the first kilobyte, as readers accept it."""
    return b"%PDF-" in data[:1024]


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of a PDF with text; ReadError for a scanned, locked or damaged one."""
    from core.reading import pdf_plumber  # slow to import, and only PDF files need it

    return pdf_plumber.read(data, progress)
