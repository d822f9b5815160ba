"""The 更正说明 as an office sends it: addressee, what is corrected, a table of the corrections, signature and date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.document import Document, Para, RawTable
from core.errors import ExportError, ReadError
from core.export.change_note.corrections import ChangeEntry
from core.export.standard.content import LayoutLine, LineRole, break_title, signature_lines, title_of, xml_text
from core.export.standard.ooxml import Element, element, paragraph, runs_of
from core.export.standard.plain_table import plain_table
from core.export.standard.template import Template, open_template
from core.model import Report
from core.reading import read_bytes
from core.text import squeeze

# Caption and relative width of the table's columns.
CHANGE_HEADS = (("序号", 30), ("位置", 130), ("原报", 95), ("更正为", 95), ("更正原因", 105))
ADDRESSEE = "政府信息公开工作主管部门："


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """The 更正说明 as plain text, before any file format; rows are the table's, one text a column."""

    title: str
    addressee: str
    intro: str
    rows: tuple[tuple[str, ...], ...]
    ending: str
    agency: str
    date: str

    @property
    def signature(self) -> tuple[str, ...]:
        """Agency and date; the agency is missing where the report does not say it."""
        return tuple(words for words in (self.agency, self.date) if words)


def build_note(report: Report, entries: Sequence[ChangeEntry], day: date, addressee: str = "") -> ChangeNote:
    """The 更正说明 of a report; addressee "" takes a general one, as no report says whom it was sent to."""
    name = squeeze(title_of(report))
    rows = [(str(i), e.place, e.original, e.corrected, e.reason) for i, e in enumerate(entries, 1)]
    to = xml_text(addressee) or ADDRESSEE
    return ChangeNote(
        title=_title(name, report.agency),
        addressee=to if to.endswith(("：", ":")) else f"{to}：",
        intro=f"经核对，我单位报送的《{name}》中有{len(rows)}处填报有误，现更正如下：",
        rows=tuple(tuple(xml_text(words) for words in row) for row in rows),
        ending="特此说明。",
        agency=xml_text(report.agency or ""),
        date=f"{day.year}年{day.month}月{day.day}日",
    )


def _title(name: str, agency: str | None) -> str:
    """关于《云溪县民政局 / 2024年政府信息公开工作年度报告》的 / 更正说明."""
    broken = break_title(name, agency)
    return f"关于《{broken}》的" + ("\n" if len(broken.split("\n")[-1]) > 12 else "") + "更正说明"


def render_change_note(note: ChangeNote, template: Path | None = None) -> bytes:
    """The bytes of the docx, read back and compared."""
    opened = open_template(template)
    opened.put("标题", [_line(LayoutLine(LineRole.TITLE, note.title), opened)])
    no_indent = [element("ind", firstLineChars=0, firstLine=0)]
    addressee = paragraph(opened.styles["body"], runs_of(LayoutLine(LineRole.BODY, note.addressee)), *no_indent)
    opened.put("前言", [addressee, _line(LayoutLine(LineRole.BODY, note.intro), opened)])
    opened.put("正文", [plain_table(CHANGE_HEADS, note.rows, opened.styles, opened.width)])
    opened.put("落款", _closing(note, opened))
    opened.put("附页", [])
    opened.document.core_properties.title = squeeze(note.title)[:255]
    data = opened.data()
    _check_note(note, data)
    return data


def _closing(note: ChangeNote, template: Template) -> Iterator[Element]:
    """特此说明 half a line below the table, then agency and date, kept together on a page."""
    keep = element("keepNext")
    ending = runs_of(LayoutLine(LineRole.BODY, note.ending))
    yield paragraph(template.styles["body"], ending, keep, element("spacing", before=240))
    lines = signature_lines(note.signature, note.agency)
    for number, line in enumerate(lines):
        properties = [element("keepNext")] if number < len(lines) - 1 else []
        if number == 0:
            properties.append(element("spacing", before=579))
        properties.append(element("ind", rightChars=round(line.right * 100), right=round(line.right * 316)))
        yield paragraph(template.styles["closing"], runs_of(line), *properties)


def _line(line: LayoutLine, template: Template) -> Element:
    return paragraph(template.styles[line.role.value], runs_of(line))


def _check_note(note: ChangeNote, data: bytes) -> None:
    """Read the note back: the same paragraphs and cells in the same order, or ExportError."""
    try:
        found = [squeeze(t) for t in _texts(read_bytes(data, "更正说明.docx").value)]
    except ReadError as error:
        raise ExportError(f"更正说明写出后读不回来，没有保存，请换一个文件夹再导出一次：{error}") from error
    if found != [squeeze(t) for t in note_texts(note)]:
        raise ExportError("更正说明写出后读回核对不一致，没有保存，请改用 xlsx 格式导出。")


def note_texts(note: ChangeNote) -> list[str]:
    """Everything the note says in its order, blank cells left out."""
    cells: Iterable[str] = [h for h, _ in CHANGE_HEADS] + [t for row in note.rows for t in row]
    texts = [*note.title.split("\n"), note.addressee, note.intro, *cells, note.ending, *note.signature]
    return [t for t in texts if squeeze(t)]


def _texts(document: Document) -> list[str]:
    found: list[str] = []
    for block in document.blocks:
        if isinstance(block, Para):
            found.append(block.text)
        elif isinstance(block, RawTable):
            found += [c.text for row in block.by_row() for c in row if squeeze(c.text)]
    return found
