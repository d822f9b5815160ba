"""A binary workbook (.xlsb, MS-XLSB) of one sheet: texts, numbers and merged cells, as far as readers look at it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

_SCHEMAS = "http://schemas.openxmlformats.org/"
_RELATIONS = f"{_SCHEMAS}officeDocument/2006/relationships/"
_TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{_SCHEMAS}package/2006/content-types"><Default Extension="bin" '
    'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
    'PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/></Types>'
)
_BEGIN_SHEET, _END_SHEET, _BEGIN_BOOK, _END_BOOK, _BEGIN_SHEETS, _END_SHEETS = 129, 130, 131, 132, 143, 144
_SIZE, _BEGIN_DATA, _END_DATA, _SHEET, _ROW, _REAL, _TEXT = 148, 145, 146, 156, 0, 5, 6
_BEGIN_MERGES, _END_MERGES, _MERGE = 177, 178, 176


def xlsb(rows: Mapping[int, Mapping[int, str | float]], merges: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """rows: row → column → value; merges (first row, last row, first column, last column)."""
    size = (min(rows), max(rows), 0, max(column for row in rows.values() for column in row))
    cells = b""
    for row in sorted(rows):
        cells += _record(_ROW, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        for column, value in sorted(rows[row].items()):
            head = struct.pack("<II", column, 0)
            own = head + (_wide(value) if isinstance(value, str) else struct.pack("<d", value))
            cells += _record(_TEXT if isinstance(value, str) else _REAL, own)
    sheet = _record(_BEGIN_SHEET) + _record(_SIZE, struct.pack("<4I", *size)) + _record(_BEGIN_DATA) + cells
    sheet += _record(_END_DATA)
    if merges:
        sheet += _record(_BEGIN_MERGES, struct.pack("<I", len(merges)))
        sheet += b"".join(_record(_MERGE, struct.pack("<4I", *merge)) for merge in merges) + _record(_END_MERGES)
    named = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("表")
    book = _record(_BEGIN_BOOK) + _record(_BEGIN_SHEETS) + _record(_SHEET, named) + _record(_END_SHEETS)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _relation("officeDocument", "xl/workbook.bin"))
        archive.writestr("xl/_rels/workbook.bin.rels", _relation("worksheet", "worksheets/sheet1.bin"))
        archive.writestr("xl/workbook.bin", book + _record(_END_BOOK))
        archive.writestr("xl/worksheets/sheet1.bin", sheet + _record(_END_SHEET))
    return out.getvalue()


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(data)
    while length > 127:
        head += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + bytes([length]) + data


def _wide(words: str) -> bytes:
    return struct.pack("<I", len(words.encode("utf-16-le")) // 2) + words.encode("utf-16-le")


def _relation(kind: str, target: str) -> str:
    return (
        f'<?xml version="1.0"?><Relationships xmlns="{_SCHEMAS}package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}{kind}" Target="{target}"/></Relationships>'
    )
