"""The body of a docx walked once: paragraphs with level and number, tables, what floats."""

from __future__ import annotations

from lxml import etree

from core.reading.docx.numbering import Numbering
from core.reading.docx.package import MC, Parts, R, W
from core.reading.docx.properties import Properties, properties_of
from core.reading.docx.runs import ParagraphContent, RunReader, has_unusual_runs, plain_text
from core.reading.docx.styles import Styles, WordStyle
from core.reading.docx.tables import table_node
from core.reading.docx.unread import SkippedContent
from core.reading.html import reader as html
from core.reading.reader import PROGRESS_EVERY, Progress, no_progress
from core.reading.shared.blocks import Node, ParaNode
from core.reading.shared.limits import check_nesting

_PARAGRAPH, _TABLE, _CHUNK = f"{W}p", f"{W}tbl", f"{W}altChunk"
_SKIPPED_TAGS = frozenset(
    f"{W}{name}" for name in ("tcPr", "del", "moveFrom", "sdtPr", "sdtEndPr", "sectPr", "customXmlPr", "bookmarkStart")
)
_FALLBACK = f"{MC}Fallback"
_DEEPEST = 200  # content controls within content controls
_LEVELS = range(1, 10)


class BodyReader:
    """Nodes of the main part; notes are complete once nodes() ran."""

    def __init__(self, package: Parts, progress: Progress | None = None) -> None:
        self._package = package
        self._progress = progress or no_progress
        self._styles = Styles(package.related_bytes("styles"))
        self._numbering: Numbering | None = None
        self._runs = RunReader(lambda name: bool(self._styles.style(name).bold))
        self._pending: ParagraphContent | None = None  # text of a paragraph whose mark was deleted
        self._floats: list[Node] = []
        self._note_refs: list[tuple[str, str]] = []
        self._skipped = SkippedContent()
        self._has_unusual_runs = True

    def nodes(self) -> list[Node]:
        """Everything of the body in reading order, foot- and endnotes after it."""
        root = self._package.main()
        body = root.find(f"{W}body")
        self._has_unusual_runs = has_unusual_runs(root)
        found = self.content(root if body is None else body, 0)
        self._has_unusual_runs = True  # notes are other parts
        return found + self._note_nodes()

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on what was left out."""
        return self._skipped.sentences()

    @property
    def pictures(self) -> int:
        """How many pictures were left out, so far."""
        return self._skipped.pictures

    def cell(self, cell: etree._Element, depth: int) -> list[Node]:
        """Nodes of a table cell; nearly all hold one plain paragraph, which needs no more than its text."""
        plain = plain_text(cell, self._has_unusual_runs)
        return self.content(cell, depth) if plain is None else [ParaNode(plain)]

    def row_marked(self, mark: str) -> None:
        """Remember that a row was deleted, inserted or hidden."""
        self._skipped.hidden |= mark == "hidden"
        self._skipped.changed |= mark != "hidden"

    def covered(self, cell: etree._Element) -> None:
        """Remember what a merged cell hides."""
        text = "".join(element.text or "" for element in cell.iter(f"{W}t")).strip()
        if text:
            self._skipped.covered.append(text)

    def content(self, element: etree._Element, depth: int) -> list[Node]:
        """Nodes of a body, a cell or a text box; depth counts the tables and boxes around."""
        found: list[Node] = []
        self._read_children(element, depth, 0, found)
        self._end_pending_paragraph(found)
        return found

    def _read_children(self, element: etree._Element, depth: int, wrapped: int, into: list[Node]) -> None:
        total = len(element)  # asked once: lxml counts the children anew each time
        for done, child in enumerate(element):
            if depth == 0 and done % PROGRESS_EVERY == 0:
                self._progress(done, total)
            tag = child.tag
            if tag == _PARAGRAPH:
                self._paragraph(child, depth, into)
            elif tag == _TABLE:
                self._table(child, depth, into)
            elif tag == _CHUNK:
                into += self._chunk(child)
            elif (
                isinstance(tag, str)
                and tag not in _SKIPPED_TAGS
                and wrapped < _DEEPEST
                and not _is_redundant_fallback(child, tag)
            ):
                # Content controls, insertions and the like: what is inside counts as if they were not there.
                self._read_children(child, depth, wrapped + 1, into)

    def _chunk(self, chunk: etree._Element) -> list[Node]:
        """A file of another format that Word shows in this place: other programs put whole web pages there."""
        data = self._package.by_id(chunk.get(f"{R}id") or "")
        if data is None or not html.sniff(data, ""):
            self._skipped.foreign += 1
            return []
        return html.nodes_from(data)

    def _table(self, table: etree._Element, depth: int, into: list[Node]) -> None:
        check_nesting(depth)
        self._end_pending_paragraph(into)
        into.append(table_node(table, self, depth + 1))
        if depth == 0:
            self._append_floating(into)

    def _paragraph(self, paragraph: etree._Element, depth: int, into: list[Node]) -> None:
        properties = properties_of(paragraph)
        style = self._styles.style(properties.style)
        line = self._runs.line(paragraph, bool(style.bold), self._pending)
        self._pending = None
        if properties.mark_deleted:
            # A tracked change deleted the paragraph's end: the next one joins it.
            self._pending, line.changed = line, True
            return
        into.append(self._node(paragraph, line, properties, style, depth))
        self._skipped.add(line)
        if line.boxes or line.notes:
            self._collect_floating(line, depth)
        if depth == 0:
            self._append_floating(into)

    def _node(
        self, paragraph: etree._Element, line: ParagraphContent, properties: Properties, style: WordStyle, depth: int
    ) -> ParaNode:
        text, level = line.text, properties.level if properties.level is not None else style.level
        label = self._label(properties, style) if text.strip() else ""
        shift = len(label)
        bold = tuple((start + shift, end + shift) for start, end in line.bold)
        if bold and shift and bold[0][0] == shift:
            bold = ((0, bold[0][1]), *bold[1:])
        node = ParaNode(label + text, level if level in _LEVELS else None, bold, origin=paragraph)
        node.has_picture = bool(line.tables_as_pictures or (line.pictures and depth))
        node.pictures = tuple(line.shown)
        return node

    def _label(self, properties: Properties, style: WordStyle) -> str:
        number, level = properties.number
        if number is None:
            number = style.number[0]
            level = style.number[1] if level is None else level
        if number is None or number == "0":
            return ""
        if self._numbering is None:
            self._numbering = Numbering(self._package.related("numbering"))
        return self._numbering.label(number, level, properties.style)

    def _collect_floating(self, line: ParagraphContent, depth: int) -> None:
        self._note_refs += line.notes
        for box in line.boxes:
            check_nesting(depth)
            self._floats += _floated(self.content(box, depth + 1))

    def _append_floating(self, into: list[Node]) -> None:
        into += self._floats
        self._floats = []

    def _end_pending_paragraph(self, into: list[Node]) -> None:
        """Text whose paragraph mark was deleted and that no paragraph follows."""
        if self._pending is not None:
            self._skipped.add(self._pending)
            into.append(ParaNode(self._pending.text, None, tuple(self._pending.bold)))
            self._pending = None

    def _note_nodes(self) -> list[Node]:
        found: list[Node] = []
        references, self._note_refs = self._note_refs, []
        for part in dict.fromkeys(part for part, _ in references):
            root = self._package.related(part)
            notes = {} if root is None else {note.get(f"{W}id"): note for note in root if isinstance(note.tag, str)}
            for kind, number in references:
                if kind == part and number in notes:
                    found += _floated(self.content(notes[number], 1))
        return found + _floated(self._floats)


def _is_redundant_fallback(element: etree._Element, tag: str) -> bool:
    """Whether this is the older of two forms of the same thing, whose newer one has something."""
    before = element.getprevious() if tag == _FALLBACK else None
    return before is not None and len(before) > 0


def _floated(nodes: list[Node]) -> list[Node]:
    for node in nodes:
        if isinstance(node, ParaNode):
            node.floating = True
    return nodes
