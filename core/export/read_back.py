"""Reading a docx back and comparing it with what was to be written, item for item.

What stands in the file is compared with the items that were set, not with the report that the extraction would make
of it: a person may write "一、主动公开情况" inside a section or "第1页" in a sentence, and the extraction may then
guess other sections. It is no fault of the file.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from core import text
from core.document import Document, Para, RawTable
from core.errors import ReadError
from core.export.standard.content import (
    FormItem,
    LayoutLine,
    LineRole,
    PictureItem,
    StandardLayout,
    TableItem,
)
from core.export.standard.form_cells import cell_text
from core.reading import read_bytes
from core.schema import shape
from core.text import fold, squeeze

Cells = dict[tuple[int, int], str]


def differences_in_docx(layout: StandardLayout, data: bytes) -> tuple[str, ...]:
    """What of a written docx is otherwise than it was to be, as Chinese phrases; empty when nothing is."""
    try:
        document = read_bytes(data, "导出.docx").value
    except ReadError as error:
        return (f"写出的文件读不回来：{error}",)
    return (
        *_flow_differences(layout, document),
        *_note_differences(layout, document),
        *_picture_differences(layout, data),
    )


def _flow_differences(layout: StandardLayout, document: Document) -> Iterator[str]:
    """Paragraphs and tables in their order; only the first difference, after it all others differ too."""
    wanted = list(_wanted(layout))
    found: list[str | RawTable] = []
    for block in document.blocks:
        if isinstance(block, RawTable):
            found.append(block)
        elif not block.floating:
            found.append(text.strip(block.text))
    for a, b in zip_longest(wanted, found):
        if isinstance(a, dict) and isinstance(b, RawTable):
            cells = {(c.row, c.column): squeeze(c.text) for c in b.cells}
            wrong = next((place for place in {**a, **cells} if squeeze(a.get(place, "")) != cells.get(place, "")), None)
            if wrong is not None:
                yield f"表格第{wrong[0] + 1}行应是“{_short(a.get(wrong))}”，读回的是“{_short(cells.get(wrong))}”"
                return
        elif a != b:
            yield f"应是“{_short(a)}”，读回的是“{_short(b)}”"
            return
    yield from _bold_differences(layout, document)


def _bold_differences(layout: StandardLayout, document: Document) -> Iterator[str]:
    """Body text that is bold elsewhere; a sentence that stands twice in the report is not looked at."""
    found = {text.strip(b.text): b.bold for b in document.blocks if isinstance(b, Para)}
    lines = [i for i in layout.items if isinstance(i, LayoutLine)]
    times = Counter(line.text for line in lines)
    for line in lines:
        bold = found.get(line.text)
        if line.role is LineRole.BODY and times[line.text] == 1 and bold is not None and bold != line.bold:
            yield f"“{_short(line.text)}”的加粗不一致"
            return


def _wanted(layout: StandardLayout) -> Iterator[str | Cells]:
    """Lines as text, tables as cells by place."""
    for item in layout.items:
        if isinstance(item, FormItem):
            form = shape(item.grid.edition, item.grid.table)
            yield {(c.row, c.column): cell_text(item.grid, c) for c in form.form}
        elif isinstance(item, TableItem):
            yield {(c.row, c.column): c.text for c in item.cells}
        elif isinstance(item, LayoutLine):
            yield from (line for part in item.text.split("\n") if (line := text.strip(part)))


def _short(words: object) -> str:
    if isinstance(words, dict | RawTable):
        return "（表格）"
    plain = fold(str(words or ""))
    return plain if len(plain) <= 40 else plain[:39] + "…"


def _note_differences(layout: StandardLayout, document: Document) -> Iterator[str]:
    wanted = [squeeze(n.text) for i in layout.items if isinstance(i, LayoutLine) for n in i.notes]
    found = [squeeze(b.text) for b in document.blocks if isinstance(b, Para) and b.floating]
    if wanted != found:
        yield f"应有{len(wanted)}条脚注，读回{len(found)}条"


def _picture_differences(layout: StandardLayout, data: bytes) -> Iterator[str]:
    wanted = sorted(i.data for i in layout.items if isinstance(i, PictureItem))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [n for n in archive.namelist() if n.startswith("word/media/picture")]
        found = sorted(archive.read(n) for n in names)
    if wanted != found:
        yield f"应有{len(wanted)}张图片，读回{len(found)}张"
