"""The dialog for a fault of the program itself; what is open is kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gui.common.basic_widgets import button, label
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen


class ErrorDialog(QDialog):
    """Shown without blocking; the details can be copied with one button."""

    def __init__(self, text: str, log: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("程序出错了"))
        resize_within_screen(self, 560, 360)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.addWidget(label(tr("程序出错了，但打开的报告没有丢失"), "heading"))
        where = tr("详细信息也写进了日志文件：{0}", log) if log else ""
        advice = tr("可以继续工作，建议先保存。请把下面的内容复制给技术人员。") + where
        layout.addWidget(label(advice, "muted", wrap=True))
        self.details = QPlainTextEdit(text)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(tr("出错的详细信息"))
        layout.addWidget(self.details, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(tr("复制详细信息"), self.copy))
        row.addWidget(button(tr("关闭"), self.close, "primary"))
        layout.addLayout(row)

    def add(self, text: str) -> None:
        """Another fault while this one is still shown; the same fault again is not repeated."""
        if text not in self.details.toPlainText():
            self.details.appendPlainText("\n" + text)

    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self.details.toPlainText())
