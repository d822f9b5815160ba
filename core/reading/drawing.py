"""Pages of a file as a clerk sees them: of a PDF as a picture, of an OFD file as what is to be drawn."""

from __future__ import annotations

from dataclasses import dataclass

from core.reading.ofd.drawing import PageDrawing, page_drawing

__all__ = ["PageDrawing", "PageImage", "draw_page"]


@dataclass(frozen=True, slots=True)
class PageImage:
    """A drawn page: rows of stride bytes, each pixel blue, green, red and an unused byte. page_width and page_height
    are the size of the page in points."""

    width: int
    height: int
    stride: int
    pixels: bytes
    page_width: float
    page_height: float


def draw_page(data: bytes, kind: str, page: int, width: int) -> PageImage | PageDrawing:
    """A page (from 1) of a "pdf" file, width pixels wide, of an "ofd" file, of an "image" file, or a large picture of a
    "docx" file; ReadError where it cannot be drawn."""
    if kind == "ofd":
        return page_drawing(data, page)
    if kind in ("image", "docx"):
        from core.reading.scan.pictures import drawn  # Pillow is loaded for who opens pictures

        return PageImage(*drawn(data, kind, page, width))
    from core.reading.pdf.page_images import page_image  # pdfium is not to be loaded before there is a PDF

    return PageImage(*page_image(data, page, width))
