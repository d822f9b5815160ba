"""A report's versions on a line of time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.common.plain_text import plain_tip
from gui.common.qt_types import ItemOption, item_option
from gui.common.roles import Role
from gui.common.texts import tr
from gui.common.theme import RADIUS, Tokens, current
from gui.history.wording import SUBMITTED, local, version_line, version_state

if TYPE_CHECKING:
    from core.session import VersionInfo

Index = QModelIndex | QPersistentModelIndex
_NOTHING = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_STATE = QStyle.StateFlag


class Step(Protocol):
    """What History.timeline gives."""

    @property
    def version(self) -> VersionInfo:
        """The version that the step ends in."""

    @property
    def acts(self) -> tuple[tuple[str, str], ...]:
        """Moment and label of each act before it."""


class VersionsModel(QAbstractListModel):
    """Versions with what was done for each, the newest first; Role.ITEM is the Step."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Sequence[Step] = ()

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Another report's timeline, or the same one after an act."""
        self.beginResetModel()
        self._steps = steps
        self.endResetModel()

    def step(self, row: int) -> Step | None:
        """A row's step, None beyond."""
        return self._steps[row] if 0 <= row < len(self._steps) else None

    def row_of(self, version_id: int) -> int:
        """The row of a version, -1 when it is not there."""
        return next((row for row, step in enumerate(self._steps) if step.version.id == version_id), -1)

    def rowCount(self, parent: Index = _NOTHING) -> int:
        """Versions."""
        return 0 if parent.isValid() else len(self._steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A version in words, or the step itself."""
        step = self.step(index.row()) if index.isValid() else None
        if step is None:
            return None
        info = step.version
        if role == Qt.ItemDataRole.DisplayRole:
            return version_line(info)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = f"{version_line(info)}\n{version_state(info)}"
            return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return step if role == Role.ITEM else None


class TimelineDelegate(QStyledItemDelegate):
    """A version as a knot on the line: filled square when it was submitted, ring otherwise, two lines beside it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(150, 2 * QFontMetrics(item_option(option).font).height() + 16)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One version."""
        painter.save()
        t, info = current(), index.data(Role.ITEM).version
        style = item_option(option)
        rect = style.rect
        self._background(painter, style, t)
        self._line(painter, rect, index, info.label == SUBMITTED, t)
        self._words(painter, rect, info, style.font, t)
        painter.restore()

    def _background(self, painter: QPainter, option: ItemOption, t: Tokens) -> None:
        selected = bool(option.state & _STATE.State_Selected)
        if not selected and not option.state & _STATE.State_MouseOver:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(t.accent) if option.state & _STATE.State_HasFocus else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.accent_soft if selected else t.hover))
        painter.drawRoundedRect(option.rect.adjusted(24, 2, -3, -3), RADIUS, RADIUS)

    def _line(self, painter: QPainter, rect: QRect, index: Index, submitted: bool, t: Tokens) -> None:
        x, y = rect.left() + 12, rect.center().y()
        painter.setPen(QColor(t.strong_line))
        if index.row():
            painter.drawLine(x, rect.top(), x, y)
        if index.row() < index.model().rowCount() - 1:
            painter.drawLine(x, y, x, rect.bottom() + 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(t.ok if submitted else t.accent))
        painter.setBrush(QColor(t.ok if submitted else t.paper))
        knot = QRect(x - 5, y - 5, 10, 10)
        painter.drawRect(knot) if submitted else painter.drawEllipse(knot)

    def _words(self, painter: QPainter, rect: QRect, info: VersionInfo, font: QFont, t: Tokens) -> None:
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        height = QFontMetrics(font).height()
        first = QRect(rect.left() + 34, rect.top() + 6, rect.width() - 42, height)
        painter.setFont(font)
        painter.setPen(QColor(t.muted))
        when, name = local(info.created), tr("第 {0} 版", info.number) + (f"　√ {info.label}" if info.label else "")
        if QFontMetrics(bold).horizontalAdvance(f"{name}　{when}") > first.width():
            when = when[5:]  # large letters: the year goes, the label stays
        painter.drawText(first, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, when)
        room = first.width() - QFontMetrics(font).horizontalAdvance(when) - 8
        self._line_of(painter, first.adjusted(0, 0, room - first.width(), 0), name, bold, t.ink)
        self._line_of(painter, first.translated(0, height + 3), version_state(info), font, t.muted)

    def _line_of(self, painter: QPainter, rect: QRect, text: str, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _LEFT, shown)
