"""The plainest widgets that views are made of; imported before the first paint, see gui.common.qt_flags."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from gui.common.plain_text import plain_tip
from gui.common.qt_flags import ALIGN_CENTRE, PLAIN_TEXT


def label(text: str = "", role: str = "", wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A plain-text label in one of the style sheet's roles."""
    widget = QLabel(text, parent)
    widget.setProperty("textFormat", PLAIN_TEXT)
    widget.setWordWrap(wrap)
    if role:
        widget.setProperty("role", role)
    return widget


def centred(text: str, role: str) -> QLabel:
    """A label in the middle of its place, wrapped."""
    widget = label(text, role, wrap=True)
    widget.setProperty("alignment", ALIGN_CENTRE)
    return widget


class PressButton(QPushButton):
    """A push button that Enter presses wherever it stands, as it does in a dialog."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter like Space."""
        from PySide6.QtCore import Qt  # not for the first paint, see gui.common.qt_flags

        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isEnabled():
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, slot: Callable[[], object], role: str = "", tip: str = "") -> QPushButton:
    """A push button; slot is called without Qt's checked flag."""
    widget = PressButton(text)
    widget.clicked.connect(lambda: slot())
    if role:
        widget.setProperty("role", role)
    if tip:
        widget.setToolTip(plain_tip(tip))
    return widget


def clear(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while layout.count():
        item = layout.takeAt(0)
        widget: QWidget | None = item.widget()  # the stubs leave out that it is None for a nested layout
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


class RowButton(PressButton):
    """A whole row as one button: name, detail under it, state at the right. Keys and screen readers know it as
    a button."""

    def __init__(self, name: str, detail: str, state: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "row")
        self.setAccessibleName("，".join(t for t in (name, detail, state) if t))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(14, 8, 14, 8)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(label(name, "strong"))
        texts.addWidget(label(detail, "muted"))
        self.row.addLayout(texts, 1)
        if state:
            self.row.addWidget(label(state, "muted"))

    def sizeHint(self) -> QSize:
        """As tall as its two lines; a push button alone knows only its own text."""
        return self.row.sizeHint()
