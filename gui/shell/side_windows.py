"""The windows beside the main one: saved reports, settings, help, about, print. Each is made when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from core.errors import UserError

if TYPE_CHECKING:
    from gui.history.history_windows import Room
    from gui.shell.main_window import MainWindow

# Imports stand inside the methods on purpose: none of these windows may cost time at start-up.


class SideWindows:
    """Opens them without blocking and keeps the one shown last, so that tests and the window find it."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.shown: QDialog | None = None
        self._room: Room | None = None
        self._keep()

    def _keep(self) -> None:
        """What the history does by itself: a copy a day, who else has the report open, a damaged file."""
        from gui.history.housekeeping import Keeper

        window = self._window
        self.keeper = keeper = Keeper(lambda: window.desk.session, window.quiet, window)
        keeper.told.connect(window.tell)
        keeper.failed.connect(window.show_error)
        keeper.wanted.connect(lambda info: self.room.go_back(info))
        window.ready.connect(keeper.begin)
        window.shown.connect(keeper.offer)
        window.ready.connect(lambda: window.desk.changed.connect(lambda _: keeper.look()))

    def _show(self, dialog: QDialog) -> None:
        self.shown = dialog
        dialog.open()

    @property
    def room(self) -> Room:
        """The room of saved reports."""
        if self._room is None:
            from gui.history.history_windows import Room

            self._room = Room(self._window)
        return self._room

    def history(self) -> None:
        """Saved reports, their versions and what differs between them."""
        self.room.history()

    def years(self) -> None:
        """Last year's report beside this year's."""
        self.room.years()

    def edits(self) -> None:
        """What was changed since the file was opened."""
        self.room.edits()

    def settings(self) -> None:
        """Choices of the office and of the person."""
        from gui.dialogs.settings_dialog import SettingsDialog

        window = self._window
        dialog = SettingsDialog(window.desk.session, window.memory, window)
        dialog.accepted.connect(lambda: self._take_settings(dialog))
        self._show(dialog)

    def _take_settings(self, dialog: QDialog) -> None:
        window = self._window
        window.set_memory(dialog.chosen_memory)
        try:
            window.desk.act(lambda: window.desk.session.change_settings(dialog.chosen_settings))
        except UserError as error:
            window.tell("error", str(error))

    def help(self) -> None:
        """The handbook, at the page for what is on the screen."""
        from gui.dialogs.help_dialog import HelpDialog

        self.shown = HelpDialog(self._window)
        self.shown.show()

    def about(self) -> None:
        """Version and licences."""
        from gui.dialogs.about_dialog import AboutDialog

        self._show(AboutDialog(self._window))

    def preview(self) -> None:
        """The report as it would be printed."""
        from gui.printing import print_acts as printing

        self._window.bench.flush()
        self.shown = printing.preview(printing.report_painter(self._window.desk.session), self._window)

    def preview_findings(self) -> None:
        """The list of findings as it would be printed."""
        from gui.printing import print_acts as printing

        self._window.bench.flush()
        self.shown = printing.preview(
            printing.findings_painter(self._window.desk.session), self._window, full_page=False
        )

    def print(self) -> None:
        """The report to a printer."""
        from gui.printing import print_acts as printing

        self._window.bench.flush()
        printing.print_report(self._window.desk.session, self._window)
