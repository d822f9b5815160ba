"""Word 97-2003 documents (.doc, and .wps that is OLE2 inside), read from their binary structures directly."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

from core.document import Document, Result
from core.errors import ReadError
from core.model import Note
from core.reading.doc.character_masks import CharacterMasks
from core.reading.doc.fib import Fib, Part, read_fib
from core.reading.doc.formatted_pages import character_runs, paragraph_runs
from core.reading.doc.lists import read_lists
from core.reading.doc.piece_table import read_text
from core.reading.doc.properties import Properties
from core.reading.doc.stories import StoryReader, anchored_boxes, paragraph_ranges
from core.reading.doc.styles import Styles
from core.reading.reader import Progress, no_progress
from core.reading.shared import messages, running_texts
from core.reading.shared.blocks import Node, assemble
from core.reading.shared.ole2 import MAGIC, Compound

_MAIN = "WordDocument"
_EMBEDDED = re.compile(r"\x13\s*EMBED\s+(?:Excel|K?ET)\b", re.I)
_EMBEDDED_FIELD = re.compile(r"\x13\s*EMBED\s[^\x15]*", re.I)


def sniff(data: bytes, name: str) -> bool:
    """Whether the bytes are a compound file with a Word document in its root."""
    if not data.startswith(MAGIC):
        return False
    try:
        return _MAIN in Compound(data).streams
    except ReadError:
        return False


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of a Word binary file in its accepted state: insertions kept, deletions and hidden text gone."""
    compound = Compound(data)
    main = compound.stream(_MAIN)
    fib = read_fib(main)
    if fib.table not in compound.streams:
        raise ReadError(messages.DAMAGED)

    def data_stream() -> bytes:
        return compound.stream("Data") if "Data" in compound.streams else b""

    try:
        nodes, notes = _nodes(main, compound.stream(fib.table), data_stream, fib, progress or no_progress)
    except struct.error as error:
        raise ReadError(messages.DAMAGED) from error
    blocks = assemble(nodes).blocks
    if not blocks:
        raise ReadError(messages.NO_TEXT)
    if compound.storages & {"Macros", "_VBA_PROJECT_CUR"}:
        notes.append(messages.MACROS)
    return Result(Document("doc", blocks), tuple(Note(message) for message in notes))


def _nodes(
    main: bytes, table: bytes, data: Callable[[], bytes], fib: Fib, progress: Progress
) -> tuple[list[Node], list[str]]:
    def part(which: Part) -> bytes:
        return fib.part(table, which)

    source = read_text(main, part(Part.PIECES))
    properties = Properties(Styles(part(Part.STYLES)), data)
    marks = paragraph_ranges(source, paragraph_runs(main, part(Part.PARAGRAPH_PAGES)), properties, progress)
    shown = CharacterMasks(source, character_runs(main, part(Part.CHARACTER_PAGES)), properties)
    shown.apply_formatting(marks)
    lists_end = sum(fib.pairs[Part.LISTS]) if len(fib.pairs) > Part.LISTS else 0
    counter = read_lists(part(Part.LISTS), table[lists_end:], part(Part.LIST_OVERRIDES))
    boxes = anchored_boxes(part(Part.SHAPES), part(Part.TEXT_BOXES), fib.stories.boxes_at)
    body = StoryReader(marks, shown, counter, boxes, progress)
    nodes = body.nodes(0, fib.stories.body) + body.left_over()
    for first, last in fib.stories.notes:
        nodes += body.nodes(first, last, floating=True)
    return nodes, _reader_notes(shown, fib)


def _reader_notes(shown: CharacterMasks, fib: Fib) -> list[str]:
    embedded = [match.span() for match in _EMBEDDED_FIELD.finditer(shown.text)]
    conditions = (
        (bool(fib.stories.comments), messages.COMMENTS),
        (shown.changed, messages.TRACKED),
        (shown.hidden, messages.HIDDEN),
        (shown.struck, messages.STRUCK),
        (bool(_EMBEDDED.search(shown.text)), messages.EMBEDDED),
        (any(all(not a < at < b for a, b in embedded) for at in shown.pictures), messages.PICTURES),
    )
    first = fib.stories.headers_at
    whole, _ = shown.paragraph(first, first + fib.stories.headers)
    running = running_texts.sentence(re.split("[\r\n\x07]", whole))
    return [sentence for holds, sentence in (*conditions, (bool(running), running)) if holds]
