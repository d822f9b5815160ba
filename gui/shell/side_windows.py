"""The windows beside the main one: saved reports, settings, help, about, print. Each is made when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from core.errors import UserError
from gui.common.texts import tr
from gui.common.window_settings import WindowSettings
from gui.dialogs.ask import Ask
from gui.editing.edit_controller import EditController
from gui.editing.jobs import Jobs

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtPrintSupport import QPrinter

    from core.session import Suggestion
    from gui.history.history_windows import HistoryWindows
    from gui.printing.preview_dialog import PreviewDialog

# Imports stand inside the methods on purpose: none of these windows may cost time at start-up.


class SideWindows(QObject):
    """Opens them without blocking and keeps the one shown last, so that tests and the window find it.

    Signals: message(kind, text, act, slot) for the message bar; failed(exception) for a bug; flush() before anything
    reads the report; version_requested(version id); lists_changed() the reports of the start page are others now;
    looks_chosen(WindowSettings) the person chose colours and fonts; settings_changed() other choices;
    export_asked() where there is no printer.
    """

    message = Signal(str, str, str, object)
    failed = Signal(object)
    flush = Signal()
    version_requested = Signal(int)
    lists_changed = Signal()
    looks_chosen = Signal(object)
    settings_changed = Signal()
    export_asked = Signal()

    def __init__(self, controller: EditController, jobs: Jobs, quiet: Jobs, ask: Ask, window: QWidget) -> None:
        super().__init__(window)
        self._controller, self._jobs, self._quiet, self._ask = controller, jobs, quiet, ask
        self._window = window
        self.shown: QDialog | None = None
        self._history_windows: HistoryWindows | None = None

    def _show(self, dialog: QDialog) -> None:
        self.shown = dialog
        dialog.open()

    @property
    def history_windows(self) -> HistoryWindows:
        """The windows of saved reports."""
        if self._history_windows is None:
            from gui.history.history_windows import HistoryWindows

            made = HistoryWindows(self._controller, self._jobs, self._quiet, self._ask, self._window)
            made.message.connect(self.message)
            made.failed.connect(self.failed)
            made.version_requested.connect(self.version_requested)
            made.lists_changed.connect(self.lists_changed)
            made.shown.connect(self._was_shown)
            self._history_windows = made
        return self._history_windows

    def _was_shown(self, dialog: QDialog) -> None:
        self.shown = dialog

    def history(self) -> None:
        """Saved reports, their versions and what differs between them."""
        self.history_windows.history()

    def years(self) -> None:
        """Last year's report beside this year's."""
        self.flush.emit()
        self.history_windows.years()

    def edits(self) -> None:
        """What was changed since the file was opened."""
        self.flush.emit()
        self.history_windows.edits()

    def settings(self, looks: WindowSettings) -> None:
        """Choices of the office and of the person."""
        from gui.dialogs.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._controller.session, looks, self._window)

        def accepted() -> None:
            self.looks_chosen.emit(dialog.chosen_window_settings)
            try:
                self._controller.session.change_settings(dialog.chosen_settings)
            except UserError as error:
                self.message.emit("error", str(error), "", None)
            self._controller.check_again()
            self.settings_changed.emit()

        dialog.accepted.connect(accepted)
        self._show(dialog)

    def forget_history(self) -> None:
        """The history is another file now: a list of the old one is of no use."""
        if self._history_windows is not None:
            self._history_windows.close_list()

    def help(self, page: str = "start") -> None:
        """The handbook, at one of its pages."""
        from gui.dialogs.help_dialog import HelpDialog

        self.shown = HelpDialog(self._window, page)
        self.shown.show()

    def about(self) -> None:
        """Version and licences."""
        from gui.dialogs.about_dialog import AboutDialog

        self._show(AboutDialog(self._window))

    def verdict(self) -> None:
        """What was checked and what was not."""
        from core.verdict import details_of
        from gui.dialogs.verdict_dialog import VerdictDialog

        self.flush.emit()
        controller = self._controller
        controller.leave_table()
        details = details_of(
            controller.report, controller.checked, controller.session.settings.rules, controller.opened.locked
        )
        self._show(VerdictDialog(controller.verdict.sentence, details, self._window))

    def preview(self) -> None:
        """The report as it would be printed."""
        from gui.printing import print_acts

        self.flush.emit()
        paint = print_acts.report_painter(self._controller.session, self._controller.report, self._controller.opened)
        self._preview(paint, full_page=True)

    def preview_findings(self) -> None:
        """The list of findings as it would be printed."""
        from core.checking import suggest_repairs, suggestion_inputs
        from gui.findings.offers import proposals_of, table_to_mend
        from gui.printing import print_acts

        self.flush.emit()
        controller = self._controller
        controller.leave_table()
        state, checked = controller.opened, controller.checked
        proposals = proposals_of(state.report, checked, {})
        paint = print_acts.findings_painter(state.report, checked.findings, controller.verdict.sentence, proposals)
        dialog = self._preview(paint, full_page=False)
        tables = {table for table in map(table_to_mend, checked.findings) if table is not None}
        inputs = [suggestion_inputs(state, checked, table) for table in tables]

        def found(suggestions: dict[int, Suggestion]) -> None:
            proposals.update(proposals_of(state.report, checked, suggestions))
            if dialog.isVisible():
                dialog.pages.updatePreview()

        # The list is shown at once; what the repairs propose comes a moment later.
        if inputs:
            self._quiet.run("", lambda _: {i.table: suggest_repairs(i) for i in inputs}, found, self.failed.emit)

    def _preview(self, paint: Callable[[QPrinter], None], full_page: bool) -> PreviewDialog:
        from gui.printing import print_acts

        dialog = print_acts.preview(paint, self._window, full_page)
        dialog.print_asked.connect(lambda: self._print_out(paint, full_page, dialog))
        self.shown = dialog
        return dialog

    def _print_out(self, paint: Callable[[QPrinter], None], full_page: bool, parent: QWidget) -> None:
        from gui.printing import print_acts

        if not print_acts.has_printer():
            if parent is not self._window:
                parent.close()
            self.message.emit("info", print_acts.no_printer(), tr("导出 PDF…"), self.export_asked.emit)
        elif print_acts.print_out(paint, parent, full_page):
            self.message.emit("ok", tr("已送到打印机。"), "", None)

    def print(self) -> None:
        """The report to a printer."""
        from gui.printing import print_acts

        self.flush.emit()
        opened = self._controller.opened
        self._print_out(print_acts.report_painter(self._controller.session, opened.report, opened), True, self._window)
