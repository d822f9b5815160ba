"""The desk's rows as a Qt model: one office or one report each, as the collection has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from core.desk import Row
from gui.common.plain_text import plain_tip
from gui.common.roles import Role
from gui.common.texts import tr
from gui.common.theme import current
from gui.desk import row_words as words
from gui.desk.columns import COLUMNS, FIGURES

Index = QModelIndex | QPersistentModelIndex
SORT_ROLE = Qt.ItemDataRole.UserRole + 100
Key = tuple[int, float, str]  # empty or not, figure, words
_NOTHING = QModelIndex()
_MIDDLE = Qt.AlignmentFlag.AlignCenter.value


class RowsModel(QAbstractTableModel):
    """Rows by their keys; set_rows changes only what is another than before, so that choice and place stay."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._numbers: dict[str, int] = {}
        self._keys: dict[tuple[str, int], tuple[Row, Key]] = {}  # a thousand rows are compared ten thousand times
        self._words: dict[str, tuple[Row, str]] = {}

    def set_rows(self, rows: Sequence[Row]) -> None:
        """The rows of a collection after an act, or as they come in."""
        keys = [row.key for row in rows]
        before = [row.key for row in self._rows]
        if keys == before:
            changed = [n for n, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old is not new]
            self._rows = list(rows)
            for number in changed:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(COLUMNS) - 1))
        elif keys[: len(before)] == before:
            self.set_rows([*rows[: len(before)]])
            self.beginInsertRows(_NOTHING, len(before), len(keys) - 1)
            self._rows = list(rows)
            self._numbers = {key: number for number, key in enumerate(keys)}
            self.endInsertRows()
        else:
            self.beginResetModel()
            self._rows = list(rows)
            self._numbers = {key: number for number, key in enumerate(keys)}
            self.endResetModel()

    def row(self, number: int) -> Row:
        """A row by its number."""
        return self._rows[number]

    def number_of(self, key: str) -> int:
        """The number of a row, -1 where there is none of that key."""
        return self._numbers.get(key, -1)

    def searched(self, number: int) -> str:
        """All that is looked through for a word, in small letters."""
        row = self._rows[number]
        known = self._words.get(row.key)
        if known is not None and known[0] is row:
            return known[1]
        said = "\n".join([*(words.text(row, column) for column in range(len(COLUMNS))), *words.findings(row)]).lower()
        self._words[row.key] = (row, said)
        return said

    def key(self, number: int, column: int) -> Key:
        """What a column is sorted by."""
        row = self._rows[number]
        known = self._keys.get((row.key, column))
        if known is not None and known[0] is row:
            return known[1]
        figure, text = words.figure(row, column), words.text(row, column)
        key = (0 if text else 1, figure if figure is not None else 0.0, text)
        self._keys[row.key, column] = (row, key)
        return key

    def rowCount(self, parent: Index = _NOTHING) -> int:
        """Rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOTHING) -> int:
        """Facts of a row."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Names of the facts."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(COLUMNS[section])
        return _MIDDLE if role == Qt.ItemDataRole.TextAlignmentRole and section in FIGURES else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A fact's text, its colour, its tip; the row itself."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return words.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(words.tip(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("{0}：{1}", tr(COLUMNS[column]), words.text(row, column) or tr("无"))
        if role == Qt.ItemDataRole.TextAlignmentRole and column in FIGURES:
            return _MIDDLE
        if role == Qt.ItemDataRole.ForegroundRole:
            ink = words.ink(row, column)
            return QColor(getattr(current(), ink)) if ink else None
        return row if role == Role.ITEM else None


def counts(rows: Sequence[Row]) -> Mapping[str, tuple[str, int]]:
    """How many rows each state has that occurs, in the states' own order: name to (words, number)."""
    found: dict[str, tuple[str, int]] = {}
    for row in rows:
        number = found.get(row.state.value, ("", 0))[1]
        found[row.state.value] = (row.state.words, number + 1)
    order = {state.value: at for at, state in enumerate(type(rows[0].state))} if rows else {}
    return dict(sorted(found.items(), key=lambda entry: order[entry[0]]))
