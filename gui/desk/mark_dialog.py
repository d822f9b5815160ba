"""One mark of a report: that it was signed, stamped, filed or published; when, and where."""

from __future__ import annotations

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gui.common.basic_widgets import label
from gui.common.texts import tr


class MarkDialog(QDialog):
    """Date and, for what is published, the address; answer() gives None for "not yet"."""

    def __init__(
        self, name: str, office: str, day: str, address: str, with_address: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("{0}：{1}", name, office))
        self.done_box = QCheckBox(tr("{0}(&D)", name))
        self.done_box.setChecked(True)
        self.day = QDateEdit(QDate.fromString(day, "yyyy-MM-dd") if day else QDate.currentDate())
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setAccessibleName(tr("日期"))
        self.address = QLineEdit(address)
        self.address.setPlaceholderText(tr("公布的网址"))
        self.address.setMinimumWidth(26 * self.fontMetrics().horizontalAdvance("中"))
        form = QFormLayout()
        form.addRow("", self.done_box)
        form.addRow(tr("日期(&R)"), self.day)
        if with_address:
            form.addRow(tr("网址(&W)"), self.address)
        box = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(box.Ok | box.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.done_box.toggled.connect(self.day.setEnabled)
        self.done_box.toggled.connect(self.address.setEnabled)
        layout = QVBoxLayout(self)
        layout.addWidget(label(tr("取消勾选就是还没有{0}。", name.removeprefix("已")), "muted"))
        layout.addLayout(form)
        layout.addWidget(buttons)

    def answer(self) -> tuple[str, str] | None:
        """Day as 2024-01-31 and address; None for a mark taken away."""
        if not self.done_box.isChecked():
            return None
        return self.day.date().toString("yyyy-MM-dd"), self.address.text().strip()
