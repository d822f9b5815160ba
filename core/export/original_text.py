"""Changed sentences, new and dropped paragraphs written into the opened docx."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from lxml import etree

from core.document import Para
from core.errors import ExportError
from core.export.content import clean
from core.export.docx_passage import Edit, Passage
from core.export.docx_writer import Writer
from core.export.ooxml import Element, tag
from core.export.original_source import Source, Spot
from core.model import Paragraph, Report, Section
from core.place import Place
from core.text import squeeze

_WORDS = re.compile(r"\d[\d.,]*|.", re.DOTALL)  # a figure is changed whole, never digit by digit
_LEAST_ALIKE = 0.35
_SHORTEST_KEPT = 2  # equal words between two changes that are fewer than this are changed along


def edits_between(before: str, after: str) -> list[Edit]:
    """The changes that make one text of another, a figure at a time, positions in the first.

    Texts with little in common are exchanged whole: a patchwork of single characters helps nobody.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _LEAST_ALIKE:
        return [Edit(0, len(before), after)]
    starts = [0]
    for word in old:
        starts.append(starts[-1] + len(word))
    edits: list[Edit] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        edit = Edit(starts[i1], starts[i2], "".join(new[j1:j2]))
        if edits and edit.start - edits[-1].end < _SHORTEST_KEPT:
            last = edits.pop()
            edit = Edit(last.start, edit.end, last.text + before[last.end : edit.start] + edit.text)
        edits.append(edit)
    return edits


class TextChanges:
    """Gathers the edits of each w:p, because line breaks can put several paragraphs into one."""

    def __init__(self, source: Source, writer: Writer) -> None:
        self._source = source
        self._writer = writer
        self._edits: dict[Element, tuple[Passage, list[Edit]]] = {}
        self.count = 0

    def title(self, before: str, after: str) -> None:
        """Change the title, which must stand in one paragraph."""
        if before == after:
            return
        for number, block in enumerate(self._source.traced.result.value.blocks):
            if isinstance(block, Para) and squeeze(block.text) == squeeze(before):
                self._change(Paragraph(block.text, Place(block=number)), after)
                return
        raise ExportError("原文件里的标题不是单独的一段，改不到原文件里，请改用标准格式导出。")

    def section(self, old: Section, new: Section, table: Place | None) -> None:
        """Change a section's narrative; table is the place of its statutory table, None when it has none."""
        matcher = SequenceMatcher(None, _texts(old), _texts(new), autojunk=False)
        for kind, i1, i2, j1, j2 in matcher.get_opcodes():
            if kind == "equal":
                continue
            both = min(i2 - i1, j2 - j1)
            for before, after in zip(old.paragraphs[i1 : i1 + both], new.paragraphs[j1:j2], strict=False):
                self._change(before, clean(after.text))
            for before in old.paragraphs[i1 + both : i2]:
                self._drop(before)
            if both < j2 - j1:
                self._insert(old, new, i1 + both, range(j1 + both, j2), table)

    def write(self) -> None:
        """Hand the gathered edits to the writer."""
        for where, edits in self._edits.values():
            self._writer.edit(where, sorted(edits, key=lambda e: e.start))

    def _change(self, before: Paragraph, after: str) -> None:
        spot = self._source.spot(before)
        for edit in edits_between(before.text, after):
            self._add(spot, Edit(spot.start + edit.start, spot.start + edit.end, edit.text))
        self.count += 1

    def _add(self, spot: Spot, edit: Edit) -> None:
        self._edits.setdefault(spot.element, (spot.passage, []))[1].append(edit)

    def _drop(self, paragraph: Paragraph) -> None:
        spot = self._source.spot(paragraph)
        self.count += 1
        tracked = self._writer.tracking is not None
        if not spot.alone or not _removable(spot.element):
            self._add(spot, Edit(spot.start, spot.end, ""))
        elif tracked:
            self._add(spot, Edit(0, len(spot.passage.text), ""))
            _mark_paragraph(self._writer, spot.element, "del")
        else:
            self._writer.remove(spot.element)

    def _insert(self, old: Section, new: Section, at: int, added: range, table: Place | None) -> None:
        """New paragraphs behind the one before them, the table, or the heading; they look like their neighbour."""
        neighbours = (*reversed(old.paragraphs[:at]), *old.paragraphs[at:])
        model = next((self._source.spot(p).element for p in neighbours if p.place), None)
        behind_table = table is not None and added.start >= new.table_at and at <= old.table_at
        if behind_table and table is not None:
            anchor = self._source.table(table)
        elif at:
            anchor = self._source.spot(old.paragraphs[at - 1]).element
        elif old.place is not None:
            anchor = self._source.paragraph(old.place)
        else:
            raise ExportError(f"原文件里没有第{old.number}部分，新写的文字没有地方放，请改用标准格式导出。")
        for index in added:
            self.count += 1
            self._writer.insert_after(anchor, new_paragraph(self._writer, model, clean(new.paragraphs[index].text)))


def write_texts(source: Source, writer: Writer, original: Report, report: Report) -> int:
    """Write title and narrative changes and return their number; ExportError when one has no place in the file."""
    changes = TextChanges(source, writer)
    changes.title(original.title, clean(report.title))
    for old, new in zip(original.sections, report.sections, strict=True):
        changes.section(old, new, _table_place(original, old.number))
    changes.write()
    return changes.count


def _texts(section: Section) -> list[str]:
    return [clean(p.text) for p in section.paragraphs]


def _table_place(report: Report, number: int) -> Place | None:
    grid = report.tables.get(number)
    places: Iterator[Place | None] = (c.place for c in grid.cells.values()) if grid else iter(())
    return next((p for p in places if p is not None), None)


def _removable(paragraph: Element) -> bool:
    """Whether the w:p may go: a cell must keep one, and a section break must stay."""
    parent = paragraph.getparent()
    alone = parent.tag == tag("tc") and len(parent.findall(tag("p"))) == 1
    return not alone and next(paragraph.iter(tag("sectPr")), None) is None


def _mark_paragraph(writer: Writer, paragraph: Element, name: str) -> None:
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


def new_paragraph(writer: Writer, model: Element | None, words: Sequence[str] | str) -> bytes:
    """A w:p with the look of a model paragraph, tracked as inserted where the writer tracks."""
    properties = _copied(model, "pPr", ("sectPr", "pPrChange", "numPr"))
    run = next(model.iter(tag("r")), None) if model is not None else None
    shared = _stripped(_copied(run, "rPr", ("rPrChange", "b", "bCs", "ins", "del", "vanish")), writer)
    made = writer.tagged("r", shared + writer.spelled("".join(words)))
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
