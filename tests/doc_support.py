"""Compound files and Word binary files built by hand, for what no program at hand writes any more."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

_FREE, _END, _FAT, _DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_IN_HEADER, _IN_DIFAT = 109, 127  # sectors of the allocation table that the header and a DIFAT sector name
_STORAGE, _STREAM, _ROOT = 1, 2, 5
SECTOR = 512


def compound(streams: dict[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """A compound file. Streams are padded to 4096 bytes so that none is small."""
    fat: list[int] = []
    body = b""
    starts = {}
    for name, data in streams.items():
        padded = data.ljust(max(4096, -(-len(data) // SECTOR) * SECTOR), b"\0")
        starts[name] = len(fat), len(padded)
        count = len(padded) // SECTOR
        fat += [*range(len(fat) + 1, len(fat) + count), _END]
        body += padded
    directory = _directory(starts, storages)
    first = len(fat)
    fat += [*range(first + 1, first + len(directory) // SECTOR), _END]
    fat_at, fat_sectors, difat_sectors = len(fat), 1, 0
    while (fat_at + fat_sectors + difat_sectors) * 4 > fat_sectors * SECTOR:
        fat_sectors += 1
        difat_sectors = max(0, -(-(fat_sectors - _IN_HEADER) // _IN_DIFAT))
    fat += [_FAT] * fat_sectors + [_DIFAT] * difat_sectors
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * SECTOR, b"\xff")
    named = list(range(fat_at, fat_at + fat_sectors))
    difat = _difat(named[_IN_HEADER:], fat_at + fat_sectors)
    return _header(first, named, fat_at + fat_sectors, difat_sectors) + body + directory + table + difat


def _difat(named: list[int], at: int) -> bytes:
    """Sectors that name the allocation table's sectors for which the header has no room, each with the next."""
    data = b""
    for i in range(0, len(named), _IN_DIFAT):
        some = named[i : i + _IN_DIFAT]
        after = at + i // _IN_DIFAT + 1 if i + _IN_DIFAT < len(named) else _END
        some += [_FREE] * (_IN_DIFAT - len(some))
        data += struct.pack(f"<{_IN_DIFAT + 1}I", *some, after)
    return data


def _header(directory: int, fat: list[int], difat: int, difat_sectors: int) -> bytes:
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    after = difat if difat_sectors else _END
    head += struct.pack("<IIIIIIIII", 0, len(fat), directory, 0, 4096, _END, 0, after, difat_sectors)
    named = fat[:_IN_HEADER]
    return (head + struct.pack(f"<{len(named)}I", *named)).ljust(SECTOR, b"\xff")


def _directory(streams: dict[str, tuple[int, int]], storages: tuple[str, ...]) -> bytes:
    """The children hang in one line, each the right sibling of the one before."""
    children = [(name, _STREAM, *where) for name, where in streams.items()]
    children += [(name, _STORAGE, _END, 0) for name in storages]
    entries = [_entry("Root Entry", _ROOT, _FREE, 1, _END, 0)]
    for i, (name, kind, start, size) in enumerate(children, 1):
        entries.append(_entry(name, kind, i + 1 if i < len(children) else _FREE, _FREE, start, size))
    data = b"".join(entries)
    return data.ljust(-(-len(data) // SECTOR) * SECTOR, b"\0")


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
    return head + struct.pack("<III36xIII", _FREE, right, child, start, size, 0)


def sprm(opcode: int, operand: bytes | int) -> bytes:
    """A modifier; an int is a one-byte operand."""
    return struct.pack("<H", opcode) + (bytes([operand]) if isinstance(operand, int) else operand)


IN_TABLE = sprm(0x2416, 1)


def row_end(edges: list[int], flags: list[int] | None = None, depth: int = 1) -> bytes:
    """The modifiers of a row's end: edges in twips, a merge flag word a cell."""
    words = flags or [0] * (len(edges) - 1)
    cells = b"".join(struct.pack("<H18x", word) for word in words)
    operand = bytes([len(edges) - 1]) + struct.pack(f"<{len(edges)}h", *edges) + cells
    mark = sprm(0x2417, 1) if depth == 1 else in_depth(depth) + sprm(0x244B, 1) + sprm(0x244C, 1)
    return IN_TABLE + mark + sprm(0xD608, struct.pack("<H", len(operand) + 1) + operand)


def in_depth(depth: int) -> bytes:
    """The modifier that says how deep in tables a paragraph stands."""
    return sprm(0x6649, struct.pack("<I", depth))


def stylesheet(*styles: tuple[int, int, int, bytes, bytes]) -> bytes:
    """Of (identifier, kind 1 paragraph or 2 character, base or 0xFFF, paragraph modifiers, character modifiers)."""
    records = b""
    for identifier, kind, base, paragraph, character in styles:
        parts = [b"\0\0" + paragraph, character] if kind == 1 else [character]
        record = struct.pack("<HHHHH", identifier, kind | base << 4, len(parts), 0, 0) + struct.pack("<H4s", 1, b"a")
        for part in parts:
            record += bytes(len(record) % 2) + struct.pack("<H", len(part)) + part
        records += struct.pack("<H", len(record)) + record + bytes(len(record) % 2)
    return struct.pack("<HHH14x", 18, len(styles), 10) + records


@dataclass
class WordFile:
    """A Word binary file. paragraphs: (text with its closing character, modifiers), of style 0 unless these
    name another; runs: (first character, past the last, modifiers); eight_bit stores the text as cp1252; extra are
    modifiers of the one piece."""

    paragraphs: list[tuple[str, bytes]]
    runs: list[tuple[int, int, bytes]] = field(default_factory=list)
    eight_bit: bool = False
    extra: bytes = b""
    flags: int = 0x0200
    version: int = 0x00C1
    data: bytes = b""
    storages: tuple[str, ...] = ()
    notes: str = ""
    parts: dict[int, bytes] = field(default_factory=dict)
    boxes: str = ""
    box_from: int | None = None  # the paragraph from which on they are those of text boxes

    def build(self) -> bytes:
        """The bytes of the file."""
        streams = {"WordDocument": b"", "1Table": b""}
        streams["WordDocument"], streams["1Table"] = self._streams()
        if self.data:
            streams["Data"] = self.data
        return compound(streams, self.storages)

    def _streams(self) -> tuple[bytes, bytes]:
        body = "".join(text for text, _ in self.paragraphs)
        text = body + self.notes + self.boxes
        width = 1 if self.eight_bit else 2
        encoded = text.encode("cp1252" if self.eight_bit else "utf-16-le")
        count = len(encoded) // width
        main = bytearray(1024) + encoded
        main += bytes(-len(main) % SECTOR)
        ends, at = [], 0
        for paragraph, grpprl in self.paragraphs:
            start, at = at, at + len(paragraph.encode("utf-16-le")) // 2
            ends.append((1024 + start * width, 1024 + at * width, b"\0\0" + grpprl))
        papx = self._pages(main, ends, 13)
        chpx = self._pages(main, [(1024 + a * width, 1024 + b * width, g) for a, b, g in self._gapless_runs()], 1)
        fc = 1024 * 2 | 1 << 30 if self.eight_bit else 1024
        pieces = struct.pack("<II", 0, count) + struct.pack("<HIH", 0, fc, 1 if self.extra else 0)
        clx = (b"\x01" + struct.pack("<H", len(self.extra)) + self.extra) if self.extra else b""
        clx += b"\x02" + struct.pack("<I", len(pieces)) + pieces
        table, pairs = b"", [(0, 0)] * 93
        for index, part in {33: clx, 13: papx, 12: chpx, **self.parts}.items():
            pairs[index] = len(table), len(part)
            table += part
        units = len(body.encode("utf-16-le")) // 2
        counts = [units, len(self.notes), 0, 0, 0, 0, len(self.boxes)]
        if self.box_from is not None:
            counts[0] = sum(len(text) for text, _ in self.paragraphs[: self.box_from])
            counts[6] = units - counts[0]
        main[:154] = self._fib(counts)
        main[154:898] = b"".join(struct.pack("<II", *pair) for pair in pairs)
        return bytes(main), table

    def _gapless_runs(self) -> list[tuple[int, int, bytes]]:
        """A page has one list of bounds, so what lies between two runs is a run that says nothing."""
        found: list[tuple[int, int, bytes]] = []
        for start, end, grpprl in self.runs:
            if found and found[-1][1] < start:
                found.append((found[-1][1], start, b""))
            found.append((start, end, grpprl))
        return found

    def _fib(self, counts: list[int]) -> bytes:
        head = struct.pack("<HHHHHH20x", 0xA5EC, self.version, 0, 0x804, 0, self.flags) + struct.pack("<H", 14)
        return head + bytes(28) + struct.pack("<H12x7i48x", 22, *counts) + struct.pack("<H", 93)

    def _pages(self, main: bytearray, entries: list[tuple[int, int, bytes]], size: int) -> bytes:
        """Formatted pages of eight entries each, appended to the main stream; returns the PLC that names them."""
        bounds, numbers = [], []
        for i in range(0, len(entries), 8):
            some = entries[i : i + 8]
            numbers.append(len(main) // SECTOR)
            bounds.append(some[0][0])
            main += _page(some, size)
        if not entries:
            return b""
        bounds.append(entries[-1][1])
        return struct.pack(f"<{len(bounds)}I", *bounds) + struct.pack(f"<{len(numbers)}I", *numbers)


def _page(entries: list[tuple[int, int, bytes]], size: int) -> bytes:
    page = bytearray(SECTOR)
    page[-1] = len(entries)
    struct.pack_into(f"<{len(entries) + 1}I", page, 0, *(e[0] for e in entries), entries[-1][1])
    at = SECTOR - 1
    for i, (_, _, grpprl) in enumerate(entries):
        # Paragraphs count 16-bit units after a zero byte, or their half rounded up; characters count bytes.
        stored = bytes([0, -(-len(grpprl) // 2)]) + grpprl if size == 13 else bytes([len(grpprl)]) + grpprl
        at = (at - len(stored) - 1) // 2 * 2
        page[at : at + len(stored)] = stored
        page[4 * (len(entries) + 1) + size * i] = at // 2
    return bytes(page)
