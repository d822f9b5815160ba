"""The findings: a list on the left, what is known of the chosen one and how to mend it on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QListView,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from core.finding import Finding, Severity
from core.model import CellRef
from gui.common.basic_widgets import label
from gui.common.list_delegates import FindingDelegate
from gui.common.menus import Entry as MenuEntry
from gui.common.menus import give_menu
from gui.common.place_names import spot_of
from gui.common.texts import SEVERITY_NAMES, tr
from gui.editing.edit_controller import EditController
from gui.findings.finding_detail import FindingDetail
from gui.findings.findings_model import Entry, FindingsModel, written
from gui.findings.suggestions import Suggester

NARROW = 560  # px
LEAST = 38  # px; one finding, one repair


class FindingsPanel(QWidget):
    """Signals: chosen(Finding) when the person picks one; entered(Finding) when its place is to have the keyboard, by
    Enter or a click; previewed(Offer or None); accept_asked() from the menu."""

    chosen = Signal(object)
    entered = Signal(object)
    accept_asked = Signal()
    previewed = Signal(object)

    def __init__(self, controller: EditController, suggester: Suggester, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._controller = controller
        self.model = FindingsModel(self)
        self.list = self._list()
        self.detail = FindingDetail(controller, suggester, self)
        self.detail.previewed.connect(self.previewed)
        self._chips: dict[Severity | None, QPushButton] = {}
        self._empty = label(role="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.filter = self._filter()
        split = self._split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._left())
        split.addWidget(self.detail)
        split.setSizes([520, 460])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        self._refreshing, self._short = False, False
        self.list.setMinimumHeight(LEAST)
        self.detail.setMinimumHeight(LEAST)
        self.list.selectionModel().currentChanged.connect(lambda now, _: self._picked(now.row()))
        self.list.clicked.connect(lambda index: self._entered(index.row(), by_mouse=True))
        self.list.activated.connect(lambda index: self._entered(index.row()))

    def _list(self) -> QListView:
        view = QListView()
        view.setObjectName("findings")
        view.setModel(self.model)
        view.setItemDelegate(FindingDelegate(view))
        view.setMouseTracking(True)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setUniformItemSizes(True)
        view.setAccessibleName(tr("问题清单"))
        for text, keys, slot in (
            (tr("复制这一条"), QKeySequence.StandardKey.Copy, lambda: self.copy(False)),
            (tr("复制清单里的全部问题"), None, lambda: self.copy(True)),
        ):
            action = QAction(text, view)
            if keys is not None:
                action.setShortcut(QKeySequence(keys))
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            view.addAction(action)
        give_menu(view, self._entries)
        return view

    def _entries(self, at: QPoint) -> Sequence[MenuEntry]:
        """The menu over a finding, which becomes the chosen one."""
        index = self.list.indexAt(at)
        if index.isValid():
            self.list.setCurrentIndex(index)
        entry = self.current()
        if entry is None:
            return ()
        finding = entry.finding
        reason: MenuEntry = (tr("说明理由，不再提醒…"), lambda: self.detail.dismiss_asked.emit(finding), True)
        back: MenuEntry = (tr("恢复为待核对"), lambda: self.detail.restore_asked.emit(finding), True)
        middle = [back] if entry.reason is not None else [reason] if finding.severity is not Severity.ERROR else []
        return (
            (tr("转到这一处"), lambda: self._entered(self.list.currentIndex().row()), True),
            (tr("采用首选建议"), self.accept_asked.emit, bool(self.detail.offer_cards())),
            *middle,
            None,
            *self.list.actions(),
        )

    def copy(self, everything: bool) -> None:
        """The chosen finding, or all that are listed, as lines to paste into a message, a document or a spreadsheet."""
        rows = range(self.model.rowCount()) if everything else [self.list.currentIndex().row()]
        entries = [entry for entry in map(self.model.entry, rows) if entry is not None]
        if entries:
            QGuiApplication.clipboard().setText("\n".join(written(entry) for entry in entries))

    def _left(self) -> QWidget:
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(6, 2, 2, 4)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._empty, 1)
        return side

    def _filter(self) -> QWidget:
        """One button a severity with its count; stands in the pane's title."""
        row = QWidget()
        chips = QHBoxLayout(row)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(6)
        group = QButtonGroup(self)
        for severity in (None, *Severity):
            chip = QPushButton()
            chip.setCheckable(True)
            chip.setProperty("role", "chip")
            chip.setMinimumWidth(chip.fontMetrics().horizontalAdvance("中 9") + 22)
            chip.clicked.connect(lambda _, s=severity: self.model.set_only(s))
            group.addButton(chip)
            chips.addWidget(chip)
            self._chips[severity] = chip
        self._chips[None].setChecked(True)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow pane the list stands over the repairs, and both stay in sight."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if wanted != self._split.orientation():
            self._split.setOrientation(wanted)
            self._split.setSizes([1, 2] if narrow else [52, 46])
        if narrow != self._short:
            self._short = narrow
            self._count()

    # Showing

    def refresh(self) -> None:
        """Show the findings as they are now; the chosen problem stays chosen while it stands."""
        report, checked = self._controller.report, self._controller.checked
        kept, row = self.current(), self.list.currentIndex().row()
        self._refreshing = True
        dismissed = tuple((finding, entry.reason) for finding, entry in checked.dismissed)
        self.model.set_findings(report, self._controller.told, dismissed)
        self._count()
        again = self.model.row_of(kept.finding) if kept else -1
        row = again if again >= 0 else min(max(row, 0), self.model.rowCount() - 1)
        if row != self.list.currentIndex().row():
            self.list.setCurrentIndex(self.model.index(row))
        self._refreshing = False
        self.detail.show_later(self.model.entry(row))

    def _count(self) -> None:
        counts = self._controller.counts
        numbers = {None: counts.total, Severity.ERROR: counts.errors, Severity.WARNING: counts.warnings}
        for severity, chip in self._chips.items():
            name = SEVERITY_NAMES[severity] if severity else tr("全部")
            number = numbers.get(severity, counts.hints)
            chip.setText(f"{name[0] if self._short else name} {number}")
            chip.setAccessibleName(tr("只看{0}，{1} 处", name, number))
            chip.setToolTip(chip.accessibleName())
        some = self.model.rowCount() > 0
        self.list.setVisible(some)
        self._empty.setVisible(not some)
        self._empty.setText(tr("没有发现问题。请再对照原件看一遍，然后导出。"))

    def current(self) -> Entry | None:
        """The chosen row."""
        return self.model.entry(self.list.currentIndex().row())

    # Acting

    def _picked(self, row: int) -> None:
        entry = self.model.entry(row)
        if self._refreshing or entry is None:
            return
        self.detail.show_entry(entry)
        self.chosen.emit(entry.finding)

    def _entered(self, row: int, by_mouse: bool = False) -> None:
        """Enter goes to the place with the keyboard; a click does so for a figure, which is typed over anyway, and not
        for words, which would be lost by the next key."""
        entry = self.model.entry(row)
        self._picked(row)
        if entry is not None and not (by_mouse and spot_of(entry.finding).paragraph is not None):
            self.entered.emit(entry.finding)

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) finding, round at the ends."""
        rows = self.model.rowCount()
        if rows:
            row = (self.list.currentIndex().row() + by) % rows
            self.list.setCurrentIndex(self.model.index(row))

    def select_for_cell(self, ref: CellRef) -> None:
        """Choose the finding that names a cell, and leave grid and keyboard where they are."""
        entry = self.current()
        if entry is not None and ref in entry.finding.cells:
            return
        for row in range(self.model.rowCount()):
            entry = self.model.entry(row)
            if entry is not None and entry.reason is None and ref in entry.finding.cells:
                self._refreshing = True
                self.list.setCurrentIndex(self.model.index(row))
                self._refreshing = False
                self.detail.show_entry(entry)
                return

    def choose(self, finding: Finding) -> None:
        """Make a finding the chosen one and go to its place, even when it was chosen already."""
        row = self.model.row_of(finding)
        if row >= 0:
            self._refreshing = True
            self.list.setCurrentIndex(self.model.index(row))
            self._refreshing = False
            self._picked(row)
