"""The grid: a table that looks like the printed form and behaves like a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QLineEdit, QTableView, QWidget

from core.model import CellRef
from core.schema import FormCell, TableShape
from gui.common.theme import UI_POINTS, content_font
from gui.form import cursor_moves, form_sizes
from gui.form.form_delegate import FormDelegate
from gui.form.form_model import FormModel
from gui.form.frozen import Frozen

Index = QModelIndex | QPersistentModelIndex
_KEY = Qt.Key
_TOWARDS: dict[int, tuple[int, int]] = {
    _KEY.Key_Up: (-1, 0),
    _KEY.Key_Down: (1, 0),
    _KEY.Key_Left: (0, -1),
    _KEY.Key_Right: (0, 1),
}
_MOVING = frozenset((*_TOWARDS, _KEY.Key_Home, _KEY.Key_End, _KEY.Key_PageUp, _KEY.Key_PageDown))
FIGURE_POINTS = 10.0
LOW = 400  # px; a lower grid shows more rows instead of every word of their labels
ENOUGH_ROWS = 14  # rows of a long table that are to be seen at once


class FormView(QTableView):
    """Shows a FormModel. Only figures can be reached; labels are painted, spanned and left alone.

    Signals: current_changed(CellRef or None), zoomed(steps) from Ctrl and the wheel.
    """

    current_changed = Signal(object)
    zoomed = Signal(int)

    def __init__(self, model: FormModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self.form = model
        self._zoom = 1.0
        self._range_start: CellRef | None = None
        self._delegate = FormDelegate(self)
        self._delegate.stepped.connect(lambda rows: self._go(cursor_moves.step, rows, 0))
        self._frozen = Frozen(self, model, self._delegate)
        self._set_up()
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        model.modelReset.connect(self._lay_out)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._scrolled())
        self.horizontalScrollBar().valueChanged.connect(lambda _: self._scrolled())
        self._lay_out()

    def _set_up(self) -> None:
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(10)
        self.verticalHeader().setMinimumSectionSize(10)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    # Shape

    def _lay_out(self) -> None:
        """Spans, widths and heights of another form."""
        self.clearSpans()
        shape = self.form.shape
        if shape is None:
            return
        self._delegate.header_rows = shape.header_rows
        for cell in shape.form:
            if cell.rowspan > 1 or cell.colspan > 1:
                self.setSpan(cell.row, cell.column, cell.rowspan, cell.colspan)
        self._fit()
        start = cursor_moves.first(self.form.places())
        if start:
            self.setCurrentIndex(self.form.index(*start))

    def set_zoom(self, zoom: float) -> None:
        """Scale the form; 1.0 is 100 %."""
        self._zoom = zoom
        self._fit()

    def show_last_year(self, shown: bool) -> None:
        """Make room for last year's figure in each cell, or give it back."""
        if shown != self._delegate.last_year:
            self._delegate.last_year = shown
            self._fit()

    def _fit(self) -> None:
        """Columns over the width there is, rows as tall as their text needs; on a low screen the labels give way, so
        that the figures keep their size: at 1366 × 768 and 200 % five rows of table 3 with all its columns."""
        shape = self.form.shape
        if shape is None:
            return
        font = content_font(FIGURE_POINTS * self._zoom)
        self.setFont(font)
        low = self.viewport().height() < LOW * self._scale / self._zoom
        self._delegate.compact = low
        self._set_sizes(shape, font)
        if not low and self._zoom <= 1 and len(shape.rows) > ENOUGH_ROWS:
            first = shape.header_rows + ENOUGH_ROWS
            if sum(self.rowHeight(row) for row in range(first)) > self.viewport().height():
                self._delegate.compact = True
                self._set_sizes(shape, font)
        self._scrolled()

    def _set_sizes(self, shape: TableShape, font: QFont) -> None:
        compact, labels = self._delegate.compact, form_sizes.first_figures(self.form.places())
        widths = form_sizes.column_widths(shape, labels, self.viewport().width(), font, self._scale, compact)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        for row, height in enumerate(form_sizes.row_heights(shape, widths, font, compact, self._delegate.last_year)):
            self.setRowHeight(row, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: another fit; the current cell stays in sight when the lines above take room."""
        super().resizeEvent(event)
        self._fit()
        current = self.currentIndex()
        if current.isValid() and event.size().height() < event.oldSize().height():
            self.scrollTo(current)

    def _scrolled(self) -> None:
        self._frozen.follow()
        self._delegate.visible = self.viewport().rect().adjusted(0, self._frozen.height, 0, 0)
        self.viewport().update()

    @property
    def _scale(self) -> float:
        """How large everything is: the zoom, and the size chosen for all letters."""
        return content_font(FIGURE_POINTS * self._zoom).pointSizeF() / UI_POINTS

    @property
    def covered(self) -> tuple[int, int]:
        """Width and height of the labels that lie over the left and the top while the grid is scrolled."""
        return self._frozen.width, self._frozen.height

    def indexAt(self, position: QPoint) -> QModelIndex:
        """What is seen at a place: a label that stays in sight, not the figure that scrolled under it."""
        label = self._frozen.cell_at(position)
        return super().indexAt(position) if label is None else self.form.index(label.row, label.column)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """As Qt does, but not under the labels that stay in sight."""
        super().scrollTo(index, hint)
        hidden = self._frozen.height - self.visualRect(index).top()
        if self._frozen.height and hidden > 0:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - hidden)
        if self._frozen.width and self.visualRect(index).left() < self._frozen.width:
            # The row labels get wider on the way back: room for them at their narrowest.
            left = self.columnViewportPosition(index.column()) + self.horizontalScrollBar().value()
            self.horizontalScrollBar().setValue(left - self._frozen.least_width)

    # Selection

    @property
    def current_ref(self) -> CellRef | None:
        """The figure that has the cursor."""
        return self.form.ref_at(self.currentIndex())

    def selected_refs(self) -> list[CellRef]:
        """Selected figures in reading order; the one with the cursor when nothing is selected."""
        refs = [ref for i in sorted(self.selectedIndexes(), key=_place) if (ref := self.form.ref_at(i))]
        current = self.current_ref
        return refs or ([current] if current else [])

    def select_refs(self, refs: Iterable[CellRef], scroll: bool = True) -> None:
        """Select figures, put the cursor on the first and bring it into view."""
        indexes = [i for i in (self.form.index_of(r) for r in refs) if i.isValid()]
        if not indexes:
            return
        self._move_to(indexes[0]) if scroll else self.selectionModel().setCurrentIndex(
            indexes[0], QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        chosen = QItemSelection()
        for index in indexes:
            chosen.select(index, index)
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._range_start = self.current_ref
        if scroll:
            self.scrollTo(indexes[0], QAbstractItemView.ScrollHint.PositionAtCenter)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell the equation line and the source pane."""
        super().currentChanged(current, previous)
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton:  # while the mouse draws a range its start stays
            self._range_start = self.form.ref_at(current)
        before, self._delegate.in_hand = self._delegate.in_hand, self.form.in_hand(current)
        for place in before ^ self._delegate.in_hand:
            self.viewport().update(self.visualRect(self.form.index(*place)))
        self._frozen.update()
        self.current_changed.emit(self.form.ref_at(current))

    # Keys

    def _target(self, key: int, ctrl: bool) -> QModelIndex:
        """Where a movement key leads: one figure further, with Ctrl, Home and End to the edge of the table."""
        at, places = _place(self.currentIndex()), self.form.places()
        if key in _TOWARDS:
            return self._index((cursor_moves.edge if ctrl else cursor_moves.step)(places, at, *_TOWARDS[key]))
        if key in (_KEY.Key_Home, _KEY.Key_End):
            home = key == _KEY.Key_Home
            corner = cursor_moves.first(places) if home else cursor_moves.last(places)
            return self._index(corner if ctrl else cursor_moves.edge(places, at, 0, -1 if home else 1))
        tops = {row: self.rowViewportPosition(row) for row in range(self.form.rowCount())}
        room = self.viewport().height() - self._frozen.height
        return self._index(cursor_moves.page(places, at, tops, room, key == _KEY.Key_PageDown))

    def _extend_to(self, index: QModelIndex) -> None:
        """Select from the cell where the range began up to this one, which takes the frame."""
        start = self.form.index_of(self._range_start) if self._range_start is not None else self.currentIndex()
        if not start.isValid() or not index.isValid():
            return
        top, bottom = sorted((start.row(), index.row()))
        left, right = sorted((start.column(), index.column()))
        corners = QItemSelection(self.form.index(top, left), self.form.index(bottom, right))
        flag, kept = QItemSelectionModel.SelectionFlag, self.form.ref_at(start)
        self.selectionModel().select(corners, flag.ClearAndSelect)
        self.selectionModel().setCurrentIndex(index, flag.NoUpdate)
        self._range_start = kept
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter as in a spreadsheet; every other key as Qt has it."""
        if self.state() == QAbstractItemView.State.EditingState and not self.hasFocus():
            event.ignore()  # the open editor commits by itself; see closeEditor
            return
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (_KEY.Key_Return, _KEY.Key_Enter):
            self._go(cursor_moves.step, -1 if shift else 1, 0)
        elif key in _MOVING:
            # Qt leaves the selection where it was when Ctrl is held: Delete would blank cells far from the frame.
            target = self._target(key, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
            if shift:
                self._extend_to(target)
            else:
                self._move_to(target)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a label selects the figures it stands for, as a click on a row or column head does in Excel."""
        index = self.indexAt(event.position().toPoint())
        label = self.form.form_cell(index) if index.isValid() else None
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if label is None or label.ref is not None:
            if shift and label is not None:
                self._extend_to(index)
                return
            super().mousePressEvent(event)
            self._range_start = self.current_ref
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        figures = self._figures_under(label)
        # The right button opens a menu: on what is selected already, else on what the label stands for.
        if event.button() == Qt.MouseButton.LeftButton or not set(figures) & set(self.selected_refs()):
            self.select_refs(figures, scroll=False)

    def _figures_under(self, label: FormCell) -> list[CellRef]:
        """Figures in the rows beside a row's label, or in the columns under a header."""
        rows = range(label.row, label.row + label.rowspan)
        columns = range(label.column, label.column + label.colspan)
        header = self.form.shape is not None and label.row < self.form.shape.header_rows
        inside = [
            (place, ref)
            for ref, place in self.form.places().items()
            if place[1 if header else 0] in (columns if header else rows)
        ]
        return [ref for _, ref in sorted(inside, key=lambda item: item[0])]

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Text that an input method commits without composing it (full-width digits: "１", then "２") opens the editor
        and counts from the first: Qt would select it again, and the second commit would replace the first."""
        if not event.commitString() or self._open_editor() is not None or self.current_ref is None:
            super().inputMethodEvent(event)
            return
        self.edit(self.currentIndex())
        editor = self._open_editor()
        if editor is not None:
            editor.setText(event.commitString())
        event.accept()

    def _open_editor(self) -> QLineEdit | None:
        # The last one: one that was closed just now may still be there.
        editors: list[QLineEdit] = list(self.viewport().findChildren(QLineEdit, "cellEditor"))
        return editors[-1] if editors and self.state() == QAbstractItemView.State.EditingState else None

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab takes the grey sum of a blank total and goes to the next figure; at either end of the table it leaves the
        grid, as Tab does elsewhere."""
        before = self.currentIndex()
        if forward:
            self.form.take_offer(before)
        self._move_to(self._index(cursor_moves.along(self.form.places(), _place(before), forward)))
        return self.currentIndex() != before or super().focusNextPrevChild(forward)

    def commit_open_editor(self) -> None:
        """Take over a cell that is still being typed into, as Enter would."""
        editor = self._open_editor()
        if editor is not None:
            self.commitData(editor)
            super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter one down, after Tab one right, and no editor opens by itself."""
        end = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, end.NoHint)
        if hint == end.SubmitModelCache:
            self._go(cursor_moves.step, 1, 0)
        elif hint in (end.EditNextItem, end.EditPreviousItem):
            forward = hint == end.EditNextItem
            self._move_to(self._index(cursor_moves.along(self.form.places(), _place(self.currentIndex()), forward)))

    def _go(self, move: cursor_moves.Move, down: int, right: int) -> None:
        self._move_to(self._index(move(self.form.places(), _place(self.currentIndex()), down, right)))

    def _move_to(self, index: QModelIndex) -> None:
        """Frame and selection on one cell. Not setCurrentIndex: with Shift or Ctrl held Qt would extend or toggle."""
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._range_start = self.form.ref_at(index)
            self.scrollTo(index)

    def go_on(self, ref: CellRef, beyond: bool = False) -> None:
        """Put the cursor on a figure, or on the one after it in reading order."""
        place = _place(self.form.index_of(ref))
        self._move_to(self._index(cursor_moves.along(self.form.places(), place, True) if beyond else place))

    def _index(self, place: cursor_moves.Place | None) -> QModelIndex:
        index = self.form.index(*place) if place else QModelIndex()
        return index if self.form.ref_at(index) else self.currentIndex()


def _place(index: Index) -> cursor_moves.Place:
    return index.row(), index.column()
