"""A line over the table while a gathering is broken off: how far it came, and the two ways on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.desk import Collection
from gui.common.basic_widgets import button, label
from gui.common.texts import tr


class HalfStrip(QWidget):
    """Signals: go_on_asked() read what is left, leave_off_asked() what is there is all that is wanted."""

    go_on_asked = Signal()
    leave_off_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("busy")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = label("", "strong", wrap=True)
        self.go_on = button(tr("接着读(&J)"), self.go_on_asked.emit, "primary")
        self.leave_off = button(tr("不读了，就用这些"), self.leave_off_asked.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 12, 6)
        row.addWidget(self.words, 1)
        row.addWidget(self.go_on)
        row.addWidget(self.leave_off)
        self.hide()

    def show_half(self, collection: Collection | None, reading: bool) -> None:
        """What the collection says of its gathering; hidden while one runs and where none is left."""
        half = collection.half if collection is not None and not reading else None
        if half is not None:
            left = max(half.total - half.done, 0)
            self.words.setText(tr("上次读到一半停了：读完 {0} 个文件，还有 {1} 个没有读。", half.done, left))
        self.setVisible(half is not None)
