"""采用全部: what would be changed, each with a tick, before anything is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gui.common.basic_widgets import label
from gui.common.plain_text import plain_tip, unbroken
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen


class Choice(NamedTuple):
    """A change in words, why it is proposed, and whether it is ticked to begin with."""

    text: str
    reason: str
    ticked: bool


class AcceptAllDialog(QDialog):
    """Space ticks, Enter accepts; the button says how many."""

    def __init__(self, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("采用全部建议"))
        resize_within_screen(self, 640, 440)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        unsure = not all(choice.ticked for choice in choices)
        words = tr("打勾的会一次改好，可以一次撤销。")
        if unsure:
            words += tr("没有打勾的还有别的改法，或要先核实，请看过再决定。")
        layout.addWidget(label(words, wrap=True))
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("将要采用的修改建议"))
        for choice in choices:
            item = QListWidgetItem(unbroken(choice.text))
            item.setToolTip(plain_tip(choice.reason))
            item.setCheckState(Qt.CheckState.Checked if choice.ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(lambda _: self._count())
        layout.addWidget(self.list, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("取消"))
        self.accept_button = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        self.accept_button.setProperty("role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self._count()

    def chosen(self) -> tuple[int, ...]:
        """Numbers of the ticked choices, from 0."""
        rows = range(self.list.count())
        return tuple(row for row in rows if self.list.item(row).checkState() == Qt.CheckState.Checked)

    def _count(self) -> None:
        number = len(self.chosen())
        self.accept_button.setText(tr("采用 {0} 条", number))
        self.accept_button.setEnabled(number > 0)
