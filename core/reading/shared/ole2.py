"""Compound files (OLE2, [MS-CFB]): the streams of the root storage, with every chain bounded.

olefile follows a looped chain as far as the directory's size claims (4 GB) and formats a debug line for each
sector; here a chain ends after as many sectors as the file has.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator

from core.errors import ReadError
from core.reading.shared import messages

MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
MAX_STREAM = 128 * 2**20  # bytes of one stream: pictures stand behind the text in Word's main stream
_MAX_ENTRIES = 20_000  # directory entries looked at
_LAST_SECTOR = 0xFFFFFFF9  # above are marks: end of chain, free, FAT and DIFAT sectors
_MINI_CUTOFF = 4096
_MINI_SHIFT = 6
_STORAGE, _STREAM, _ROOT = 1, 2, 5


class Compound:
    """A compound file's root storage. streams: names of its streams; storages: names of its sub-storages."""

    def __init__(self, data: bytes) -> None:
        """ReadError when header, allocation table or directory make no sense."""
        try:
            self._open(data)
        except struct.error as error:
            raise ReadError(messages.DAMAGED) from error

    @property
    def streams(self) -> frozenset[str]:
        """Names of the streams, letter for letter."""
        return frozenset(self._streams)

    def stream(self, name: str) -> bytes:
        """A stream's bytes up to MAX_STREAM, fewer than promised where the file is cut; KeyError if there is none."""
        start, promised = self._streams[name]
        size = min(promised, MAX_STREAM)
        if size >= _MINI_CUTOFF:
            return self._chain(start, size)
        mini, small = self._mini()
        parts, step = [], 1 << _MINI_SHIFT
        for sector in _walk(small, start, -(-size // step)):
            parts.append(mini[sector * step : (sector + 1) * step])
        return b"".join(parts)[:size]

    def _open(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(MAGIC):
            raise ReadError(messages.DAMAGED)
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12):
            raise ReadError(messages.DAMAGED)
        self._data, self._size = data, 1 << shift
        fat_count, directory = struct.unpack_from("<II", data, 44)
        self._mini_start, _, difat, _ = struct.unpack_from("<IIII", data, 60)
        self._fat = self._allocation(fat_count, difat)
        self._mini_loaded: tuple[bytes, array[int]] | None = None
        self._read_directory(self._chain(directory, _MAX_ENTRIES * 128))

    def _sector(self, index: int) -> bytes:
        start = (index + 1) * self._size
        return self._data[start : start + self._size]

    def _allocation(self, count: int, difat: int) -> array[int]:
        """The FAT: its sectors are named in the header, then in the chain of DIFAT sectors."""
        sectors = len(self._data) // self._size
        wanted = [s for s in struct.unpack_from("<109I", self._data, 76) if s < sectors]
        seen: set[int] = set()
        while difat < sectors and difat not in seen and len(wanted) < count:
            seen.add(difat)
            names = _words(self._sector(difat))
            wanted += [s for s in names[:-1] if s < sectors]
            difat = names[-1] if names else _LAST_SECTOR
        # A sector named twice would only serve to swell the table.
        return _words(b"".join(self._sector(s) for s in dict.fromkeys(wanted[:count])))

    def _chain(self, start: int, size: int) -> bytes:
        sectors = _walk(self._fat, start, -(-size // self._size))
        return b"".join(self._sector(s) for s in sectors)[:size]

    def _mini(self) -> tuple[bytes, array[int]]:
        """The stream that holds small streams, and its allocation table."""
        if self._mini_loaded is None:
            start, size = self._root
            mini = self._chain(start, min(size, MAX_STREAM))
            self._mini_loaded = mini, _words(self._chain(self._mini_start, len(mini) // 16 + self._size))
        return self._mini_loaded

    def _read_directory(self, directory: bytes) -> None:
        """Names under the root; entries of embedded objects lie deeper and are not looked at."""
        self._streams: dict[str, tuple[int, int]] = {}
        self.storages: set[str] = set()
        self._root = struct.unpack_from("<II", directory, 116)
        if len(directory) < 128 or directory[66] != _ROOT:
            raise ReadError(messages.DAMAGED)
        for entry in _siblings(directory, struct.unpack_from("<I", directory, 76)[0]):
            name = entry[: max(0, min(62, struct.unpack_from("<H", entry, 64)[0] - 2))].decode("utf-16-le", "replace")
            if entry[66] == _STREAM:
                self._streams.setdefault(name, struct.unpack_from("<II", entry, 116))
            elif entry[66] == _STORAGE:
                self.storages.add(name)


def _words(data: bytes) -> array[int]:
    words = array("I")
    words.frombytes(data[: len(data) // 4 * 4])
    return words


def _walk(table: array[int], start: int, most: int) -> Iterator[int]:
    """Sectors of a chain: at most `most`, and never more than the table has entries (a loop)."""
    sector = start
    for _ in range(min(most, len(table))):
        if sector >= len(table):
            return
        yield sector
        sector = table[sector]


def _siblings(directory: bytes, first: int) -> Iterator[bytes]:
    """Entries of the tree of siblings that hangs under `first`, each once."""
    waiting, seen = [first], set()
    while waiting:
        index = waiting.pop()
        entry = directory[index * 128 : index * 128 + 128]
        if index in seen or len(entry) < 128:
            continue
        seen.add(index)
        yield entry
        waiting += struct.unpack_from("<II", entry, 68)
