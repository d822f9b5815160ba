"""The 更正说明: every correction and what stands open, ready to sign, as docx."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core import atomic_write
from core.document import Document, Para, RawTable
from core.errors import ExportError, ReadError
from core.export.change_note.corrections import ChangeEntry
from core.export.standard.content import LayoutLine, LineRole, break_title, title_of, xml_text
from core.export.standard.ooxml import Element, element, paragraph, runs_of
from core.export.standard.plain_table import plain_table
from core.export.standard.template import Template, open_template
from core.finding import Finding, Severity
from core.model import Report
from core.reading import read_bytes
from core.text import squeeze

__all__ = ["ChangeEntry", "ChangeNote", "build_note", "render_change_note", "write_change_note"]

SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "需核对", Severity.HINT: "提示"}
CHANGE_HEADS = (
    ("序号", 30), ("位置", 105), ("原值", 70), ("更正后", 70), ("更正原因", 105), ("更正人", 42), ("更正时间", 58),
)  # fmt: skip
_SIGNING = ("填报人（签字）：", "审核人（签字）：", "单位负责人（签字）：", "（单位公章）", "　　　　年　　月　　日")
OPEN_HEADS = (("序号", 30), ("等级", 42), ("问题", 240), ("情况说明", 168))


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """The 更正说明 as plain text, before any file format: two tables with their captions, and the lines to sign."""

    title: str
    intro: str
    changes: tuple[tuple[str, ...], ...]
    open_intro: str
    findings: tuple[tuple[str, ...], ...]
    signing: tuple[str, ...]


def build_note(
    report: Report,
    changes: Sequence[ChangeEntry],
    findings: Sequence[Finding],
    dismissed: Sequence[tuple[Finding, str]],
) -> ChangeNote:
    """The 更正说明 of a report: findings still stand, dismissed ones with the reason that was given."""
    rows = [(str(i), c.place, c.original, c.corrected, c.reason, c.who, c.when) for i, c in enumerate(changes, 1)]
    reasons = [*((f, "") for f in findings), *dismissed]
    standing = [(str(i), SEVERITIES[f.severity], f.message, why) for i, (f, why) in enumerate(reasons, 1)]
    name = break_title(squeeze(title_of(report)), report.agency)
    return ChangeNote(
        title=f"关于《{name}》" + "\n" * ("\n" in name) + "的更正说明",
        intro=f"经核对，对原报告作如下更正，共{len(rows)}处：" if rows else "经核对，没有对原报告作更正。",
        changes=_cleaned(rows),
        open_intro=f"以下{len(standing)}处经核对未作更正，情况说明如下：" if standing else "没有未处理的问题。",
        findings=_cleaned(standing),
        signing=(
            "填报人（签字）：",
            "审核人（签字）：",
            "单位负责人（签字）：",
            "（单位公章）",
            "　　　　年　　月　　日",
        ),
    )


def _cleaned(rows: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(xml_text(text) for text in row) for row in rows)


def write_change_note(
    report: Report,
    changes: Sequence[ChangeEntry],
    findings: Sequence[Finding],
    dismissed: Sequence[tuple[Finding, str]],
    target: Path,
    template: Path | None = None,
) -> None:
    """Write the note as docx at target; on ExportError target is as it was."""
    atomic_write.write_whole(target, render_change_note(build_note(report, changes, findings, dismissed), template))


def render_change_note(note: ChangeNote, template: Path | None = None) -> bytes:
    """The bytes of the docx, read back and compared."""
    opened = open_template(template)
    opened.put("标题", [_line(LayoutLine(LineRole.TITLE, note.title), opened)])
    opened.put("前言", [_line(LayoutLine(LineRole.BODY, note.intro), opened)])
    opened.put("正文", _tables(note, opened))
    opened.put("落款", _signing(note, opened))
    opened.put("附页", [])
    opened.document.core_properties.title = squeeze(note.title)[:255]
    data = opened.data()
    _check(note, data)
    return data


def _tables(note: ChangeNote, template: Template) -> Iterable[Element]:
    if note.changes:
        yield plain_table(CHANGE_HEADS, note.changes, template.styles, template.width)
    yield _line(LayoutLine(LineRole.BODY, note.open_intro), template, gap=240 if note.changes else 0)
    if note.findings:
        yield plain_table(OPEN_HEADS, note.findings, template.styles, template.width)


def _signing(note: ChangeNote, template: Template) -> Iterable[Element]:
    """A line for each signature, kept together on a page, room above the first."""
    for i, words in enumerate(note.signing):
        keep = [element("keepNext")] if i < len(note.signing) - 1 else []
        gap = [element("spacing", before=579 if i == 0 else 120)]
        yield paragraph(template.styles["body"], runs_of(LayoutLine(LineRole.BODY, words)), *keep, *gap)


def _line(line: LayoutLine, template: Template, gap: int = 0) -> Element:
    space = [element("spacing", before=gap)] if gap else []
    return paragraph(template.styles[line.role.value], runs_of(line), *space)


def _check(note: ChangeNote, data: bytes) -> None:
    """Read the note back: the same paragraphs and cells in the same order, or ExportError."""
    try:
        found = [squeeze(t) for t in _texts(read_bytes(data, "更正说明.docx").value)]
    except ReadError as error:
        raise ExportError(f"更正说明写出后读不回来，没有保存，请换一个文件夹再导出一次：{error}") from error
    wanted = [squeeze(t) for t in _wanted(note)]
    if found != wanted:
        raise ExportError("更正说明写出后读回核对不一致，没有保存，请改用 xlsx 格式导出。")


def _wanted(note: ChangeNote) -> list[str]:
    """Everything the note says, blank cells left out."""
    texts = [*note.title.split("\n"), note.intro]
    if note.changes:
        texts += [h for h, _ in CHANGE_HEADS] + [t for row in note.changes for t in row]
    texts.append(note.open_intro)
    if note.findings:
        texts += [h for h, _ in OPEN_HEADS] + [t for row in note.findings for t in row]
    return [t for t in [*texts, *note.signing] if squeeze(t)]


def _texts(document: Document) -> list[str]:
    found: list[str] = []
    for block in document.blocks:
        if isinstance(block, Para):
            found.append(block.text)
        elif isinstance(block, RawTable):
            found += [c.text for row in block.by_row() for c in row if squeeze(c.text)]
    return found
