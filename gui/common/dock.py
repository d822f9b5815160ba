"""A pane that can be hidden, moved and undocked, with a quiet title."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QMainWindow, QSizePolicy, QWidget

from gui.common.menus import give_menu
from gui.common.pane_widgets import tool
from gui.common.texts import tr


class _PaneName(QLabel):
    """A pane's name; in a narrow pane its first word alone ("问题" of "问题与修改建议"), never cut through."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._name, self._short = name, name.split("与")[0]
        self.setProperty("role", "strong")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(name)

    def minimumSizeHint(self) -> QSize:
        """Room for the short name."""
        return QSize(self.fontMetrics().horizontalAdvance(self._short) + 2, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Room for the whole name, whichever is shown."""
        return QSize(self.fontMetrics().horizontalAdvance(self._name) + 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The longest name that fits."""
        super().resizeEvent(event)
        fits = self.width() >= self.sizeHint().width()
        self.setText(self._name if fits else self._short)


class Dock(QDockWidget):
    """name is the key under which the layout is remembered; extra widgets stand in the title."""

    def __init__(
        self, name: str, title: str, content: QWidget, window: QMainWindow, area: Qt.DockWidgetArea, *extra: QWidget
    ) -> None:
        super().__init__(title, window)
        self._window = window
        self._widened = False  # whether the window is to fill the screen again when the pane is back
        self.setObjectName(name)
        self.setWidget(content)
        self.setTitleBarWidget(self._title(title, extra))
        window.addDockWidget(area, self)

    def _title(self, title: str, extra: tuple[QWidget, ...]) -> QWidget:
        bar = QWidget(self)
        bar.setObjectName("dockTitle")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        give_menu(
            bar,
            lambda _: (
                (tr("单独成窗口或放回"), lambda: self.setFloating(not self.isFloating()), True),
                (tr("隐藏这一栏"), self.close, True),
            ),
        )
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 2, 4, 2)
        row.setSpacing(2)
        row.addWidget(_PaneName(title))
        for widget in extra:
            row.addSpacing(10)
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(tool(bar, "float", tr("单独成窗口或放回"), self.float_or_return))
        row.addWidget(tool(bar, "close", tr("隐藏这一栏"), self.close))
        return bar

    def float_or_return(self) -> None:
        """A window of its own, beside the grid and never over it; or back into the window."""
        if self.isFloating():
            self.setFloating(False)
            if self._widened:
                self._window.showMaximized()
        else:
            size = self.size()
            self.setFloating(True)
            self.resize(size)
            self.stand_beside()

    def stand_beside(self) -> None:
        """Put a floating pane where it covers nothing of the window; where the screen has no room for both, the window
        gives it."""
        here, others = screens_of(self._window)
        frame = self._window.frameGeometry()
        left, pane = beside(frame, here, others, self.size())
        if left != frame:
            self._widened = self._window.isMaximized()
            self._window.showNormal()
            margins = self._window.frameGeometry().size() - self._window.size()
            self._window.setGeometry(left.adjusted(0, margins.height(), -margins.width(), 0))
        self.setGeometry(pane)


def screens_of(window: QWidget) -> tuple[QRect, list[QRect]]:
    """The screen a window is on, without its task bar, and the other ones."""
    here = window.screen().availableGeometry()
    return here, [other for s in QGuiApplication.screens() if (other := s.availableGeometry()) != here]


def beside(window: QRect, screen: QRect, others: Sequence[QRect], pane: QSize) -> tuple[QRect, QRect]:
    """Where a window and a pane stand without covering each other: the pane on another screen, else right or left of
    the window where there is room, else at the right edge of a window that is made narrower."""
    if others:
        size = pane.boundedTo(others[0].size())
        return window, QRect(others[0].topLeft(), size)
    height = min(pane.height(), screen.height())
    top = max(min(window.top(), screen.bottom() + 1 - height), screen.top())
    if screen.right() - window.right() >= pane.width():
        return window, QRect(window.right() + 1, top, pane.width(), height)
    if window.left() - screen.left() >= pane.width():
        return window, QRect(window.left() - pane.width(), top, pane.width(), height)
    width = min(pane.width(), screen.width() // 3)
    room = QRect(screen.left(), screen.top(), screen.width() - width, screen.height())
    smaller = QRect(max(window.left(), room.left()), window.top(), 0, window.height())
    smaller.setRight(room.right())
    return smaller.intersected(room), QRect(room.right() + 1, screen.top(), width, screen.height())
