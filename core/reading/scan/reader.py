"""Photos and scans as a document: .png, .jpg, .tif and .bmp, one page or several in order."""

from __future__ import annotations

from core.document import Document, Result
from core.errors import PicturesOnly
from core.reading.pages.document import document_of
from core.reading.pages.page import Page
from core.reading.reader import Progress, no_progress
from core.reading.scan import addon
from core.reading.scan.kinds import is_album, is_picture
from core.reading.shared import allowance, messages


def sniff(data: bytes, name: str) -> bool:
    """Whether the bytes are a picture, or a zip with nothing but pictures."""
    return is_picture(data) or is_album(data)


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of the pages; PicturesOnly without the add-on, and where no page has text."""
    if not addon.available():
        raise PicturesOnly(messages.IMAGE)
    from core.reading.scan.pictures import Pictures
    from core.reading.scan.scanned_pages import ScannedPages  # numpy and onnxruntime come with the add-on

    allowance.for_pictures()
    pictures = Pictures(data)
    scale = pictures.scale

    def page(index: int) -> Page:
        width, height = (side / scale for side in pictures.picture(index).size)
        return Page(width, height, pictures=[(0.0, 0.0, width, height)])

    pages = ScannedPages(page, pictures.picture, scale, pictures.count, progress or no_progress)
    result = document_of("image", pages.page, pictures.count, pages.progress)
    if result is None:
        raise PicturesOnly(messages.NO_TEXT_IN_PICTURE)
    return pages.marked(result)
