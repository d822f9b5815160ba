"""The windows beside the main one: history, settings, help, about, print, comparisons. Each is made when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from core.errors import UserError
from gui.texts import tr

if TYPE_CHECKING:
    from gui.main_window import MainWindow

# Imports stand inside the methods on purpose: none of these windows may cost time at start-up.


class SideWindows:
    """Opens them without blocking and keeps the one shown last, so that tests and the window find it."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.shown: QDialog | None = None

    def _show(self, dialog: QDialog) -> None:
        self.shown = dialog
        dialog.open()

    def history(self) -> None:
        """Saved reports, their versions and what differs between them."""
        from gui.dialogs.history_dialog import HistoryDialog

        window = self._window
        session = window.desk.session
        if not session.history_path.exists():
            window.tell("info", tr("还没有保存过报告。打开一份报告后按“保存”，就会出现在这里。"))
            return
        try:
            dialog = HistoryDialog(session.history, window)
        except UserError as error:
            window.tell("error", str(error))
            return
        dialog.version_asked.connect(window.filing.open_version)
        dialog.compare_asked.connect(self.versions)
        self._show(dialog)

    def versions(self, older: int, newer: int) -> None:
        """What differs between two saved versions."""
        from gui.dialogs.compare_dialog import CompareDialog

        history = self._window.desk.session.history
        one, two = history.load(older), history.load(newer)
        names = (tr("第 {0} 版", one.info.number), tr("第 {0} 版", two.info.number))
        self._show(CompareDialog(one.report, two.report, names, tr("比较两个版本"), self._window))

    def years(self) -> None:
        """Last year's report beside this year's."""
        from gui.dialogs.compare_dialog import CompareDialog

        opened = self._window.desk.session.opened
        if opened.previous is None:
            self._window.tell("info", tr("还没有上年的报告：用“校核”菜单里的“与上年报告核对”选择它。"))
            return
        names = (tr("{0} 年度", opened.previous.year or tr("上")), tr("{0} 年度", opened.report.year or tr("本")))
        self._show(CompareDialog(opened.previous, opened.report, names, tr("两年对照"), self._window))

    def edits(self) -> None:
        """What was changed since the file was opened."""
        from gui.dialogs.compare_dialog import CompareDialog

        opened = self._window.desk.session.opened
        names = (tr("原报"), tr("现在"))
        self._show(CompareDialog(opened.original, opened.report, names, tr("本次修改"), self._window))

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
        from gui import printing

        self._window.bench.flush()
        self.shown = printing.preview(printing.report_painter(self._window.desk.session), self._window)

    def preview_findings(self) -> None:
        """The list of findings as it would be printed."""
        from gui import printing

        self._window.bench.flush()
        self.shown = printing.preview(
            printing.findings_painter(self._window.desk.session), self._window, full_page=False
        )

    def print(self) -> None:
        """The report to a printer."""
        from gui import printing

        self._window.bench.flush()
        printing.print_report(self._window.desk.session, self._window)
