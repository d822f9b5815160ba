"""A table of words made for looking: shares, differences, lists. Sorted by its headers, figures by their size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from gui.common.plain_text import plain_tip
from gui.common.roles import Role
from gui.common.theme import current

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
_NOTHING = QModelIndex()
_RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value
_DOWN = Qt.SortOrder.DescendingOrder


class Line(NamedTuple, Generic[T]):
    """texts by column; item is what the line speaks of; ink names a colour of the theme ("error"), "" for the usual;
    keys sort instead of the texts where they are given, one a column."""

    texts: tuple[str, ...]
    item: T
    ink: str = ""
    keys: tuple[float | str, ...] = ()


class PlainTable(QAbstractTableModel, Generic[T]):
    """Lines under headers; figures are the columns set to the right."""

    def __init__(self, headers: Sequence[str], figures: Sequence[int] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers, self._figures = tuple(headers), frozenset(figures)
        self.lines: list[Line[T]] = []

    def set_lines(self, lines: Sequence[Line[T]]) -> None:
        """Other lines; indexes become invalid."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def item(self, index: Index) -> T | None:
        """What a line speaks of, None for no line."""
        return self.lines[index.row()].item if index.isValid() and index.row() < len(self.lines) else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; lines of equal key keep their order."""
        if column < 0:
            return
        self.beginResetModel()
        # One column never mixes figures and words: keys are all of one kind.
        self.lines.sort(key=lambda line: line.keys[column] if line.keys else line.texts[column], reverse=order == _DOWN)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOTHING) -> int:
        """Lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NOTHING) -> int:
        """Headers."""
        return 0 if parent.isValid() else len(self._headers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headers, over figures at the right."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._headers):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and section in self._figures else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A text, its tip, its colour, the thing itself."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = line.texts[column]
            return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headers[column]}：{line.texts[column]}"
        if role == Qt.ItemDataRole.TextAlignmentRole and column in self._figures:
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and line.ink:
            return QColor(getattr(current(), line.ink))
        return line.item if role == Role.ITEM else None
