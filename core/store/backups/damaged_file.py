"""When the history file is damaged or missing: set aside untouched, recovered where it can be, and what there is to
go back to."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import StoreError
from core.store.backups import backup, recovery, whole_files
from core.store.backups.backup import BackupInfo
from core.store.history import History
from core.store.sqlite_errors import DamagedStore, MovedStore, ReadOnlyStore, translated

_WAIT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class SetAside:
    """Where the damaged file lies now, and the copies that may take its place, the best first.

    file is None when there was none: it was deleted or emptied while its copies lie there. The first copy was
    checked and is sound; the others are checked when they are gone back to.
    """

    file: Path | None
    backups: tuple[BackupInfo, ...]


def set_aside(history: Path) -> SetAside:
    """Renames the damaged file, and its log with it; their bytes stay as they are.

    What the file and the log still hold is put together into a copy of kind "recovered", where that gives more
    than nothing. The newest sound copy is marked as kept, so that the daily copies of a new, empty history never
    push it out. StoreError when another program has the file open (Windows) or the folder is read-only.
    """
    target = whole_files.free_name(history.parent, f"{history.stem}-damaged-{backup.stamp()}")
    moved = False
    with translated(history):
        # The log first: a log without its file is harmless, but a new file beside an old log is not.
        for name in (*whole_files.LOGS, ""):
            part = history.with_name(history.name + name)
            if part.exists():
                moved = moved or part.stat().st_size > 0
                part.rename(target.with_name(target.name + name))
        whole_files.sync_folder(history.parent)
        copies = _keep_newest_sound(history)
        if moved:
            copies = _with_recovered(history, target, copies)
    return SetAside(target if moved else None, copies)


def _keep_newest_sound(history: Path) -> tuple[BackupInfo, ...]:
    """The copies from the newest sound one on, which is no longer a daily one; empty when none is sound."""
    infos = backup.backups(history)
    sound = next((i for i, info in enumerate(infos) if not backup.check(info.path)), None)
    if sound is None:
        return ()
    newest = infos[sound]
    if newest.kind == "daily":
        name = newest.path.stem.removeprefix(f"{history.stem}-")
        kept = whole_files.free_name(newest.path.parent, f"{history.stem}-kept-{name}")
        newest = replace(newest, path=newest.path.rename(kept), kind="kept")
    return (newest, *infos[sound + 1 :])


def _with_recovered(history: Path, damaged: Path, copies: tuple[BackupInfo, ...]) -> tuple[BackupInfo, ...]:
    """The copies and what was recovered; that comes first unless the newest copy holds more versions."""
    name = f"{history.stem}-recovered-{backup.stamp()}"
    target = whole_files.free_name(backup.folder_of(history), name)
    versions = recovery.recover(damaged, target, copies[0].path if copies else None)
    if versions == 0:
        return copies
    made = next(info for info in backup.backups(history) if info.path == target)
    rest = tuple(info for info in copies if info.path != target)
    if rest and recovery.version_count(rest[0].path) > versions:
        return (rest[0], made, *rest[1:])
    return (made, *rest)


def open_history(history: Path) -> tuple[History, SetAside | None]:
    """The history; where its file is damaged or missing a new empty one, and what became of the damaged file.

    The caller offers the copies (History.restore_backup). StoreError for everything but damage.
    """
    with translated(history):
        for folder in (history.parent, backup.folder_of(history)):
            whole_files.delete_abandoned(folder)
    try:
        return History(history), None
    except (DamagedStore, MovedStore, ReadOnlyStore) as error:
        # Moved, or gone between two looks at it: another window may be setting it aside at this moment.
        if not isinstance(error, DamagedStore) and history.exists() and not _lock_of(history).exists():
            raise
        with _alone(history, error):
            try:
                return History(history), None  # another window was quicker
            except DamagedStore:
                aside = set_aside(history)
            return History(history, new=True), aside


def _lock_of(history: Path) -> Path:
    return history.with_name(f"{history.stem}-rescue.lock")


@contextmanager
def _alone(history: Path, reason: StoreError) -> Iterator[None]:
    """One window sets the file aside, others wait: a second one would move the new file away. The reason is raised
    where the folder takes no lock."""
    lock = _lock_of(history)
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL, 0o600))
            break
        except FileExistsError:
            # A window that was killed here left its lock behind.
            if time.monotonic() > deadline:
                break
            time.sleep(0.05)
        except OSError as error:
            raise reason from error
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
