"""The session's side of the history: opened at first use, rescued when damaged, copied once a day."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import Lock
from uuid import uuid4

from core import change as changes
from core.errors import StoreError
from core.finding import Finding
from core.model import Report
from core.opened import Made, Opened
from core.store.backups import damaged_file
from core.store.backups.backup import Progress
from core.store.backups.damaged_file import SetAside
from core.store.codec.finding import dismissal_of, dismissal_row, finding_row
from core.store.history import DraftInfo, History, Holder, Snapshot, Stored, VersionId, VersionInfo

HISTORY_FILE = "history.db"


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
        self._draft_key = uuid4().hex
        self._held: VersionInfo | None = None

    @property
    def history(self) -> History:
        """The history, opened (and created) at first use; StoreError says what to do."""
        with self._opening:
            if self._history is None:
                try:
                    self.path.parent.mkdir(parents=True, exist_ok=True)
                except OSError as error:
                    folder = self.path.parent
                    raise StoreError(f"无法建立历史记录文件夹“{folder}”，请在设置里换一个文件夹。") from error
                self._history, self.set_aside = damaged_file.open_history(self.path)
            return self._history

    @property
    def exists(self) -> bool:
        """Whether there is a history yet."""
        return self._history is not None or self.path.exists()

    def previous_of(self, report: Report) -> Report | None:
        """Last year's report of the same agency; a history out of order is no reason not to open a report."""
        if report.agency is None or report.year is None or not self.exists:
            return None
        try:
            return self.history.previous_of(report.agency, report.year)
        except StoreError:
            return None

    def save(self, opened: Opened, findings: tuple[Finding, ...], note: str) -> VersionInfo:
        """A new version, durable when this returns; the draft of the same work is no longer needed."""
        version = self.history.save(snapshot(opened, findings), note)
        self.drop_draft()
        return version

    def open_version(self, version_id: VersionId) -> Opened:
        """A saved version with its figures, texts and edits."""
        stored = self.history.load(version_id)
        log = self._whole_log(stored)
        return _reopened(stored, taken_back(stored.report, log), stored.report, log, len(log), stored.info)

    # Drafts: unsaved work put in safety, offered again after a crash

    def save_draft(self, opened: Opened, findings: tuple[Finding, ...]) -> None:
        """Put the work as it stands in safety."""
        self.history.save_draft(self._draft_key, snapshot(opened, findings))

    def drop_draft(self, key: str | None = None) -> None:
        """Forget a draft, this window's own when no key is given."""
        if self.exists:
            self.history.drop_draft(key or self._draft_key)

    def drafts(self) -> list[DraftInfo]:
        """Work that windows now gone left unsaved, the last first; nothing is created to look for it."""
        if not self.exists:
            return []
        return [d for d in self.history.drafts() if not d.in_use and d.key != self._draft_key]

    def open_draft(self, key: str) -> Opened:
        """Unsaved work with its changes; StoreError when it is gone."""
        kept = self.history.load_draft(key)
        if kept is None:
            raise StoreError("这份未保存的修改已经不在了，请打开原文件重新修改。")
        found = [v for v in self.history.versions(kept.report_id) if v.id == kept.parent] if kept.report_id else []
        older = self.history.load(found[0].id) if found else None
        log = (self._whole_log(older) if older else ()) + kept.changes
        original = taken_back(kept.report, log)
        baseline = older.report if older else original
        return _reopened(kept, original, baseline, log, len(log) - len(kept.changes), found[0] if found else None)

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

    def _whole_log(self, stored: Stored) -> tuple[Made, ...]:
        """The changes of a version and of all it grew from, oldest first."""
        log, parent = stored.changes, stored.info.parent
        while parent is not None:
            older = self.history.load(parent)
            log, parent = older.changes + log, older.info.parent
        return log


def snapshot(opened: Opened, findings: tuple[Finding, ...]) -> Snapshot:
    """What one save keeps: the changes are those that the history does not have yet."""
    return Snapshot(
        report=opened.report,
        changes=opened.log[opened.logged :],
        findings=tuple(finding_row(f) for f in findings),
        dismissals=tuple(dismissal_row(d) for d in opened.dismissals),
        source_name=opened.source_name,
        source_sha256=sha256(opened.source_bytes).hexdigest() if opened.source_bytes else "",
        source_bytes=opened.source_bytes or None,
        report_id=opened.version.report_id if opened.version else None,
        parent=opened.version.id if opened.version else None,
    )


def taken_back(report: Report, log: tuple[Made, ...]) -> Report:
    """The report before the first of these changes."""
    for change, _when in reversed(log):
        report = changes.apply(report, change.inverse())
    return report


def _reopened(
    kept: Stored | Snapshot,
    original: Report,
    baseline: Report,
    log: tuple[Made, ...],
    logged: int,
    version: VersionInfo | None,
) -> Opened:
    return Opened(
        kept.report,
        original,
        baseline,
        source_name=kept.source_name,
        source_bytes=kept.source_bytes or b"",
        log=log,
        logged=logged,
        dismissals=tuple(dismissal_of(dict(row)) for row in kept.dismissals),
        version=version,
    )
