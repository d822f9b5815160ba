"""What every group of the desk's acts has: the keeper, the questions, the window opened last."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QWidget

from core.desk import Collection
from core.errors import UserError
from gui.common.folders import documents
from gui.common.pane_widgets import MessageBar
from gui.common.texts import tr
from gui.desk.keeper import DeskKeeper

if TYPE_CHECKING:
    from gui.dialogs.ask import Ask

XLSX = "Excel 工作簿 (*.xlsx)"


class WithBar(Protocol):
    """A window of the desk that can say a sentence."""

    bar: MessageBar

    def isVisible(self) -> bool:
        """Qt's."""


class DeskActs(QObject):
    """Acts that open windows of the desk. Signals: message, failed as everywhere; row_requested(key);
    report_requested(title, read); shown(window) after each opening."""

    message = Signal(str, str, str, object)
    failed = Signal(object)
    row_requested = Signal(str)
    report_requested = Signal(str, object)
    shown = Signal(object)

    def __init__(self, keeper: DeskKeeper, ask: Ask, page: QWidget) -> None:
        super().__init__(page)
        self._keeper, self._ask, self._page = keeper, ask, page

    @property
    def _collection(self) -> Collection:
        """What is on the desk; the acts are not offered without one."""
        assert self._keeper.collection is not None
        return self._keeper.collection

    def _show(self, window: QDialog) -> None:
        self.shown.emit(window)
        window.show()
        window.activateWindow()

    def _tell(self, kind: str, text: str) -> None:
        self.message.emit(kind, text, "", None)

    def _place(self, name: str) -> Path:
        return (self._keeper.folder or documents()) / name

    def _write(self, work: Callable[[], object], target: Path, window: WithBar | None = None) -> None:
        """Write a file in the background; said in the window it was asked for in, for that one hides the page."""

        def done(_: object) -> None:
            acts = (
                (tr("打开文件"), partial(open_place, target)),
                (tr("打开所在文件夹"), partial(open_place, target.parent)),
            )
            said = tr("已导出“{0}”。", target.name)
            if window is not None and window.isVisible():
                window.bar.show_message("ok", said, "", acts)
            else:
                self.message.emit("ok", said, "", acts)

        self._keeper.run(tr("正在导出"), lambda _: work(), done, lambda error: self._failed_in(window, error))

    def _failed_in(self, window: WithBar | None, error: Exception) -> None:
        """Why something asked for in a window failed is said there, for it hides the page."""
        if isinstance(error, UserError) and window is not None and window.isVisible():
            window.bar.show_message("error", str(error))
        elif isinstance(error, UserError):
            self._tell("error", str(error))
        else:
            self.failed.emit(error)


def open_place(path: Path) -> None:
    """Show a file or a folder with the system's own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
