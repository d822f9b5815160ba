"""The checking processes as the command line and the county desk use them: one a core, each file the whole way."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from pathlib import Path
from threading import Event
from typing import Any

from core.archive import Archive
from core.batch.child import Setting
from core.batch.messages import checked_from, report_bytes
from core.batch.one import CheckedFile, CheckTask, check_one
from core.errors import Cancelled, UserError
from core.model import Report
from core.reading import load
from core.reading.shared.limits import check_size
from core.reading.worker.processes import WorkerPool, WorkerProcess, own_command
from core.settings import Settings

COMMAND = "check-worker"  # how main.py is told to be a checking process
MOST = 8  # processes
_AHEAD = 4  # files begun or done for each core that nobody has taken yet
_POLL = 0.1  # seconds between two looks at whether the person has cancelled


class CheckProcesses:
    """A file that crashes its process, hangs or takes too much memory costs its own line, and a new process takes the
    next one. The processes are kept for the next call of check; it may be called from several threads.

        with closing(CheckProcesses(settings, data_dir)) as processes:
            for number, checked in processes.check([CheckTask(path) for path in paths]):
                ...
    """

    def __init__(
        self, settings: Settings, data_dir: Path, count: int | None = None, command: Sequence[str] = ()
    ) -> None:
        """data_dir holds the office's own editions, and the history, which this process alone looks into. count is how
        many processes there are, one a core by default; command starts one (this program itself by default)."""
        self._settings = settings
        self._schemas = data_dir / "schemas"
        self._archive = Archive(Path(settings.history_dir) if settings.history_dir else data_dir)
        self._pool = WorkerPool(command or own_command(COMMAND))
        self._count = count or min(os.cpu_count() or 1, MOST)

    def check(
        self, tasks: Sequence[CheckTask], cancelled: Callable[[], bool] | None = None, in_order: bool = False
    ) -> Iterator[tuple[int, CheckedFile]]:
        """(number of the task, what became of it), each as it is done, or in the order given. Cancelled is raised, and
        all work ended, once cancelled() says so; whoever stops iterating ends it as well."""
        stopped = Event()

        def go_on(done: int = 0, total: int = 0) -> None:
            if stopped.is_set() or (cancelled is not None and cancelled()):
                raise Cancelled

        waiting: dict[int, Future[CheckedFile]] = {}
        coming = iter(enumerate(tasks))
        executor = ThreadPoolExecutor(self._count, thread_name_prefix="checking")
        try:
            while True:
                for number, task in islice(coming, _AHEAD * self._count - len(waiting)):
                    waiting[number] = executor.submit(self._checked, task, go_on)
                if not waiting:
                    return
                for number in _ready(waiting, in_order, go_on):
                    yield number, waiting.pop(number).result()
        finally:
            stopped.set()
            executor.shutdown(cancel_futures=True)

    def close(self) -> None:
        """End the processes and give the history back."""
        self._pool.close()
        self._archive.close()

    def _checked(self, task: CheckTask, go_on: Callable[[int, int], None]) -> CheckedFile:
        try:
            data = load(task.path) if task.data is None else task.data
            check_size(data, task.title)
            return self._ask(task, data, go_on)
        except UserError as error:
            return CheckedFile(error=str(error))

    def _ask(self, task: CheckTask, data: bytes, go_on: Callable[[int, int], None]) -> CheckedFile:
        rules = self._settings.rules
        setting = pickle.dumps(Setting(rules, self._schemas, self._archive.exists))
        with self._pool.process() as process:
            if process is None:  # none can be started here: better check the file in this one than not at all
                return check_one(
                    CheckTask(task.path, data, task.name, task.previous), rules, self._archive.last_year_of
                )
            answer = process.ask(
                {"task": "check", "name": task.title}, [data, setting, report_bytes(task.previous)], go_on
            )
            try:
                checked = [checked_from(message) for message in self._with_answers(process, answer)]
            except (KeyError, TypeError, ValueError, RecursionError, ArithmeticError) as error:
                raise process.failure(f"no checked file: {error!r}") from error
            if len(checked) != 1:
                raise process.failure("no checked file")
            return checked[0]

    def _with_answers(self, process: WorkerProcess, messages: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The messages without the child's questions, which are answered here."""
        for message in messages:
            if "last_year_of" in message:
                agency, year = message["last_year_of"]
                found = self._archive.last_year_of(Report("", agency=str(agency), year=int(year)))
                process.send({}, [report_bytes(found)])
            else:
                yield message


def _ready(waiting: dict[int, Future[CheckedFile]], in_order: bool, go_on: Callable[[], None]) -> list[int]:
    """The files that can be given back, at least one; waits for it."""
    first = next(iter(waiting))
    wanted = [waiting[first]] if in_order else list(waiting.values())
    while not wait(wanted, timeout=_POLL, return_when=FIRST_COMPLETED).done:
        go_on()
    go_on()
    return [first] if in_order else [number for number, file in waiting.items() if file.done()]
