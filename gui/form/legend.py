"""One line under the grid that explains the marks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.finding import Severity
from gui.common import icons
from gui.common.texts import SEVERITY_NAMES, tr
from gui.common.theme import Tokens, current

SAMPLES = ("error", "warning", "doubtful", "related", "partner", "edited", "blank", "offered", "unread", "locked")

TYPING = ("offered", "error", "warning", "partner")


def names() -> dict[str, str]:
    """What each sample is called."""
    return {
        "error": SEVERITY_NAMES[Severity.ERROR],
        "warning": SEVERITY_NAMES[Severity.WARNING],
        "doubtful": tr("图片识别，待确认"),
        "related": tr("与所选格在同一个不平的等式里"),
        "partner": tr("与所选格同一等式"),
        "edited": tr("已修改"),
        "blank": tr("空白"),
        "offered": tr("算出的总计，按 Tab 填入"),
        "unread": tr("没有读出"),
        "locked": tr("已确认"),
    }


class Legend(QWidget):
    """Little cells drawn with the same shapes as the grid's, each with its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order: tuple[str, ...] = SAMPLES
        self.setAccessibleName(tr("图例：") + "、".join(names().values()))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_typing(self, typing: bool) -> None:
        """While a report is typed in, what one meets then comes first: there is not always room for all."""
        self._order = (*TYPING, *(name for name in SAMPLES if name not in TYPING)) if typing else SAMPLES
        self.update()

    def sizeHint(self) -> QSize:
        """One line of small text."""
        return QSize(100, self.fontMetrics().height() + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Samples from left to right, as many as there is room for."""
        painter, t = QPainter(self), current()
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        x, metrics = 1.0, painter.fontMetrics()
        named = names()
        for name in self._order:
            text = named[name]
            width = metrics.horizontalAdvance(text)
            if x + 26 + width > self.width():
                return
            box = QRectF(x, self.height() / 2 - 6.5, 20, 13)
            _sample(painter, name, box, t)
            painter.setPen(QColor(t.muted))
            painter.drawText(QPointF(x + 25, self.height() / 2 + metrics.ascent() / 2 - 1.5), text)
            x += 25 + width + 16


def _sample(painter: QPainter, name: str, box: QRectF, t: Tokens) -> None:
    painter.save()
    soft = {"doubtful": t.warning_soft, "error": t.error_soft, "warning": t.warning_soft, "partner": t.accent_soft}
    painter.setPen(QPen(QColor(t.strong_line), 1))
    painter.setBrush(QColor(soft.get(name, t.paper)))
    painter.drawRect(box)
    inner = box.adjusted(1.5, 1.5, -1.5, -1.5)
    if name in ("error", "warning"):
        painter.setPen(QPen(t.severity(Severity(name)), 2))
        painter.drawRect(inner)
    elif name == "doubtful":
        painter.setPen(QPen(QColor(t.warning), 2, Qt.PenStyle.DotLine))
        painter.drawLine(inner.bottomLeft(), inner.bottomRight())
    elif name == "related":
        painter.setPen(QPen(QColor(t.error), 1, Qt.PenStyle.DashLine))
        painter.drawRect(inner)
    elif name == "edited":
        painter.setBrush(QColor(t.accent))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF([box.topLeft(), box.topLeft() + QPointF(8, 0), box.topLeft() + QPointF(0, 8)]))
    elif name == "blank":
        painter.fillRect(inner, QBrush(QColor(t.strong_line), Qt.BrushStyle.BDiagPattern))
    elif name == "offered":
        font = painter.font()
        font.setItalic(True)
        painter.setFont(font)
        painter.setPen(QColor(t.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "9")
    elif name == "unread":
        painter.fillRect(inner, QBrush(QColor(t.hint), Qt.BrushStyle.DiagCrossPattern))
    elif name == "locked":
        icons.paint(painter, "lock", QRectF(box.center().x() - 5.5, box.top() + 1, 11, 11), QColor(t.muted), 2.6)
    painter.restore()
