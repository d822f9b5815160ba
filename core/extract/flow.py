"""The document as one flow: paragraphs that speak, tables, and what stands beside (page numbers, text boxes)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core import text
from core.document import Document, Para, RawTable
from core.extract.sections.headings import candidate, heading_at_end, looks_like_section
from core.extract.tables import form_labels
from core.extract.tables.classify import tables_of
from core.extract.tables.figures import is_page_number
from core.extract.tables.lines import TableLine, of_table
from core.extract.watch import Watch
from core.model import ANNEX_HEADING, Unplaced

OF_LINES = ("pdf", "ofd", "txt", "image")  # kinds of documents whose paragraphs were put together from lines
_BESIDE = {"pdf": "页眉、页脚或正文以外的文字", "ofd": "页眉、页脚或正文以外的文字", "docx": "文本框、批注或脚注"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph, or a stretch of table rows (para is None, block its key in lines).

    source is the index in the document of the block that it is, or is a part of.
    """

    block: int
    para: Para | None = None
    source: int = 0


@dataclass(slots=True)
class Flow:
    """entries in reading order; lines of the tables by stretch; aside is text that is no part of the flow;
    annex what an earlier export of this program put behind its report. kind is the document's."""

    kind: str = ""
    entries: list[Entry] = field(default_factory=list)
    lines: dict[int, tuple[TableLine, ...]] = field(default_factory=dict)
    aside: list[Unplaced] = field(default_factory=list)
    floating: list[Para] = field(default_factory=list)

    @property
    def paras(self) -> list[Para | None]:
        """The flow for steps that want paragraphs only; None for a table."""
        return [entry.para for entry in self.entries]


def of_document(document: Document, watch: Watch) -> Flow:
    """Sort the blocks; a table that holds paragraphs rather than cells joins the flow as paragraphs."""
    flow = Flow(document.kind)
    blocks = _without_annex(document, flow)
    floats = _report_is_in_text_boxes(document)
    for index, block in watch.over(blocks):
        if isinstance(block, RawTable):
            _add_table(flow, block, index)
        elif block.floating and not floats:
            flow.floating.append(block)
            flow.aside.append(Unplaced(block.text, block.place, _BESIDE.get(document.kind, _BESIDE["docx"])))
        elif is_page_number(block.text):
            flow.aside.append(Unplaced(block.text, block.place, "页码"))
        else:
            flow.entries += [Entry(index, part, index) for part in _without_glued_heading(block, document.kind)]
    return flow


def _without_glued_heading(para: Para, kind: str) -> list[Para]:
    """A paragraph, or two where the lines of a page ran a heading into the text before it."""
    at = heading_at_end(para.text) if kind in OF_LINES else None
    if at is None:
        return [para]
    bold = tuple((max(a - at, 0), b - at) for a, b in para.bold if b > at)
    return [replace(para, text=para.text[:at]), replace(para, text=para.text[at:], bold=bold)]


def _without_annex(document: Document, flow: Flow) -> Sequence[Para | RawTable]:
    for index, block in enumerate(document.blocks):
        if isinstance(block, Para) and text.key(block.text) == text.key(ANNEX_HEADING):
            flow.aside += [u for b in document.blocks[index + 1 :] for u in _of_annex(b)]
            return document.blocks[:index]
    return document.blocks


def _of_annex(block: Para | RawTable) -> list[Unplaced]:
    if isinstance(block, Para):
        return [Unplaced(block.text, block.place, "附页")] if text.strip(block.text) else []
    return [Unplaced(line.text, line.place, "附页") for line in of_table(block, 0) if line.filled]


def _report_is_in_text_boxes(document: Document) -> bool:
    """Whether the report stands in text boxes: headings there and none in the body."""

    def heads(floating: bool) -> int:
        paras = (b for b in document.blocks if isinstance(b, Para) and b.floating is floating)
        found = (candidate(0, p) for p in paras)
        return len({c.section for c in found if c is not None and c.score >= 0.8})

    return any(isinstance(b, Para) and b.floating for b in document.blocks) and heads(True) >= 3 > heads(False)


def _add_table(flow: Flow, table: RawTable, index: int) -> None:
    lines = of_table(table, index)
    loose = all(len(line.filled) <= 1 for line in lines) and not any(tables_of(lines))
    spoken = {n for n, line in enumerate(lines) if len(line.filled) == 1 and (loose or _is_prose(line))}
    if not loose and not any(looks_like_section(lines[n].filled[0].text) for n in spoken):
        spoken = set()
    piece: list[TableLine] = []
    for n, line in enumerate(lines):
        if n in spoken:
            _close(flow, piece, index)
            flow.entries += [Entry(index, Para(part, line.place or table.place), index) for part in _lines(line)]
        else:
            piece.append(line)
    _close(flow, piece, index)


def _is_prose(line: TableLine) -> bool:
    """A row that is one cell of text: a heading or a paragraph, where a page is laid out as one table."""
    cell = line.filled[0]
    if cell.first != 0 or cell.figure or is_page_number(cell.text):
        return False
    return not form_labels.is_exact_label(cell.text) and not form_labels.is_part_of_label(cell.text)


def _lines(line: TableLine) -> list[str]:
    return [part for part in line.filled[0].text.split("\n") if text.strip(part)]


def _close(flow: Flow, piece: list[TableLine], source: int) -> None:
    """A stretch of table rows as an entry; each stretch counts as a block of its own from here on."""
    if piece:
        block = len(flow.lines)
        flow.lines[block] = tuple(TableLine(line.items, block, line.grid) for line in piece)
        flow.entries.append(Entry(block, None, source))
        piece.clear()
