"""What was corrected in a report: each place once, first value against last, with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from difflib import SequenceMatcher

from core import schema
from core.change import CellEdit, Change, Edit, Fact, Origin, SectionEdit
from core.export.standard.content import xml_text
from core.finding import Finding
from core.model import CellRef, Paragraph, Report

Log = Sequence[tuple[Change, str]]
_FACTS = {Fact.TITLE: "标题", Fact.AGENCY: "机关名称", Fact.YEAR: "年度"}
_BY_ORIGIN = {
    Origin.TYPED: "核对后更正",
    Origin.PASTED: "按核对后的表格更正",
    Origin.FILLED: "补填",
    Origin.REPLACED: "核对后统一替换",
    Origin.CLEARED: "核对后清除",
    Origin.RESTORED: "恢复原报内容",
    Origin.REPAIR: "按勾稽关系更正",
}
_NOTHING = "（空白）"
_LONGEST_REASON = 80
_SENTENCE = re.compile(r"[^。；]*[。；]|[^。；]+$")


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One line of the 更正说明. place names the cell or paragraph; when is local time, "" if unknown."""

    place: str
    original: str
    corrected: str
    reason: str
    who: str = ""
    when: str = ""


def change_entries(
    original: Report,
    report: Report,
    log: Log,
    author: str = "",
    findings_before: Sequence[Finding] = (),
    zone: tzinfo | None = None,
) -> tuple[ChangeEntry, ...]:
    """Every difference between the report as opened and as it stands, in the form's order.

    log says when and how each came about; findings_before, those of the original, say why. Times are shown in
    zone, the computer's own if None.
    """
    last = _Last(log, zone)
    reasons = {ref: f.message for f in reversed(findings_before) for ref in f.cells}
    entries = [*_facts(original, report, last), *_sections(original, report, last)]
    entries += _cells(original, report, last, reasons)
    return tuple(_signed(e, author) for e in entries)


Touched = CellRef | Fact | int  # a cell, a cover fact or a section's number


class _Last:
    """The last change of the log that touched a place."""

    def __init__(self, log: Log, zone: tzinfo | None) -> None:
        self._acts: dict[Touched, tuple[Change, str]] = {}
        self._zone = zone
        for change, when in log:
            for edit in change.edits:
                self._acts[_place(edit)] = (change, when)

    def of(self, place: Touched) -> tuple[str, str]:
        """Reason by the kind of act, and its time; an unlogged difference has no time."""
        if place not in self._acts:
            return _BY_ORIGIN[Origin.TYPED], ""
        change, when = self._acts[place]
        return _reason(change), self._shown(when)

    def _shown(self, when: str) -> str:
        try:
            moment = datetime.fromisoformat(when)
        except ValueError:
            return when
        return moment.astimezone(self._zone).strftime("%Y-%m-%d %H:%M")


def _place(edit: Edit) -> Touched:
    if isinstance(edit, CellEdit):
        return edit.ref
    return edit.section if isinstance(edit, SectionEdit) else edit.fact


def _reason(change: Change) -> str:
    return change.label if change.origin is Origin.REPAIR else _BY_ORIGIN[change.origin]


def _facts(original: Report, report: Report, last: _Last) -> Iterator[ChangeEntry]:
    for fact, name in _FACTS.items():
        before, after = getattr(original, fact), getattr(report, fact)
        if before != after:
            reason, when = last.of(fact)
            yield ChangeEntry(name, _shown(before), _shown(after), reason, when=when)


def _sections(original: Report, report: Report, last: _Last) -> Iterator[ChangeEntry]:
    headings = schema.load(report.edition).headings
    for old, new in zip(original.sections, report.sections, strict=True):
        reason, when = last.of(new.number)
        for number, before, after in _paragraphs(old.paragraphs, new.paragraphs):
            place = f"“{headings[new.number - 1]}”第{number}段"
            yield ChangeEntry(place, before or _NOTHING, after or "（删去）", reason, when=when)


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


def _cells(original: Report, report: Report, last: _Last, reasons: Mapping[CellRef, str]) -> Iterator[ChangeEntry]:
    for number, grid in sorted(report.tables.items()):
        form = schema.shape(grid.edition, number)
        for ref in form.refs:
            before, after = xml_text(original.cell(ref).raw), xml_text(grid.cell(ref).raw)
            if before != after:
                reason, when = last.of(ref)
                why = _joined(reasons.get(ref, ""), reason)
                yield ChangeEntry(f"表{number} {form.describe(ref)}", _shown(before), _shown(after), why, when=when)


def _joined(cause: str, act: str) -> str:
    """What was wrong, then what was done about it."""
    if not cause:
        return act
    short = cause if len(cause) <= _LONGEST_REASON else cause[: _LONGEST_REASON - 1] + "…"
    return f"{short.rstrip('。；')}；{act}"


def _shown(value: object) -> str:
    return _NOTHING if value in (None, "") else str(value)


def _signed(entry: ChangeEntry, author: str) -> ChangeEntry:
    return ChangeEntry(entry.place, entry.original, entry.corrected, entry.reason, author, entry.when)
