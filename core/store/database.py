"""The one owner of a connection to the history file."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.store.backups import backup, whole_files
from core.store.network_folder import is_shared
from core.store.search import index
from core.store.sqlite_errors import DamagedStore, translated
from core.store.upgrade import upgrade

WAIT_SECONDS = 10.0  # how long a write waits for another window's write
_SETTLE_SECONDS = 1.0  # the log may also be emptied later
CHECK_BYTES = 32 * 2**20  # larger files are checked by the daily backup, for the check reads all of them

Params = Sequence[Any]


class Database:
    """An open history file: foreign keys on, every commit on the disk before it returns.

    Safe from several threads: one at a time, by a lock held for a whole transaction. Every method raises
    StoreError for what the surroundings do. Opening brings an older file to the current format, after a copy of
    it was put among the backups (unless keep_copy is False), and raises DamagedStore when the file is not sound.
    """

    def __init__(self, path: Path, wait: float = WAIT_SECONDS, keep_copy: bool = True) -> None:
        self.path = path
        self.closed = False
        self._keep_copy = keep_copy
        self._wait = wait
        self._lock = threading.RLock()
        with translated(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            _check(path)
            self._connection = _connect(path, wait)
            try:
                self._set_up()
            except BaseException:
                self._connection.close()
                raise

    def _set_up(self) -> None:
        _prepare(self._connection, self.path, self._wait)
        upgrade(self._connection, self.path, self._copy_before_upgrade)
        self.indexed = index.create(self._connection)

    def _copy_before_upgrade(self, version: int) -> None:
        if not self._keep_copy:
            return
        name = f"{self.path.stem}-upgrade-v{version}-{backup.stamp()}"
        backup.copy(self.path, whole_files.free_name(backup.folder_of(self.path), name))

    def close(self) -> None:
        """Ends the connection; calling it twice is fine."""
        with self._lock, translated(self.path):
            self.closed = True
            self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: durable when the block ends, undone whole when it raises. Not nestable."""
        with self._lock, translated(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            finally:
                # Also after a failed COMMIT; SQLite itself has rolled back after some errors.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent look at the file over several queries."""
        with self._lock, translated(self.path):
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def rows(self, sql: str, params: Params = ()) -> list[sqlite3.Row]:
        """All rows of one query."""
        with self._lock, translated(self.path):
            return self._connection.execute(sql, params).fetchall()

    def tuples(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """All rows of one query without their column names, which takes half the time."""
        with self._lock, translated(self.path):
            cursor = self._connection.cursor()
            cursor.row_factory = None
            return cursor.execute(sql, params).fetchall()

    def row(self, sql: str, params: Params = ()) -> sqlite3.Row | None:
        """The first row of one query, None when there is none."""
        found = self.rows(sql, params)
        return found[0] if found else None

    def settle(self) -> bool:
        """Empties the write-ahead log into the file; False when another window still reads from it."""
        with self._lock, translated(self.path):
            self._connection.execute(f"PRAGMA busy_timeout = {int(min(self._wait, _SETTLE_SECONDS) * 1000)}")
            try:
                return bool(self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
            finally:
                self._connection.execute(f"PRAGMA busy_timeout = {int(self._wait * 1000)}")


def _connect(path: Path, wait: float) -> sqlite3.Connection:
    # isolation_level None: the module starts no transaction of its own; ours are explicit.
    connection = sqlite3.connect(path, timeout=wait, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, wait: float) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")  # no traces of reports in the system's temporary folder
    connection.execute("PRAGMA cache_size = -16000")  # KiB; SQLite's own 2 MB do not hold the list of a large history
    wanted = "delete" if is_shared(path.parent) else "wal"
    used = _set_journal(connection, wanted, wait)
    # EXTRA also flushes the folder, where deleting the journal is what commits.
    connection.execute(f"PRAGMA synchronous = {'FULL' if used == 'wal' else 'EXTRA'}")


def _set_journal(connection: sqlite3.Connection, wanted: str, wait: float) -> str:
    """The mode now in use. Changing it needs the file alone, and SQLite does not wait for that by itself."""
    deadline = time.monotonic() + wait
    while True:
        try:
            return str(connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()[0])
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _check(path: Path) -> None:
    """DamagedStore before anything is opened for writing. An empty file is a new one."""
    size = path.stat().st_size if path.exists() else 0
    if 0 < size <= CHECK_BYTES and backup.check(path) not in ("", backup.FOREIGN):
        raise DamagedStore(f"历史记录文件已损坏；请从备份恢复：{path}")
