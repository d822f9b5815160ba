"""The collections of this and earlier years: opened, given another computer, brought from one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from gui.common.basic_widgets import button, label
from gui.common.pane_widgets import MessageBar
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen
from gui.desk.check_list import without_default_buttons
from gui.desk.plain_table import Line, PlainTable
from gui.history.row_tables import table

SIZE = (940, 480)


class Kept(NamedTuple):
    """A collection as the list shows it; holder is who has it open, "" for nobody."""

    number: int
    name: str
    year: str
    reports: str
    saved: str
    holder: str


class CollectionsWindow(QDialog):
    """opened(number), deleted(number), exported(number), import_asked()."""

    opened = Signal(int)
    deleted = Signal(int)
    exported = Signal(int)
    import_asked = Signal()

    def __init__(self, kept: Sequence[Kept], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("以前的校核册"))
        resize_within_screen(self, *SIZE)
        headers = (tr("名称"), tr("年度"), tr("报告"), tr("最后保存"), tr("正在打开"))
        self.model: PlainTable[int] = PlainTable(headers, (2,))
        self.view = table(self.model, tr("保存过的校核册"), {1: 4, 2: 4, 3: 9, 4: 14}, 0)
        self.view.activated.connect(lambda _: self._with(self.opened))
        self.nothing, self.bar = (
            label(tr("还没有校核册。把各单位年报的文件夹拖进窗口，就有了第一册。"), "muted"),
            MessageBar(self),
        )
        row = QHBoxLayout()
        self.open_button = button(tr("打开(&O)"), lambda: self._with(self.opened), "primary")
        self.export = button(
            tr("导出到一个文件(&E)…"), lambda: self._with(self.exported), "", tr("拷到 U 盘，在另一台电脑上接着做")
        )
        self.delete = button(tr("删除(&D)…"), lambda: self._with(self.deleted))
        for made in (self.open_button, self.export, button(tr("从文件导入(&I)…"), self.import_asked.emit), self.delete):
            row.addWidget(made)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        for widget in (self.nothing, self.bar):
            layout.addWidget(widget)
        layout.addWidget(self.view, 1)
        layout.addLayout(row)
        without_default_buttons(self)
        self.show_kept(kept)

    def show_kept(self, kept: Sequence[Kept]) -> None:
        """The collections as they are now."""
        self.model.set_lines([Line((k.name, k.year, k.reports, k.saved, k.holder), k.number) for k in kept])
        self.nothing.setVisible(not kept)
        for made in (self.open_button, self.export, self.delete):
            made.setEnabled(bool(kept))
        if kept:
            self.view.selectRow(0)
            self.view.setFocus()

    def _with(self, signal: object) -> None:
        number = self.model.item(self.view.currentIndex())
        if number is not None:
            signal.emit(number)  # type: ignore[attr-defined]  # a bound signal has no type of its own
