"""Saved reports and their versions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gui.parts import button, label
from gui.texts import tr, verdict

if TYPE_CHECKING:
    from core.session import History, ReportInfo, VersionInfo

_ID = Qt.ItemDataRole.UserRole


class HistoryDialog(QDialog):
    """Reports on the left, versions of the chosen one on the right. version_asked(version id);
    compare_asked(older id, newer id) for the chosen version and the one before it, or for two chosen ones."""

    version_asked = Signal(int)
    compare_asked = Signal(int, int)

    def __init__(self, history: History, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self.setWindowTitle(tr("历史记录"))
        self.resize(760, 420)
        self._reports, self._versions = QListWidget(), QListWidget()
        self._reports.setAccessibleName(tr("保存过的报告"))
        self._versions.setAccessibleName(tr("所选报告的各个版本"))
        lists = QHBoxLayout()
        for title, view in ((tr("报告"), self._reports), (tr("版本"), self._versions)):
            column = QVBoxLayout()
            column.addWidget(label(title, "heading"))
            column.addWidget(view)
            lists.addLayout(column)
        self._versions.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self._compare = button(tr("比较…"), self._compared, "", tr("选两个版本比较；只选一个时与它的上一版比较"))
        self._open = button(tr("打开这个版本"), self._asked, "primary")
        foot = QHBoxLayout()
        foot.addWidget(label(tr("打开以前的版本不会删除任何版本；再次保存会成为最新的版本。"), "muted", wrap=True), 1)
        foot.addWidget(self._compare)
        foot.addWidget(self._open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.addLayout(lists, 1)
        layout.addLayout(foot)
        self._reports.currentItemChanged.connect(lambda now, _: self._show_versions(now))
        self._versions.itemDoubleClicked.connect(lambda _: self._asked())
        self._fill()

    def _fill(self) -> None:
        for info in self._history.reports():
            if not info.trashed:
                self._reports.addItem(_item(report_line(info), info.id))
        for act in (self._open, self._compare):
            act.setEnabled(self._reports.count() > 0)
        self._reports.setCurrentRow(0)

    def _show_versions(self, chosen: QListWidgetItem | None) -> None:
        self._versions.clear()
        if chosen is not None:
            for info in self._history.versions(chosen.data(_ID)):
                self._versions.addItem(_item(version_line(info), info.id))
            self._versions.setCurrentRow(0)

    def _compared(self) -> None:
        rows = sorted(self._versions.row(i) for i in self._versions.selectedItems())
        if len(rows) == 1 and rows[0] + 1 < self._versions.count():
            rows.append(rows[0] + 1)
        if len(rows) >= 2:
            newer, older = (self._versions.item(r).data(_ID) for r in (rows[0], rows[-1]))
            self.compare_asked.emit(older, newer)

    def _asked(self) -> None:
        item = self._versions.currentItem()
        if item is not None:
            self.version_asked.emit(item.data(_ID))
            self.accept()


def _item(text: str, key: int) -> QListWidgetItem:
    item = QListWidgetItem(text)
    item.setData(_ID, key)
    return item


def report_line(info: ReportInfo) -> str:
    """A report in two lines."""
    name = tr("{0} {1} 年度", info.agency or tr("（未写明机关）"), info.year or "")
    return f"{name}\n{verdict(info.errors, info.warnings)}"


def version_line(info: VersionInfo) -> str:
    """A version in two lines."""
    when = datetime.fromisoformat(info.created).astimezone().strftime("%Y-%m-%d %H:%M")
    words = "　".join(w for w in (info.label, info.note) if w)
    return tr("第 {0} 版　{1}\n{2}", info.number, when, words or verdict(info.errors, info.warnings))
