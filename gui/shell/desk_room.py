"""The county desk in a window: its page beside the open report, the reports opened from its rows, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.common.texts import PRODUCT, tr
from gui.desk.desk_page import DeskPage
from gui.shell import actions

if TYPE_CHECKING:
    from core.open_report import OpenReport
    from gui.editing.jobs import Progress
    from gui.shell.main_window import MainWindow


class DeskRoom(QObject):
    """Made when the desk is first asked for, and kept. The open report and the page stand in one stack; which of its
    rows the open report is, is known here: identity of the opening, key of the row."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.page = DeskPage(window.controller.session, window.ask)
        self._identity: str | None = None  # of the opening that is a row of the desk
        self._row = ""
        self._reading: dict[str, str] = {}  # openings on their way: identity to row
        self._version: int | None = None  # of the row's report when it was last looked at
        self._panes: tuple[bool, bool] | None = None  # whether findings and source were hidden when the report was left
        self.page.restore_looks(window.preferences.desk)
        window.stack.addWidget(self.page)
        page = self.page
        page.message.connect(window.tell)
        page.failed.connect(window.show_error)
        page.changed.connect(self._page_changed)
        page.row_requested.connect(self.open_row)
        page.report_requested.connect(self._open_made)
        page.kept.connect(window.show_lists)
        window.controller.report_opened.connect(self._report_opened)
        window.controller.changed.connect(self._report_changed)
        window.header.add_back(window.actions_by_name["desk_back"])

    # What is shown

    @property
    def shown(self) -> bool:
        """Whether the page stands in the window, rather than a report."""
        return self._window.stack.currentWidget() is self.page

    @property
    def row_open(self) -> bool:
        """Whether the open report is one of the desk's rows."""
        state = self._window.controller.state
        return state is not None and state.identity == self._identity

    @property
    def facts(self) -> dict[str, bool]:
        """What the actions need to know."""
        return {"desk": self.page.collection is not None, "row": self.row_open and not self.shown}

    def show(self) -> None:
        """The page instead of the report, which stays open behind it."""
        window = self._window
        if not self.shown and window.controller.state is not None:
            view = window.report_view
            window.flush()
            self._panes = (view.findings_dock.isHidden(), view.source_dock.isHidden())
            view.show_panes(False)
        window.header.hide()
        window.bar.hide()
        window.stack.setCurrentWidget(self.page)
        self._page_changed()
        self.page.begin()

    def _page_changed(self) -> None:
        """Another value of the collection: its name may be another one, and what can be done."""
        if self.shown:
            self._window.setWindowTitle(f"{self.page.title} - {PRODUCT}")
        self._window.refresh_actions()

    def show_report(self) -> None:
        """The open report again, its panes as they were left."""
        window = self._window
        if window.controller.state is None:
            return
        view = window.report_view
        window.header.show()
        window.stack.setCurrentWidget(view.workspace)
        view.show_panes(True)
        if self._panes is not None:
            view.findings_dock.setHidden(self._panes[0])
            view.source_dock.setHidden(self._panes[1])
        window.setWindowTitle(f"{window.header.name} - {PRODUCT}")
        window.refresh_actions()

    # Acts of the menus

    def act(self, name: str) -> None:
        """An act of the action table."""
        own: dict[str, Callable[[], object]] = {
            "desk": self._toggle,
            "open_folder": self._open_folder,
            "desk_back": self.back,
            "desk_next": lambda: self.step(1),
            "desk_previous": lambda: self.step(-1),
        }
        if name in own:
            own[name]()
            return
        self.show()
        self.page.act(name)

    def _toggle(self) -> None:
        if self.shown and self._window.controller.state is not None:
            self.show_report()
        else:
            self.show()

    def _open_folder(self) -> None:
        folder = self.page.ask_folder(self._window)
        if folder is not None:
            self.gather((folder,))

    def gather(self, paths: Sequence[Path]) -> None:
        """Read everything in these folders, archives and files; into the collection at hand when it is on the screen,
        else into a new one. The page asks where that may not be what is meant."""
        at_hand = self.shown and self.page.collection is not None
        self.show()
        self.page.take(paths, at_hand)

    def open_collection(self, number: int) -> None:
        """A collection of the history."""
        self.show()
        self.page.open_collection(number)

    def back(self) -> None:
        """The page, with the row of the open report chosen."""
        row = self._row if self.row_open else ""
        self.show()
        if row:
            self.page.select(row)

    def step(self, by: int) -> None:
        """Open the next row with errors, in the order of the table as it is sorted and filtered now."""
        row = self.page.with_errors(self._row, by)
        if row is None:
            words = tr("后面没有有错的报告了。") if by > 0 else tr("前面没有有错的报告了。")
            self._window.tell("info", words, tr("回到集中校核"), self.back)
        else:
            self.open_row(row)

    # Rows and the open report

    def open_row(self, key: str) -> None:
        """A row's report in the workspace; one that is open already is only shown."""
        if self.row_open and key == self._row:
            self.show_report()
            return
        title, read = self.page.reading_of(key)
        if read is None:
            return

        def read_row(progress: Progress) -> OpenReport:
            state = read(progress)
            self._reading[state.identity] = key
            return state

        self._window.file_acts.open_made(title, read_row)

    def _open_made(self, title: str, read: Callable[[Progress], OpenReport]) -> None:
        """A report that the desk made: the county's sums as the tables of the government's own."""
        self._window.file_acts.open_made(title, read)

    def _report_opened(self) -> None:
        """Any report was opened; it is a row's when a row was asked for."""
        state = self._window.controller.opened
        key = self._reading.get(state.identity, "")
        self._reading.clear()
        self._identity, self._row = (state.identity, key) if key else (None, "")
        self._version = state.version.id if state.version else None
        self._panes = None
        actions.share_page_keys(self._window.actions_by_name, self.row_open)
        if key:
            self.page.select(key)

    def _report_changed(self) -> None:
        """A saved version of a row's report is what the row is now."""
        if not self.row_open:
            return
        window = self._window
        state = window.controller.opened
        version = state.version.id if state.version else None
        if version is not None and version != self._version:
            self._version = version
            self.page.report_saved(self._row, state, window.controller.checked)

    def report_closed(self) -> bool:
        """A row's report was closed: back to its row. False when it was none, and the start page comes."""
        row, self._row, self._identity = self._row, "", None
        actions.share_page_keys(self._window.actions_by_name, False)
        if not row:
            return False
        self.show()
        self.page.select(row)
        return True

    def give_up(self) -> None:
        """The history goes to another place: the collection is written and closed."""
        self.page.give_up()
        if self.shown:
            self._window.show_start()

    def finish(self) -> None:
        """The window goes: what is being kept is kept, what is being read is given up."""
        self._window.preferences = self._window.preferences._replace(desk=self.page.looks())
        self.page.finish()
