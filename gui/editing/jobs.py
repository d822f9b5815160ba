"""The background runner: a function, its progress, cancelling, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QThread, Signal

from core.errors import Cancelled

T = TypeVar("T")
Progress = Callable[[int, int], None]
Work = Callable[[Progress], T]
Failed = Callable[[Exception], None]


class _Worker(QThread, Generic[T]):
    """Runs one function; result or failure is read after `finished`, on the window's thread."""

    progressed = Signal(int, int)

    def __init__(self, work: Work[T], done: Callable[[T], object], failed: Failed) -> None:
        super().__init__()
        self._work, self._done, self._failed = work, done, failed
        self.cancelled = Event()
        self._result: list[T] = []
        self._failure: Exception | None = None

    def run(self) -> None:
        """The thread's body. Every exception crosses to the window: this is the job boundary."""
        try:
            self._result.append(self._work(self._progress))
        except Exception as failure:  # noqa: BLE001  the job boundary
            self._failure = failure

    def _progress(self, done: int, total: int) -> None:
        if self.cancelled.is_set():
            raise Cancelled
        self.progressed.emit(done, total)

    def deliver(self) -> None:
        """Hand over what became of it; nothing of a cancelled job, even when it was done just before."""
        if self._failure is not None and not isinstance(self._failure, Cancelled):
            self._failed(self._failure)
        elif self._result and not self.cancelled.is_set():
            self._done(self._result[0])


class Jobs(QObject):
    """At most one job at a time. Work functions are given frozen values and never a widget.

    Signals: started(title), progressed(done, total), ended(); failed(exception) when the caller of
    run gave no handler of its own. A cancelled job calls neither done nor failed.
    """

    started = Signal(str)
    progressed = Signal(int, int)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker: _Worker[Any] | None = None

    @property
    def busy(self) -> bool:
        """Whether a job is running."""
        return self._worker is not None

    def run(self, title: str, work: Work[T], done: Callable[[T], object], failed: Failed | None = None) -> bool:
        """Start a job; False (and nothing happens) while another is running."""
        if self._worker is not None:
            return False
        worker = self._worker = _Worker(work, done, failed or self.failed.emit)
        worker.progressed.connect(self.progressed)
        worker.finished.connect(self._finish)
        self.started.emit(title)
        worker.start()
        return True

    def cancel(self) -> None:
        """Ask the running job to stop at its next progress step; its result is not wanted any more."""
        if self._worker is not None:
            self._worker.cancelled.set()

    def wait(self) -> None:
        """Block until the running job's function has returned; its callbacks come with the next events."""
        if self._worker is not None:
            self._worker.wait()

    def finish(self) -> None:
        """Block until the running job has ended, its callbacks included."""
        self.wait()
        self._finish()

    def _finish(self) -> None:
        """On the window's thread. The worker has no Qt parent and goes with its last reference, here.

        After finish() the signal of the same worker still comes: then there is none, or the next one is running.
        """
        worker = self._worker
        if worker is None or not worker.isFinished():
            return
        worker.wait()
        self._worker = None
        self.ended.emit()
        worker.deliver()
