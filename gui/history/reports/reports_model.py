"""The list of saved reports; who else has one open is asked for the rows on the screen only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from gui.common.plain_text import plain_tip
from gui.common.roles import Role
from gui.common.texts import tr
from gui.common.theme import current
from gui.history.wording import STATES, local

if TYPE_CHECKING:
    from core.session import ReportId, ReportInfo

Index = QModelIndex | QPersistentModelIndex
HolderOf = Callable[["ReportId"], str]
More = Callable[[], "Sequence[ReportInfo] | None"]
COLUMNS = ("机关", "年度", "标题", "状态", "版本", "错误", "最后保存", "正在打开")
AGENCY, YEAR, TITLE, STATE, VERSIONS, ERRORS, UPDATED, HOLDER = range(len(COLUMNS))
_NOTHING = QModelIndex()
_MIDDLE = Qt.AlignmentFlag.AlignCenter.value


class ReportsModel(QAbstractTableModel):
    """Reports in the order given; holder_of(report id) names the other windows that have it open, '' for none.

    The first ones are enough to open the window; the rest is asked for when somebody scrolls there.
    """

    def __init__(self, holder_of: HolderOf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._holder_of = holder_of
        self._rows: Sequence[ReportInfo] = ()
        self._holders: dict[ReportId, str] = {}
        self._more: More | None = None

    def set_reports(self, reports: Sequence[ReportInfo], more: More | None = None) -> None:
        """Another list; indexes become invalid. more gives all of it, where `reports` is its beginning only."""
        self.beginResetModel()
        self._rows, self._holders, self._more = reports, {}, more
        self.endResetModel()

    def canFetchMore(self, parent: Index = _NOTHING) -> bool:
        """Whether only the beginning is here."""
        return not parent.isValid() and self._more is not None

    def fetchMore(self, parent: Index = _NOTHING) -> None:
        """The rest, without those that were moved to the front meanwhile."""
        more, self._more = self._more, None
        known = {info.id for info in self._rows}
        rest = [info for info in (more() if more else None) or () if info.id not in known]
        if rest:
            self.beginInsertRows(_NOTHING, len(self._rows), len(self._rows) + len(rest) - 1)
            self._rows = [*self._rows, *rest]
            self.endInsertRows()

    def report(self, row: int) -> ReportInfo | None:
        """The report of a row, None beyond the list."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, report_id: int | None) -> int:
        """The row of a report, -1 when it is not in the list."""
        return next((row for row, info in enumerate(self._rows) if info.id == report_id), -1)

    def rowCount(self, parent: Index = _NOTHING) -> int:
        """Reports found."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOTHING) -> int:
        """Facts of a report."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Names of the facts."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(COLUMNS[section]) if 0 <= section < len(COLUMNS) else None
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (YEAR, VERSIONS, ERRORS):
            return _MIDDLE
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A fact's text, its colour, the whole row for a screen reader."""
        info = self.report(index.row()) if index.isValid() else None
        if info is None:
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(info, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._text(info, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("{0}：{1}", tr(COLUMNS[column]), self._text(info, column) or tr("无"))
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (YEAR, VERSIONS, ERRORS):
            return _MIDDLE
        if role == Qt.ItemDataRole.ForegroundRole:
            return _ink(info, column)
        return info if role == Role.ITEM else None

    def _text(self, info: ReportInfo, column: int) -> str:
        if column == HOLDER:
            return self._holder(info.id)
        return (
            info.agency or tr("（未写明机关）"),
            str(info.year or "—"),
            info.title,
            ("√ " if info.state == "final" else "") + tr(STATES[info.state]),
            tr("{0}，{1} 个最新", info.versions, info.heads) if info.heads > 1 else str(info.versions),
            f"× {info.errors}" if info.errors else "0",
            local(info.updated),
        )[column]

    def _holder(self, report_id: ReportId) -> str:
        if report_id not in self._holders:
            self._holders[report_id] = self._holder_of(report_id)
        return self._holders[report_id]


def _ink(info: ReportInfo, column: int) -> QColor | None:
    t = current()
    if column == ERRORS and info.errors:
        return QColor(t.error)
    if column == STATE and info.state == "final":
        return QColor(t.ok)
    return QColor(t.warning) if column == HOLDER or (column == VERSIONS and info.heads > 1) else None
