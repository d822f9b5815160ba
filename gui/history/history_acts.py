"""The acts of the history window on the history itself; each ends in one sentence, failures too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from core.session import BackupInfo, History, Merged, Purged, ReportInfo, VersionId, VersionInfo
from gui.common.folders import documents
from gui.common.texts import tr
from gui.dialogs.ask import Ask
from gui.editing.jobs import Jobs, Work
from gui.history.wording import copy_line, heads_question, local, merged_words, purged_words, report_name

T = TypeVar("T")


class HistoryActs(QObject):
    """Signals: message(kind, text) for the message bar; failed(exception) for a bug; changed() what the history holds
    is another now; traces(Purged) something of a deleted report is left elsewhere; replaced() the whole history
    was put back, so that ids known so far are void; imported() the search has to catch up;
    version_asked(version id) is to be opened, compare_asked(older id, newer id) to be compared."""

    message = Signal(str, str)
    failed = Signal(object)
    changed = Signal()
    traces = Signal(object)
    replaced = Signal()
    imported = Signal()
    version_asked = Signal(int)
    compare_asked = Signal(int, int)

    def __init__(self, history: History, jobs: Jobs, ask: Ask, window: QWidget) -> None:
        super().__init__(window)
        self._history, self._jobs, self._ask, self._window = history, jobs, ask, window

    def attempt(self, act: Callable[[], T], sentence: str = "") -> T | None:
        """What the act returns; None with its sentence shown when the surroundings fail it."""
        try:
            result = act()
        except UserError as error:
            self.message.emit("error", str(error))
            return None
        if sentence:
            self.message.emit("ok", sentence)
            self.changed.emit()
        return result

    def _run(self, title: str, work: Work[Any], done: Callable[[Any], None]) -> None:
        if not self._jobs.run(title, work, done, self._refused):
            self.message.emit("info", tr("上一项工作还没有完成，请稍候或先取消它。"))

    def _refused(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.message.emit("error", str(error))
        else:
            self.failed.emit(error)

    # Versions

    def annotate(self, version_id: VersionId, note: str) -> None:
        """Write a version's note."""
        self.attempt(lambda: self._history.annotate(version_id, note), tr("备注已保存。"))

    def label(self, version_id: VersionId, label: str) -> None:
        """Mark a version, '' takes the mark away."""
        words = tr("已标为“{0}”。", label) if label else tr("已取消标记。")
        self.attempt(lambda: self._history.label(version_id, label), words)

    def restore_version(self, version_id: VersionId) -> VersionInfo | None:
        """An old version once more as the newest one."""
        made = self.attempt(lambda: self._history.restore_version(version_id))
        if made is not None:
            self.message.emit("ok", tr("已恢复为第 {0} 版，其他版本都还在。", made.number))
            self.changed.emit()
        return made

    def open_newest(self, info: ReportInfo) -> None:
        """Ask for the newest version; where there are several, the person decides first which one stands."""
        if info.heads > 1:
            self.decide(info)
        elif info.newest is not None:
            self.version_asked.emit(info.newest)

    def decide(self, info: ReportInfo) -> None:
        """Show the newest versions of a report that two sides changed, and open the one that the person chooses."""
        heads = self.attempt(lambda: self._history.heads(info.id)) or []
        if len(heads) < 2:  # decided elsewhere meanwhile
            self.changed.emit()
            if heads:
                self.version_asked.emit(heads[0].id)
            return
        chosen = self._ask.choose(self._window, *heads_question(info, heads))
        if chosen is None:
            return
        if chosen == len(heads):
            self.compare_asked.emit(heads[1].id, heads[0].id)
            return
        made = self.attempt(lambda: self._history.choose_head(heads[chosen].id))
        if made is not None:
            self.changed.emit()
            self.version_asked.emit(made.id)

    # The bin

    def trash(self, info: ReportInfo) -> None:
        """Into the bin; no question, because it can be taken out again."""
        words = tr("“{0}”已移入回收站；状态选“回收站”就能看到并还原它。", report_name(info))
        self.attempt(lambda: self._history.trash(info.id), words)

    def restore_trashed(self, info: ReportInfo) -> None:
        """Out of the bin."""
        self.attempt(lambda: self._history.restore(info.id), tr("“{0}”已还原到列表。", report_name(info)))

    def purge(self, info: ReportInfo) -> None:
        """Delete for good; asks first."""
        question = tr("彻底删除“{0}”？", report_name(info))
        detail = tr("它的 {0} 个版本、备注和附带的文件副本都会被抹掉，无法找回。您自己的文件不受影响。", info.versions)
        if self._ask.choose(self._window, question, (tr("彻底删除"),), detail, risky=True) == 0:
            self._run(tr("正在彻底删除"), lambda _: self._history.purge(info.id), self._purged)

    def _purged(self, purged: Purged) -> None:
        self.message.emit("ok", purged_words(purged))
        self.changed.emit()
        if purged.backups or purged.unreadable or purged.other_drafts:
            self.traces.emit(purged)

    # Moving house

    def export_all(self) -> None:
        """Everything as one file for another PC."""
        name = tr("年报校核历史记录{0}.db", datetime.now().strftime("%Y%m%d"))
        target = self._ask.save_history(self._window, tr("导出全部历史"), documents() / name)
        if target is not None:
            done = tr("全部历史已导出到 {0}。在另一台电脑上用“导入合并”读入。", target)
            work = lambda _: self._history.export_all(target)  # noqa: E731  two lambdas of one call read alike
            self._run(tr("正在导出全部历史"), work, lambda _: self.message.emit("ok", done))

    def import_merge(self) -> None:
        """Another PC's history into this one."""
        file = self._ask.open_history(self._window, tr("导入另一台电脑的历史记录"))
        if file is not None:
            self._run(tr("正在导入合并"), lambda _: self._history.import_merge(file), self._merged)

    def _merged(self, merged: Merged) -> None:
        self.message.emit("ok", merged_words(merged))
        self.changed.emit()
        self.imported.emit()

    # Copies

    def restore_backup(self, info: BackupInfo) -> None:
        """Go back to a copy; asks first, what is there now is kept as a copy of its own."""
        question = tr("把全部历史恢复到这份备份？")
        detail = tr("{0}\n现在的历史会先留一份备份，可以再恢复回来。", copy_line(info))
        if self._ask.choose(self._window, question, (tr("恢复到这份备份"),), detail) == 0:
            self.restore_backup_now(info)

    def restore_backup_now(self, info: BackupInfo) -> None:
        """Go back to a copy without a question (the person has just been asked)."""
        words = tr("已恢复到 {0} 的备份。", local(info.made))
        self._run(
            tr("正在恢复备份"),
            lambda progress: self._history.restore_backup(info.path, progress),
            lambda kept: self._backup_restored(words, kept),
        )

    def _backup_restored(self, words: str, kept: Path | None) -> None:
        self.message.emit("ok", words + (tr("恢复前的内容留在备份 {0}。", kept.name) if kept else ""))
        self.replaced.emit()
        self.changed.emit()
