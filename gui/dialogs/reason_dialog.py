"""Why a finding is laid aside: a ready-made reason, one of the person's own last ones, or a new one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gui.common.basic_widgets import label
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen

READY = (
    "已与原件核对，无误",
    "已与财务核实，无误",
    "已与法制科核实，无误",
    "已与各科室（单位）核实，无误",
    "上级要求这样填写",
    "本机关没有这项职能，没有发生",
    "统计口径有调整，已在报告里说明",
)


class ReasonDialog(QDialog):
    """A click takes a reason into the line, a double click or Enter is the answer. Read reason after accepted."""

    def __init__(self, finding: str, own: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("说明理由"))
        resize_within_screen(self, 520, 460)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(8)
        layout.addWidget(label(finding, "strong", wrap=True))
        note = tr("选一条理由，或者自己写。说明理由后不再提醒；相关数字改动后会再次提醒。")
        layout.addWidget(label(note, "muted", wrap=True))
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("理由"))
        self.line.setAccessibleName(tr("理由"))
        layout.addWidget(self.line)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("现成的理由和用过的理由"))
        for reason in own:
            self._add(reason, tr("用过的理由"))
        for reason in READY:
            if tr(reason) not in own:
                self._add(tr(reason), tr("现成的理由"))
        self.list.currentItemChanged.connect(lambda now, _: self.line.setText(now.text() if now else ""))
        self.list.itemClicked.connect(lambda item: self.line.setText(item.text()))
        self.list.itemActivated.connect(lambda _: self._answer())
        layout.addWidget(self.list, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self._ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setEnabled(False)
        self.line.textChanged.connect(lambda text: self._ok.setEnabled(bool(text.strip())))
        buttons.accepted.connect(self._answer)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)
        self.line.setFocus()

    def _add(self, reason: str, kind: str) -> None:
        item = QListWidgetItem(reason)
        item.setSizeHint(QSize(0, self.list.fontMetrics().height() + 10))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{kind}：{reason}")
        self.list.addItem(item)

    def _answer(self) -> None:
        if self.reason:
            self.accept()

    @property
    def reason(self) -> str:
        """The reason as it stands in the line."""
        return self.line.text().strip()
