"""The lists of numbering.xml, for counting the 一、 that Word shows and the text lacks."""

from __future__ import annotations

from collections.abc import Hashable

from lxml import etree

from core.reading.docx.package import W
from core.reading.docx.properties import VAL
from core.reading.shared.list_numbering import Level, ListCounter, ListForm

_SUFFIXES = {"space": " ", "tab": "", "nothing": "", None: ""}


class Numbering:
    """Labels of the paragraphs of all lists, asked for in reading order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._counter = ListCounter({} if root is None else _lists(root))

    def label(self, number: str, level: int | None, style: str | None) -> str:
        """Number of a list's next paragraph; without a level the one bound to the paragraph's style counts."""
        return self._counter.label(number, level, style)


def _lists(root: etree._Element) -> dict[Hashable, ListForm]:
    abstracts = {element.get(f"{W}abstractNumId"): element for element in root.iterchildren(f"{W}abstractNum")}
    styled = {_value(element, "styleLink"): element for element in abstracts.values()}
    found: dict[Hashable, ListForm] = {}
    for number in root.iterchildren(f"{W}num"):
        abstract = abstracts.get(_value(number, "abstractNumId"))
        if abstract is not None:
            link = _value(abstract, "numStyleLink")
            found[number.get(f"{W}numId")] = _list(number, styled.get(link, abstract) if link else abstract)
    return found


def _list(number: etree._Element, abstract: etree._Element) -> ListForm:
    found = ListForm(abstract.get(f"{W}abstractNumId"))
    for element in abstract.iterchildren(f"{W}lvl"):
        found.levels[_integer(element.get(f"{W}ilvl"), 0)] = _level(element)
    for override in number.iterchildren(f"{W}lvlOverride"):
        index = _integer(override.get(f"{W}ilvl"), 0)
        own = override.find(f"{W}lvl")
        if own is not None:
            found.levels[index] = _level(own)
        start = _value(override, "startOverride")
        if start is not None:
            found.overrides[index] = _integer(start, 1)
    return found


def _level(element: etree._Element) -> Level:
    restart = _value(element, "lvlRestart")
    return Level(
        start=_integer(_value(element, "start"), 1),
        form=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText") or "",
        suffix=_SUFFIXES.get(_value(element, "suff"), ""),
        restart=None if restart is None else _integer(restart, 0),
        legal=element.find(f"{W}isLgl") is not None,
        style=_value(element, "pStyle"),
    )


def _value(element: etree._Element, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return None if found is None else found.get(VAL)


def _integer(value: str | None, default: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 6 else default
