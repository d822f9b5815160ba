"""The history of reports in one SQLite file: what the session and the window talk to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from core.store import loading, saving
from core.store.database import Database
from core.store.records import (
    SUBMITTED,
    ReportId,
    ReportInfo,
    Snapshot,
    State,
    Stored,
    VersionId,
    VersionInfo,
)

__all__ = [
    "SUBMITTED",
    "History",
    "ReportId",
    "ReportInfo",
    "Snapshot",
    "State",
    "Stored",
    "VersionId",
    "VersionInfo",
]


def utc_now() -> str:
    """Now, ISO 8601 UTC with microseconds: such texts sort by time."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class History:
    """Saved reports and their versions.

    May be called from any thread; calls wait for each other. Opening and every method raise StoreError with
    one Chinese sentence when the disk is full, the file is locked, read-only, damaged or newer.
    """

    def __init__(self, path: Path, now: Callable[[], str] = utc_now) -> None:
        self._db = Database(path)
        self._now = now

    @property
    def path(self) -> Path:
        """The file."""
        return self._db.path

    def close(self) -> None:
        """Ends the connection; calling it twice is fine."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def save(self, snapshot: Snapshot, note: str = "") -> VersionInfo:
        """A new version, on the disk when this returns; never written over another (see VersionInfo.beside)."""
        with self._db.writing() as connection:
            version_id = saving.save(connection, snapshot, note, self._now())
            return loading.version(connection, version_id)

    def reports(self) -> list[ReportInfo]:
        """All reports, the last saved first."""
        rows = self._db.rows(f"{loading.REPORTS} ORDER BY updated DESC, id DESC")
        return [loading.report_info(row) for row in rows]

    def versions(self, report_id: ReportId) -> list[VersionInfo]:
        """A report's versions, the newest first; empty for an unknown report."""
        rows = self._db.rows(f"{loading.VERSIONS} WHERE report_id = ? ORDER BY number DESC", [report_id])
        return [loading.version_info(row) for row in rows]

    def load(self, version_id: VersionId) -> Stored:
        """A version as it was saved; StoreError when it was deleted."""
        with self._db.reading() as connection:
            return loading.stored(connection, version_id)
