"""Tables of this room: plain rows, chosen and walked by keyboard."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from gui.common.qt_types import item_option
from gui.common.theme import current

_ROLE = Qt.ItemDataRole
_STATE = QStyle.StateFlag
_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
PAD = 7  # px, as the style sheet pads the header


class CellDelegate(QStyledItemDelegate):
    """A cell under its header's text; the row that is chosen is one band. long says where a text too long is cut."""

    def __init__(self, parent: QObject, long: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__(parent)
        self._long = long

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, text, frame. Asks the model for what it paints and no more: hundreds of cells are painted at once."""
        t, style = current(), item_option(option)
        rect = style.rect
        selected = bool(style.state & _STATE.State_Selected)
        ground = QColor(t.selection) if selected else index.data(_ROLE.BackgroundRole)
        painter.save()
        if ground is not None:
            painter.fillRect(rect, ground)
        if selected and style.state & _STATE.State_Active:
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(t.accent))
        font = index.data(_ROLE.FontRole) or style.font
        painter.setFont(font)
        painter.setPen(index.data(_ROLE.ForegroundRole) or QColor(t.ink))
        room = rect.adjusted(PAD, 0, -PAD, 0)
        text = QFontMetrics(font).elidedText(index.data(), self._long, room.width())
        painter.drawText(room, index.data(_ROLE.TextAlignmentRole) or _LEFT, text)
        painter.restore()


def table(model: QAbstractTableModel, name: str, widths: Mapping[int, int], stretch: int) -> QTableView:
    """A table that chooses whole rows. widths are in average characters of the font, stretch takes the rest."""
    view = QTableView()
    view.setModel(model)
    view.setAccessibleName(name)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setTabKeyNavigation(False)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setItemDelegate(CellDelegate(view))
    view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    view.verticalHeader().hide()
    # One height for all rows: ten thousand are not measured one by one.
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    fit_columns(view, widths, stretch)
    return view


def select_row(view: QAbstractItemView, row: int) -> None:
    """Choose one row. The view's own ways look at the keyboard: with Shift held they would extend the choice."""
    flag = QItemSelectionModel.SelectionFlag
    view.selectionModel().setCurrentIndex(view.model().index(row, 0), flag.ClearAndSelect | flag.Rows)


def fit_columns(view: QTableView, widths: Mapping[int, int], stretch: int) -> None:
    """Widths and row height by the view's font, again when it changes."""
    metrics, header = view.fontMetrics(), view.horizontalHeader()
    view.verticalHeader().setDefaultSectionSize(metrics.height() + 10)
    header.setHighlightSections(False)
    header.setMinimumSectionSize(metrics.horizontalAdvance("中") * 3)
    for column in range(view.model().columnCount()):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
    header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    for column, width in widths.items():
        view.setColumnWidth(column, metrics.horizontalAdvance("中") * width + 16)
