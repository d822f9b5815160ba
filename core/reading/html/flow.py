"""The body of a page walked once: text gathered into paragraphs, tables built as grids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from core.reading.html.lists import ListNumbers
from core.reading.html.unseen import PLAIN, hidden_names, is_named, look_of
from core.reading.reader import PROGRESS_EVERY, Progress
from core.reading.shared import messages
from core.reading.shared.blocks import Node, ParaNode, TableNode
from core.reading.shared.limits import check_nesting
from core.reading.shared.raised_digits import lowered, raised
from core.reading.shared.spans import Spanned, lay_out

_DROPPED = frozenset(
    (
        *("script", "style", "head", "noscript", "template", "iframe", "object", "embed", "svg", "math", "audio"),
        *("select", "option", "button", "video", "canvas", "link", "meta", "title", "map", "datalist", "rp", "rt"),
    )
)
# Everything else is inline: the tags that content systems and Word make up hold no layout of their own.
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary"),
        *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_BOLD = frozenset(("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STRUCK = frozenset(("s", "strike", "del"))
_SHIFTS = {"sup": raised, "sub": lowered}
# HTML's own white space, which collapses; the no-break and the ideographic blank are text.
_SPACES = re.compile(r"[ \t\r\n\f]+")
# A source line broken between two Chinese characters is no blank.
_BROKEN_LINE = re.compile(r"(?<=[\u2e80-\uffef])[ \t]*[\r\n][ \t\r\n\f]*(?=[\u2e80-\uffef])")
_WORD_CONDITION = re.compile(r"!?\[(?:if|endif)[^\]]*\]")
_LARGEST_SPAN = 200
_SMALLEST_TABLE = {"width": 200, "height": 50}  # pixels
_SMALLEST_FIGURE = {"width": 4, "height": 6}
_SPAN = re.compile(r"\s*(\d{1,6})")


def nodes_of(root: etree._Element, progress: Progress) -> tuple[list[Node], list[str]]:
    """Paragraphs and tables of a parsed page in reading order, and sentences about what was left out."""
    about = _AboutPage(progress, int(root.xpath("count(//*)")), hidden_names(root))
    flow = _Flow(0, about)
    flow.children(root)
    flow.close()
    return flow.nodes, [messages.STRUCK] * about.has_struck


@dataclass(slots=True)
class _OpenElement:
    """An element whose content is being taken in, with what held before it."""

    element: etree._Element
    items: Iterator[etree._Element]
    is_block: bool
    outer: tuple[int | None, int, bool, bool]


@dataclass(slots=True)
class _AboutPage:
    """What concerns the whole page: how many of its elements were taken in, the names its style sheet hides, and
    whether struck text was met."""

    progress: Progress
    total: int
    hidden: frozenset[str] = frozenset()
    done: int = 0
    has_struck: bool = False
    numbers: ListNumbers = field(default_factory=ListNumbers)

    def tick(self) -> None:
        """One element more."""
        self.done += 1
        if self.done % PROGRESS_EVERY == 0:
            self.progress(min(self.done, self.total), self.total)


class _Flow:
    """Gathers inline text until a block element begins or ends."""

    def __init__(self, tables: int, about: _AboutPage) -> None:
        self._about = about
        self.nodes: list[Node] = []
        self._tables = tables  # how many lie around
        self._parts: list[str] = []
        self._length = 0
        self._bold: list[tuple[int, int]] = []
        self._level: int | None = None
        self._bold_depth = 0
        self._small = False  # letters have no size
        self._kept = False  # line ends and blanks count, as in <pre>
        self._has_picture = False

    def children(self, root: etree._Element) -> None:
        """Take in what an element holds; by a stack, for pages with unclosed tags nest thousands deep."""
        self._text(root.text)
        stack = [_OpenElement(root, iter(root), False, (None, 0, False, False))]
        while stack:
            child = next(stack[-1].items, None)
            self._about.tick()
            if child is None:
                self._leave(stack.pop(), bool(stack))
            elif self._is_leaf(child):
                self._text(child.tail)
            else:
                stack.append(self._enter(child))

    def close(self) -> None:
        """End the paragraph that is being gathered."""
        whole = "".join(self._parts)
        if self._has_picture or whole.strip(" \n"):
            node = _paragraph(whole, self._bold, self._level)
            node.has_picture = self._has_picture
            self.nodes.append(node)
        self._parts, self._bold, self._length, self._has_picture = [], [], 0, False

    def _is_leaf(self, element: etree._Element) -> bool:
        """Whether the element is done with, taken in whole or dropped."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED or _is_hidden(element) or self._is_unseen(element, tag):
            return True
        if tag == "br":
            self._append("\n")
        elif tag == "img":
            self._has_picture |= _may_hold_text(element, in_cell=self._tables > 0)
        elif tag == "input":
            self._text(element.get("value"))
        elif tag == "table":
            self._table(element)
        elif tag in _BLOCKS or len(element):
            return False
        else:
            outer = self._bold_depth, self._small
            self._take_style(element, tag)
            self._text(self._shifted(element.text, tag) if tag in _SHIFTS else element.text)
            self._bold_depth, self._small = outer
        return True

    def _is_unseen(self, element: etree._Element, tag: str) -> bool:
        """Whether words are struck through or made invisible: never a block, for a tag that is not closed, or a pane
        that a script will show, would take the report with it."""
        style, hidden = element.get("style"), self._about.hidden
        look = look_of(style) if style else PLAIN
        is_struck = tag in _STRUCK or look.struck
        if not (is_struck or look.unseen or (hidden and is_named(element, hidden))):
            return False
        holds_blocks = any(inner.tag in _BLOCKS or inner.tag == "table" for inner in element)
        if holds_blocks or (tag in _BLOCKS and not self._tables):
            return False
        self._about.has_struck |= is_struck and bool("".join(element.itertext()).strip())
        return True

    def _take_style(self, element: etree._Element, tag: str) -> None:
        style = element.get("style")
        look = look_of(style) if style else PLAIN
        if look.bold is False:
            self._bold_depth = 0
        elif look.bold or tag in _BOLD:
            self._bold_depth += 1
        if look.small is not None:
            self._small = look.small

    def _shifted(self, raw: str | None, tag: str) -> str | None:
        """Digits set above or below the line behind a figure are the mark of a note."""
        after_digit = bool(self._parts) and self._parts[-1][-1:].isdigit()
        return _SHIFTS[tag](raw) if raw and after_digit else raw

    def _enter(self, element: etree._Element) -> _OpenElement:
        tag = element.tag
        outer = self._level, self._bold_depth, self._kept, self._small
        entered = _OpenElement(element, iter(element), tag in _BLOCKS, outer)
        if entered.is_block:
            self.close()
            self._level = _HEADINGS.get(tag, self._level)
            self._kept = self._kept or tag == "pre"
            self._text(self._about.numbers.label(element) if tag == "li" else None)
        self._take_style(element, tag)
        self._text(self._shifted(element.text, tag) if tag in _SHIFTS else element.text)
        return entered

    def _leave(self, left: _OpenElement, has_tail: bool) -> None:
        if left.is_block:
            self.close()
        self._level, self._bold_depth, self._kept, self._small = left.outer
        if has_tail:
            self._text(left.element.tail)

    def _text(self, raw: str | None) -> None:
        if not raw or self._small:
            return
        if "[if" in raw or "[endif" in raw:
            raw = _WORD_CONDITION.sub("", raw)
        if self._kept:
            self._append(raw.replace("\r\n", "\n"))
            return
        if raw.isspace() and not self._parts and raw.isascii():
            return
        part = _SPACES.sub(" ", _BROKEN_LINE.sub("", raw) if "\n" in raw else raw)
        if part.startswith(" ") and (not self._parts or self._parts[-1].endswith((" ", "\n"))):
            part = part[1:]
        self._append(part)

    def _append(self, part: str) -> None:
        if not part:
            return
        if self._bold_depth > 0:
            self._bold.append((self._length, self._length + len(part)))
        self._parts.append(part)
        self._length += len(part)

    def _table(self, element: etree._Element) -> None:
        self.close()
        check_nesting(self._tables)
        for caption in element.iterchildren("caption"):
            self.children(caption)
            self.close()
        rows = [[self._cell(cell) for cell in _cells(row)] for row in _rows(element)]
        cells, height, width = lay_out(rows)
        if cells:
            self.nodes.append(TableNode(cells, height, width, element))

    def _cell(self, cell: etree._Element) -> Spanned:
        flow = _Flow(self._tables + 1, self._about)
        flow.children(cell)
        flow.close()
        return Spanned(flow.nodes, _span(cell, "rowspan"), max(_span(cell, "colspan"), 1), cell)


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    if style and look_of(style).hidden:
        return True
    if element.get("hidden") is not None:
        return True
    return bool(element.tag == "input" and (element.get("type") or "text").lower() != "text")


def _may_hold_text(picture: etree._Element, in_cell: bool) -> bool:
    """Whether a picture is large enough to show a table, or in a cell a figure; one that does not say its size is.

    Pages hold icons and rulers of <img width="16" height="16">; a table pasted as a picture fills the column.
    """
    smallest = _SMALLEST_FIGURE if in_cell else _SMALLEST_TABLE
    for name, least in smallest.items():
        size = _SPAN.match(picture.get(name) or "")
        if size and int(size[1]) < least and "%" not in (picture.get(name) or ""):
            return False
    return True


def _paragraph(whole: str, bold: list[tuple[int, int]], level: int | None) -> ParaNode:
    """Text without the blanks that HTML drops at its end; bold ranges cut likewise."""
    text = whole.rstrip(" \n")
    ranges = _merged([(start, min(end, len(text))) for start, end in bold if start < len(text)])
    return ParaNode(text, level, ranges)


def _merged(ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
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


def _span(cell: etree._Element, name: str) -> int:
    """A span attribute; 0 stands for "to the end of the table", what is no number for 1."""
    value = cell.get(name)
    if value is None:
        return 1
    digits = _SPAN.match(value)
    return min(int(digits[1]), _LARGEST_SPAN) if digits else 1
