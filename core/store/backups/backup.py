"""Copies of the history file: daily ones, those before an upgrade or a restore, and the way back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

from core.store.backups import whole_files
from core.store.migrations import APPLICATION_ID
from core.store.sqlite_errors import DamagedStore, translated
from core.store.upgrade import version_of

KEEP = 7  # daily copies
FOREIGN = "not a history file"
IMMUTABLE = "ro&immutable=1"  # a file that nobody can change: SQLite needs no lock and no log beside it
_LOG_HEADER = 32  # bytes; a write-ahead log that is no longer holds nothing
_PAGES = 2000  # pages a step; between steps other windows may write

_KINDS = ("kept", "upgrade", "restore", "recovered")

Progress = Callable[[int, int], None]  # pages done, total; may raise core.errors.Cancelled


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """A copy of the history. kind: daily, kept (a daily one that is not thrown away), upgrade, restore,
    recovered (put together from what a damaged file and its log still held)."""

    path: Path
    made: str
    size: int
    kind: str


def folder_of(history: Path) -> Path:
    """Where the copies of a history file lie."""
    return history.parent / "backups"


def stamp(now: datetime | None = None) -> str:
    """Time as part of a file name, e.g. 20240115-083000."""
    return (now or datetime.now(UTC).astimezone()).strftime("%Y%m%d-%H%M%S")


def backups(history: Path) -> list[BackupInfo]:
    """The copies there are, the newest first."""
    folder = folder_of(history)
    if not folder.is_dir():
        return []
    with translated(folder):
        names = [file for file in folder.iterdir() if file.suffix == ".db"]
        found = [_info(file, history.stem) for file in names if file.name.startswith(f"{history.stem}-")]
    return sorted(found, key=lambda info: (info.made, info.path.name), reverse=True)


def _info(file: Path, stem: str) -> BackupInfo:
    facts = file.stat()
    made = datetime.fromtimestamp(facts.st_mtime, UTC).isoformat(timespec="microseconds")
    first = file.stem.removeprefix(f"{stem}-").split("-")[0]
    return BackupInfo(file, made, facts.st_size, first if first in _KINDS else "daily")


def remains(history: Path) -> list[Path]:
    """What is left of an earlier history in the folder, beside the file itself: a log with content, copies, files
    that were set aside."""
    log, journal = (history.with_name(history.name + name) for name in ("-wal", "-journal"))
    found = [log] if log.exists() and log.stat().st_size > _LOG_HEADER else []
    # A rollback journal names at byte 16 the pages that the file had before: none where the file was being made.
    if journal.exists() and journal.stat().st_size >= _LOG_HEADER and any(journal.read_bytes()[16:20]):
        found.append(journal)
    found += [info.path for info in backups(history)]
    if history.parent.is_dir():
        damaged = f"{history.stem}-damaged-"
        found += [file for file in history.parent.iterdir() if file.name.startswith(damaged) and file.suffix == ".db"]
    return found


def daily(history: Path, keep: int = KEEP, today: date | None = None, progress: Progress | None = None) -> Path | None:
    """Today's copy, then all but the newest `keep` daily ones are deleted.

    None when there is one of today already or nothing to keep yet. DamagedStore when the copy is not sound:
    then no older copy is touched.
    """
    target = folder_of(history) / f"{history.stem}-{(today or datetime.now(UTC).astimezone().date()):%Y%m%d}.db"
    if target.exists() or _is_empty(history):
        return None
    with translated(target):
        whole_files.delete_abandoned(target.parent)
    copy(history, target, progress)
    outdated = [info for info in backups(history) if info.kind == "daily"][max(keep, 1) :]
    with translated(target):
        for info in outdated:
            whole_files.remove(info.path)
    return target


def _is_empty(history: Path) -> bool:
    with translated(history), closing(open_existing(history)) as source:
        return source.execute("SELECT 1 FROM reports LIMIT 1").fetchone() is None


def copy(history: Path, target: Path, progress: Progress | None = None) -> None:
    """A checked copy of the file, whole or absent; other windows may go on working meanwhile."""
    with whole_files.whole(target) as part:
        with closing(open_existing(history)) as source, closing(sqlite3.connect(part)) as copied:
            copy_pages(source, copied, progress)
            # One file without a log beside it, wherever it is carried.
            copied.execute("PRAGMA journal_mode = DELETE")
        problem = check(part)
        if problem:
            raise DamagedStore(f"历史记录文件已损坏，没有备份；请从较早的备份恢复：{history}")


def check(file: Path, quick: bool = True) -> str:
    """What is wrong with a history file, '' when nothing is; StoreError when it is locked or missing.

    Reads only, so that a damaged file stays as it is; a file whose last write was cut off is first put right
    by SQLite itself, which has to write for it.
    """
    pragma = "quick_check" if quick else "integrity_check"
    with translated(file):
        try:
            return _check(file, pragma, "ro")
        except sqlite3.DatabaseError as error:
            code = error.sqlite_errorcode & 0xFF
            if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                return str(error)
            if code not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN) or not file.exists():
                raise
            return _check(file, pragma, "rw" if _is_writable(file) else IMMUTABLE)


def _check(file: Path, pragma: str, mode: str) -> str:
    with closing(open_existing(file, mode)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            return FOREIGN
        found = str(connection.execute(f"PRAGMA {pragma}(1)").fetchone()[0])
    return "" if found == "ok" else found


def open_existing(file: Path, mode: str = "rw") -> sqlite3.Connection:
    """A connection of our own to a file that exists (mode rw, ro or IMMUTABLE), so that the window's one stays free."""
    # Not as_uri(): for a share it names the server as the URI's host, which SQLite refuses.
    path = file.resolve().as_posix()
    uri = f"file://{'' if path.startswith('/') else '/'}{quote(path)}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=10.0)


def open_for_reading(file: Path) -> sqlite3.Connection:
    """A connection that only reads, on read-only media too, where SQLite could make no log beside the file."""
    connection = open_existing(file, "ro")
    try:
        version_of(connection)
    except sqlite3.OperationalError:
        connection.close()
        if not file.exists() or _is_writable(file):
            raise
        return open_existing(file, IMMUTABLE)
    return connection


def _is_writable(file: Path) -> bool:
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def copy_pages(source: sqlite3.Connection, target: sqlite3.Connection, progress: Progress | None) -> None:
    """The whole content of one file into another, in one transaction of the target."""

    def report(_status: int, remaining: int, total: int) -> None:
        if progress:
            progress(total - remaining, total)

    source.backup(target, pages=_PAGES, progress=report, sleep=0.0)
