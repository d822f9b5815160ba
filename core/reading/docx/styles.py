"""What paragraph and character styles say of outline level, bold and numbering.

Word files carry some hundred styles of which a report uses a handful, and parsing them all takes longer than
reading the report: the part is cut at its w:style tags, and only what is asked for is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from lxml import etree

from core.errors import ReadError
from core.reading.docx.package import W, parse
from core.reading.docx.properties import VAL, is_on, properties_of

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
_ID = re.compile(rb'\sw:styleId="([^"]*)"')
_DEFAULT = re.compile(rb'\sw:default="(?:1|true|on)"')
_ROOT = re.compile(rb"<w:styles\b[^>]*>")
_OPEN, _CLOSE = b"<w:style ", b"</w:style>"
_PARAGRAPH_KIND = b'w:type="paragraph"'
_BODY_TEXT = 10  # the level of Properties that says "no heading"
_LONGEST_CHAIN = 20
_RUN, _BOLD, _BASED, _NAME = f"{W}rPr", f"{W}b", f"{W}basedOn", f"{W}name"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WordStyle:
    """level is 1 for the highest heading; number is (numId, ilvl), either part None where not said."""

    level: int | None = None
    bold: bool | None = None
    number: tuple[str | None, int | None] = (None, None)


class Styles:
    """Styles of a document, resolved along basedOn when asked for."""

    def __init__(self, data: bytes | None) -> None:
        self._sources: dict[str, bytes] = {}
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, WordStyle] = {}
        self._root = b"<w:styles>"
        self._default: str | None = None
        self._waiting: Iterator[bytes] = iter(())  # w:style tags not yet looked at
        if data:
            self._load(data)

    def style(self, name: str | None) -> WordStyle:
        """The style of this id, of the default paragraph style for None or an unknown id."""
        key = name if name is not None and self._has(name) else self._default_name()
        if key not in self._resolved:
            self._resolved[key] = self._resolve(key)
        return self._resolved[key]

    def _load(self, data: bytes) -> None:
        root = _ROOT.search(data)
        if root is None or b"purl.oclc.org" in root[0]:
            self._load_whole(data)
        else:
            self._root = root[0]
            self._waiting = _pieces(data)

    def _has(self, name: str) -> bool:
        while name not in self._sources and name not in self._elements:
            if not self._next():
                return False
        return True

    def _default_name(self) -> str:
        """The first style of nearly every file: the others need not be looked at for it."""
        while self._default is None:
            if not self._next():
                self._default = ""
        return self._default

    def _next(self) -> bool:
        source = next(self._waiting, None)
        if source is None:
            return False
        head = source[: source.find(b">")]
        name = _ID.search(head)
        key = name[1].decode("utf-8", "replace") if name else ""
        self._sources.setdefault(key, source)
        if self._default is None and _PARAGRAPH_KIND in head and _DEFAULT.search(head):
            self._default = key
        return True

    def _load_whole(self, data: bytes) -> None:
        """A part written with other prefixes than Word's."""
        for style in parse(data).iterchildren(f"{W}style"):
            name = style.get(f"{W}styleId") or ""
            self._elements[name] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                self._default = name

    def _element(self, name: str) -> etree._Element | None:
        if name not in self._elements and self._has(name):
            try:
                self._elements[name] = parse(self._root + self._sources[name] + b"</w:styles>")[0]
            except ReadError:  # a broken style costs its headings, not the report
                del self._sources[name]
        return self._elements.get(name)

    def _resolve(self, name: str) -> WordStyle:
        found = WordStyle()
        for _ in range(_LONGEST_CHAIN):
            element = self._element(name)
            if element is None:
                break
            found = _filled(found, _own(element))
            based = element.find(_BASED)
            if based is None:
                break
            name = based.get(VAL) or ""
        return found if found.level != _BODY_TEXT else replace(found, level=None)


def _pieces(data: bytes) -> Iterator[bytes]:
    at = data.find(_OPEN)
    while at >= 0:
        end = data.find(_CLOSE, at)
        if end < 0:
            return
        yield data[at : end + len(_CLOSE)]
        at = data.find(_OPEN, end)


def _filled(style: WordStyle, parent: WordStyle) -> WordStyle:
    number = style.number[0] or parent.number[0], _first(style.number[1], parent.number[1])
    return WordStyle(_first(style.level, parent.level), _first(style.bold, parent.bold), number)


def _first(own: T | None, inherited: T | None) -> T | None:
    return inherited if own is None else own


def _own(style: etree._Element) -> WordStyle:
    properties = properties_of(style)
    level, name = properties.level, style.find(_NAME)
    if level is None and name is not None and (match := _HEADING_NAME.fullmatch(name.get(VAL) or "")):
        level = int(match[1])
    run = style.find(_RUN)
    bold = None if run is None else run.find(_BOLD)
    return WordStyle(level, None if bold is None else is_on(bold), properties.number)
