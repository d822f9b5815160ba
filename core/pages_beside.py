"""Pages of a scan or photos, to be looked at beside an empty report while it is typed in; nothing is read from them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from pypdfium2 import PdfiumError

from core.document import Document
from core.errors import ReadError
from core.reading import load
from core.reading.ofd.package import Package, is_package
from core.reading.pdf.pdfium import LOCK
from core.reading.scan.kinds import is_album, is_picture

_NEITHER = "“{name}”显示不出来：不是图片，或者已经损坏。请另选 PDF、OFD 或图片（jpg、png、tif、bmp）。"
_DAMAGED = "“{name}”打不开，可能已经损坏。请重新扫描或重新拍照，再选一次。"
_ONE_FILE = "一次请只选一个 PDF 或 OFD 文件，或者几张照片。"
_DPI = 150  # of a photo laid on a page; it is shown as wide as the pane anyway


@dataclass(frozen=True, slots=True)
class PagesBeside:
    """A file of pages: its content, its name for the clerk, and a Document without a word in it."""

    data: bytes
    name: str
    document: Document


def pages_beside(paths: Sequence[Path]) -> PagesBeside:
    """The pages of a PDF or OFD, or several photos as the pages of one PDF, in the order of their names. ReadError with
    a sentence for anything else."""
    files = [(path.name, load(path)) for path in sorted(paths)]
    if len(files) == 1 and not is_picture(files[0][1]) and (pages := _pages_of_file(*files[0])) is not None:
        return pages
    if any(data[:4] == b"%PDF" or is_package(data) for _, data in files):
        raise ReadError(_ONE_FILE)
    name = files[0][0] if len(files) == 1 else f"{files[0][0]} 等 {len(files)} 张照片"
    return PagesBeside(_as_pdf(files), name, Document("pdf", (), len(files)))


def pages_of(data: bytes) -> Document | None:
    """The pages of a kept file that was laid beside a report; None where it has none that can be shown."""
    try:
        pages = _pages_of_file("", data)
    except ReadError:
        return None
    return pages.document if pages is not None else None


def _pages_of_file(name: str, data: bytes) -> PagesBeside | None:
    if b"%PDF" in data[:1024]:
        try:
            with LOCK, closing(pypdfium2.PdfDocument(data)) as document:
                return PagesBeside(data, name, Document("pdf", (), len(document)))
        except PdfiumError:
            raise ReadError(_DAMAGED.format(name=name)) from None
    if is_picture(data) or is_album(data):
        from core.reading.scan.pictures import Pictures  # only for who has photos

        return PagesBeside(data, name, Document("image", (), Pictures(data).count))
    if is_package(data):
        return PagesBeside(data, name, Document("ofd", (), Package(data).count))
    return None


def _as_pdf(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Photos, upright and each on a page of its own."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # only for who has photos

    pages = []
    for name, data in files:
        try:
            with Image.open(io.BytesIO(data)) as picture:
                pages.append(ImageOps.exif_transpose(picture).convert("RGB"))
        except (UnidentifiedImageError, Image.DecompressionBombError):
            raise ReadError(_NEITHER.format(name=name)) from None
        except (OSError, ValueError, SyntaxError):
            raise ReadError(_DAMAGED.format(name=name)) from None
    made = io.BytesIO()
    pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=_DPI)
    return made.getvalue()
