"""Where a slip's findings stand, so that it is one page: body type, a small table, a shorter table, an annex."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from core.desk.model import AskedItem
from core.desk.slips import Slip, asked_lines, closing_line, opening_line, title_of

# The page of GB/T 9704 in points: 22 lines of body type, 28 characters on a line.
_LINES, _LINE, _ACROSS = 22, 28.95, 28
_TITLE_LINE, _TITLE_ACROSS, _BELOW_TITLE = 33.0, 20, 25.0
_BODY_AROUND = 8  # lines that title (3.2), addressee, the line before the signature, signature and day take
# The small table: characters on a line of its wide column, height of a line, what a row adds, its least height.
_CELL_ACROSS, _CELL_LINE, _ROW_MORE, _ROW_LEAST = 43, 12.0, 3.0, 20.0
_SPARE = 14.0  # points kept free, for fonts differ


@dataclass(frozen=True, slots=True)
class SlipLayout:
    """lines in body type, or rows (number, words) of a small table, and those of a table on a second page."""

    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    annex: tuple[tuple[str, str], ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What is asked as page one says it, in its order."""
        return self.lines or tuple(words for _, words in self.rows)


def layout(slip: Slip) -> SlipLayout:
    """The first that leaves the slip on one page: whole sentences in body type, in a small table, shorter sentences
    with those of a kind in one row; where even these are too many, the rest in full on a second page. By the measures
    of the standard template: in an office's own one the page may break elsewhere."""
    if _in_body_type(slip):
        return SlipLayout(asked_lines(slip))
    room = _room(slip)
    whole = _in_full(list(enumerate(slip.items, 1)))
    if _height(whole) <= room:
        return SlipLayout(rows=tuple(whole))
    numbered = list(enumerate(_by_kind(slip.items), 1))
    rows = _short_rows(numbered)
    if _height(rows) <= room:
        return SlipLayout(rows=tuple(rows))
    for taken in range(len(numbered) - 1, -1, -1):
        rest = numbered[taken:]
        rows = [*_short_rows(numbered[:taken]), ("", f"另有 {len(rest)} 处见附表。")]
        if _height(rows) <= room:
            break
    return SlipLayout(rows=tuple(rows), annex=tuple(_in_full(rest)))


def _in_full(numbered: Sequence[tuple[int, AskedItem]]) -> list[tuple[str, str]]:
    return [(str(number), item.words) for number, item in numbered]


def _by_kind(items: Sequence[AskedItem]) -> list[AskedItem]:
    """Those of one rule stand together, where the first of them stood."""
    kinds = list(dict.fromkeys(item.rule for item in items))
    return sorted(items, key=lambda item: kinds.index(item.rule))


def _short_rows(numbered: Sequence[tuple[int, AskedItem]]) -> list[tuple[str, str]]:
    """A row for each rule: 2—4 | one；two；three。"""
    rows = []
    for _, group in groupby(numbered, key=lambda each: each[1].rule):
        same = list(group)
        first, last = same[0][0], same[-1][0]
        words = "；".join((item.short or item.words).rstrip("。") for _, item in same)
        rows.append((str(first) if first == last else f"{first}—{last}", f"{words}。"))
    return rows


def _in_body_type(slip: Slip) -> bool:
    """Whether body type, two characters indented, leaves it on one page."""
    lines = [opening_line(slip), *asked_lines(slip), slip.extra, closing_line(slip)]
    return sum(map(_body_lines, lines)) <= _LINES - _BODY_AROUND


def _body_lines(words: str) -> int:
    return ceil((len(words) + 2) / _ACROSS) if words else 0


def _room(slip: Slip) -> float:
    """Points that are left for the table of page one."""
    around = 1 + sum(map(_body_lines, (opening_line(slip), slip.extra, closing_line(slip)))) + bool(slip.sender) + 1
    title = ceil(len(title_of(slip)) / _TITLE_ACROSS) * _TITLE_LINE + _BELOW_TITLE
    return _LINES * _LINE - title - around * _LINE - _SPARE


def _height(rows: Sequence[tuple[str, str]]) -> float:
    """Of a table with its head row."""
    heights = (_lines(words) * _CELL_LINE + _ROW_MORE for _, words in rows)
    return _ROW_LEAST + sum(max(height, _ROW_LEAST) for height in heights)


def _lines(words: str) -> int:
    wide = sum(1 if ord(c) > 0x2000 else 0.55 for c in words)
    return ceil(wide / _CELL_ACROSS)
