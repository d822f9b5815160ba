"""Where the data of a program on a stick lies: moved in one act, and said where a second history is on the PC."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from core import paths
from core.errors import UserError
from core.session import Session
from gui.common.texts import tr
from gui.dialogs.ask import Ask
from gui.editing.jobs import Jobs

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow


class DataPlace(QObject):
    """While the history is moved the window takes no act: what was kept meanwhile would stay in the old place.

    Signals: message(kind, text, act, slot) for the message bar; failed(exception) for a bug; leaving() before the
    history goes, moved() when it is another file now.
    """

    message = Signal(str, str, str, object)
    failed = Signal(object)
    leaving = Signal()
    moved = Signal()

    def __init__(
        self, session: Session, jobs: Jobs, ask: Ask, window: QMainWindow, close_report: Callable[[], bool]
    ) -> None:
        super().__init__(window)
        self._session, self._jobs, self._ask, self._window = session, jobs, ask, window
        self._close_report = close_report

    @property
    def can_move(self) -> bool:
        """Whether this is a program on a stick, with two places for its data."""
        return self._session.other_data_place is not None

    def offer(self) -> None:
        """Say that the PC has a history of its own while the stick's is shown."""
        if self._session.left_on_this_pc:
            text = tr(
                "现在用的是 U 盘上的历史记录；这台电脑上另有一份，没有显示。要合在一起，先搬到电脑，再搬回 U 盘。"
            )
            self.message.emit("info", text, tr("搬到电脑"), self.move)

    def move(self) -> None:
        """Ask, close the report, and move in the background."""
        target = self._session.other_data_place
        if target is None:
            self.message.emit("info", tr("这里没有可以搬去的地方：U 盘不能写入，或者程序已经安装。"), "", None)
            return
        if any(w is not self._window and type(w) is type(self._window) for w in _shown_windows()):
            self.message.emit("info", tr("请先关闭年报校核的其他窗口，再搬动历史记录。"), "", None)
            return
        to_stick = target == paths.portable_data_dir()
        question = tr("把历史记录和设置搬到程序旁边（U 盘）？") if to_stick else tr("把历史记录和设置搬到这台电脑？")
        here, there = self._session.data_dir, target
        detail = tr("现在在：{0}\n搬到：{1}\n那边已有的历史记录会合在一起，原处的文件保留，不删除。", here, there)
        if self._ask.choose(self._window, question, [tr("搬动")], detail) != 0 or not self._close_report():
            return
        done = tr("已搬到“{0}”，从现在起用那里的历史记录。原处的文件没有删除。", target)

        def work(_: object) -> None:
            self._session.move_data(target)

        def finished(_: None) -> None:
            self._window.setEnabled(True)
            self.moved.emit()
            self.message.emit("ok", done, "", None)

        self.leaving.emit()
        if self._jobs.run(tr("正在搬动历史记录"), work, finished, self._refused):
            self._window.setEnabled(False)
        else:
            self.message.emit("info", tr("上一项工作还没有完成，请稍候或先取消它。"), "", None)

    def _refused(self, error: Exception) -> None:
        self._window.setEnabled(True)
        if isinstance(error, UserError):
            self.message.emit("error", str(error), "", None)
        else:
            self.failed.emit(error)


def _shown_windows() -> list[object]:
    return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
