"""Repairs computed in the background, kept while everything they depend on stays the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from core.checking import SuggestionInputs, suggest_repairs, suggestion_inputs
from gui.editing.edit_controller import EditController
from gui.editing.jobs import Jobs

if TYPE_CHECKING:
    from core.session import Suggestion

PAUSE = 120  # ms


class Suggester(QObject):
    """ready(table) comes when a suggestion that was asked for is at hand, see of(). Stale results are dropped."""

    ready = Signal(int)

    def __init__(self, controller: EditController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self.jobs = Jobs(self)
        self._computed: dict[int, tuple[SuggestionInputs, Suggestion]] = {}
        self._wanted: int | None = None
        # A clerk types faster than repairs are worth computing, and the next key must not wait for them.
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._start)

    @property
    def busy(self) -> bool:
        """Whether something asked for is still to come."""
        return self.jobs.busy or self._pause.isActive()

    def of(self, table: int) -> Suggestion | None:
        """The suggestion for the table as it is now, None while it is not computed."""
        computed = self._computed.get(table)
        return computed[1] if computed and computed[0] == self._inputs(table) else None

    def ask(self, table: int) -> None:
        """Compute in the background unless computed; only the last table asked for waits in line."""
        if self.of(table) is not None:
            self.ready.emit(table)
        else:
            self._wanted = table
            self._pause.start()

    def _start(self) -> None:
        table = self._wanted
        inputs = self._inputs(table) if table is not None else None
        if inputs is None:
            return
        if self.jobs.run("", lambda _: suggest_repairs(inputs), lambda found: self._done(inputs, found)):
            self._wanted = None

    def _inputs(self, table: int) -> SuggestionInputs | None:
        state = self._controller.state
        return suggestion_inputs(state, self._controller.checked, table) if state else None

    def _done(self, inputs: SuggestionInputs, found: Suggestion) -> None:
        table = inputs.table
        self._computed[table] = (inputs, found)
        if self.of(table) is not None:
            self.ready.emit(table)
        elif self._wanted is None:
            self._wanted = table
        if self._wanted is not None:
            self._pause.start()
