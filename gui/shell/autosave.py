"""Unsaved work is put in safety a moment after each act, in the background."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.errors import UserError
from gui.editing.edit_controller import Desk
from gui.editing.jobs import Jobs


class Safety(QObject):
    """Writes the draft when the desk says it is due. told(kind, text) once when that fails; failed for a bug."""

    told = Signal(str, str)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.jobs = Jobs(self)
        self._warned = False
        self._again = False
        desk.draft_due.connect(self.write)

    def write(self) -> None:
        """Put the work in safety now; when a write is running, once more after it."""
        session = self._desk.session
        self._again = not self.jobs.run("", lambda _: session.save_draft(), self._written, self._refused)

    def _written(self, _: None) -> None:
        if self._again:
            self.write()

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self.failed.emit(error)
        elif not self._warned:
            self._warned = True
            self.told.emit("error", str(error))

    def end(self) -> None:
        """Let a running write finish."""
        self.jobs.wait()
