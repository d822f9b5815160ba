"""A line of text in the main window that leaves the window its keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


class Field(QLineEdit):
    """On Linux Qt takes Ctrl+E for "to the end of the line", as Emacs does; here it is 导出, in every field. A field in
    which nothing was typed has nothing to undo: there Ctrl+Z is the report's."""

    def event(self, event: QEvent) -> bool:
        """Everything else is the field's own."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._is_the_windows(event)
        ):
            event.ignore()
            return True
        return super().event(event)

    def _is_the_windows(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Undo):
            return not self.isUndoAvailable()
        if event.matches(QKeySequence.StandardKey.Redo):
            return not self.isRedoAvailable()
        return event.key() == Qt.Key.Key_E and event.modifiers() == Qt.KeyboardModifier.ControlModifier
