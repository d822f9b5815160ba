"""The report in hand and what is known of it, as values."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.change import Change
from core.document import Document
from core.finding import Binding, BrokenRule, Dismissal, Equation, Finding
from core.model import CellRef, Report
from core.store.history import VersionInfo

Made = tuple[Change, str]  # a change and when it was made, ISO 8601 UTC


@dataclass(frozen=True, slots=True)
class Opened:
    """The report in hand and where it came from.

    original is the report as the file (or the stored version) gave it; baseline is what counts as saved.
    log holds the changes since the opening that still stand, each with its time (ISO 8601, UTC);
    logged is how many of them the history has already.
    """

    report: Report
    original: Report
    baseline: Report
    document: Document | None = None
    source: Path | None = None
    source_name: str = ""
    source_bytes: bytes = b""
    log: tuple[Made, ...] = ()
    logged: int = 0
    locked: frozenset[CellRef] = frozenset()
    dismissals: tuple[Dismissal, ...] = ()
    version: VersionInfo | None = None
    previous: Report | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules say of the report in hand; dismissed findings apart."""

    findings: tuple[Finding, ...] = ()
    dismissed: tuple[tuple[Finding, Dismissal], ...] = ()
    bindings: tuple[Binding, ...] = ()
    equations: tuple[Equation, ...] = ()
    broken: tuple[BrokenRule, ...] = ()
