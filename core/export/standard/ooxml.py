"""Small builders of WordprocessingML elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from lxml import etree

from core.export.standard.content import LayoutLine

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PREFIX = f"{{{NAMESPACE}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Element = Any  # lxml publishes no types


def tag(name: str) -> str:
    """The qualified name of a w: element or attribute."""
    return _PREFIX + name


def element(name: str, *children: Element, **attributes: str | int) -> Element:
    """A w: element; attributes are w: attributes too, a trailing underscore is cut off ("type_")."""
    made = etree.Element(_PREFIX + name)
    for key, value in attributes.items():
        made.set(_PREFIX + key.rstrip("_"), str(value))
    made.extend(children)
    return made


def run(text: str, *, bold: bool = False, style: str | None = None, size: int | None = None) -> Element:
    """A run; line feeds become breaks, tabs become tabs; size in half points, None takes the style's."""
    made = element("r")
    properties = []
    if style:
        properties.append(element("rStyle", val=style))
    if bold:
        properties += [element("b"), element("bCs")]
    if size is not None:
        properties += [element("sz", val=size), element("szCs", val=size)]
    if properties:
        made.append(element("rPr", *properties))
    made.extend(_pieces(text))
    return made


def _pieces(text: str) -> Iterator[Element]:
    """w:t, w:br and w:tab elements that spell the text."""
    for i, line in enumerate(text.split("\n")):
        if i:
            yield element("br")
        for j, part in enumerate(line.split("\t")):
            if j:
                yield element("tab")
            if part:
                piece = element("t")
                piece.text = part
                if part != part.strip():
                    piece.set(_SPACE, "preserve")
                yield piece


def paragraph(style: str, runs: Iterable[Element], *properties: Element) -> Element:
    """A paragraph of a style (by id); further properties come after it, in the schema's order."""
    return element("p", element("pPr", element("pStyle", val=style), *properties), *runs)


def runs_of(line: LayoutLine, lead_style: str | None = None) -> Iterator[Element]:
    """A line's runs, cut where bold or the run-in heading begins or ends."""
    cuts = {0, len(line.text), line.lead, *(end for span in line.bold for end in span)}
    edges = sorted(cut for cut in cuts if 0 <= cut <= len(line.text))
    for start, end in pairwise(edges):
        bold = any(a <= start and end <= b for a, b in line.bold)
        yield run(line.text[start:end], bold=bold, style=lead_style if end <= line.lead else None)
