"""JSON and source files as compressed bytes."""

from __future__ import annotations

import hashlib
import json
import zlib

from core.errors import StoreError
from core.store.codec.report import Json, compact


def pack(text: str) -> bytes:
    """Compressed UTF-8; halves of surrogate pairs, which broken PDFs hold, pass through."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpack(data: bytes) -> str:
    """The text pack() was given; StoreError when the bytes are not sound."""
    return _inflated(data).decode("utf-8", "surrogatepass")


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error as error:
        raise StoreError("这个版本的内容已损坏，读不出来；请打开其他版本，或从备份恢复") from error


def pack_rows(rows: Json) -> bytes:
    """Any JSON-able value, packed."""
    return pack(compact(rows))


def unpack_rows(data: bytes) -> Json:
    """The value pack_rows() was given; tuples come back as lists."""
    return json.loads(unpack(data))


def json_form(value: Json) -> Json:
    """The value as it comes back from JSON: rows of any mapping as dict, tuples as lists."""
    return json.loads(json.dumps(value, default=dict, ensure_ascii=False))


def fingerprint(text: str) -> str:
    """SHA-256 of a text, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def storable(text: str) -> str:
    """Text as an SQLite column takes it: file names and PDF texts may hold half surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")


def compress_file(data: bytes) -> tuple[int, bytes]:
    """(1, compressed) where that saves a tenth, else (0, as it is): docx and pdf are compressed already."""
    small = zlib.compress(data, 6)
    return (1, small) if len(small) * 10 < len(data) * 9 else (0, data)


def decompress_file(packed: int, data: bytes | None) -> bytes | None:
    """The bytes compress_file() was given; None when no copy was kept. StoreError when they are not sound."""
    return _inflated(data) if packed and data is not None else data
