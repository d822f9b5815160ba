"""The window, assembled: what stands where and which signal goes to which slot. No knowledge of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QMenuBar, QStackedWidget, QVBoxLayout, QWidget

from gui.common import window_settings as memories
from gui.common.texts import PRODUCT, tr
from gui.common.theme import current
from gui.common.window_settings import Memory
from gui.editing.jobs import Jobs
from gui.shell import actions
from gui.start.start_page import StartPage

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from core.session import Outcome, Session
    from gui.dialogs.ask import Ask
    from gui.dialogs.error_dialog import ErrorDialog
    from gui.editing.edit_controller import Desk
    from gui.shell.file_acts import Filing
    from gui.shell.report_view import Bench

SIZE = (1280, 720)
WARM_AFTER = 250  # ms after the session is there


class MainWindow(QMainWindow):
    """Shows the start page at once; session, workspace and panes are made after the first paint.

    ready() comes when the session is at hand, shown() when an opened report is on the screen, looks_changed()
    when the person chose other colours or fonts.
    """

    ready = Signal()
    shown = Signal()
    looks_changed = Signal()

    def __init__(
        self, make_session: Callable[[], Session], ask: Ask | None = None, memory: Memory | None = None
    ) -> None:
        super().__init__()
        self.memory = memory or Memory()
        self._make_session = make_session
        self._ask = ask
        self.jobs, self.quiet = Jobs(self), Jobs(self)
        self.desk: Desk | None = None
        self.filing: Filing | None = None
        self.bench: Bench | None = None
        self.error_dialog: ErrorDialog | None = None
        self._waiting: list[Callable[[], object]] = []
        self.setWindowTitle(PRODUCT)
        self.setAcceptDrops(True)
        self.resize(*SIZE)
        self.actions_by_name = actions.build(self, self._handlers())
        self._assemble()
        self._enable()
        memories.give_geometry(self, self.memory)

    def _assemble(self) -> None:
        self.menu = QMenuBar()
        actions.fill_menus(self.menu, self.actions_by_name)
        self._top = QWidget()
        column = QVBoxLayout(self._top)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.menu)
        self.setMenuWidget(self._top)
        self.start_page = StartPage()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start_page)
        self.setCentralWidget(self.stack)
        self._wire()

    def _wire(self) -> None:
        page = self.start_page
        page.open_asked.connect(self._act("open"))
        page.paste_asked.connect(self._act("paste_report"))
        page.new_asked.connect(self._act("new"))
        page.sample_asked.connect(self._act("sample"))
        page.version_asked.connect(lambda number: self.when_ready(lambda: self.filing.open_version(number)))
        page.draft_asked.connect(lambda key: self.when_ready(lambda: self.filing.open_draft(key)))
        page.draft_dropped.connect(lambda key: self.when_ready(lambda: self.filing.drop_draft(key)))

    def _furnish(self) -> None:
        """What stands under the menu bar; nothing of it is seen before a report is opened."""
        from gui.common.busy_strip import BusyStrip
        from gui.common.pane_widgets import MessageBar
        from gui.shell.header import Header

        self.header, self.bar, self.busy = Header(), MessageBar(), BusyStrip()
        acts = self.actions_by_name
        actions.retint(acts, current())
        self.header.add_tools([acts[n] for n in ("undo", "redo", "save")], acts["export"])
        self.header.hide()
        for widget in (self.header, self.busy, self.bar):
            self._top.layout().addWidget(widget)
        self.jobs.started.connect(self.busy.begin)
        self.jobs.progressed.connect(self.busy.advance)
        self.jobs.ended.connect(self.busy.end)
        self.busy.cancel.clicked.connect(self.jobs.cancel)

    def _act(self, name: str) -> Callable[[], None]:
        return self.actions_by_name[name].trigger

    def _handlers(self) -> dict[str, Callable[[], object]]:
        """Acts by name; those of the open report come from the bench when it is made."""
        filing = {
            "open": lambda f: f.open(),
            "paste_report": lambda f: f.paste_report(),
            "new": lambda f: f.new(),
            "save": lambda f: f.save(),
            "export": lambda f: f.export(),
            "sample": lambda f: f.open_sample(),
            "last_year": lambda f: f.last_year(),
        }
        handlers: dict[str, Callable[[], object]] = {
            name: lambda act=act: self.when_ready(lambda: act(self.filing)) for name, act in filing.items()
        }
        for name in BENCH_ACTS:
            handlers[name] = lambda name=name: self.bench.act(name) if self.bench else None
        for name in SIDE_ACTS:
            handlers[name] = lambda name=name: self.when_ready(getattr(self.side, name))
        handlers |= {"close": self.close_report, "quit": self.close}
        return handlers

    # Waking

    def wake(self) -> None:
        """Make the session in the background; called once, after the first paint."""
        make = self._make_session
        self.jobs.run(tr("正在准备"), lambda _: _with_reports(make()), self._awake, self.show_error)

    def _awake(self, made: tuple[Session, list, list]) -> None:
        from gui.dialogs.ask import Ask
        from gui.editing.edit_controller import Desk
        from gui.shell.autosave import Safety
        from gui.shell.file_acts import Filing
        from gui.shell.side_windows import SideWindows

        session, reports, drafts = made
        self.ask = self._ask or Ask()
        self.side = SideWindows(self)
        self._furnish()
        self.desk = Desk(session, self)
        self.filing = Filing(self.desk, self.jobs, self.ask, self)
        self.filing.told.connect(self.tell)
        self.filing.failed.connect(self.show_error)
        self.filing.flush.connect(lambda: self.bench.flush() if self.bench else None)
        self.desk.loaded.connect(self._loaded)
        self.desk.changed.connect(self._changed)
        self.desk.told.connect(lambda kind, text: self.tell(kind, text))
        self.desk.undo.indexChanged.connect(self._enable)
        self.safety = Safety(self.desk, self)
        self.safety.told.connect(self.tell)
        self.safety.failed.connect(self.show_error)
        self.filing.draft_dropped.connect(lambda _: self.start_page.show_drafts(session.drafts()))
        self.jobs.started.connect(self.desk.hold)
        self.jobs.ended.connect(self.desk.release)
        self.start_page.drop.draw_icon()
        self.start_page.show_recent(reports)
        self.start_page.show_drafts(drafts)
        waiting, self._waiting = self._waiting, []
        self.ready.emit()
        for act in waiting:
            act()
        QTimer.singleShot(WARM_AFTER, self, self._warm_up)

    def _warm_up(self) -> None:
        """While the person looks for a file, make ready what the first report needs; nobody waits for it."""
        if self.bench is not None:
            return
        idle = not self.jobs.busy
        if not idle or not self.quiet.run("", lambda _: _rehearse(), lambda _: self._prepare(), self.show_error):
            QTimer.singleShot(WARM_AFTER, self, self._warm_up)

    def _prepare(self) -> None:
        """Make the panes, and the pages that most reports begin with, one in each idle moment."""
        self._make_bench()
        for wait, number in enumerate((3, 1, 4, 2)):
            QTimer.singleShot(20 * wait, self.bench, lambda n=number: self.bench.workspace.prepare(n))

    def _make_bench(self) -> None:
        if self.bench is None:
            from gui.shell.report_view import Bench

            self.bench = Bench(self, self.desk)
            self.bench.show_panes(False)

    def when_ready(self, act: Callable[[], object]) -> None:
        """Do it now, or as soon as the session is there."""
        if self.desk is None:
            self._waiting.append(act)
        else:
            act()

    def open_path(self, path: Path) -> None:
        """Open a file, from the command line or a drop."""
        self.when_ready(lambda: self.filing.open_path(path))

    # What came of acts

    def _loaded(self) -> None:
        self._make_bench()
        self.bar.hide()
        self.header.show()
        self.stack.setCurrentWidget(self.bench.workspace)
        self.bench.show_panes(True)

    def _changed(self, outcome: Outcome) -> None:
        if self.bench is not None:
            self.bench.refresh(outcome)
        self.header.refresh(self.desk)
        self.setWindowTitle(f"{self.header.name} - {PRODUCT}")
        self._enable()
        if outcome.reloaded:
            self.bench.begin()
            self.shown.emit()

    def _enable(self) -> None:
        report = self.filing is not None and not self.filing.closed
        stack = self.desk.undo if report else None
        facts = {"report": report, "grid": report}
        facts |= {"undo": bool(stack and stack.canUndo()), "redo": bool(stack and stack.canRedo())}
        actions.enable(self.actions_by_name, facts)
        names = (stack.undoText(), stack.redoText()) if stack else ("", "")
        actions.name_steps(self.actions_by_name, *names)

    def tell(self, kind: str, text: str, act: str = "", slot: Callable[[], object] | None = None) -> None:
        """One sentence under the header."""
        self.bar.show_message(kind, text, act, slot)

    def show_error(self, error: BaseException) -> None:
        """A fault of the program: log, dialog with details to copy; what is open stays."""
        from gui.dialogs.error_dialog import ErrorDialog
        from gui.shell import crash  # never needed on a good day

        text = crash.details(error)
        folder = self.desk.session.data_dir if self.desk else None
        log = crash.write_log(folder, text) if folder else None
        shown = self.error_dialog
        if shown is not None and shown.isVisible():
            shown.add(text)  # a fault in painting comes again at every paint
            return
        self.error_dialog = ErrorDialog(text, log, self)
        self.error_dialog.open()

    @property
    def busy_at_all(self) -> bool:
        """Whether any background work is running."""
        if self.quiet.busy or (self.desk is not None and self.safety.jobs.busy):
            return True
        return self.jobs.busy or (self.bench is not None and self.bench.busy)

    # Acts of the window itself

    def set_memory(self, memory: Memory) -> None:
        """Other looks were chosen."""
        self.memory = memory
        self.looks_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: icons take its ink."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.desk is not None:
            actions.retint(self.actions_by_name, current())

    def close_report(self) -> None:
        """Back to the start page."""
        if self.filing is not None and self.filing.may_leave():
            self.filing.closed = True
            self.header.hide()
            self.bar.hide()
            self.bench.show_panes(False)
            self.stack.setCurrentWidget(self.start_page)
            self.setWindowTitle(PRODUCT)
            _, reports, drafts = _with_reports(self.desk.session)
            self.start_page.show_recent(reports)
            self.start_page.show_drafts(drafts)
            self._enable()

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
        """Open the first file dropped."""
        self.start_page.drop.set_hot(False)
        files = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        event.acceptProposedAction()
        self.open_path(files[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask once about unsaved work, then end the background work."""
        if self.filing is not None and not self.filing.may_leave():
            event.ignore()
            return
        self.discard()
        event.accept()

    def discard(self) -> None:
        """End all work without asking, and give the files back."""
        self.jobs.cancel()
        self.jobs.wait()
        self.quiet.wait()
        if self.bench is not None:
            self.bench.end()
        if self.desk is not None:
            self.safety.end()
            self.remember()
            self.desk.session.close()

    def remember(self) -> None:
        """Write down where the window and its panes are."""
        if self.bench is not None:
            self.memory = memories.take(self, self.memory, self.bench.workspace.zoom)
        memories.save(self.desk.session.data_dir, self.memory)


BENCH_ACTS = (
    "undo", "redo", "cut", "copy", "paste", "clear", "find", "fill_zero", "confirm", "next", "previous", "accept",
    "dismiss", "next_pane", "section_before", "section_after", "source", "findings", "zoom_in", "zoom_out",
    "zoom_reset",
)  # fmt: skip


SIDE_ACTS = ("history", "years", "edits", "settings", "help", "about", "preview", "preview_findings", "print")


def _with_reports(session: Session) -> tuple[Session, list, list]:
    """The session, the reports of its history, and unsaved work left behind; runs in the background. A history
    that cannot be opened is no reason not to work: the sentence comes when it is needed."""
    from core.errors import UserError

    try:
        reports = session.history.recent() if session.history_path.exists() else []
        return session, reports, session.drafts()
    except UserError:
        return session, [], []


def _rehearse() -> None:
    """Load what opening loads lazily (forms, rules, widgets' modules), with the sample report; in the background."""
    import gui.shell.report_view  # noqa: F401
    from core import paths
    from core.errors import UserError
    from core.session import Session

    sample = paths.resources() / "samples" / "示例报告.docx"
    try:
        Session(sample.parent).open(sample)
    except UserError:
        return  # a sample that is not there costs nothing but the head start
