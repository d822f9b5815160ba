"""剪切, 复制, 粘贴 and 清除 of the menu where the caret stands in a text: a field, an editor, the source."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMenuBar, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

NAMES = frozenset(("cut", "copy", "paste", "clear"))


class Caret(QObject):
    """Knows which widget had the keyboard before the menu took it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last: QWidget | None = None
        QApplication.instance().focusChanged.connect(self._moved)  # type: ignore[union-attr]

    def _moved(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and not isinstance(now, (QMenu, QMenuBar)):
            self._last = now

    @property
    def widget(self) -> QWidget | None:
        """Where the keyboard is, the menu not counted."""
        now = QApplication.focusWidget()
        if now is not None and not isinstance(now, (QMenu, QMenuBar)):
            return now
        return self._last if self._last is not None and isValid(self._last) else None

    def act(self, name: str) -> bool:
        """Carry out an act of NAMES on the text with the caret; False where the keyboard is in no text."""
        field = self.widget
        if name not in NAMES or not isinstance(field, (QLineEdit, QTextEdit, QPlainTextEdit)):
            return False
        if name == "clear":
            _clear(field)
        else:
            {"cut": field.cut, "copy": field.copy, "paste": field.paste}[name]()
        return True


def _clear(field: QLineEdit | QTextEdit | QPlainTextEdit) -> None:
    if isinstance(field, QLineEdit):
        field.del_()
    elif not field.isReadOnly():
        field.textCursor().removeSelectedText()
