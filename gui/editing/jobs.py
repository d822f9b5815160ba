"""The one background runner: a function, its progress, cancelling, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from core.errors import Cancelled

Report = Callable[[int, int], None]
Work = Callable[[Report], Any]
Handler = Callable[[Any], None]


class _Worker(QThread):
    """Runs one function; result or failure is read after `finished`, on the window's thread."""

    progressed = Signal(int, int)

    def __init__(self, work: Work, done: Handler, failed: Handler) -> None:
        super().__init__()
        self._work, self.done, self.failed = work, done, failed
        self.stop = Event()
        self.result: Any = None
        self.failure: Exception | None = None

    def run(self) -> None:
        """The thread's body. Every exception crosses to the window: this is the job boundary."""
        try:
            self.result = self._work(self._progress)
        except Exception as failure:  # noqa: BLE001  the job boundary
            self.failure = failure

    def _progress(self, done: int, total: int) -> None:
        if self.stop.is_set():
            raise Cancelled
        self.progressed.emit(done, total)


class Jobs(QObject):
    """At most one job at a time. Work functions get plain values and never a widget.

    Signals: started(title), progressed(done, total), ended(); failed(exception) when the caller of
    run gave no handler of its own. A cancelled job calls neither done nor failed.
    """

    started = Signal(str)
    progressed = Signal(int, int)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker: _Worker | None = None

    @property
    def busy(self) -> bool:
        """Whether a job is running."""
        return self._worker is not None

    def run(
        self, title: str, work: Work, done: Callable[[Any], None], failed: Callable[[Any], None] | None = None
    ) -> bool:
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
        """Ask the running job to stop at its next progress step."""
        if self._worker is not None:
            self._worker.stop.set()

    def wait(self) -> None:
        """Block until the running job's function has returned; its callbacks come with the next events."""
        if self._worker is not None:
            self._worker.wait()

    def _finish(self) -> None:
        """On the window's thread. The worker has no Qt parent and goes with its last reference, here."""
        worker = self._worker
        if worker is None:
            return
        worker.wait()
        self._worker = None
        self.ended.emit()
        if worker.failure is None:
            worker.done(worker.result)
        elif not isinstance(worker.failure, Cancelled):
            worker.failed(worker.failure)
