"""A strip that shows a running job: its title, how far it is, and the button that stops it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from gui.common.basic_widgets import button, label
from gui.common.texts import tr

PATIENCE = 300  # ms; a job that is shorter shows nothing, because a strip that flashes only unsettles


class BusyStrip(QWidget):
    """Title, progress and cancel of the running job; hidden for short ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("busy")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 12, 6)
        self._title = label()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._wait = QTimer(self, singleShot=True, interval=PATIENCE)
        self._wait.timeout.connect(self.show)
        self.cancel = button(tr("取消"), lambda: None)
        row.addWidget(self._title)
        row.addWidget(self._progress, 1)
        row.addWidget(self.cancel)
        self.hide()

    def begin(self, title: str) -> None:
        """Show a job whose length is not known yet."""
        self._title.setText(title)
        self._progress.setRange(0, 0)
        self._wait.start()

    def end(self) -> None:
        """The job is done."""
        self._wait.stop()
        self.hide()

    def advance(self, done: int, total: int) -> None:
        """Show how far it is."""
        self._progress.setRange(0, max(total, 1))
        self._progress.setValue(done)
