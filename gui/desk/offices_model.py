"""The list of offices as a table that is typed into."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.common.texts import tr

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("单位全称", "类别", "简称、曾用名", "由谁代报", "联系人、电话")
NAME, KIND, ALIASES, REPORTS_FOR, CONTACT = range(len(COLUMNS))
_NOTHING = QModelIndex()


class OfficesModel(QAbstractTableModel):
    """Rows of texts, one office each; a last empty row takes a further one. kinds are the words that KIND may have."""

    def __init__(self, kinds: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kinds = tuple(kinds)
        self._rows: list[list[str]] = [self._blank()]

    def _blank(self) -> list[str]:
        return [""] * len(COLUMNS)

    @property
    def texts(self) -> list[list[str]]:
        """The rows that name an office."""
        return [row for row in self._rows if row[NAME].strip()]

    def set_texts(self, rows: Sequence[Sequence[str]]) -> None:
        """Other offices."""
        self.beginResetModel()
        self._rows = [list(row) for row in rows] + [self._blank()]
        self.endResetModel()

    def remove(self, numbers: Sequence[int]) -> None:
        """Take rows away; the empty one stays."""
        self.beginResetModel()
        self._rows = [row for number, row in enumerate(self._rows[:-1]) if number not in set(numbers)] + [self._blank()]
        self.endResetModel()

    def rowCount(self, parent: Index = _NOTHING) -> int:
        """Offices and the empty row."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOTHING) -> int:
        """Facts of an office."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Names of the facts."""
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return tr(COLUMNS[section]) if shown and 0 <= section < len(COLUMNS) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All of it is typed."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A fact."""
        if not index.isValid():
            return None
        text = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole and index.row() == len(self._rows) - 1 and index.column() == NAME:
            return text or tr("在这里输入，或把名单粘贴进来")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tr(COLUMNS[index.column()])}：{text or tr('空白')}"
        return text if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole) else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """What was typed; in the empty row it begins an office, and another empty row follows."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row = index.row()
        self._rows[row][index.column()] = str(value).strip()
        self.dataChanged.emit(index, index)
        if row == len(self._rows) - 1 and any(self._rows[row]):
            self.beginInsertRows(_NOTHING, row + 1, row + 1)
            self._rows.append(self._blank())
            self.endInsertRows()
        return True
