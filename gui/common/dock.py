"""A pane that can be hidden, moved and undocked, with a quiet title."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QWidget

from gui.common.basic_widgets import label
from gui.common.pane_widgets import tool
from gui.common.texts import tr


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
        name = label(title, "strong")
        name.setMinimumWidth(1)  # in a narrow pane the name gives way, the buttons stay
        row.addWidget(name)
        for widget in extra:
            row.addSpacing(10)
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(tool(bar, "float", tr("单独成窗口或放回"), lambda: self.setFloating(not self.isFloating())))
        row.addWidget(tool(bar, "close", tr("隐藏这一栏"), self.close))
        return bar
