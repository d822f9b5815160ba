"""Copies of the history: those to go back to, and those that still hold a deleted report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from core.errors import UserError
from gui.common.basic_widgets import button, label
from gui.common.pane_widgets import MessageBar
from gui.common.plain_text import plain_tip
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen
from gui.history.wording import copy_line

if TYPE_CHECKING:
    from core.session import History, Purged

_ITEM = Qt.ItemDataRole.UserRole


class BackupsWindow(QDialog):
    """The copies there are; restore_asked(BackupInfo)."""

    restore_asked = Signal(object)

    def __init__(self, history: History, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self.setWindowTitle(tr("备份与恢复"))
        resize_within_screen(self, 620, 420)
        self.bar = MessageBar(self)
        self.list = _list(tr("历史记录的备份，最新的在最上面"))
        self.list.itemActivated.connect(lambda _: self._restore())
        self.restore = button(tr("恢复到这份备份…"), self._restore, "primary")
        self._build_layout(history.path.parent / "backups")
        self.refresh()

    def _build_layout(self, folder: Path) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        words = tr("每天第一次使用时自动备份一次。恢复前会把现在的历史另留一份，所以恢复本身也可以撤回。")
        layout.addWidget(label(words, "muted", wrap=True))
        layout.addWidget(self.bar)
        layout.addWidget(self.list, 1)
        place = label(tr("备份放在：{0}", folder), "muted", wrap=True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(place)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.restore)
        foot.addWidget(button(tr("关闭"), self.close))
        layout.addLayout(foot)

    def refresh(self) -> None:
        """Look for the copies again."""
        self.list.clear()
        try:
            for info in self._history.backups():
                self.list.addItem(_item(copy_line(info), info))
        except UserError as error:
            self.bar.show_message("error", str(error))
        if not self.list.count() and self.bar.isHidden():
            self.bar.show_message("info", tr("还没有备份。明天第一次打开程序时会自动留一份。"))
        self.list.setCurrentRow(0)
        self.restore.setEnabled(self.list.count() > 0)

    def _restore(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.restore_asked.emit(item.data(_ITEM))


class TracesWindow(QDialog):
    """Where a report deleted for good is still found; each place is deleted only when the person says so."""

    def __init__(self, history: History, purged: Purged, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = history
        self.setWindowTitle(tr("还有痕迹的地方"))
        resize_within_screen(self, 660, 420)
        self.bar = MessageBar(self)
        self.list = _list(tr("还留有这份报告的地方"))
        for text, act in _places(history, purged):
            item = _item(text, act)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _: self._enable())
        self.delete = button(tr("删除勾选的"), self._delete, "primary")
        self._build_layout()
        self.list.setCurrentRow(0)
        self._enable()

    def _build_layout(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        words = tr(
            "报告已从历史记录里彻底删除，下列地方还有它或可能还有它。备份里也有别的报告，删除一份备份就少一次恢复的"
            "机会；要不留任何痕迹，请勾选后删除。"
        )
        layout.addWidget(label(words, wrap=True))
        layout.addWidget(self.bar)
        layout.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.addWidget(button(tr("全部勾选"), self._check_all))
        foot.addStretch(1)
        foot.addWidget(self.delete)
        foot.addWidget(button(tr("保留，关闭"), self.close))
        layout.addLayout(foot)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _checked(self) -> list[QListWidgetItem]:
        return [item for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    def _check_all(self) -> None:
        for item in self._items():
            item.setCheckState(Qt.CheckState.Checked)

    def _enable(self) -> None:
        self.delete.setEnabled(bool(self._checked()))

    def _delete(self) -> None:
        checked = self._checked()
        for item in checked:
            try:
                item.data(_ITEM)()
            except UserError as error:
                self.bar.show_message("error", str(error))
                break
            self.list.takeItem(self.list.row(item))
        else:
            rest = tr("，还有 {0} 处保留着。", self.list.count()) if self.list.count() else tr("，不再有痕迹。")
            self.bar.show_message("ok", tr("已删除 {0} 处", len(checked)) + rest)
        self._enable()


def _places(history: History, purged: Purged) -> Iterable[tuple[str, Callable[[], None]]]:
    """Each place in words, and how it is deleted."""
    for path in purged.backups:
        yield tr("备份里有这份报告：{0}", path), partial(_delete_copy, history, path)
    for path in purged.unreadable:
        yield tr("打不开、无法查看的文件：{0}", path), partial(_delete_copy, history, path)
    for key in purged.other_drafts:
        yield tr("同一机关、同一年度没有保存过的修改"), partial(_drop_draft, history, key)


def _list(name: str) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(name)
    made.setWordWrap(True)
    made.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    made.setSpacing(2)
    return made


def _item(text: str, value: object) -> QListWidgetItem:
    item = QListWidgetItem(text)
    item.setData(_ITEM, value)
    item.setToolTip(plain_tip(text))
    return item


def _delete_copy(history: History, path: Path) -> None:
    history.delete_copy(path)


def _drop_draft(history: History, key: str) -> None:
    history.drop_draft(key)
