"""Repairs computed in the background, kept until the table they are for changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from gui.editing.edit_controller import Desk
from gui.editing.jobs import Jobs

if TYPE_CHECKING:
    from core.session import Suggestion

PAUSE = 120  # ms


class Suggester(QObject):
    """ready(table) comes when a suggestion that was asked for is at hand, see of(). Stale results are dropped."""

    ready = Signal(int)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.jobs = Jobs(self)
        self._known: dict[int, tuple[Any, Suggestion]] = {}
        self._wanted: int | None = None
        # A clerk types faster than repairs are worth computing, and the next key must not wait for them.
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._start)

    @property
    def busy(self) -> bool:
        """Whether something asked for is still to come."""
        return self.jobs.busy or self._pause.isActive()

    def of(self, table: int) -> Suggestion | None:
        """The suggestion for the table as it is now, None while it is not computed."""
        known = self._known.get(table)
        return known[1] if known and known[0] == self._state(table) else None

    def ask(self, table: int) -> None:
        """Compute in the background unless known; only the last table asked for waits in line."""
        if self.of(table) is not None:
            self.ready.emit(table)
        else:
            self._wanted = table
            self._pause.start()

    def _start(self) -> None:
        table = self._wanted
        if table is None or self._desk.session.report is None:
            return
        state, session = self._state(table), self._desk.session
        if self.jobs.run("", lambda _: session.suggest(table), lambda found: self._done(table, state, found)):
            self._wanted = None

    def _state(self, table: int) -> object:
        opened = self._desk.session.opened
        return (opened.report.tables.get(table), opened.locked) if opened else None

    def _done(self, table: int, state: object, found: Suggestion) -> None:
        self._known[table] = (state, found)
        if self.of(table) is not None:
            self.ready.emit(table)
        elif self._wanted is None:
            self._wanted = table
        if self._wanted is not None:
            self._pause.start()
