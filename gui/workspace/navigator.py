"""The list on the left: cover and six sections with their counts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from gui.common.list_delegates import NavigatorDelegate
from gui.common.texts import tr
from gui.workspace.navigator_model import NavigatorModel

ROOMY, MOST = 120, 420  # px


class Navigator(QListView):
    """Emits chosen(section number) when the person goes to another section; 0 is the cover."""

    chosen = Signal(int)

    def __init__(self, model: NavigatorModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigator")
        self.setAccessibleName(tr("报告的各个部分"))
        self.setModel(model)
        self.setItemDelegate(NavigatorDelegate(self))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.selectionModel().currentChanged.connect(lambda now, _: self.chosen.emit(now.row()))

    def set_compact(self, compact: bool) -> bool:
        """Numbers instead of names where the width is needed for figures; the names stay in the tips. False when it
        was so already."""
        delegate = self.itemDelegate()
        if isinstance(delegate, NavigatorDelegate) and delegate.compact != compact:
            delegate.compact = compact
            width = self.fontMetrics().horizontalAdvance("中") * 4 + 26
            self.setMinimumWidth(width if compact else ROOMY)
            self.setMaximumWidth(width if compact else MOST)
            self.viewport().update()
            return True
        return False

    def show_section(self, number: int) -> None:
        """Mark a section as the current one."""
        if self.currentIndex().row() != number:
            self.setCurrentIndex(self.model().index(number, 0))
