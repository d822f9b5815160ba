"""Tables of this room: plain rows, chosen and walked by keyboard."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from gui.theme import current

PAD = 7  # px, as the style sheet pads the header


class CellDelegate(QStyledItemDelegate):
    """A cell under its header's text; the row that is chosen is one band. long says where a text too long is cut."""

    def __init__(self, parent: QObject, long: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__(parent)
        self._long = long

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, text, frame."""
        self.initStyleOption(option, index)
        t, selected = current(), bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(option.rect, QColor(t.selection) if selected else option.backgroundBrush)
        if selected and option.state & QStyle.StateFlag.State_Active:
            painter.fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1, QColor(t.accent))
        rect = option.rect.adjusted(PAD, 0, -PAD, 0)
        painter.setFont(option.font)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        text = option.fontMetrics.elidedText(option.text, self._long, rect.width())
        painter.drawText(rect, option.displayAlignment, text)
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
    fit(view, widths, stretch)
    return view


def choose(view: QAbstractItemView, row: int) -> None:
    """Choose one row. The view's own ways look at the keyboard: with Shift held they would extend the choice."""
    flag = QItemSelectionModel.SelectionFlag
    view.selectionModel().setCurrentIndex(view.model().index(row, 0), flag.ClearAndSelect | flag.Rows)


def fit(view: QTableView, widths: Mapping[int, int], stretch: int) -> None:
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
