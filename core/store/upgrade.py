"""Bringing a file to the current format, one transaction a step."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from core.errors import StoreError
from core.store import migrations
from core.store.sqlite_errors import DamagedStore, NewerStore


def upgrade(connection: sqlite3.Connection, path: Path, before: Callable[[int], None]) -> None:
    """All missing steps, each one transaction; an empty file takes all of them at once, so that a second program
    starting at the same moment never sees a new file half made and takes it for an old one.

    `before` gets the old version once, ahead of the first step on a file that holds data. NewerStore when the
    file is ahead of this program, StoreError when it is another program's database; then nothing is written.
    DamagedStore when a table of the format is missing.
    """
    version = _recognised(connection, path)
    if version == 0:
        _steps(connection, range(1, migrations.CURRENT + 1))
    elif version < migrations.CURRENT:
        before(version)
        for number in range(version + 1, migrations.CURRENT + 1):
            _steps(connection, [number])
    found = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not found >= migrations.TABLES:
        raise DamagedStore(f"历史记录文件已损坏，缺少其中一部分；请从备份恢复：{path}")


def version_of(connection: sqlite3.Connection) -> int:
    """The file's format version, 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _recognised(connection: sqlite3.Connection, path: Path) -> int:
    version = version_of(connection)
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == migrations.APPLICATION_ID
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not ours and (tables or version):
        raise StoreError(f"这不是年报校核的历史记录文件，请另选一个：{path}")
    if version > migrations.CURRENT:
        raise NewerStore(f"历史记录由更新版本的程序写成，请安装新版程序后再打开：{path}")
    return version


def _steps(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """The steps in one transaction with their version; those that another process was quicker with are left out."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in numbers:
            if version_of(connection) < number:
                for statement in migrations.STEPS[number - 1]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
