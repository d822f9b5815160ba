"""The county's sums on the form: which reports are added, what stands in each cell, who contributed what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.model import CellRef, Report
from gui.common.basic_widgets import button, label
from gui.common.pane_widgets import MessageBar
from gui.common.roles import CellMark
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen
from gui.desk.check_list import CheckList, Choice, column, without_default_buttons
from gui.desk.plain_table import Line, PlainTable
from gui.desk.totals_form import TotalsForm
from gui.history.row_tables import table

SIZE = (1320, 650)
PAUSE = 150  # ms after a change of the choice before it is summed again


class Addend(NamedTuple):
    """A report that may be added: why not, when it cannot be."""

    key: str
    office: str
    refusal: str = ""


class Sums(NamedTuple):
    """What is shown: the sums as the tables of a report, marks on its cells with their sentences, and what is to be
    said first (missing offices, another edition)."""

    report: Report
    marks: Mapping[CellRef, CellMark]
    messages: tuple[str, ...]
    warnings: tuple[str, ...]


class Share(NamedTuple):
    """An office's part of a cell; amount None where it has no figure there."""

    key: str
    office: str
    text: str
    amount: float | None


class Difference(NamedTuple):
    """A cell where the government's own report says something else."""

    ref: CellRef
    place: str
    ours: str
    theirs: str
    difference: str
    candidates: str


class SumsSource(Protocol):
    """What the window asks; made of the collection of the moment."""

    @property
    def scopes(self) -> Sequence[tuple[str, str]]:
        """(name, words) of the scopes."""

    def addends(self, scope: str) -> Sequence[Addend]:
        """The reports that a scope would add, and those it cannot."""

    def sums(self, scope: str, keys: frozenset[str]) -> Sums:
        """Sums of these reports."""

    def shares(self, ref: CellRef) -> Sequence[Share]:
        """Who contributed what to a cell of the sums given last."""

    def name(self, ref: CellRef) -> str:
        """A cell in words."""


class TotalsWindow(QDialog):
    """export_asked() the sums as a workbook, report_asked() as the tables of a new report, compare_asked() against the
    government's own report, row_asked(key) an office's report."""

    export_asked = Signal()
    report_asked = Signal()
    compare_asked = Signal()
    row_asked = Signal(str)

    def __init__(self, source: SumsSource, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("全县合计"))
        resize_within_screen(self, *SIZE)
        self._source = source
        self.scope, self.addends = QComboBox(), CheckList(tr("相加的报告"))
        self.scope.setAccessibleName(tr("合计的范围"))
        for name, words in source.scopes:
            self.scope.addItem(words, name)
        self.form = TotalsForm()
        self.place = label("", "strong", wrap=True)
        self.shares_model: PlainTable[str] = PlainTable((tr("单位"), tr("数")), (1,))
        self.shares = table(self.shares_model, tr("各单位在这一格的数"), {1: 5}, 0)
        self.shares.setSortingEnabled(True)
        self.shares.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        self.shares.activated.connect(lambda index: self.row_asked.emit(self.shares_model.item(index) or ""))
        self.warnings = label("", "", wrap=True)
        self.bar = MessageBar(self)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.sum_now)
        self._make_differences()
        self._build_layout()
        self.scope.currentIndexChanged.connect(lambda _: self._fill())
        self.addends.ticked.connect(self._pause.start)
        self.form.chosen.connect(self._show_shares)
        self.form.asked.connect(self._asked)
        self._fill()

    def _make_differences(self) -> None:
        headers = (tr("格"), tr("合计"), tr("政府年报"), tr("相差"), tr("可能的原因"))
        self.differences_model: PlainTable[CellRef] = PlainTable(headers, (1, 2, 3))
        self.differences = table(self.differences_model, tr("与政府年报不同的格"), {0: 18, 1: 5, 2: 6, 3: 5}, 4)
        self.differences.activated.connect(self._difference_opened)
        self.differences.hide()
        self.differences_title = label("", "strong", wrap=True)
        self.differences_title.hide()

    def _build_layout(self) -> None:
        all_or_none = button(tr("全选或全不选(&A)"), self.addends.tick_all_or_none)
        left = column(self.scope, self.addends, all_or_none, tall=1)
        middle = QSplitter(Qt.Orientation.Vertical)
        middle.addWidget(self.form)
        middle.addWidget(column(self.differences_title, self.differences, tall=1))
        middle.setStretchFactor(0, 3)
        right = column(self.place, self.shares, tall=1)
        split = QSplitter(Qt.Orientation.Horizontal)
        for widget, stretch in ((left, 0), (middle, 1), (right, 0)):
            split.addWidget(widget)
            split.setStretchFactor(split.count() - 1, stretch)
        split.setSizes([240, 820, 260])
        split.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        self.compare = button(tr("与政府年报核对(&G)…"), self.compare_asked.emit)
        self.as_report = button(
            tr("作为政府年报的三张表打开(&R)"),
            self.report_asked.emit,
            "",
            tr("在工作区里成为一份新报告，可以继续写正文"),
        )
        self.export = button(tr("导出 Excel 工作簿(&E)…"), self.export_asked.emit, "primary")
        foot.addWidget(label(tr("双击一格，看各单位的数；双击单位，打开它的报告。"), "muted"), 1)
        for made in (self.compare, self.as_report, self.export):
            foot.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addWidget(self.warnings)
        layout.addWidget(self.bar)
        layout.addWidget(split, 1)
        layout.addLayout(foot)
        without_default_buttons(self)

    # What is added

    @property
    def chosen_scope(self) -> str:
        """The scope's name."""
        return str(self.scope.currentData())

    @property
    def keys(self) -> frozenset[str]:
        """The reports that are added."""
        return self.addends.keys

    def _fill(self, left_out: frozenset[str] = frozenset()) -> None:
        addends = self._source.addends(self.chosen_scope)
        self.addends.set_choices(
            Choice(each.key, _words(each), each.key not in left_out, not each.refusal) for each in addends
        )
        self.sum_now()

    def renew(self) -> None:
        """The source has other reports than before: what was left out stays left out, what is new is added."""
        self._fill(self.addends.unticked)
        if not self.differences_title.isHidden():
            self.differences_model.set_lines([])
            self.differences.hide()
            self.differences_title.setText(tr("报告有变动，请再核对一次。"))

    def sum_now(self) -> None:
        """Add up what is chosen and show it."""
        sums = self._source.sums(self.chosen_scope, self.keys)
        self.form.show_report(sums.report, sums.marks, sums.messages)
        self.warnings.setText("\n".join(sums.warnings))
        self.warnings.setVisible(bool(sums.warnings))
        for made in (self.compare, self.as_report, self.export):
            made.setEnabled(bool(self.keys))
        self._show_shares(self.form.current_ref)

    # Shares

    def _show_shares(self, ref: CellRef | None) -> None:
        if ref is None:
            return
        shares = self._source.shares(ref)
        self.place.setText(self._source.name(ref))
        lines = [
            Line((s.office, s.text), s.key, "" if s.amount else "muted", (s.office, s.amount or 0.0)) for s in shares
        ]
        self.shares_model.set_lines(lines)
        header = self.shares.horizontalHeader()
        self.shares_model.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())

    def _asked(self, ref: CellRef) -> None:
        """Into the list of shares, by double click or Enter on a figure."""
        self._show_shares(ref)
        self.shares.setFocus()
        if self.shares_model.lines:
            self.shares.selectRow(0)

    # Against the government's own report

    def show_differences(self, title: str, differences: Sequence[Difference]) -> None:
        """The cells where the government's report says something else."""
        self.differences_title.setText(title)
        self.differences_title.show()
        self.differences_model.set_lines(
            [Line((d.place, d.ours, d.theirs, d.difference, d.candidates), d.ref) for d in differences]
        )
        self.differences.setVisible(bool(differences))
        if differences:
            self.differences.selectRow(0)
            self.differences.setFocus()

    def _difference_opened(self, index: object) -> None:
        ref = self.differences_model.item(index)  # type: ignore[arg-type]  # Signal's own type
        if ref is not None:
            self.form.show_ref(ref)
            self._show_shares(ref)


def _words(addend: Addend) -> str:
    return tr("{0}（{1}）", addend.office, addend.refusal) if addend.refusal else addend.office
