"""Whole paragraphs of somebody else's docx: new ones in the look of a neighbour, dropped ones marked as such."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence

from lxml import etree

from core.export.original.tracked_edits import SpliceWriter
from core.export.standard.ooxml import Element, tag

_MARKS = frozenset(tag(name) for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange"))


def mark_paragraph(writer: SpliceWriter, paragraph: Element, name: str) -> None:
    """Track the paragraph's own mark as deleted, so that accepting the change removes the line."""
    properties = paragraph.find(tag("pPr"))
    if properties is None:
        writer.insert_inside(paragraph, writer.tagged("pPr", writer.tagged("rPr", writer.mark(name))))
        return
    runs = properties.find(tag("rPr"))
    if runs is not None:
        writer.insert_inside(runs, writer.mark(name))
        return
    content = writer.tagged("rPr", writer.mark(name))
    # w:rPr comes after all other properties but w:sectPr and w:pPrChange.
    before = [p for p in properties if p.tag not in (tag("sectPr"), tag("pPrChange"))]
    if before:
        writer.insert_after(before[-1], content)
    else:
        writer.insert_inside(properties, content)


def new_paragraph(writer: SpliceWriter, model: Element | None, words: str) -> bytes:
    """A w:p with the look of a model paragraph, tracked as inserted where the writer tracks."""
    properties = _copied(model, "pPr", ("sectPr", "pPrChange", "numPr"))
    run = next(model.iter(tag("r")), None) if model is not None else None
    look = _stripped(_copied(run, "rPr", ("rPrChange", "b", "bCs", "ins", "del", "vanish")))
    made = writer.tagged("r", look + writer.spelled(words))
    mark = writer.mark("ins") if writer.tracking else b""
    content = writer.marked("ins", made) if writer.tracking else made
    return writer.tagged("p", _with_mark(properties, mark, writer) + content)


def mark_look(writer: SpliceWriter, paragraph: Element) -> bytes:
    """The run properties of a paragraph's mark: how Word would set what is typed into an empty paragraph."""
    properties = paragraph.find(tag("pPr"))
    look = properties.find(tag("rPr")) if properties is not None else None
    inner = b"".join(_stripped(c) for c in look if c.tag not in _MARKS) if look is not None else b""
    return writer.tagged("rPr", inner) if inner else b""


def _copied(parent: Element | None, name: str, without: Sequence[str]) -> Element | None:
    """A copy of an element's properties without some of them."""
    found = parent.find(tag(name)) if parent is not None else None
    if found is None:
        return None
    copied = copy.deepcopy(found)
    for unwanted in without:
        for child in copied.findall(tag(unwanted)):
            copied.remove(child)
    return copied


def _with_mark(properties: Element | None, mark: bytes, writer: SpliceWriter) -> bytes:
    """Paragraph properties with this mark in those of the paragraph's end, and no one else's."""
    runs = properties.find(tag("rPr")) if properties is not None else None
    kept = [c for c in runs if c.tag not in _MARKS] if runs is not None else []
    others = [c for c in properties if c is not runs] if properties is not None else []
    inner = mark + b"".join(_stripped(c) for c in kept)
    outer = b"".join(_stripped(c) for c in others) + (writer.tagged("rPr", inner) if inner else b"")
    return writer.tagged("pPr", outer) if outer else b""


_NAMESPACES = re.compile(rb'\s+xmlns(?::[\w.-]+)?="[^"]*"')


def _stripped(element: Element | None) -> bytes:
    """The element as bytes; its namespaces are declared at the root of the part already."""
    if element is None:
        return b""
    data = etree.tostring(element, encoding="UTF-8", with_tail=False)
    data = data[data.index(b"?>") + 2 :].lstrip() if data.startswith(b"<?xml") else data
    return _NAMESPACES.sub(b"", data)
