"""Headline figures of two years as bars, painted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.comparison.years import Bar
from core.values import Amount, show
from gui.common.plain_text import plain_tip
from gui.common.texts import tr
from gui.common.theme import Tokens, current

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BarChart(QWidget):
    """Two bars a figure: last year hatched, this year filled, each with its number, all to one scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: Sequence[Bar] = ()
        self._names = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)

    def show_bars(self, bars: Sequence[Bar], names: tuple[str, str]) -> None:
        """Other figures; names are the two years."""
        self._bars, self._names = bars, names
        spoken = tr("；").join(tr("{0} {1} → {2}", b.name, show(b.before), show(b.after)) for b in bars)
        self.setAccessibleName(tr("{0}与 {1}主要数字对照图", *names))
        self.setAccessibleDescription(spoken)
        self.setToolTip(plain_tip("\n".join(spoken.split(tr("；")))))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A line of text a bar."""
        return QSize(round(self._row() * 14), round(self._row() * (len(self._bars) * 2.6 + 2)))

    def minimumSizeHint(self) -> QSize:
        """Names, figures and some bar must find room."""
        return QSize(round(self._row() * 11), self.sizeHint().height())

    def _row(self) -> float:
        return QFontMetricsF(self.font()).height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The legend, then the figures."""
        painter, t = QPainter(self), current()
        painter.fillRect(self.rect(), QColor(t.paper))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = self._row()
        self._legend(painter, row, t)
        for i, bar in enumerate(self._bars):
            self._figure(painter, bar, row * (1.9 + 2.6 * i), row, t)
        painter.end()

    def _legend(self, painter: QPainter, row: float, t: Tokens) -> None:
        x = 8.0
        for name, brush in zip(self._names, self._brushes(t), strict=True):
            box = QRectF(x, row * 0.55, row * 0.8, row * 0.8)
            self._box(painter, box, brush, t)
            width = QFontMetricsF(self.font()).horizontalAdvance(name)
            painter.setPen(QColor(t.ink))
            painter.drawText(QRectF(box.right() + 6, row * 0.45, width + 4, row), _LEFT, name)
            x = box.right() + width + 24

    def _figure(self, painter: QPainter, bar: Bar, top: float, row: float, t: Tokens) -> None:
        names = max(QFontMetricsF(self.font()).horizontalAdvance(b.name) for b in self._bars) + 14
        painter.setPen(QColor(t.ink))
        painter.drawText(QRectF(4, top, names - 8, row * 2.1), _RIGHT, bar.name)
        painter.setPen(QPen(QColor(t.strong_line), 1))
        painter.drawLine(QPointF(names, top), QPointF(names, top + row * 2.1))
        for i, (figure, brush) in enumerate(zip((bar.before, bar.after), self._brushes(t), strict=True)):
            width = self._length(figure, self.width() - names - self._digits())
            box = QRectF(names, top + row * (0.1 + i), width, row * 0.85)
            self._box(painter, box, brush, t)
            painter.setPen(QColor(t.ink if i else t.muted))
            painter.drawText(QRectF(box.right() + 5, box.top(), self._digits(), box.height()), _LEFT, show(figure))

    def _box(self, painter: QPainter, box: QRectF, brush: QBrush, t: Tokens) -> None:
        if box.width() > 0:
            painter.setPen(QPen(QColor(t.accent), 1))
            painter.setBrush(brush)
            painter.drawRect(box)

    def _brushes(self, t: Tokens) -> tuple[QBrush, QBrush]:
        return QBrush(QColor(t.accent), Qt.BrushStyle.BDiagPattern), QBrush(QColor(t.accent))

    def _digits(self) -> float:
        """Room for the longest number."""
        metrics = QFontMetricsF(self.font())
        figures = [show(f) for bar in self._bars for f in (bar.before, bar.after)]
        return max((metrics.horizontalAdvance(text) for text in figures), default=0) + 14

    def _length(self, figure: Amount, room: float) -> float:
        """A bar's length; anything above 0 can be seen."""
        most = max((abs(Decimal(f)) for bar in self._bars for f in (bar.before, bar.after)), default=Decimal(0))
        if not figure or not most:
            return 0
        return max(2.0, room * int(abs(Decimal(figure)) * 1000 / most) / 1000)
