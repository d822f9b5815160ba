"""Pages of the project's own making, printed and spoilt as scanners, stamps and phones do."""

from __future__ import annotations

import io
import random

import pypdfium2
import pytest
from PIL import Image

from core.reading import scan

needs_models = pytest.mark.skipif(not scan.available(), reason="the models of the recognition are not installed")


def printed(data: bytes, dpi: int = 200) -> list[Image.Image]:
    """The pages of a PDF as pictures."""
    document = pypdfium2.PdfDocument(data)
    pictures = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    document.close()
    return pictures


def scanned_pdf(pages: list[Image.Image], dpi: int = 200, quality: int = 75) -> bytes:
    """A PDF of pictures."""
    buffer = io.BytesIO()
    first, *rest = [page.convert("RGB") for page in pages]
    first.save(buffer, "PDF", save_all=True, append_images=rest, resolution=dpi, quality=quality)
    return buffer.getvalue()


def skewed(picture: Image.Image, degrees: float) -> Image.Image:
    """Put askew on the glass."""
    return picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def noisy(picture: Image.Image, share: float, seed: int = 1) -> Image.Image:
    """Specks of a fax."""
    dice = random.Random(seed)
    spoilt = picture.copy()
    pixels = spoilt.load()
    for _ in range(int(share * picture.width * picture.height)):
        x, y = dice.randrange(picture.width), dice.randrange(picture.height)
        pixels[x, y] = dice.choice(((0, 0, 0), (255, 255, 255)))
    return spoilt
