"""The one owner of a connection to the history file."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.store import file_access
from core.store.backups import backup, whole_files
from core.store.file_access import FileId
from core.store.migrations import CURRENT
from core.store.network_folder import is_shared
from core.store.search import index
from core.store.sqlite_errors import DamagedStore, MovedStore, ReadOnlyStore, translated
from core.store.upgrade import upgrade, version_of

WAIT_SECONDS = 10.0  # how long a write waits for another window's write
_CHECKPOINT_SECONDS = 1.0  # the log may also be emptied later
CHECK_BYTES = 32 * 2**20  # larger files are checked by the daily backup, for the check reads all of them

Params = Sequence[Any]


class Database:
    """An open history file: foreign keys on, every commit on the disk before it returns.

    Safe from several threads: one at a time, by a lock held for a whole transaction. Every method raises
    StoreError for what the surroundings do. Opening brings an older file to the current format, after a copy of
    it was put among the backups (unless keep_copy is False), and raises DamagedStore when the file is not sound,
    or when it is missing or empty while a log or copies of it lie in the folder (unless new is True).

    On read-only media the file is opened for reading: read_only is True, writing() raises ReadOnlyStore.
    """

    def __init__(self, path: Path, wait: float = WAIT_SECONDS, keep_copy: bool = True, new: bool = False) -> None:
        self.path = path
        self.closed = False
        self.read_only = False
        self._keep_copy = keep_copy
        self._wait = wait
        self._lock = threading.RLock()
        self._file: FileId | None = None
        self._log: FileId | None = None
        self._reading_copy: Path | None = None  # of a file that cannot be read where it lies
        with translated(path):
            try:
                self._connection = self._open(new)
            except ReadOnlyStore:
                if not path.exists():
                    raise
                self._connection = self._open_read_only()

    def _open(self, new: bool) -> sqlite3.Connection:
        with translated(self.path):
            file_access.make_private_folder(self.path.parent)
            _check(self.path, new)
            file_access.make_private_file(self.path)
            self._file = file_access.file_id(self.path)
            connection = _connect(self.path, self._wait)
            try:
                _prepare(connection, self.path, self._wait)
                upgrade(connection, self.path, self._copy_before_upgrade)
                self.indexed = index.create(connection)
                self._verify_in_place()
            except BaseException:
                connection.close()
                raise
            return connection

    def _open_read_only(self) -> sqlite3.Connection:
        """The file as it lies there, or a private copy of it where SQLite would have to write beside it: a log that
        was not emptied (the medium was pulled out while a window was open), a file of an older format."""
        self.read_only = True
        log = self.path.with_name(self.path.name + "-wal")
        unfinished = log.exists() and log.stat().st_size > 0
        if not unfinished:
            connection = backup.open_existing(self.path, backup.IMMUTABLE)
            if version_of(connection) == CURRENT:
                return self._for_reading(connection)
            connection.close()
        self._reading_copy = Path(tempfile.mkdtemp(prefix="nianbao-")) / self.path.name
        for name in ("", "-wal") if unfinished else ("",):
            shutil.copyfile(self.path.with_name(self.path.name + name), str(self._reading_copy) + name)
        try:
            Database(self._reading_copy, self._wait, keep_copy=False).close()
            return self._for_reading(backup.open_existing(self._reading_copy, "ro"))
        except BaseException:
            shutil.rmtree(self._reading_copy.parent)
            raise

    def _for_reading(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA temp_store = MEMORY")
        self.indexed = index.is_usable(connection) and not index.stale(connection, 1)
        return connection

    def _copy_before_upgrade(self, version: int) -> None:
        if not self._keep_copy:
            return
        name = f"{self.path.stem}-upgrade-v{version}-{backup.stamp()}"
        backup.copy(self.path, whole_files.free_name(backup.folder_of(self.path), name))

    def close(self) -> None:
        """Ends the connection; calling it twice is fine."""
        with self._lock, translated(self.path):
            if not self.closed and not self.read_only and not self._is_in_place():
                # SQLite leaves the log of a renamed file behind at its old name: what was acknowledged goes into the
                # file first. PASSIVE keeps the log, from which a deleted file can be recovered.
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            self.closed = True
            self._connection.close()
            if self._reading_copy is not None:
                shutil.rmtree(self._reading_copy.parent, ignore_errors=True)

    def open_second(self) -> sqlite3.Connection:
        """Another connection to the same content, for reading beside this one."""
        if not self.read_only:
            return backup.open_existing(self.path)
        if self._reading_copy is not None:
            return backup.open_existing(self._reading_copy, "ro")
        return backup.open_existing(self.path, backup.IMMUTABLE)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: durable when the block ends, undone whole when it raises. Not nestable.

        MovedStore when the file is no longer the one in the folder, before or after the commit: what went into a
        file that nobody will find again is not acknowledged.
        """
        with self._lock, translated(self.path):
            self.require_writable()
            self._verify_in_place()
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            finally:
                # Also after a failed COMMIT; SQLite itself has rolled back after some errors.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
            self._verify_in_place()

    def require_writable(self) -> None:
        """ReadOnlyStore when the file lies on a read-only medium."""
        if self.read_only:
            raise ReadOnlyStore(
                f"历史记录所在位置只能读、不能写，没有保存；请取消“只读”，或在设置中另选数据文件夹：{self.path}"
            )

    def _verify_in_place(self) -> None:
        """The file and its log are the ones that were opened: not renamed, deleted, replaced, set aside.

        SQLite itself does not look again: on Linux it goes on writing into a file without a name. Windows lets
        nobody rename or delete an open file; a file system that gives no numbers there is not asked.
        """
        if not self._is_in_place():
            raise MovedStore(
                "历史记录文件已不在原处（被移走、改名、删除，或被另一个窗口换成新的），这次没有保存。"
                f"请把它放回原处；再保存一次，就会存进这个文件夹里现有的历史记录：{self.path}"
            )

    def _is_in_place(self) -> bool:
        log = file_access.file_id(self.path.with_name(self.path.name + "-wal"))
        if self._log is None:
            self._log = log
        return file_access.file_id(self.path) == self._file and log == self._log

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

    def set_foreign_keys(self, on: bool) -> None:
        """Foreign keys are on; only rows that are put together again from a damaged file come in any order."""
        with self._lock, translated(self.path):
            self._connection.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")

    def checkpoint(self) -> bool:
        """Empties the write-ahead log into the file; False when another window still reads from it."""
        with self._lock, translated(self.path):
            self._connection.execute(f"PRAGMA busy_timeout = {int(min(self._wait, _CHECKPOINT_SECONDS) * 1000)}")
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


def _check(path: Path, new: bool) -> None:
    """DamagedStore before anything is opened for writing.

    A missing or empty file is a new history only where nothing is left of an earlier one: opening it would make
    SQLite delete a log with versions that were saved.
    """
    left = [] if new else backup.remains(path)
    # The size after that: another window may be making the file at this moment, which gets its content before its log.
    size = _size(path)
    if size == 0 and left:
        raise DamagedStore(f"历史记录文件不见了或是空的，但文件夹里还有它的日志或备份；请从备份恢复：{path}")
    if 0 < size <= CHECK_BYTES and backup.check(path) not in ("", backup.FOREIGN):
        raise DamagedStore(f"历史记录文件已损坏；请从备份恢复：{path}")


def _size(path: Path) -> int:
    """Bytes; 0 where there is no file. Asked once: another window may set the file aside at any moment."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
