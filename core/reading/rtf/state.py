"""RTF: what holds inside a group, and the paragraph being written."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.reading.doc.piece_table import repaired
from core.reading.shared.blocks import Node, ParaNode
from core.reading.shared.edge_tables import EdgeCell, Tables

_MOST_CELLS = 200  # of a row definition; Word allows 63


@dataclass(slots=True)
class GroupState:
    """A group's properties; a group begins with those of the group around it. destination is "text", "fonts",
    "styles", "label", "field" or "upr"; closes is what ends with the group: "note", "box", "running", "label",
    "field", "style" or ""."""

    destination: str = "text"
    closes: str = ""
    codec: str | None = None  # None: the document's own code page
    fallback: int = 1  # bytes that stand for a \\u where Unicode is not known
    bold: bool = False
    asian: bool = False  # associated properties that follow are those of East Asian characters
    asian_bold: bool = False
    hidden: bool = False
    deleted: bool = False
    struck: bool = False
    shift: str = ""  # "super" or "sub"
    in_table: bool = False
    depth: int = 1
    level: int | None = None


@dataclass(slots=True)
class ParagraphText:
    """Text of a paragraph under way."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    bold: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str, bold: bool) -> None:
        """Append text; bold stretches that touch become one."""
        start, self.length = self.length, self.length + len(text)
        self.parts.append(text)
        if bold and text:
            if self.bold and self.bold[-1][1] == start:
                start = self.bold.pop()[0]
            self.bold.append((start, self.length))

    def node(self, level: int | None, floating: bool) -> ParaNode:
        """The paragraph."""
        return ParaNode(repaired("".join(self.parts)), level, tuple(self.bold), floating)


@dataclass(slots=True)
class Row:
    """A row definition under way: cells so far, and what was sentences of the next one."""

    left: int = 0
    cells: list[EdgeCell] = field(default_factory=list)
    joins_left: bool = False
    joins_up: bool = False

    def end_cell(self, right: int) -> None:
        """\\cellx: the right edge ends the cell's definition."""
        if len(self.cells) >= _MOST_CELLS:
            return
        left = self.cells[-1].right if self.cells else self.left
        self.cells.append(EdgeCell(left, max(right, left), [], self.joins_left, self.joins_up))
        self.joins_left = self.joins_up = False

    def fresh(self) -> list[EdgeCell]:
        """The defined cells, empty: one definition serves many rows."""
        return [EdgeCell(c.left, c.right, [], c.joins_left, c.joins_up) for c in self.cells]


@dataclass(slots=True)
class Story:
    """A flow of its own: the body, a footnote, a text box. after are boxes to stand behind the paragraph."""

    floating: bool = False
    tables: Tables = field(default_factory=Tables)
    line: ParagraphText = field(default_factory=ParagraphText)
    after: list[Node] = field(default_factory=list)
    rows: dict[int, Row] = field(default_factory=dict)

    def end_paragraph(self, level: int | None, depth: int) -> None:
        """The line is complete and stands `depth` deep in tables."""
        self.tables.set_depth(depth)
        self.tables.add(self.line.node(level, self.floating and not depth), *self.after)
        self.line, self.after = ParagraphText(), []

    def finish(self, level: int | None, depth: int) -> list[Node]:
        """All nodes of the story."""
        if self.line.parts or self.after:
            self.end_paragraph(level, depth)
        return self.tables.finish()
