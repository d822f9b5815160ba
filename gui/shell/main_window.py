"""The window, assembled: what stands where and which signal goes to which slot. No knowledge of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QMenuBar, QStackedWidget, QVBoxLayout, QWidget

from gui.common import window_settings
from gui.common.texts import PRODUCT, tr
from gui.common.theme import current
from gui.common.window_settings import WindowSettings
from gui.common.window_sizes import resize_within_screen
from gui.editing.jobs import Jobs
from gui.shell import actions, doors, window_acts
from gui.shell.head_start import MOST_RECENT, Lists, lists, open_sample
from gui.start.start_page import StartPage

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from core.session import Session
    from gui.common.busy_strip import BusyStrip
    from gui.common.pane_widgets import MessageActs, MessageBar
    from gui.common.remembered import Remembered
    from gui.dialogs.ask import Ask
    from gui.dialogs.error_dialog import ErrorDialog
    from gui.editing.edit_controller import EditController
    from gui.history.upkeep import HistoryUpkeep
    from gui.shell.autosave import Autosave
    from gui.shell.data_place import DataPlace
    from gui.shell.desk_room import DeskRoom
    from gui.shell.file_acts import FileActs
    from gui.shell.header import Header
    from gui.shell.report_view import ReportView
    from gui.shell.side_windows import SideWindows

SIZE = (1280, 720)
PREPARE_AFTER = 250  # ms after the session is there


class Parts(NamedTuple):
    """What is made after the first paint, when the session is there."""

    controller: EditController
    file_acts: FileActs
    autosave: Autosave
    side: SideWindows
    history_upkeep: HistoryUpkeep
    data_place: DataPlace
    header: Header
    bar: MessageBar
    busy: BusyStrip


class MainWindow(QMainWindow):
    """Shows the start page at once; session, workspace and panes are made after the first paint.

    ready() comes when the session is at hand, shown() when an opened report is on the screen, looks_changed()
    when the person chose other colours or fonts, settings_changed() when other choices of the office, and
    closed() when the window is gone; window_requested(path or None) asks for another window.
    """

    ready = Signal()
    shown = Signal()
    looks_changed = Signal()
    settings_changed = Signal()
    window_requested = Signal(object)
    closed = Signal()

    def __init__(
        self, make_session: Callable[[], Session], ask: Ask | None = None, preferences: WindowSettings | None = None
    ) -> None:
        super().__init__()
        self.preferences = preferences or WindowSettings()
        self._make_session = make_session
        self._ask = ask
        self.jobs, self.quiet = Jobs(self), Jobs(self)
        self._parts: Parts | None = None
        self._report_view: ReportView | None = None
        self._desk: DeskRoom | None = None
        self._another = False
        self.error_dialog: ErrorDialog | None = None
        self._waiting: list[Callable[[], object]] = []
        self.setWindowTitle(PRODUCT)
        self.setAcceptDrops(True)
        resize_within_screen(self, *SIZE)
        self.actions_by_name = actions.build(self, window_acts.handlers(self))
        self._assemble()
        self.refresh_actions()
        window_settings.restore_geometry(self, self.preferences)

    def _assemble(self) -> None:
        self.menu = QMenuBar()
        actions.fill_menus(self.menu, self.actions_by_name)
        top = QWidget()
        self._top = QVBoxLayout(top)
        self._top.setContentsMargins(0, 0, 0, 0)
        self._top.setSpacing(0)
        self._top.addWidget(self.menu)
        self.setMenuWidget(top)
        self.start_page = StartPage()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start_page)
        self.setCentralWidget(self.stack)
        window_acts.wire_start_page(self)

    def report_act(self, name: str) -> None:
        """An act on the open report; nothing without one."""
        if self._report_view is not None and self.controller.state is not None:
            self.bar.leave_news()
            self._report_view.act(name)

    # After the first paint

    def start(self) -> None:
        """Make the session in the background; called once, after the first paint."""
        make = self._make_session

        def work(_: object) -> tuple[Session, Lists]:
            session = make()
            return session, lists(session.archive)

        self.jobs.run(tr("正在准备"), work, lambda made: self._started(*made), self.show_error)

    def _started(self, session: Session, found: Lists) -> None:
        from core import logs
        from gui.dialogs.ask import Ask
        from gui.editing.edit_controller import EditController
        from gui.history.upkeep import HistoryUpkeep
        from gui.shell.autosave import Autosave
        from gui.shell.data_place import DataPlace
        from gui.shell.file_acts import FileActs
        from gui.shell.side_windows import SideWindows

        logs.log_to_file(session.data_dir)
        header, bar, busy = self._make_top()
        self.ask = self._ask or Ask()
        controller = EditController(session, self)
        autosave = Autosave(controller, self)
        file_acts = FileActs(controller, self.jobs, autosave, self.ask, self)
        side = SideWindows(controller, self.jobs, self.quiet, self.ask, self)
        history_upkeep = HistoryUpkeep(controller, self.quiet, self)
        data_place = DataPlace(session, self.jobs, self.ask, self, lambda: doors.close_all(self))
        self._parts = Parts(controller, file_acts, autosave, side, history_upkeep, data_place, header, bar, busy)
        self._listen(self._parts)
        file_acts.flush.connect(self.flush)
        side.flush.connect(self.flush)
        side.version_requested.connect(file_acts.open_version)
        side.looks_chosen.connect(self.set_preferences)
        side.settings_changed.connect(self.settings_changed)
        side.lists_changed.connect(self.show_lists)
        file_acts.draft_dropped.connect(self.show_lists)
        file_acts.files_chosen.connect(lambda paths: doors.open_chosen(self, paths))
        file_acts.errors_requested.connect(lambda: self.report_view.show_first_error())
        header.verdict_clicked.connect(side.verdict)
        controller.report_opened.connect(self._report_opened)
        controller.changed.connect(self._changed)
        controller.changed.connect(history_upkeep.look)
        controller.undo_stack.indexChanged.connect(self.refresh_actions)
        history_upkeep.wanted.connect(lambda info: side.history_windows.restore_backup_now(info))
        self.shown.connect(history_upkeep.offer)
        for jobs in (self.jobs, file_acts.save_jobs):
            jobs.started.connect(busy.begin)
            jobs.progressed.connect(busy.advance)
            jobs.ended.connect(busy.end)
        busy.cancel.clicked.connect(self.jobs.cancel)
        self.start_page.drop.draw_icon()
        self._show_lists(found)
        history_upkeep.begin()
        self.actions_by_name["move_data"].setVisible(data_place.can_move)
        self._tell_news()
        data_place.offer()
        session.prepare_reading()
        waiting, self._waiting = self._waiting, []
        self.ready.emit()
        for act in waiting:
            act()
        QTimer.singleShot(PREPARE_AFTER, self, self._prepare_later)

    def _listen(self, parts: Parts) -> None:
        """Sentences of the parts to the message bar, their faults to the error dialog."""
        data_place, side = parts.data_place, parts.side
        for speaker in (parts.controller, parts.autosave, parts.file_acts, side, parts.history_upkeep, data_place):
            speaker.message.connect(self.tell)
        for worker in (parts.autosave, parts.file_acts, side, parts.history_upkeep, data_place):
            worker.failed.connect(self.show_error)
        data_place.moved.connect(self.show_lists)
        side.export_asked.connect(parts.file_acts.export_pdf)
        data_place.leaving.connect(side.forget_history)

    def _tell_news(self) -> None:
        """After an upgrade: which version this is, and the way to what is new in it."""
        from core.version import build

        before, now = self.preferences.version, build()[0]
        known = bool(before or self.preferences.geometry)  # 0.1.0 wrote no version; a first start has no geometry
        self.preferences = self.preferences._replace(version=now)
        if known and before != now:
            news = self.actions_by_name["news"].trigger
            self.tell("info", tr("已更新到 {0} 版。历史记录和设置都在。", now), tr("看看有什么变化"), news)

    def _make_top(self) -> tuple[Header, MessageBar, BusyStrip]:
        """What stands under the menu bar; nothing of it is seen before a report is opened."""
        from gui.common.busy_strip import BusyStrip
        from gui.common.overlay import FootOverlay
        from gui.common.pane_widgets import MessageBar
        from gui.shell.header import Header

        header, bar, busy = Header(), MessageBar(), BusyStrip()
        acts = self.actions_by_name
        actions.retint(acts, current())
        header.add_tools([acts[n] for n in ("undo", "redo", "save")], acts["export"])
        header.hide()
        self._top.addWidget(header)
        FootOverlay(self, busy, bar)
        return header, bar, busy

    def _prepare_later(self) -> None:
        """While the person looks for a file, make ready what the first report needs; nobody waits for it."""
        if self._report_view is not None:
            return
        idle = not self.jobs.busy
        if not idle or not self.quiet.run("", lambda _: open_sample(), lambda _: self._prepare(), self.show_error):
            QTimer.singleShot(PREPARE_AFTER, self, self._prepare_later)

    def _prepare(self) -> None:
        """Make the panes, and the pages that most reports begin with, one in each idle moment."""
        view = self._make_report_view()
        for wait, number in enumerate((3, 1, 4, 2)):
            QTimer.singleShot(20 * wait, view, lambda n=number: view.workspace.prepare(n))

    def _make_report_view(self) -> ReportView:
        if self._report_view is None:
            from gui.shell.report_view import ReportView

            view = ReportView(self.controller, self.jobs, self.ask, self.actions_by_name, self, self.preferences)
            view.message.connect(self.tell)
            view.failed.connect(self.show_error)
            self.file_acts.pages_shown.connect(view.panes.give_source_room)
            self.stack.addWidget(view.workspace)
            view.show_panes(False)
            self._report_view = view
        return self._report_view

    def when_ready(self, act: Callable[[], object]) -> None:
        """Do it now, or as soon as the session is there."""
        if self._parts is None:
            self._waiting.append(act)
        else:
            act()

    def open_path(self, path: Path) -> None:
        """Open a file or folder, from the command line or a drop."""
        self.when_ready(lambda: doors.open_path(self, path))

    # Parts, for who knows that the window is ready (Parts) or that a report is open (ReportView)

    @property
    def parts(self) -> Parts:
        """Everything made after the first paint."""
        assert self._parts is not None
        return self._parts

    @property
    def controller(self) -> EditController:
        """The open report."""
        return self.parts.controller

    @property
    def file_acts(self) -> FileActs:
        """Opening, saving, exporting."""
        return self.parts.file_acts

    @property
    def side(self) -> SideWindows:
        """The windows beside this one."""
        return self.parts.side

    @property
    def bar(self) -> MessageBar:
        """The sentence under the header."""
        return self.parts.bar

    @property
    def header(self) -> Header:
        """The strip on top."""
        return self.parts.header

    @property
    def report_view(self) -> ReportView:
        """Workspace and panes."""
        assert self._report_view is not None
        return self._report_view

    @property
    def desk_shown(self) -> bool:
        """Whether the county desk is on the screen."""
        return self._desk is not None and self._desk.shown

    @property
    def desk_made(self) -> bool:
        """Whether anybody asked for the county desk yet."""
        return self._desk is not None

    @property
    def desk(self) -> DeskRoom:
        """The county desk, made when it is first asked for."""
        if self._desk is None:
            from gui.shell.desk_room import DeskRoom

            self._desk = DeskRoom(self)
        return self._desk

    # What came of acts

    def flush(self) -> None:
        """Editors hand over what is being typed."""
        if self._report_view is not None and self.controller.state is not None:
            self._report_view.workspace.flush()

    def _report_opened(self) -> None:
        view = self._make_report_view()
        self._another = True
        self.bar.hide()
        self.header.show()
        self.stack.setCurrentWidget(view.workspace)
        view.show_panes(True)

    def _changed(self) -> None:
        another, self._another = self._another, False
        self.bar.leave_news()
        self.report_view.refresh(another)
        self.header.refresh(self.controller.opened, self.controller.verdict)
        self.setWindowTitle(f"{self.header.name} - {PRODUCT}")
        self.refresh_actions()
        if another:
            self.shown.emit()

    def refresh_actions(self) -> None:
        """Enable what can be done with what is on the screen."""
        state = self._parts.controller.state if self._parts else None
        stack = self.controller.undo_stack if state is not None and not self.desk_shown else None
        facts = self._desk.facts if self._desk else {}
        actions.enable(self.actions_by_name, facts | window_acts.facts(stack, self.desk_shown))
        actions.name_steps(self.actions_by_name, *((stack.undoText(), stack.redoText()) if stack else ("", "")))

    def tell(self, kind: str, text: str, act: str = "", slot: MessageActs = None) -> None:
        """One sentence under the header."""
        self.bar.show_message(kind, text, act, slot)

    def show_error(self, error: BaseException) -> None:
        """A fault of the program: log, dialog with details to copy; what is open stays."""
        from gui.dialogs.error_dialog import ErrorDialog
        from gui.shell import crash  # never needed on a good day

        text = crash.details(error)
        log = crash.write_log(text, self.controller.session.data_dir if self._parts else None)
        shown = self.error_dialog
        if shown is not None and shown.isVisible():
            shown.add(text)  # a fault in painting comes again at every paint
            return
        self.error_dialog = ErrorDialog(text, log, self)
        self.error_dialog.open()

    @property
    def busy_at_all(self) -> bool:
        """Whether any background work is running."""
        if self._desk is not None and self._desk.page.busy:
            return True
        if self.jobs.busy or self.quiet.busy or (self._report_view is not None and self._report_view.busy):
            return True
        return self._parts is not None and (self._parts.autosave.jobs.busy or self._parts.file_acts.save_jobs.busy)

    @property
    def is_free(self) -> bool:
        """Whether the window stands on its start page, with no file on its way."""
        on_start_page = self.stack.currentWidget() is self.start_page
        return self._parts is not None and on_start_page and not self.jobs.busy

    def reload_settings(self) -> None:
        """The office's choices were changed in another window."""
        if self._parts is not None:
            self._parts.controller.session.reload_settings()
            self._parts.controller.check_again()

    def show_lists(self) -> None:
        """The lists of the start page as they are now."""
        self._show_lists(lists(self.controller.session.archive))

    def _show_lists(self, found: Lists) -> None:
        self.start_page.show_recent(self.controller.remembered.chosen(found.reports, MOST_RECENT))
        self.start_page.show_drafts(found.drafts)
        self.start_page.show_collections(found.collections)
        self.start_page.tab_in_order()

    def list_again(self, choose: Callable[[Remembered], object]) -> None:
        """Another choice of the reports on the start page."""
        choose(self.controller.remembered)
        self.show_lists()

    # Acts of the window itself

    def set_preferences(self, preferences: WindowSettings) -> None:
        """Other looks were chosen."""
        self.preferences = preferences
        self.looks_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: icons take its ink. Other letters: figures, texts and the source grow with them."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._report_view is not None:
            # Later: the style is just being put on every widget, and puts their fonts back.
            QTimer.singleShot(0, self._report_view, self._report_view.grow_with_letters)
        if event.type() == QEvent.Type.PaletteChange and self._parts is not None:
            actions.retint(self.actions_by_name, current())

    def close_report(self) -> bool:
        """Back to the start page, or to the row that the report is of; from the desk always to the start page. False
        when the person thought better of it."""
        on_desk = self.desk_shown
        if self.controller.state is None:
            if on_desk:
                self.show_start()
            return True
        if not self.file_acts.close_report():
            return False
        self.header.hide()
        self.bar.hide()
        self.report_view.show_panes(False)
        if self._desk is None or not self._desk.report_closed() or on_desk:
            self.show_start()
        return True

    def show_start(self) -> None:
        """The start page."""
        self.stack.setCurrentWidget(self.start_page)
        self.setWindowTitle(PRODUCT)
        self.show_lists()
        self.refresh_actions()

    # Qt's events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the window."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            self.start_page.drop.set_hot(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The file went away again."""
        self.start_page.drop.set_hot(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped here."""
        self.start_page.drop.set_hot(False)
        files = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        event.acceptProposedAction()
        self.when_ready(lambda: doors.take(self, files))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask once about unsaved work, then end the background work."""
        if self._parts is not None and not self._parts.file_acts.close_report():
            event.ignore()
            return
        self.discard()
        event.accept()
        self.closed.emit()

    def discard(self) -> None:
        """End all work without asking, and give the files back. A save that is running is waited for, a file that is
        being read is not."""
        self.jobs.cancel()
        self.jobs.wait()
        self.quiet.wait()
        if self._report_view is not None:
            self._report_view.end()
        if self._desk is not None:
            self._desk.finish()
        if self._parts is not None:
            self._parts.file_acts.save_jobs.finish()
            self._parts.autosave.finish()
            self.remember()
            self._parts.controller.session.close()

    def remember(self) -> None:
        """Write down where the window and its panes are."""
        if self._report_view is not None:
            view = self._report_view
            self.preferences = window_settings.capture(self, self.preferences)._replace(
                zoom=view.workspace.zoom,
                last_figures=view.workspace.last_year,
                fit_page=view.source.fit.isChecked(),
                layouts=view.panes.layouts(),
            )
        window_settings.save(self.controller.session.data_dir, self.preferences)
