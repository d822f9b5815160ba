"""Whole-or-absent files made by SQLite itself, where the bytes do not pass through us."""

from __future__ import annotations

import os
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.store import file_access
from core.store.sqlite_errors import translated

PART = ".part"
_ABANDONED_SECONDS = 3600
_UNFINISHED = re.compile(r"[.-][0-9a-f]{8}\.part(-wal|-shm|-journal)?$")
LOGS = ("-wal", "-shm", "-journal")  # what SQLite puts beside its file


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """A path beside the target to write to; it becomes the target, flushed, when the block ends well.

    When the block raises, or the process is killed, the target is as it was. StoreError for the disk's failures.
    """
    # A name of its own: another program may be making the same file.
    part = target.with_name(f"{target.name}.{uuid.uuid4().hex[:8]}{PART}")
    with translated(target):
        file_access.make_private_folder(target.parent)
        delete_abandoned(target.parent, target.name)
        try:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL, 0o600))
            yield part
            sync(part)
            part.replace(target)
        finally:
            remove(part)
        sync_folder(target.parent)


def remove(file: Path) -> None:
    """Deletes a database and what SQLite left beside it; absent ones are fine."""
    for name in ("", *LOGS):
        file.with_name(file.name + name).unlink(missing_ok=True)


def sync(file: Path) -> None:
    """Returns when the file's bytes are on the disk."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def sync_folder(folder: Path) -> None:
    """Returns when renames in the folder are on the disk; a no-op on Windows, which does not open folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def free_name(folder: Path, stem: str) -> Path:
    """stem.db in the folder, or stem-2.db and so on when that is taken."""
    names = (f"{stem}{'' if n == 1 else f'-{n}'}.db" for n in range(1, 10**6))
    return next(folder / name for name in names if not (folder / name).exists())


def delete_abandoned(folder: Path, of: str = "") -> None:
    """Deletes unfinished files of killed programs, e.g. history-20240115.db.1f0c9a2e.part and its -journal.

    of limits it to those that were to become this file: the folder may be the person's own. Younger ones than an
    hour may be somebody's work of this moment.
    """
    if not folder.is_dir():
        return
    old = time.time() - _ABANDONED_SECONDS
    for file in folder.iterdir():
        if _UNFINISHED.search(file.name) and file.name.startswith(of) and file.stat().st_mtime < old:
            file.unlink(missing_ok=True)
