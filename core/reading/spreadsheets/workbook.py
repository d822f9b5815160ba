"""Excel: the parts of a workbook, read from their XML directly within the bounds of limits.py.

openpyxl is not used for reading: in read-only mode it knows no merged cells, otherwise it loads every part,
and a damaged file makes it raise whatever it stumbles over.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from core.errors import ReadError
from core.reading.reader import PROGRESS_EVERY, Progress, no_progress
from core.reading.shared import messages
from core.reading.shared.limits import MAX_TEXT, Budget, clip, open_zip_safely, parse_xml_safely, read_member
from core.reading.spreadsheets.formulas import Formulas
from core.reading.spreadsheets.values import NumberFormat, number_text, plain
from core.reading.spreadsheets.worksheet import Position, Worksheet

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384
_MAX_MERGES = 100_000


class Workbook:
    """A workbook; remarks are sentences about what could not be read."""

    def __init__(self, data: bytes, progress: Progress | None = None) -> None:
        self._progress = progress or no_progress
        self._archive, self._budget = open_zip_safely(data), Budget(len(data))
        self._names = {name.replace("\\", "/").lower(): name for name in self._archive.namelist()}
        self.remarks: list[str] = []
        root = self._part("xl/workbook.xml")
        if root is None:
            raise ReadError(messages.DAMAGED)
        self._sheets = list(root.iter("{*}sheet"))
        properties = next(root.iter("{*}workbookPr"), None)
        self._epoch_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._targets = self._relations()
        self._shared = self._shared_strings()
        self._formats, self._frames = self._styles()

    @property
    def has_macros(self) -> bool:
        """Whether a macro project lies inside."""
        return any(name.endswith("vbaproject.bin") for name in self._names)

    def sheets(self) -> Iterator[Worksheet]:
        """The visible sheets in order; hidden ones are named in remarks."""
        for element in self._sheets:
            name = element.get("name") or ""
            if element.get("state") in ("hidden", "veryHidden"):
                self.remarks.append(messages.HIDDEN_SHEET.format(name=name))
                continue
            identifier = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            root = self._part(self._targets.pop(identifier, ""))  # a part is one sheet's, however often it is named
            if root is not None:
                yield self._sheet(name, root)

    def _part(self, name: str) -> etree._Element | None:
        real = self._names.get(name.lower())
        return None if real is None else parse_xml_safely(self._budget.spend(read_member(self._archive, real)))

    def _relations(self) -> dict[str, str]:
        root = self._part("xl/_rels/workbook.xml.rels")
        found: dict[str, str] = {}
        for relation in () if root is None else root.iter("{*}Relationship"):
            target = (relation.get("Target") or "").replace("\\", "/")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            found[relation.get("Id") or ""] = posixpath.normpath(path)
        return found

    def _shared_strings(self) -> list[str]:
        root = self._part("xl/sharedStrings.xml")
        return [] if root is None else [_rich_text(item) for item in root.iter("{*}si")]

    def _styles(self) -> tuple[list[NumberFormat], list[bool]]:
        """By style number: how figures are shown, and whether the cell is framed."""
        root = self._part("xl/styles.xml")
        if root is None:
            return [], []
        codes = {e.get("numFmtId"): e.get("formatCode") for e in root.iter("{*}numFmt")}
        borders = [any(side.get("style") for side in border) for border in root.iterfind("{*}borders/{*}border")]
        formats, frames = [], []
        for xf in root.iterfind("{*}cellXfs/{*}xf"):
            number, border = xf.get("numFmtId"), _whole(xf.get("borderId"))
            formats.append(NumberFormat(_whole(number), codes.get(number)))
            frames.append(border < len(borders) and borders[border])
        return formats, frames

    def _sheet(self, name: str, root: etree._Element) -> Worksheet:
        sheet = Worksheet(name)
        row_at, size = -1, 0
        formulas: dict[Position, str] = {}
        numbers: set[Position] = set()
        for done, row in enumerate(root.iter("{*}row")):
            if done % PROGRESS_EVERY == 0:
                self._progress(done, done + PROGRESS_EVERY)  # how many there are is not known before the last
            row_at = _whole(row.get("r"), row_at + 2) - 1
            column = -1
            for cell in row.iterchildren("{*}c"):
                place = _position(cell.get("r"))
                row_at, column = place or (row_at, column + 1)
                text = self._text(cell)
                size += len(text)
                if not (0 <= row_at < _MAX_ROWS and column < _MAX_COLUMNS) or size > MAX_TEXT:
                    raise ReadError(messages.HUGE_TABLE)
                self._store(sheet, (row_at, column), text, _whole(cell.get("s")))
                formula = cell.find("{*}f")
                if formula is not None and not text:
                    formulas[row_at, column] = formula.text or ""
                elif text and cell.get("t", "n") == "n":
                    numbers.add((row_at, column))
        self._compute(sheet, formulas, numbers)
        sheet.merges = _merges(root)
        return sheet

    def _compute(self, sheet: Worksheet, formulas: dict[Position, str], numbers: set[Position]) -> None:
        """Results of formulas that were saved without; a cell whose formula is too hard is unread, not blank."""
        sums = Formulas(formulas, sheet.texts, numbers)
        for position in formulas:
            value = sums.result(position)
            if value is None:
                sheet.unread[position] = messages.NO_FORMULA_RESULT
                self._remark(messages.NO_RESULT)
            else:
                sheet.texts[position] = plain(value)
                self._remark(messages.COMPUTED)

    def _store(self, sheet: Worksheet, position: Position, text: str, style: int) -> None:
        if text:
            sheet.texts[position] = text
        if style < len(self._frames) and self._frames[style]:
            sheet.framed.add(position)

    def _text(self, cell: etree._Element) -> str:
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return "" if inline is None else _rich_text(inline)
        value = cell.findtext("{*}v")
        if not value:
            return ""
        return clip(self._valued(kind, value, _whole(cell.get("s"))))

    def _valued(self, kind: str, value: str, style: int) -> str:
        if kind == "s":
            index = _whole(value, len(self._shared))
            return self._shared[index] if index < len(self._shared) else ""
        if kind == "e":
            self._remark(messages.FORMULA_ERROR)
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind == "d":
            return value.removesuffix("T00:00:00")
        if kind != "n":
            return value
        form = self._formats[style] if style < len(self._formats) else _GENERAL
        return number_text(value.strip(), form, self._epoch_1904)

    def _remark(self, sentence: str) -> None:
        if sentence not in self.remarks:
            self.remarks.append(sentence)


_GENERAL = NumberFormat(0, None)


def _rich_text(item: etree._Element) -> str:
    """Text of a string item: its runs, without the phonetic ones."""
    texts = []
    for child in item:
        name = etree.QName(child).localname
        if name == "t":
            texts.append(child.text or "")
        elif name == "r":
            texts.append(child.findtext("{*}t") or "")
    return clip("".join(texts).replace("_x000D_", "").replace("\r\n", "\n"))


def _merges(root: etree._Element) -> list[tuple[int, int, int, int]]:
    found = []
    for merge in root.iter("{*}mergeCell"):
        first, _, last = (merge.get("ref") or "").partition(":")
        start, end = _position(first), _position(last or first)
        if start and end and start <= end and start[1] <= end[1]:
            found.append((*start, *end))
        if len(found) > _MAX_MERGES:
            raise ReadError(messages.HUGE_TABLE)
    return found


def _position(reference: str | None) -> Position | None:
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _whole(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default
