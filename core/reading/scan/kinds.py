"""Which files are pictures of pages: a photo or scan, or a zip with nothing but such. Loads no library."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Sequence

from core.errors import ReadError
from core.reading.shared.limits import open_zip_safely

ENDINGS = ("png", "jpg", "jpeg", "tif", "tiff", "bmp")
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_ZIP = b"PK\x03\x04"


def is_picture(data: bytes) -> bool:
    """Whether the bytes begin as a picture that can be read."""
    return data.startswith(_SIGNATURES) or (data.startswith(b"BM") and data[6:10] == bytes(4))


def is_album(data: bytes) -> bool:
    """Whether the bytes are a zip with nothing but pictures in it."""
    if not data.startswith(_ZIP):
        return False
    try:
        names = [name for name in open_zip_safely(data).namelist() if not name.endswith("/")]
    except ReadError:
        return False
    return bool(names) and all(name.rpartition(".")[2].lower() in ENDINGS for name in names)


def album(pictures: Sequence[tuple[str, bytes]]) -> bytes:
    """Several pictures as one file, in the order given."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for number, (name, data) in enumerate(pictures, 1):
            archive.writestr(zipfile.ZipInfo(f"{number:03} {posixpath.basename(name)}"), data)
    return made.getvalue()
