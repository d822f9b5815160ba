"""The body of a page walked once: text gathered into paragraphs, tables built as grids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from core.model import Note
from core.reading.blocks import Node, ParaNode, TableNode
from core.reading.grid import Spanned, lay_out

_DROPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "select",
        "option",
        "button",
        "textarea",
        "audio",
        "video",
        "canvas",
        "link",
        "meta",
        "title",
        "map",
        "datalist",
        "rp",
        "rt",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "output",
        "q",
        "ruby",
        "rb",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "input",
    ]
)
_BOLD = frozenset(("b", "strong", "th"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_UNBOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)", re.I)
# HTML's own white space, which collapses; the no-break and the ideographic blank are text.
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LARGEST_SPAN = 200
_DEEPEST = 300  # elements within elements; what lies deeper is taken as plain text


def nodes_of(root: etree._Element) -> tuple[list[Node], tuple[Note, ...]]:
    """Paragraphs and tables of a parsed page in reading order."""
    flow = _Flow()
    flow.walk(root, 0)
    flow.close()
    return flow.nodes, ()


class _Flow:
    """Gathers inline text until a block element begins or ends."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._parts: list[str] = []
        self._length = 0
        self._bold: list[tuple[int, int]] = []
        self._bold_depth = 0
        self._level: int | None = None

    def walk(self, element: etree._Element, depth: int) -> None:
        """Take in an element and what it holds, not the text behind it."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED or _is_hidden(element):
            return
        if depth > _DEEPEST:
            self._text("".join(element.itertext()))
        elif tag == "table":
            self._table(element, depth)
        elif tag == "br":
            self._parts.append("\n")
            self._length += 1
        elif tag in ("hr", "img"):
            self._break_at(tag)
        else:
            self._element(element, tag, depth)

    def close(self) -> None:
        """End the paragraph that is being gathered."""
        whole = "".join(self._parts)
        if whole.strip(" \n"):
            self.nodes.append(_paragraph(whole, self._bold, self._level))
        self._parts, self._bold, self._length = [], [], 0

    def _break_at(self, tag: str) -> None:
        if tag == "hr":
            self.close()

    def _element(self, element: etree._Element, tag: str, depth: int) -> None:
        inline = tag in _INLINE
        if not inline:
            self.close()
        outer_level, outer_bold = self._level, self._bold_depth
        self._level = _HEADINGS.get(tag, outer_level)
        self._bold_depth = _bold_depth(element, tag, outer_bold)
        self._children(element, depth)
        if not inline:
            self.close()
        self._level, self._bold_depth = outer_level, outer_bold

    def _children(self, element: etree._Element, depth: int) -> None:
        self._text(element.text)
        for child in element:
            self.walk(child, depth + 1)
            self._text(child.tail)

    def _text(self, raw: str | None) -> None:
        if not raw:
            return
        part = _SPACES.sub(" ", raw)
        if part.startswith(" ") and (not self._parts or self._parts[-1].endswith((" ", "\n"))):
            part = part[1:]
        if not part:
            return
        if self._bold_depth > 0:
            self._bold.append((self._length, self._length + len(part)))
        self._parts.append(part)
        self._length += len(part)

    def _table(self, element: etree._Element, depth: int) -> None:
        self.close()
        caption = element.find("caption")
        if caption is not None:
            self._element(caption, "caption", depth + 1)
        rows = [[_spanned(cell, depth) for cell in _cells(row)] for row in _rows(element)]
        cells, height, width = lay_out(rows)
        if cells:
            self.nodes.append(TableNode(cells, height, width, element))


def _bold_depth(element: etree._Element, tag: str, outer: int) -> int:
    style = element.get("style") or ""
    if _UNBOLD_STYLE.search(style):
        return 0
    return outer + (tag in _BOLD or tag in _HEADINGS or bool(_BOLD_STYLE.search(style)))


def _is_hidden(element: etree._Element) -> bool:
    if element.get("hidden") is not None or (element.tag == "input" and element.get("type") != "text"):
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


def _paragraph(whole: str, bold: list[tuple[int, int]], level: int | None) -> ParaNode:
    """Text without the blanks that HTML drops at both ends of a line; bold ranges moved along."""
    text = whole.rstrip(" \n")
    ranges = merged([(start, min(end, len(text))) for start, end in bold if start < len(text)])
    return ParaNode(text, level, ranges)


def merged(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Neighbouring ranges as one."""
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr" and not _is_hidden(child):
            yield child
        elif child.tag in ("thead", "tbody", "tfoot", "form", "center") and not _is_hidden(child):
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag in ("td", "th") and not _is_hidden(child):
            yield child
        elif child.tag == "form":
            yield from _cells(child)


def _spanned(cell: etree._Element, depth: int) -> Spanned:
    flow = _Flow()
    flow._children(cell, depth + 1)
    flow.close()
    rowspan, colspan = _span(cell, "rowspan"), _span(cell, "colspan")
    return Spanned(flow.nodes, rowspan, max(colspan, 1), cell)


def _span(cell: etree._Element, name: str) -> int:
    """A span attribute; 0 stands for "to the end of the table", what is no number for 1."""
    digits = re.match(r"\s*(\d{1,6})", cell.get(name) or "1")
    return min(int(digits[1]), _LARGEST_SPAN) if digits else 1
