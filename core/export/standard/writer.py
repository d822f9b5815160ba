"""The standard docx: six sections, three tables, by GB/T 9704-2012."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from core import atomic_write
from core.errors import ExportError
from core.export.read_back import differences
from core.export.standard.content import FormItem, LayoutItem, LayoutLine, check_edition, standard_layout
from core.export.standard.form_table import form_table
from core.export.standard.ooxml import Element, element, paragraph, runs_of
from core.export.standard.template import Template, open_template
from core.model import Report

_GAP = 240  # twips between a table and the text under it


def write_standard(report: Report, target: Path, template: Path | None = None, form_edition: str | None = None) -> None:
    """Write the report at target; on ExportError target is as it was.

    What is written is read back and compared first. form_edition asks for that edition's form and is
    refused when the report's tables are of the other. template is a docx an office made, None the built-in one.
    """
    atomic_write.write_whole(target, render_standard(report, template, form_edition))


def render_standard(report: Report, template: Path | None = None, form_edition: str | None = None) -> bytes:
    """The bytes of the docx, verified; ExportError as in write_standard."""
    check_edition(report, form_edition)
    data = build_standard(report, open_template(template))
    found = differences(report, data, "导出.docx")
    if found:
        raise ExportError(
            f"导出的文件与报告不一致，没有保存：{found[0]}（共{len(found)}处）。请把这份文件交给维护人员。"
        )
    return data


def build_standard(report: Report, template: Template) -> bytes:
    """The bytes of the docx, not verified."""
    parts = standard_layout(report)
    pieces: dict[str, Iterable[LayoutItem]] = {
        "标题": [parts.title],
        "前言": parts.preamble,
        "正文": parts.body,
        "落款": parts.closing,
        "附页": parts.annex,
    }
    for placeholder, items in pieces.items():
        template.put(placeholder, _elements(items, template))
    _set_properties(template, parts.title.text)
    return template.data()


def _elements(items: Iterable[LayoutItem], template: Template) -> Iterator[Element]:
    after_table = False
    for item in items:
        yield _line(item, template, after_table) if isinstance(item, LayoutLine) else _form(item, template)
        after_table = isinstance(item, FormItem)


def _line(line: LayoutLine, template: Template, after_table: bool) -> Element:
    """A paragraph; after a table it keeps half a line away."""
    gap = [element("spacing", before=_GAP)] if after_table else []
    return paragraph(template.styles[line.role.value], runs_of(line, template.styles["lead"]), *gap)


def _form(form: FormItem, template: Template) -> Element:
    return form_table(form.grid, template.styles, template.width)


def _set_properties(template: Template, title: str) -> None:
    """Title for the file manager; no author, no date: the program knows neither for sure."""
    template.document.core_properties.title = title.replace("\n", "")[:255]
