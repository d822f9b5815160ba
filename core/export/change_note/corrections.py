"""What was corrected in a report: each place once, first value against last, with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from core import schema
from core.change import CellEdit, Change, Fact, Origin
from core.export.standard.content import xml_text
from core.model import CLOSING, PREAMBLE, CellRef, Paragraph, Report

Log = Sequence[tuple[Change, str]]
_FACTS = {Fact.TITLE: "标题", Fact.AGENCY: "机关名称", Fact.YEAR: "年度"}
_NUMERALS = "〇一二三四五六"
NOTHING = "（空白）"
_SENTENCE = re.compile(r"[^。；]*[。；]|[^。；]+$")


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One line of the 更正说明. place names the cell or paragraph, e.g. "表三 （七）总计·自然人"."""

    place: str
    original: str
    corrected: str
    reason: str


def change_entries(
    original: Report, report: Report, log: Log = (), reasons: Mapping[str, str] | None = None
) -> tuple[ChangeEntry, ...]:
    """Every difference between the report as opened and as it stands, in the form's order.

    A cell changed three times is one entry; one that came back to its first value is none. reasons are the clerk's
    own words by place; a place without any gets a short one by what was done there.
    """
    given = reasons or {}
    origins = {e.ref: change.origin for change, _ in log for e in change.edits if isinstance(e, CellEdit)}
    found = (*_facts(original, report), *_sections(original, report), *_cells(original, report, origins))
    return tuple(
        ChangeEntry(e.place, e.original, e.corrected, xml_text(given.get(e.place, "")) or e.reason) for e in found
    )


def _facts(original: Report, report: Report) -> Iterator[ChangeEntry]:
    """Agency and year only where the title does not say them: a changed title is one correction, not three."""
    for fact, name in _FACTS.items():
        before, after = getattr(original, fact), getattr(report, fact)
        told = fact is not Fact.TITLE and str(after) in report.title and original.title != report.title
        if before != after and not told:
            yield ChangeEntry(name, _words(before), _words(after), "填写有误，核对后更正")


def _sections(original: Report, report: Report) -> Iterator[ChangeEntry]:
    headings = schema.load(report.edition).headings
    outside = {PREAMBLE: "正文之前", CLOSING: "落款"}
    for old, new in zip(original.parts, report.parts, strict=True):
        name = outside.get(new.number) or f"“{headings[new.number - 1]}”"
        for number, before, after in _paragraphs(old.paragraphs, new.paragraphs):
            reason = "补写" if not before else "多余文字，予以删去" if not after else "表述有误，核对后更正"
            yield ChangeEntry(f"{name}第{number}段", before or NOTHING, after or "（删去）", reason)


def _paragraphs(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[tuple[int, str, str]]:
    """Changed paragraphs with their number, from 1, before the change (after it for a new one)."""
    before, after = [xml_text(p.text) for p in old], [xml_text(p.text) for p in new]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for k in range(max(i2 - i1, j2 - j1)):
            gone = before[i1 + k] if i1 + k < i2 else ""
            come = after[j1 + k] if j1 + k < j2 else ""
            yield (i1 if gone else j1) + k + 1, *_differing(gone, come)


def _differing(before: str, after: str) -> tuple[str, str]:
    """Only the sentences that differ, "…" for those left out: a paragraph may fill a page."""
    if not before or not after:
        return before, after
    old, new = _SENTENCE.findall(before), _SENTENCE.findall(after)
    gone, come = [], []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone.append("…" if kind == "equal" else "".join(old[i1:i2]))
        come.append("…" if kind == "equal" else "".join(new[j1:j2]))
    return "".join(gone), "".join(come)


def _cells(original: Report, report: Report, origins: Mapping[CellRef, Origin]) -> Iterator[ChangeEntry]:
    for number, grid in sorted(report.tables.items()):
        form = schema.shape(grid.edition, number)
        for ref in form.refs:
            before, after = xml_text(original.cell(ref).raw), xml_text(grid.cell(ref).raw)
            if before != after:
                reason = _cell_reason(report, ref, before, origins.get(ref, Origin.TYPED))
                place = f"表{_NUMERALS[number]} {form.describe(ref)}"
                yield ChangeEntry(place, _words(before), _words(after), reason)


def _cell_reason(report: Report, ref: CellRef, before: str, origin: Origin) -> str:
    """A few words that an office would write itself."""
    if _is_sum(report, ref):
        return "总计按各项之和更正" if before else "总计漏填，按各项之和补填"
    if not before:
        return "漏填，核对后补填"
    return "按勾稽关系核对后更正" if origin is Origin.REPAIR else "填报有误，核对后更正"


def _is_sum(report: Report, ref: CellRef) -> bool:
    """Whether the cell is a total and now holds the sum of its parts, a blank part counting as 0."""
    grid = report.tables[ref.table]
    form = schema.shape(grid.edition, ref.table)
    row = next(r for r in form.rows if r.key == ref.row)
    sums: list[list[CellRef]] = []
    if ref.column == "total":
        sums.append([CellRef(ref.table, ref.row, c.key) for c in row.columns if c.key != "total"])
    if ref.row == "results_total":
        rows = [r.key for r in form.rows]
        parts = rows[rows.index("granted") : rows.index("results_total")]
        sums.append([CellRef(ref.table, r, ref.column) for r in parts])
    whole = grid.cell(ref).amount
    return whole is not None and any(sum(grid.cell(p).amount or 0 for p in parts) == whole for parts in sums)


def _words(value: object) -> str:
    return NOTHING if value in (None, "") else str(value)
