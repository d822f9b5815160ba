"""The one owner of a connection to the history file."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.store.failures import translated
from core.store.upgrade import upgrade

WAIT_SECONDS = 10.0  # how long a write waits for another window's write

Params = Sequence[Any]


class Database:
    """An open history file: foreign keys on, every commit on the disk before it returns.

    Safe from several threads: one at a time, by a lock held for a whole transaction. Every method raises
    StoreError for what the surroundings do.
    """

    def __init__(self, path: Path, wait: float = WAIT_SECONDS) -> None:
        self.path = path
        self._lock = threading.RLock()
        with translated(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _connect(path, wait)
            try:
                _prepare(self._connection)
                upgrade(self._connection, path, lambda version: None)
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Ends the connection; calling it twice is fine."""
        with self._lock, translated(self.path):
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

    def row(self, sql: str, params: Params = ()) -> sqlite3.Row | None:
        """The first row of one query, None when there is none."""
        found = self.rows(sql, params)
        return found[0] if found else None


def _connect(path: Path, wait: float) -> sqlite3.Connection:
    # isolation_level None: the module starts no transaction of its own; ours are explicit.
    connection = sqlite3.connect(path, timeout=wait, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
