"""The county desk: sixty reports in one table, the chosen one beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from core import desk
from core.errors import UserError
from gui.common.basic_widgets import button, centred, label
from gui.common.busy_strip import BusyStrip
from gui.common.texts import tr
from gui.desk import views
from gui.desk.desk_windows import DeskWindows
from gui.desk.half_strip import HalfStrip
from gui.desk.head import DeskHead
from gui.desk.keeper import DeskKeeper
from gui.desk.row_panel import RowPanel
from gui.desk.row_table import RowTable
from gui.desk.rows_model import counts

if TYPE_CHECKING:
    from core.checking import Checked
    from core.desk import Collection
    from core.open_report import OpenReport
    from core.session import Session
    from gui.dialogs.ask import Ask
    from gui.editing.jobs import Progress

INVITATION = "把各单位年报的文件夹、压缩包或几十个文件拖到这里"
SMALL = 800  # px; a narrower page has no room for the panel
SHOW_AFTER = 120  # ms that arriving rows are gathered before the table shows them
MORE = (
    ("desk_add_folder", "添加文件夹(&F)…"),
    ("desk_alike", "雷同与突变(&L)…"),
    ("desk_regulations", "与规章、规范性文件目录核对(&R)…"),
    ("desk_closing", "校核情况汇总表(&C)…"),
    ("desk_collections", "以前的校核册(&H)…"),
    ("desk_settings", "这一册的设置(&G)…"),
)


class DeskPage(QWidget):
    """Signals: message(kind, text, act, slot) and failed(exception) as everywhere; changed() the collection is another
    value; row_requested(key) a row's report is to be opened; report_requested(title, read) a report made here is;
    kept() the collections of the start page are others now."""

    message = Signal(str, str, str, object)
    failed = Signal(object)
    changed = Signal()
    row_requested = Signal(str)
    report_requested = Signal(str, object)
    kept = Signal()

    def __init__(self, session: Session, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self.keeper = DeskKeeper(session, self)
        self.windows = DeskWindows(self.keeper, ask, self)
        self.head, self.table, self.panel = DeskHead(), RowTable(), RowPanel()
        self.busy_strip, self.passed = BusyStrip(), button("", self.windows.passed_over, "link")
        self.read_only, self.half = label("", "strong", wrap=True), HalfStrip()
        self.read_only.setContentsMargins(14, 4, 12, 4)
        self.nothing = centred(tr(INVITATION), "heading")
        self._due = QTimer(self, singleShot=True, interval=SHOW_AFTER)
        self._due.timeout.connect(self._show)
        self._build_layout()
        self._wire()
        self._show()

    def _build_layout(self) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.table)
        self.split.addWidget(self.panel)
        self.split.setStretchFactor(0, 1)
        self.split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.head, self.read_only, self.half, self.busy_strip):
            widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            layout.addWidget(widget)
        layout.addWidget(self.nothing, 1)
        layout.addWidget(self.split, 1)
        layout.addWidget(self.passed)
        self.head.fill_menus([(name, tr(words)) for name, words in MORE], self.table.column_acts)

    def _wire(self) -> None:
        keeper, windows = self.keeper, self.windows
        for speaker in (keeper, windows):
            speaker.message.connect(self.message)
            speaker.failed.connect(self.failed)
        keeper.changed.connect(lambda: self._due.isActive() or self._due.start())
        keeper.kept.connect(self.kept)
        keeper.jobs.started.connect(self.busy_strip.begin)
        keeper.jobs.progressed.connect(self.busy_strip.advance)
        keeper.jobs.ended.connect(self.busy_strip.end)
        self.half.go_on_asked.connect(keeper.go_on)
        self.half.leave_off_asked.connect(keeper.leave_off)
        self.busy_strip.cancel.clicked.connect(keeper.cancel)
        windows.row_requested.connect(self.row_requested)
        windows.report_requested.connect(self.report_requested)
        self.head.acted.connect(self.act)
        self.head.states_chosen.connect(self._filter)
        self.head.searched.connect(self._search)
        self.table.chosen.connect(lambda _: self._show_details())
        self.table.opened.connect(self.open)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._menu)
        self.panel.acted.connect(self._act_on_row)
        self.panel.noted.connect(lambda text: windows.note(self.panel.key, text))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.head.search.setFocus).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    # For the window

    @property
    def collection(self) -> Collection | None:
        """What is on the desk; None before the first folder."""
        return self.keeper.collection

    @property
    def title(self) -> str:
        """The collection's name, for the window's title."""
        return (self.collection.name if self.collection else "") or tr("集中校核")

    @property
    def busy(self) -> bool:
        """Whether something is being read, kept or looked up."""
        return self.keeper.busy or self._due.isActive()

    def begin(self) -> None:
        """The page came to the screen: the keys belong to the table."""
        self.table.setFocus()

    def give_up(self) -> None:
        """No collection any more; what there was is written."""
        self.keeper.close()
        self._show()

    def finish(self) -> None:
        """The window goes."""
        self.keeper.finish()

    def looks(self) -> str:
        """Columns, order and division of the page, to be remembered."""
        header = self.table.horizontalHeader()
        kept = {
            "hidden": self.table.hidden_columns(),
            "sort": [header.sortIndicatorSection(), header.sortIndicatorOrder().value],
            "split": self.split.sizes(),
        }
        return json.dumps(kept)

    def restore_looks(self, text: str) -> None:
        """Columns, order and division as they were; anything else than looks() gave is passed by."""
        try:
            kept = json.loads(text)
            self.table.hide_columns([int(column) for column in kept["hidden"]])
            self.table.sortByColumn(int(kept["sort"][0]), Qt.SortOrder(int(kept["sort"][1])))
            self.split.setSizes([int(size) for size in kept["split"]])
        except (ValueError, KeyError, TypeError, IndexError):
            return

    def ask_folder(self, parent: QWidget) -> Path | None:
        """The folder to read."""
        return self._ask.open_folder(parent, tr("选择放着各单位年报的文件夹"), self.keeper.folder)

    def gather(self, paths: Sequence[Path], into: bool) -> None:
        """Read files, folders, archives: into the collection at hand, or into a new one."""
        self.keeper.gather(paths, into)

    def take(self, paths: Sequence[Path], at_hand: bool) -> None:
        """What was dropped or opened: into the collection at hand, into the one that this folder was read into before,
        or into a new one. Single files always join; a folder may be another year's, so that is asked."""
        several = any(desk.holds_several(path) for path in paths)
        collection = self.collection
        if at_hand and collection is not None and several and collection.rows and not desk.came_from(collection, paths):
            question = tr("把这些报告加进正打开的“{0}”，还是另开一册？", collection.name)
            choice = self._ask.choose(self, question, (tr("加进这一册"), tr("另开一册")))
            if choice is not None:
                self.take(paths, False) if choice else self.gather(paths, True)
        elif at_hand:
            self.gather(paths, True)
        elif several and (before := self._read_before(paths)) is not None:
            question = tr("这个文件夹以前读进过“{0}”。接着用那一册，退回记录和备注都还在。", before.name)
            choice = self._ask.choose(self, question, (tr("接着用那一册"), tr("另开一册")))
            if choice == 0:
                self.keeper.open_collection(before.id, then=lambda: self.gather(paths, True))
            elif choice is not None:
                self.gather(paths, False)
        else:
            self.gather(paths, False)

    def _read_before(self, paths: Sequence[Path]) -> desk.CollectionInfo | None:
        """The kept collection that holds files of this folder; a history that cannot be looked into has none."""
        try:
            return desk.collection_from(self._session.archive, paths)
        except UserError:
            return None

    def act(self, name: str) -> None:
        """An act of the menus or buttons."""
        own: dict[str, Callable[[], object]] = {
            "desk_add": self._add_files,
            "desk_add_folder": self._add_folder,
            "desk_offices": self.windows.offices,
            "desk_slips": lambda: self.windows.returning.slips(self._rows_meant()),
            "desk_totals": self.windows.summing.totals,
            "desk_alike": self.windows.comparing.alike,
            "desk_regulations": self.windows.comparing.regulations,
            "desk_closing": self.windows.keeping.closing,
            "desk_settings": self.windows.keeping.settings,
            "desk_collections": self.windows.keeping.collections,
        }
        if self.collection is not None or name == "desk_collections":
            own[name]()

    def _add_files(self) -> None:
        paths = self._ask.open_files(self, tr("添加报告"), self.keeper.folder)
        if paths:
            self.gather(paths, True)

    def _add_folder(self) -> None:
        folder = self.ask_folder(self)
        if folder is not None:
            self.gather((folder,), True)

    def _rows_meant(self) -> list[str]:
        """Several rows chosen mean these; one alone means all of the table."""
        chosen = self.table.selected
        return chosen if len(chosen) > 1 else []

    # Rows

    def open(self, key: str) -> None:
        """Enter on a row: its report; for a row without one, what can be done about it."""
        row = self.keeper.row(key)
        if row is not None and row.report is not None:
            self.row_requested.emit(key)
        else:
            self.message.emit("info", views.no_report(row), "", None)

    def reading_of(self, key: str) -> tuple[str, Callable[[Progress], OpenReport] | None]:
        """Title and work of opening a row's report."""
        return self.keeper.reading_of(key)

    def select(self, key: str) -> None:
        """Choose a row; filters that hide it are taken away."""
        self._show_now()
        if not self.table.show_row(key) and self.keeper.row(key) is not None:
            self.head.search.clear()
            self.head.clear_states()
            self._search("")
            self.table.show_row(key)

    def with_errors(self, key: str, by: int) -> str | None:
        """The next row with errors, up or down from a row in the order shown; None at the end."""
        self._show_now()
        keys = self.table.filter.keys()
        at = keys.index(key) if key in keys else (-1 if by > 0 else len(keys))
        rest = keys[at + 1 :] if by > 0 else keys[:at][::-1] if at >= 0 else []
        for other in rest:
            row = self.keeper.row(other)
            if row is not None and row.report is not None and row.errors:
                return other
        return None

    def report_saved(self, key: str, state: OpenReport, checked: Checked) -> None:
        """A row's report was saved in the workspace: that is what the row is now."""
        self.keeper.report_saved(key, state, checked)

    def open_collection(self, number: int) -> None:
        """A collection of the history."""
        self.keeper.open_collection(number)

    def _act_on_row(self, name: str, argument: str) -> None:
        key = self.panel.key
        if name == "open":
            self.open(key)
        elif name == "type_in":
            self.row_requested.emit(key)
        elif key:
            self.windows.on_row(name, key, argument)

    # What is shown

    def _filter(self, states: frozenset[str]) -> None:
        self.table.filter.set_states(states)
        self._keep_choice()

    def _search(self, text: str) -> None:
        self.table.filter.set_words(text)
        self._keep_choice()

    def _keep_choice(self) -> None:
        """A row is chosen as long as there is one; where a filter hid the chosen one, the row the keys stand on now."""
        if self.table.filter.rowCount() and not self.table.selected:
            self.table.selectRow(max(self.table.currentIndex().row(), 0))

    def _show_now(self) -> None:
        if self._due.isActive():
            self._due.stop()
            self._show()

    def _show(self) -> None:
        """The collection of the moment: title, chips, rows, the row beside them."""
        collection = self.collection
        rows = collection.rows if collection else ()
        self.nothing.setVisible(not rows)
        self.nothing.setText(tr("正在读第一份报告…") if self.keeper.jobs.busy else tr(INVITATION))
        self.split.setVisible(bool(rows))
        self.head.setVisible(collection is not None)
        self.read_only.setText(self.keeper.refusal)
        self.read_only.setVisible(bool(self.keeper.refusal))
        self.half.show_half(collection, self.keeper.jobs.busy or bool(self.keeper.refusal))
        self.table.rows.set_rows(rows)
        if collection is not None:
            self.head.title.setText(collection.name)
            self.head.summary.setText(views.summary(collection))
            self.head.show_counts(counts(rows), len(rows))
            passed = len(collection.passed_over)
            self.passed.setText(tr("跳过 {0} 个文件，看看是哪些", passed))
            self.passed.setVisible(bool(passed))
        else:
            self.passed.hide()
        self._keep_choice()
        self._show_details()
        self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A small screen (1366 × 768 at 200 %) has room for the table alone: the row's acts are in its menu."""
        super().resizeEvent(event)
        small = self.width() < SMALL
        self.panel.setVisible(not small)
        self.head.summary.setVisible(not small)

    def _menu(self, at: QPoint) -> None:
        """What can be done with a row, where the mouse is."""
        row = self.keeper.row(self.table.current)
        if row is None:
            return
        shown = views.details(row)
        menu = self.menu = QMenu(self.table)
        for name, words in shown.acts:
            menu.addAction(words, partial(self._act_on_row, name, ""))
        for entries in (shown.problems, shown.files, shown.marks):
            acts = [(entry, act) for entry in entries for act in entry.acts]
            if acts:
                menu.addSeparator()
            for entry, (name, argument, words) in acts:
                said = words if entries is shown.problems else tr("{0}：{1}", entry.words, words)
                menu.addAction(said, partial(self._act_on_row, name, argument))
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _show_details(self) -> None:
        row = self.keeper.row(self.table.current)
        self.panel.show_details(views.details(row) if row else None)
        if QApplication.focusWidget() is None and self.isVisible():
            self.table.setFocus()
