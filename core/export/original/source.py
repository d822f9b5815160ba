"""The opened docx as something to write into: blocks, their XML, and where a paragraph's words stand in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from core import text
from core.document import Para
from core.errors import ExportError
from core.export.original.passage import Passage, passage
from core.export.standard.ooxml import Element, tag
from core.model import Paragraph
from core.place import Place
from core.reading.docx import reader as docx

_OUT_OF_STEP = "原文件的内容与打开时读到的对不上，不能在原文件上修改，请重新打开原文件，或者改用标准格式导出。"


@dataclass(frozen=True, slots=True)
class ParagraphSpan:
    """Words of a paragraph: its w:p, the passage of it, and the character range the words take.

    label is the automatic number in front of them, which Word computes and no text of the XML spells.
    """

    element: Element
    passage: Passage
    start: int
    end: int
    label: str
    alone: bool  # whether the words are all that the w:p says


@dataclass(frozen=True, slots=True)
class OriginalDocx:
    """A traced docx with its main part's name and bytes; xml and root are of the same text."""

    package: bytes
    part: str
    xml: bytes
    root: Element
    traced: docx.TracedDocument

    def cell(self, place: Place) -> Element:
        """The w:tc at a place; ExportError when the file has none there."""
        cells = self._origin(place)
        found = cells.get((place.row, place.column)) if isinstance(cells, Mapping) else None
        if found is None:
            raise ExportError(_OUT_OF_STEP)
        return found

    def table(self, place: Place) -> Element:
        """The w:tbl of a block."""
        cells = self._origin(place)
        first = next(iter(cells.values())) if isinstance(cells, Mapping) else None
        if first is None:
            raise ExportError(_OUT_OF_STEP)
        return next(first.iterancestors(tag("tbl")))

    def paragraph(self, place: Place) -> Element:
        """The w:p a block was read from; ExportError when the block is none."""
        found = self._origin(place)
        if found is None or isinstance(found, Mapping):
            raise ExportError(_OUT_OF_STEP)
        return found

    def span(self, paragraph: Paragraph) -> ParagraphSpan:
        """Where a paragraph's words stand; ExportError when they cannot be told apart in the XML."""
        if paragraph.place is None or paragraph.place.block is None:
            raise ExportError(_unfound(paragraph.text))
        element = self.paragraph(paragraph.place)
        where = passage([element])
        block = self._para(paragraph.place.block)
        line, start = self._line(paragraph.place.block, block, element, where.text)
        label = block.text[: len(block.text) - len(line)]
        inside = block.text.find(paragraph.text)
        if inside < 0 or block.text.count(paragraph.text) != 1:
            raise ExportError(_unfound(paragraph.text))
        label = label[inside:]
        words = paragraph.text[len(label) :]
        start += max(inside - len(block.text) + len(line), 0)
        alone = text.strip(where.text) == text.strip(words)
        return ParagraphSpan(element, where, start, start + len(words), label, alone)

    def label_length(self, block: int) -> int:
        """Characters of the automatic number in front of a paragraph, 0 where there is none."""
        read, element = self._para(block), self.traced.origins[block]
        if not isinstance(element, etree._Element):
            return 0
        try:
            line, _ = self._line(block, read, element, passage([element]).text)
        except ExportError:
            return 0
        return len(read.text) - len(line)

    def _para(self, block: int) -> Para:
        read = self.traced.result.value.blocks[block]
        if not isinstance(read, Para):
            raise ExportError(_OUT_OF_STEP)
        return read

    def _line(self, block: int, read: Para, element: Element, whole: str) -> tuple[str, int]:
        """The line of a w:p that became a block (line breaks part blocks), and where it starts."""
        origins = self.traced.origins
        first = block
        while first and origins[first - 1] is element:
            first -= 1
        lines, start = [], 0
        for line in whole.split("\n"):
            if text.strip(line):
                lines.append((line, start))
            start += len(line) + 1
        index = block - first
        # An automatic number stands before the words of the first line only.
        if index < len(lines) and read.text.endswith(lines[index][0]):
            return lines[index]
        raise ExportError(_unfound(read.text))

    def _origin(self, place: Place) -> object:
        if place.block is None or place.block >= len(self.traced.origins):
            raise ExportError(_OUT_OF_STEP)
        return self.traced.origins[place.block]


def _unfound(words: str) -> str:
    return (
        f"“{text.fold(words)[:20]}…”这一段在原文件里有修订痕迹或特殊对象，不能直接改写。"
        "请先在 Word 或 WPS 里接受全部修订后重新打开，或者改用标准格式导出。"
    )


_WHY_NOT = {
    "doc": "旧版 .doc 文件",
    "pdf": "PDF 文件",
    "html": "网页文件",
    "txt": "纯文本文件",
    "rtf": "RTF 文件",
    "xlsx": "电子表格文件",
}


def open_original(package: bytes, kind: str = "") -> OriginalDocx:
    """The opened file; ExportError with the reason when it is no docx. kind is Document.kind where known."""
    if not package:
        raise ExportError("这份报告没有对应的原文件，不能在原文件上修改，请改用标准格式导出。")
    if not docx.sniff(package, ""):
        what = _WHY_NOT.get(kind, "这种格式的文件")
        raise ExportError(f"原文件是{what}，程序不能原样改写它，只有 .docx 可以。请改用标准格式导出。")
    traced = docx.trace(package)
    root = _root_of(traced.origins)
    part, xml = _main_part(package)
    return OriginalDocx(package, part, xml if _is_utf8(xml) else etree.tostring(root, encoding="UTF-8"), root, traced)


def _root_of(origins: Iterable[object]) -> Element:
    for origin in origins:
        element = next(iter(origin.values()), None) if isinstance(origin, Mapping) else origin
        if isinstance(element, etree._Element):
            return element.getroottree().getroot()
    raise ExportError(_OUT_OF_STEP)


def _main_part(package: bytes) -> tuple[str, bytes]:
    """Name and bytes of the main part, by the package's relationships."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        rels = etree.fromstring(archive.read("_rels/.rels"))
        targets = (r.get("Target", "") for r in rels if r.get("Type", "").endswith("/officeDocument"))
        names = {n.replace("\\", "/").lower(): n for n in archive.namelist()}
        name = names.get(next(targets, "word/document.xml").lstrip("/").lower(), "word/document.xml")
        return name, archive.read(name)


def _is_utf8(xml: bytes) -> bool:
    head = xml[:200].lower()
    return not head.startswith((b"\xff\xfe", b"\xfe\xff")) and (b"encoding" not in head or b"utf-8" in head)
