"""The windows of saved reports: made when asked for, and told of each other's acts here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from core.archive import Archive
from core.errors import UserError
from gui.common.texts import tr
from gui.dialogs.ask import Ask
from gui.editing.edit_controller import EditController
from gui.editing.jobs import Jobs
from gui.history.backups_window import BackupsWindow, TracesWindow
from gui.history.comparison.compare_window import CompareWindow, VersionsWindow
from gui.history.comparison.years_window import YearsWindow
from gui.history.history_acts import HistoryActs
from gui.history.reports.history_window import HistoryWindow

if TYPE_CHECKING:
    from core.model import Report
    from core.session import BackupInfo, Purged, ReportInfo, VersionId


class HistoryWindows(QObject):
    """Opens the windows of saved reports beside the main one.

    Signals: message(kind, text, act, slot) for the message bar; failed(exception) for a bug; shown(dialog) after each
    opening; version_requested(version id); lists_changed() the reports of the start page are others now.
    """

    message = Signal(str, str, str, object)
    failed = Signal(object)
    shown = Signal(object)
    version_requested = Signal(int)
    lists_changed = Signal()

    def __init__(self, controller: EditController, jobs: Jobs, quiet: Jobs, ask: Ask, window: QWidget) -> None:
        super().__init__(window)
        self._controller, self._jobs, self._quiet, self._ask = controller, jobs, quiet, ask
        self._window = window
        self._list: HistoryWindow | None = None

    def _show(self, dialog: QDialog) -> QDialog:
        self.shown.emit(dialog)
        dialog.show()
        dialog.activateWindow()
        return dialog

    def _tell(self, kind: str, text: str) -> None:
        self.message.emit(kind, text, "", None)

    @property
    def _archive(self) -> Archive:
        return self._controller.session.archive

    def history(self) -> QDialog | None:
        """The list of saved reports; None (and a sentence) when it cannot be opened. A new computer sees an empty list:
        its first act may be to import another computer's history."""
        if self._list is not None and self._list.history is self._archive.history:
            self._list.refresh()
            return self._show(self._list)
        try:
            self._list = HistoryWindow(self._archive.history, self._jobs, self._ask, self._window)
        except UserError as error:
            self._tell("error", str(error))
            return None
        self._wire(self._list)
        self._index()
        return self._show(self._list)

    def close_list(self) -> None:
        """Close the list of saved reports; the next one is made anew."""
        if self._list is not None:
            self._list.close()
            self._list = None

    def _wire(self, made: HistoryWindow) -> None:
        made.version_asked.connect(self._open_version)
        made.compare_asked.connect(self.versions)
        made.years_asked.connect(self.two_years)
        made.copies_asked.connect(self.backups)
        made.traces_left.connect(self._traces)
        made.failed.connect(self.failed)
        made.acts.changed.connect(self.lists_changed)
        made.replaced.connect(self._replaced)
        made.acts.imported.connect(self._index)

    def decide(self, info: ReportInfo) -> None:
        """A report of the start page that has several newest versions: the person decides which one stands."""
        acts = HistoryActs(self._archive.history, self._jobs, self._ask, self._window)
        acts.message.connect(self._tell)
        acts.changed.connect(self.lists_changed)
        acts.version_asked.connect(self.version_requested)
        acts.compare_asked.connect(self.versions)
        acts.decide(info)

    def _index(self) -> None:
        """Bring the search up to date ahead of the first word typed; in the background, and nobody's work waits."""
        history = self._archive.history
        self._quiet.run("", lambda _: history.prepare_search(), lambda _: None, self._not_indexed)

    def _not_indexed(self, error: Exception) -> None:
        """The search itself will say what is wrong; only a fault of the program is shown."""
        if not isinstance(error, UserError):
            self.failed.emit(error)

    def _open_version(self, version_id: int) -> None:
        if self._list is not None:
            self._list.close()
        self.version_requested.emit(version_id)

    def versions(self, older: VersionId, newer: VersionId) -> QDialog | None:
        """What differs between two saved versions."""
        try:
            return self._show(VersionsWindow(self._archive.history, older, newer, self._list or self._window))
        except UserError as error:
            (self._list.tell if self._list else self._tell)("error", str(error))
            return None

    def edits(self) -> QDialog:
        """What was changed since the file was opened."""
        opened = self._controller.opened
        made = CompareWindow(tr("本次修改"), self._window)
        made.show_reports(opened.original, opened.report, (tr("原报"), tr("现在")))
        return self._show(made)

    def years(self) -> QDialog | None:
        """Last year's report beside the one in hand."""
        opened = self._controller.opened
        if opened.previous is None:
            self._tell("info", tr("还没有上年的报告：用“校核”菜单里的“与上年报告核对”选择它。"))
            return None
        return self.two_years(opened.previous, opened.report, self._window)

    def two_years(self, before: Report, after: Report, parent: QWidget | None = None) -> QDialog:
        """Any two years side by side."""
        return self._show(YearsWindow(before, after, parent or self._list))

    def backups(self) -> QDialog:
        """The copies of the history, to go back to one."""
        made = BackupsWindow(self._archive.history, self._list or self._window)
        if self._list is not None:
            made.restore_asked.connect(self._list.acts.restore_backup)
            self._list.acts.changed.connect(made.refresh)
            self._list.acts.message.connect(made.bar.show_message)
        return self._show(made)

    def _traces(self, purged: Purged) -> None:
        self._show(TracesWindow(self._archive.history, purged, self._list))

    # Going back

    def restore_backup_now(self, info: BackupInfo) -> None:
        """Put the history back to the copy offered for a damaged file."""
        acts = HistoryActs(self._archive.history, self._jobs, self._ask, self._window)
        acts.message.connect(self._tell)
        acts.failed.connect(self.failed)
        acts.replaced.connect(self._replaced)
        acts.changed.connect(self.lists_changed)
        if self._list is not None:
            acts.changed.connect(self._list.refresh)
        acts.restore_backup_now(info)

    def _replaced(self) -> None:
        """The open report may not be in the history that was put back."""
        version = self._controller.state.version if self._controller.state is not None else None
        there = self._archive.history.versions(version.report_id) if version is not None else []
        if version is not None and version.uid not in [info.uid for info in there]:
            self._controller.forget_version()
