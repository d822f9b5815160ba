"""Pages one by one to a Document: what PDF, OFD and every other page format share."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from core.document import Document, Result
from core.errors import ReadError
from core.model import Note
from core.place import Place
from core.reading.pages.layout import PageAssembler, PageItems, page_items
from core.reading.pages.overlays import remove_overlays, repeated_overlays
from core.reading.pages.page import Page
from core.reading.pages.tables import Table
from core.reading.reader import Progress
from core.reading.shared import messages
from core.reading.shared.limits import MAX_TEXT, PARTS_A_BYTE, PARTS_OF_ANY, check_cells
from core.reading.shared.pictures import named, only_pictures, with_advice

_MOST_FAILURES = 100  # pages in a row that cannot be opened: a damaged count says 65,536 where there are two
_PARTS_OF_PAGE = 100  # that a page counts for by itself
_LOOKED_AHEAD = 3  # pages compared for text that stands at one place on every page
_FEW_CHINESE = 0.02  # of the characters: a report of a Chinese office has nine tenths
_LATIN_GARBAGE = 0.1  # of the characters that are accented Latin letters: "ÅvX$ZJX/ZÇ{7ÉÑX@" for 第二十条第（一）项


@dataclass(slots=True)
class _Seen:
    """What was met on the pages and concerns the file as a whole."""

    recognised: int = 0  # pages whose text lies unseen over a scan
    unmapped: int = 0
    characters: int = 0
    chinese: int = 0
    accented: int = 0
    drawn: int = 0
    parts: int = 0
    most: float = math.inf  # parts
    with_overlays: list[int] = field(default_factory=list)
    overlay: str = ""

    def count(self, page: Page) -> None:
        """Take account of a page; ReadError when the file holds more than any report."""
        self.recognised += page.invisible
        self.unmapped += page.unmapped
        self.drawn += page.drawn
        self.characters += len(page.glyphs)
        if self.characters > MAX_TEXT:
            raise ReadError(messages.TOO_LONG)
        self.parts += _PARTS_OF_PAGE + len(page.glyphs) + page.drawn
        if self.parts > self.most:
            raise ReadError(messages.BOMB)
        if not self.chinese:  # one page with Chinese is enough
            self.chinese = sum("\u4e00" <= glyph.text <= "\u9fff" for glyph in page.glyphs)
            self.accented += sum("\xa1" <= glyph.text <= "\u024f" for glyph in page.glyphs)

    @property
    def is_garbled(self) -> bool:
        """Whether the fonts do not tell what their characters are.

        Either the codes are 0, or they count the characters of the font from 1 on: the first ones are control codes,
        later ones any letters, and no Chinese is among them.
        """
        if self.unmapped > self.characters:
            return True
        if self.chinese or not self.characters:
            return False
        return self.unmapped > _FEW_CHINESE * self.characters or self.accented > _LATIN_GARBAGE * self.characters


def document_of(
    kind: str, page: Callable[[int], Page], count: int, progress: Progress, packed: int | None = None
) -> Result[Document] | None:
    """The Document of pages read one by one; None where the pages show nothing. progress may raise Cancelled.

    packed: bytes of the file, where its pages may not show more than these can be meant to; None for pictures.

    ReadError with messages.NO_CODES where characters are there but nobody can tell which, PicturesOnly where the
    pages show something but no text.
    """
    first = [page(index) for index in range(min(count, _LOOKED_AHEAD))]
    repeated = repeated_overlays(first)
    seen = _Seen() if packed is None else _Seen(most=PARTS_OF_ANY + PARTS_A_BYTE * packed)
    failures = cells = 0
    pages: list[PageItems] = []
    for index in range(count):
        progress(index, count)
        content = first[index] if index < len(first) else page(index)
        removed = remove_overlays(content, repeated)
        if removed.strip():
            seen.with_overlays.append(index + 1)
            seen.overlay = seen.overlay or removed
        seen.count(content)
        pages.append(page_items(content))
        cells += sum(len(item.texts) for item in pages[-1].items if isinstance(item, Table))
        if packed is not None:
            check_cells(cells, packed)
        failures = failures + 1 if content.unreadable else 0
        if failures > _MOST_FAILURES:
            break
    progress(count, count)
    if seen.is_garbled:
        raise ReadError(messages.NO_CODES)
    assembler = PageAssembler(pages)
    blocks = assembler.run()
    if not blocks:
        if assembler.unread or seen.drawn:
            raise only_pictures(range(1, count + 1))
        return None
    notes = [Note(messages.RECOGNISED)] * (seen.recognised * 2 > count)
    if seen.with_overlays:
        notes.append(_overlay_note(seen))
    notes += _unread_notes(pages)
    return Result(Document(kind, blocks, len(pages), tuple(assembler.unread)), (*notes, *assembler.notes))


def _overlay_note(seen: _Seen) -> Note:
    shown = "".join(islice((c for c in seen.overlay if not c.isspace()), 20))
    page = seen.with_overlays[0]
    return Note(messages.OVERLAY.format(pages=named(seen.with_overlays), text=shown), Place(page=page))


def _unread_notes(pages: Sequence[PageItems]) -> list[Note]:
    """One sentence for pages that could not be read, one for pages that are pictures, one for pictures among text."""
    kinds: dict[str, list[int]] = {
        messages.UNREADABLE_PAGES: [],
        with_advice(messages.PICTURE_PAGES): [],
        messages.LARGE_PICTURES: [],
    }
    for number, items in enumerate(pages, 1):
        if items.page.unreadable:
            kinds[messages.UNREADABLE_PAGES].append(number)
        elif items.is_unread:
            kinds[with_advice(messages.PICTURE_PAGES)].append(number)
        elif items.pictures:
            kinds[messages.LARGE_PICTURES].append(number)
    return [
        Note(sentence.format(pages=named(found)), Place(page=found[0])) for sentence, found in kinds.items() if found
    ]
