"""Pages of a document of which some are pictures: each picture becomes lines and characters of its page.

Whoever reads the pages gives a way to draw them; what was recognised is marked afterwards on the cells and paragraphs
that came of it (`marked`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from core.document import Block, Document, Para, RawCell, RawTable, Result, UnreadRegion
from core.errors import Cancelled, PicturesOnly, ReadError
from core.model import Note, Recognised
from core.reading.pages.layout import unread_pictures
from core.reading.pages.page import Box, Glyph, Page
from core.reading.reader import Progress
from core.reading.scan import addon
from core.reading.shared import allowance, messages

if TYPE_CHECKING:
    from PIL import Image

    from core.reading.scan.figures import Figure
    from core.reading.scan.sheet_page import SheetPage

_log = logging.getLogger(__name__)
STEPS = 10  # that the work on a picture counts for in the progress, against one for a page of text
DPI = 200
_SAME = 3.0  # points between the lines of one table on two pages
_MOST_SCALED, _MOST_MOVED = 0.05, 80.0
_MOST_NAMED = 5
Drawn = Callable[[int], "Image.Image"]


@dataclass(slots=True)
class _Scanned:
    """What was recognised on one page: figures with their boxes on the page as shown."""

    figures: list[tuple[Box, Figure]] = field(default_factory=list)


class ScannedPages:
    """Stands between a reader's pages and the layout: asked for a page, it gives one with its pictures read.

    drawn gives a page's picture, pixels counts its pixels to a point, count the pages.
    """

    def __init__(
        self, page: Callable[[int], Page], drawn: Drawn, pixels: float, count: int, progress: Progress
    ) -> None:
        self._page, self._drawn, self._pixels, self._count = page, drawn, pixels, count
        self._progress = progress
        self._scanned: dict[int, _Scanned] = {}
        self._done = 0
        self._met_pictures = False
        self._edges: tuple[float, ...] = ()  # lines of the table that ended the last page

    def progress(self, done: int, total: int) -> None:
        """The reader's progress in pages, counted finer here: a picture takes its time."""
        self._done = done
        finer = STEPS if self._met_pictures else 1
        self._progress(done * finer, total * finer)

    def page(self, index: int) -> Page:
        """The page with what its pictures say."""
        content = self._page(index)
        pictures, whole = unread_pictures(content)
        if not pictures:
            self._edges = ()
            return content
        self._met_pictures = True
        allowance.for_pictures()
        picture = self._drawn(index)
        return self._whole(content, picture, index) if whole else self._parts(content, picture, pictures, index)

    def _steps(self, index: int) -> Callable[[], None]:
        count = 0

        def step() -> None:
            nonlocal count
            count = min(count + 1, STEPS - 1)
            self._progress(max(self._done * STEPS, index * STEPS + count), self._count * STEPS)

        return step

    def _recognised(self, picture: Image.Image, index: int, points: float | None) -> SheetPage | None:
        """What a picture shows; None where it cannot be read: its page is named as unread, the rest goes on."""
        read_picture = _engine()
        try:
            return read_picture(picture, self._steps(index), points)
        except (Cancelled, ReadError):
            raise
        except Exception:  # noqa: BLE001  (numpy, Pillow, onnxruntime: a picture that nobody foresaw)
            _log.exception("page %d could not be recognised", index + 1)
            return None

    def _whole(self, content: Page, picture: Image.Image, index: int) -> Page:
        """A page that is nothing but a picture."""
        found = self._recognised(picture, index, 1 / self._pixels)
        if found is None or not found.page.glyphs:
            return content
        page = found.page
        pixels = self._pixels

        def place(box: Box) -> Box:
            return _scaled(found.in_picture(box), 1 / pixels)

        page.place = place
        self._align(found)
        self._scanned[index + 1] = _Scanned([(page.place(item.box), item.figure) for item in found.figures])
        return page

    def _align(self, found: SheetPage) -> None:
        """Move a page so that its first table stands under the one that the last page ended with: no scanner puts two
        sheets at the same place, and tables go on over pages where their lines meet."""
        grids = found.grids()
        before, self._edges = self._edges, ()
        if grids:
            scale, shift = _fitting(grids[0], before)
            if (scale, shift) != (1.0, 0.0):
                _move(found, scale, shift)
            self._edges = tuple(x * scale + shift for x in grids[-1])

    def _parts(self, content: Page, picture: Image.Image, boxes: Sequence[Box], index: int) -> Page:
        """A page with text and pictures among it."""
        scanned = _Scanned()
        self._edges = ()
        for box in boxes:
            pixels = tuple(round(side * self._pixels) for side in content.place(box))
            found = self._recognised(picture.crop((pixels[0], pixels[1], pixels[2], pixels[3])), index, None)
            if found is None or not found.page.glyphs:
                continue
            across, down = (box[2] - box[0]) / found.page.width, (box[3] - box[1]) / found.page.height

            def inside(part: Box, across: float = across, down: float = down, box: Box = box) -> Box:
                return (
                    box[0] + part[0] * across,
                    box[1] + part[1] * down,
                    box[0] + part[2] * across,
                    box[1] + part[3] * down,
                )

            _add(content, found.page, inside)
            scanned.figures += [(content.place(inside(item.box)), item.figure) for item in found.figures]
            content.pictures = [other for other in content.pictures if not _inside(other, box)]
        if scanned.figures:
            self._scanned[index + 1] = scanned
        return content

    def marked(self, result: Result[Document]) -> Result[Document]:
        """The document with every figure's sureness on its cell, and the notes that tell of it."""
        if not self._scanned:
            return result
        document = result.value
        blocks = tuple(self._marked_block(block) for block in document.blocks)
        named = "、".join(str(page) for page in list(self._scanned)[:_MOST_NAMED]) + "等" * (
            len(self._scanned) > _MOST_NAMED
        )
        note = Note(messages.RECOGNISED_PAGES.format(pages=named))
        regions = self._regions(blocks)
        unread = tuple(sorted((*document.unread, *regions), key=lambda region: region.before))
        return Result(replace(document, blocks=blocks, unread=unread), (note, *result.notes))

    def _marked_block(self, block: Block) -> Block:
        if isinstance(block, Para):
            return replace(block, recognised=True) if block.place.page in self._scanned else block
        cells = tuple(self._marked_cell(cell) for cell in block.cells)
        return replace(block, cells=cells)

    def _marked_cell(self, cell: RawCell) -> RawCell:
        scanned = self._scanned.get(cell.place.page or 0)
        if scanned is None or cell.place.box is None:
            return cell
        return marked_cell(cell, [figure for box, figure in scanned.figures if _holds(cell.place.box, box)])

    def _regions(self, blocks: Sequence[Block]) -> list[UnreadRegion]:
        """Between any blocks of a recognised page something may stand that was not recognised."""
        return [
            UnreadRegion(index + after, replace(block.place, box=None), whole_page=True, recognised=True)
            for index, block in enumerate(blocks)
            for after in (0, 1)
            if block.place.page in self._scanned or _spans(block, self._scanned)
        ]


def _engine() -> Callable[[Image.Image, Callable[[], None], float | None], SheetPage | None]:
    """What reads a picture; numpy and onnxruntime come with the add-on, and refuse a processor without the instructions
    they are compiled for."""
    if not addon.runs_here():
        raise PicturesOnly(messages.OLD_PROCESSOR)
    try:
        from core.reading.scan.sheet_page import read_picture
    except (ImportError, RuntimeError, OSError) as error:
        raise PicturesOnly(messages.OLD_PROCESSOR) from error
    return read_picture


def marked_cell(cell: RawCell, found: Sequence[Figure]) -> RawCell:
    """The cell with how sure its figure is; what was taken for words is sure where no digit is among them."""
    if len(found) == 1 and found[0].text == cell.text:
        figure = found[0]
        if not figure.text and not figure.certainty:
            return replace(cell, unread=messages.NOT_RECOGNISED)
        return replace(cell, recognised=Recognised(figure.sure, figure.second, figure.certainty))
    if not cell.text and found:
        return replace(cell, unread=messages.NOT_RECOGNISED)
    return replace(cell, recognised=Recognised(False, "", min((figure.certainty for figure in found), default=0)))


def _spans(block: Block, pages: dict[int, _Scanned]) -> bool:
    return isinstance(block, RawTable) and any(cell.place.page in pages for cell in block.cells)


def _fitting(own: Sequence[float], before: Sequence[float]) -> tuple[float, float]:
    """Scale and shift that put the lines of a table on those of the page before; 1 and 0 where they are not the same
    table's."""
    if len(before) < 2 or len(own) < 2:
        return 1.0, 0.0
    scale = (before[-1] - before[0]) / max(own[-1] - own[0], 1.0)
    shift = before[0] - own[0] * scale
    if abs(scale - 1) > _MOST_SCALED or abs(before[0] - own[0]) > _MOST_MOVED:
        return 1.0, 0.0
    moved = [x * scale + shift for x in own]
    fewer, more = sorted((moved[1:-1], list(before[1:-1])), key=len)
    common = sum(any(abs(x - other) <= _SAME for other in more) for x in fewer)
    return (scale, shift) if common * 2 >= len(fewer) else (1.0, 0.0)


def _move(found: SheetPage, scale: float, shift: float) -> None:
    def moved(box: Box) -> Box:
        return box[0] * scale + shift, box[1], box[2] * scale + shift, box[3]

    page, place = found.page, found.page.place
    glyphs = page.glyphs
    for glyph in glyphs:
        glyph.x0, glyph.x1 = glyph.x0 * scale + shift, glyph.x1 * scale + shift
    page.horizontals = [(y, a * scale + shift, b * scale + shift) for y, a, b in page.horizontals]
    page.verticals = [(x * scale + shift, a, b) for x, a, b in page.verticals]
    found.figures = [replace(item, box=moved(item.box)) for item in found.figures]

    def back(box: Box) -> Box:
        return place(((box[0] - shift) / scale, box[1], (box[2] - shift) / scale, box[3]))

    page.place = back


def _add(content: Page, part: Page, inside: Callable[[Box], Box]) -> None:
    """The lines and characters of a picture, put where the picture stands."""
    for glyph in part.glyphs:
        x0, top, x1, bottom = inside((glyph.x0, glyph.top, glyph.x1, glyph.bottom))
        _, base, _, _ = inside((0, glyph.base, 0, 0))
        content.glyphs.append(Glyph(glyph.text, x0, top, x1, bottom, base, bottom - top, glyph.style))
    for y, a, b in part.horizontals:
        x0, top, x1, _ = inside((a, y, b, y))
        content.horizontals.append((top, x0, x1))
    for x, a, b in part.verticals:
        x0, top, _, bottom = inside((x, a, x, b))
        content.verticals.append((x0, top, bottom))


def _scaled(box: Box, factor: float) -> Box:
    return box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor


def _inside(inner: Box, outer: Box) -> bool:
    return (
        outer[0] - 1 <= inner[0] and outer[1] - 1 <= inner[1] and inner[2] <= outer[2] + 1 and inner[3] <= outer[3] + 1
    )


def _holds(cell: Box, box: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]


__all__ = ["DPI", "ScannedPages", "marked_cell"]
