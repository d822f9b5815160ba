"""Automatic lists counted: the 一、 that Word shows and the text lacks."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field

from core.reading.shared.number_formats import numeral

_MARK = re.compile(r"%([1-9])")
_MOST = 30000  # Word's own bound of a list number
_LONGEST = 60  # characters of a number's pattern; Word allows 31


@dataclass(slots=True)
class Level:
    """One level of a list; text has %1 to %9 where the numbers of the levels stand."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = ""
    restart: int | None = None  # the level (counted from 1) after which it begins anew; 0 never; None any higher
    legal: bool = False  # higher numbers shown as arabic digits
    style: str | None = None


@dataclass(slots=True)
class ListForm:
    """A list: abstract is what lists that count on together share; overrides are starts of their own."""

    abstract: Hashable
    levels: dict[int, Level] = field(default_factory=dict)
    overrides: dict[int, int] = field(default_factory=dict)


class ListCounter:
    """Counts the paragraphs of every list; lists of one abstract definition count on together, as in Word."""

    def __init__(self, lists: dict[Hashable, ListForm]) -> None:
        self.lists = lists
        self._counts: dict[Hashable, dict[int, int]] = {}
        self._started: set[tuple[Hashable, int]] = set()

    def label(self, number: Hashable, level: int | None, style: str | None) -> str:
        """Number of a list's next paragraph, with its suffix; '' for bullets, unknown lists and levels.

        Without a level the one bound to the paragraph's style counts.
        """
        found = self.lists.get(number)
        if found is None:
            return ""
        if level is None:
            level = next((i for i, item in found.levels.items() if style and item.style == style), 0)
        item = found.levels.get(level)
        if item is None:
            return ""
        counts = self._advance(number, found, level, item)
        if item.form in ("bullet", "none") and not _MARK.search(item.text):
            return item.text + item.suffix if item.form == "none" and item.text else ""
        text = item.text[:_LONGEST]
        shown = _MARK.sub(lambda match: _shown(found, counts, int(match[1]) - 1, item.legal), text)
        return shown + item.suffix if shown else ""

    def _advance(self, number: Hashable, found: ListForm, level: int, item: Level) -> dict[int, int]:
        counts = self._counts.setdefault(found.abstract, {})
        if level in found.overrides and (number, level) not in self._started:
            self._started.add((number, level))
            counts[level] = found.overrides[level]
        else:
            counts[level] = min(counts.get(level, item.start - 1) + 1, _MOST)
        for deeper in [deep for deep in counts if deep > level]:
            if _restarts(found.levels.get(deeper), level):
                del counts[deeper]
        return counts


def _restarts(level: Level | None, after: int) -> bool:
    if level is None or level.restart is None:
        return True
    return level.restart != 0 and after <= level.restart - 1


def _shown(found: ListForm, counts: dict[int, int], level: int, legal: bool) -> str:
    item = found.levels.get(level, Level())
    return numeral(counts.get(level, item.start), "decimal" if legal else item.form)
