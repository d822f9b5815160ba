"""Several reports checked in one go: each by itself, then together (rule 28)."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from core import rules
from core.acts import with_previous
from core.checking import suggest_repairs, suggestion_inputs
from core.document import Document, Result
from core.errors import UserError
from core.finding import BrokenRule, Finding, Repair, Severity
from core.model import TABLES, Report
from core.reading import load
from core.session import ReaderProcesses, Session
from core.settings import Settings
from core.verdict import verdict_of

Reading = Future[tuple[bytes, Result[Document]]]
_MANY = 24  # files
_READ_AHEAD = 4  # files waiting for each core


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
    paths: Sequence[Path], data_dir: Path | None = None, previous: Path | None = None, settings: Settings | None = None
) -> Iterator[FileCheck]:
    """Checks in the order given, each as soon as it is there; several files are read before the first is given
    back, because what they have in common is told with each."""
    if len(paths) < 2:
        return (_check(path, data_dir, previous, settings, None) for path in paths)
    return iter(_together(list(_check_several(paths, data_dir, previous, settings)), settings))


def _check_several(
    paths: Sequence[Path], data_dir: Path | None, previous: Path | None, settings: Settings | None
) -> Iterator[FileCheck]:
    """Many files are read ahead by as many processes as there are cores, so that one that crashes its reader costs its
    own line only. For a few files the start of the processes (0.3 s) would cost more than it saves."""
    if len(paths) < _MANY:
        for path in paths:
            yield _check(path, data_dir, previous, settings, None)
        return
    cores = os.cpu_count() or 1
    processes = ReaderProcesses()
    with closing(processes), ThreadPoolExecutor(cores) as pool:
        waiting: deque[tuple[Path, Reading]] = deque()
        for path in paths:
            waiting.append((path, pool.submit(_read, path, processes)))
            if len(waiting) > _READ_AHEAD * cores:
                first, reading = waiting.popleft()
                yield _check(first, data_dir, previous, settings, reading)
        for path, reading in waiting:
            yield _check(path, data_dir, previous, settings, reading)


def _read(path: Path, processes: ReaderProcesses) -> tuple[bytes, Result[Document]]:
    data = load(path)
    return data, processes.read_bytes(data, path.name)


def _check(
    path: Path,
    data_dir: Path | None,
    previous: Path | None,
    settings: Settings | None,
    reading: Reading | None,
) -> FileCheck:
    session = Session(data_dir)
    session.settings = settings or session.settings
    try:
        state = session.open_read(path, *reading.result()) if reading else session.open(path)
        if previous:
            state = with_previous(state, session.read_report(previous))
        checked = session.check(state)
        suggestions = [suggest_repairs(suggestion_inputs(state, checked, table)) for table in TABLES]
        repairs = tuple(repair for suggestion in suggestions for repair in suggestion.repairs)
        verdict = verdict_of(state.report, checked, session.settings.rules).sentence
        return FileCheck(path, state.report, checked.findings, repairs, checked.broken, verdict=verdict)
    except UserError as error:
        return FileCheck(path, error=str(error))
    finally:
        session.archive.close()


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
