"""The bin, and deleting for good."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from core.errors import StoreError
from core.store.backups import backup, whole_files
from core.store.database import Database
from core.store.drafts import drop_unused_sources
from core.store.records import ReportId
from core.store.search import index
from core.store.sqlite_errors import translated


@dataclass(frozen=True, slots=True)
class Purged:
    """What was deleted, and where traces are left.

    backups are copies of the history that still hold the report, unreadable those that could not be looked
    into (damaged ones set aside); other_drafts are keys of drafts of the same agency and year that were never
    saved as this report. Deleting all these is the person's decision. cleared is False when another
    window kept the write-ahead log from being emptied: it is then emptied when the last window closes.
    """

    versions: int
    drafts: int
    sources: int
    cleared: bool
    backups: tuple[Path, ...] = ()
    unreadable: tuple[Path, ...] = ()
    other_drafts: tuple[str, ...] = ()


def set_trashed(connection: sqlite3.Connection, report_id: ReportId, when: str | None) -> None:
    """Into the bin (when) or out of it (None); StoreError when the report is gone."""
    if not connection.execute("UPDATE reports SET trashed = ? WHERE id = ?", [when, report_id]).rowcount:
        raise StoreError("这份报告已不在历史记录中，请刷新列表")


def purge(database: Database, report_id: ReportId) -> Purged:
    """Deletes a report with its versions, changes, drafts, file copies and search entries, overwriting their bytes.

    The write-ahead log is emptied. StoreError when the report is gone already.
    """
    with database.writing() as connection:
        row = connection.execute("SELECT uid, versions, agency, year FROM reports WHERE id = ?", [report_id]).fetchone()
        if row is None:
            raise StoreError("这份报告已不在历史记录中，请刷新列表")
        tied = connection.execute("DELETE FROM drafts WHERE report_id = ?", [report_id]).rowcount
        index.remove(connection, report_id)
        connection.execute("DELETE FROM reports WHERE id = ?", [report_id])
        sources = drop_unused_sources(connection)
        index.optimize(connection)
        loose = connection.execute(
            "SELECT key FROM drafts WHERE agency IS ? AND year IS ?", [row["agency"], row["year"]]
        ).fetchall()
    holding, unreadable = _copies_with(database.path, row["uid"])
    left = (holding, unreadable, tuple(draft["key"] for draft in loose))
    return Purged(row["versions"], tied, sources, database.checkpoint(), *left)


def _copies_with(history: Path, uid: str) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The other history files of the data folder: those that hold the report, and those we cannot read."""
    holding, unreadable = [], []
    for file in history_copies(history):
        try:
            with translated(file), closing(backup.open_existing(file, "ro")) as connection:
                found = connection.execute("SELECT 1 FROM reports WHERE uid = ?", [uid]).fetchone()
        except (StoreError, sqlite3.OperationalError):  # damaged, or torn before its tables were there
            unreadable.append(file)
        else:
            holding += [file] if found else []
    return tuple(holding), tuple(unreadable)


def history_copies(history: Path) -> list[Path]:
    """Backups, files set aside and unfinished files of the data folder, by name."""
    folders = (history.parent, backup.folder_of(history))
    with translated(history):
        names = [file for folder in folders if folder.is_dir() for file in folder.iterdir()]
    prefixes = (f"{history.stem}-", "upgrading-")
    return sorted(f for f in names if f.name.startswith(prefixes) and not f.name.endswith(("-wal", "-shm", "-journal")))


def delete_copy(history: Path, copy: Path) -> None:
    """Deletes one of history_copies(); StoreError for any other file, or when another program has it open."""
    if copy not in history_copies(history):
        raise StoreError(f"请在备份列表里选择；这不是历史记录的备份，没有删除：{copy}")
    with translated(copy):
        whole_files.remove(copy)
