"""The history window: saved reports on the left, the chosen one's versions on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QMenu, QPushButton, QSplitter, QVBoxLayout, QWidget

from core.session import History, Query
from gui.common.basic_widgets import button, label
from gui.common.busy_strip import BusyStrip
from gui.common.flow_layout import FlowLayout
from gui.common.menus import Entry, give_menu
from gui.common.pane_widgets import MessageBar
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen, width_in_characters
from gui.history.history_acts import HistoryActs
from gui.history.reports.reports_model import (
    AGENCY,
    ERRORS,
    HOLDER,
    STATE,
    TITLE,
    UPDATED,
    VERSIONS,
    YEAR,
    ReportsModel,
)
from gui.history.reports.search_bar import SearchBar
from gui.history.reports.timeline import Timeline
from gui.history.row_tables import fit_columns, select_row, table
from gui.history.wording import report_name

if TYPE_CHECKING:
    from core.model import Report
    from core.session import ReportId, ReportInfo
    from gui.dialogs.ask import Ask
    from gui.editing.jobs import Jobs

FIRST = 200  # reports listed at once; the rest when somebody scrolls there
MOST = 1000  # matches listed at once; a search that finds more is too wide to read through
WIDTHS = {AGENCY: 9, YEAR: 3, STATE: 5, VERSIONS: 3, ERRORS: 3, UPDATED: 8, HOLDER: 5}
ROOMY = 75  # characters; in a narrower window the list goes without titles
SIZE = (1180, 640)


class HistoryWindow(QDialog):
    """Beside the main window, never in its way. version_asked(version id) and the comparisons are for the main
    window; failed(exception) is a bug; replaced() the history was put back to a copy."""

    version_asked = Signal(int)
    compare_asked = Signal(int, int)
    years_asked = Signal(object, object)
    copies_asked = Signal()
    traces_left = Signal(object)
    failed = Signal(object)
    replaced = Signal()

    def __init__(self, history: History, jobs: Jobs, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.history = history
        self.setWindowTitle(tr("历史记录"))
        resize_within_screen(self, *SIZE)
        self.acts = HistoryActs(history, jobs, ask, self)
        self.search = SearchBar()
        self.model = ReportsModel(self._holder, self)
        self.view = table(self.model, tr("保存过的报告"), WIDTHS, TITLE)
        give_menu(self.view, self._entries)
        self.timeline = Timeline()
        self.bar, self.busy, self.count = MessageBar(self), BusyStrip(self), label("", "muted")
        self._make_buttons()
        self._build_layout()
        self._wire(jobs)
        self.refresh()
        self.view.setFocus()

    def _make_buttons(self) -> None:
        self.trash = button(tr("移入回收站(&D)"), self._trash)
        self.restore_trashed = button(tr("还原(&U)"), lambda: self._with_report(self.acts.restore_trashed))
        self.purge = button(tr("彻底删除(&P)…"), lambda: self._with_report(self.acts.purge))
        self.years = button(
            tr("两年对照(&L)…"), self._compare_years, "", tr("与上一年度的报告并排比较；也可选中两份再点")
        )
        self.moving = QPushButton(tr("搬家与备份(&M)"))
        menu = QMenu(self.moving)
        menu.addAction(tr("导出全部历史(&E)…"), self.acts.export_all)
        menu.addAction(tr("导入合并(&I)…"), self.acts.import_merge)
        menu.addSeparator()
        menu.addAction(tr("备份与恢复(&B)…"), self.copies_asked.emit)
        self.moving.setMenu(menu)

    def _entries(self, at: QPoint) -> Sequence[Entry]:
        """The acts on the report under the mouse, as the buttons have them."""
        if not self.view.indexAt(at).isValid():
            return ()
        acts = [b for b in (self.years, self.trash, self.restore_trashed, self.purge) if not b.isHidden()]
        return (
            (tr("打开最新的版本"), self._open_newest, True),
            *((b.text().split("(&")[0] + ("…" if "…" in b.text() else ""), b.click, b.isEnabled()) for b in acts),
        )

    def _build_layout(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 1)
        foot = FlowLayout()
        for act in (self.years, self.trash, self.restore_trashed, self.purge):
            foot.addWidget(act)
        foot.addWidget(self.moving)
        foot.addWidget(self.count)
        column.addLayout(foot)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.timeline)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 3)
        split.setSizes([740, 440])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        for widget in (self.search, self.busy, self.bar):
            layout.addWidget(widget)
        layout.addWidget(split, 1)
        for act in self.findChildren(QPushButton):
            act.setAutoDefault(False)  # Enter belongs to the lists and fields

    def _wire(self, jobs: Jobs) -> None:
        acts, timeline = self.acts, self.timeline
        self.search.changed.connect(self.refresh)
        self.model.rowsInserted.connect(lambda *_: self._count())
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.view.activated.connect(lambda _: self._open_newest())
        timeline.opened.connect(self.version_asked)
        timeline.compared.connect(self.compare_asked)
        timeline.restored.connect(acts.restore_version)
        timeline.annotated.connect(acts.annotate)
        timeline.labelled.connect(acts.label)
        acts.message.connect(self.tell)
        acts.failed.connect(self.failed)
        acts.changed.connect(self.refresh)
        acts.traces.connect(self.traces_left)
        acts.replaced.connect(self.replaced)
        acts.version_asked.connect(self.version_asked)
        acts.compare_asked.connect(self.compare_asked)
        jobs.started.connect(self.busy.begin)
        jobs.progressed.connect(self.busy.advance)
        jobs.ended.connect(self.busy.end)
        self.busy.cancel.clicked.connect(jobs.cancel)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._delete)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.search.text.setFocus)
        again = QShortcut(QKeySequence(Qt.Key.Key_F5), self)
        again.activated.connect(self.refresh)

    def tell(self, kind: str, text: str) -> None:
        """One sentence under the search fields."""
        self.bar.show_message(kind, text)

    def changeEvent(self, event: QEvent) -> None:
        """Come back to: what was saved meanwhile is listed, and a choice of several rows stays where nothing was."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self._outdated():
            self.refresh()

    def _outdated(self) -> bool:
        found = self.acts.attempt(lambda: self._find(self.search.query)) or []
        return any(info != self.model.report(row) for row, info in enumerate(found))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the title goes first: agency and year say the same."""
        super().resizeEvent(event)
        narrow = width_in_characters(self) < ROOMY
        if narrow != self.view.isColumnHidden(TITLE):
            self.view.setColumnHidden(TITLE, narrow)
            fit_columns(self.view, WIDTHS, HOLDER if narrow else TITLE)

    # The list

    def refresh(self) -> None:
        """Ask the history again; the chosen report stays chosen where it is still listed."""
        query, before = self.search.query, self.report
        found = self.acts.attempt(lambda: self._find(query))
        if found is None:
            return
        self.model.set_reports(found, self._all if query == Query() and len(found) == FIRST else None)
        if before is not None and self.model.row_of(before.id) < 0 and self.model.canFetchMore():
            self.model.fetchMore()
        self._count()
        for act, shown in (
            (self.trash, not query.trashed),
            (self.restore_trashed, query.trashed),
            (self.purge, query.trashed),
        ):
            act.setVisible(shown)
        row = max(self.model.row_of(before.id if before else None), 0)
        select_row(self.view, row) if found else self._chosen()

    def _find(self, query: Query) -> list[ReportInfo]:
        return self.history.recent(FIRST) if query == Query() else self.history.search(query, MOST)

    def _all(self) -> list[ReportInfo] | None:
        return self.acts.attempt(self.history.reports)

    def _count(self) -> None:
        """How many are listed, and whether there are more."""
        rows, query = self.model.rowCount(), self.search.query
        if self.model.canFetchMore():
            self.count.setText(tr("最近 {0} 份，向下滚动显示全部", rows))
        elif query != Query() and rows == MOST:
            self.count.setText(tr("只列前 {0} 份，请再加条件", rows))
        else:
            self.count.setText(tr("回收站里 {0} 份", rows) if query.trashed else tr("共 {0} 份", rows))

    def _holder(self, report_id: ReportId) -> str:
        found = self.acts.attempt(lambda: self.history.holders(report_id)) or []
        return "、".join(dict.fromkeys(str(holder.owner) for holder in found))

    @property
    def report(self) -> ReportInfo | None:
        """The chosen report."""
        index = self.view.currentIndex()
        return self.model.report(index.row()) if index.isValid() else None

    def _with_report(self, act: Callable[[ReportInfo], object]) -> None:
        if self.report is not None:
            act(self.report)

    def _chosen(self) -> None:
        info = self.report
        for act in (self.trash, self.restore_trashed, self.purge, self.years):
            act.setEnabled(info is not None)
        if info is None:
            nothing = tr("没有符合条件的报告。") if self.search.query != Query() else tr("还没有保存过报告。")
            self.timeline.show_steps(nothing, ())
            return
        steps = self.acts.attempt(lambda: self.history.timeline(info.id)) or ()
        now = self.timeline.current
        self.timeline.show_steps(report_name(info), steps, now.version.id if now else None)

    def _open_newest(self) -> None:
        self._with_report(self.acts.open_newest)

    def _delete(self) -> None:
        self._with_report(self.acts.purge if self.search.query.trashed else self.acts.trash)

    def _trash(self) -> None:
        self._with_report(self.acts.trash)

    # Two years

    def _compare_years(self) -> None:
        pair = self.acts.attempt(self._two_years)
        if pair is not None and pair[0] is None:
            self.tell(
                "info", tr("历史记录里没有这个机关上一年度的报告。也可以在列表里选中两份报告（按住 Ctrl）再比较。")
            )
        elif pair is not None:
            self.years_asked.emit(*pair)

    def _two_years(self) -> tuple[Report | None, Report]:
        """The two reports chosen, the earlier year first; of one chosen, last year's and it."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        infos = [self.model.report(row) for row in rows]
        chosen = [info.newest for info in infos if info is not None and info.newest is not None]
        reports = [self.history.load(version_id).report for version_id in (chosen[0], chosen[-1])]
        if len(chosen) > 1:
            earlier, later = sorted(reports, key=lambda report: report.year or 0)
            return earlier, later
        report = reports[0]
        if not report.agency or report.year is None:
            return None, report
        return self.history.previous_of(report.agency, report.year), report
