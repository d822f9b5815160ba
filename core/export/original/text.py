"""Changed sentences, new and dropped paragraphs written into the opened docx."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from core import text
from core.document import Para, RawTable
from core.errors import ExportError
from core.export.original.paragraphs import mark_paragraph, new_paragraph
from core.export.original.passage import Passage, TextEdit
from core.export.original.removal import remove_paragraphs, what_goes_along
from core.export.original.source import OriginalDocx, ParagraphSpan
from core.export.original.tracked_edits import SpliceWriter
from core.export.standard.content import xml_text
from core.export.standard.ooxml import Element, tag
from core.model import CLOSING, PREAMBLE, Paragraph, Report, Section
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

    def __init__(self, source: OriginalDocx, writer: SpliceWriter, title: str) -> None:
        self._source, self._title = source, title
        self._writer = writer
        self._edits: dict[Element, tuple[Passage, list[TextEdit]]] = {}
        self._dropped: list[Element] = []
        self.count = 0
        # What each block of the file must say afterwards, and the paragraphs behind it; read back and compared.
        self.expected: dict[int, str] = {}
        self.inserted: dict[int, list[str]] = {}

    def title(self, before: str, after: str) -> None:
        """Change the title; it may stand in up to three paragraphs or lines, each then takes its own part."""
        if squeeze(before) == squeeze(after):
            return
        blocks = self._title_blocks(before)
        joined = "".join(text.strip(b.text) for b in blocks)
        edits = edits_between(joined, after.replace("\n", ""))
        start = 0
        for block in blocks:
            words = text.strip(block.text)
            end = start + len(words)
            made, at = "", start
            for edit in edits:
                a, b = max(edit.start, start), min(edit.end, end)
                # What is put in goes with the line in which the edit begins, at a line's end with the line before.
                own = (
                    start <= edit.start < end
                    or (edit.start == edit.end == end)
                    or (edit.start == edit.end == start == 0)
                )
                if own or a < b:
                    made += joined[at : max(a, at)] + (edit.text if own else "")
                    at = max(at, b)
            made += joined[max(at, start) : end]
            paragraph = Paragraph(words, block.place)
            if not made:
                self._drop(paragraph)
            elif made != words:
                self._change(paragraph, made)
            start = end

    def _title_blocks(self, title: str) -> list[Para]:
        """The paragraphs or lines of the file that spell the title together."""
        blocks = self._source.traced.result.value.blocks
        for first in range(len(blocks)):
            found: list[Para] = []
            for following in blocks[first : first + 3]:
                if not isinstance(following, Para):
                    break
                found.append(following)
                if squeeze("".join(b.text for b in found)) == squeeze(title):
                    return found
        raise ExportError("原文件里没有找到标题所在的段落，改不到原文件里，请改用标准格式导出。")

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
        if self._writer.tracking is None:
            remove_paragraphs(self._writer, self._dropped)
        else:
            self._writer.notices += what_goes_along(self._dropped)

    def _change(self, before: Paragraph, after: str) -> None:
        span = self._source.span(before)
        if not after.startswith(span.label):
            raise ExportError(
                f"原文件里“{span.label}”是自动编号，不能在文字里改，请在 Word 或 WPS 里改编号后重新打开。"
            )
        for edit in edits_between(before.text[len(span.label) :], after[len(span.label) :]):
            self._add(span, TextEdit(span.start + edit.start, span.start + edit.end, edit.text))
        self._expect(before, after)
        self.count += 1

    def _expect(self, before: Paragraph, after: str) -> None:
        block = before.place.block if before.place is not None else None
        if block is not None:
            read = self._source.traced.result.value.blocks[block]
            now = self.expected.get(block, read.text if isinstance(read, Para) else "")
            self.expected[block] = now.replace(before.text, after, 1)

    def _add(self, span: ParagraphSpan, edit: TextEdit) -> None:
        self._edits.setdefault(span.element, (span.passage, []))[1].append(edit)

    def _drop(self, paragraph: Paragraph) -> None:
        span = self._source.span(paragraph)
        self.count += 1
        self._expect(paragraph, "")
        if not span.alone or not _removable(span.element):
            self._add(span, TextEdit(span.start, span.end, ""))
            return
        self._dropped.append(span.element)
        if self._writer.tracking is not None:
            self._add(span, TextEdit(0, len(span.passage.text), ""))
            mark_paragraph(self._writer, span.element, "del")
            touched = {atom.run for atom in span.passage.atoms}
            for _, shape in span.passage.objects:
                run = shape.getparent()
                if run.tag == tag("r") and run.getparent() is span.element and run not in touched:
                    self._writer.mark_deleted(run)

    def _insert(self, old: Section, new: Section, at: int, added: range, table: Place | None) -> None:
        """New paragraphs behind the one before them, the table, or the heading; they look like their neighbour."""
        words = [xml_text(new.paragraphs[index].text) for index in added]
        words = [w for w in words if w]
        self.count += len(words)
        behind_table = added.start >= new.table_at and at <= old.table_at
        behind: Place | None
        if table is not None and behind_table:
            anchor = self._source.table(table)
            behind = table
        elif at:
            before = self._source.span(old.paragraphs[at - 1])
            behind = old.paragraphs[at - 1].place
            if self._shared(old, at):
                self._expect_behind(behind, words)
                self._add(before, TextEdit(before.end, before.end, "".join(f"\n{w}" for w in words)))
                return
            anchor = before.element
        elif (behind := old.place or self._place_outside(old.number)) is not None:
            blocks = self._source.traced.result.value.blocks
            is_table = behind.block is not None and isinstance(blocks[behind.block], RawTable)
            anchor = self._source.table(behind) if is_table else self._source.paragraph(behind)
        else:
            raise ExportError(f"原文件里没有第{old.number}部分，新写的文字没有地方放，请改用标准格式导出。")
        self._expect_behind(behind, words)
        model = self._model((*reversed(old.paragraphs[:at]), *old.paragraphs[at:]))
        for one in words:
            self._writer.insert_after(anchor, new_paragraph(self._writer, model, one))

    def _expect_behind(self, place: Place | None, words: list[str]) -> None:
        if place is not None and place.block is not None:
            self.inserted.setdefault(place.block, []).extend(words)

    def _place_outside(self, number: int) -> Place | None:
        """Where a preamble or a signature begins that the file does not have: behind the title, at the end."""
        if number == PREAMBLE:
            with contextlib.suppress(ExportError):
                return self._title_blocks(self._title)[-1].place
        blocks = self._source.traced.result.value.blocks
        flow = [b for b in blocks if isinstance(b, RawTable) or not b.floating]
        return flow[-1].place if number == CLOSING and flow else None

    def _shared(self, section: Section, at: int) -> bool:
        """Whether the paragraphs before and behind a place are lines of one w:p."""
        places = [p.place for p in section.paragraphs[at - 1 : at + 1]]
        elements = [self._source.paragraph(p) for p in places if p is not None]
        return len(elements) == 2 and elements[0] is elements[1]

    def _model(self, neighbours: Iterable[Paragraph]) -> Element | None:
        """The first w:p that a new one may look like; not one that Word numbers."""
        for paragraph in neighbours:
            with contextlib.suppress(ExportError):
                span = self._source.span(paragraph)
                if not span.label:
                    return span.element
        return None


def write_texts(source: OriginalDocx, writer: SpliceWriter, original: Report, report: Report) -> TextChanges:
    """Write title and narrative changes; ExportError when one has no place in the file."""
    changes = TextChanges(source, writer, original.title)
    changes.title(original.title, xml_text(report.title))
    for old, new in zip(original.parts, report.parts, strict=True):
        changes.section(old, new, _table_place(original, old.number))
    changes.write()
    return changes


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
