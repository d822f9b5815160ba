"""The history as one window uses it: opened at first use, set aside when damaged, copied once a day."""

from __future__ import annotations

from dataclasses import astuple, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from core import change as changes
from core.acts import without_version
from core.errors import StoreError
from core.finding import Dismissal, Finding
from core.model import CellRef, Report
from core.open_report import LoggedChange, OpenReport, Work
from core.store.backups import backup, damaged_file
from core.store.backups.backup import Progress
from core.store.backups.damaged_file import SetAside
from core.store.codec.finding import dismissal_of, dismissal_row, finding_row
from core.store.codec.report import ref_of, ref_row
from core.store.history import DraftInfo, History, Holder, Snapshot, Stored, VersionId, VersionInfo
from core.store.sqlite_errors import MovedStore

HISTORY_FILE = "history.db"


class Related(NamedTuple):
    """saved: the newest version of the report that was saved from this very file, None when there is none;
    elsewhere: unsaved work on it in other windows that still run."""

    saved: VersionInfo | None = None
    elsewhere: tuple[DraftInfo, ...] = ()


class Archive:
    """One window's way to the history file; nothing is created before something is to be kept.

    set_aside says, after the first use, what became of a damaged file and which copies there are to go back
    to; None when the file was sound.
    """

    def __init__(self, folder: Path) -> None:
        """folder is where the history lies, or will lie."""
        self.path = folder / HISTORY_FILE
        self.set_aside: SetAside | None = None
        self._history: History | None = None
        self._opening = Lock()  # the first draft and the first save may come at the same moment
        self._held: VersionInfo | None = None

    @property
    def history(self) -> History:
        """The history, opened (and created) at first use; StoreError says what to do."""
        with self._opening:
            if self._history is None:
                self._history, self.set_aside = damaged_file.open_history(self.path)
            return self._history

    @property
    def exists(self) -> bool:
        """Whether there is a history yet; also where its file is missing and its log or copies are there."""
        return self._history is not None or self.path.exists() or bool(backup.remains(self.path))

    def previous_of(self, report: Report) -> Stored | None:
        """The newest saved version of last year's report of the same agency; a history out of order is no reason not to
        open a report."""
        if report.agency is None or report.year is None or not self.exists:
            return None
        try:
            return self.history.previous_version(report.agency, report.year)
        except StoreError:
            return None

    def last_year_of(self, report: Report) -> Report | None:
        """The report itself of previous_of."""
        found = self.previous_of(report)
        return found.report if found else None

    def save(self, state: OpenReport, findings: tuple[Finding, ...], note: str = "") -> VersionInfo:
        """A new version, durable when this returns; the one it came from where nothing was changed.

        MovedStore when the history file is no longer the one in the folder; the next save goes to the one that is.
        """
        history = self.history
        if state.version is not None and not history.knows(state.version.uid):
            state = without_version(state)
        try:
            return history.save(snapshot(state, findings), note)
        except MovedStore:
            self.close()
            raise

    def save_elsewhere(self, state: OpenReport, findings: tuple[Finding, ...], target: Path) -> None:
        """Keep the work in another history file, where the own one cannot be written; importing that one brings it
        back. It still counts as not saved."""
        with History(target) as other:  # the numbers of our reports mean nothing there
            other.save(replace(snapshot(state, findings), report_id=None, parent=None))

    def open_version(self, version_id: VersionId) -> OpenReport:
        """A saved version with its figures, texts and edits."""
        stored = self.history.load(version_id)
        log, original = self._log_of(stored)
        locked, dismissals = _locked(stored), _dismissals(stored)
        return OpenReport(
            stored.report,
            original,
            Work(stored.report, locked, dismissals),
            stored.origin,
            source_name=stored.source_name,
            source_bytes=stored.source_bytes or b"",
            log=log,
            logged=len(log),
            locked=locked,
            dismissals=dismissals,
            version=stored.info,
        )

    def related(self, state: OpenReport) -> Related:
        """What the history knows of a file that was just read; nothing where it is out of order."""
        digest = sha256(state.source_bytes).hexdigest() if state.source_bytes else ""
        if not digest or not self.exists:
            return Related()
        try:
            drafts = [d for d in self.history.drafts() if d.in_use and d.source_sha256 == digest]
            return Related(self.history.version_of_file(digest), tuple(drafts))
        except StoreError:
            return Related()

    def kept_from(self, digest: str) -> VersionInfo | None:
        """The newest version that was made from a file with this SHA-256; nothing where the history is out of order."""
        if not digest or not self.exists:
            return None
        try:
            return self.history.newest_from_file(digest)
        except StoreError:
            return None

    # Drafts: unsaved work kept after each act, offered again after a crash. The key is the opening's identity.

    def save_draft(self, state: OpenReport, findings: tuple[Finding, ...]) -> None:
        """Keep this value of the work, or forget its draft when nothing of it is unsaved."""
        if state.dirty:
            try:
                self.history.save_draft(state.identity, snapshot(state, findings))
            except MovedStore:
                self.close()
                raise
        else:
            self.drop_draft(state.identity)

    def drop_draft(self, key: str) -> None:
        """Forget a draft; an unknown key is fine."""
        if self.exists:
            self.history.drop_draft(key)

    def drafts(self) -> list[DraftInfo]:
        """Work that windows now gone left unsaved, the last first; nothing is created to look for it."""
        if not self.exists:
            return []
        return [d for d in self.history.drafts() if not d.in_use]

    def open_draft(self, key: str) -> OpenReport:
        """Unsaved work with its changes; StoreError when it is gone."""
        kept = self.history.load_draft(key)
        if kept is None:
            raise StoreError("这份未保存的修改已经不在了，请打开原文件重新修改。")
        found = [v for v in self.history.versions(kept.report_id) if v.id == kept.parent] if kept.report_id else []
        older = self.history.load(found[0].id) if found else None
        logged: tuple[LoggedChange, ...] = ()
        original = taken_back(kept.report, kept.changes)
        if older is not None and older.report == original:
            logged, original = self._log_of(older)
        log = logged + kept.changes
        return OpenReport(
            kept.report,
            original,
            Work(older.report, _locked(older), _dismissals(older)) if older else Work(original),
            kept.origin,
            source_name=kept.source_name,
            source_bytes=kept.source_bytes or b"",
            log=log,
            logged=len(logged),
            locked=_locked(kept),
            dismissals=_dismissals(kept),
            version=found[0] if found else None,
        )

    # Others, and copies

    def hold(self, version: VersionInfo | None) -> list[Holder]:
        """Say which report this window has open (None: none), and learn who else has it; to be repeated every few
        minutes."""
        if not self.exists:
            return []
        if self._held is not None and (version is None or version.report_id != self._held.report_id):
            self.history.release(self._held.report_id)
        self._held = version
        return self.history.hold(version.report_id) if version else []

    def backup_daily(self, keep: int, progress: Progress | None = None) -> Path | None:
        """Today's copy of the history, None when there is one already or nothing to copy. May run on a worker."""
        if not self.exists or not keep:
            return None
        today = date.today().strftime("%Y%m%d")
        if any(info.kind == "daily" and f"-{today}" in info.path.name for info in self.history.backups()):
            return None
        return self.history.backup(keep, progress)

    def close(self) -> None:
        """Give the file back."""
        if self._history is not None:
            self._history.close()
            self._history = None

    def _log_of(self, stored: Stored) -> tuple[tuple[LoggedChange, ...], Report]:
        """The changes of a version and of all it grew from, oldest first, and the report before the first of them.

        It ends where a version does not lead on from its parent: programs before format 3 named the newest version
        as the parent of one that was restored from an older one.
        """
        log: tuple[LoggedChange, ...] = ()
        original = stored.report
        while stored.report == original:
            log = stored.changes + log
            original = taken_back(stored.report, stored.changes)
            if stored.info.parent is None:
                break
            stored = self.history.load(stored.info.parent)
        return log, original


def snapshot(state: OpenReport, findings: tuple[Finding, ...]) -> Snapshot:
    """What one save keeps: the changes are those that the history does not have yet."""
    return Snapshot(
        report=state.report,
        changes=state.log[state.logged :],
        findings=tuple(finding_row(f) for f in findings),
        dismissals=tuple(dismissal_row(d) for d in state.dismissals),
        source_name=state.source_name,
        source_sha256=sha256(state.source_bytes).hexdigest() if state.source_bytes else "",
        source_bytes=state.source_bytes or None,
        report_id=state.version.report_id if state.version else None,
        parent=state.version.id if state.version else None,
        locked=tuple({"cell": ref_row(ref)} for ref in sorted(state.locked, key=astuple)),
        origin=state.origin,
    )


def taken_back(report: Report, log: tuple[LoggedChange, ...]) -> Report:
    """The report before the first of these changes."""
    for change, _when in reversed(log):
        report = changes.apply(report, change.inverse())
    return report


def _locked(kept: Stored | Snapshot) -> frozenset[CellRef]:
    return frozenset(ref_of(row["cell"]) for row in kept.locked)


def _dismissals(kept: Stored | Snapshot) -> tuple[Dismissal, ...]:
    return tuple(dismissal_of(dict(row)) for row in kept.dismissals)
