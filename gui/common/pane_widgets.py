"""Widgets of the panes: icon buttons, cards, the message bar. Not needed for the first paint."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from gui.common import icons
from gui.common.basic_widgets import button, label
from gui.common.plain_text import plain_tip
from gui.common.reading_order import announce
from gui.common.texts import tr
from gui.common.theme import current

READING_TIME, PER_CHARACTER = 5000, 120  # ms that news stay


class IconTool(QToolButton):
    """A small icon button of a pane's title; its icon follows the theme."""

    def __init__(self, parent: QWidget, icon: str, name: str) -> None:
        super().__init__(parent)
        self._icon, self._ink = icon, ""
        self.setIconSize(QSize(16, 16))
        self.setToolTip(plain_tip(name))
        self.setAccessibleName(name)
        self._draw()

    def _draw(self) -> None:
        if self._ink != current().ink:  # Qt says three times that the palette is another
            self._ink = current().ink
            self.setIcon(icons.icon(self._icon, QColor(self._ink)))

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


MessageActs = Callable[[], object] | Sequence[tuple[str, Callable[[], object]]] | None


class MessageBar(QFrame):
    """One calm sentence with a close button and up to two acts. News leave after a while or at the person's next act;
    errors, and what offers an act, stay until they are closed or replaced."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        self._text = label(wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._leave = QTimer(self, singleShot=True)
        self._leave.timeout.connect(self.hide)
        self._stays = False
        self._slots: list[Callable[[], object]] = []
        self._acts = [button("", lambda: self._acted(0), "link"), button("", lambda: self._acted(1), "link")]
        row.addWidget(self._text, 1)
        for act in self._acts:
            act.hide()
            row.addWidget(act)
        row.addWidget(tool(self, "close", tr("关闭这条消息"), self.hide))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown, empty when none is."""
        return "" if self.isHidden() else self._text.text()

    def show_message(self, kind: str, text: str, act: str = "", slot: MessageActs = None) -> None:
        """kind is "info", "ok" or "error"; act names a button beside the sentence. For two buttons act is "" and slot
        a sequence of (name, slot)."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self._stays = kind == "error" or slot is not None
        self._leave.stop() if self._stays else self._leave.start(READING_TIME + PER_CHARACTER * len(text))
        acts = [(act, slot)] if callable(slot) else list(slot or ())
        self._slots = [done for _, done in acts]
        for n, shown in enumerate(self._acts):
            shown.setText(acts[n][0] if n < len(acts) else "")
            shown.setVisible(n < len(acts))
        restyle(self, kind=kind)
        self.show()
        announce(self, text, urgent=kind == "error")

    def leave_news(self) -> None:
        """The person went on: what was only news has been read, or is not wanted."""
        if not self._stays:
            self.hide()

    def _acted(self, number: int) -> None:
        self.hide()
        self._slots[number]()
