"""OpenDocument files (.odt, .ods), as LibreOffice and WPS write them: one XML part holds the text or the sheets.

The flat ones (.fodt, .fods) are a single XML file of the same elements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from core.document import Document, Result
from core.errors import ReadError
from core.model import Note
from core.reading.odf.lists import OdfNumbers
from core.reading.reader import PROGRESS_EVERY, Progress
from core.reading.shared import messages, running_texts
from core.reading.shared.blocks import CellNode, Node, ParaNode, TableNode, assemble
from core.reading.shared.limits import (
    MAX_COLUMNS,
    Budget,
    check_cells,
    check_grid,
    check_nesting,
    clip,
    open_zip_safely,
    parse_xml_safely,
    read_member,
)
from core.reading.shared.raised_digits import lowered, raised
from core.reading.spreadsheets.reader import document_of
from core.reading.spreadsheets.worksheet import Worksheet

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_OFFICE, _TEXT, _TABLE, _STYLE, _DRAW, _SVG = (
    "{" + _NAMES.format(name) + "}" for name in ("office", "text", "table", "style", "drawing", "svg-compatible")
)
_FO = "{" + _NAMES.format("xsl-fo-compatible") + "}"
_MANIFEST = "{" + _NAMES.format("manifest") + "}"
_BLANKS = {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_ITEMS = (f"{_TEXT}list-item", f"{_TEXT}list-header")
_PARAGRAPHS = frozenset((f"{_TEXT}p", f"{_TEXT}h"))
_SKIPPED = frozenset(
    (f"{_OFFICE}annotation", f"{_OFFICE}annotation-end", f"{_TEXT}tracked-changes", f"{_OFFICE}forms",
     f"{_TEXT}sequence-decls", f"{_TABLE}table-column", f"{_TABLE}table-columns", f"{_TEXT}note-citation",
     f"{_TABLE}shapes", f"{_TEXT}alphabetical-index-source", f"{_TEXT}table-of-content-source")
)  # fmt: skip
_ROW, _CELL, _COVERED = f"{_TABLE}table-row", f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_MOST_REPEATED = 2_000  # blank rows or columns written as one
_SMALLEST_TABLE = (5.0, 1.5)  # centimetres, as in the docx reader
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}


def sniff(data: bytes, name: str) -> bool:
    """Whether the bytes are a zip whose first member names an OpenDocument text or spreadsheet, or a flat one."""
    return (data[:2] == b"PK" and b"mimetypeapplication/vnd.oasis.opendocument." in data[:200]) or _is_flat(data)


def _is_flat(data: bytes) -> bool:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \r\n")
    return head.startswith(b"<") and b"<office:document" in head and _NAMES.format("office").encode() in head


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Document of a text or a spreadsheet; other kinds (slides, drawings) are refused with a sentence."""
    roots = [parse_xml_safely(data)] if _is_flat(data) else _parts_of(data)
    body = roots[-1].find(f"{_OFFICE}body")
    if body is None:
        raise ReadError(messages.DAMAGED)
    styles = _Styles.of(roots)
    sheets = body.find(f"{_OFFICE}spreadsheet")
    if sheets is not None:
        remarks: list[str] = []
        return document_of("ods", _sheets(sheets, styles, remarks, len(data)), remarks, progress, len(data))
    content = body.find(f"{_OFFICE}text")
    if content is None:
        raise ReadError(messages.SLIDES)
    text = _TextReader(styles, OdfNumbers(roots), progress, len(data))
    assembled = assemble(text.nodes(content))
    if not assembled.blocks:
        raise ReadError(messages.NO_TEXT)
    remarks = [*text.remarks, *[messages.PICTURES] * bool(assembled.unread)]
    if running := running_texts.sentence(_running_texts(roots)):
        remarks.append(running)
    return Result(Document("odt", assembled.blocks, unread=assembled.unread), tuple(map(Note, remarks)))


def _running_texts(roots: Sequence[etree._Element]) -> Iterator[str]:
    """Paragraphs of the headers and footers of the pages."""
    names = [f"{_STYLE}{kind}{which}" for kind in ("header", "footer") for which in ("", "-left", "-first")]
    for root in roots:
        for running in root.iter(*names):
            for paragraph in running.iter(*_PARAGRAPHS):
                yield "".join(paragraph.itertext())


def _parts_of(data: bytes) -> list[etree._Element]:
    """The roots of styles.xml, where there is one, and content.xml."""
    archive, budget = open_zip_safely(data), Budget(len(data))
    names = archive.namelist()
    if "content.xml" not in names:
        raise ReadError(messages.DAMAGED)
    if "META-INF/manifest.xml" in names and b"encryption-data" in read_member(archive, "META-INF/manifest.xml"):
        raise ReadError(messages.PASSWORD)
    found = ["styles.xml", "content.xml"] if "styles.xml" in names else ["content.xml"]
    return [parse_xml_safely(budget.spend(read_member(archive, name))) for name in found]


@dataclass(slots=True)
class _Styles:
    """Names of the styles that make bold, draw a border round a cell, hide a sheet or hide text."""

    bold: set[str] = field(default_factory=set)
    framed: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    unseen: set[str] = field(default_factory=set)
    struck: set[str] = field(default_factory=set)
    raised: set[str] = field(default_factory=set)
    lowered: set[str] = field(default_factory=set)

    @staticmethod
    def of(roots: Sequence[etree._Element]) -> _Styles:
        found = _Styles()
        for style in (style for root in roots for style in root.iter(f"{_STYLE}style")):
            name = style.get(f"{_STYLE}name") or ""
            for properties in style:
                if properties.get(f"{_FO}font-weight") == "bold":
                    found.bold.add(name)
                borders = [v for k, v in properties.attrib.items() if str(k).startswith(f"{_FO}border")]
                if any(value not in ("none", "hidden") for value in borders):
                    found.framed.add(name)
                found._add_look(name, properties)
                if properties.get(f"{_TABLE}display") == "false":
                    found.hidden.add(name)
        return found

    def left_out(self, span: etree._Element) -> str | None:
        """The sentence for words that are not read; None for those that are."""
        if span.tag == f"{_OFFICE}annotation":
            return messages.COMMENTS
        name = span.get(f"{_TEXT}style-name")
        if name in self.unseen:
            return messages.HIDDEN
        return messages.STRUCK if name in self.struck and span.tag not in _PARAGRAPHS else None

    def shift_of(self, span: etree._Element) -> Callable[[str], str] | None:
        """What becomes of the digits of words above or below the line."""
        name = span.get(f"{_TEXT}style-name")
        return raised if name in self.raised else lowered if name in self.lowered else None

    def _add_look(self, name: str, properties: etree._Element) -> None:
        if properties.get(f"{_TEXT}display") == "none":
            self.unseen.add(name)
        if properties.get(f"{_STYLE}text-line-through-style", "none") != "none":
            self.struck.add(name)
        position = properties.get(f"{_STYLE}text-position") or ""
        if position.startswith("super") or (position[:1].isdigit() and not position.startswith("0")):
            self.raised.add(name)
        elif position.startswith(("sub", "-")):
            self.lowered.add(name)


class _TextReader:
    """Paragraphs and tables of a text in reading order."""

    def __init__(self, styles: _Styles, numbers: OdfNumbers, progress: Progress | None, packed: int) -> None:
        self._styles = styles
        self._packed, self._cells = packed, 0
        self._numbers = numbers
        self._progress = progress
        self._floats: list[Node] = []
        self.remarks: list[str] = []

    def nodes(self, content: etree._Element) -> list[Node]:
        """Nodes of the body; text boxes, notes and comments stand behind the paragraph they hang on."""
        found: list[Node] = []
        total = len(content)  # asked once: lxml counts the children anew each time
        for done, child in enumerate(content):
            if self._progress is not None and done % PROGRESS_EVERY == 0:
                self._progress(done, total)
            self._add(child, 0, found)
        return found

    def _add(self, element: etree._Element, depth: int, into: list[Node]) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            if tag == f"{_TEXT}tracked-changes" and messages.TRACKED not in self.remarks:
                self.remarks.append(messages.TRACKED)
            if tag == f"{_OFFICE}annotation" and messages.COMMENTS not in self.remarks:
                self.remarks.append(messages.COMMENTS)
        elif tag in _PARAGRAPHS:
            into.append(self._paragraph(element, depth))
            into += self._floats
            self._floats = []
        elif tag == f"{_TABLE}table":
            into.append(self._table(element, depth))
        elif tag == f"{_TEXT}list":
            check_nesting(depth)
            self._numbers.begin_list(element)
            self._add_children(element, depth + 1, into)
            self._numbers.end_list()
        else:
            check_nesting(depth)
            if tag in _ITEMS:
                self._numbers.begin_item(element)
            self._add_children(element, depth, into)  # sections and frames count as if they were not there

    def _paragraph(self, element: etree._Element, depth: int) -> ParaNode:
        level = element.get(f"{_TEXT}outline-level") if element.tag == f"{_TEXT}h" else None
        node = ParaNode("", int(level) if level and level.isdecimal() else None, origin=element)
        parts: list[str] = []
        bold: list[tuple[int, int]] = []
        self._inline(element, element.get(f"{_TEXT}style-name") in self._styles.bold, parts, bold, node, depth)
        node.text = "".join(parts)
        node.bold = tuple(bold)
        if node.text.strip() and (label := self._numbers.label(node.level)):
            shift = len(label)
            node.text = label + node.text
            node.bold = tuple((start + shift if start else 0, end + shift) for start, end in bold)
        return node

    def _inline(
        self, element: etree._Element, is_bold: bool, parts: list[str], bold: list[tuple[int, int]], node: ParaNode,
        depth: int,
    ) -> None:  # fmt: skip
        check_nesting(depth // 4)

        shift = self._styles.shift_of(element) if element.tag not in _PARAGRAPHS else None

        def add(text: str | None) -> None:
            if text and shift is not None and parts and parts[-1][-1:].isdigit():
                text = shift(text)
            if text and is_bold:
                start = sum(map(len, parts))
                bold.append((start, start + len(text)))
            if text:
                parts.append(text)

        add(_collapsed(element.text))
        for child in element:
            tag = child.tag
            if tag in _BLANKS:
                add(_blank(child))
            elif tag == f"{_TEXT}note":
                self._float(child, depth)
            elif tag == f"{_DRAW}image":
                node.has_picture = node.has_picture or depth > 0 or _may_show_table(child)
            elif tag in (f"{_DRAW}text-box", f"{_DRAW}custom-shape"):
                self._float(child, depth)
            elif (left_out := self._styles.left_out(child)) is not None:
                self._leave_out(child, left_out)
            elif isinstance(tag, str) and tag not in _SKIPPED:
                child_bold = is_bold or child.get(f"{_TEXT}style-name") in self._styles.bold
                self._inline(child, child_bold, parts, bold, node, depth + 1)
            add(_collapsed(child.tail))

    def _leave_out(self, element: etree._Element, sentence: str) -> None:
        if sentence not in self.remarks and "".join(element.itertext()).strip():
            self.remarks.append(sentence)

    def _float(self, element: etree._Element, depth: int) -> None:
        inner: list[Node] = []
        outer, self._floats = self._floats, []
        check_nesting(depth)
        self._add_children(element, depth + 1, inner)
        for node in inner:
            if isinstance(node, ParaNode):
                node.floating = True
        self._floats = [*outer, *inner]

    def _add_children(self, element: etree._Element, depth: int, into: list[Node]) -> None:
        for child in element:
            self._add(child, depth, into)

    def _table(self, table: etree._Element, depth: int) -> TableNode:
        check_nesting(depth)
        cells: list[CellNode] = []
        height = width = 0
        for row in _rows(table):
            column = 0
            for cell in _cells(row):
                repeated = _count(cell, "number-columns-repeated")
                for _ in range(min(repeated, MAX_COLUMNS)):
                    self._cells += 1
                    check_cells(self._cells, self._packed)  # a cell written once and repeated is read as often
                    if cell.tag == _CELL:
                        items: list[Node] = []
                        self._add_children(cell, depth + 1, items)
                        spans = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
                        cells.append(CellNode(height, column, *spans, items, cell))
                    column += 1
                check_grid(height + 1, column)
            width = max(width, column)
            height += 1
        return TableNode(cells, height, width, table)


def _blank(element: etree._Element) -> str:
    """What a text:s, text:tab or text:line-break stands for."""
    if element.tag != f"{_TEXT}s":
        return _BLANKS[element.tag]
    count = element.get(f"{_TEXT}c") or "1"
    return " " * min(int(count) if count.isdecimal() else 1, 1000)


def _collapsed(raw: str | None) -> str | None:
    """Text without the line ends and tabs of the XML, which mean a blank."""
    return None if raw is None else raw.replace("\n", " ").replace("\t", " ")


def _may_show_table(image: etree._Element) -> bool:
    """Whether a picture is as large as a table: its frame says svg:width="15cm"; one that does not say is."""
    frame = image.getparent()
    sizes = []
    for name in ("width", "height"):
        value = "" if frame is None else frame.get(f"{_SVG}{name}") or ""
        unit = _CENTIMETRES.get(value[-2:])
        try:
            sizes.append(float(value[:-2]) * unit if unit else None)
        except ValueError:
            sizes.append(None)
    return all(size is None or size >= least for size, least in zip(sizes, _SMALLEST_TABLE, strict=True))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == _ROW:
            yield child
        elif isinstance(child.tag, str) and child.tag.startswith(f"{_TABLE}table-") and child.tag not in _SKIPPED:
            yield from _rows(child)  # header rows, groups of rows


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    yield from row.iterchildren(_CELL, _COVERED)


def _count(element: etree._Element, name: str) -> int:
    value = element.get(f"{_TABLE}{name}")
    return max(int(value), 1) if value and value.isdecimal() and len(value) < 9 else 1


def _sheets(spreadsheet: etree._Element, styles: _Styles, remarks: list[str], packed: int) -> Iterator[Worksheet]:
    """The visible sheets; hidden ones are named in remarks. packed: bytes of the file."""
    cells = 0
    for table in spreadsheet.iterchildren(f"{_TABLE}table"):
        name = table.get(f"{_TABLE}name") or ""
        if table.get(f"{_TABLE}style-name") in styles.hidden:
            remarks.append(messages.HIDDEN_SHEET.format(name=name))
            continue
        sheet = _sheet(table, name, styles)
        cells += len(sheet.texts)
        check_cells(cells, packed)
        yield sheet


def _sheet(table: etree._Element, name: str, styles: _Styles) -> Worksheet:
    sheet = Worksheet(name)
    at = 0
    for row in _rows(table):
        repeated = _count(row, "number-rows-repeated")
        has_content = any(len(cell) for cell in _cells(row))
        for _ in range(repeated if has_content else min(repeated, 1)):
            if has_content and repeated > _MOST_REPEATED:
                raise ReadError(messages.HUGE_TABLE)
            _sheet_row(row, at, sheet, styles)
            at += 1
        at += 0 if has_content else repeated - 1
    return sheet


def _sheet_row(row: etree._Element, at: int, sheet: Worksheet, styles: _Styles) -> None:
    column = 0
    for cell in _cells(row):
        repeated = _count(cell, "number-columns-repeated")
        if cell.tag == _CELL:
            down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            text = clip("\n".join("".join(p.itertext()) for p in cell.iterchildren(f"{_TEXT}p")))
            is_framed = cell.get(f"{_TABLE}style-name") in styles.framed
            for covered in range(column, column + min(repeated, MAX_COLUMNS)):
                if text:
                    sheet.texts[at, covered] = text
                elif cell.get(f"{_TABLE}formula") and not cell.get(f"{_OFFICE}value"):
                    sheet.unread[at, covered] = messages.NO_FORMULA_RESULT
                if is_framed and (text or repeated < _MOST_REPEATED):
                    sheet.framed.add((at, covered))
            if down > 1 or across > 1:
                sheet.merges.append((at, column, at + down - 1, column + across - 1))
        column += repeated
        if len(sheet.texts) > 200_000:
            raise ReadError(messages.HUGE_TABLE)
