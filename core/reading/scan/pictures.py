"""Files that are pictures of pages: photos and scans, one a file or several in a zip, in the order of their names."""

from __future__ import annotations

import io
import re
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import ReadError
from core.reading.shared import messages
from core.reading.shared.limits import open_zip_safely, read_member

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
_ZIP = b"PK\x03\x04"
_PAPER = 842.0  # points
_MOST_PAGES = 60
_MOST_PIXELS = 120_000_000  # a page at 800 dpi
_NUMBER = re.compile(r"(\d+)")


class Pictures:
    """The pages of a file of pictures; ReadError where one is damaged or too large."""

    def __init__(self, data: bytes) -> None:
        self._files = _files(data)
        self._pages = [(index, frame) for index, file in enumerate(self._files) for frame in range(_frames(file))]
        if len(self._pages) > _MOST_PAGES:
            raise ReadError(messages.TOO_MANY_PICTURES)

    @property
    def count(self) -> int:
        """Number of pages."""
        return len(self._pages)

    @property
    def scale(self) -> float:
        """Pixels to a point, as if the first page's longer side were that of A4; all pages of a file are alike."""
        return max(max(self.picture(0).size) / _PAPER, 0.1)

    def picture(self, index: int) -> Image.Image:
        """A page counted from 0, turned as its camera says."""
        file, frame = self._pages[index]
        return opened(self._files[file], frame)


def opened(data: bytes, frame: int = 0) -> Image.Image:
    """A picture decoded; ReadError where it cannot be."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
            if picture.width * picture.height > _MOST_PIXELS:
                raise ReadError(messages.LARGE_PICTURE)
            if frame:
                picture.seek(frame)
            picture.load()
            upright = ImageOps.exif_transpose(picture) or picture
            return _on_white(upright)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise ReadError(messages.DAMAGED_PICTURE) from error


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency: what shines through is paper."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer).convert("RGB")
    return picture if picture.mode in ("L", "RGB") else picture.convert("L" if picture.mode == "1" else "RGB")


def _files(data: bytes) -> list[bytes]:
    if not data.startswith(_ZIP):
        return [data]
    archive = open_zip_safely(data)
    names = [info.filename for info in archive.infolist() if not info.is_dir()]
    return [read_member(archive, name) for name in sorted(names, key=_natural)]


def _natural(name: str) -> list[tuple[int, str]]:
    """2.jpg before 10.jpg."""
    return [(int(part), "") if part.isdigit() else (-1, part.lower()) for part in _NUMBER.split(name)]


def _frames(data: bytes) -> int:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return int(getattr(Image.open(io.BytesIO(data), formats=_FORMATS), "n_frames", 1))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ReadError(messages.DAMAGED_PICTURE) from error


def drawn(data: bytes, kind: str, page: int, width: int) -> tuple[int, int, int, bytes, float, float]:
    """Fields of core.reading.drawing.PageImage for a page (from 1) of an "image" file or a picture of a "docx" file."""
    if kind == "docx":
        from core.reading.docx.reader import large_pictures

        shown = large_pictures(data)
        if not 1 <= page <= len(shown):
            raise ReadError(messages.DAMAGED_PICTURE)
        picture, scale = opened(shown[page - 1]), 1.0
    else:
        pictures = Pictures(data)
        if not 1 <= page <= pictures.count:
            raise ReadError(messages.DAMAGED_PICTURE)
        picture, scale = pictures.picture(page - 1), pictures.scale
    size = picture.width / scale, picture.height / scale
    height = max(1, round(picture.height * width / picture.width))
    small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return width, height, width * 4, small.tobytes("raw", "BGRX"), *size
