"""Bounds for files from anywhere: whatever a file claims, time and memory stay small.

Every guard raises ReadError with the sentence for the clerk. The figures are far above any real report
(a report's largest XML part is about 2 MB, its largest table 31 × 10) and keep a hostile file under 1 GB.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

from lxml import etree

from core.document import Document, Para
from core.errors import ReadError
from core.long_paths import openable
from core.reading.shared import messages

MAX_FILE = 200 * 2**20  # bytes of a file
MAX_MEMBERS = 5_000  # members of a zip
MAX_UNPACKED = 600 * 2**20  # bytes of all members together, pictures included; only parts needed are unpacked
MAX_PART = 48 * 2**20  # bytes of one unpacked part
MAX_RATIO = 250  # unpacked to packed; deflate reaches 1030, blank tables of Word about 60
RATIO_FROM = 8 * 2**20  # bytes below which a ratio is not suspicious
MAX_TAGS = 600_000  # "<" in an XML part; a report has about 10,000, and a libxml2 node takes 120 bytes
# What a file may come to by its size: so much in any case, so much more a byte. Files that offices write have at most
# 0.8 tags, 0.5 characters and 0.1 cells a byte beyond a few KB; what packs far better was made to cost much.
TAGS_OF_ANY, TAGS_A_BYTE = 200_000, 3
CHARACTERS_OF_ANY, CHARACTERS_A_BYTE = 500_000, 4  # of a Document
PARAGRAPHS_OF_ANY, PARAGRAPHS_A_BYTE = 6_000, 0.1
CELLS_OF_ANY, CELLS_A_BYTE = 100_000, 1.0  # places of all tables, blank ones and those under merged cells included
PARTS_OF_ANY, PARTS_A_BYTE = 100_000, 2.5  # characters and drawn lines of pages
MAX_ATTRIBUTES = 1_500_000  # "=" in an XML part
MAX_NESTING = 24  # tables within tables, groups within groups
MAX_ROWS = 20_000
MAX_COLUMNS = 1_000
MAX_POSITIONS = 100_000  # rows × columns of a table: 1 KB of an .ods may claim as many, and each is read
MAX_CELL_TEXT = 200_000  # characters of a cell or paragraph
MAX_PARAGRAPHS = 100_000  # of a document, those in cells included; a 300-page report has about 10,000
MAX_TEXT = 20_000_000  # characters of a document
_DIRECTORY_ENTRY = b"PK\x01\x02"
_DIRECTORY_END = b"PK\x05\x06"
_LONG_TAG = re.compile(r"<[^<>]{20000,}")
_MAX_TAG_ATTRIBUTES = 3_000


def load(path: Path) -> bytes:
    """The bytes of a file that is there, readable, not empty and not over MAX_FILE."""
    if path.name.startswith(("~$", ".~")):  # "~$23年报告.docx" beside 2023年报告.docx while Word has it open
        raise ReadError(messages.LOCK_FILE.format(name=path.name))
    place = openable(path)
    try:
        if place.is_dir():
            raise ReadError(messages.FOLDER.format(name=path.name))
        size = place.stat().st_size
        if size > MAX_FILE:
            raise ReadError(messages.TOO_LARGE.format(name=path.name))
        data = place.read_bytes()
    except FileNotFoundError:
        raise ReadError(messages.MISSING.format(name=path.name)) from None
    except PermissionError:
        raise ReadError(messages.LOCKED.format(name=path.name)) from None
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise ReadError(messages.UNREACHABLE.format(name=path.name)) from error
    check_size(data, path.name)
    return data


def check_size(data: bytes, name: str) -> None:
    """Refuse nothing at all, and too much."""
    if not data:
        raise ReadError(messages.EMPTY.format(name=name))
    if len(data) > MAX_FILE:
        raise ReadError(messages.TOO_LARGE.format(name=name))


def open_zip_safely(data: bytes) -> zipfile.ZipFile:
    """The archive, once its directory promises a bounded size; read its members with read_member."""
    if data.count(_DIRECTORY_ENTRY) > 2 * MAX_MEMBERS:  # counted first: opening makes an object of each
        raise ReadError(messages.BOMB)
    try:
        archive = zipfile.ZipFile(io.BytesIO(_without_tail(data)))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ReadError(messages.DAMAGED) from error
    members = archive.infolist()
    unpacked = sum(m.file_size for m in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        raise ReadError(messages.BOMB)
    return archive


def _without_tail(data: bytes) -> bytes:
    """The archive without what was appended to it: mail gateways add notices, disks zeros up to a block's end.

    zipfile looks for the directory's end in the last 64 KB only.
    """
    end = data.rfind(_DIRECTORY_END)
    if end < 0 or end + 22 > len(data):
        return data
    comment = int.from_bytes(data[end + 20 : end + 22], "little")
    return data[: end + 22 + comment]


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """One unpacked part; KeyError when the archive has none of that name."""
    info = archive.getinfo(name)
    if info.flag_bits & 1:
        raise ReadError(messages.PASSWORD)
    swollen = info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1)
    if info.file_size > MAX_PART or swollen:
        raise ReadError(messages.BOMB)
    try:
        # ZipFile never yields more than the directory's file_size, so what was checked above holds.
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ReadError(messages.DAMAGED) from error


class Budget:
    """What all XML parts of one file may hold together: many parts under their bounds are one above it."""

    def __init__(self, packed: int) -> None:
        """packed: bytes of the file as it came. A small one that unpacks to hundreds of thousands of elements was made
        to cost much: Word's most repetitive files have 0.8 tags a byte."""
        self._tags = 0
        self._most = min(MAX_TAGS, TAGS_OF_ANY + TAGS_A_BYTE * packed)

    def spend(self, part: bytes) -> bytes:
        """The part, once it is counted; ReadError when the file's parts have too many tags together."""
        self._tags += part.count(b"<")
        if self._tags > self._most:
            raise ReadError(messages.BOMB)
        return part


def parse_xml_safely(data: bytes) -> etree._Element:
    """The root of an XML part: no entity is expanded, nothing is fetched, depth is libxml2's default bound."""
    if len(data) > MAX_PART or data.count(b"<") > MAX_TAGS or data.count(b"=") > MAX_ATTRIBUTES:
        raise ReadError(messages.BOMB)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(messages.DAMAGED) from error
    # Office writes no document types; one in a file can only serve entities.
    if root is None or root.getroottree().docinfo.doctype:
        raise ReadError(messages.DAMAGED)
    return root


def check_markup(content: str) -> None:
    """Refuse a web page with more elements, or more attributes in one tag, than a parser takes in bounded time."""
    if len(content) > MAX_PART or content.count("<") > MAX_TAGS:
        raise ReadError(messages.BOMB)
    # libxml2 compares every attribute of a tag with all before it. Long tags are pictures written as data.
    if any(tag[0].count("=") > _MAX_TAG_ATTRIBUTES for tag in _LONG_TAG.finditer(content)):
        raise ReadError(messages.BOMB)


def check_cells(cells: int, packed: int) -> None:
    """Refuse more places of tables than a file of packed bytes can be meant to hold."""
    if cells > CELLS_OF_ANY + CELLS_A_BYTE * packed:
        raise ReadError(messages.HUGE_TABLE)


def check_amount(document: Document, packed: int) -> None:
    """Refuse a Document that is far larger than the packed bytes it was read from can be meant to be."""
    paragraphs = characters = cells = 0
    for block in document.blocks:
        if isinstance(block, Para):
            paragraphs += 1
            characters += len(block.text)
        else:
            cells += block.rows * block.columns
            characters += sum([len(cell.text) for cell in block.cells])
    if (
        characters > CHARACTERS_OF_ANY + CHARACTERS_A_BYTE * packed
        or paragraphs > PARAGRAPHS_OF_ANY + PARAGRAPHS_A_BYTE * packed
    ):
        raise ReadError(messages.BOMB)
    check_cells(cells, packed)


def check_nesting(depth: int) -> None:
    """Refuse tables within tables beyond any real layout; keeps recursion off Python's own limit."""
    if depth > MAX_NESTING:
        raise ReadError(messages.TOO_DEEP)


def check_grid(rows: int, columns: int) -> None:
    """Refuse a table whose logical grid (spans included) is beyond any report."""
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_POSITIONS:
        raise ReadError(messages.HUGE_TABLE)


def clip(text: str) -> str:
    """The text, cut at MAX_CELL_TEXT."""
    return text if len(text) <= MAX_CELL_TEXT else text[:MAX_CELL_TEXT]
