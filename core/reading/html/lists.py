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


def label(item: etree._Element) -> str:
    """The number of an li with its mark; '' outside ordered lists and where the style shows none."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    style = _STYLE.search(parent.get("style") or "")
    name = style[1].lower() if style else ""
    if style and name not in _STYLES:
        return ""
    form = _STYLES.get(name) or _TYPES.get(parent.get("type") or "", "decimal")
    return numeral(_number(item, parent), form) + ("、" if form == "chineseCounting" else ". ")


def _number(item: etree._Element, parent: etree._Element) -> int:
    """Counted back to the list's start or to an item that says its own number."""
    count = 0
    at: etree._Element | None = item
    while at is not None:
        own = _integer(at.get("value"))
        if own is not None:
            return own + count
        count += 1
        at = next(at.itersiblings("li", preceding=True), None)
    return (_integer(parent.get("start")) or 1) + count - 1


def _integer(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 6 else None
