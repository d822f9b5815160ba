"""Automatic numbering written out: the 一、 that Word shows and the text lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from core.reading.docx_package import W
from core.reading.numerals import numeral

_VAL = f"{W}val"
_MARK = re.compile(r"%([1-9])")
_DEEPEST = 9
_MOST = 30000  # Word's own bound of a list number


@dataclass(slots=True)
class Level:
    """One level of a list as defined by w:lvl."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = ""
    restart: int | None = None  # the level (counted from 1) after which it begins anew; 0 never; None any higher
    legal: bool = False  # higher numbers shown as arabic digits
    style: str | None = None


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, Level] = field(default_factory=dict)
    overrides: dict[int, int] = field(default_factory=dict)  # level -> start


class Numbering:
    """Counts the paragraphs of every list; lists of one abstract definition count on together, as in Word."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def label(self, number: str, level: int | None, style: str | None) -> str:
        """Number of the next paragraph of a list, with its suffix; '' for bullets, unknown lists and levels."""
        found = self._lists.get(number)
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
        shown = _MARK.sub(lambda match: _shown(found, counts, int(match[1]) - 1, item.legal), item.text)
        return shown + item.suffix if shown else ""

    def _advance(self, number: str, found: _List, level: int, item: Level) -> dict[int, int]:
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

    def _load(self, root: etree._Element) -> None:
        abstracts = {a.get(f"{W}abstractNumId"): a for a in root.iterchildren(f"{W}abstractNum")}
        styles = {link.get(_VAL): a for a in abstracts.values() if (link := a.find(f"{W}styleLink")) is not None}
        for num in root.iterchildren(f"{W}num"):
            reference = num.find(f"{W}abstractNumId")
            abstract = None if reference is None else abstracts.get(reference.get(_VAL))
            if abstract is None:
                continue
            link = abstract.find(f"{W}numStyleLink")
            abstract = styles.get(link.get(_VAL), abstract) if link is not None else abstract
            self._lists[num.get(f"{W}numId") or ""] = _list(num, abstract)


def _restarts(level: Level | None, after: int) -> bool:
    if level is None or level.restart is None:
        return True
    return level.restart != 0 and after <= level.restart - 1


def _list(num: etree._Element, abstract: etree._Element) -> _List:
    found = _List(abstract.get(f"{W}abstractNumId") or "")
    for element in abstract.iterchildren(f"{W}lvl"):
        found.levels[_integer(element.get(f"{W}ilvl"), 0)] = _level(element)
    for override in num.iterchildren(f"{W}lvlOverride"):
        index = _integer(override.get(f"{W}ilvl"), 0)
        own = override.find(f"{W}lvl")
        if own is not None:
            found.levels[index] = _level(own)
        start = override.find(f"{W}startOverride")
        if start is not None:
            found.overrides[index] = _integer(start.get(_VAL), 1)
    return found


def _level(element: etree._Element) -> Level:
    restart = _value(element, "lvlRestart")
    form = _value(element, "numFmt")
    return Level(
        start=_integer(_value(element, "start"), 1),
        form=form or "decimal",
        text=_value(element, "lvlText") or "",
        suffix={"space": " ", "tab": "", None: ""}.get(_value(element, "suff"), ""),
        restart=None if restart is None else _integer(restart, 0),
        legal=element.find(f"{W}isLgl") is not None,
        style=_value(element, "pStyle"),
    )


def _value(element: etree._Element, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return None if found is None else found.get(_VAL)


def _integer(value: str | None, default: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 6 else default


def _shown(found: _List, counts: dict[int, int], level: int, legal: bool) -> str:
    item = found.levels.get(level, Level())
    value = counts.get(level, item.start)
    return numeral(value, "decimal" if legal else item.form)
