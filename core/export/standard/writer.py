"""The standard docx: six sections, three tables, by GB/T 9704-2012."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from core import atomic_write
from core.errors import ExportError
from core.export.read_back import differences_in_docx
from core.export.standard.content import (
    NOTHING_CARRIED,
    CarriedContent,
    FormItem,
    LayoutItem,
    LayoutLine,
    LineRole,
    PictureItem,
    StandardLayout,
    TableItem,
    check_edition,
    standard_layout,
)
from core.export.standard.form_table import form_table
from core.export.standard.ooxml import Element, element, paragraph, runs_of
from core.export.standard.pictures import FIRST_NOTE, add_footnotes, picture_run
from core.export.standard.plain_table import narrative_table
from core.export.standard.template import Template, open_template
from core.model import Report

_GAP = 240  # twips between a table and the text under it
_LINE = 579  # twips, the pitch of the text
_CHARACTER = 316  # twips of a character of the text, tightened by a quarter point


def write_standard(report: Report, target: Path, template: Path | None = None, form_edition: str | None = None) -> None:
    """Write the report at target; on ExportError target is as it was.

    What is written is read back and compared first. form_edition asks for that edition's form and is
    refused when the report's tables are of the other. template is a docx an office made, None the built-in one.
    """
    check_edition(report, form_edition)
    atomic_write.write_whole(target, render_standard(report, template))


def render_standard(
    report: Report,
    template: Path | None = None,
    carried: CarriedContent = NOTHING_CARRIED,
    annex: Collection[int] | None = None,
) -> bytes:
    """The bytes of the docx, verified against what was to be written; carried and annex as in standard_layout."""
    wanted = standard_layout(report, carried, annex)
    data = build_docx(wanted, open_template(template))
    found = differences_in_docx(wanted, data)
    if found:
        raise ExportError(f"写出的文件读回核对有{len(found)}处不一致，没有保存：{found[0]}。请改用 PDF 格式导出。")
    return data


def build_docx(layout: StandardLayout, template: Template) -> bytes:
    """The bytes of the docx, not verified."""
    writer = _DocxItems(template)
    pieces: dict[str, Iterable[LayoutItem]] = {
        "标题": [layout.title],
        "前言": layout.preamble,
        "正文": layout.body,
        "落款": layout.closing,
        "附页": layout.annex,
    }
    for placeholder, items in pieces.items():
        template.put(placeholder, writer.elements(items))
    if writer.notes:
        add_footnotes(template.document, writer.notes, template.styles["text"])
    # No author, no date: the program knows neither for sure.
    template.document.core_properties.title = layout.title.text.replace("\n", "")[:255]
    return template.data()


class _DocxItems:
    """Makes the elements of a document's items and counts its footnotes and pictures."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._pictures = 0
        self.notes: list[str] = []

    def elements(self, items: Iterable[LayoutItem]) -> Iterator[Element]:
        """A w:p or w:tbl for each item."""
        styles, width = self._template.styles, self._template.width
        after_table = False
        for item in items:
            is_table = isinstance(item, FormItem | TableItem)
            if is_table and after_table:
                yield paragraph(styles["text"], [])  # Word joins two tables that nothing parts
            if isinstance(item, FormItem):
                yield form_table(item.grid, styles, width)
            elif isinstance(item, TableItem):
                yield narrative_table(item, styles, width)
            elif isinstance(item, PictureItem):
                yield self._picture(item)
            else:
                yield self._line(item, after_table)
            after_table = is_table

    def _line(self, line: LayoutLine, after_table: bool) -> Element:
        """A paragraph; after a table it keeps half a line away, a signature a whole one."""
        properties = []
        if line.role is LineRole.CLOSING and line.gap:
            properties.append(element("spacing", before=_LINE))
        elif after_table:
            properties.append(element("spacing", before=_GAP))
        if line.role is LineRole.CLOSING and line.right != 4.0:
            indent = element("ind", rightChars=round(line.right * 100), right=round(line.right * _CHARACTER))
            properties.append(indent)
        elif line.centred:
            properties += [element("ind", firstLineChars=0, firstLine=0), element("jc", val="center")]
        first = FIRST_NOTE + len(self.notes)
        self.notes += [note.text for note in line.notes]
        runs = runs_of(line, self._template.styles["lead"], first)
        return paragraph(self._template.styles[line.role.value], runs, *properties)

    def _picture(self, item: PictureItem) -> Element:
        self._pictures += 1
        made = picture_run(self._template.document, item, self._pictures, self._template.width / 20)
        # The text's fixed line height would cut the picture off.
        space = element("spacing", before=120, after=120, line=240, lineRule="auto")
        centre = [element("ind", firstLineChars=0, firstLine=0), element("jc", val="center")]
        return paragraph(self._template.styles["body"], [made], space, *centre)
