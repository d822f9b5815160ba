"""The pages of a file as they are to be looked at, without a word being read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from core.errors import ReadError
from core.reading.ofd.package import Package, is_package
from core.reading.scan.kinds import is_album, is_picture

_NEITHER = "“{name}”显示不出来：不是图片，或者已经损坏。请另选 PDF、OFD 或图片（jpg、png、tif、bmp）。"
_DAMAGED = "“{name}”打不开，可能已经损坏。请重新扫描或重新拍照，再选一次。"
_ONE_FILE = "一次请只选一个 PDF 或 OFD 文件，或者几张照片。"
_DPI = 150  # of a photo laid on a page; it is shown as wide as the pane anyway


@dataclass(frozen=True, slots=True)
class FilePages:
    """kind names what draws them ("pdf", "ofd", "image"); made is the PDF that photos were laid on, None where the file
    itself is shown."""

    kind: str
    count: int
    made: bytes | None = None


def pages_in(files: Sequence[tuple[str, bytes]], as_it_is: bool = False) -> FilePages:
    """Pages of a PDF or OFD, or several photos as the pages of one PDF, by name and content. as_it_is: of one file, and
    a photo is not laid on a page. ReadError with a sentence for anything else."""
    if len(files) == 1 and (as_it_is or not is_picture(files[0][1])):
        name, data = files[0]
        pages = _pages_of_file(name, data)
        if pages is not None:
            return pages
        if as_it_is:
            raise ReadError(_NEITHER.format(name=name))
    if any(data[:4] == b"%PDF" or is_package(data) for _, data in files):
        raise ReadError(_ONE_FILE)
    return FilePages("pdf", len(files), _as_pdf(files))


def _pages_of_file(name: str, data: bytes) -> FilePages | None:
    """The pages of a file as it is; None where it has none, ReadError where it is damaged."""
    if b"%PDF" in data[:1024]:
        import pypdfium2  # only for who has a PDF

        from core.reading.pdf.pdfium import LOCK

        try:
            with LOCK, closing(pypdfium2.PdfDocument(data)) as document:
                return FilePages("pdf", len(document))
        except pypdfium2.PdfiumError:
            raise ReadError(_DAMAGED.format(name=name)) from None
    if is_picture(data) or is_album(data):
        from core.reading.scan.pictures import Pictures  # only for who has photos

        return FilePages("image", Pictures(data).count)
    if is_package(data):
        return FilePages("ofd", Package(data).count)
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
