"""OFD files: pages to the pipeline that PDF pages go through."""

from __future__ import annotations

from core.document import Document, Result
from core.errors import ReadError
from core.reading.ofd.package import Package, is_package
from core.reading.ofd.page_content import page_content
from core.reading.pages.document import document_of
from core.reading.pages.page import A4, Page
from core.reading.reader import Progress, no_progress
from core.reading.shared import messages


def sniff(data: bytes, name: str) -> bool:
    """Whether the bytes are an OFD package."""
    return is_package(data)


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of an OFD file with text; ReadError for a damaged one or one that holds only pictures."""
    package = Package(data)

    def page(index: int) -> Page:
        part = package.page(index)
        return Page(*A4, unreadable=True) if part is None else page_content(part, package.composites)

    result = document_of("ofd", page, package.count, progress or no_progress, len(data))
    if result is None:
        raise ReadError(messages.NO_TEXT)
    return result
