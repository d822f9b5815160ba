"""What a w:pPr says, read in one pass; most paragraphs of a form say nothing of it."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from core.reading.docx.package import W

VAL = f"{W}val"
_PROPERTIES, _STYLE, _NUMBER, _LEVEL, _RUN = f"{W}pPr", f"{W}pStyle", f"{W}numPr", f"{W}outlineLvl", f"{W}rPr"
_READ_TAGS = frozenset((_STYLE, _NUMBER, _LEVEL, _RUN))
_LIST, _DEPTH = f"{W}numId", f"{W}ilvl"
_DELETED = (f"{W}del", f"{W}moveFrom")
_ON = frozenset((None, "1", "true", "on"))


@dataclass(frozen=True, slots=True)
class Properties:
    """style is a style id; number (numId, ilvl); level the outline level from 1, 10 for "body text" outright.

    None stands for what is not said. mark_deleted: a tracked change deleted the paragraph's end.
    """

    style: str | None = None
    number: tuple[str | None, int | None] = (None, None)
    level: int | None = None
    mark_deleted: bool = False


_NOTHING = Properties()


def properties_of(owner: etree._Element) -> Properties:
    """Properties of a paragraph, a style or a list level: whatever has a w:pPr."""
    properties = first_of(owner, _PROPERTIES)
    if properties is None:
        return _NOTHING
    style, level, deleted = None, None, False
    number: tuple[str | None, int | None] = (None, None)
    for element in properties:
        tag = element.tag
        if tag not in _READ_TAGS:
            continue
        if tag == _STYLE:
            style = element.get(VAL)
        elif tag == _NUMBER:
            number = _number(element)
        elif tag == _LEVEL:
            value = parse_level(element.get(VAL))
            level = None if value is None else value + 1
        else:
            deleted = next(element.iterchildren(*_DELETED), None) is not None
    said = style or level is not None or deleted or number != (None, None)
    return Properties(style, number, level, deleted) if said else _NOTHING


def first_of(owner: etree._Element, tag: str) -> etree._Element | None:
    """The child that holds an element's properties: the first one where the schema is kept, any one elsewhere."""
    if len(owner) and owner[0].tag == tag:
        return owner[0]
    return next(owner.iterchildren(tag), None)


def _number(element: etree._Element) -> tuple[str | None, int | None]:
    number, depth = None, None
    for item in element.iterchildren(_LIST, _DEPTH):
        if item.tag == _LIST:
            number = item.get(VAL)
        else:
            depth = parse_level(item.get(VAL))
    return number, depth


def parse_level(value: str | None) -> int | None:
    """A level as a number; None for what is none or absurd."""
    return int(value) if value and value.isdecimal() and len(value) < 3 else None


def is_on(element: etree._Element) -> bool:
    """Whether a switch such as w:b is on: no value means yes."""
    return element.get(VAL) in _ON
