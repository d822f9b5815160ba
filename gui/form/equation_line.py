"""The line over a grid: the equations of the selected cell with the live figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.finding import Equation
from core.values import show
from gui.common.plain_text import plain_tip
from gui.common.texts import tr
from gui.common.theme import current

NAMES = {
    "t3.column_balance": "一＋二＝三（七）＋四",
    "t3.results_sum": "（一）至（六）之和＝（七）总计",
    "t3.row_sum": "各类申请人之和＝总计",
    "t4.block_sum": "四种结果之和＝总计",
}
_MARGIN, _GAP = 4, 4  # pixels around and between the lines of chips
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def written(equation: Equation) -> str:
    """An equation with its live figures; a broken one says by how much."""
    sides = equation.text
    if equation.holds:
        return sides
    gap = max(equation.left_sum, equation.right_sum) - min(equation.left_sum, equation.right_sum)
    return tr(
        "{0}（{1} ≠ {2}，差 {3}）",
        sides.replace(" = ", " ≠ "),
        show(equation.left_sum),
        show(equation.right_sum),
        show(gap),
    )


@dataclass(frozen=True, slots=True)
class _Chip:
    box: QRect
    holds: bool
    text: str


class EquationLine(QWidget):
    """Name of the selected cell, then one chip for each of its equations, on as many lines as they need: √ holds,
    × broken (signs that every Chinese font has)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._equations: list[tuple[bool, str, str]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_cell(self, name: str, equations: Iterable[Equation]) -> None:
        """Show a cell's equations; a name without equations says so."""
        self._name = name
        self._equations = [(e.holds, tr(NAMES.get(e.rule, "")), written(e)) for e in equations]
        self.setToolTip(plain_tip("\n".join(f"{n}：{w}" for _, n, w in self._equations)))
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()

    @property
    def text(self) -> str:
        """What is shown, as one line of text."""
        if not self._equations:
            return tr("{0}：没有勾稽关系", self._name) if self._name else ""
        return "　".join([self._name, *self._signed()])

    def sizeHint(self) -> QSize:
        """One line of chips."""
        return QSize(200, self._line() + 2 * _MARGIN)

    def heightForWidth(self, width: int) -> int:
        """As many lines as the equations need; two are kept free, so that the grid below does not jump."""
        lowest = max((chip.box.bottom() for chip in self._chips(width)), default=0)
        one = self._line() + 2 * _MARGIN
        two = one + self._line() + _GAP if len(self._equations) > 1 else one
        return max(lowest + _MARGIN, two if self._wide(width) else one)

    def _wide(self, width: int) -> bool:
        """Whether two usual equations do not fit one line."""
        return self.fontMetrics().horizontalAdvance("一") * 64 > width

    def _signed(self) -> list[str]:
        return [f"{'√' if holds else '×'} {name}：{words}" for holds, name, words in self._equations]

    def _line(self) -> int:
        return self.fontMetrics().height() + 8

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _chips(self, width: int) -> list[_Chip]:
        """Places of the chips: from left to right, a new line where one does not fit."""
        metrics = self.fontMetrics()
        left = QFontMetrics(self._bold()).horizontalAdvance(self._name) + 14
        x, y, chips = left, _MARGIN, []
        for (holds, _, _), text in zip(self._equations, self._signed(), strict=True):
            need = metrics.horizontalAdvance(text) + 20
            if x > left and x + need > width:
                x, y = left, y + self._line() + _GAP
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(width - x - 22, 40))
            chips.append(_Chip(QRect(x, y, min(need, width - x), self._line()), holds, shown))
            x += need + 8
        return chips

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name and chips."""
        painter, t = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = QRect(0, _MARGIN, self.width(), self._line())
        painter.setFont(self._bold())
        painter.setPen(QColor(t.ink))
        painter.drawText(first, _LEFT, self._name)
        painter.setFont(self.font())
        if self._name and not self._equations:
            painter.setPen(QColor(t.muted))
            x = QFontMetrics(self._bold()).horizontalAdvance(self._name) + 14
            painter.drawText(first.adjusted(x, 0, 0, 0), _LEFT, tr("此格没有勾稽关系"))
        for chip in self._chips(self.width()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.ok_soft if chip.holds else t.error_soft))
            painter.drawRoundedRect(chip.box, chip.box.height() / 2, chip.box.height() / 2)
            painter.setPen(QColor(t.ok if chip.holds else t.error))
            painter.drawText(chip.box, Qt.AlignmentFlag.AlignCenter, chip.text)
