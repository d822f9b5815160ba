"""A county's collection of reports as one frozen value: offices, what they handed in, what was asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from core.finding import Dismissal, Finding
from core.model import CellRef, Report

# The government's own entry, whose documents and requests belong to no department, and the report for the whole county
# that the sums are held against, which is never added to them.
GOVERNMENT, WHOLE, BODY, TOWNSHIP = "政府本级", "政府总报告", "企事业单位", "乡镇街道"
KINDS = ("部门", TOWNSHIP, GOVERNMENT, BODY, WHOLE)


class RowState(StrEnum):
    """Where an office's report stands, the most urgent first."""

    MISSING = "missing"
    UNCHECKED = "unchecked"
    ERRORS = "errors"
    OVERDUE = "overdue"
    RETURNED = "returned"
    RESUBMITTED = "resubmitted"
    MENDED = "mended"
    PASSED = "passed"

    @property
    def words(self) -> str:
        """The state's name on the screen."""
        return _STATES[self]


_STATES = {
    RowState.MISSING: "未报",
    RowState.UNCHECKED: "待校核",
    RowState.ERRORS: "有错",
    RowState.OVERDUE: "逾期未改",
    RowState.RETURNED: "已退回",
    RowState.RESUBMITTED: "已重报",
    RowState.MENDED: "已改",
    RowState.PASSED: "通过",
}


class Issue(StrEnum):
    """What is wrong with a row beside its report's findings."""

    NO_OFFICE = "no_office"
    SECOND_OF_OFFICE = "second_of_office"
    WRONG_YEAR = "wrong_year"
    LAST_YEARS_FILE = "last_years_file"
    OTHER_EDITION = "other_edition"
    UNREADABLE = "unreadable"
    UNREAD_PAGES = "unread_pages"
    PAIR_DIFFERS = "pair_differs"
    COPY_UNREAD = "copy_unread"


class MarkKind(StrEnum):
    """What becomes of a report that passed, in this order."""

    SIGNED = "signed"
    STAMPED = "stamped"
    FILED = "filed"
    PUBLISHED = "published"

    @property
    def words(self) -> str:
        """The mark's name on the screen."""
        return {"signed": "已签发", "stamped": "已盖章", "filed": "已备案", "published": "已公布"}[self.value]


@dataclass(frozen=True, slots=True)
class Office:
    """An office that owes a report. reports_for names the office that reports in its place, '' for itself."""

    name: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    reports_for: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A day (2024-01-31) and, of what is published, where."""

    day: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class AskedItem:
    """A finding that a slip named, in the clerk's words; the rest is Finding.identity. short says the same in fewer
    words, for a slip that would not be one page; '' where there are none, as for what the clerk wrote. It is not kept.
    """

    words: str
    rule: str = ""
    cells: tuple[CellRef, ...] = ()
    subject: str = ""
    short: str = ""

    @property
    def identity(self) -> tuple[str, tuple[CellRef, ...], str]:
        """Equal to Finding.identity of the finding."""
        return (self.rule, self.cells, self.subject)


@dataclass(frozen=True, slots=True)
class Asked:
    """A slip that was written: when, of which hand-in (its key), until when, and what was asked."""

    when: str
    of: str
    due: str
    items: tuple[AskedItem, ...]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One file of an office. key tells hand-ins apart (hash of the content); report None with error saying why.

    broken are sentences about rules that failed by a fault of the program: such a report never passes by itself.
    version is the id of the newest version kept of it in the history, None while there is none: a gathering makes them
    at its end, until then the report lies with the collection. edited: that version was changed by the clerk. member is
    its name inside the archive at path. round counts the slips that were written before it came: 0 for the first.
    last_years names last year's file whose figures it repeats, known the name under which the history had this very
    file before, '' for none. reported counts the errors and warnings it came with by kind (core.desk.closing), whatever
    was mended since. kept is the size of the bytes that the history has of a stamped copy, 0 for none.
    """

    key: str
    name: str
    path: Path | None = None
    sha256: str = ""
    kind: str = ""
    received_at: str = ""
    sender: str = ""
    report: Report | None = None
    error: str = ""
    findings: tuple[Finding, ...] = ()
    broken: tuple[str, ...] = ()
    verdict: str = ""
    version: int | None = None
    kept: int = 0
    edited: bool = False
    member: str = ""
    round: int = 0
    last_years: str = ""
    known: str = ""
    reported: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """An office with all it handed in, oldest first, the one that counts last; office None where none fits.

    counterpart is the stamped copy of the newest. issues are (issue, sentence). dismissals and locked are those of the
    newest file; they are carried over to the next one as far as its figures are the same.
    """

    key: str
    office: Office | None
    hand_ins: tuple[HandedIn, ...] = ()
    counterpart: HandedIn | None = None
    state: RowState = RowState.MISSING
    issues: tuple[tuple[Issue, str], ...] = ()
    errors: int = 0
    warnings: int = 0
    last_year: bool = False
    asked: tuple[Asked, ...] = ()
    marks: Mapping[MarkKind, Mark] = field(default_factory=dict)
    passed: bool = False
    dismissals: tuple[Dismissal, ...] = ()
    locked: frozenset[CellRef] = frozenset()
    note: str = ""

    @property
    def newest(self) -> HandedIn | None:
        """The file that counts."""
        return self.hand_ins[-1] if self.hand_ins else None

    @property
    def report(self) -> Report | None:
        """The report that counts."""
        return self.newest.report if self.newest else None

    @property
    def name(self) -> str:
        """The office's name, else the agency of the report, else the file's name."""
        if self.office is not None:
            return self.office.name
        report = self.report
        return (report.agency if report else None) or (self.newest.name if self.newest else "")


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """Points that a report loses, by kind of error; used is off until the office switches it on."""

    used: bool = False
    full: float = 100.0
    points: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HalfGathered:
    """A gathering that has not ended, or was broken off: from where, and how many of how many files are read."""

    paths: tuple[Path, ...]
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Collection:
    """A year's reports of a county. passed_over are (file, reason); year is 0 until the first reports say it.

    half is the gathering that has not ended, None where everything that was given was read.

    id is None before it is kept in the history; revision names the save it came from, so that a save of another window
    in between is noticed. due is a day (2024-02-20), contact and sender stand on the slips.
    """

    name: str
    year: int
    offices: tuple[Office, ...] = ()
    rows: tuple[Row, ...] = ()
    passed_over: tuple[tuple[str, str], ...] = ()
    scores: ScoreSheet = field(default_factory=ScoreSheet)
    due: str = ""
    contact: str = ""
    sender: str = ""
    id: int | None = None
    revision: str = ""
    half: HalfGathered | None = None

    def row(self, key: str) -> Row | None:
        """A row by its key."""
        return next((row for row in self.rows if row.key == key), None)


@dataclass(frozen=True, slots=True)
class CollectionInfo:
    """A kept collection as lists show it; holder is who has it open elsewhere, '' for nobody."""

    id: int
    name: str
    year: int
    reports: int
    saved: str
    holder: str = ""
