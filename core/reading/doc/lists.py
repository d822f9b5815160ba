"""Word binary: list definitions ([MS-DOC] 2.9.131 PlfLst, 2.9.132 PlfLfo) for the counter of numbers."""

from __future__ import annotations

import struct
from collections.abc import Hashable

from core.reading.shared.list_numbering import Level, ListCounter, ListForm

# MSONFC, the number's form ([MS-OSHARED] 2.2.1.3), by the names that docx uses for the same forms.
FORMS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 17: "japaneseDigitalTenThousand", 18: "decimalEnclosedCircle",
    19: "decimalFullWidth", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
    30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting", 34: "chineseLegalSimplified",
    35: "taiwaneseCountingThousand", 36: "ideographDigital", 37: "chineseCounting", 38: "chineseLegalSimplified",
    39: "chineseCountingThousand", 255: "none",
}  # fmt: skip
_LIST, _OVERRIDE, _LEVEL = 28, 16, 28  # bytes of LSTF, LFO, LVLF
_MAX_LISTS = 4000
_SIMPLE = 1
_STARTS, _FORMS = 0x10, 0x20  # LFOLVL.fStartAt, fFormatting


def read_lists(plf_lst: bytes, after: bytes, plf_lfo: bytes) -> ListCounter:
    """A counter whose keys are the numbers that paragraphs name (1 for the first override).

    after are the bytes of the table stream behind PlfLst: its levels stand there, outside its counted size.
    """
    try:
        return ListCounter(_overrides(plf_lfo, _definitions(plf_lst, after)))
    except struct.error:  # a list that is cut off costs its numbers, not the report
        return ListCounter({})


def _definitions(plf_lst: bytes, after: bytes) -> dict[int, tuple[dict[int, Level], int]]:
    """Levels by list identifier."""
    count = struct.unpack_from("<H", plf_lst)[0] if plf_lst else 0
    found: dict[int, tuple[dict[int, Level], int]] = {}
    at = 0
    for i in range(min(count, _MAX_LISTS)):
        entry = 2 + i * _LIST
        identifier, *styles, flags = struct.unpack_from("<I4x9HB", plf_lst, entry)
        levels: dict[int, Level] = {}
        for number in range(1 if flags & _SIMPLE else 9):
            levels[number], at = _level(after, at)
            levels[number].style = str(styles[number]) if styles[number] != 0xFFF else None
        found[identifier] = levels, i
    return found


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """An LVL and where the next begins."""
    start, form, flags, follow, character, paragraph, restart = struct.unpack_from("<iBB9xB8xBBBx", data, at)
    text_at = at + _LEVEL + character + paragraph
    length = struct.unpack_from("<H", data, text_at)[0]
    raw = struct.unpack_from(f"<{length}H", data, text_at + 2)
    text = "".join(f"%{c + 1}" if c < 9 else chr(c) for c in raw)
    level = Level(
        start=max(start, 0),
        form=FORMS.get(form, "decimal"),
        text=text,
        suffix=" " if follow == 1 else "",
        restart=restart if flags & 0x08 else None,
        legal=bool(flags & 0x04),
    )
    return level, text_at + 2 + 2 * length


def _overrides(plf_lfo: bytes, lists: dict[int, tuple[dict[int, Level], int]]) -> dict[Hashable, ListForm]:
    count = min(struct.unpack_from("<I", plf_lfo)[0], _MAX_LISTS) if plf_lfo else 0
    found: dict[Hashable, ListForm] = {}
    at = 4 + count * _OVERRIDE
    for i in range(count):
        identifier, own = struct.unpack_from("<I8xB", plf_lfo, 4 + i * _OVERRIDE)
        levels, abstract = lists.get(identifier, ({}, -1))
        form = ListForm(abstract, dict(levels))
        at = _read_override(plf_lfo, at + 4, own, form)
        found[i + 1] = form
    return found


def _read_override(data: bytes, at: int, count: int, form: ListForm) -> int:
    """LFOLVLs of one override into its form; where the next begins."""
    for _ in range(count):
        start, flags = struct.unpack_from("<iI", data, at)
        at += 8
        if flags & _FORMS:
            form.levels[flags & 0xF], at = _level(data, at)
        elif flags & _STARTS:
            form.overrides[flags & 0xF] = max(start, 0)
    return at
