"""Unsaved work is written to the history as a draft a moment after each act, in the background."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.errors import UserError
from core.finding import Finding
from core.open_report import OpenReport
from gui.editing.edit_controller import EditController
from gui.editing.jobs import Jobs


class Autosave(QObject):
    """Writes the draft when the controller says it is due, and drops drafts that are no longer needed, in order.

    A write keeps the value it was given, whatever is open when it ends. Signals: message(kind, text) once when
    that fails; failed for a bug.
    """

    message = Signal(str, str)
    failed = Signal(object)

    def __init__(self, controller: EditController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self.jobs = Jobs(self)
        self._warned = False
        self._drops: list[str] = []
        self._next: tuple[OpenReport, tuple[Finding, ...]] | None = None
        controller.draft_due.connect(self.write)

    def write(self) -> None:
        """Keep the work as it stands now; while a write is running, after it."""
        if self._controller.state is not None:
            state = self._controller.state
            self._next = (state, self._controller.checked.findings)
            # Saved, then edited again before the drop came to its turn: the draft is wanted after all.
            self._drops = [key for key in self._drops if key != state.identity]
            self._start()

    def drop(self, key: str) -> None:
        """Forget a draft: its work was saved, or given up."""
        if self._next is not None and self._next[0].identity == key:
            self._next = None
        self._drops.append(key)
        self._start()

    def _start(self) -> None:
        archive = self._controller.session.archive
        if self.jobs.busy:
            return
        if self._next is not None:
            (state, findings), self._next = self._next, None
            self.jobs.run("", lambda _: archive.save_draft(state, findings), lambda _: self._start(), self._refused)
        elif self._drops:
            key = self._drops.pop(0)
            self.jobs.run("", lambda _: archive.drop_draft(key), lambda _: self._start(), self._refused)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self.failed.emit(error)
        elif not self._warned:
            self._warned = True
            self.message.emit("error", str(error))

    def finish(self) -> None:
        """Let everything that is due be written and dropped, now."""
        self._start()
        while self.jobs.busy:
            self.jobs.finish()
