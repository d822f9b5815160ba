"""The mended original: the opened docx with only its changed figures and sentences changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path

from core import atomic_write, text
from core.document import Document, RawTable
from core.errors import ExportError, ReadError
from core.export.original.cells import WrittenCells, write_cells
from core.export.original.package_parts import has_macros, without_macros, without_signatures
from core.export.original.source import OriginalDocx, open_original
from core.export.original.text import TextChanges, write_texts
from core.export.original.tracked_edits import SpliceWriter, Tracking
from core.export.original.zip_patch import rewrite_members
from core.model import Report
from core.reading import read_bytes
from core.text import squeeze

_ANONYMOUS = "年报校核"
Row = tuple[int, int]
Block = str | dict[Row, str]


@dataclass(frozen=True, slots=True)
class MendedDocx:
    """The bytes of the docx, the number of changes in it, and what the person should know of it, in Chinese."""

    data: bytes
    count: int
    notices: tuple[str, ...] = ()


def write_original(
    source: bytes,
    original: Report,
    report: Report,
    target: Path,
    tracked: bool = False,
    author: str = "",
    when: datetime | None = None,
    kind: str = "",
) -> int:
    """Write the opened docx with the changes between original and report; returns how many there are.

    tracked marks them as insertions and deletions of author at when (now if None). kind is the Document.kind
    of the source. ExportError, and target as it was: the source is no docx, a change has no place in it, or
    what was written does not read back.
    """
    made = mend_docx(source, original, report, tracked=tracked, author=author, when=when, kind=kind)
    atomic_write.write_whole(target, made.data)
    return made.count


def mend_docx(
    source: bytes,
    original: Report,
    report: Report,
    *,
    tracked: bool = False,
    author: str = "",
    when: datetime | None = None,
    kind: str = "",
    keep_macros: bool = False,
) -> MendedDocx:
    """The mended docx, verified. keep_macros leaves a macro-enabled document one (.docm); ExportError for another."""
    opened = open_original(source, kind)
    macros = has_macros(source)
    if keep_macros and not macros:
        raise ExportError("原文件不带宏，请把文件名的结尾改成 .docx。")
    notices: list[str] = []
    writer = SpliceWriter(opened.xml, opened.root, _tracking(author, when) if tracked else None)
    cells = write_cells(opened, writer, original, report)
    texts = write_texts(opened, writer, original, report)
    count = len(cells) + texts.count
    data = source
    if count:
        data = rewrite_members(source, {opened.part: writer.written()})
        data, signed = without_signatures(data)
        if signed:
            notices.append("原文件带有电子签名，内容改动后签名失效，已去掉签名；需要时请重新签名。")
    if macros and not keep_macros:
        data = without_macros(data)
        notices.append("原文件带有宏，导出的 .docx 里没有宏；要保留宏请把文件名的结尾改成 .docm。")
    found = _differences(opened, cells, texts, data) if data is not source else None
    if found:
        raise ExportError(f"在原文件上修改后读回核对不一致，没有保存：{found}。请改用标准格式导出。")
    return MendedDocx(data, count, (*dict.fromkeys(writer.notices), *notices))


def _tracking(author: str, when: datetime | None) -> Tracking:
    """Word writes local time into w:date and marks it as UTC all the same ("Z"); others read it as Word does."""
    moment = when or datetime.now().astimezone()
    return Tracking(author or _ANONYMOUS, moment.astimezone().strftime("%Y-%m-%dT%H:%M:%SZ"))


def _differences(opened: OriginalDocx, cells: WrittenCells, texts: TextChanges, data: bytes) -> str | None:
    """The first place where the mended file says something else than the opened one with its changes; None if none.

    Compared block by block with what was to be changed, not with the report: a reader's guess may be another after
    a harmless change.
    """
    try:
        after = read_bytes(data, "导出.docx").value
    except ReadError as error:
        return f"写出的文件读不回来（{error}）"
    wanted: list[tuple[Block, int]] = []
    figures: dict[int, dict[Row, str]] = {}
    for place_block, row, column, words in cells.values():
        figures.setdefault(place_block, {})[row, column] = words
    for index, block in enumerate(opened.traced.result.value.blocks):
        if isinstance(block, RawTable):
            wanted.append(({(c.row, c.column): c.text for c in block.cells} | figures.get(index, {}), 0))
        elif not block.floating:
            said = text.strip(texts.expected.get(index, block.text))
            if said:
                wanted.append((said, opened.label_length(index)))
        wanted += [(words, 0) for words in texts.inserted.get(index, [])]
    for pair, found in zip_longest(wanted, _blocks(after)):
        same = pair is not None and found is not None and _same(pair[0], found, pair[1])
        if not same:
            return f"应是“{_short(pair[0] if pair else None)}”，读回的是“{_short(found)}”"
    return None


def _blocks(document: Document) -> list[Block]:
    found: list[Block] = []
    for block in document.blocks:
        if isinstance(block, RawTable):
            found.append({(c.row, c.column): c.text for c in block.cells})
        elif not block.floating and text.strip(block.text):
            found.append(text.strip(block.text))
    return found


def _same(wanted: Block, found: Block, label: int) -> bool:
    """Equal but for blanks; an automatic number in front counts on when a paragraph of its list goes or comes."""
    if isinstance(wanted, dict) or isinstance(found, dict):
        return (
            isinstance(wanted, dict)
            and isinstance(found, dict)
            and ({k: squeeze(v) for k, v in wanted.items()} == {k: squeeze(v) for k, v in found.items()})
        )
    return found == wanted or (label > 0 and found.endswith(wanted[label:]))


def _short(block: Block | None) -> str:
    words = "（表格）" if isinstance(block, dict) else text.fold(block or "")
    return words if len(words) <= 40 else words[:39] + "…"
