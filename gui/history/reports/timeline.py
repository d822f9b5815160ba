"""The versions of the chosen report: notes, the label 已报送, what was done, and the acts on a version."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QGridLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from gui.common.basic_widgets import button, label
from gui.common.flow_layout import FlowLayout
from gui.common.texts import tr
from gui.history.reports.versions_model import Step, TimelineDelegate, VersionsModel
from gui.history.row_tables import select_row
from gui.history.wording import SUBMITTED, local


class Timeline(QWidget):
    """Signals: opened(version id), compared(older id, newer id), restored(version id), annotated(version id, note),
    labelled(version id, label). Nothing is written here."""

    opened = Signal(int)
    compared = Signal(int, int)
    restored = Signal(int)
    annotated = Signal(int, str)
    labelled = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = VersionsModel(self)
        self._make_lists()
        self._make_fields()
        self._make_buttons()
        self._build_layout()
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.view.activated.connect(lambda _: self._open())
        self._chosen()

    def _make_lists(self) -> None:
        self.title = label(tr("选一份报告，这里显示它的各个版本。"), "heading", wrap=True)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(TimelineDelegate(self.view))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.setMinimumHeight(self.view.fontMetrics().height() * 3)
        self.view.setAccessibleName(tr("所选报告的各个版本，最新的在最上面"))
        self.acts_title = label("", "strong")
        self.acts = QListView()
        self._acts_model = QStringListModel(self)
        self.acts.setModel(self._acts_model)
        self.acts.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.acts.setAccessibleName(tr("这个版本做过的修改"))
        self.acts.setWordWrap(True)
        self.acts.setMinimumHeight(self.acts.fontMetrics().height() * 2)

    def _make_fields(self) -> None:
        self.note = QLineEdit()
        self.note.setPlaceholderText(tr("给这个版本写一句备注，回车保存"))
        self.note.setAccessibleName(tr("版本备注"))
        self.note.editingFinished.connect(self._note_written)
        self.submitted = QCheckBox(tr("已报送(&B)"))
        self.submitted.setToolTip(tr("这个版本就是报送出去的那一份"))
        self.submitted.clicked.connect(self._label_clicked)

    def _make_buttons(self) -> None:
        self.open = button(tr("打开(&O)"), self._open, "primary", tr("在主窗口打开所选版本"))
        self.compare = button(
            tr("比较(&C)…"), self._compare, "", tr("选两个版本就比较这两个；只选一个时与它的上一版比较")
        )
        self.restore = button(
            tr("恢复为新版本(&R)"), self._restore, "", tr("把所选版本再存为最新的一版，后来的版本都保留")
        )

    def _build_layout(self) -> None:
        foot = FlowLayout()
        for act in (self.open, self.compare, self.restore):
            foot.addWidget(act)
        fields = QGridLayout()
        fields.addWidget(self.note, 0, 0)
        fields.addWidget(self.submitted, 0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 0, 0, 0)
        layout.addWidget(self.title)
        layout.addWidget(self.view, 3)
        layout.addLayout(fields)
        layout.addWidget(self.acts_title)
        layout.addWidget(self.acts, 1)
        layout.addLayout(foot)

    # What is shown

    def show_steps(self, title: str, steps: Sequence[Step], keep: int | None = None) -> None:
        """Another report's timeline; the version `keep` stays chosen, else the newest is."""
        self.title.setText(title)
        self.model.set_steps(steps)
        row = max(self.model.row_of(keep) if keep is not None else 0, 0)
        select_row(self.view, row)
        self._chosen()

    @property
    def current(self) -> Step | None:
        """The version the keys stand on, where it is chosen."""
        index = self.view.currentIndex()
        return self.model.step(index.row()) if index.isValid() else None

    def _rows(self) -> list[int]:
        return sorted(index.row() for index in self.view.selectionModel().selectedRows())

    def _chosen(self) -> None:
        step, rows = self.current, self._rows()
        one = step is not None and len(rows) <= 1
        self.open.setEnabled(one)
        self.restore.setEnabled(one and bool(rows and rows[0]))
        self.compare.setEnabled(bool(self._pair()))
        self.note.setEnabled(one)
        self.submitted.setEnabled(one)
        self.note.setText(step.version.note if step else "")
        self.submitted.setChecked(step is not None and step.version.label == SUBMITTED)
        self._show_acts(step)

    def _show_acts(self, step: Step | None) -> None:
        acts = [tr("{0}　{1}", local(when), what) for when, what in step.acts] if step else []
        number = step.version.number if step else 0
        words = tr("第 {0} 版的 {1} 项修改", number, len(acts)) if acts else tr("第 {0} 版没有记录到修改", number)
        self.acts_title.setText(words if step else "")
        self._acts_model.setStringList(acts)
        self.acts.setVisible(bool(acts))

    # What is asked for

    def _pair(self) -> tuple[int, int] | None:
        """The two versions to compare, the older first: the outermost chosen, or the chosen and the one before."""
        rows = self._rows()
        if len(rows) == 1:
            rows.append(rows[0] + 1)
        newer, older = (self.model.step(row) for row in (rows[0], rows[-1])) if rows else (None, None)
        return (older.version.id, newer.version.id) if newer and older else None

    def _open(self) -> None:
        if self.current is not None and self.open.isEnabled():
            self.opened.emit(self.current.version.id)

    def _compare(self) -> None:
        if pair := self._pair():
            self.compared.emit(*pair)

    def _restore(self) -> None:
        if self.current is not None:
            self.restored.emit(self.current.version.id)

    def _note_written(self) -> None:
        step, note = self.current, self.note.text().strip()
        if step is not None and self.note.isEnabled() and note != step.version.note:
            self.annotated.emit(step.version.id, note)

    def _label_clicked(self, on: bool) -> None:
        if self.current is not None:
            self.labelled.emit(self.current.version.id, SUBMITTED if on else "")
