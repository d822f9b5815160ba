"""The preview before printing: pages, a page turner, sizes, and the printer; in the program's own style and words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from gui.common.basic_widgets import button, label
from gui.common.pane_widgets import IconTool, tool
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen

Paint = Callable[[QPrinter], None]
STEP = 1.25


class PreviewDialog(QDialog):
    """Shown without blocking. print_asked() when the person presses 打印."""

    print_asked = Signal()

    def __init__(self, device: QPrinter, paint: Paint, parent: QWidget) -> None:
        super().__init__(parent)
        self._printer = device  # Qt keeps no reference to it
        self.setWindowTitle(tr("打印预览"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        resize_within_screen(self, 900, 680)
        self.pages = QPrintPreviewWidget(device)
        for part in self.pages.findChildren(QWidget):
            part.setAccessibleName(tr("预览的页面"))
        self.pages.paintRequested.connect(paint)
        self.pages.previewChanged.connect(self._show_state)
        self.page_number = QSpinBox(minimum=1)
        self.page_number.setPrefix(tr("第 "))
        self.page_number.setKeyboardTracking(False)
        self.page_number.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.page_number.setAccessibleName(tr("页码，输入数字后回车翻到那一页"))
        self.page_number.lineEdit().setAccessibleName(self.page_number.accessibleName())
        self.page_number.valueChanged.connect(self.pages.setCurrentPage)
        self._paper = label(role="muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._tools())
        layout.addWidget(self.pages, 1)
        for keys, act in (
            (QKeySequence(Qt.Key.Key_PageUp), lambda: self.turn(-1)),
            (QKeySequence(Qt.Key.Key_PageDown), lambda: self.turn(1)),
            (QKeySequence(QKeySequence.StandardKey.Print), self.print_asked.emit),
        ):
            QShortcut(keys, self).activated.connect(act)
        self.pages.fitInView()

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(4)
        pages = self.pages
        self._previous = tool(self, "previous", tr("上一页"), lambda: self.turn(-1))
        self._next = tool(self, "next", tr("下一页"), lambda: self.turn(1))
        self._width: IconTool = tool(self, "fit", tr("适合窗口宽度"), pages.fitToWidth)
        self._whole: IconTool = tool(self, "document", tr("整页"), pages.fitInView)
        for widget in (self._previous, self.page_number, self._next):
            row.addWidget(widget)
        row.addSpacing(12)
        row.addWidget(tool(self, "minus", tr("缩小"), lambda: pages.zoomOut(STEP)))
        row.addWidget(tool(self, "plus", tr("放大"), lambda: pages.zoomIn(STEP)))
        row.addWidget(self._width)
        row.addWidget(self._whole)
        row.addStretch(1)
        row.addWidget(self._paper)
        row.addStretch(1)
        self.print_button = button(tr("打印…"), self.print_asked.emit, "primary")
        row.addWidget(self.print_button)
        row.addWidget(button(tr("关闭"), self.close))
        return row

    def turn(self, by: int) -> None:
        """Another page."""
        self.page_number.setValue(self.page_number.value() + by)

    def _show_state(self) -> None:
        count, now = self.pages.pageCount(), self.pages.currentPage()
        with QSignalBlocker(self.page_number):
            self.page_number.setMaximum(max(count, 1))
            self.page_number.setValue(max(now, 1))
        self.page_number.setSuffix(tr(" 页，共 {0} 页", count))
        self._previous.setEnabled(now > 1)
        self._next.setEnabled(now < count)
        wide = self.pages.orientation().name == "Landscape"
        self._paper.setText(tr("A4 纸，横向") if wide else tr("A4 纸，纵向"))
