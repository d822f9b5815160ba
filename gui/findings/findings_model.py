"""The list of findings: numbered, filtered by severity, dismissed ones below."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.finding import Finding, Severity
from core.model import Report
from gui.common.place_names import place_name
from gui.common.plain_text import plain_tip
from gui.common.roles import Role
from gui.common.texts import SEVERITY_NAMES, tr

Index = QModelIndex | QPersistentModelIndex
_NOTHING = QModelIndex()


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: the finding, its number (0 when dismissed), where it stands, and why it was dismissed."""

    finding: Finding
    number: int
    place: str
    reason: str | None = None


class FindingsModel(QAbstractListModel):
    """Standing findings in their order, then the dismissed ones; `only` shows one severity alone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[Entry] = []
        self._shown: list[Entry] = []
        self._only: Severity | None = None
        self._words = ""

    def set_findings(
        self, report: Report, findings: tuple[Finding, ...], dismissed: tuple[tuple[Finding, str], ...] = ()
    ) -> None:
        """Another set of findings; row indexes become invalid, identities stay (see row_of)."""
        standing = [Entry(f, i, place_name(report, f)) for i, f in enumerate(findings, 1)]
        self._all = standing + [Entry(f, 0, place_name(report, f), reason) for f, reason in dismissed]
        self._filter()

    def set_only(self, severity: Severity | None) -> None:
        """Show one severity, None for all."""
        self._only = severity
        self._filter()

    def look_for(self, words: str) -> None:
        """Mark the findings whose sentence holds the words, '' for none."""
        if words != self._words:
            self._words = words
            self.dataChanged.emit(self.index(0), self.index(max(len(self._shown) - 1, 0)))

    def _filter(self) -> None:
        shown = [e for e in self._all if self._only in (None, e.finding.severity)]
        before = self._shown
        if [e.finding.identity for e in shown] == [e.finding.identity for e in before]:
            self._shown = shown  # the same problems: only rows whose figures moved are painted anew
            for row, (old, new) in enumerate(zip(before, shown, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(row), self.index(row))
        else:
            self.beginResetModel()
            self._shown = shown
            self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """Entry of a shown row, None beyond."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, finding: Finding) -> int:
        """Shown row of the same problem, whatever its figures are now; -1 when it is gone."""
        for row, entry in enumerate(self._shown):
            if entry.finding.identity == finding.identity:
                return row
        return -1

    def rowCount(self, parent: Index = _NOTHING) -> int:
        """Findings shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Sentence, number, place, severity of a row."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.finding.message
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(entry.finding.message)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("第 {0} 条 ", entry.number) + spoken(entry)
        if role == Role.FINDING:
            return entry.finding
        if role == Role.NUMBER:
            return entry.number
        if role == Role.PLACE:
            return entry.place
        if role == Role.FOUND:
            return bool(self._words) and self._words in entry.finding.message
        return entry.reason if role == Role.DISMISSED else None


def spoken(entry: Entry) -> str:
    """A finding for a screen reader."""
    state = tr("，已说明：{0}", entry.reason) if entry.reason else ""
    return f"{SEVERITY_NAMES[entry.finding.severity]}，{entry.place}：{entry.finding.message}{state}"


def written(entry: Entry) -> str:
    """A finding as a line of text: "1.【错误】表三（七）总计·自然人：应为 19（现为 18）"."""
    number = f"{entry.number}." if entry.number else tr("（已说明）")
    return f"{number}【{SEVERITY_NAMES[entry.finding.severity]}】{entry.place}：{entry.finding.message}"
