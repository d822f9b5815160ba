"""Changed sentences, new and dropped paragraphs written into the opened docx."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from core.document import Para
from core.errors import ExportError
from core.export.original.paragraphs import mark_paragraph, new_paragraph
from core.export.original.passage import Passage, TextEdit
from core.export.original.source import OriginalDocx, ParagraphSpan
from core.export.original.tracked_edits import SpliceWriter
from core.export.standard.content import xml_text
from core.export.standard.ooxml import Element, tag
from core.model import Paragraph, Report, Section
from core.place import Place
from core.text import squeeze

_WORDS = re.compile(r"\d[\d.,]*|.", re.DOTALL)  # a figure is changed whole, never digit by digit
_LEAST_ALIKE = 0.35
_SHORTEST_KEPT = 2  # equal words between two changes that are fewer than this are changed along


def edits_between(before: str, after: str) -> list[TextEdit]:
    """The changes that make one text of another, a figure at a time, positions in the first.

    Texts with little in common are exchanged whole: a patchwork of single characters helps nobody.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _LEAST_ALIKE:
        return [TextEdit(0, len(before), after)]
    starts = [0]
    for word in old:
        starts.append(starts[-1] + len(word))
    edits: list[TextEdit] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        edit = TextEdit(starts[i1], starts[i2], "".join(new[j1:j2]))
        if edits and edit.start - edits[-1].end < _SHORTEST_KEPT:
            last = edits.pop()
            edit = TextEdit(last.start, edit.end, last.text + before[last.end : edit.start] + edit.text)
        edits.append(edit)
    return edits


class TextChanges:
    """Gathers the edits of each w:p, because line breaks can put several paragraphs into one."""

    def __init__(self, source: OriginalDocx, writer: SpliceWriter) -> None:
        self._source = source
        self._writer = writer
        self._edits: dict[Element, tuple[Passage, list[TextEdit]]] = {}
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
                self._change(before, xml_text(after.text))
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
        if not after.startswith(spot.label):
            raise ExportError(
                f"原文件里“{spot.label}”是自动编号，不能在文字里改，请在 Word 或 WPS 里改编号后重新打开。"
            )
        for edit in edits_between(before.text[len(spot.label) :], after[len(spot.label) :]):
            self._add(spot, TextEdit(spot.start + edit.start, spot.start + edit.end, edit.text))
        self.count += 1

    def _add(self, spot: ParagraphSpan, edit: TextEdit) -> None:
        self._edits.setdefault(spot.element, (spot.passage, []))[1].append(edit)

    def _drop(self, paragraph: Paragraph) -> None:
        spot = self._source.spot(paragraph)
        self.count += 1
        tracked = self._writer.tracking is not None
        if not spot.alone or not _removable(spot.element):
            self._add(spot, TextEdit(spot.start, spot.end, ""))
        elif tracked:
            self._add(spot, TextEdit(0, len(spot.passage.text), ""))
            mark_paragraph(self._writer, spot.element, "del")
        else:
            self._writer.remove(spot.element)

    def _insert(self, old: Section, new: Section, at: int, added: range, table: Place | None) -> None:
        """New paragraphs behind the one before them, the table, or the heading; they look like their neighbour."""
        words = [xml_text(new.paragraphs[index].text) for index in added]
        self.count += len(words)
        behind_table = added.start >= new.table_at and at <= old.table_at
        if table is not None and behind_table:
            anchor = self._source.table(table)
        elif at:
            before = self._source.spot(old.paragraphs[at - 1])
            if self._shared(old, at):
                self._add(before, TextEdit(before.end, before.end, "".join(f"\n{w}" for w in words)))
                return
            anchor = before.element
        elif old.place is not None:
            anchor = self._source.paragraph(old.place)
        else:
            raise ExportError(f"原文件里没有第{old.number}部分，新写的文字没有地方放，请改用标准格式导出。")
        model = self._model((*reversed(old.paragraphs[:at]), *old.paragraphs[at:]))
        for one in words:
            self._writer.insert_after(anchor, new_paragraph(self._writer, model, one))

    def _shared(self, section: Section, at: int) -> bool:
        """Whether the paragraphs before and behind a place are lines of one w:p."""
        places = [p.place for p in section.paragraphs[at - 1 : at + 1]]
        elements = [self._source.paragraph(p) for p in places if p is not None]
        return len(elements) == 2 and elements[0] is elements[1]

    def _model(self, neighbours: Iterable[Paragraph]) -> Element | None:
        """The first w:p that a new one may look like; not one that Word numbers."""
        for paragraph in neighbours:
            with contextlib.suppress(ExportError):
                spot = self._source.spot(paragraph)
                if not spot.label:
                    return spot.element
        return None


def write_texts(source: OriginalDocx, writer: SpliceWriter, original: Report, report: Report) -> int:
    """Write title and narrative changes and return their number; ExportError when one has no place in the file."""
    changes = TextChanges(source, writer)
    changes.title(original.title, xml_text(report.title))
    for old, new in zip(original.sections, report.sections, strict=True):
        changes.section(old, new, _table_place(original, old.number))
    changes.write()
    return changes.count


def _texts(section: Section) -> list[str]:
    return [xml_text(p.text) for p in section.paragraphs]


def _table_place(report: Report, number: int) -> Place | None:
    grid = report.tables.get(number)
    places: Iterator[Place | None] = (c.place for c in grid.cells.values()) if grid else iter(())
    return next((p for p in places if p is not None), None)


def _removable(paragraph: Element) -> bool:
    """Whether the w:p may go: a cell must keep one, and a section break must stay."""
    parent = paragraph.getparent()
    alone = parent.tag == tag("tc") and len(parent.findall(tag("p"))) == 1
    return not alone and next(paragraph.iter(tag("sectPr")), None) is None
