"""The county's sums in the places of the form: the grid itself, to be looked at and asked, not typed into."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QTableView, QTabWidget, QWidget

from core import schema
from core.model import TABLES, CellRef, Report
from gui.common.roles import CellMark
from gui.common.texts import tr
from gui.form.form_model import FormModel
from gui.form.form_view import FormView

Index = QModelIndex | QPersistentModelIndex
NAMES = {2: "表二 主动公开", 3: "表三 收到和处理申请", 4: "表四 复议、诉讼"}


class SumsModel(FormModel):
    """A FormModel whose figures are looked at."""

    def __init__(self) -> None:
        super().__init__(lambda *_: None)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Figures can be chosen, nothing is typed."""
        return super().flags(index) & ~Qt.ItemFlag.ItemIsEditable


class TotalsForm(QTabWidget):
    """Three tables as the form has them. chosen(CellRef) the keys stand on another figure; asked(CellRef) by double
    click or Enter: who contributed what."""

    chosen = Signal(object)
    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views: dict[int, FormView] = {}
        for table in TABLES:
            view = FormView(SumsModel())
            view.setAccessibleName(tr("{0}的合计", tr(NAMES[table])))
            view.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
            view.current_changed.connect(self._chosen)
            view.activated.connect(partial(self._asked, view))
            self.views[table] = view
            self.addTab(view, tr(NAMES[table]))
        self.currentChanged.connect(lambda _: self._chosen(self.current_ref))

    def show_report(self, report: Report, marks: Mapping[CellRef, CellMark], messages: tuple[str, ...]) -> None:
        """Sums as the tables of a report; messages are said of the cells whose marks number them."""
        for table, view in self.views.items():
            shape = schema.shape(report.edition, table)
            if view.form.shape is not shape:
                view.form.set_shape(shape)
            view.form.set_state(report, marks, messages)

    @property
    def current_ref(self) -> CellRef | None:
        """The figure that the keys stand on in the table shown."""
        view = self.currentWidget()
        return view.current_ref if isinstance(view, FormView) else None

    def show_ref(self, ref: CellRef) -> None:
        """Turn to a figure."""
        view = self.views[ref.table]
        self.setCurrentWidget(view)
        view.setCurrentIndex(view.form.index_of(ref))
        view.setFocus()

    def _chosen(self, ref: CellRef | None) -> None:
        if ref is not None and self.current_ref == ref:
            self.chosen.emit(ref)

    def _asked(self, view: FormView, index: Index) -> None:
        if (ref := view.form.ref_at(index)) is not None:
            self.asked.emit(ref)
