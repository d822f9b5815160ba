"""Pages of an OFD file as plain values to draw: no library shows OFD, and a clerk looks at the original."""

from __future__ import annotations

from dataclasses import dataclass

from core.reading.ofd.package import Package
from core.reading.ofd.page_content import page_content
from core.reading.pages.page import A4, Box, Edge, Page


@dataclass(frozen=True, slots=True)
class PageDrawing:
    """What to draw, in points of the page as its text runs: characters (text, left, baseline, size, 0xRRGGBB), lines
    (y, from, to) and (x, from, to), painted areas and the boxes of pictures, which are only outlined."""

    width: float
    height: float
    characters: tuple[tuple[str, float, float, float, int], ...] = ()
    horizontals: tuple[Edge, ...] = ()
    verticals: tuple[Edge, ...] = ()
    pictures: tuple[Box, ...] = ()


def page_drawing(data: bytes, number: int) -> PageDrawing:
    """A page counted from 1; an empty one where it cannot be read. ReadError where the file cannot be opened."""
    package = Package(data)
    part = package.page(number - 1) if 1 <= number <= package.count else None
    page = Page(*A4) if part is None else page_content(part, package.composites)
    characters = tuple((g.text, g.x0, g.base, g.size, g.style.colour) for g in page.glyphs)
    return PageDrawing(
        page.width, page.height, characters, tuple(page.horizontals), tuple(page.verticals), tuple(page.pictures)
    )
