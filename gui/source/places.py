"""Both ways between the report and its file: where a place of the report was read, what of the report stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.document import Document, Para, PrintedLine, RawTable
from core.model import CLOSING, PREAMBLE, SECTION_NUMBERS, Report
from core.place import Place
from gui.common.place_names import TABLE_SECTIONS
from gui.common.roles import Spot

_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？]?")
_PARTS = (PREAMBLE, *SECTION_NUMBERS, CLOSING)


def place_of(report: Report, original: Report, spot: Spot) -> Place | None:
    """Where in the file a place of the report was read; None when it stands nowhere.

    A paragraph that was edited since has no place of its own: it takes that of the paragraph it came from, as long as
    the section has as many as before.
    """
    if spot.paragraph is not None:
        return _paragraph_place(report, original, spot.section, spot.paragraph)
    if spot.cells:
        cell = report.cell(spot.cells[0])
        if cell.place is not None:
            return cell.place
    return report.section(spot.section).place


def _paragraph_place(report: Report, original: Report, number: int, index: int) -> Place | None:
    section, before = report.section(number), original.section(number)
    found = section.paragraphs[index].place if index < len(section.paragraphs) else None
    if found is None and len(section.paragraphs) == len(before.paragraphs) > index:
        found = before.paragraphs[index].place
    return found or section.place


def sentence_of(report: Report, spot: Spot) -> str:
    """The sentences that a range of the text lies in: what is to be marked in the file. '' for a caret or a cell."""
    paragraphs = report.section(spot.section).paragraphs
    if spot.paragraph is None or spot.paragraph >= len(paragraphs) or spot.start == spot.end:
        return ""
    text = paragraphs[spot.paragraph].text
    found = [m.span() for m in _SENTENCE.finditer(text) if m.end() > spot.start and m.start() < spot.end]
    return text[found[0][0] : found[-1][1]].strip() if found else ""


def spot_in_text(report: Report, clicked: Place, block_text: str, at: int) -> Spot | None:
    """What of the report was read at a block, or at a cell of a table, of the file; at is a character of the block.
    None where nothing of the report stands there."""
    near: Spot | None = None
    for place, spot in _read_at(report):
        if place.block != clicked.block or place.block is None:
            continue
        if clicked.row is not None and place.row is not None:
            if (place.row, place.column) == (clicked.row, clicked.column):
                return spot
            if place.row == clicked.row and near is None:  # a label: the first figure of its row
                near = spot
        elif spot.paragraph is not None:
            text = report.section(spot.section).paragraphs[spot.paragraph].text
            begin = block_text.find(text)
            inside = min(max(at - max(begin, 0), 0), len(text))
            near = Spot(spot.section, (), spot.paragraph, inside, inside)
            if begin <= at <= begin + len(text):
                return near
        else:
            near = near or spot
    return near


def boxes_of(document: Document, words: str) -> tuple[Place, ...]:
    """Where the words stand in the paragraphs of a paged file, and the cells that hold them."""
    if not words:
        return ()
    paragraphs = [b for b in document.blocks if isinstance(b, Para) and words in b.text]
    tables = [b for b in document.blocks if isinstance(b, RawTable)]
    found = [place for para in paragraphs for place in _printed_all(para, words)]
    return (*found, *(cell.place for table in tables for cell in table.cells if words in cell.text))


def printed_at(document: Document, place: Place, words: str) -> tuple[Place, ...]:
    """The parts of the lines that the words of a paragraph take in a paged file, each with its page; () where the
    words are not found in it, or nobody knows its lines."""
    if not words:
        return ()
    if place.block is not None:
        blocks = document.blocks[place.block : place.block + 1]
    else:  # read off a picture in a Word file
        blocks = tuple(block for block in document.blocks if block.place == place)
    for para in blocks:
        at = para.text.find(words) if isinstance(para, Para) else -1
        if isinstance(para, Para) and at >= 0:
            return _printed(para, at, at + len(words))
    return ()


def _printed_all(para: Para, words: str) -> tuple[Place, ...]:
    found: list[Place] = []
    at = para.text.find(words)
    while at >= 0:
        found += _printed(para, at, at + len(words))
        at = para.text.find(words, at + len(words))
    return tuple(found) or (para.place,)


def _printed(para: Para, start: int, end: int) -> tuple[Place, ...]:
    return tuple(
        Place(
            para.place.block, page=line.page, box=_part_of(para.text, line, max(start, line.start), min(end, line.end))
        )
        for line in para.lines
        if line.start < end and start < line.end
    )


def _part_of(text: str, line: PrintedLine, start: int, end: int) -> tuple[float, float, float, float]:
    """The part of a line's box that some of its characters take, a Latin one half as wide as a Chinese one. A line
    that runs up or down the page is taken whole."""
    x0, top, x1, bottom = line.box
    if bottom - top > x1 - x0:
        return line.box
    whole = _width(text[line.start : line.end])
    before, within = _width(text[line.start : start]), _width(text[start:end])
    step = (x1 - x0) / max(whole, 1)
    return x0 + before * step, top, x0 + (before + within) * step, bottom


def _width(text: str) -> int:
    """In halves of a Chinese character."""
    return sum(1 if character < "\u2e80" and character not in "“”‘’—…" else 2 for character in text)


def spot_on_page(report: Report, page: int, x: float, y: float) -> Spot | None:
    """What of the report was read at a point of a page (in points from its top left corner): the smallest box around
    it. None beside everything."""
    found: list[tuple[float, int, Spot]] = []
    for number, (place, spot) in enumerate(_read_at(report)):
        if place.page != page or place.box is None:
            continue
        x0, top, x1, bottom = place.box
        if x0 <= x <= x1 and top <= y <= bottom:
            found.append(((x1 - x0) * (bottom - top), number, spot))
    return min(found)[2] if found else None


def _read_at(report: Report) -> Iterator[tuple[Place, Spot]]:
    """Every place of the report that was read somewhere: figures, paragraphs, headings."""
    for table, grid in report.tables.items():
        for ref, cell in grid.cells.items():
            if cell.place is not None:
                yield cell.place, Spot(TABLE_SECTIONS[table], (ref,))
    for number in _PARTS:
        section = report.section(number)
        for index, paragraph in enumerate(section.paragraphs):
            if paragraph.place is not None:
                yield paragraph.place, Spot(number, (), index)
        if section.place is not None:
            yield section.place, Spot(number)
