"""Word binary: formatted disk pages ([MS-DOC] 2.9.33, 2.9.175): byte ranges and their modifiers."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.errors import ReadError
from core.reading.shared import messages

_Run = tuple[int, int, bytes]  # start, end, grpprl
_PAGE = 512
_MAX_RUNS = 600_000  # a 300-page report has some thousands


@dataclass(frozen=True, slots=True)
class Runs:
    """Byte ranges of the main stream, rising and disjoint, each with its grpprl.

    For paragraphs the grpprl still begins with the style's number (two bytes).
    """

    starts: list[int]
    ends: list[int]
    grpprls: list[bytes]

    def at(self, offset: int) -> bytes:
        """The grpprl that covers a byte, b"" when none does."""
        i = bisect_right(self.starts, offset) - 1
        return self.grpprls[i] if i >= 0 and offset < self.ends[i] else b""


def paragraph_runs(main: bytes, plc: bytes) -> Runs:
    """Runs of PlcfBtePapx."""
    return _runs(main, plc, _paragraph_page)


def character_runs(main: bytes, plc: bytes) -> Runs:
    """Runs of PlcfBteChpx."""
    return _runs(main, plc, _character_page)


def _runs(main: bytes, plc: bytes, entries: Callable[[bytes], Iterator[_Run]]) -> Runs:
    found: list[_Run] = []
    for number in dict.fromkeys(_page_numbers(plc)):
        page = main[number * _PAGE : (number + 1) * _PAGE]
        if len(page) == _PAGE:
            found += entries(page)
        if len(found) > _MAX_RUNS:
            raise ReadError(messages.BOMB)
    found.sort(key=lambda run: run[0])
    return _disjoint(found)


def _disjoint(found: list[_Run]) -> Runs:
    runs = Runs([], [], [])
    last = -1
    for start, end, grpprl in found:
        if start >= last and end > start:
            runs.starts.append(start)
            runs.ends.append(end)
            runs.grpprls.append(grpprl)
            last = end
    return runs


def _page_numbers(plc: bytes) -> Iterator[int]:
    count = (len(plc) - 4) // 8
    for (number,) in struct.iter_unpack("<I", plc[4 * (count + 1) : 4 * (count + 1) + 4 * count] if count > 0 else b""):
        yield number & 0x3FFFFF


def _paragraph_page(page: bytes) -> Iterator[_Run]:
    count = page[-1]
    if count * 17 + 4 >= _PAGE:
        return
    bounds = struct.unpack_from(f"<{count + 1}I", page)
    for i in range(count):
        at = page[4 * (count + 1) + 13 * i] * 2
        if not at:
            yield bounds[i], bounds[i + 1], b"\0\0"
            continue
        size = page[at] * 2 - 1
        if size < 0:  # a zero byte, then the count of 16-bit units
            at += 1
            size = page[at] * 2 if at < _PAGE else 0
        yield bounds[i], bounds[i + 1], page[at + 1 : min(at + 1 + size, _PAGE - 1)]


def _character_page(page: bytes) -> Iterator[_Run]:
    count = page[-1]
    if count * 5 + 4 >= _PAGE:
        return
    bounds = struct.unpack_from(f"<{count + 1}I", page)
    for i in range(count):
        at = page[4 * (count + 1) + i] * 2
        yield bounds[i], bounds[i + 1], page[at + 1 : min(at + 1 + page[at], _PAGE - 1)] if at else b""
