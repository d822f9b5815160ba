"""Streams of a PDF that unpack to far more than any page of a report holds, emptied before pdfium meets them.

pdfium makes an object of every instruction of a page when it opens it: 87 KB that unpack to two million characters
take 1.1 GB before the first one can be counted.
"""

from __future__ import annotations

import re
import zlib

_IMAGE = re.compile(rb"/Subtype\s*/Image")
_LONGEST_DICTIONARY = 1000  # bytes before a stream
_SMALLEST = 2_000  # packed bytes: what is smaller unpacks to 2 MB at most
_SAMPLE = 64 * 1024  # unpacked bytes looked at first
_SUSPICIOUS = 40  # times smaller when packed: a page's instructions shrink to a tenth, a table full of zeros to a 30th
_LARGEST = 6 * 2**20  # unpacked bytes of one stream; the largest page of a report has 300 KB


def without_bombs(data: bytes) -> tuple[bytes, int]:
    """The file with such streams overwritten, and how many there were; pictures may be large and are not looked at."""
    found: list[tuple[int, int]] = []
    at = data.find(b"stream")
    while at >= 0:
        start = at + len(b"stream")
        if data[at - 3 : at] != b"end":
            dictionary = data[max(at - _LONGEST_DICTIONARY, 0) : at]
            dictionary = dictionary[dictionary.rfind(b"obj") + 3 :]
            start += 2 if data[start : start + 2] == b"\r\n" else 1
            end = data.find(b"endstream", start)
            packed = b"/FlateDecode" in dictionary and not _IMAGE.search(dictionary)
            if packed and end - start >= _SMALLEST and _is_bomb(data, start, end):
                found.append((start, end))
            start = max(end, start)
        at = data.find(b"stream", start)
    if not found:
        return data, 0
    emptied = bytearray(data)
    for start, end in found:
        emptied[start:end] = bytes(end - start)
    return bytes(emptied), len(found)


def _is_bomb(data: bytes, start: int, end: int) -> bool:
    unpacker = zlib.decompressobj()
    packed = memoryview(data)[start:end]
    try:
        size = len(unpacker.decompress(packed[: _SAMPLE // _SUSPICIOUS], _SAMPLE * 4))
        if size < _SAMPLE:
            return False
        rest = unpacker.unconsumed_tail + bytes(packed[_SAMPLE // _SUSPICIOUS :])
        while rest and not unpacker.eof and size <= _LARGEST:
            size += len(unpacker.decompress(rest, _LARGEST))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return size > _LARGEST
