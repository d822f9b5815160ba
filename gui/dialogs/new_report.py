"""Year and agency of a report that is to be typed in."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from core import schema
from gui.common.basic_widgets import label
from gui.common.texts import tr


class NewReportDialog(QDialog):
    """The year decides the edition of the form, which is shown at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("新建空表"))
        form = QFormLayout(self)
        form.setContentsMargins(20, 18, 20, 16)
        form.setSpacing(10)
        self._agency = QLineEdit()
        self._agency.setPlaceholderText(tr("例如：云溪县民政局"))
        self._agency.setMinimumWidth(280)
        self._year = QSpinBox(minimum=2019, maximum=2100, value=date.today().year - 1)
        self._year.lineEdit().setAccessibleName(tr("报告年度"))
        self._edition = label(role="muted", wrap=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(tr("机关名称"), self._agency)
        form.addRow(tr("报告年度"), self._year)
        form.addRow(tr("表格版式"), self._edition)
        form.addRow(buttons)
        self._year.valueChanged.connect(self._show_edition)
        self._show_edition(self._year.value())

    def _show_edition(self, year: int) -> None:
        edition = schema.load(schema.edition_of(year))
        self._edition.setText(tr("{0} 版（{1}）", edition.edition, edition.source))

    def answer(self) -> tuple[int, str]:
        """Year and agency; the agency may be empty."""
        return self._year.value(), self._agency.text().strip()
