"""What an opened file holds beside the words of the report: pictures, tables of the narrative, footnotes, marks.

The neutral Document knows words and tables only; the rest is taken from the opened docx when an export is made, so
that nothing of it has to be kept in memory or in the history.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from core import text
from core.document import Document, Para, RawTable
from core.errors import ExportError
from core.export.original.passage import Passage, passage
from core.export.original.source import OriginalDocx, open_original
from core.export.standard.content import (
    CarriedContent,
    CharacterMark,
    Footnote,
    LayoutItem,
    LayoutLine,
    LineRole,
    MarkKind,
    ParagraphExtras,
    PictureItem,
    TableItem,
    xml_text,
)
from core.export.standard.ooxml import Element, tag
from core.model import CLOSING, PREAMBLE, Report
from core.reading.docx import reader as docx

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_VML = "{urn:schemas-microsoft-com:vml}"
_EMU = 12700  # of a point
_PICTURES = frozenset(("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf"))
_NOTE_ROW = re.compile(r"[（(]?(?:注|备注|说明|※)")
_SIZE = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)(pt|in|px|cm|mm)?")
_POINTS = {"pt": 1.0, "in": 72.0, "px": 0.75, "cm": 28.35, "mm": 2.835, None: 0.75}
_OFF = ("0", "false", "off", "none")


def carried_content(original: Report, document: Document | None, source: bytes) -> CarriedContent:
    """What of the opened file goes along into the standard layout. original is the report as opened.

    Tables of the narrative come from any kind of file, everything else from a docx only.
    """
    opened = None
    if docx.sniff(source, ""):
        try:
            opened = open_original(source)
        except ExportError:
            opened = None  # a docx without any paragraph or table of its own: nothing to take along
    if opened is not None:
        document = opened.traced.result.value
    if document is None:
        return CarriedContent(original)
    collector = _Collector(original, document, opened)
    collector.tables()
    if opened is not None:
        collector.marks_and_notes(opened)
        collector.pictures(opened)
    return CarriedContent(
        original,
        collector.paragraphs,
        {block: tuple(i for _, i in sorted(found, key=_order)) for block, found in collector.following.items()},
        frozenset(collector.blocks),
        tuple(collector.lost),
    )


def _order(entry: tuple[float, LayoutItem]) -> float:
    return entry[0]


@dataclass(slots=True)
class _Collector:
    """Gathers by block. following holds what stands behind a block of the report, with its own place in the file."""

    original: Report
    document: Document
    opened: OriginalDocx | None
    paragraphs: dict[tuple[int, int], ParagraphExtras] = field(default_factory=dict)
    following: dict[int, list[tuple[float, LayoutItem]]] = field(default_factory=dict)
    blocks: set[int] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)
    placed: dict[int, str] = field(default_factory=dict)  # block of the report → its first words

    def __post_init__(self) -> None:
        for section in self.original.parts:
            if section.place is not None and section.place.block is not None:
                self.placed[section.place.block] = section.heading or ""
            for paragraph in section.paragraphs:
                if paragraph.place is not None and paragraph.place.block is not None:
                    self.placed.setdefault(paragraph.place.block, paragraph.text)
        for number, grid in self.original.tables.items():
            for cell in grid.cells.values():
                if cell.place is not None and cell.place.block is not None:
                    self.placed[cell.place.block] = f"表{number}"

    def add(self, at: float, item: LayoutItem) -> None:
        """Put an item behind the last part of the report that stands before `at`; -1 is the title."""
        anchor = max((b for b in self.placed if b <= at), default=-1)
        self.following.setdefault(anchor, []).append((at, item))

    def where(self, at: float) -> str:
        """A place in words: 第一部分“公开专栏截图如下：”之后."""
        anchor = max((b for b in self.placed if b <= at), default=None)
        if anchor is None:
            return "题目之后"
        words = text.fold(self.placed[anchor])
        return f"“{words[:12]}{'…' if len(words) > 12 else ''}”之后"

    def tables(self) -> None:
        """Tables that are none of the three, text boxes and notes under a statutory table: all that the extraction
        has set aside although it stands among the sections."""
        first = min((b for b, words in self.placed.items() if words), default=None)
        rows: dict[int, int] = {}
        for unplaced in self.original.unplaced:
            if unplaced.place is not None and unplaced.place.block is not None:
                rows[unplaced.place.block] = rows.get(unplaced.place.block, 0) + 1
        for index in rows:
            if first is None or index < first or index >= len(self.document.blocks):
                continue
            block = self.document.blocks[index]
            if isinstance(block, RawTable):
                if index in self.placed:
                    self._notes_under_a_form(index)
                elif not block.ragged:
                    self.add(index, self._table_item(block, index))
                    self.blocks.add(index)
            elif block.floating and self.opened is not None and _is_in_text_box(self.opened.traced.origins[index]):
                self.add(index, LayoutLine(LineRole.BODY, xml_text(block.text), block.bold))
                self.blocks.add(index)

    def _notes_under_a_form(self, index: int) -> None:
        """A row "注：表中数据截至12月31日" at the end of a statutory table becomes a paragraph under it, if it is all
        that was set aside of the table."""
        own = [u for u in self.original.unplaced if u.place is not None and u.place.block == index]
        if all(_NOTE_ROW.match(xml_text(u.text)) for u in own):
            for unplaced in own:
                self.add(index, LayoutLine(LineRole.BODY, " ".join(xml_text(unplaced.text).split())))
            self.blocks.add(index)

    def _table_item(self, table: RawTable, index: int) -> TableItem:
        cells = tuple(replace(c, text=xml_text(c.text)) for c in table.cells)
        origin = self.opened.traced.origins[index] if self.opened is not None else None
        widths = _grid_widths(origin) if isinstance(origin, Mapping) else ()
        if len(widths) != table.columns:
            widths = (1,) * table.columns
        if isinstance(origin, Mapping) and any(_has_picture(cell) for cell in origin.values()):
            self.lost.append(f"{self.where(index)}的表格里有图片，图片没有带来")
        return TableItem(cells, table.rows, widths)

    def marks_and_notes(self, opened: OriginalDocx) -> None:
        """Underline, italic, superscript, footnotes and centring of every paragraph of the report."""
        notes = self._note_texts(opened)
        used: set[int] = set()
        styles = _centred_styles(_word_part(opened.package, "styles"))
        bullets = _bullets(_word_part(opened.package, "numbering"))
        for section in self.original.parts:
            for index, paragraph in enumerate(section.paragraphs):
                try:
                    span = opened.span(paragraph)
                except ExportError:
                    continue
                label = len(span.label)
                marks = _marks(span.passage, span.start, span.end, label)
                found: list[Footnote] = []
                for at, element in span.passage.objects:
                    key = (element.tag, element.get(tag("id")))
                    if key in notes and span.start <= at <= span.end:
                        words, blocks = notes[key]
                        found.append(Footnote(at - span.start + label, words))
                        used |= blocks
                centred = section.number not in (PREAMBLE, CLOSING) and _is_centred(span.element, styles)
                bullet = not label and _number_of(span.element) in bullets
                if marks or found or centred or bullet:
                    self.paragraphs[section.number, index] = ParagraphExtras(marks, tuple(found), centred, bullet)
        self.blocks |= used

    def _note_texts(self, opened: OriginalDocx) -> dict[tuple[str, str], tuple[str, set[int]]]:
        """(reference tag, id) → text of the foot- or endnote and its blocks."""
        found: dict[tuple[str, str], tuple[str, set[int]]] = {}
        for index, origin in enumerate(opened.traced.origins):
            if not isinstance(origin, etree._Element):
                continue
            for name in ("footnote", "endnote"):
                note = next(origin.iterancestors(tag(name)), None)
                block = self.document.blocks[index]
                if note is not None and isinstance(block, Para):
                    key = (tag(f"{name}Reference"), note.get(tag("id")))
                    words, blocks = found.get(key, ("", set()))
                    found[key] = (f"{words} {xml_text(block.text)}".strip(), blocks | {index})
        return found

    def pictures(self, opened: OriginalDocx) -> None:
        """Every picture of the body that is one; charts, embedded objects and linked pictures are named as lost."""
        rels = _relationships(opened)
        home: dict[Element, int] = {}
        for index, origin in enumerate(opened.traced.origins):
            if isinstance(origin, etree._Element):
                home[origin] = index
            elif isinstance(origin, Mapping):
                home |= {cell: index for cell in origin.values() if cell is not None}
        at = -1.0
        for number, element in enumerate(opened.root.iter(tag("p"), tag("tc"))):
            at = max(at, home.get(element, -1))
            if element.tag == tag("tc") or next(element.iterancestors(tag("txbxContent")), None) is not None:
                continue
            objects = passage([element]).objects
            if not objects or any(cell in home for cell in element.iterancestors(tag("tc"))):
                continue
            for _, shape in objects:
                # A picture stands behind its paragraph and behind earlier ones there: a thousandth each.
                self._shape(shape, at + number / 1_000_000, rels)

    def _shape(self, shape: Element, at: float, rels: Mapping[str, tuple[str, bytes]]) -> None:
        if shape.tag in (tag("footnoteReference"), tag("endnoteReference")):
            return
        found = [e.get(f"{_R}embed") for e in shape.iter(f"{_A}blip")]
        found += [e.get(f"{_R}id") for e in shape.iter(f"{_VML}imagedata")]
        boxed = next(shape.iter(tag("txbxContent")), None) is not None
        if shape.tag == tag("object") or (not found and not boxed):
            what = "嵌入的对象（公式或表格）" if shape.tag == tag("object") else "图形或图表"
            self.lost.append(f"{self.where(at)}的{what}没有带来")
            return
        known = [rels[name] for name in found if name in rels]
        if len(known) < len(found):
            self.lost.append(f"{self.where(at)}的图片是链接到别处的文件，没有带来")
        for extension, data in known:
            width, height = _size(shape, data)
            described = next((e.get("descr") or "" for e in shape.iter(f"{_WP}docPr")), "")
            self.add(at, PictureItem(data, extension, width, height, xml_text(described)))


def _is_in_text_box(origin: object) -> bool:
    return isinstance(origin, etree._Element) and next(origin.iterancestors(tag("txbxContent")), None) is not None


def _grid_widths(origin: Mapping[object, Element]) -> tuple[int, ...]:
    """Column widths of the w:tbl that these cells belong to, in twips; () where it does not say them."""
    table = next((t for cell in origin.values() if cell is not None for t in cell.iterancestors(tag("tbl"))), None)
    grid = table.find(tag("tblGrid")) if table is not None else None
    found = [column.get(tag("w")) or "" for column in grid] if grid is not None else []
    return tuple(max(int(w), 1) for w in found) if found and all(w.isdecimal() for w in found) else ()


def _has_picture(cell: Element | None) -> bool:
    return cell is not None and next(cell.iter(f"{_A}blip", f"{_VML}imagedata"), None) is not None


def _marks(where: Passage, start: int, end: int, label: int) -> tuple[CharacterMark, ...]:
    """Marks of the characters from start to end, counted from the automatic number in front of them on."""
    found: list[CharacterMark] = []
    for atom in where.atoms:
        if atom.run is None or atom.end <= start or atom.start >= end:
            continue
        for kind in _kinds(atom.run.find(tag("rPr"))):
            a, b = max(atom.start, start) - start + label, min(atom.end, end) - start + label
            same = next((m for m in found if m.kind is kind and m.end == a), None)
            if same is not None:
                found[found.index(same)] = replace(same, end=b)
            else:
                found.append(CharacterMark(a, b, kind))
    return tuple(found)


def _kinds(properties: Element | None) -> Iterator[MarkKind]:
    for item in properties if properties is not None else ():
        value = item.get(tag("val"))
        if item.tag == tag("u") and value not in _OFF:
            yield MarkKind.UNDERLINE
        elif item.tag == tag("i") and value not in _OFF:
            yield MarkKind.ITALIC
        elif item.tag == tag("vertAlign") and value in ("superscript", "subscript"):
            yield MarkKind(value)


def _is_centred(paragraph: Element, styles: frozenset[str]) -> bool:
    properties = paragraph.find(tag("pPr"))
    own = properties.find(tag("jc")) if properties is not None else None
    if own is not None:
        return bool(own.get(tag("val")) == "center")
    style = properties.find(tag("pStyle")) if properties is not None else None
    return style is not None and style.get(tag("val")) in styles


def _word_part(package: bytes, name: str) -> Element | None:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        found = next((n for n in archive.namelist() if n.lower().endswith(f"word/{name}.xml")), None)
        return etree.fromstring(archive.read(found)) if found else None


def _number_of(paragraph: Element) -> tuple[str, str] | None:
    """List and level of a paragraph that says them itself."""
    number = paragraph.find(f"{tag('pPr')}/{tag('numPr')}")
    if number is None or (identity := number.find(tag("numId"))) is None:
        return None
    level = number.find(tag("ilvl"))
    return identity.get(tag("val")) or "", (level.get(tag("val")) or "0") if level is not None else "0"


def _bullets(root: Element | None) -> frozenset[tuple[str, str]]:
    """Lists and levels that Word marks with a symbol instead of a number."""
    if root is None:
        return frozenset()
    kinds = {
        (a.get(tag("abstractNumId")), level.get(tag("ilvl"))): level.find(tag("numFmt"))
        for a in root.iter(tag("abstractNum"))
        for level in a.iter(tag("lvl"))
    }
    found = set()
    for number in root.iter(tag("num")):
        base = number.find(tag("abstractNumId"))
        for (identity, level), kind in kinds.items():
            if (
                base is not None
                and base.get(tag("val")) == identity
                and kind is not None
                and kind.get(tag("val")) == "bullet"
            ):
                found.add((number.get(tag("numId")) or "", level or "0"))
    return frozenset(found)


def _centred_styles(root: Element | None) -> frozenset[str]:
    """Ids of the paragraph styles that centre, by themselves or by what they are based on."""
    if root is None:
        return frozenset()
    own: dict[str, str | None] = {}
    based: dict[str, str | None] = {}
    for style in root.iter(tag("style")):
        jc = style.find(f"{tag('pPr')}/{tag('jc')}")
        base = style.find(tag("basedOn"))
        own[style.get(tag("styleId")) or ""] = jc.get(tag("val")) if jc is not None else None
        based[style.get(tag("styleId")) or ""] = base.get(tag("val")) if base is not None else None
    centred = set()
    for name in own:
        at: str | None = name
        for _ in range(20):  # styles based on each other in a circle occur in damaged files
            if at is None or own.get(at) is not None:
                break
            at = based.get(at)
        if at is not None and own.get(at) == "center":
            centred.add(name)
    return frozenset(centred)


def _relationships(opened: OriginalDocx) -> dict[str, tuple[str, bytes]]:
    """Pictures inside the package by relationship id: extension and bytes."""
    folder, _, name = opened.part.rpartition("/")
    found: dict[str, tuple[str, bytes]] = {}
    with zipfile.ZipFile(io.BytesIO(opened.package)) as archive:
        names = {n.lower(): n for n in archive.namelist()}
        rels = names.get(f"{folder}/_rels/{name}.rels".lstrip("/").lower())
        for rel in etree.fromstring(archive.read(rels)) if rels else ():
            target = rel.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
            while (shorter := re.sub(r"[^/]+/\.\./", "", path, count=1)) != path:
                path = shorter
            extension = path.rpartition(".")[2].lower()
            if extension in _PICTURES and path.lower() in names and rel.get("TargetMode") != "External":
                found[rel.get("Id", "")] = (extension, archive.read(names[path.lower()]))
    return found


def _size(shape: Element, data: bytes) -> tuple[float, float]:
    """Width and height in points, as the document says them, else the picture's own at 96 dots an inch."""
    extent = next(shape.iter(f"{_WP}extent"), None)
    if extent is not None and (extent.get("cx") or "").isdecimal() and (extent.get("cy") or "").isdecimal():
        return max(int(extent.get("cx")) / _EMU, 1.0), max(int(extent.get("cy")) / _EMU, 1.0)
    for drawn in shape.iter(f"{_VML}shape", f"{_VML}rect"):
        sides = {side: float(n) * _POINTS[unit or None] for side, n, unit in _SIZE.findall(drawn.get("style") or "")}
        if sides.get("width") and sides.get("height"):
            return sides["width"], sides["height"]
    from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
    from docx.image.image import Image

    try:
        image = Image.from_blob(data)
    except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError):
        return 240.0, 160.0
    return image.px_width * 0.75, image.px_height * 0.75
