"""Named slips of the hand: how the text that stands could have come from the figure that should."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from core import text
from core.model import Cell
from core.values import Blank, Mark, Number, Unreadable, show

_LOOKALIKES = str.maketrans(dict(zip("OoQDlI|!SsBZz", "0000111155822", strict=True)))


class Slip(StrEnum):
    """What may have happened; the first group happens to one cell, the second to several at once."""

    UNREADABLE = "unreadable"  # no figure stands there
    BLANK = "blank"  # left empty, or a sign in place of the figure
    SIGN = "sign"  # -5 for 5
    TIMES_TEN = "times_ten"  # 120 for 12
    DOUBLED = "doubled"  # 122 for 12
    DROPPED = "dropped"  # 1 for 12
    SWAPPED = "swapped"  # 21 for 12
    DIGIT_CHANGED = "digit_changed"  # 13 for 12
    INSERTED = "inserted"  # 152 for 12
    MISSED = "missed"  # 0 for 12
    SURPLUS = "surplus"  # 12 for 0
    OTHER = "other"  # none of these

    JOINED = "joined"  # 35 and nothing for 3 and 5
    SPLIT = "split"  # 3 and 5 for 35 and 0
    EXCHANGED = "exchanged"  # 5 and 3 for 3 and 5
    MOVED = "moved"  # 4 and 4 for 3 and 5
    ROW_SHIFTED = "row_shifted"  # 0 3 5 for 3 5 0


def written(cell: Cell) -> int | None:
    """The whole number a cell shows, sign included; None for a blank, a mark, a fraction or other text."""
    value = cell.value
    return value.value if isinstance(value, Number) and isinstance(value.value, int) else None


def guess(cell: Cell) -> int | None:
    """What unreadable text most looks like: its digits, letters that look like digits taken for them."""
    if not isinstance(cell.value, Unreadable):
        return None
    digits = re.sub(r"\D", "", cell.value.text.translate(_LOOKALIKES))
    return int(digits) if 0 < len(digits) <= 9 and digits.isascii() else None


def slip(cell: Cell, new: int) -> Slip:
    """How the text of one cell could have come from the figure new, the most telling name first."""
    if isinstance(cell.value, Blank | Mark):
        return Slip.BLANK
    old = written(cell)
    if old is None:
        return Slip.UNREADABLE
    if old < 0:
        return Slip.SIGN if -old == new else Slip.OTHER
    if old == 0 or new == 0:
        return Slip.MISSED if old == 0 else Slip.SURPLUS
    typed = text.narrow(text.strip(cell.raw))
    return keystroke(typed if typed.isdecimal() else show(old), show(new))  # 01 for 10 is a swap


def keystroke(old: str, new: str) -> Slip:
    """The slip of one keystroke that makes digits old of digits new; OTHER when it takes more than one."""
    if old == new + "0":
        return Slip.TIMES_TEN
    if len(old) == len(new):
        return _same_length(old, new)
    if old in _without_one(new):
        return Slip.DROPPED
    if new in _without_one(old):
        return Slip.DOUBLED if _repeats(old, new) else Slip.INSERTED
    return Slip.OTHER


def _same_length(old: str, new: str) -> Slip:
    differ = [i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    if len(differ) == 1:
        return Slip.DIGIT_CHANGED
    if len(differ) == 2 and differ[1] - differ[0] == 1 and old[differ[0]] + old[differ[1]] == _turned(new, differ[0]):
        return Slip.SWAPPED
    return Slip.OTHER


def _turned(digits: str, at: int) -> str:
    return digits[at + 1] + digits[at]


def _without_one(digits: str) -> set[str]:
    return {digits[:i] + digits[i + 1 :] for i in range(len(digits))}


def _repeats(old: str, new: str) -> bool:
    return any(new[:i] + new[i - 1] + new[i:] == old for i in range(1, len(new) + 1))


def pair_slip(old: tuple[int, int], new: tuple[int, int], neighbours: bool) -> Slip | None:
    """A slip over two cells of one row: old and new figures in the row's order, blanks as 0; None if none."""
    if neighbours and _joins(old, new):
        return Slip.JOINED
    if neighbours and _joins(new, old):
        return Slip.SPLIT
    if old == new[::-1]:
        return Slip.EXCHANGED
    return Slip.MOVED if sum(old) == sum(new) else None


def _joins(joined: tuple[int, int], apart: tuple[int, int]) -> bool:
    """Whether the digits of two figures stand as one in the first or the second cell, with nothing in the other."""
    if min(joined) != 0 or min(apart) <= 0:
        return False
    return max(joined) == int(show(apart[0]) + show(apart[1]))


def row_shifted(old: Sequence[int], new: Sequence[int]) -> bool:
    """Whether a row's figures stand one cell too far right or left: all of them, or all but the last (总计)."""
    return any(_shifted(tuple(old[:width]), tuple(new[:width])) and tuple(old[width:]) == tuple(new[width:])
               for width in (len(new), len(new) - 1))  # fmt: skip


def _shifted(old: tuple[int, ...], new: tuple[int, ...]) -> bool:
    return old in ((0, *new[:-1]), (*new[1:], 0))


def unshifted(row: Sequence[int]) -> list[tuple[int, ...]]:
    """Rows (总计 last) from which this one could have come by sliding one cell right or left, whole or but for
    总计; the figure pushed out follows from the row's own sum. Only rows of figures >= 0."""
    *parts, total = row
    found = []
    if parts[0] == 0:
        found.append((*parts[1:], total - sum(parts[1:]), total))
        found.append((*parts[1:], total, sum(parts[1:]) + total))
    if parts[-1] == 0:
        found.append((total - sum(parts[:-1]), *parts[:-1], total))
    if total == 0:
        found.append((parts[-1] - sum(parts[:-1]), *parts))
    return [r for r in found if min(r) >= 0 and r != tuple(row)]


def row_slip(old: Sequence[int], new: Sequence[int]) -> Slip | None:
    """The one slip that spoils several cells of a row: slid, joined, split or exchanged; None when it does not look so.

    Both hold the whole row in order, 总计 last: (94, 0, 0, …) for (9, 4, 0, …) is JOINED.
    """
    changed = [i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    if len(changed) > 1 and row_shifted(old, new):
        return Slip.ROW_SHIFTED
    if len(changed) == 2:
        a, b = changed
        name = pair_slip((old[a], old[b]), (new[a], new[b]), neighbours=b == a + 1)
        return name if name is not Slip.MOVED else None
    return None
