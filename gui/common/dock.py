"""A pane that can be hidden, moved and undocked, with a quiet title."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QMainWindow, QSizePolicy, QWidget

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
        self.setObjectName(name)
        self.setWidget(content)
        self.setTitleBarWidget(self._title(title, extra))
        window.addDockWidget(area, self)

    def _title(self, title: str, extra: tuple[QWidget, ...]) -> QWidget:
        bar = QWidget(self)
        bar.setObjectName("dockTitle")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 2, 4, 2)
        row.setSpacing(2)
        row.addWidget(_PaneName(title))
        for widget in extra:
            row.addSpacing(10)
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(tool(bar, "float", tr("单独成窗口或放回"), lambda: self.setFloating(not self.isFloating())))
        row.addWidget(tool(bar, "close", tr("隐藏这一栏"), self.close))
        return bar
