"""One file from its bytes to findings and repairs, by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from core.acts import with_previous
from core.checking import check, suggest_repairs, suggestion_inputs
from core.errors import ReadError, UserError
from core.extract import extract
from core.finding import BrokenRule, Finding, Repair, Severity
from core.model import TABLES, Report
from core.open_report import opened
from core.reading import load, open_archive, read_bytes
from core.rules import RuleSettings
from core.store.history import SourceKind, Stored
from core.verdict import verdict_of

PreviousOf = Callable[[Report], Stored | None]  # Archive.previous_of
NO_REPORT = "这个文件里没有找到年度报告的三张表或六个部分，请确认打开的是政府信息公开工作年度报告。"


@dataclass(frozen=True, slots=True)
class CheckTask:
    """A file to check. data is its content where that is at hand already (a member of a zip), else it is read from
    path; name is what the clerk calls it, '' for the path's. previous is last year's report of the same office."""

    path: Path
    data: bytes | None = None
    name: str = ""
    previous: Report | None = None

    @property
    def title(self) -> str:
        """The name shown, and the one that tells the reader the kind of file."""
        return self.name or self.path.name


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What became of a task: report is None when it could not be read, and error says why, as a sentence for the
    clerk. repairs are the smallest ones of all tables; broken are rules that failed by a fault of the program. kind is
    the format by content ("docx"), source_name the file inside an archive that was read."""

    report: Report | None = None
    findings: tuple[Finding, ...] = ()
    repairs: tuple[Repair, ...] = ()
    broken: tuple[BrokenRule, ...] = ()
    verdict: str = ""
    error: str | None = None
    kind: str = ""
    source_name: str = ""

    @property
    def has_error(self) -> bool:
        """Whether the form contradicts itself."""
        return any(f.severity is Severity.ERROR for f in self.findings)


def check_one(task: CheckTask, settings: RuleSettings, previous_of: PreviousOf | None = None) -> CheckedFile:
    """Read, extract, check and suggest; UserError becomes the file's error. previous_of finds last year's report of
    an office where the task has none."""
    try:
        data = load(task.path) if task.data is None else task.data
        return _checked(task, data, settings, previous_of or (lambda _: None))
    except UserError as error:
        return CheckedFile(error=str(error))


def _checked(task: CheckTask, data: bytes, settings: RuleSettings, previous_of: PreviousOf) -> CheckedFile:
    result = read_bytes(data, task.title)
    report = extract(result.value, result.notes)
    if not report.tables and not any(section.heading for section in report.sections):
        raise ReadError(NO_REPORT)
    state = opened(report, SourceKind.FILE)
    kept = None if task.previous else previous_of(report)
    previous = task.previous or (kept.report if kept else None)
    if previous is not None:
        state = with_previous(state, previous)
    checked = check(state, settings)
    suggestions = [suggest_repairs(suggestion_inputs(state, checked, table)) for table in TABLES]
    found = CheckedFile(
        report,
        checked.findings,
        tuple(repair for suggestion in suggestions for repair in suggestion.repairs),
        checked.broken,
        verdict_of(report, checked, settings).sentence,
        kind=result.value.kind,
    )
    return replace(found, source_name=open_archive(data, task.title)[1])
