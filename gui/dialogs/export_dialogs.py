"""What is asked before an export: what of the file goes along, and the reasons in a 更正说明."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QFrame,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.session import ChangeEntry, ExportContents
from gui.common.basic_widgets import label
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen

_LONGEST = 60  # characters of a leftover that are shown; the tooltip has the whole


class ExportContentsDialog(QDialog):
    """What does not come along into the standard layout, and the text without a place, each with a tick."""

    def __init__(self, contents: ExportContents, can_mend: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("导出前请看一下"))
        resize_within_screen(self, 620, 420)
        self.takes_original = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        if contents.lost:
            layout.addWidget(label(tr("下面这些内容带不进规范格式的文件："), "strong", wrap=True))
            lost = label("\n".join(contents.lost), wrap=True)
            lost.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            lines = QScrollArea()  # of many lines the buttons stay in sight
            lines.setWidgetResizable(True)
            lines.setFrameShape(QFrame.Shape.NoFrame)
            lines.setWidget(lost)
            layout.addWidget(lines, 1)
        self._list = QListWidget()
        self._list.setAccessibleName(tr("附在报告后面的文字"))
        if contents.leftovers:
            words = tr("下面的文字没有归入表格或六个部分。打勾的会附在报告后面，其他的不导出：")
            layout.addWidget(label(words, "strong", wrap=True))
            for index, unplaced, proposed in contents.leftovers:
                short = " ".join(unplaced.text.split())
                item = QListWidgetItem(short if len(short) <= _LONGEST else f"{short[:_LONGEST]}…")
                item.setToolTip(f"<p>{html.escape(unplaced.text)}</p>")
                item.setData(Qt.ItemDataRole.UserRole, index)
                item.setCheckState(Qt.CheckState.Checked if proposed else Qt.CheckState.Unchecked)
                self._list.addItem(item)
            layout.addWidget(self._list, 1)
        else:
            layout.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        go_on = buttons.addButton(tr("继续导出"), QDialogButtonBox.ButtonRole.AcceptRole)
        go_on.setDefault(True)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("取消"))
        if can_mend and contents.lost:
            original = QPushButton(tr("改用原文件的格式"))
            original.clicked.connect(self._take_original)
            buttons.addButton(original, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _take_original(self) -> None:
        self.takes_original = True
        self.accept()

    def annex(self) -> tuple[int, ...]:
        """Indices of the leftovers that are ticked."""
        items = (self._list.item(row) for row in range(self._list.count()))
        ticked = (i for i in items if i.checkState() == Qt.CheckState.Checked)
        return tuple(int(i.data(Qt.ItemDataRole.UserRole)) for i in ticked)


class CorrectionsDialog(QDialog):
    """The lines of a 更正说明; their reasons, and whom it goes to, are written here."""

    def __init__(self, entries: Sequence[ChangeEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("更正说明"))
        resize_within_screen(self, 820, 460)
        self._entries = tuple(entries)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        words = tr("共 {0} 处更正。更正原因可以直接改成自己的话。", len(entries))
        layout.addWidget(label(words, "strong", wrap=True))
        form = QFormLayout()
        self.addressee = QLineEdit()
        self.addressee.setPlaceholderText(tr("不填时写“政府信息公开工作主管部门”"))
        form.addRow(tr("报送给"), self.addressee)
        layout.addLayout(form)
        heads = (tr("位置"), tr("原报"), tr("更正为"), tr("更正原因"))
        self.table = QTableWidget(len(entries), len(heads))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setAccessibleName(tr("更正的内容"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        for row, entry in enumerate(entries):
            for column, text in enumerate((entry.place, entry.original, entry.corrected, entry.reason)):
                item = QTableWidgetItem(text)
                if column < len(heads) - 1:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.table.setItem(row, column, item)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        layout.addWidget(self.table, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(tr("继续"), QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("取消"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def answer(self) -> tuple[Mapping[str, str], str]:
        """Reasons by place, and the addressee, which may be empty."""
        last = self.table.columnCount() - 1
        reasons: dict[str, str] = {}
        for row, entry in enumerate(self._entries):
            item = self.table.item(row, last)
            reasons[entry.place] = item.text() if item is not None else ""
        return reasons, self.addressee.text().strip()
