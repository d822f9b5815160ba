"""What the history does by itself while the window is open: a copy a day, who else has the report, a damaged file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import UserError
from gui.common.texts import tr
from gui.editing.edit_controller import EditController
from gui.editing.jobs import Jobs, Work
from gui.history.wording import local

if TYPE_CHECKING:
    from core.session import BackupInfo, Holder

COPY_AFTER = 4_000  # ms after the start: nobody shall wait for it
SAY_EVERY = 240_000  # ms; a window elsewhere is taken for gone after 15 minutes of silence
AGAIN = 700  # ms until the next try when another job is running


class HistoryUpkeep(QObject):
    """Signals: message(kind, text, act, slot) for the message bar; failed(exception) for a bug;
    wanted(BackupInfo) the person wants the copy that was offered for a damaged file."""

    message = Signal(str, str, str, object)
    failed = Signal(object)
    wanted = Signal(object)

    def __init__(self, controller: EditController, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller, self._jobs = controller, jobs
        self._held: tuple[int | None, frozenset[str]] = (None, frozenset())
        self._refusal = ""
        self.answered = False
        self._timer = QTimer(self, interval=SAY_EVERY)
        self._timer.timeout.connect(self.hold)

    def begin(self) -> None:
        """The session is there."""
        self.offer()
        self._timer.start()
        QTimer.singleShot(COPY_AFTER, self, self.copy)

    # A damaged file

    def offer(self) -> None:
        """Say what became of a damaged history, and offer the newest sound copy; nothing when it was sound."""
        aside = self._controller.session.archive.set_aside
        if aside is None or self.answered:
            return
        if aside.file is None:
            text = tr("历史记录文件不见了，它的备份还在。")
        else:
            text = tr("历史记录文件已损坏，已原样移到“{0}”，没有改动它。", aside.file)
        if not aside.backups:
            self.message.emit("error", text + tr("没有找到完好的备份，新的历史记录从现在开始。"), "", None)
            return
        newest: BackupInfo = aside.backups[0]
        if newest.kind == "recovered":
            text += tr("已经从里面找回了保存过的版本。")
            act = tr("恢复找回的内容")
        else:
            text += tr("最近一份完好的备份是 {0} 的。", local(newest.made))
            act = tr("恢复到这份备份")
        self.message.emit("error", text, act, lambda: self._take(newest))

    def _take(self, info: BackupInfo) -> None:
        self.answered = True
        self.wanted.emit(info)

    # A copy a day

    def copy(self) -> None:
        """Today's copy, in the background."""
        session = self._controller.session
        keep = session.settings.backups
        self._run(lambda progress: session.archive.backup_daily(keep, progress), lambda _: None, self.copy)

    # Who else has it open

    def look(self) -> None:
        """After an act: another report in hand is held at once."""
        state = self._controller.state
        held = state.version.report_id if state is not None and state.version is not None else None
        if held != self._held[0]:
            self._held = (held, frozenset())
            self.hold()

    def hold(self) -> None:
        """Say that this window has the report open, and say who else has it when that is news."""
        state, archive = self._controller.state, self._controller.session.archive
        version = state.version if state is not None else None
        self._run(lambda _: archive.hold(version), self._heard, self.hold)

    def _heard(self, holders: list[Holder]) -> None:
        now = frozenset(holder.owner.token for holder in holders)
        if now - self._held[1]:
            self.message.emit("info", holders[0].sentence() + "。", "", None)
        self._held = (self._held[0], now)

    def _run(self, work: Work[Any], done: Callable[[Any], None], again: Callable[[], None]) -> None:
        if not self._jobs.run("", work, done, self._refused):
            QTimer.singleShot(AGAIN, self, again)

    def _refused(self, error: Exception) -> None:
        """Say it once: what is tried again every few minutes would otherwise nag."""
        if not isinstance(error, UserError):
            self.failed.emit(error)
        elif str(error) != self._refusal:
            self._refusal = str(error)
            self.message.emit("error", self._refusal, "", None)
