"""Going back to a copy of the history."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core.errors import StoreError
from core.store import file_access
from core.store.backups import backup, whole_files
from core.store.backups.backup import Progress
from core.store.database import Database
from core.store.migrations import CURRENT
from core.store.sqlite_errors import translated
from core.store.upgrade import version_of


def restore(history: Path, copy: Path, progress: Progress | None = None) -> Path | None:
    """Puts a copy's content in place of the history's, in one transaction; other windows see it at once.

    What was there is kept as a copy of kind "restore" and returned, None when there was no file. A damaged
    file must be set aside first (core.store.backups.damaged_file). StoreError when the copy is no sound history.
    """
    if backup.check(copy):
        raise StoreError(f"这个备份已损坏或不是历史记录，请另选一个：{copy}")
    before = None
    if history.exists():
        before = whole_files.free_name(backup.folder_of(history), f"{history.stem}-restore-{backup.stamp()}")
        backup.copy(history, before)
    with current_format(copy, backup.folder_of(history)) as ready, translated(history):
        _overwrite(ready, history, progress)
    return before


def _overwrite(ready: Path, history: Path, progress: Progress | None) -> None:
    with closing(backup.open_for_reading(ready)) as source, closing(_target(history)) as live:
        backup.copy_pages(source, live, progress)


def _target(history: Path) -> sqlite3.Connection:
    file_access.make_private_folder(history.parent)
    file_access.make_private_file(history)
    connection = sqlite3.connect(history, timeout=10.0)
    connection.execute("PRAGMA synchronous = FULL")
    return connection


@contextmanager
def current_format(file: Path, folder: Path) -> Iterator[Path]:
    """The file itself, or where its format is old an upgraded copy in `folder`, deleted afterwards.

    The file is never written to. NewerStore when it is ahead of this program.
    """
    with translated(file), closing(backup.open_for_reading(file)) as connection:
        version = version_of(connection)
    if version == CURRENT:
        yield file
        return
    working = folder / f"upgrading-{uuid.uuid4().hex[:8]}{whole_files.PART}"
    try:
        backup.copy(file, working)
        Database(working, keep_copy=False).close()
        yield working
    finally:
        with translated(working):
            whole_files.remove(working)
