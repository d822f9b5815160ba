"""Working processes as the program uses them: start, ask, watch, end.

subprocess and not multiprocessing: the latter imports sockets, and its start methods need care in a frozen program.
"""

from __future__ import annotations

import logging
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from core.document import Progress
from core.errors import PicturesOnly, ReadError
from core.reading.shared import messages
from core.reading.worker.plain_values import decode, encode

_POLL = 0.03  # seconds between two looks at whether the person has cancelled
_SILENCE = 60.0  # seconds without progress after which a file counts as hanging; the slowest page seen took 2 s
_START = 30.0  # seconds for a process to start: an old disk, a virus scanner

_log = logging.getLogger(__name__)


class WorkerPool:
    """Processes of one command, kept ready for the next task. Safe to call from several threads."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)
        self._idle: list[WorkerProcess] = []
        self._keep_ready = False
        self._lock = threading.Lock()

    def prepare(self) -> None:
        """Start one process so that the next task need not wait for it (about 0.3 s); returns at once.

        From then on one is kept ready: whenever a process has to be ended, the next one is started.
        """
        self._keep_ready = True
        with self._lock:
            if not self._idle and (process := self._start()) is not None:
                self._idle.append(process)

    @contextmanager
    def process(self) -> Iterator[WorkerProcess | None]:
        """A process for one task; None where none can be started. It is kept when the task ended well, or with a
        refusal, and ended when anything else was raised: a crash, a limit, Cancelled."""
        with self._lock:
            process = self._idle.pop() if self._idle else None
        process = process or self._start()
        if process is None:
            yield None
            return
        try:
            yield process
        except ReadError:
            raise
        except BaseException:
            process.fit = False
            raise
        finally:
            self._put_back(process)

    def close(self) -> None:
        """End all waiting processes."""
        self._keep_ready = False
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.kill()

    def _start(self) -> WorkerProcess | None:
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
            _log.info("no working process", exc_info=True)
            return None
        return WorkerProcess(child)

    def _put_back(self, process: WorkerProcess) -> None:
        if not process.fit:
            process.kill()
            if self._keep_ready:
                self.prepare()
            return
        with self._lock:
            self._idle.append(process)


class WorkerProcess:
    """One child and the thread that takes its answers off the pipe."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._child = child
        self._replies: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._limit = _START  # until it says that it is ready
        self.fit = True
        threading.Thread(target=self._collect, name="process answers", daemon=True).start()

    def ask(
        self, task: Mapping[str, Any], parts: Sequence[bytes], progress: Progress | None = None
    ) -> Iterator[dict[str, Any]]:
        """The messages of the answer to a task. ReadError with the child's own sentence where it refuses, with
        messages.READER_FAILED where it crashed, failed or ran into its limits. progress may raise Cancelled."""
        threading.Thread(target=self.send, args=(task, parts), name="process task", daemon=True).start()
        done_total = (0, 0)
        heard = time.monotonic()
        while True:
            if progress is not None:
                progress(*done_total)
            try:
                line = self._replies.get(timeout=_POLL)
            except queue.Empty:
                if time.monotonic() - heard > self._limit:
                    raise self.failure(f"no answer for {self._limit:.0f} s", messages.READER_HANGS) from None
                continue
            heard = time.monotonic()
            message = self._message(line)
            if "ready" in message:
                self._limit = _SILENCE
            elif "progress" in message:
                done, total = message["progress"]
                done_total = done, total
            elif "end" in message:
                self.fit = bool(message["fit"])
                return
            elif "refused" in message:
                raise (PicturesOnly if message.get("pictures") else ReadError)(str(message["refused"]))
            elif "failed" in message:
                raise self.failure(str(message["failed"]))
            else:
                yield message
                heard = time.monotonic()

    def send(self, task: Mapping[str, Any], parts: Sequence[bytes]) -> None:
        """A task, or the answer to a question of the child's."""
        assert self._child.stdin is not None
        with suppress(OSError, ValueError):  # the child is gone: whoever waits for its answers learns it there
            self._child.stdin.write(encode({**task, "sizes": [len(part) for part in parts]}))
            for part in parts:
                self._child.stdin.write(part)
            self._child.stdin.flush()

    def failure(self, why: str, sentence: str = messages.READER_FAILED) -> ReadError:
        """The error for an answer that is none; the process is not to be used again."""
        self.fit = False
        _log.info("working process: %s", why)
        error = ReadError(sentence)
        error.add_note(why)
        return error

    def kill(self) -> None:
        """End the process now; nothing it holds is worth waiting for."""
        self.fit = False
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _message(self, line: bytes) -> dict[str, Any]:
        if not line.endswith(b"\n"):
            raise self.failure("the process ended")
        try:
            return decode(line)
        except (ValueError, RecursionError) as error:
            raise self.failure(f"no message: {error}") from error

    def _collect(self) -> None:
        assert self._child.stdout is not None
        with suppress(OSError, ValueError):
            for line in self._child.stdout:
                self._replies.put(line)
        self._replies.put(b"")


def own_command(worker: str) -> list[str]:
    """This program once more. Both packages run main.py by themselves (launcher.exe adds "-m main", PyInstaller's
    executable holds it); a plain interpreter has to be told."""
    if Path(sys.executable).stem.lower().startswith("python"):
        return [sys.executable, str(Path(__file__).resolve().parents[3] / "main.py"), worker]
    return [sys.executable, worker]
