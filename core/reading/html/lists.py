"""Numbers that browsers write before the items of an ordered list."""

from __future__ import annotations

import re

from lxml import etree

from core.reading.shared.number_formats import numeral

_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = {
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "lower-alpha": "lowerLetter",
    "upper-alpha": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "decimal": "decimal",
}
_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?([a-z][a-z-]+)", re.I)


class ListNumbers:
    """Gives the items of a page their numbers; each list is counted once."""

    def __init__(self) -> None:
        self._numbers: dict[etree._Element, dict[etree._Element, int]] = {}

    def label(self, item: etree._Element) -> str:
        """The number of an li with its mark; '' outside ordered lists and where the style shows none."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        style = _STYLE.search(parent.get("style") or "")
        name = style[1].lower() if style else ""
        if style and name not in _STYLES:
            return ""
        form = _STYLES.get(name) or _TYPES.get(parent.get("type") or "", "decimal")
        if parent not in self._numbers:
            self._numbers[parent] = _counted(parent)
        return numeral(self._numbers[parent][item], form) + ("、" if form == "chineseCounting" else ". ")


def _counted(parent: etree._Element) -> dict[etree._Element, int]:
    """The items of a list, from its start on or from an item that says its own number."""
    numbers = {}
    number = (_integer(parent.get("start")) or 1) - 1
    for item in parent.iterchildren("li"):
        own = _integer(item.get("value"))
        number = number + 1 if own is None else own
        numbers[item] = number
    return numbers


def _integer(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 6 else None
