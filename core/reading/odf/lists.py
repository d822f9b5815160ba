"""Automatic numbers of an OpenDocument text: lists by their styles, headings by the outline's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from core.reading.shared.list_numbering import Level, ListCounter, ListForm

_TEXT, _STYLE = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("text", "style"))
_PATTERN = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting", "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "甲, 乙, 丙, ...": "ideographTraditional", "子, 丑, 寅, ...": "ideographZodiac",
    "①, ②, ③, ...": "decimalEnclosedCircle", "１, ２, ３, ...": "decimalFullWidth", "01, 02, 03, ...": "decimalZero",
    "〇, 一, 二, ...": "ideographDigital",
}  # fmt: skip
_LIST_STYLES = (f"{_TEXT}list-style", f"{_TEXT}outline-style")
_ALIGNMENT = f"{_STYLE}list-level-label-alignment"
_OUTLINE = "outline"
_LETTERS_TWICE = re.compile(r"%(\d)%")
_MOST_LISTS = 20_000


class OdfNumbers:
    """Numbers of list items and headings, asked for in reading order.

    A list counts on from an earlier one where it says so (text:continue-numbering, text:continue-list).
    """

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._styles: dict[str, dict[int, Level]] = {}
        for root in roots:
            for style in root.iter(*_LIST_STYLES):
                name = _OUTLINE if style.tag == _LIST_STYLES[1] else style.get(f"{_STYLE}name") or ""
                self._styles[name] = dict(filter(None, map(_level, style)))
        self._counter = ListCounter({_OUTLINE: ListForm(_OUTLINE, self._styles.get(_OUTLINE, {}))})
        self._open: list[tuple[str, str]] = []  # count and style of each list around, the innermost last
        self._of_list: dict[str, str] = {}  # "id x" of a list and "style L" of the last one to its count
        self._waiting = False  # the next paragraph is the first of an item
        self._start: int | None = None
        self._lists = 0

    def begin_list(self, element: etree._Element) -> None:
        """A text:list opens."""
        outer = self._open[-1] if self._open else None
        style = element.get(f"{_TEXT}style-name") or (outer[1] if outer else "")
        earlier = self._of_list.get(f"id {element.get(f'{_TEXT}continue-list')}")
        if element.get(f"{_TEXT}continue-numbering") == "true":
            earlier = self._of_list.get(f"style {style}")
        self._lists += 1
        count = outer[0] if outer else earlier or f"list {self._lists}"
        self._open.append((count, style))
        self._of_list[f"style {style}"] = count
        if name := element.get(_XML_ID):
            self._of_list[f"id {name}"] = count
        self._waiting = False

    def end_list(self) -> None:
        """It closes."""
        self._open.pop()
        self._waiting = False

    def begin_item(self, element: etree._Element) -> None:
        """A text:list-item or text:list-header opens."""
        start = element.get(f"{_TEXT}start-value")
        self._start = int(start) if start and start.isdecimal() and len(start) < 6 else None
        self._waiting = element.tag == f"{_TEXT}list-item"

    def label(self, outline_level: int | None) -> str:
        """The number before the next paragraph; outline_level that of a heading (from 1)."""
        if self._open:
            return self._item_label() if self._waiting else ""
        return "" if outline_level is None else self._counter.label(_OUTLINE, outline_level - 1, None)

    def _item_label(self) -> str:
        self._waiting = False
        count, style = self._open[-1]
        level = len(self._open) - 1
        number: tuple[str, str, int] = (count, style, 0)
        if self._start is not None:
            number = (count, style, len(self._counter.lists))
        if number not in self._counter.lists:
            if len(self._counter.lists) > _MOST_LISTS:
                return ""
            overrides = {} if self._start is None else {level: self._start}
            self._counter.lists[number] = ListForm(count, self._styles.get(style, {}), overrides)
        return self._counter.label(number, level, None)


def _level(element: etree._Element) -> tuple[int, Level] | None:
    """A level's number (from 0) and form; None for a bullet and for one without numbers."""
    level, form = element.get(f"{_TEXT}level") or "", element.get(f"{_STYLE}num-format")
    if not level.isdecimal() or not 1 <= int(level) <= 10 or not form:
        return None
    pattern = element.get(_PATTERN)
    if pattern is None:
        shown = element.get(f"{_TEXT}display-levels") or "1"
        first = int(level) - (int(shown) if shown.isdecimal() and len(shown) < 3 else 1) + 1
        numbers = ".".join(f"%{n}" for n in range(max(first, 1), int(level) + 1))
        pattern = f"{element.get(f'{_STYLE}num-prefix') or ''}{numbers}{element.get(f'{_STYLE}num-suffix') or ''}"
    start = element.get(f"{_TEXT}start-value") or "1"
    number = int(start) if start.isdecimal() and len(start) < 6 else 1
    follows = next((e.get(f"{_TEXT}label-followed-by") for e in element.iter(_ALIGNMENT)), None)
    suffix = " " if follows == "space" else ""
    return int(level) - 1, Level(number, _FORMS.get(form, form), _LETTERS_TWICE.sub(r"%\1", pattern), suffix)
