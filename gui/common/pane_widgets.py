"""Widgets of the panes: icon buttons, cards, the message bar. Not needed for the first paint."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from gui.common import icons
from gui.common.basic_widgets import button, label
from gui.common.plain_text import plain_tip
from gui.common.texts import tr
from gui.common.theme import current


class IconTool(QToolButton):
    """A small icon button of a pane's title; its icon follows the theme."""

    def __init__(self, parent: QWidget, icon: str, name: str) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setIconSize(QSize(16, 16))
        self.setToolTip(plain_tip(name))
        self.setAccessibleName(name)
        self._draw()

    def _draw(self) -> None:
        self.setIcon(icons.icon(self._icon, QColor(current().ink)))

    def changeEvent(self, event: QEvent) -> None:
        """Another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()


def tool(widget: QWidget, icon: str, name: str, slot: Callable[[], object]) -> IconTool:
    """An icon button with a name for screen readers."""
    made = IconTool(widget, icon, name)
    made.clicked.connect(lambda: slot())
    return made


def restyle(widget: QWidget, **properties: str) -> None:
    """Set dynamic properties and let the style sheet see them."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Card(QFrame):
    """A framed paper surface that can be clicked as a whole."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click inside."""
        super().mouseReleaseEvent(event)
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()


class MessageBar(QFrame):
    """One calm sentence under the header, with a close button; errors stay until closed or replaced."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        self._text = label(wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._act = button("", self._acted, "link")
        self._act.hide()
        self._slot: Callable[[], object] | None = None
        row.addWidget(self._text, 1)
        row.addWidget(self._act)
        row.addWidget(tool(self, "close", tr("关闭这条消息"), self.hide))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown, empty when none is."""
        return "" if self.isHidden() else self._text.text()

    def show_message(self, kind: str, text: str, act: str = "", slot: Callable[[], object] | None = None) -> None:
        """kind is "info", "ok" or "error"; act names a button beside the sentence."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self._slot = slot
        self._act.setText(act)
        self._act.setVisible(slot is not None)
        restyle(self, kind=kind)
        self.show()

    def _acted(self) -> None:
        self.hide()
        if self._slot is not None:
            self._slot()
