"""Spreadsheets (.xlsx, .xlsm, .xls, .xlsb, .et): tables with merged cells, and the text around them."""

from __future__ import annotations

from collections.abc import Iterator

from core.document import Document, Result
from core.errors import ReadError
from core.model import Note
from core.reading.reader import Progress
from core.reading.shared import messages
from core.reading.shared.blocks import Node, TableNode, assemble
from core.reading.shared.limits import check_cells, open_zip_safely
from core.reading.shared.ole2 import MAGIC, Compound
from core.reading.spreadsheets import binary
from core.reading.spreadsheets.layout import SheetLayout
from core.reading.spreadsheets.workbook import Workbook
from core.reading.spreadsheets.worksheet import Worksheet

_WORKBOOK_STREAMS = frozenset(("Workbook", "WORKBOOK", "Book", "BOOK"))


def sniff(data: bytes, name: str) -> bool:
    """Whether the bytes are a zip with a workbook in its usual place, not inside a member (a chart of a docx)."""
    if data[:2] != b"PK" or b"xl/workbook.xml" not in data:
        return False
    try:
        names = open_zip_safely(data).namelist()
    except ReadError:
        return True  # a damaged workbook, and the reader says so
    return "xl/workbook.xml" in names


def sniff_binary(data: bytes, name: str) -> bool:
    """Whether the bytes are a compound file with a workbook in it (.xls, .et), or a zip with a binary one (.xlsb)."""
    if data[:2] == b"PK" and b"xl/workbook.bin" in data:
        return True
    if not data.startswith(MAGIC):
        return False
    try:
        streams = Compound(data).streams
    except ReadError:
        return False
    return bool(_WORKBOOK_STREAMS & streams) and "EncryptedPackage" not in streams


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of a workbook: every visible sheet's tables, and rows of text around them as paragraphs."""
    book = Workbook(data, progress)
    result = document_of("xlsx", book.sheets(), book.remarks, progress, len(data))
    return Result(result.value, (*result.notes, Note(messages.MACROS))) if book.has_macros else result


def read_binary(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of a workbook in one of the binary formats."""
    remarks: list[str] = []
    return document_of("xls", binary.sheets(data, remarks), remarks, progress, len(data))


def document_of(
    kind: str, sheets: Iterator[Worksheet], remarks: list[str], progress: Progress | None, packed: int
) -> Result[Document]:
    """The sheets laid out one after the other; remarks are complete once all sheets were taken. packed: bytes of the
    file."""
    nodes: list[Node] = []
    cells = 0
    for done, sheet in enumerate(sheets, 1):
        if progress is not None:
            progress(done, done + 1)
        for node in SheetLayout(sheet).nodes():
            nodes.append(node)
            if isinstance(node, TableNode):
                cells += len(node.cells)
                check_cells(cells, packed)
    assembled = assemble(nodes)
    if not assembled.blocks:
        raise ReadError(messages.NO_TEXT)
    document = Document(kind, assembled.blocks, unread=assembled.unread)
    return Result(document, tuple(Note(sentence) for sentence in remarks))
