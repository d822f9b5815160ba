"""The body of a docx walked once: paragraphs with level and number, tables, what floats."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from core.reading.blocks import Node, ParaNode
from core.reading.docx_numbering import Numbering
from core.reading.docx_package import MC, Package, W
from core.reading.docx_runs import Line, Runs
from core.reading.docx_styles import Styles, number_of, outline_level
from core.reading.docx_tables import table_node
from core.reading.limits import check_nesting

_PARAGRAPH, _TABLE, _PROPERTIES, _STYLE = f"{W}p", f"{W}tbl", f"{W}pPr", f"{W}pStyle"
_VAL = f"{W}val"
_PASSED = frozenset((f"{W}del", f"{W}moveFrom", f"{W}sdtPr", f"{W}sdtEndPr", f"{W}sectPr", f"{W}customXmlPr"))
_CHOICE, _FALLBACK = f"{MC}Choice", f"{MC}Fallback"
_LEVELS = range(1, 10)


class Body:
    """Nodes of the main part; notes are filled while nodes() runs."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package.related("styles"))
        self._numbering = Numbering(package.related("numbering"))
        self._runs = Runs(self._styles.bold_characters())
        self._pending: Line | None = None  # text of a paragraph whose mark was deleted
        self._floats: list[Node] = []
        self._note_refs: list[tuple[str, str]] = []
        self._comments = 0
        self._changed = self._hidden = False

    def nodes(self) -> list[Node]:
        """Everything of the body in reading order, foot- and endnotes after it."""
        root = self._package.main()
        body = root.find(f"{W}body")
        found = self.content(root if body is None else body, 0)
        found += self._released()
        return found + self._note_nodes()

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on what was left out."""
        sentences = []
        if self._comments:
            sentences.append(f"文档里有 {self._comments} 条批注，批注没有读入。")
        if self._changed:
            sentences.append("文档带有修订痕迹，已按“接受全部修订”后的内容读取。")
        if self._hidden:
            sentences.append("文档里有设为隐藏的文字，没有读入。")
        return tuple(sentences)

    def content(self, element: etree._Element, depth: int) -> list[Node]:
        """Nodes of a body, a cell, a text box or a content control."""
        found: list[Node] = []
        for child in element:
            found += self._child(child, depth)
        return found

    def _child(self, child: etree._Element, depth: int) -> Iterator[Node]:
        tag = child.tag
        if tag == _PARAGRAPH:
            yield from self._paragraph(child, depth)
        elif tag == _TABLE:
            yield from self._released()
            check_nesting(depth)
            yield table_node(child, self, depth + 1)
            yield from self._taken_floats() if depth == 0 else ()
        elif isinstance(tag, str) and tag not in _PASSED:
            yield from self._wrapped(child, tag, depth)

    def _wrapped(self, child: etree._Element, tag: str, depth: int) -> Iterator[Node]:
        """Content controls, insertions and the like: what is inside counts as if they were not there."""
        if tag == _FALLBACK and child.getprevious() is not None and len(child.getprevious()):
            return
        yield from self.content(child, depth)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> Iterator[Node]:
        properties = paragraph.find(_PROPERTIES)
        named = None if properties is None else properties.find(_STYLE)
        style = self._styles.paragraph(None if named is None else named.get(_VAL))
        line = self._runs.line(paragraph, bool(style.bold), self._pending)
        self._pending = None
        if properties is not None and _mark_deleted(properties):
            self._pending, self._changed = line, True
            return
        own = outline_level(properties)
        level = own if own is not None else style.level
        label = self._label(properties, style.number, named, line)
        yield self._node(paragraph, line, label, level if level in _LEVELS else None)
        self._gather(line, depth)
        if depth == 0:
            yield from self._taken_floats()

    def _label(
        self,
        properties: etree._Element | None,
        inherited: tuple[str | None, int | None],
        named: etree._Element | None,
        line: Line,
    ) -> str:
        number, level = number_of(properties)
        if number is None:
            number = inherited[0]
            level = inherited[1] if level is None else level
        if number in (None, "0") or not line.text.strip():
            return ""
        style = None if named is None else named.get(_VAL)
        return self._numbering.label(number or "", level, style)

    def _node(self, paragraph: etree._Element, line: Line, label: str, level: int | None) -> ParaNode:
        shift = len(label)
        bold = tuple((start + shift, end + shift) for start, end in line.bold)
        if bold and shift and bold[0][0] == shift:
            bold = ((0, bold[0][1]), *bold[1:])
        return ParaNode(label + line.text, level, bold, origin=paragraph)

    def _gather(self, line: Line, depth: int) -> None:
        self._comments += line.comments
        self._changed |= line.changed
        self._hidden |= line.hidden
        self._note_refs += line.notes
        for box in line.boxes:
            check_nesting(depth)
            self._floats += _floated(self.content(box, depth + 1))

    def _taken_floats(self) -> list[Node]:
        taken, self._floats = self._floats, []
        return taken

    def _released(self) -> list[Node]:
        """Text whose paragraph mark was deleted and that no paragraph follows."""
        line, self._pending = self._pending, None
        return [] if line is None else [ParaNode(line.text, None, tuple(line.bold))]

    def _note_nodes(self) -> list[Node]:
        found: list[Node] = []
        for part in dict.fromkeys(part for part, _ in self._note_refs):
            root = self._package.related(part)
            notes = {} if root is None else {note.get(f"{W}id"): note for note in root}
            for kind, number in tuple(self._note_refs):
                if kind == part and number in notes:
                    found += _floated(self.content(notes[number], 1))
        return found


def _mark_deleted(properties: etree._Element) -> bool:
    """Whether a tracked change deleted the paragraph's end, so that the next one joins it."""
    run = properties.find(f"{W}rPr")
    return run is not None and (run.find(f"{W}del") is not None or run.find(f"{W}moveFrom") is not None)


def _floated(nodes: list[Node]) -> list[Node]:
    for node in nodes:
        if isinstance(node, ParaNode):
            node.floating = True
    return nodes
