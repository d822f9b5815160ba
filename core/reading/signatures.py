"""Files that no reader takes, recognised by content so that the clerk is told what they are and what to do."""

from __future__ import annotations

import re
import zipfile

from core.errors import ReadError
from core.reading.shared import messages
from core.reading.shared.limits import open_zip_safely
from core.reading.shared.ole2 import MAGIC, Compound

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# Beginnings of files ([offset, bytes]); none of them can begin a text.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"GIF8", messages.OTHER_IMAGE),
    (8, b"WEBP", messages.OTHER_IMAGE),
    (4, b"ftypheic", messages.OTHER_IMAGE),
    (4, b"ftypmif1", messages.OTHER_IMAGE),
    (0, b"Rar!\x1a\x07", messages.ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", messages.ARCHIVE),
    (0, b"\x1f\x8b", messages.ARCHIVE),
    (0, b"BZh", messages.ARCHIVE),
    (0, b"\xfd7zXZ\0", messages.ARCHIVE),
    (257, b"ustar", messages.ARCHIVE),
    (0, b"\x7fELF", messages.PROGRAM),
    (0, b"\xdb\xa5\x2d\0", messages.OLD_WORD),  # Word 2
    (0, b"\x9b\xa5\x21\0", messages.OLD_WORD),  # Word 1
)
# The root of the XML that Excel 2003 wrote; Word's is read by wordxml.
_OFFICE_XML = re.compile(rb"<(?:\w+:)?Workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet")
# 标文通: version 1 is one XML file, version 2 a zip.
_UOF = re.compile(rb"<(?:\w+:)?UOF[\s>]|schemas\.uof\.org")
# Parts whose presence tells what an archive is.
_PARTS = (
    ("ppt/", messages.SLIDES),
    ("uof.xml", messages.UOF),
    ("content.xml", messages.ODF),
    ("EncryptedPackage", messages.PASSWORD),
    ("Index/", messages.UNKNOWN),
)
# Streams and what a compound file with one of them is.
_STREAMS = (
    ("EncryptedPackage", messages.PASSWORD),
    ("PowerPoint Document", messages.SLIDES),
    ("WPSDocument", messages.WPS_OWN),
    ("CONTENTS", messages.WPS_OWN),
)


def not_a_document(data: bytes) -> str | None:
    """The sentence for a file whose first bytes say that it is no document: asked before any reader."""
    for offset, signature, sentence in _SIGNATURES:
        if data.startswith(signature, offset):
            return sentence
    if data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") and _OFFICE_XML.search(data[:4096]):
        return messages.OFFICE_XML
    if data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") and _UOF.search(data[:4096]):
        return messages.UOF
    return messages.PROGRAM if data.startswith(b"MZ") and b"\0" in data[:64] else None


def unsupported_format(data: bytes) -> str:
    """The sentence for a file that no reader took."""
    if data.startswith(MAGIC):
        return _compound_refusal(data)
    return _zip_refusal(data) if data.startswith(_ZIP) else messages.UNKNOWN


def _compound_refusal(data: bytes) -> str:
    try:
        found = Compound(data).streams
    except ReadError:
        return messages.DAMAGED
    return next((sentence for name, sentence in _STREAMS if name in found), messages.UNKNOWN)


def _zip_refusal(data: bytes) -> str:
    try:
        names = open_zip_safely(data).namelist()
    except (ReadError, zipfile.BadZipFile):
        return messages.DAMAGED
    for part, sentence in _PARTS:
        if any(name.startswith(part) for name in names):
            return sentence
    damaged = any(name.startswith(("word/", "xl/")) for name in names)
    return messages.DAMAGED if damaged else messages.ARCHIVE
