"""A second start of the program hands its file to the window that is running, through a folder.

The first program holds a lock on the folder; a second one puts a request into it and ends when it was taken. A file,
and not a local socket: the promise that nothing here opens a socket stays one that a test of the imports can keep.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from zlib import crc32

from PySide6.QtCore import QDir, QFileSystemWatcher, QLockFile, QObject, QTimer, Signal

LOCK, ENDING = "lock", ".open"
PATIENCE = 3.0  # s that a second start waits; a window that does not answer is not waited for any longer
POLL = 1_000  # ms, only where the system cannot watch a folder


def meeting_folder(data_dir: Path) -> Path | None:
    """Where programs of one user and one data folder meet; None where no private folder can be had."""
    user = str(os.getuid()) if sys.platform != "win32" else ""  # on Windows the folder is each user's own already
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or QDir.tempPath())
    folder = base / f"nianbao-{user}-{crc32(os.fsencode(data_dir.absolute())):08x}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        facts = folder.lstat()
    except OSError:
        return None
    if sys.platform != "win32" and (facts.st_uid != os.getuid() or facts.st_mode & 0o077):
        return None  # somebody else made it: file names are nobody else's business
    return folder


def claim(folder: Path) -> QLockFile | None:
    """The lock of the first program, to be kept while it runs; None when another program has it. A lock whose program
    is gone counts as free."""
    lock = QLockFile(str(folder / LOCK))
    lock.setStaleLockTime(0)
    return None if not lock.tryLock(0) and lock.error() == QLockFile.LockError.LockFailedError else lock


def send(folder: Path, path: Path | None, patience: float = PATIENCE) -> bool:
    """Ask the running program to open a file (None: to come to the front); False when it did not take the request."""
    import json  # here and below: start-up time
    from uuid import uuid4

    _let_it_come_to_the_front(folder)
    request = folder / f"{uuid4().hex}{ENDING}"
    unfinished = request.with_suffix(".part")
    try:
        unfinished.write_text(json.dumps(str(path.absolute()) if path else None), "utf-8")
        unfinished.replace(request)
        until = time.monotonic() + patience
        while request.exists() and time.monotonic() < until:
            time.sleep(0.02)
        request.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        pass
    return False


def _let_it_come_to_the_front(folder: Path) -> None:
    """Windows lets a program raise its window only when the one the person has just started says so."""
    if sys.platform == "win32":
        import ctypes

        lock = QLockFile(str(folder / LOCK))
        known, pid, *_ = lock.getLockInfo()
        if known:
            ctypes.windll.user32.AllowSetForegroundWindow(pid)


class Receiver(QObject):
    """requested(path or None) for each request put into the folder."""

    requested = Signal(object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _: self._read_requests())
        if not self._watcher.addPath(str(folder)):
            timer = QTimer(self)
            timer.timeout.connect(self._read_requests)
            timer.start(POLL)
        self._read_requests()

    def _read_requests(self) -> None:
        import json

        for request in sorted(self._folder.glob(f"*{ENDING}")):
            try:
                name = json.loads(request.read_text("utf-8"))
                request.unlink()
            except (OSError, ValueError):
                continue  # the other program has given up and takes it back
            self.requested.emit(Path(name) if isinstance(name, str) else None)
