"""Word documents (.docx, and .wps or .doc that are zip inside), read from their XML directly.

python-docx is not used for reading: its cells are wrong with gridBefore and slow, and it loads every part.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.document import Document, Result
from core.errors import PicturesOnly, ReadError
from core.model import Note
from core.reading import scan
from core.reading.docx.body import BodyReader
from core.reading.docx.package import Package
from core.reading.reader import Progress, no_progress
from core.reading.shared import messages, running_texts
from core.reading.shared.blocks import Assembled, assemble
from core.reading.shared.pictures import with_advice


@dataclass(frozen=True, slots=True)
class TracedDocument:
    """A Document and the XML behind it, for writing into the original.

    origins runs parallel to document.blocks: a w:p element, or {(row, column): w:tc element} of a table.
    """

    result: Result[Document]
    origins: tuple[object, ...]


def sniff(data: bytes, name: str) -> bool:
    """Whether the bytes are a zip whose main part is WordprocessingML."""
    return data[:2] == b"PK" and (b"word/" in data or b"wordprocessingml" in data)


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of a docx in its accepted state: insertions kept, deletions gone, comments dropped with a note."""
    package, body, assembled, result = _assembled(data, progress)
    if scan.available() and any(assembled.pictures):
        from core.reading.scan.inserted import Shown, with_pictures  # numpy and onnxruntime come with the add-on

        shown = [Shown(before, picture) for before, picture in _pictures(package, assembled)]
        result = with_pictures(result, shown, progress or no_progress)
    if not result.value.blocks:
        raise _nothing(body)
    return result


def large_pictures(data: bytes) -> list[bytes]:
    """Pictures of a docx that are large enough to hold a table, in the order in which they stand."""
    package, _, assembled, _ = _assembled(data, None)
    return [picture for _, picture in _pictures(package, assembled)]


def _pictures(package: Package, assembled: Assembled) -> list[tuple[int, bytes]]:
    return [
        (region.before, picture)
        for region, names in zip(assembled.unread, assembled.pictures, strict=True)
        for name in names
        if (picture := package.by_id(name)) is not None
    ]


def trace(data: bytes, progress: Progress | None = None) -> TracedDocument:
    """The Document together with the elements it was made from; pictures are not read."""
    _, body, assembled, result = _assembled(data, progress)
    if not assembled.blocks:
        raise _nothing(body)
    return TracedDocument(result, assembled.origins)


def _assembled(data: bytes, progress: Progress | None) -> tuple[Package, BodyReader, Assembled, Result[Document]]:
    package = Package(data)
    body = BodyReader(package, progress)
    assembled = assemble(body.nodes())
    said = (messages.MACROS,) * package.has_macros + (messages.EMBEDDED,) * package.has_workbook
    running = running_texts.sentence(package.running_texts())
    notes = tuple(Note(message) for message in (*said, *body.notes, *([running] if running else [])))
    return package, body, assembled, Result(Document("docx", assembled.blocks, unread=assembled.unread), notes)


def _nothing(body: BodyReader) -> ReadError:
    if body.pictures:
        return PicturesOnly(with_advice(messages.ONLY_PICTURES.format(count=body.pictures)))
    return ReadError(messages.NO_TEXT)
