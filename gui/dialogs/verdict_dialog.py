"""What was checked and what was not, with the traces of rules that failed, to be copied."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gui.common.basic_widgets import button, label
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen


class VerdictDialog(QDialog):
    """Shown without blocking; all of it can be copied with one button."""

    def __init__(self, sentence: str, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("校核情况"))
        resize_within_screen(self, 600, 360)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.addWidget(label(sentence, "heading", wrap=True))
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(tr("检查了什么、没有检查什么"))
        layout.addWidget(self.details, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(tr("复制"), self.copy))
        row.addWidget(button(tr("关闭"), self.close, "primary"))
        layout.addLayout(row)
        self._text = f"{sentence}\n{details}"

    def copy(self) -> None:
        """Put all of it on the clipboard."""
        QGuiApplication.clipboard().setText(self._text)
