"""Whose the files of the history are, and whether a file is still the one that was opened."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from core.paths import APP_NAME

FileId = tuple[int, int]


def file_id(path: Path) -> FileId | None:
    """Device and number of the file that has this name now; None when there is none.

    (0, 0) where the file system gives no numbers (some network drives under Windows): such files are all alike.
    """
    try:
        facts = path.stat()
    except FileNotFoundError:
        return None
    return (facts.st_dev, facts.st_ino) if facts.st_ino else (0, 0)


def make_private_folder(folder: Path) -> None:
    """The folder, made when it is missing; a folder of ours is open to its owner alone (0700).

    A folder that the person chose among others (桌面, a group's folder) keeps the rights it has.
    """
    made = not folder.is_dir()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and (made or folder.name in (APP_NAME, "backups")):
        _restrict(folder, 0o700)


def make_private_file(path: Path) -> None:
    """The file, made empty when it is missing; SQLite gives its log the same rights (0600).

    Left as it is in a folder that several people share: setgid, sticky, or writable by all.
    """
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    if os.name == "posix" and not path.parent.stat().st_mode & (stat.S_ISGID | stat.S_ISVTX | stat.S_IWOTH):
        for name in ("", "-wal", "-shm"):
            part = path.with_name(path.name + name)
            if part.exists():
                _restrict(part, 0o600)


def _restrict(path: Path, mode: int) -> None:
    facts = path.stat()
    # Another person's file cannot be changed, and a file system without rights (a USB stick) refuses.
    if facts.st_uid == os.getuid() and facts.st_mode & 0o077:
        try:
            path.chmod(mode)
        except PermissionError:
            return
