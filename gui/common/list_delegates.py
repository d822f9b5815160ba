"""Rows of the navigator and of the findings list."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from core.finding import Finding
from gui.common import icons
from gui.common.qt_types import ItemOption, item_option
from gui.common.roles import Counts, Role
from gui.common.texts import tr
from gui.common.theme import RADIUS, Tokens, current, grown

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_STATE = QStyle.StateFlag
_ELIDE = Qt.TextElideMode.ElideRight


def _row_background(painter: QPainter, option: ItemOption, rect: QRect, t: Tokens) -> None:
    selected = bool(option.state & _STATE.State_Selected)
    if not selected and not option.state & _STATE.State_MouseOver:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(t.accent) if option.state & _STATE.State_HasFocus and selected else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(t.accent_soft if selected else t.hover))
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


class NavigatorDelegate(QStyledItemDelegate):
    """A section's name, and on the right its count of errors (filled) or of what is to be checked (outlined). compact:
    its number alone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.compact = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Tall enough to hit easily."""
        return QSize(120, QFontMetrics(item_option(option).font).height() + 19)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One section."""
        painter.save()
        t = current()
        style = item_option(option)
        rect = style.rect.adjusted(6, 1, -6, -1)
        _row_background(painter, style, rect, t)
        if style.state & _STATE.State_Selected:
            painter.fillRect(QRect(rect.left(), rect.top() + 7, 3, rect.height() - 14), QColor(t.accent))
        right = self._badges(painter, rect, index.data(Role.COUNTS), style.font, t)
        font = QFont(style.font)
        font.setWeight(QFont.Weight.DemiBold if style.state & _STATE.State_Selected else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(t.ink))
        box = QRect(rect.left() + 11, rect.top(), right - rect.left() - 15, rect.height())
        name = str(index.data())
        if self.compact:
            name = name[0]
        painter.drawText(box, _LEFT, QFontMetrics(font).elidedText(name, _ELIDE, box.width()))
        painter.restore()

    def _badges(self, painter: QPainter, rect: QRect, counts: Counts, font: QFont, t: Tokens) -> int:
        """Draw the counts from the right; returns where the space left of them ends."""
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.86)
        small.setWeight(QFont.Weight.DemiBold)
        painter.setFont(small)
        right = rect.right() - 6
        for number, filled in ((counts.warnings + counts.hints, False), (counts.errors, True)):
            if number:
                right = self._badge(painter, rect, right, str(number), filled, t)
        return right

    def _badge(self, painter: QPainter, rect: QRect, right: int, text: str, filled: bool, t: Tokens) -> int:
        metrics = painter.fontMetrics()
        height = metrics.height() + 2
        width = max(metrics.horizontalAdvance(text) + 10, height)
        box = QRectF(right - width, rect.center().y() - height / 2 + 1, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(t.error if filled else t.warning))
        painter.setBrush(QColor(t.error) if filled else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(QColor(t.paper if filled else t.warning))
        painter.drawText(box, _CENTRE, text)
        return round(box.left()) - 5


class FindingDelegate(QStyledItemDelegate):
    """Number and severity sign, the place in bold, the sentence under it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(160, 2 * QFontMetrics(item_option(option).font).height() + 15)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One finding."""
        painter.save()
        t = current()
        style = item_option(option)
        rect = style.rect.adjusted(5, 1, -5, -1)
        _row_background(painter, style, rect, t)
        if index.data(Role.FOUND):
            painter.fillRect(rect.adjusted(grown(62), 4, -4, -4), QColor(t.found))
        finding: Finding = index.data(Role.FINDING)
        reason: str | None = index.data(Role.DISMISSED)
        colour = QColor(t.muted) if reason is not None else t.severity(finding.severity)
        number = str(index.data(Role.NUMBER) or "")
        self._sign(painter, rect, finding.severity.value if reason is None else "ok", number, colour, style.font)
        self._lines(painter, rect, index, reason, style.font, t)
        painter.restore()

    def _sign(self, painter: QPainter, rect: QRect, name: str, number: str, colour: QColor, font: QFont) -> None:
        size = grown(18)
        icons.paint(painter, name, QRectF(rect.left() + grown(36), rect.top() + 8, size, size), colour, 2.0)
        painter.setFont(font)
        painter.setPen(colour)
        box = QRect(rect.left() + 4, rect.top() + 6, grown(28), grown(22))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, number)

    def _lines(self, painter: QPainter, rect: QRect, index: Index, reason: str | None, font: QFont, t: Tokens) -> None:
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        height, left = QFontMetrics(font).height(), rect.left() + grown(64)
        first = QRect(left, rect.top() + 5, rect.right() - left - 6, height)
        painter.setFont(bold)
        painter.setPen(QColor(t.muted if reason is not None else t.ink))
        painter.drawText(first, _LEFT, QFontMetrics(bold).elidedText(index.data(Role.PLACE), _ELIDE, first.width()))
        second = first.translated(0, height + 2)
        text = index.data() if reason is None else tr("已说明：{0}　{1}", reason, index.data())
        painter.setFont(font)
        painter.setPen(QColor(t.muted))
        painter.drawText(second, _LEFT, QFontMetrics(font).elidedText(text, _ELIDE, second.width()))
