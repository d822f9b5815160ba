"""Several reports checked in one go: each by itself, then together (rule 28)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from core import rules
from core.batch import CheckedFile, CheckProcesses, CheckTask, check_one
from core.errors import UserError
from core.finding import BrokenRule, Finding, Repair, Severity
from core.model import Report
from core.session import Session
from core.settings import Settings

_MANY = 8  # files; for fewer the start of the processes (0.5 s) would cost more than it saves


@dataclass(frozen=True, slots=True)
class FileCheck:
    """A file and what the rules say of it; report is None when it could not be read, and error says why."""

    path: Path
    report: Report | None = None
    findings: tuple[Finding, ...] = ()
    repairs: tuple[Repair, ...] = ()
    broken: tuple[BrokenRule, ...] = ()
    error: str | None = None
    verdict: str = ""

    @property
    def has_error(self) -> bool:
        """Whether the form contradicts itself."""
        return any(f.severity is Severity.ERROR for f in self.findings)


def check_files(
    files: Sequence[Path], data_dir: Path | None = None, previous: Path | None = None, settings: Settings | None = None
) -> Iterator[FileCheck]:
    """Checks in the order given; several files are read before the first is given back, because what they have in
    common is told with each. Many are shared out to as many processes as there are cores, so that one that crashes its
    reader costs its own line."""
    session = Session(data_dir)
    session.settings = settings or session.settings
    try:
        last_year = session.read_report(previous) if previous else None
        tasks = [CheckTask(path, previous=last_year) for path in files]
        found = _by_processes(tasks, session) if len(tasks) >= _MANY else _here(tasks, session)
    except UserError as error:  # last year's report
        found = [CheckedFile(error=str(error)) for _ in files]
    finally:
        session.archive.close()
    checks = [_line(path, checked) for path, checked in zip(files, found, strict=True)]
    return iter(checks if len(checks) < 2 else _together(checks, settings))


def _here(tasks: Sequence[CheckTask], session: Session) -> list[CheckedFile]:
    return [check_one(task, session.settings.rules, session.archive.last_year_of) for task in tasks]


def _by_processes(tasks: Sequence[CheckTask], session: Session) -> list[CheckedFile]:
    with closing(CheckProcesses(session.settings, session.data_dir)) as processes:
        return [checked for _, checked in processes.check(tasks, in_order=True)]


def _line(path: Path, checked: CheckedFile) -> FileCheck:
    return FileCheck(
        path, checked.report, checked.findings, checked.repairs, checked.broken, checked.error, checked.verdict
    )


def _together(checks: list[FileCheck], settings: Settings | None) -> list[FileCheck]:
    reports = [c.report for c in checks if c.report]
    severities = settings.severities if settings else {}
    files = [c.path.name for c in checks if c.report]
    common = rules.across(reports, _parent(reports), severities=severities, files=files)
    return [replace(c, findings=c.findings + tuple(_of(c.report, common))) if c.report else c for c in checks]


def _parent(reports: Sequence[Report]) -> Report | None:
    """A government's report among those of its own offices: theirs all begin with its region's name."""
    parent = rules.guess_parent(reports)
    if parent is None or not parent.agency:
        return None
    region = parent.agency.removesuffix("人民政府")
    return parent if all((r.agency or "").startswith(region) for r in reports) else None


def _of(report: Report, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Those that name the report's agency."""
    return (f for f in findings if report.agency and report.agency in f.subject)
