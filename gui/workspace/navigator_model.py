"""The cover and the six sections with their counts of findings."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.finding import Finding
from core.model import CLOSING
from gui.common.place_names import spot_of
from gui.common.roles import Counts, Role, count
from gui.common.texts import NUMERALS, SECTION_NAMES, tr

Index = QModelIndex | QPersistentModelIndex
_NOTHING = QModelIndex()
_NONE = Counts()


class NavigatorModel(QAbstractListModel):
    """Seven rows, always: row 0 is the cover, row n section n."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._counts = [_NONE] * len(SECTION_NAMES)

    def set_findings(self, findings: Iterable[Finding]) -> None:
        """Count the findings where they are shown."""
        rows: list[list[Finding]] = [[] for _ in SECTION_NAMES]
        for finding in findings:
            section = spot_of(finding).section
            rows[0 if section == CLOSING else section].append(finding)  # preamble and closing stand on the cover page
        before, self._counts = self._counts, [count(f.severity for f in row) for row in rows]
        for row, (old, new) in enumerate(zip(before, self._counts, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = _NOTHING) -> int:
        """The cover and six sections."""
        return 0 if parent.isValid() else len(SECTION_NAMES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name, number and counts of a row."""
        if not index.isValid():
            return None
        row, counts = index.row(), self._counts[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return f"{NUMERALS[row]}、{SECTION_NAMES[row]}" if row else SECTION_NAMES[0]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("{0}，{1} 处错误，{2} 处需核对", SECTION_NAMES[row], counts.errors, counts.warnings)
        if role == Role.NUMBER:
            return row
        return counts if role == Role.COUNTS else None
