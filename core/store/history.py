"""The history of reports in one SQLite file: what the session and the window talk to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from core.errors import StoreError
from core.model import Report
from core.store import collections, drafts, holders, loading, saving, transfer, trash
from core.store.backups import backup, restore
from core.store.backups.backup import BackupInfo, Progress
from core.store.collections import CollectionLine, KeptCollection, KeptHandIn, KeptRow
from core.store.database import WAIT_SECONDS, Database
from core.store.drafts import DraftInfo
from core.store.holders import Holder
from core.store.process import Owner
from core.store.records import (
    SUBMITTED,
    ReportId,
    ReportInfo,
    Snapshot,
    SourceKind,
    State,
    Step,
    Stored,
    VersionId,
    VersionInfo,
)
from core.store.search import query as search
from core.store.search.query import Query
from core.store.sqlite_errors import BusyStore, DamagedStore
from core.store.transfer import Merged
from core.store.trash import Purged

__all__ = [
    "SUBMITTED",
    "BackupInfo",
    "BusyStore",
    "CollectionLine",
    "DamagedStore",
    "DraftInfo",
    "History",
    "Holder",
    "KeptCollection",
    "KeptHandIn",
    "KeptRow",
    "Merged",
    "Owner",
    "Purged",
    "Query",
    "ReportId",
    "ReportInfo",
    "Snapshot",
    "SourceKind",
    "State",
    "Step",
    "Stored",
    "VersionId",
    "VersionInfo",
]

RECENT = 12  # reports on the start page
FOUND = 100  # search results shown at once


def utc_now() -> str:
    """Now, ISO 8601 UTC with microseconds: such texts sort by time."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class History:
    """Saved reports and their versions.

    May be called from any thread; calls wait for each other (the backup does not, it has its own connection).
    Opening and every method raise StoreError with one Chinese sentence when the disk is full, the file is locked,
    read-only or newer; DamagedStore when it is not sound (see core.store.backups.damaged_file). now gives the
    time as ISO 8601 UTC, wait is for how many seconds a write waits for another window; new starts an empty
    history although something is left of an earlier one.
    """

    def __init__(
        self, path: Path, now: Callable[[], str] = utc_now, wait: float = WAIT_SECONDS, new: bool = False
    ) -> None:
        self._db = Database(path, wait, new=new)
        self._now = now
        self.owner = Owner()

    @property
    def path(self) -> Path:
        """The file."""
        return self._db.path

    @property
    def read_only(self) -> bool:
        """Whether the file lies on a medium that cannot be written: listing, loading and exporting work."""
        return self._db.read_only

    def close(self) -> None:
        """Lets go of the reports this window had open and ends the connection; calling it twice is fine."""
        if self._db.closed or self._db.read_only:
            self._db.close()
            return
        # Not worth an error: a window that has ended is not taken for a living one.
        with suppress(StoreError):
            if self._db.row("SELECT 1 FROM holders WHERE token = ?", [self.owner.token]):
                self.release()
            if self._db.row("SELECT 1 FROM collection_holders WHERE token = ?", [self.owner.token]):
                self.release_collections()
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction; when another window is in the way, the error says whose."""
        try:
            with self._db.writing() as connection:
                yield connection
        except BusyStore as error:
            named = "、".join(dict.fromkeys(str(holder.owner) for holder in self._holders("1 = 1")))
            if not named:
                raise
            raise BusyStore(f"历史记录正被{named}使用，请等对方保存完或关闭窗口后再试：{self.path}") from error

    # Reports and versions

    def save(self, snapshot: Snapshot, note: str = "") -> VersionInfo:
        """A new version, on the disk when this returns; never written over another (see VersionInfo.beside).

        Where nothing differs from the version the work came from, that version is returned: no change, no version.
        """
        with self._writing() as connection:
            version_id = saving.save(connection, snapshot, note, self._now())
            return loading.version(connection, version_id)

    def reports(self) -> list[ReportInfo]:
        """All reports outside the bin, the last saved first."""
        return self._reports("trashed IS NULL ORDER BY updated DESC, id DESC")

    def recent(self, count: int = RECENT) -> list[ReportInfo]:
        """The reports saved last."""
        return self._reports("trashed IS NULL ORDER BY updated DESC, id DESC LIMIT ?", count)

    def search(self, query: Query, limit: int = FOUND) -> list[ReportInfo]:
        """The first matches, the last saved first."""
        return search.search(self._db, query, limit)

    def _reports(self, where: str, *params: int | str) -> list[ReportInfo]:
        return loading.report_infos(self._db.tuples(f"{loading.REPORTS} WHERE {where}", params))

    def versions(self, report_id: ReportId) -> list[VersionInfo]:
        """A report's versions, the newest first; empty for an unknown report."""
        rows = self._db.rows(f"{loading.VERSIONS} WHERE report_id = ? ORDER BY number DESC", [report_id])
        return [loading.version_info(row) for row in rows]

    def heads(self, report_id: ReportId) -> list[VersionInfo]:
        """The versions that no other one came after, the highest number first.

        One as a rule; two where two windows or two computers went on from the same version.
        """
        with self._db.reading() as connection:
            return loading.heads(connection, report_id)

    def knows(self, uid: str) -> bool:
        """Whether a version with this uid is in the file."""
        return self._db.row("SELECT 1 FROM versions WHERE uid = ?", [uid]) is not None

    def version_of_file(self, sha256: str) -> VersionInfo | None:
        """The newest version of the report that was once saved from a file with this content; None when none was."""
        found = self._db.rows(
            "SELECT v.report_id FROM versions v JOIN sources s ON s.id = v.source_id JOIN reports r"
            " ON r.id = v.report_id WHERE s.sha256 = ? AND r.trashed IS NULL ORDER BY v.id DESC LIMIT 1",
            [sha256],
        )
        return self.versions(ReportId(found[0]["report_id"]))[0] if found else None

    def newest_from_file(self, sha256: str) -> VersionInfo | None:
        """The newest version whose own source is a file with this content, with what was changed in it since; None when
        there is none. A later file of the same office is another version, see version_of_file."""
        found = self._db.rows(
            "SELECT v.id FROM versions v JOIN sources s ON s.id = v.source_id JOIN reports r"
            " ON r.id = v.report_id WHERE s.sha256 = ? AND r.trashed IS NULL ORDER BY v.id DESC LIMIT 1",
            [sha256],
        )
        if not found:
            return None
        with self._db.reading() as connection:
            return loading.version(connection, VersionId(found[0]["id"]))

    def timeline(self, report_id: ReportId) -> list[Step]:
        """A report's versions with the labels of what was done for each, the newest first."""
        with self._db.reading() as connection:
            return loading.timeline(connection, report_id)

    def load(self, version_id: VersionId) -> Stored:
        """A version as it was saved; StoreError when it was deleted."""
        with self._db.reading() as connection:
            return loading.stored_version(connection, version_id)

    def previous_of(self, agency: str, year: int) -> Report | None:
        """Last year's report of the same agency, see previous_version."""
        found = self.previous_version(agency, year)
        return found.report if found is not None else None

    def previous_version(self, agency: str, year: int) -> Stored | None:
        """The newest version of the same agency's report of the year before; None when there is none."""
        where = "agency_key = ? AND year = ? AND trashed IS NULL ORDER BY updated DESC, id DESC LIMIT 1"
        for info in self._reports(where, saving.agency_key(agency), year - 1):
            return self.load(info.newest) if info.newest is not None else None
        return None

    def restore_version(self, version_id: VersionId, note: str = "") -> VersionInfo:
        """An old version once more as the newest one; what was saved since stays in the timeline."""
        with self._writing() as connection:
            stored = loading.stored_version(connection, version_id)
            note = note or f"恢复自第 {stored.info.number} 版"
            newest = connection.execute("SELECT newest FROM reports WHERE id = ?", [stored.info.report_id]).fetchone()
            # Its content grew from the old version; the newest one is what it takes the place of.
            made = saving.save_again(connection, stored, note, self._now(), [VersionId(newest[0])])
            return loading.version(connection, made)

    def choose_head(self, version_id: VersionId) -> VersionInfo:
        """The person's decision between several heads: the chosen content once more, after all of them.

        StoreError when the version is no head (any more). The version itself where it is the only head.
        """
        with self._writing() as connection:
            stored = loading.stored_version(connection, version_id)
            heads = loading.heads(connection, stored.info.report_id)
            others = [head for head in heads if head.id != version_id]
            if len(others) == len(heads):
                raise StoreError("这个版本之后又保存了新的版本，请刷新后重新选择")
            if not others:
                return stored.info
            note = f"以第 {stored.info.number} 版为准"
            made = saving.save_again(connection, stored, note, self._now(), [head.id for head in others])
            return loading.version(connection, made)

    def label(self, version_id: VersionId, label: str) -> VersionInfo:
        """Sets a version's label, '' takes it away; SUBMITTED makes the report State.FINAL."""
        return self._mark(version_id, "label", label)

    def annotate(self, version_id: VersionId, note: str) -> VersionInfo:
        """Sets a version's note."""
        return self._mark(version_id, "note", note)

    def _mark(self, version_id: VersionId, column: str, text: str) -> VersionInfo:
        with self._writing() as connection:
            saving.mark(connection, version_id, column, text)
            return loading.version(connection, version_id)

    # The bin

    def trash(self, report_id: ReportId) -> None:
        """Into the bin: out of the lists, the search and previous_of, nothing deleted."""
        with self._writing() as connection:
            trash.set_trashed(connection, report_id, self._now())

    def restore(self, report_id: ReportId) -> None:
        """Out of the bin again."""
        with self._writing() as connection:
            trash.set_trashed(connection, report_id, None)

    def purge(self, report_id: ReportId) -> Purged:
        """Deletes a report and all its traces for good, wherever it is; what it cannot reach is named."""
        return trash.purge(self._db, report_id)

    # Work not saved yet

    def save_draft(self, key: str, snapshot: Snapshot) -> None:
        """Keeps unsaved work under the caller's key (one a window), durable when this returns."""
        with self._writing() as connection:
            drafts.save_draft(connection, key, snapshot, self.owner, self._now())

    def drafts(self) -> list[DraftInfo]:
        """Unsaved work, of this window and of others, the last written first."""
        with self._db.reading() as connection:
            return drafts.drafts(connection, self.owner, self._now())

    def load_draft(self, key: str) -> Snapshot | None:
        """The work as it was handed in; None when there is no such draft."""
        with self._db.reading() as connection:
            return drafts.load_draft(connection, key)

    def drop_draft(self, key: str) -> None:
        """Forgets unsaved work: it was saved, or the person does not want it. An unknown key is fine."""
        with self._writing() as connection:
            drafts.drop_draft(connection, key)

    # Who has what open

    def hold(self, report_id: ReportId) -> list[Holder]:
        """Says that this window has the report open; the other windows that have it, empty as a rule.

        To be repeated every few minutes: a window elsewhere that is silent for long is taken for gone.
        """
        with self._writing() as connection:
            holders.hold(connection, report_id, self.owner, self._now())
        return self._holders("report_id = ?", report_id)

    def holders(self, report_id: ReportId) -> list[Holder]:
        """The other windows that have the report open."""
        return self._holders("report_id = ?", report_id)

    def release(self, report_id: ReportId | None = None) -> None:
        """This window no longer has the report open; None for all it had."""
        with self._writing() as connection:
            holders.release(connection, self.owner, report_id)

    def _holders(self, where: str, *params: int) -> list[Holder]:
        rows = self._db.rows(f"SELECT * FROM holders WHERE {where} ORDER BY since", params)
        return holders.others(rows, self.owner, self._now())

    # Collections of a county's reports

    def save_collection(self, kept: KeptCollection) -> KeptCollection:
        """On the disk when this returns, whole; StoreError when another window saved it since it was loaded."""
        now = self._now()
        with self._writing() as connection:
            number, revision = collections.save(connection, kept, now)
        return replace(kept, id=number, revision=revision, saved=now)

    def keep_file(self, data: bytes) -> str:
        """Keeps a file's bytes for a collection that will name them at its next save; their SHA-256."""
        with self._writing() as connection:
            saving.keep_source(connection, "", data)
        return saving.digest_of(data)

    def file_of(self, digest: str) -> bytes | None:
        """The bytes with this SHA-256; None where no copy is kept. StoreError when they are not sound."""
        with self._db.reading() as connection:
            return loading.file_of(connection, digest)

    def load_collection(self, number: int) -> KeptCollection:
        """A collection as it was saved; StoreError when it is gone."""
        with self._db.reading() as connection:
            return collections.load(connection, number)

    def collections(self) -> list[CollectionLine]:
        """All collections, the newest year first."""
        with self._db.reading() as connection:
            return collections.lines(connection, self.owner, self._now())

    def delete_collection(self, number: int) -> None:
        """The collection goes, its reports stay."""
        with self._writing() as connection:
            collections.delete(connection, number)

    def hold_collection(self, number: int) -> Owner | None:
        """Says that this window has the collection open; who had it first and still has it. To be repeated."""
        with self._writing() as connection:
            return collections.hold(connection, number, self.owner, self._now())

    def release_collections(self) -> None:
        """This window has no collection open any more."""
        with self._writing() as connection:
            collections.release(connection, self.owner)

    def export_collection(self, number: int, target: Path) -> None:
        """One collection with its reports as a file of its own, whole or absent."""
        transfer.export_collection(self._db, number, target)

    def import_collections(self, file: Path) -> list[int]:
        """Takes another history in, as import_merge does; the ids here of the collections it holds."""
        return list(transfer.import_merge(self._db, file).collections)

    # Copies of the whole

    def export_all(self, target: Path) -> None:
        """The whole history as one file for another PC, whole or absent."""
        transfer.export_all(self._db, target)

    def import_merge(self, file: Path) -> Merged:
        """Takes another history in, without doubles, whole or not at all; the file is not written to."""
        return transfer.import_merge(self._db, file)

    def backup(self, keep: int = backup.KEEP, progress: Progress | None = None) -> Path | None:
        """Today's copy where there is none yet; the newest `keep` daily copies stay."""
        self._db.require_writable()
        return backup.daily(self.path, keep, progress=progress)

    def backups(self) -> list[BackupInfo]:
        """The copies there are, the newest first."""
        return backup.backups(self.path)

    def delete_copy(self, copy: Path) -> None:
        """Deletes a backup or a file set aside, as Purged names them; StoreError for any other file."""
        trash.delete_copy(self.path, copy)

    def restore_backup(self, copy: Path, progress: Progress | None = None) -> Path | None:
        """Goes back to a copy; returns the copy made of what was there before. Ids known so far are void."""
        self._db.require_writable()
        return restore.restore(self.path, copy, progress)

    def check(self) -> str:
        """What is wrong with the file, '' when nothing is; reads all of it."""
        return backup.check(self.path, quick=False)

    def prepare_search(self) -> None:
        """Brings the search index up to date ahead of the first search; only long after an upgrade or an import."""
        search.catch_up(self._db)
