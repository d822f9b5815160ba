"""Pictures among the text of a Word file, read and put where they stand.

The blocks of the file keep their numbers, because the mended original is written by them; what a picture says has no
number, and its place is the picture's (counted from 1) and the box on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.document import Block, Document, Para, RawTable, Result, UnreadRegion
from core.errors import ReadError
from core.model import Note
from core.place import Place
from core.reading.pages.document import document_of
from core.reading.pages.page import Page
from core.reading.reader import Progress
from core.reading.scan.pictures import opened
from core.reading.scan.scanned_pages import ScannedPages
from core.reading.shared import allowance, messages

_LEFT_OUT = "图片里的文字没有读入"  # what the reader of the file says of its pictures


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of a file: before which block it stands, and its bytes."""

    before: int
    data: bytes


def with_pictures(result: Result[Document], shown: Sequence[Shown], progress: Progress) -> Result[Document]:
    """The document with what its pictures say; a picture without text stays unread."""
    allowance.for_pictures()
    document = result.value
    blocks: list[Block] = []
    unread: list[UnreadRegion] = []
    number_of: dict[int, list[int]] = {}
    for number, picture in enumerate(shown):
        number_of.setdefault(picture.before, []).append(number)
    read: list[int] = []
    for before in range(len(document.blocks) + 1):
        regions = [region for region in document.unread if region.before == before]
        found: list[Block] = []
        for number in number_of.get(before, ()):
            own = _blocks_of(shown[number].data, number, len(shown), progress)
            read += [number + 1] * bool(own)
            found += own
        if found:
            start = len(blocks)
            blocks += found
            unread += [
                UnreadRegion(at, Place(page=found[0].place.page), whole_page=True, recognised=True)
                for at in range(start, len(blocks) + 1)
            ]
        unread += [replace(region, before=len(blocks)) for region in regions if not found]
        blocks += document.blocks[before : before + 1]
    if not read:
        return result
    named = "、".join(map(str, read))
    note = Note(messages.RECOGNISED_PICTURES.format(pictures=named))
    all_read = len(read) == len(shown)
    notes = tuple(n for n in result.notes if not (all_read and _LEFT_OUT in n.message))
    return Result(replace(document, blocks=tuple(blocks), unread=tuple(unread)), (note, *notes))


def _blocks_of(data: bytes, number: int, count: int, progress: Progress) -> list[Block]:
    try:
        picture = opened(data)
    except ReadError:
        return []
    width, height = float(picture.width), float(picture.height)
    pages = ScannedPages(
        lambda index: Page(width, height, pictures=[(0.0, 0.0, width, height)]),
        lambda index: picture,
        1.0,
        1,
        lambda done, total: progress(number * total + done, count * total),
    )
    try:
        result = document_of("docx", pages.page, 1, pages.progress)
    except ReadError:
        return []
    return [] if result is None else [_numberless(block, number + 1) for block in pages.marked(result).value.blocks]


def _numberless(block: Block, page: int) -> Block:
    """The block at its place on the picture, without a number in the file."""
    place = Place(page=page, box=block.place.box)
    if isinstance(block, Para):
        return replace(block, place=place, level=None, lines=tuple(replace(line, page=page) for line in block.lines))
    cells = tuple(replace(cell, place=Place(page=page, box=cell.place.box)) for cell in block.cells)
    return RawTable(cells, block.rows, block.columns, place, block.ragged)
