"""Which office a report is of: chosen from the list, or typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from gui.common.basic_widgets import label
from gui.common.texts import tr


class OfficeDialog(QDialog):
    """office is the name chosen."""

    def __init__(self, report: str, offices: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("指定单位"))
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.addItems(list(offices))
        self.box.setCurrentText("")
        self.box.setAccessibleName(tr("单位"))
        self.box.setMinimumWidth(20 * self.fontMetrics().horizontalAdvance("中"))
        completer = QCompleter(self.box.model(), self.box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.box.setCompleter(completer)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label(tr("“{0}”是哪个单位的报告？以后按这个名称自动对上。", report), wrap=True))
        layout.addWidget(self.box)
        layout.addWidget(buttons)

    @property
    def office(self) -> str:
        """The name, "" for none."""
        return self.box.currentText().strip()
