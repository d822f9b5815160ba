"""Small builders of WordprocessingML elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from lxml import etree

from core.export.standard.content import LayoutLine, MarkKind

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


def run(
    text: str,
    *,
    bold: bool = False,
    style: str | None = None,
    size: int | None = None,
    marks: Iterable[MarkKind] = (),
) -> Element:
    """A run; line feeds become breaks, tabs become tabs; size in half points, None takes the style's."""
    made = element("r")
    properties = list(_run_properties(bold, style, size, frozenset(marks)))
    if properties:
        made.append(element("rPr", *properties))
    for i, line in enumerate(text.split("\n")):
        if i:
            made.append(element("br"))
        for j, part in enumerate(line.split("\t")):
            if j:
                made.append(element("tab"))
            if part:
                piece = element("t")
                piece.text = part
                if part != part.strip():
                    piece.set(_SPACE, "preserve")
                made.append(piece)
    return made


def _run_properties(bold: bool, style: str | None, size: int | None, marks: frozenset[MarkKind]) -> Iterator[Element]:
    """In the order that the schema asks for."""
    if style:
        yield element("rStyle", val=style)
    if bold:
        yield from (element("b"), element("bCs"))
    if MarkKind.ITALIC in marks:
        yield from (element("i"), element("iCs"))
    if size is not None:
        yield from (element("sz", val=size), element("szCs", val=size))
    if MarkKind.UNDERLINE in marks:
        yield element("u", val="single")
    for kind in (MarkKind.SUPERSCRIPT, MarkKind.SUBSCRIPT):
        if kind in marks:
            yield element("vertAlign", val=kind.value)


def paragraph(style: str, runs: Iterable[Element], *properties: Element) -> Element:
    """A paragraph of a style (by id); further properties come after it, in the schema's order."""
    return element("p", element("pPr", element("pStyle", val=style), *properties), *runs)


def runs_of(line: LayoutLine, lead_style: str | None = None, first_note: int = 0) -> Iterator[Element]:
    """A line's runs, cut where bold, a mark, a footnote or the run-in heading begins or ends.

    first_note is the id of the line's first footnote in the package; the others follow it.
    """
    cuts = {0, len(line.text), line.lead, *(end for span in line.bold for end in span)}
    cuts |= {edge for mark in line.marks for edge in (mark.start, mark.end)} | {note.offset for note in line.notes}
    edges = sorted(cut for cut in cuts if 0 <= cut <= len(line.text))
    numbered = list(enumerate(line.notes, first_note))
    for start, end in pairwise(edges):
        yield from (_note_reference(number) for number, note in numbered if note.offset == start)
        bold = any(a <= start and end <= b for a, b in line.bold)
        marks = [m.kind for m in line.marks if m.start <= start and end <= m.end]
        yield run(line.text[start:end], bold=bold, style=lead_style if end <= line.lead else None, marks=marks)
    yield from (_note_reference(number) for number, note in numbered if note.offset >= len(line.text))


def _note_reference(number: int) -> Element:
    raised = element("rPr", element("vertAlign", val="superscript"))
    return element("r", raised, element("footnoteReference", id=number))
