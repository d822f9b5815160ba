"""The text of one w:p in its accepted state, with bold ranges and what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from core.reading.docx.package import MATH, MC, R, W
from core.reading.docx.properties import VAL, is_on
from core.reading.shared.equation_fields import formula_text
from core.reading.shared.raised_digits import lowered, raised
from core.reading.shared.symbol_fonts import symbol

_DEEPEST = 120  # elements within elements of one paragraph
_LITERAL = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}
_REMOVED = frozenset((f"{W}del", f"{W}moveFrom"))
_INSERTED = frozenset((f"{W}ins", f"{W}moveTo"))
_IGNORED = (
    *("pPr", "rPr", "delText", "delInstrText", "rt", "rubyPr", "annotationRef", "sdtPr", "sdtEndPr"),
    *("customXmlPr", "smartTagPr", "fldData", "footnoteRef", "endnoteRef", "proofErr", "bookmarkStart", "bookmarkEnd"),
    *("lastRenderedPageBreak", "commentRangeStart", "commentRangeEnd", "separator"),
)
_DROPPED = frozenset(f"{W}{name}" for name in _IGNORED)
_TEXT, _MATH_TEXT, _RUN, _SYMBOL = f"{W}t", f"{MATH}t", f"{W}r", f"{W}sym"
_PARAGRAPH, _CELL, _PARAGRAPH_PROPERTIES = f"{W}p", f"{W}tcPr", f"{W}pPr"
_BOX = f"{W}txbxContent"
_CHAR, _ID = f"{W}char", f"{W}id"
_RUN_PROPERTIES, _BOLD, _VANISH, _RUN_STYLE = f"{W}rPr", f"{W}b", f"{W}vanish", f"{W}rStyle"
_STRUCK, _ALIGNED = frozenset((f"{W}strike", f"{W}dstrike")), f"{W}vertAlign"
_SHIFTS = {"superscript": raised, "subscript": lowered}
_UNUSUAL = frozenset((_VANISH, _ALIGNED)) | _STRUCK
_NOT_PLAIN = frozenset((f"{W}numPr", f"{W}pStyle", _RUN_PROPERTIES))
_REFERENCES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_COMMENT = f"{W}commentReference"
_EMBEDDED, _ID_OF_IMAGE = f"{R}embed", f"{R}id"
_PICTURES = frozenset(
    ("{http://schemas.openxmlformats.org/drawingml/2006/main}blip", "{urn:schemas-microsoft-com:vml}imagedata")
)
_CHARTS = frozenset(
    ("{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
     "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds")
)  # fmt: skip
_FIELD_MARK, _FIELD_KIND, _INSTRUCTION = f"{W}fldChar", f"{W}fldCharType", f"{W}instrText"
_SIMPLE_FIELD, _SIMPLE_INSTRUCTION = f"{W}fldSimple", f"{W}instr"
_OBJECT = f"{W}object"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_SMALLEST_TABLE = (1_800_000, 540_000)  # width and height in EMU: 5 cm × 1.5 cm, more than a seal or a logo
_EMU = {"pt": 12_700, "cm": 360_000, "mm": 36_000, "in": 914_400, "px": 9_525}
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([\d.]+)(pt|cm|mm|in|px)")
_ALTERNATE, _CHOICE, _FALLBACK = f"{MC}AlternateContent", f"{MC}Choice", f"{MC}Fallback"


@dataclass(slots=True)
class ParagraphContent:
    """What a paragraph holds. boxes are the contents of text boxes, notes (part, id) of foot- and endnotes."""

    parts: list[str] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    length: int = 0
    comments: int = 0
    pictures: int = 0
    charts: int = 0
    objects: int = 0  # embedded, and no sheets
    tables_as_pictures: int = 0  # pictures large enough to show a table, embedded sheets among them
    shown: list[str] = field(default_factory=list)  # ids of those of them that are pictures
    hidden: bool = False
    struck: bool = False
    changed: bool = False
    instructions: list[str] = field(default_factory=list)  # of the fields that are open, the innermost last

    @property
    def text(self) -> str:
        """Tabs as tabs, line breaks as newlines."""
        return "".join(self.parts)

    def add(self, text: str | None, bold: bool) -> None:
        """Text at the end; neighbouring bold pieces become one range."""
        if not text:
            return
        end = self.length + len(text)
        if bold and self.bold and self.bold[-1][1] == self.length:
            self.bold[-1] = (self.bold[-1][0], end)
        elif bold:
            self.bold.append((self.length, end))
        self.parts.append(text)
        self.length = end


def has_unusual_runs(root: etree._Element) -> bool:
    """Whether any run below is hidden, struck through, raised or lowered: found at once where a part names none."""
    return next(root.iter(*_UNUSUAL), None) is not None


def plain_text(cell: etree._Element, may_be_unusual: bool) -> str | None:
    """Text of a w:tc that holds one paragraph of plain runs; None where there is anything more to look at.
    may_be_unusual: has_unusual_runs of all around it, so that nearly all files need not be asked run by run."""
    if not len(cell) or cell[-1].tag != _PARAGRAPH or (len(cell) > 1 and (len(cell) > 2 or cell[0].tag != _CELL)):
        return None
    parts: list[str] = []
    for child in cell[-1]:
        tag = child.tag
        if tag == _RUN:
            for item in child:
                if item.tag == _TEXT:
                    parts.append(item.text or "")
                elif item.tag != _RUN_PROPERTIES or (may_be_unusual and _has_any(item, _UNUSUAL)):
                    return None
        elif tag != _PARAGRAPH_PROPERTIES or _has_any(child, _NOT_PLAIN):
            return None
    return "".join(parts)


def _value_of(properties: etree._Element, tag: str) -> str:
    found = properties.find(tag)
    return "" if found is None else found.get(VAL) or ""


def _has_any(properties: etree._Element, tags: frozenset[str]) -> bool:
    for item in properties:  # noqa: SIM110 (asked for every run and cell: any() takes twice the time)
        if item.tag in tags:
            return True
    return False


class RunReader:
    """Reads paragraphs; style_is_bold tells of a character style's id whether it makes bold."""

    def __init__(self, style_is_bold: Callable[[str | None], bool]) -> None:
        self._style_is_bold = style_is_bold

    def line(self, paragraph: etree._Element, bold: bool, into: ParagraphContent | None = None) -> ParagraphContent:
        """The paragraph's content, appended to a line whose own mark was deleted if one is given."""
        line = into or ParagraphContent()
        for child in paragraph:
            self._walk(child, line, bold, 0)
        return line

    def _walk(self, element: etree._Element, line: ParagraphContent, bold: bool, depth: int) -> None:
        tag = element.tag
        if tag == _RUN:
            self._run(element, line, bold, depth)
        elif tag in (_TEXT, _MATH_TEXT):
            line.add(element.text, bold)
        elif tag in _DROPPED:
            return
        elif tag in _LITERAL:
            line.add(_LITERAL[tag], bold)
        elif tag in _REMOVED:
            line.changed = True
        elif tag == _FIELD_MARK:
            self._field(element, line, bold)
        elif tag == _INSTRUCTION:
            if line.instructions:
                line.instructions[-1] += element.text or ""
        elif isinstance(tag, str) and depth < _DEEPEST:
            self._other(element, tag, line, bold, depth)

    def _run(self, run: etree._Element, line: ParagraphContent, bold: bool, depth: int) -> None:
        shift: Callable[[str], str] | None = None
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                after_digit = bool(line.parts) and line.parts[-1][-1:].isdigit()
                line.add(shift(child.text) if shift and after_digit and child.text else child.text, bold)
            elif tag == _RUN_PROPERTIES:
                shown = self._bold(child, bold)
                if shown is None:
                    line.hidden = True
                    return
                if any(switch.tag in _STRUCK and is_on(switch) for switch in child):
                    line.struck |= bool("".join(run.itertext(_TEXT)).strip())
                    return
                bold, shift = shown, _SHIFTS.get(_value_of(child, _ALIGNED))
            else:
                self._walk(child, line, bold, depth + 1)

    def _field(self, mark: etree._Element, line: ParagraphContent, bold: bool) -> None:
        """Keep count of fields; one that holds a formula and no result shows the formula's text."""
        kind = mark.get(_FIELD_KIND)
        if kind == "begin":
            line.instructions.append("")
        elif kind == "separate" and line.instructions:
            line.instructions[-1] = ""  # its result follows as plain runs
        elif kind == "end" and line.instructions:
            line.add(formula_text(line.instructions.pop()), bold)

    def _bold(self, properties: etree._Element, inherited: bool) -> bool | None:
        """Whether the run is bold; None for a hidden one."""
        bold, own = inherited, None
        for switch in properties:
            tag = switch.tag
            if tag == _BOLD:
                own = is_on(switch)
            elif tag == _RUN_STYLE:
                bold = bold or self._style_is_bold(switch.get(VAL))
            elif tag == _VANISH and is_on(switch):
                return None
        return bold if own is None else own

    def _other(self, element: etree._Element, tag: str, line: ParagraphContent, bold: bool, depth: int) -> None:
        if tag == _BOX:
            line.boxes.append(element)
        elif tag == _SYMBOL:
            line.add(_symbol(element), bold)
        elif tag in _REFERENCES:
            line.notes.append((_REFERENCES[tag], element.get(_ID) or ""))
        elif tag == _COMMENT:
            line.comments += 1
        elif tag == _SIMPLE_FIELD and next(element.iter(_TEXT), None) is None:
            line.add(formula_text(element.get(_SIMPLE_INSTRUCTION) or ""), bold)
        elif tag in _PICTURES:
            line.pictures += 1
            if _may_show_table(element):
                line.tables_as_pictures += 1
                line.shown.append(element.get(_EMBEDDED) or element.get(_ID_OF_IMAGE) or "")
        elif tag == _OBJECT:
            line.tables_as_pictures += 1  # an Excel sheet put into the text: shown as a picture, told of elsewhere
            line.objects += any(_is_other_object(item) for item in element)
        elif tag in _CHARTS:
            line.charts += 1
        else:
            line.changed |= tag in _INSERTED
            for child in _one_alternative(element) if tag == _ALTERNATE else element:
                self._walk(child, line, bold, depth + 1)


def _is_other_object(element: etree._Element) -> bool:
    """Whether an embedded object says what it is, and is no sheet."""
    program = (element.get("ProgID") or "").upper()
    return bool(program) and not program.startswith(("EXCEL", "ET.", "KET"))


def _may_show_table(picture: etree._Element) -> bool:
    """Whether a picture is as large as a table at least; one that does not say its size is.

    A table pasted as a picture has <wp:extent cx="5400000" cy="4418182"/> (15 × 12 cm), a seal 1500000 × 1500000;
    in VML style="width:425pt;height:347pt".
    """
    for ancestor in picture.iterancestors(f"{_DRAWING}inline", f"{_DRAWING}anchor"):
        extent = ancestor.find(f"{_DRAWING}extent")
        if extent is not None:
            sizes = (extent.get("cx") or "", extent.get("cy") or "")
            return not all(size.isdecimal() for size in sizes) or _is_large(int(sizes[0]), int(sizes[1]))
    shape = picture.getparent()
    lengths = (
        {} if shape is None else {m[1]: float(m[2]) * _EMU[m[3]] for m in _LENGTH.finditer(shape.get("style") or "")}
    )
    return len(lengths) < 2 or _is_large(lengths["width"], lengths["height"])


def _is_large(width: float, height: float) -> bool:
    return width >= _SMALLEST_TABLE[0] and height >= _SMALLEST_TABLE[1]


def _one_alternative(element: etree._Element) -> Iterator[etree._Element]:
    """A drawing stands twice, for new and for old programs: the first that has anything is enough."""
    branch = element.find(_CHOICE)
    if branch is None or not len(branch):
        branch = element.find(_FALLBACK)
    yield from () if branch is None else branch


def _symbol(element: etree._Element) -> str:
    try:
        return symbol(int(element.get(_CHAR) or "", 16))
    except ValueError:
        return symbol(0)
