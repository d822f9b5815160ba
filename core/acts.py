"""What a person does to the open report: pure functions from one value of it to the next.

An act is made by a builder (edit_cells, dismiss …), carried out by perform, and taken back by performing its inverse.
Results of jobs are merged here too: a save that took a second must not undo what was typed in that second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from core import change as changes
from core import schema, values
from core.change import CellEdit, Change, Edit, Fact, FactEdit, Origin, SectionEdit, StaleChange
from core.errors import UserError
from core.finding import Dismissal, Finding, Repair, Severity
from core.model import CLOSING, PREAMBLE, CellRef, CellText, Paragraph, Report
from core.open_report import OpenReport, Work
from core.pages_beside import PagesBeside
from core.rules.dismissal import dismiss as dismissal_of
from core.store.history import VersionInfo


@dataclass(frozen=True, slots=True)
class LockCells:
    """确认无误 put on cells or taken off them: the repairs go around locked cells."""

    label: str
    old: frozenset[CellRef]
    new: frozenset[CellRef]

    def inverse(self) -> LockCells:
        """The act that takes this one back."""
        return replace(self, old=self.new, new=self.old)


@dataclass(frozen=True, slots=True)
class SetDismissals:
    """A finding dismissed with a reason, or put back among the standing ones."""

    label: str
    old: tuple[Dismissal, ...]
    new: tuple[Dismissal, ...]

    def inverse(self) -> SetDismissals:
        """The act that takes this one back."""
        return replace(self, old=self.new, new=self.old)


Act = Change | LockCells | SetDismissals


def utc_now() -> str:
    """Now, ISO 8601 UTC, e.g. "2026-03-01T08:30:00+00:00"."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def perform(state: OpenReport, act: Act, now: str) -> OpenReport:
    """The open report after an act; StaleChange when the report does not hold what the act says it replaces."""
    revision = state.revision + 1
    if isinstance(act, LockCells):
        if state.locked != act.old:
            raise StaleChange("the confirmed cells have changed meanwhile")
        return replace(state, locked=act.new, revision=revision)
    if isinstance(act, SetDismissals):
        if state.dismissals != act.old:
            raise StaleChange("the dismissals have changed meanwhile")
        return replace(state, dismissals=act.new, revision=revision)
    report = changes.apply(state.report, act)
    log = state.log
    # Taking back the last change that is not saved yet removes it from the log; a saved one is history, so its
    # inverse is logged.
    taken_back = len(log) > state.logged and log[-1][0].inverse().edits == act.edits
    log = log[:-1] if taken_back else (*log, (act, now))
    return replace(state, report=report, log=log, revision=revision)


# Builders


def edit_cells(report: Report, texts: Mapping[CellRef, str], label: str, origin: Origin = Origin.TYPED) -> Change:
    """A change that writes these texts; cells whose text stays the same are left out.

    A cell that was not read shows no text: clearing it makes it a blank, leaving it empty after F2 does not.
    """
    edits: list[Edit] = []
    for ref, raw in texts.items():
        cell = report.cell(ref)
        if raw != cell.raw or (cell.unread and origin is Origin.CLEARED):
            value = values.parse(raw, schema.shape_in(report, ref.table).kinds[ref])
            edits.append(CellEdit(ref, CellText(cell.raw, cell.value), CellText(raw, value)))
    return Change(label, origin, tuple(edits))


def edit_section(report: Report, number: int, texts: Iterable[str], table_at: int | None = None) -> Change:
    """A change of a section's narrative; paragraphs that stay keep their place and bold ranges.

    number is 1 to 6, or PREAMBLE or CLOSING for the lines before and behind the sections.
    """
    old = report.section(number)
    kept = {p.text: p for p in old.paragraphs}
    new = tuple(kept.get(t) or Paragraph(t) for t in texts)
    at = min(old.table_at if table_at is None else table_at, len(new))
    outside = {PREAMBLE: "正文之前的文字", CLOSING: "落款"}
    title = outside.get(number) or schema.load(report.edition).headings[number - 1]
    return Change(f"修改“{title}”", Origin.TYPED, (SectionEdit(number, old.paragraphs, new, old.table_at, at),))


def edit_fact(report: Report, fact: Fact, value: str | int | None) -> Change:
    """A change of title, agency or year. A new agency or year goes into the words that named the old one as well:
    title, preamble and signature, in the same undo step."""
    label = {Fact.TITLE: "修改标题", Fact.AGENCY: "修改机关名称", Fact.YEAR: "修改年度"}[fact]
    old = getattr(report, fact)
    edits: tuple[Edit, ...] = (FactEdit(fact, old, value),)
    if fact is not Fact.TITLE and old and value and old != value:
        edits += _following_edits(report, fact, old, value)
    return Change(label, Origin.TYPED, edits)


def _following_edits(report: Report, fact: Fact, old: str | int, new: str | int) -> tuple[Edit, ...]:
    """Edits of the words outside the sections that name the old agency or year.

    "云溪县民政局2024年…" and "统计期限自2024年1月1日起" follow a changed year; the date of the signature does not, it
    lies in the year after. Sections are the clerk's own words and are left to the checks.
    """
    name = re.compile(rf"(?<!\d){old}(?=\s*年)" if fact is Fact.YEAR else re.escape(str(old)))

    def renamed(words: str) -> str:
        return name.sub(lambda _: str(new), words)

    edits: list[Edit] = []
    if (title := renamed(report.title)) != report.title:
        edits.append(FactEdit(Fact.TITLE, report.title, title))
    for number in (PREAMBLE,) if fact is Fact.YEAR else (PREAMBLE, CLOSING):
        texts = [p.text for p in report.section(number).paragraphs]
        if (after := [renamed(t) for t in texts]) != texts:
            edits += edit_section(report, number, after).edits
    return tuple(edits)


def repair_change(repair: Repair) -> Change:
    """A repair as one change, for one undo step."""
    edits = tuple(CellEdit(c.ref, c.old, c.new) for c in repair.changes)
    return Change(f"采用修改建议：{repair.reason}", Origin.REPAIR, edits)


def lock_cells(state: OpenReport, refs: Iterable[CellRef], locked: bool = True) -> LockCells:
    """确认无误 for cells the clerk is sure of, or its end."""
    chosen = frozenset(refs)
    new = state.locked | chosen if locked else state.locked - chosen
    return LockCells("确认无误" if locked else "取消确认无误", state.locked, new)


def dismiss(state: OpenReport, finding: Finding, reason: str, now: str) -> SetDismissals:
    """A warning or hint set aside with a reason; errors stand until they are mended (UserError)."""
    if finding.severity is Severity.ERROR:
        raise UserError("错误不能忽略，请先改正数字，或在修改建议里选择一种。")
    return SetDismissals("说明理由", state.dismissals, (*state.dismissals, dismissal_of(finding, reason, now)))


def restore(state: OpenReport, finding: Finding) -> SetDismissals:
    """A dismissed finding among the standing ones again."""
    kept = tuple(d for d in state.dismissals if d.identity != finding.identity)
    return SetDismissals("恢复为待核对", state.dismissals, kept)


# What jobs bring back


def saved_as(state: OpenReport, stored: OpenReport, version: VersionInfo, now: str) -> OpenReport:
    """The open report once an earlier value of the same opening was stored as a version.

    E.g. stored at revision 12 while the person is at 15: version 12 counts as saved, 13 to 15 do not. A person who
    undid a stored change meanwhile (typed 5, saved, Ctrl+Z while it was being written) gets its inverse into the log,
    because the version holds the change.
    """
    assert state.identity == stored.identity
    common = 0
    while common < min(len(state.log), len(stored.log)) and state.log[common] == stored.log[common]:
        common += 1
    undone = tuple((change.inverse(), now) for change, _when in reversed(stored.log[common:]))
    log = stored.log + undone + state.log[common:]
    return replace(state, saved=stored.work, log=log, logged=len(stored.log), version=version)


def with_previous(state: OpenReport, previous: Report | None, origin: VersionInfo | str | None = None) -> OpenReport:
    """With last year's report beside it, for the rules across years; see OpenReport.previous_from for origin."""
    return replace(state, previous=previous, previous_from=origin)


def with_pages(state: OpenReport, pages: PagesBeside, source: Path) -> OpenReport:
    """With the pages of a scan beside it; source is the file, or the first of several."""
    return replace(state, document=pages.document, source=source, source_name=pages.name, source_bytes=pages.data)


def without_version(state: OpenReport) -> OpenReport:
    """The history was put back to a copy that lacks this version: the next save keeps everything anew."""
    return replace(state, saved=Work(state.original), logged=0, version=None)
