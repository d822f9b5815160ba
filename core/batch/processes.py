"""The checking processes as the command line and the county desk use them: one a core, each file the whole way."""

from __future__ import annotations

import logging
import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from core.batch.messages import decode, encode
from core.batch.one import CheckedFile, CheckTask, check_one
from core.errors import Cancelled
from core.reading.shared import messages
from core.reading.worker import own_command
from core.settings import Settings

COMMAND = "check-worker"  # how main.py is told to be a checking process
MOST = 8  # processes
_POLL = 0.05  # s between two looks at whether the person has cancelled
_PATIENCE = 120.0  # s for one file; the slowest real one seen took 3

_log = logging.getLogger(__name__)


class CheckProcesses:
    """Processes that live for one call of check; a file that crashes its process, hangs or takes too much memory
    costs its own line, and a new process takes the next one.

        with closing(CheckProcesses(settings, data_dir)) as processes:
            for number, checked in processes.check([CheckTask(path) for path in paths]):
                ...
    """

    def __init__(
        self, settings: Settings, data_dir: Path, count: int | None = None, command: Sequence[str] = ()
    ) -> None:
        """settings and data_dir are the office's; the children load them from the folder, with settings.profile. count
        is how many processes there are, one a core by default; command starts one (this program itself by default)."""
        self._rules = settings.rules
        profile = settings.profile.value if settings.profile else ""
        self._command = (*(command or own_command(COMMAND)), str(data_dir), profile)
        self._count = count or min(os.cpu_count() or 1, MOST)
        self._children: set[_Child] = set()
        self._lock = threading.Lock()
        self._ended = False

    def check(
        self, tasks: Sequence[CheckTask], cancelled: Callable[[], bool] | None = None
    ) -> Iterator[tuple[int, CheckedFile]]:
        """(number of the task, what became of it), each as it is done. Cancelled is raised, and all work ended, once
        cancelled() says so."""
        waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        for number in range(len(tasks)):
            waiting.put(number)
        done: queue.SimpleQueue[tuple[int, CheckedFile] | BaseException] = queue.SimpleQueue()
        threads = [
            threading.Thread(target=self._work, args=(tasks, waiting, done), name="checking", daemon=True)
            for _ in range(min(self._count, len(tasks)))
        ]
        for thread in threads:
            thread.start()
        try:
            for _ in tasks:
                yield self._next(done, cancelled)
        finally:
            self.close()

    def _next(
        self,
        done: queue.SimpleQueue[tuple[int, CheckedFile] | BaseException],
        cancelled: Callable[[], bool] | None,
    ) -> tuple[int, CheckedFile]:
        while True:
            if cancelled is not None and cancelled():
                raise Cancelled
            with suppress(queue.Empty):
                found = done.get(timeout=_POLL)
                if isinstance(found, BaseException):
                    raise found
                return found

    def close(self) -> None:
        """End all processes and what they are at."""
        self._ended = True
        with self._lock:
            children, self._children = self._children, set()
        for child in children:
            child.kill()

    def _work(
        self,
        tasks: Sequence[CheckTask],
        waiting: queue.SimpleQueue[int],
        done: queue.SimpleQueue[tuple[int, CheckedFile] | BaseException],
    ) -> None:
        """One thread and its process, until no task is left."""
        child: _Child | None = None
        while not self._ended:
            try:
                number = waiting.get_nowait()
            except queue.Empty:
                break
            try:
                child = child if child is not None and child.fit else self._start(child)
                done.put((number, self._one(tasks[number], child)))
            except BaseException as error:  # noqa: BLE001  a fault of ours is raised where the results are taken
                done.put(error)
        if child is not None:
            self._drop(child)

    def _one(self, task: CheckTask, child: _Child | None) -> CheckedFile:
        if child is None:  # no process can be started here: better check the file in this one than not at all
            return check_one(task, self._rules)
        return child.check(task)

    def _start(self, old: _Child | None) -> _Child | None:
        if old is not None:
            self._drop(old)
        try:
            child = _Child(self._command)
        except OSError:
            _log.info("no checking process", exc_info=True)
            return None
        with self._lock:
            self._children.add(child)
        if self._ended:
            self._drop(child)
        return child

    def _drop(self, child: _Child) -> None:
        with self._lock:
            self._children.discard(child)
        child.kill()


class _Child:
    """One process; used by one thread."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.fit = True

    def check(self, task: CheckTask) -> CheckedFile:
        """Ask and wait; a file that takes too long has its process ended."""
        begin = time.monotonic()
        watch = threading.Timer(_PATIENCE, self.kill)
        watch.daemon = True
        watch.start()
        try:
            reply = self._ask(task)
        finally:
            watch.cancel()
        if reply is None:
            self.fit = False
            hung = time.monotonic() - begin >= _PATIENCE
            return CheckedFile(error=messages.READER_HANGS if hung else messages.READER_FAILED)
        done, self.fit = reply
        if isinstance(done, CheckedFile):
            return done
        _log.error("checking %s failed:\n%s", task.title, done)
        return CheckedFile(error=messages.READER_FAILED)

    def _ask(self, task: CheckTask) -> tuple[object, bool] | None:
        """The answer; None where the process ended without one."""
        assert self._process.stdin is not None and self._process.stdout is not None
        size = len(task.data) if task.data is not None else -1
        try:
            self._process.stdin.write(encode((str(task.path), task.name, size, task.previous)))
            self._process.stdin.write(task.data or b"")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
            done, fit = decode(line) if line.endswith(b"\n") else (None, False)
        except (OSError, ValueError):
            return None
        return None if done is None else (done, bool(fit))

    def kill(self) -> None:
        """End the process now; nothing it holds is worth waiting for."""
        self.fit = False
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError, ValueError):
                    pipe.close()
