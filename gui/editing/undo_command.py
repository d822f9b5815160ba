"""Undo: the one command class, a thin wrapper of an act."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from core.acts import Act
from gui.common.roles import Spot


class ActCommand(QUndoCommand):
    """One act of the person on the undo stack. The act holds values computed beforehand; nothing is computed here.
    spot is where the act happened, shown again when it is redone, and when it is undone as well unless back names
    another place: a caret stands behind what was typed, and after undo where it was before. carry_out gives False when
    the act no longer fits the report: the command is obsolete then and Qt drops it, no exception passes through Qt."""

    def __init__(
        self, act: Act, spot: Spot | None, carry_out: Callable[[Act, Spot | None], bool], back: Spot | None = None
    ) -> None:
        super().__init__(act.label)
        self._act, self._spot, self._carry_out = act, spot, carry_out
        self._back = back or spot
        self._first = True

    def redo(self) -> None:
        """Carry out; the first time the person is already at the place, so nothing jumps."""
        if not self._carry_out(self._act, None if self._first else self._spot):
            self.setObsolete(True)
        self._first = False

    def undo(self) -> None:
        """Take back and return to the place."""
        if not self._carry_out(self._act.inverse(), self._back):
            self.setObsolete(True)
