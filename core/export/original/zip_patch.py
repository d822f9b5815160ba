"""A zip with some members replaced or left out; every other member's record is copied as it is, byte for byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_DEFLATED = 8
_SIZES_FOLLOW = 0x08  # flag: sizes stand after the data, not in the header
_UTF8_NAME = 0x800


def rewrite_members(package: bytes, contents: Mapping[str, bytes], dropped: Collection[str] = ()) -> bytes:
    """The zip with the members of `contents` holding those bytes and the dropped ones gone; KeyError for a name that
    is not there.

    Order, names, dates and comments stay. A zip of more than 4 GB is not supported: no report is that large.
    """
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        infos = archive.infolist()
        wanted = {archive.getinfo(name).header_offset: content for name, content in contents.items()}
        gone = {archive.getinfo(name).header_offset for name in dropped}
        directory, comment = archive.start_dir, archive.comment
    ends = sorted([i.header_offset for i in infos] + [directory])
    records: list[bytes] = []
    entries: list[bytes] = []
    at = 0
    for info, entry in sorted(zip(infos, _entries(package, directory, len(infos)), strict=True), key=_offset):
        if info.header_offset in gone:
            continue
        if info.header_offset in wanted:
            record, entry = _record(info, entry, wanted[info.header_offset])
        else:
            record = package[info.header_offset : ends[ends.index(info.header_offset) + 1]]
        entries.append(_moved(entry, at))
        records.append(record)
        at += len(record)
    central = b"".join(entries)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), len(central), at, len(comment))
    return b"".join([*records, central, end, comment])


def _offset(pair: tuple[zipfile.ZipInfo, bytes]) -> int:
    return pair[0].header_offset


def _entries(package: bytes, directory: int, count: int) -> list[bytes]:
    """Raw entries of the central directory, in its order (zipfile's infolist keeps the same)."""
    found, at = [], directory
    for _ in range(count):
        fields = _CENTRAL.unpack_from(package, at)
        size = _CENTRAL.size + fields[10] + fields[11] + fields[12]
        found.append(package[at : at + size])
        at += size
    return found


def _record(info: zipfile.ZipInfo, entry: bytes, content: bytes) -> tuple[bytes, bytes]:
    """Local record and directory entry of the member with its new content."""
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    fields = list(_CENTRAL.unpack_from(entry))
    name = entry[_CENTRAL.size : _CENTRAL.size + fields[10]]
    flags = fields[3] & _UTF8_NAME
    sizes = (zlib.crc32(content), len(packed), len(content))
    local = _LOCAL.pack(b"PK\x03\x04", 20, flags, _DEFLATED, fields[5], fields[6], *sizes, len(name), 0)
    fields[3:5] = [flags, _DEFLATED]
    fields[7:10] = sizes
    extra = fields[11]
    fields[11] = 0
    rest = entry[_CENTRAL.size + len(name) + extra :]
    return local + name + packed, _CENTRAL.pack(*fields) + name + rest


def _moved(entry: bytes, offset: int) -> bytes:
    """The entry pointing at another offset, its last header field."""
    return entry[: _CENTRAL.size - 4] + struct.pack("<L", offset) + entry[_CENTRAL.size :]
