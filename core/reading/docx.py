"""Word documents (.docx, and .wps or .doc that are zip inside), read from their XML directly.

python-docx is not used for reading: its cells are wrong with gridBefore and slow, and it loads every part.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.document import Document, Result
from core.errors import ReadError
from core.model import Note
from core.reading import sentences
from core.reading.base import Progress
from core.reading.blocks import assemble
from core.reading.docx_body import Body
from core.reading.docx_package import Package


@dataclass(frozen=True, slots=True)
class Traced:
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
    return trace(data).result


def trace(data: bytes) -> Traced:
    """The Document together with the elements it was made from."""
    package = Package(data)
    body = Body(package)
    assembled = assemble(body.nodes())
    if not assembled.blocks:
        raise ReadError(sentences.NO_TEXT)
    said = (sentences.MACROS,) * package.has_macros + (sentences.EMBEDDED,) * package.has_workbook
    notes = tuple(Note(message) for message in (*said, *body.notes))
    return Traced(Result(Document("docx", assembled.blocks), notes), assembled.origins)
