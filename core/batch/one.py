"""One file from its bytes to findings and repairs, by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.acts import with_previous
from core.checking import check, suggest_repairs, suggestion_inputs
from core.document import Progress
from core.errors import UserError
from core.finding import BrokenRule, Finding, Repair, Severity
from core.model import TABLES, Report
from core.open_report import opened
from core.reading import load, open_archive, read_bytes
from core.rules import RuleSettings
from core.session import report_in
from core.store.history import SourceKind
from core.verdict import verdict_of

PreviousOf = Callable[[Report], Report | None]  # last year's report of the same agency


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


def check_one(
    task: CheckTask,
    settings: RuleSettings,
    previous_of: PreviousOf | None = None,
    progress: Progress | None = None,
) -> CheckedFile:
    """Read, extract, check and suggest; UserError becomes the file's error. previous_of finds last year's report where
    the task has none."""
    try:
        data = load(task.path) if task.data is None else task.data
        return _checked(task, data, settings, previous_of or (lambda _: None), progress)
    except UserError as error:
        return CheckedFile(error=str(error))


def _checked(
    task: CheckTask, data: bytes, settings: RuleSettings, previous_of: PreviousOf, progress: Progress | None
) -> CheckedFile:
    result = read_bytes(data, task.title, progress)
    report = report_in(result, progress)
    state = with_previous(opened(report, SourceKind.FILE), task.previous or previous_of(report))
    checked = check(state, settings)
    suggestions = [suggest_repairs(suggestion_inputs(state, checked, table)) for table in TABLES]
    return CheckedFile(
        report,
        checked.findings,
        tuple(repair for suggestion in suggestions for repair in suggestion.repairs),
        checked.broken,
        verdict_of(report, checked, settings).sentence,
        kind=result.value.kind,
        source_name=open_archive(data, task.title)[1],
    )
