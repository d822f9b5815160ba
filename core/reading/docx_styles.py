"""What paragraph and character styles say of outline level, bold and numbering."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TypeVar

from lxml import etree

from core.reading.docx_package import W
from core.reading.docx_runs import is_on

_VAL = f"{W}val"
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_NO_LEVEL = 9  # w:outlineLvl 9 is body text
_LONGEST_CHAIN = 20


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Style:
    """level is 1 for the highest heading; number is (numId, ilvl), either part None where not said."""

    level: int | None = None
    bold: bool | None = None
    number: tuple[str | None, int | None] = (None, None)


class Styles:
    """Styles of a document, resolved along basedOn when asked for."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        self.default = ""
        for style in () if root is None else root.iterchildren(f"{W}style"):
            name = style.get(f"{W}styleId") or ""
            self._elements[name] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                self.default = name

    def paragraph(self, name: str | None) -> Style:
        """The style of this id, of the default paragraph style for None or an unknown id."""
        key = name if name in self._elements else self.default
        if key not in self._resolved:
            self._resolved[key] = self._resolve(key)
        return self._resolved[key]

    def bold_characters(self) -> frozenset[str]:
        """Ids of character styles that make bold."""
        return frozenset(
            name
            for name, style in self._elements.items()
            if style.get(f"{W}type") == "character" and is_on(style.find(f"{W}rPr"), f"{W}b")
        )

    def _resolve(self, name: str) -> Style:
        found = Style()
        for _ in range(_LONGEST_CHAIN):
            element = self._elements.get(name)
            if element is None:
                break
            found = _filled(found, _own(element))
            based = element.find(f"{W}basedOn")
            name = "" if based is None else based.get(_VAL) or ""
        return found if found.level != _NO_LEVEL + 1 else replace(found, level=None)


def _filled(style: Style, parent: Style) -> Style:
    number = style.number[0] or parent.number[0], _first(style.number[1], parent.number[1])
    return Style(_first(style.level, parent.level), _first(style.bold, parent.bold), number)


def _first(own: T | None, inherited: T | None) -> T | None:
    return inherited if own is None else own


def _own(style: etree._Element) -> Style:
    properties = style.find(f"{W}pPr")
    level = outline_level(properties)
    name = style.find(f"{W}name")
    if level is None and name is not None and (match := _HEADING_NAME.fullmatch(name.get(_VAL) or "")):
        level = int(match[1])
    return Style(level, is_on(style.find(f"{W}rPr"), f"{W}b"), number_of(properties))


def outline_level(properties: etree._Element | None) -> int | None:
    """Outline level of paragraph properties counted from 1; 10 says "body text" outright, None nothing."""
    element = None if properties is None else properties.find(f"{W}outlineLvl")
    value = None if element is None else element.get(_VAL)
    return int(value) + 1 if value and value.isdecimal() and len(value) < 3 else None


def number_of(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """(numId, ilvl) of paragraph properties, each None where not said."""
    element = None if properties is None else properties.find(f"{W}numPr")
    if element is None:
        return None, None
    number, level = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    depth = None if level is None else level.get(_VAL) or "0"
    return (
        None if number is None else number.get(_VAL),
        int(depth) if depth is not None and depth.isdecimal() and len(depth) < 3 else None,
    )
