"""Word documents (.docx, and .wps or .doc that are zip inside), read from their XML directly.

python-docx is not used for reading: its cells are wrong with gridBefore and slow, and it loads every part.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.document import Document, Result
from core.errors import PicturesOnly, ReadError
from core.model import Note
from core.reading.docx.body import BodyReader
from core.reading.docx.package import Package
from core.reading.reader import Progress
from core.reading.shared import messages
from core.reading.shared.blocks import assemble
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
    return trace(data, progress).result


def trace(data: bytes, progress: Progress | None = None) -> TracedDocument:
    """The Document together with the elements it was made from."""
    package = Package(data)
    body = BodyReader(package, progress)
    assembled = assemble(body.nodes())
    if not assembled.blocks:
        if body.pictures:
            raise PicturesOnly(with_advice(messages.ONLY_PICTURES.format(count=body.pictures)))
        raise ReadError(messages.NO_TEXT)
    said = (messages.MACROS,) * package.has_macros + (messages.EMBEDDED,) * package.has_workbook
    notes = tuple(Note(message) for message in (*said, *body.notes))
    return TracedDocument(Result(Document("docx", assembled.blocks, unread=assembled.unread), notes), assembled.origins)
