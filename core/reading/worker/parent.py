"""Reading processes as the window and the command line use them: start, ask, watch, end.

subprocess and not multiprocessing: the latter imports sockets, and its start methods need care in a frozen program.
"""

from __future__ import annotations

import logging
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from core.document import Document, Result
from core.errors import PicturesOnly, ReadError
from core.reading import registry
from core.reading.reader import Progress, no_progress
from core.reading.shared import messages
from core.reading.shared.limits import check_size, load
from core.reading.worker.plain_values import blocks_from, decode, encode, result_from

COMMAND = "read-worker"  # how main.py is told to be the reading process
_POLL = 0.03  # seconds between two looks at whether the person has cancelled
_SILENCE = 60.0  # seconds without progress after which a file counts as hanging; the slowest page seen took 2 s
_START = 30.0  # seconds for a process to start: an old disk, a virus scanner

_log = logging.getLogger(__name__)


class ReaderProcesses:
    """Processes kept ready for the next file. Safe to call from several threads; each read has its own process."""

    def __init__(self, command: Sequence[str] | None = None) -> None:
        """command starts a child; None is this program itself."""
        self._command = tuple(command or own_command(COMMAND))
        self._idle: list[_ReaderProcess] = []
        self._keep_ready = False
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Start one process so that the next file need not wait for it (about 0.3 s); returns at once.

        From then on one is kept ready: whenever a process has to be ended, the next one is started.
        """
        self._keep_ready = True
        with self._lock:
            if not self._idle and (process := self._start()) is not None:
                self._idle.append(process)

    def read(self, path: Path, progress: Progress | None = None) -> Result[Document]:
        """Like core.reading.read, in a process of its own."""
        return self.read_bytes(load(path), path.name, progress)

    def read_bytes(self, data: bytes, name: str, progress: Progress | None = None) -> Result[Document]:
        """Like core.reading.read_bytes, in a process of its own.

        ReadError with the reader's sentence, or with messages.READER_FAILED where the process crashed, failed or
        ran into its limits. Whatever progress raises (Cancelled) ends the process at once.
        """
        check_size(data, name)
        with self._lock:
            process = self._idle.pop() if self._idle else None
        process = process or self._start()
        if process is None:  # no process can be started here: better read the file in this one than not at all
            return registry.read_bytes(data, name, progress)
        try:
            result = process.read(data, name, progress or no_progress)
        except ReadError:
            self._put_back(process)
            raise
        except BaseException:
            process.fit = False
            self._put_back(process)
            raise
        self._put_back(process)
        return result

    def close(self) -> None:
        """End all waiting processes."""
        self._keep_ready = False
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.kill()

    def _start(self) -> _ReaderProcess | None:
        """A new child, without a console window on Windows; None where the system refuses."""
        try:
            child = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            _log.info("no reading process", exc_info=True)
            return None
        return _ReaderProcess(child)

    def _put_back(self, process: _ReaderProcess) -> None:
        if not process.fit:
            process.kill()
            if self._keep_ready:
                self.prepare()
            return
        with self._lock:
            self._idle.append(process)


def read_in_process(path: Path, progress: Progress | None = None) -> Result[Document]:
    """One file by a process that is started for it and ended afterwards."""
    processes = ReaderProcesses()
    try:
        return processes.read(path, progress)
    finally:
        processes.close()


class _ReaderProcess:
    """One child and the thread that takes its answers off the pipe."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._child = child
        self._replies: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._limit = _START  # until it says that it is ready
        self.fit = True
        threading.Thread(target=self._collect, name="reader answers", daemon=True).start()

    def read(self, data: bytes, name: str, progress: Progress) -> Result[Document]:
        threading.Thread(target=self._send, args=(data, name), name="reader request", daemon=True).start()
        blocks: list[Any] = []
        result: Result[Document] | None = None
        done_total = (0, 0)
        heard = time.monotonic()
        while True:
            progress(*done_total)
            try:
                line = self._replies.get(timeout=_POLL)
            except queue.Empty:
                if time.monotonic() - heard > self._limit:
                    raise self._failure(f"no answer for {self._limit:.0f} s", messages.READER_HANGS) from None
                continue
            heard = time.monotonic()
            if not line.endswith(b"\n"):
                raise self._failure("the process ended", messages.READER_FAILED)
            message = decode(line)
            if "ready" in message:
                self._limit = _SILENCE
            elif "progress" in message:
                done, total = message["progress"]
                done_total = done, total
            elif "blocks" in message:
                blocks += blocks_from(message)
            elif "document" in message:
                result = result_from(message, blocks)
            elif "end" in message and result is not None:
                self.fit = message["fit"]
                return result
            elif "refused" in message:
                raise (PicturesOnly if message["pictures"] else ReadError)(message["refused"])
            else:
                raise self._failure(str(message.get("failed")), messages.READER_FAILED)

    def kill(self) -> None:
        """End the process now; nothing it holds is worth waiting for."""
        self.fit = False
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _failure(self, why: str, sentence: str) -> ReadError:
        self.fit = False
        _log.info("reading process: %s", why)
        error = ReadError(sentence)
        error.add_note(why)
        return error

    def _send(self, data: bytes, name: str) -> None:
        assert self._child.stdin is not None
        with suppress(OSError, ValueError):  # the child is gone: whoever waits for its answers learns it there
            self._child.stdin.write(encode({"name": name, "size": len(data)}))
            self._child.stdin.write(data)
            self._child.stdin.flush()

    def _collect(self) -> None:
        assert self._child.stdout is not None
        with suppress(OSError, ValueError):
            for line in self._child.stdout:
                self._replies.put(line)
        self._replies.put(b"")


def own_command(name: str) -> list[str]:
    """This program once more, as the process of that name. Both packages run main.py by themselves (launcher.exe adds
    "-m main", PyInstaller's executable holds it); a plain interpreter has to be told."""
    if Path(sys.executable).stem.lower().startswith("python"):
        return [sys.executable, str(Path(__file__).resolve().parents[3] / "main.py"), name]
    return [sys.executable, name]
