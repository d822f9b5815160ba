"""The slow, second way through a PDF: pdfplumber. Fall-back of the fast one, and the tests' second opinion."""

from __future__ import annotations

import io
import logging
from typing import Any, TypeAlias

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from core.document import Block, Document, Para, RawCell, RawTable, Result
from core.errors import ReadError
from core.place import Place
from core.reading.base import Progress, silent

# What the library hands out has no types.
Loose: TypeAlias = Any

# Fonts with odd tables make pdfminer warn on every page; none of it concerns the clerk.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read(data: bytes, progress: Progress | None = None) -> Result[Document]:
    """Blocks of every page from top to bottom: tables that have ruling lines, and lines of text."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return Result(_document(pdf, progress or silent))
    except (PdfminerException, PDFSyntaxError, PDFPasswordIncorrect, PSException) as error:
        raise ReadError("PDF 已损坏或加了密码，打不开，请重新导出一份再试。") from error


def _document(pdf: Loose, progress: Progress) -> Document:
    blocks: list[Block] = []
    total = len(pdf.pages)
    for number, page in enumerate(pdf.pages, 1):
        progress(number - 1, total)
        for item in _page_items(page):
            blocks.append(_block(item, len(blocks), number))
        page.close()
    progress(total, total)
    if not blocks:
        raise ReadError("PDF 里没有文字，是扫描件或图片，请改用可以选中文字的版本，或在空白表格里对照填写。")
    return Document("pdf", tuple(blocks), total)


def _page_items(page: Loose) -> list[Loose]:
    tables = page.find_tables()
    outside = page
    for table in tables:
        outside = outside.outside_bbox(table.bbox, strict=False) if _inside(table.bbox, page.bbox) else outside
    lines = outside.extract_text_lines(return_chars=False)
    return sorted([*tables, *lines], key=_top)


def _inside(box: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return box[0] < outer[2] and box[2] > outer[0] and box[1] < outer[3] and box[3] > outer[1]


def _top(item: Loose) -> float:
    return float(item["top"] if isinstance(item, dict) else item.bbox[1])


def _block(item: Loose, index: int, page: int) -> Block:
    if isinstance(item, dict):
        box = (item["x0"], item["top"], item["x1"], item["bottom"])
        return Para(item["text"], Place(block=index, page=page, box=box))
    return _table(item, index, page)


def _table(table: Loose, index: int, page: int) -> RawTable:
    texts = table.extract()
    boxes = [[cell for cell in row.cells] for row in table.rows]
    columns = max(map(len, boxes))
    cells = tuple(
        RawCell(texts[r][c] or "", r, c, *_spans(boxes, r, c), Place(index, r, c, page, box))
        for r, row in enumerate(boxes)
        for c, box in enumerate(row)
        if box is not None
    )
    return RawTable(cells, len(boxes), columns, Place(block=index, page=page, box=table.bbox))


def _spans(boxes: list[list[Loose]], r: int, c: int) -> tuple[int, int]:
    """Rows and columns a cell covers: those whose cells begin inside its box."""
    box = boxes[r][c]
    tops = {b[1] for row in boxes for b in row if b and box[1] <= b[1] < box[3]}
    lefts = {b[0] for row in boxes for b in row if b and box[0] <= b[0] < box[2]}
    return len(tops), len(lefts)
