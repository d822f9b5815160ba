"""Extraction alone: Document to Report, for the usual file and for one with a great deal around the report."""

from __future__ import annotations

import random
import time

import extract_support as support

from core.document import Document, Para, RawCell, RawTable
from core.extract import extract
from core.place import Place


def measure() -> list[tuple[str, str, str]]:
    """Rows of what, measured, asked."""
    written = support.truth(random.Random(1))
    usual = support.document(support.parts_of(written))
    pages = [f"第{n}项工作按照年初计划有序推进，相关材料已经归档，群众反映良好。" for n in range(9000)]
    long = support.document([*pages, *support.parts_of(written)], "pdf")
    pages = {count: _pages(count) for count in (500, 2000)}
    growth = _best(pages[2000], 2) / _best(pages[500], 2)
    return [
        ("Document → Report，2000 页 / 500 页", f"{growth:.1f}×", "4× 左右"),
        ("Document → Report，一份年报", f"{_best(usual) * 1000:.1f} ms", "docx 打开的一半以内"),
        ("Document → Report，前有 9000 段其他文字", f"{_best(long, 2):.2f} s", "与页数成正比"),
    ]


def _pages(count: int) -> Document:
    """Pages of prose whose paragraphs their ends tear, with a table of 20 × 8 on every third."""
    blocks: list[Para | RawTable] = []
    for page in range(count):
        place = Place(len(blocks))
        if page % 3 == 2:
            rows = [[f"项目{row}", *(str(page + row) for _ in range(7))] for row in range(20)]
            cells = (RawCell(cell, row, column) for row, cells in enumerate(rows) for column, cell in enumerate(cells))
            blocks.append(RawTable(tuple(cells), 20, 8, place))
        else:
            blocks.append(Para(f"第{page}项工作按照年初计划有序推进，相关材料已经归档" * 10, place))
    return Document("pdf", tuple(blocks))


def _best(document: Document, times: int = 15) -> float:
    """Seconds of the fastest of some runs."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        extract(document)
        best = min(best, time.perf_counter() - start)
    return best
