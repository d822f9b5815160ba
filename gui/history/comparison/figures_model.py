"""Figures of two states side by side; what differs is marked by a sign and by colour."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from core.comparison.reports import FactDiff, FigureDiff
from core.values import show
from gui.common.plain_text import plain_tip
from gui.common.roles import Role
from gui.common.texts import NUMERALS, tr
from gui.common.theme import current

Index = QModelIndex | QPersistentModelIndex
MARK, PLACE, BEFORE, AFTER, CHANGE = range(5)
SIGNS = {"changed": "≠", "same": "≈", "added": "＋", "removed": "－"}
SPOKEN = {"changed": "不同", "same": "只是写法不同", "added": "新出现", "removed": "不再有"}
_NOTHING = QModelIndex()
_MIDDLE = Qt.AlignmentFlag.AlignCenter.value
_RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value


class FiguresModel(QAbstractTableModel):
    """Facts of the cover that differ, then the cells that differ, in the form's order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[FactDiff | FigureDiff] = ()
        self._names = ("", "")

    def set_differences(self, rows: Sequence[FactDiff | FigureDiff], names: tuple[str, str]) -> None:
        """Another comparison; names head the two columns."""
        self.beginResetModel()
        self._rows, self._names = rows, names
        self.endResetModel()

    def rowCount(self, parent: Index = _NOTHING) -> int:
        """Differences."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOTHING) -> int:
        """Sign, place, before, after, change."""
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What the columns hold."""
        heads = ("", tr("位置"), *self._names, tr("增减"))
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return heads[section] if 0 <= section < len(heads) else None
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and section > PLACE else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts, and the marks that go with them."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return texts(row)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(texts(row)[column])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr(SPOKEN[kind_of(row)]) if column == MARK else texts(row)[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _MIDDLE if column == MARK else _RIGHT if column > PLACE else None
        if role == Qt.ItemDataRole.FontRole:
            return _font(row, column)
        if role in (Qt.ItemDataRole.BackgroundRole, Qt.ItemDataRole.ForegroundRole):
            return _colour(row, column, role == Qt.ItemDataRole.BackgroundRole)
        return row if role == Role.ITEM else None


def kind_of(row: FactDiff | FigureDiff) -> str:
    """Which of SIGNS a difference wears."""
    if isinstance(row, FigureDiff) and row.same_value:
        return "same"
    if row.before in (None, ""):
        return "added"
    return "removed" if row.after in (None, "") else "changed"


def texts(row: FactDiff | FigureDiff) -> tuple[str, str, str, str, str]:
    """A difference in the words of the five columns."""
    sign = SIGNS[kind_of(row)]
    if isinstance(row, FactDiff):
        return sign, tr("封面　{0}", row.name), row.before or "—", row.after or "—", ""
    place = tr("表{0}　{1}", NUMERALS[row.ref.table], row.name)
    return sign, place, _raw(row.before), _raw(row.after), _change(row)


def _raw(text: str | None) -> str:
    return tr("（没有这一格）") if text is None else text or tr("（空白）")


def _change(row: FigureDiff) -> str:
    if row.same_value:
        return tr("写法不同")
    if row.difference is None:
        return ""
    return f"+{show(row.difference)}" if row.difference > 0 else show(row.difference)


def _font(row: FactDiff | FigureDiff, column: int) -> QFont | None:
    if column not in (BEFORE, AFTER) or kind_of(row) == "same":
        return None
    font = QFont()
    font.setStrikeOut(column == BEFORE and row.before not in (None, ""))
    font.setBold(column == AFTER)
    return font


def _colour(row: FactDiff | FigureDiff, column: int, ground: bool) -> QColor | None:
    t = current()
    if kind_of(row) == "same":
        return None if ground or column != MARK else QColor(t.muted)
    if column == BEFORE:
        return QColor(t.error_soft if ground else t.error)
    if column == AFTER:
        return QColor(t.ok_soft if ground else t.ok)
    return QColor(t.accent) if column == MARK and not ground else None
