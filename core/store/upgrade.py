"""Bringing a file to the current format, one transaction a step."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from core.errors import StoreError
from core.store import migrations
from core.store.failures import NewerStore


def upgrade(connection: sqlite3.Connection, path: Path, before: Callable[[int], None]) -> None:
    """All missing steps. `before` gets the old version once, ahead of the first step on a file that holds data.

    NewerStore when the file is ahead of this program, StoreError when it is another program's database;
    in both cases nothing is written.
    """
    version = _recognised(connection, path)
    if 0 < version < migrations.CURRENT:
        before(version)
    for number in range(version + 1, migrations.CURRENT + 1):
        _step(connection, number)


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


def _step(connection: sqlite3.Connection, number: int) -> None:
    """One step with its version; done already when another process was quicker."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if version_of(connection) < number:
            for statement in migrations.STEPS[number - 1]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
