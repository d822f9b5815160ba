"""Choices of one collection: its name, the day reports are due, whom to ask, and the office's score sheet."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gui.common.basic_widgets import label
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen

SIZE = (620, 640)
MOST_POINTS = 100.0


class Points(NamedTuple):
    """A kind of error, and how many points it costs."""

    name: str
    words: str
    points: float


class Choices(NamedTuple):
    """What the dialog is given, and what it gives back."""

    name: str
    year: int
    due: str
    contact: str
    sender: str
    scored: bool
    full: float
    points: tuple[Points, ...]


class DeskSettingsDialog(QDialog):
    """answer() after accept."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("这一册的设置"))
        resize_within_screen(self, *SIZE)
        self._points = choices.points
        self.name, self.year = QLineEdit(choices.name), QSpinBox()
        self.year.setRange(2008, 2100)
        self.year.setValue(choices.year)
        self.due = QDateEdit(QDate.fromString(choices.due, "yyyy-MM-dd") if choices.due else QDate.currentDate())
        self.due.setCalendarPopup(True)
        self.due.setDisplayFormat("yyyy-MM-dd")
        self.has_due = QCheckBox(tr("到期还没改好的，记为“逾期未改”(&Q)"))
        self.has_due.setChecked(bool(choices.due))
        self.has_due.toggled.connect(self.due.setEnabled)
        self.due.setEnabled(bool(choices.due))
        self.contact, self.signature = QLineEdit(choices.contact), QLineEdit(choices.sender)
        self.scored = QCheckBox(tr("汇总表里给每份报告打分(&S)"))
        self.scored.setChecked(choices.scored)
        self.full = _points(choices.full)
        self.spins = [_points(each.points) for each in choices.points]
        self._build_layout()
        self.scored.toggled.connect(self._enable)
        self._enable()

    def _build_layout(self) -> None:
        form = QFormLayout()
        form.addRow(tr("名称(&N)"), self.name)
        form.addRow(tr("年度(&Y)"), self.year)
        form.addRow("", self.has_due)
        form.addRow(tr("修改期限(&D)"), self.due)
        form.addRow(tr("联系人(&L)"), self.contact)
        form.addRow(tr("落款单位(&U)"), self.signature)
        scores = QFormLayout()
        scores.addRow(tr("满分"), self.full)
        for each, spin in zip(self._points, self.spins, strict=True):
            spin.setAccessibleName(tr("{0}，每处扣分", each.words))
            scores.addRow(tr("{0}，每处扣", each.words), spin)
        inner = QWidget()
        inner.setLayout(scores)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        box = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(box.Ok | box.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.scored)
        layout.addWidget(label(tr("评分标准只用在汇总表里，退回通知里不写分数。"), "muted", wrap=True))
        layout.addWidget(area, 1)
        layout.addWidget(buttons)

    def _enable(self) -> None:
        for spin in (self.full, *self.spins):
            spin.setEnabled(self.scored.isChecked())

    def answer(self) -> Choices:
        """What was chosen."""
        due = self.due.date().toString("yyyy-MM-dd") if self.has_due.isChecked() else ""
        points = tuple(each._replace(points=spin.value()) for each, spin in zip(self._points, self.spins, strict=True))
        name = self.name.text().strip() or tr("{0} 年度年报", self.year.value())
        contact, sender = self.contact.text().strip(), self.signature.text().strip()
        return Choices(
            name, self.year.value(), due, contact, sender, self.scored.isChecked(), self.full.value(), points
        )


def _points(value: float) -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setDecimals(1)
    spin.setRange(0, MOST_POINTS)
    spin.setSingleStep(0.5)
    spin.setValue(value)
    spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return spin
