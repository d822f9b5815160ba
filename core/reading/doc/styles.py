"""Word binary: the style sheet ([MS-DOC] 2.9.271): what a style says about headings, bold and numbers."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_DEEPEST = 12  # Word nests styles at most eleven deep
_MAX_STYLES = 4095
_PARAGRAPH, _CHARACTER, _TABLE = 1, 2, 3
_NONE = 0xFFF


@dataclass(frozen=True, slots=True)
class Style:
    """A style as stored: identifier (1 to 9 are the built-in headings), base (None for none), own modifiers."""

    identifier: int
    base: int | None
    paragraph: bytes = b""
    character: bytes = b""


class Styles:
    """Styles by their number (istd)."""

    def __init__(self, stsh: bytes) -> None:
        self._records, self._base_size = _read(stsh)
        self._styles: dict[int, Style | None] = {}

    def chain(self, number: int) -> tuple[Style, ...]:
        """The style and what it is based on, the base first; () for an unknown number."""
        found: list[Style] = []
        at: int | None = number
        while at is not None and 0 <= at < len(self._records) and len(found) < _DEEPEST:
            style = self._style(at)
            if style is None:
                break
            found.append(style)
            at = style.base
        return tuple(reversed(found))

    def _style(self, number: int) -> Style | None:
        """The style parsed when first asked for: a file stores hundreds and uses a few."""
        if number not in self._styles:
            record = self._records[number]
            self._styles[number] = _style(record, self._base_size) if len(record) >= 10 else None
        return self._styles[number]


def _read(stsh: bytes) -> tuple[list[bytes], int]:
    """The styles' records, b"" for a number without one, and the size of a record's fixed part."""
    if len(stsh) < 6:
        return [], 0
    head, count, base_size = struct.unpack_from("<HHH", stsh)
    records: list[bytes] = []
    at = 2 + head
    while at + 2 <= len(stsh) and len(records) < min(count, _MAX_STYLES):
        size = struct.unpack_from("<H", stsh, at)[0]
        records.append(stsh[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    return records, base_size


def _style(record: bytes, base_size: int) -> Style:
    identifier, kind, parts = struct.unpack_from("<HHH", record)
    base = kind >> 4
    modifiers = _modifiers(record, base_size, parts & 0xF)
    kind &= 0xF
    style = Style(identifier & 0xFFF, None if base == _NONE else base)
    if kind == _PARAGRAPH and len(modifiers) >= 2:
        # The paragraph part begins with the style's own number.
        return Style(style.identifier, style.base, modifiers[0][2:], modifiers[1])
    if kind == _CHARACTER and modifiers:
        return Style(style.identifier, style.base, b"", modifiers[0])
    return style


def _modifiers(record: bytes, base_size: int, count: int) -> list[bytes]:
    """The counted parts after the name, each on an even offset."""
    if base_size + 2 > len(record):
        return []
    at = base_size + 2 + 2 * (struct.unpack_from("<H", record, base_size)[0] + 1)
    parts = []
    for _ in range(min(count, 3)):
        at += at % 2
        if at + 2 > len(record):
            break
        size = struct.unpack_from("<H", record, at)[0]
        parts.append(record[at + 2 : at + 2 + size])
        at += 2 + size
    return parts
