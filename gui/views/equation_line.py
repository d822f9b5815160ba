"""The line over a grid: the equations of the selected cell with the live figures."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.finding import Equation
from core.values import show
from gui.texts import tr
from gui.theme import current

NAMES = {
    "t3.column_balance": "一＋二＝三（七）＋四",
    "t3.results_sum": "（一）至（六）之和＝（七）总计",
    "t3.row_sum": "各类申请人之和＝总计",
    "t4.block_sum": "四种结果之和＝总计",
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def written(equation: Equation) -> str:
    """An equation with its live figures; a broken one says by how much."""
    sides = equation.text
    if equation.holds:
        return sides
    gap = show(abs(equation.left_sum - equation.right_sum))
    return tr(
        "{0}（{1} ≠ {2}，差 {3}）", sides.replace(" = ", " ≠ "), show(equation.left_sum), show(equation.right_sum), gap
    )


class EquationLine(QWidget):
    """Name of the selected cell, then one chip for each of its equations: ✓ holds, ✗ broken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._chips: list[tuple[bool, str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_cell(self, name: str, equations: Iterable[Equation]) -> None:
        """Show a cell's equations; a name without equations says so."""
        self._name = name
        self._chips = [(e.holds, tr(NAMES.get(e.rule, "")), written(e)) for e in equations]
        self.setToolTip("\n".join(f"{n}：{w}" for _, n, w in self._chips))
        self.setAccessibleName(self.text)
        self.update()

    @property
    def text(self) -> str:
        """What is shown, as one line of text."""
        if not self._chips:
            return tr("{0}：没有勾稽关系", self._name) if self._name else ""
        return "　".join([self._name, *(f"{'✓' if holds else '✗'} {n}：{w}" for holds, n, w in self._chips)])

    def sizeHint(self) -> QSize:
        """One line of chips."""
        return QSize(200, self.fontMetrics().height() + 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name and chips from left to right; what does not fit is in the tooltip."""
        painter, t = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(t.ink))
        painter.drawText(self.rect(), _LEFT, self._name)
        x = QFontMetrics(bold).horizontalAdvance(self._name) + 14
        painter.setFont(self.font())
        if self._name and not self._chips:
            painter.setPen(QColor(t.muted))
            painter.drawText(self.rect().adjusted(x, 0, 0, 0), _LEFT, tr("此格没有勾稽关系"))
        for holds, title, text in self._chips:
            x += self._chip(painter, QPoint(x, 4), holds, f"{title}：{text}", t) + 8

    def _chip(self, painter: QPainter, at: QPoint, holds: bool, text: str, t) -> int:  # noqa: ANN001
        metrics = self.fontMetrics()
        shown = metrics.elidedText(
            f"{'✓' if holds else '✗'} {text}", Qt.TextElideMode.ElideMiddle, max(self.width() - at.x() - 22, 40)
        )
        box = QRect(at, QSize(metrics.horizontalAdvance(shown) + 20, self.height() - 8))
        if at.x() + 60 > self.width():
            return 0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.ok_soft if holds else t.error_soft))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(QColor(t.ok if holds else t.error))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
        return box.width()
