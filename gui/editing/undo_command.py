"""Undo: the one command class, a thin wrapper of a core Change."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from core.change import Change
from gui.common.roles import Spot


class ChangeCommand(QUndoCommand):
    """One act of the person on the undo stack. The change holds values computed beforehand; nothing is
    computed here. spot is where the act happened, shown again when it is undone or redone."""

    def __init__(self, change: Change, spot: Spot | None, play: Callable[[Change, Spot | None], None]) -> None:
        super().__init__(change.label)
        self._change, self._spot, self._play = change, spot, play
        self._fresh = True

    def redo(self) -> None:
        """Carry out; the first time the person is already at the place, so nothing jumps."""
        self._play(self._change, None if self._fresh else self._spot)
        self._fresh = False

    def undo(self) -> None:
        """Take back and return to the place."""
        self._play(self._change.inverse(), self._spot)
