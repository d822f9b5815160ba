"""When the history file is damaged: set aside untouched, and what there is to go back to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from core.store.backups import backup, whole_files
from core.store.backups.backup import BackupInfo
from core.store.history import History
from core.store.sqlite_errors import DamagedStore, translated


@dataclass(frozen=True, slots=True)
class SetAside:
    """Where the damaged file lies now, and the copies that may take its place, the newest first.

    The first one was checked and is sound; the others are checked when they are gone back to.
    """

    file: Path
    backups: tuple[BackupInfo, ...]


def set_aside(history: Path) -> SetAside:
    """Renames the damaged file, and its log with it; its bytes stay as they are.

    The newest sound copy is marked as kept, so that the daily copies of a new, empty history never push it out.
    StoreError when another program has the file open (Windows) or the folder is read-only.
    """
    target = whole_files.free_name(history.parent, f"{history.stem}-damaged-{backup.stamp()}")
    with translated(history):
        # The log first: a log without its file is harmless, but a new file beside an old log is not.
        for name in (*whole_files.LOGS, ""):
            part = history.with_name(history.name + name)
            if part.exists():
                part.rename(target.with_name(target.name + name))
        whole_files.sync_folder(history.parent)
        return SetAside(target, _keep_newest_sound(history))


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


def open_history(history: Path) -> tuple[History, SetAside | None]:
    """The history; where its file is damaged a new empty one, and what became of the damaged file.

    The caller offers the copies (History.restore_backup). StoreError for everything but damage.
    """
    try:
        return History(history), None
    except DamagedStore:
        aside = set_aside(history)
    return History(history), aside
