"""The open report as one frozen value: what the window shows, what jobs are given, what is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from core.change import Change
from core.document import Document
from core.finding import Dismissal
from core.model import CellRef, Report
from core.store.history import SourceKind, VersionInfo

LoggedChange = tuple[Change, str]  # a change and when it was made, ISO 8601 UTC


class Work(NamedTuple):
    """What a person makes, and what a save keeps: the report, the cells confirmed, the findings dismissed."""

    report: Report
    locked: frozenset[CellRef] = frozenset()
    dismissals: tuple[Dismissal, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenReport:
    """The open report at one moment. Acts (core.acts) make the next value of it, nothing changes one in place.

    identity tells one opening from the next, also of the same file; it is the key of the draft as well. revision
    counts the acts since the opening, e.g. 12 after twelve edits and 13 after undoing the last one.
    original is the report as the file (or the first version) gave it: the 原报 values. saved is the work that counts
    as saved. log holds the changes that led from original to report, oldest first; logged is how many of them the
    history has already. origin says where the content came from; it stays when a version or a draft of it is opened.
    previous is last year's report, when one was found or chosen; previous_from is the version of the history that it
    is, or the name of the file that was chosen.
    """

    report: Report
    original: Report
    saved: Work
    origin: SourceKind = SourceKind.FILE
    document: Document | None = None
    source: Path | None = None
    source_name: str = ""
    source_bytes: bytes = b""
    log: tuple[LoggedChange, ...] = ()
    logged: int = 0
    locked: frozenset[CellRef] = frozenset()
    dismissals: tuple[Dismissal, ...] = ()
    version: VersionInfo | None = None
    previous: Report | None = None
    previous_from: VersionInfo | str | None = None
    revision: int = 0
    identity: str = field(default_factory=lambda: uuid4().hex)

    @property
    def work(self) -> Work:
        """What a save of this moment would keep."""
        return Work(self.report, self.locked, self.dismissals)

    @property
    def dirty(self) -> bool:
        """Whether something is not saved (before the first save: whether something differs from the file)."""
        return self.work != self.saved


def opened(report: Report, origin: SourceKind) -> OpenReport:
    """A report as it was just read or made, nothing done to it yet."""
    return OpenReport(report, report, Work(report), origin)
