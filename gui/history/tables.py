"""Tables of this room: plain rows, chosen and walked by keyboard."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView


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
    view.verticalHeader().hide()
    # One height for all rows: ten thousand are not measured one by one.
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    fit(view, widths, stretch)
    return view


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
