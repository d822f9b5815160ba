"""What goes into the history and what comes out of it, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, NewType

from core.change import Change
from core.model import Report

ReportId = NewType("ReportId", int)
VersionId = NewType("VersionId", int)
Row = Mapping[str, Any]  # JSON-able
Made = tuple[Change, str]  # a change and when it was made, ISO 8601

SUBMITTED = "已报送"


class SourceKind(StrEnum):
    """Where the content of a report came from; stays through versions and drafts. UNKNOWN: saved by an old program."""

    FILE = "file"
    CLIPBOARD = "clipboard"
    TYPED = "typed"
    UNKNOWN = ""


class State(StrEnum):
    """How far a report is: draft while it is worked on, final once a version of it was labelled 已报送."""

    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything one save keeps.

    changes are those since the last version; findings rows as codec.finding.finding_row gives them (the key
    "severity" is counted); dismissals and locked (cells that the person confirmed) any JSON-able rows.
    source_bytes may be None on a later save: the copy is then found by sha256. report_id is the report this one
    was opened from, None for a file opened anew: then the newest report of the same agency and year takes it.
    parent is the version it was opened from or last saved as; when another one was saved meanwhile, the new
    version says so (VersionInfo.beside) and the report has two heads.
    """

    report: Report
    changes: tuple[Made, ...] = ()
    findings: tuple[Row, ...] = ()
    dismissals: tuple[Row, ...] = ()
    source_name: str = ""
    source_sha256: str = ""
    source_bytes: bytes | None = None
    note: str = ""
    state: State = State.DRAFT
    report_id: ReportId | None = None
    parent: VersionId | None = None
    locked: tuple[Row, ...] = ()
    origin: SourceKind = SourceKind.UNKNOWN


class ReportInfo(NamedTuple):
    """A line of the history list: facts of the newest version, times in ISO 8601 UTC.

    heads counts the versions that no other one came after: 2 where two computers went on from the same version.
    A NamedTuple, because a list of ten thousand dataclasses takes twice as long to make.
    """

    id: ReportId
    agency: str | None
    year: int | None
    title: str
    edition: str
    updated: str
    versions: int
    state: State
    errors: int
    warnings: int
    source_name: str
    trashed: bool = False
    newest: VersionId | None = None
    uid: str = ""
    heads: int = 1
    origin: SourceKind = SourceKind.UNKNOWN


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """A saved version. number counts from 1 in its report; a version has a higher number than all it came from.

    beside is the number of the version that somebody else saved between this one and its parent, None as a
    rule: both are kept, neither replaces the other, and the person should compare them.
    """

    id: VersionId
    report_id: ReportId
    number: int
    created: str
    note: str
    label: str
    errors: int
    warnings: int
    source_name: str = ""
    parent: VersionId | None = None
    beside: int | None = None
    uid: str = ""
    origin: SourceKind = SourceKind.UNKNOWN


@dataclass(frozen=True, slots=True)
class Stored:
    """A version as it was saved; source_bytes None when no copy of the file was kept."""

    report: Report
    changes: tuple[Made, ...]
    dismissals: tuple[Row, ...]
    source_name: str
    source_bytes: bytes | None
    info: VersionInfo
    findings: tuple[Row, ...] = ()
    source_sha256: str = ""
    locked: tuple[Row, ...] = ()

    @property
    def origin(self) -> SourceKind:
        """Where the content came from."""
        return self.info.origin


@dataclass(frozen=True, slots=True)
class Step:
    """A version in the timeline, and what was done since the one before: (when, label) in order."""

    version: VersionInfo
    acts: tuple[tuple[str, str], ...]
