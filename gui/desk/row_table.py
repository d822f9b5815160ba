"""The desk's table on the screen: sorted by its headers, walked by keys, its columns chosen."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from gui.common.texts import tr
from gui.desk import columns as c
from gui.desk.rows_filter import RowsFilter
from gui.desk.rows_model import RowsModel
from gui.history.row_tables import CellDelegate, fit_columns, select_row

Index = QModelIndex | QPersistentModelIndex


class RowTable(QTableView):
    """chosen(key or "") another row is the current one; opened(key) Enter or a double click."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RowsModel(self)
        self.filter = RowsFilter(self.rows, self)
        self.setModel(self.filter)
        self.setAccessibleName(tr("各单位的年度报告"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setItemDelegate(CellDelegate(self))
        self.verticalHeader().hide()
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSectionsMovable(True)
        fit_columns(self, c.WIDTHS, c.MISSING)
        self.column_acts = [self._column_act(column) for column in range(1, len(c.COLUMNS))]
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicatorClearable(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.horizontalHeader().addActions(self.column_acts)
        self.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit(self.current))
        self.doubleClicked.connect(lambda _: self._open())

    def _column_act(self, column: int) -> QAction:
        act = QAction(tr(c.COLUMNS[column]), self)
        act.setCheckable(True)
        act.setChecked(column not in c.HIDDEN_AT_FIRST)
        self.setColumnHidden(column, not act.isChecked())
        act.toggled.connect(lambda shown, at=column: self.setColumnHidden(at, not shown))
        return act

    # What is shown and chosen

    @property
    def current(self) -> str:
        """The key of the row that the keys stand on, "" for none."""
        return self._key(self.currentIndex())

    @property
    def selected(self) -> list[str]:
        """The keys of all rows chosen, from above."""
        rows = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [self._key(index) for index in rows]

    def _key(self, index: Index) -> str:
        return self.rows.row(self.filter.mapToSource(index).row()).key if index.isValid() else ""

    def show_row(self, key: str) -> bool:
        """Choose a row and bring it into sight; False where the filters hide it."""
        index = self.filter.index_of(key)
        if index.isValid():
            select_row(self, index.row())
            self.scrollTo(index)
        return index.isValid()

    def hidden_columns(self) -> list[int]:
        """Columns that are not shown."""
        return [column for column in range(len(c.COLUMNS)) if self.isColumnHidden(column)]

    def hide_columns(self, hidden: list[int]) -> None:
        """Show all columns but these."""
        for column, act in enumerate(self.column_acts, 1):
            act.setChecked(column not in hidden)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; letters are not a search of Qt's own."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._open()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing a letter does not jump: Ctrl+F searches."""

    def _open(self) -> None:
        if self.current:
            self.opened.emit(self.current)
