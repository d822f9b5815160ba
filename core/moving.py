"""The data folder of a program on a stick, moved between the stick and the PC in one act.

The folder that is left stays as it was, so that nothing can be lost on the way: a stick pulled out half-way leaves the
old place in use, with all that was in it.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from core import logs, paths, settings
from core.archive import HISTORY_FILE, Archive
from core.errors import UserError
from core.settings import Settings
from core.store.history import History

FOLDERS = ("schemas", "rules")  # what an office added itself: editions and rules
FILES = ("window.json", "remembered.json")


def other_place(now: Path) -> Path | None:
    """Where the data of a program that runs without being installed could go instead of the folder in use: from the
    PC to 数据 beside the program, and back. None where there is no choice: an installed program, a folder that was
    named at the start, a stick that cannot be written."""
    beside = paths.portable_data_dir()
    if beside is None or now not in (beside, paths.default_data_dir()) or not paths.writable(beside.parent):
        return None
    return paths.default_data_dir() if now == beside else beside


def left_on_this_pc(now: Path) -> bool:
    """Whether the history in use is the stick's while another one lies on this PC."""
    return now == paths.portable_data_dir() and (paths.default_data_dir() / HISTORY_FILE).exists()


def move_data(archive: Archive, chosen: Settings, now: Path, target: Path) -> None:
    """All versions and drafts, the settings, an office's own rules and editions into target; what the target's history
    holds already stays and is joined with them. UserError says what to do; the folder in use is then still now."""
    try:
        target.mkdir(parents=True, exist_ok=True)
        if target == paths.portable_data_dir():
            (target / paths.MOVED_AWAY).touch()  # not in use before all of it is there
        if archive.exists:
            _move_history(archive, target)
        settings.save(target, replace(chosen, history_dir=""))
        for name in FILES:
            if (now / name).exists():
                shutil.copy2(now / name, target / name)
        for name in FOLDERS:
            if (now / name).exists():
                shutil.copytree(now / name, target / name, dirs_exist_ok=True)
        archive.close()
        logs.log_to_file(target)
        _choose(target)
    except OSError as error:
        raise UserError(
            f"没有搬成，历史记录还在原处：{error.strerror or error}。请检查磁盘空间和 U 盘，再试一次。"
        ) from error


def _move_history(archive: Archive, target: Path) -> None:
    """The whole history as one file; where the target has a history, that one takes it in."""
    history = target / HISTORY_FILE
    if not history.exists():
        archive.history.export_all(history)
        return
    moved = target / f"{uuid4().hex}.db"
    try:
        archive.history.export_all(moved)
        with closing(History(history)) as there:
            there.import_merge(moved)
    finally:
        moved.unlink(missing_ok=True)


def _choose(target: Path) -> None:
    """The next start takes the target."""
    if target == paths.portable_data_dir():
        paths.keep_data_beside_the_program()
    else:
        paths.keep_data_on_this_pc()
