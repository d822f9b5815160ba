"""Whole paragraphs of somebody else's docx: new ones in the look of a neighbour, dropped ones marked as such."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence

from lxml import etree

from core.export.docx_writer import Writer
from core.export.ooxml import Element, tag


def mark_paragraph(writer: Writer, paragraph: Element, name: str) -> None:
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


def new_paragraph(writer: Writer, model: Element | None, words: str) -> bytes:
    """A w:p with the look of a model paragraph, tracked as inserted where the writer tracks."""
    properties = _copied(model, "pPr", ("sectPr", "pPrChange", "numPr"))
    run = next(model.iter(tag("r")), None) if model is not None else None
    shared = _stripped(_copied(run, "rPr", ("rPrChange", "b", "bCs", "ins", "del", "vanish")), writer)
    made = writer.tagged("r", shared + writer.spelled(words))
    if writer.tracking is None:
        return writer.tagged("p", _stripped(properties, writer) + made)
    if properties is None:
        inside = writer.tagged("pPr", writer.tagged("rPr", writer.mark("ins")))
    else:
        inside = _with_mark(properties, writer)
    return writer.tagged("p", inside + writer.marked("ins", made))


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


def _with_mark(properties: Element, writer: Writer) -> bytes:
    """Paragraph properties whose mark is tracked as inserted."""
    runs = properties.find(tag("rPr"))
    if runs is not None:
        properties.remove(runs)
        for child in [c for c in runs if c.tag in (tag("ins"), tag("del"), tag("rPrChange"))]:
            runs.remove(child)
    inner = b"".join(_stripped(c, writer) for c in runs) if runs is not None else b""
    outer = b"".join(_stripped(c, writer) for c in properties)
    return writer.tagged("pPr", outer + writer.tagged("rPr", writer.mark("ins") + inner))


_NAMESPACES = re.compile(rb'\s+xmlns(?::[\w.-]+)?="[^"]*"')


def _stripped(element: Element | None, writer: Writer) -> bytes:
    """The element as bytes; its namespaces are declared at the root of the part already."""
    if element is None:
        return b""
    data = etree.tostring(element, encoding="UTF-8", with_tail=False)
    data = data[data.index(b"?>") + 2 :].lstrip() if data.startswith(b"<?xml") else data
    return _NAMESPACES.sub(b"", data)
