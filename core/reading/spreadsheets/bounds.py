"""What of a binary workbook may be handed to calamine: it trusts what a file says of itself.

A chain of sectors that runs in a circle keeps it busy for ever, and a cell in row 65,535 and column 65,535 makes it ask
for 64 GB at once, which ends the process. So it gets the one stream that it needs, in a compound file of our own
making, once the records of that stream promise a bounded size.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from core.errors import ReadError
from core.reading.shared import messages
from core.reading.shared.limits import check_grid, open_zip_safely, read_member
from core.reading.shared.ole2 import MAGIC, Compound

_STREAMS = ("Workbook", "Book")
_BEGIN, _STRINGS, _ENCRYPTED = (0x0809, 0x0409, 0x0209, 0x0009), 0x00FC, 0x002F
# Records of one cell, of several beside each other, and of a formula; each begins with row and column.
_CELLS = frozenset((0x0203, 0x0204, 0x00FD, 0x027E, 0x0201, 0x0205, 0x00D6, 0x0006, 0x0406, 0x0206))
_ROWS_OF_CELLS = frozenset((0x00BD, 0x00BE))
_EXTENT = 0x0200
_SMALLEST_STRING = 3  # bytes
_SECTOR, _HEADER_FAT = 4096, 109
_FAT_SECTOR, _END, _FREE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF


def bounded(data: bytes) -> bytes:
    """The workbook as calamine may read it; ReadError where it is damaged or its cells lie too far apart."""
    if not data.startswith(MAGIC):
        _check_parts(data)
        return data
    compound = Compound(data)
    name = next((name for name in _STREAMS if name in compound.streams), None)
    if name is None:
        return data  # encrypted, or no workbook: calamine says which
    stream = compound.stream(name)
    _check_records(stream)
    return _compound(name, _without_promises(stream))


def _check_records(stream: bytes) -> None:
    """The cells of each sheet within the bounds of a table, and no more texts promised than there is room for."""
    rows = columns = 0
    for kind, at, size in _records(stream):
        if kind == _ENCRYPTED:  # from here on only the kinds and sizes of records are true
            raise ReadError(messages.PASSWORD)
        if kind in _BEGIN:
            rows = columns = 0
        elif kind in _CELLS and size >= 4:
            row, column = struct.unpack_from("<HH", stream, at)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind in _ROWS_OF_CELLS and size >= 6:
            row, first = struct.unpack_from("<HH", stream, at)
            rows, columns = max(rows, row + 1), max(columns, first + 1, first + size // 2)
        elif (
            kind == _STRINGS
            and size >= 8
            and max(struct.unpack_from("<II", stream, at)) * _SMALLEST_STRING > 4 * len(stream)
        ):
            raise ReadError(messages.DAMAGED)
        check_grid(rows, columns)


def _without_promises(stream: bytes) -> bytes:
    """The stream without the extents of its sheets: calamine would make room for all of it before it reads a cell."""
    changed = bytearray(stream)
    for kind, at, size in _records(stream):
        if kind == _EXTENT:
            changed[at : at + size] = bytes(size)
    return bytes(changed)


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, start and size of each record."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if at + 4 + size > len(stream):
            return
        yield kind, at + 4, size
        at += 4 + size


def _compound(name: str, stream: bytes) -> bytes:
    """A compound file of one stream: header, its table of sectors, the directory, the stream."""
    stream = stream.ljust(_SECTOR, b"\0")  # what is shorter than a sector would have to lie in a table of small ones
    sectors = -(-len(stream) // _SECTOR)
    tables = 1
    while tables * (_SECTOR // 4) < tables + 1 + sectors:
        tables += 1
    if tables > _HEADER_FAT:
        raise ReadError(messages.TOO_LARGE.format(name=name))
    first = tables + 1
    fat = [_FAT_SECTOR] * tables + [_END] + [*range(first + 1, first + sectors), _END]
    fat += [_FREE] * (tables * (_SECTOR // 4) - len(fat))
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", MAGIC, 0x3E, 4, 0xFFFE, 12, 6, 1, tables, tables, 0, 4096,
                         _END, 0, _END, 0)  # fmt: skip
    places = [*range(tables)] + [_FREE] * (_HEADER_FAT - tables)
    # calamine takes a root without a stream of its own for damage: it is pointed at the directory, 0 bytes of it.
    directory = _entry("Root Entry", 5, 1, tables, 0) + _entry(name, 2, _FREE, first, len(stream))
    directory += _entry("", 0, _FREE, 0, 0) * (_SECTOR // 128 - 2)
    out = BytesIO()
    out.write((header + struct.pack(f"<{_HEADER_FAT}I", *places)).ljust(_SECTOR, b"\0"))
    out.write(struct.pack(f"<{len(fat)}I", *fat))
    out.write(directory)
    out.write(stream.ljust(sectors * _SECTOR, b"\0"))
    return out.getvalue()


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """One entry of the directory, black, without siblings."""
    letters = name.encode("utf-16-le")
    length = len(letters) + 2 if name else 0
    return struct.pack("<64sHBBIII36xIQ", letters, length, kind, 1, _FREE, _FREE, child, start, size)


# .xlsb: a zip of parts in records of their own


def _check_parts(data: bytes) -> None:
    with open_zip_safely(data) as archive:
        for name in archive.namelist():
            if name.endswith(".bin") and "worksheets/sheet" in name.lower():
                _check_part(archive, name)


def _check_part(archive: ZipFile, name: str) -> None:
    part = read_member(archive, name)
    rows = columns = 0
    at, end = 0, len(part)
    while at < end:
        kind, at = _number(part, at, 2)
        size, at = _number(part, at, 4)
        if kind == 0 and size >= 4 and at + 4 <= end:  # a row
            rows = max(rows, int.from_bytes(part[at : at + 4], "little") + 1)
        elif 1 <= kind <= 11 and size >= 4 and at + 4 <= end:  # a cell
            columns = max(columns, int.from_bytes(part[at : at + 4], "little") + 1)
            check_grid(rows, columns)
        at += size


def _number(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number in groups of seven bits, and where it ends."""
    value = 0
    for place in range(most):
        if at >= len(part):
            break
        byte = part[at]
        at += 1
        value |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            break
    return value, at
