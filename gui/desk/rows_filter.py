"""Which rows are shown, and in which order: by state, by a word, by a header."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from gui.desk.rows_model import SORT_ROLE, RowsModel

Index = QModelIndex | QPersistentModelIndex


class RowsFilter(QSortFilterProxyModel):
    """Over a RowsModel. chosen is a set of state names, empty for all of them; words must all occur in a row's texts,
    wherever they stand."""

    def __init__(self, rows: RowsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self._states: frozenset[str] = frozenset()
        self._words: tuple[str, ...] = ()
        self.setSourceModel(rows)
        self.setSortRole(SORT_ROLE)
        self.setDynamicSortFilter(True)

    def set_states(self, states: frozenset[str]) -> None:
        """Rows of these states, all for none."""
        self._states = states
        self.invalidateFilter()

    def set_words(self, text: str) -> None:
        """Rows in which each of these words occurs."""
        self._words = tuple(text.lower().split())
        self.invalidateFilter()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Qt's question."""
        if self._states and self.rows.row(source_row).state.value not in self._states:
            return False
        text = self.rows.searched(source_row) if self._words else ""
        return all(word in text for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        """By the keys of a column: figures as figures; what is empty stands last."""
        one, other = self.rows.key(left.row(), left.column()), self.rows.key(right.row(), right.column())
        if one[0] != other[0]:
            return (one[0] < other[0]) == (self.sortOrder() == Qt.SortOrder.AscendingOrder)
        return one < other

    def keys(self) -> list[str]:
        """The keys of the rows shown, from above."""
        at = self.rows
        return [at.row(self.mapToSource(self.index(n, 0)).row()).key for n in range(self.rowCount())]

    def index_of(self, key: str) -> QModelIndex:
        """A row's place here; invalid when it is not shown."""
        number = self.rows.number_of(key)
        return self.mapFromSource(self.rows.index(number, 0)) if number >= 0 else QModelIndex()
