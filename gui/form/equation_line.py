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
_SIGNS = {None: "…", True: "√", False: "×"}
_SCALES = (1.0, 0.9, 0.8)  # of the interface's letters
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


def is_open(equation: Equation, typing: bool) -> bool:
    """Whether nothing can be said of an equation yet: without any figure, or with a gap in a report that is typed."""
    return len(equation.blanks) == len(equation.cells) or (typing and bool(equation.blanks))


@dataclass(frozen=True, slots=True)
class _Chip:
    box: QRect
    holds: bool | None
    text: str


class EquationLine(QWidget):
    """Name of the selected cell, then one chip for each of its equations, on as many lines as they need: √ holds,
    × broken (signs that every Chinese font has), … not complete yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.low = False  # on a low page there is one line, whatever the width
        self._equations: list[tuple[bool | None, str, str]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_cell(self, name: str, equations: Iterable[Equation], typing: bool = False) -> None:
        """Show a cell's equations; a name without equations says so. typing: the report is being typed in, and an
        equation that lacks figures is neither right nor wrong yet."""
        self._name = name
        self._equations = [
            (None, tr(NAMES.get(e.rule, "")), e.text)
            if is_open(e, typing)
            else (e.holds, tr(NAMES.get(e.rule, "")), written(e))
            for e in equations
        ]
        self.setToolTip(plain_tip("\n".join(f"{n}：{w}" for _, n, w in self._equations)))
        self.setAccessibleName(self.text)
        self.update()

    @property
    def text(self) -> str:
        """What is shown, as one line of text."""
        if not self._equations:
            return tr("{0}：没有勾稽关系", self._name) if self._name else ""
        return "　".join([self._name, *self._signed()])

    def sizeHint(self) -> QSize:
        """One line of chips."""
        return QSize(200, self._line() + 2 * self._margin())

    def hasHeightForWidth(self) -> bool:
        """A narrow page has two lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """One line, or two where two usual equations do not fit one. Never by what is shown: the grid must not jump
        when another cell is selected."""
        return self._lines(width) * (self._line() + _GAP) - _GAP + 2 * self._margin()

    def _lines(self, width: int) -> int:
        wide = self.fontMetrics().horizontalAdvance("一") * 64 > width
        return 2 if wide and not self.low else 1

    def _signed(self) -> list[str]:
        return [f"{_SIGNS[holds]} {name}：{words}" for holds, name, words in self._equations]

    def _line(self) -> int:
        return self.fontMetrics().height() + (2 if self.low else 8)

    def _margin(self) -> int:
        return 1 if self.low else _MARGIN

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _chips(self, width: int) -> tuple[QFont, list[_Chip]]:
        """Places of the chips, in the largest letters in which all their numbers find room."""
        for scale in _SCALES:
            font = QFont(self.font())
            font.setPointSizeF(font.pointSizeF() * scale)
            for texts in (self._signed(), self._numbers(), self._sides()):
                last = scale == _SCALES[-1] and texts == self._sides()
                chips = self._placed(width, QFontMetrics(font), texts, last)
                if chips is not None:
                    return font, chips
        return font, []

    def _numbers(self) -> list[str]:
        """Without the names of the equations: the figures are what one looks for."""
        return [f"{_SIGNS[holds]} {words}" for holds, _, words in self._equations]

    def _sides(self) -> list[str]:
        """Every term and nothing else; by how much they differ is in the tip."""
        return [f"{_SIGNS[holds]} {words.split('（')[0]}" for holds, _, words in self._equations]

    def _placed(self, width: int, metrics: QFontMetrics, texts: list[str], last: bool) -> list[_Chip] | None:
        """From left to right, a new line where one does not fit; None when there are not enough lines. In the last try
        what is still too long is shortened in its middle (the tip has it in full)."""
        left = QFontMetrics(self._bold()).horizontalAdvance(self._name) + 14
        left = min(left, width // 3)
        x, line, chips = left, 0, []
        for (holds, _, _), text in zip(self._equations, texts, strict=True):
            need = metrics.horizontalAdvance(text) + 20
            if x > left and x + need > width:
                x, line = left, line + 1
            if (line >= self._lines(width) or x + need > width) and not last:
                return None
            if line >= self._lines(width):
                break
            box = QRect(x, self._margin() + line * (self._line() + _GAP), min(need, width - x), self._line())
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(box.width() - 12, 40))
            chips.append(_Chip(box, holds, shown))
            x += need + 8
        return chips

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name and chips."""
        painter, t = QPainter(self), current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = QRect(0, self._margin(), self.width(), self._line())
        painter.setFont(self._bold())
        painter.setPen(QColor(t.ink))
        most = self.width() if not self._equations else self.width() // 3
        painter.drawText(
            first, _LEFT, QFontMetrics(self._bold()).elidedText(self._name, Qt.TextElideMode.ElideRight, most)
        )
        painter.setFont(self.font())
        if self._name and not self._equations:
            painter.setPen(QColor(t.muted))
            x = QFontMetrics(self._bold()).horizontalAdvance(self._name) + 14
            painter.drawText(first.adjusted(x, 0, 0, 0), _LEFT, tr("此格没有勾稽关系"))
        font, chips = self._chips(self.width())
        painter.setFont(font)
        for chip in chips:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor({None: t.label, True: t.ok_soft, False: t.error_soft}[chip.holds]))
            painter.drawRoundedRect(chip.box, chip.box.height() / 2, chip.box.height() / 2)
            painter.setPen(QColor({None: t.muted, True: t.ok, False: t.error}[chip.holds]))
            painter.drawText(chip.box, Qt.AlignmentFlag.AlignCenter, chip.text)
