"""A line of text in the main window that leaves the window its keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class Field(QLineEdit):
    """On Linux Qt takes Ctrl+E for "to the end of the line", as Emacs does; here it is 导出, in every field."""

    def event(self, event: QEvent) -> bool:
        """Everything else is the field's own."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_E
            and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
            return True
        return super().event(event)
