"""The form's labels that stay in sight while the grid scrolls: its header on top, its row labels on the left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView, QWidget

from core.schema import FormCell, TableShape
from gui.common.theme import current
from gui.form.form_delegate import FormDelegate, label_font
from gui.form.form_model import FormModel
from gui.form.form_sizes import first_figures, shared

LABEL_SHARE = 0.3  # of the width, that row labels keep when the grid is scrolled far to the right
HEADER_SHARE = 0.4  # of the height; a taller header shrinks to one line with each column's own label

Placed = Iterator[tuple[QRect, FormCell]]


class Frozen:
    """Both bands of a view, kept where they belong by follow(). They give way before the figures do: the row labels
    narrow down as the grid scrolls under them, and a header too tall for the window shows one line."""

    def __init__(self, view: QTableView, form: FormModel, delegate: FormDelegate) -> None:
        self._view, self._form, self._delegate = view, form, delegate
        self._header = _Band(view.viewport(), lambda painter: self._paint(painter, self.header_cells()))
        self._labels = _Band(view.viewport(), lambda painter: self._paint(painter, self.label_cells()))

    # Where they are

    @property
    def height(self) -> int:
        """How much of the grid's top is covered."""
        return self._header.height() if self._header.isVisible() else 0

    @property
    def width(self) -> int:
        """How much of the grid's left side is covered."""
        return self._labels.width() if self._labels.isVisible() else 0

    @property
    def least_width(self) -> int:
        """What the row labels keep at most covered, however far the grid is scrolled."""
        return min(self._label_width(), round(self._view.viewport().width() * LABEL_SHARE))

    def _label_columns(self) -> int:
        return first_figures(self._form.places())

    def _label_width(self) -> int:
        return sum(self._view.columnWidth(c) for c in range(self._label_columns()))

    def _header_height(self, shape: TableShape) -> int:
        return sum(self._view.rowHeight(r) for r in range(shape.header_rows))

    def follow(self) -> None:
        """Show or hide by the scroll position; called when the view scrolls or changes its shape."""
        shape, port = self._form.shape, self._view.viewport()
        if shape is None:
            return
        down, right = self._view.verticalScrollBar().value(), self._view.horizontalScrollBar().value()
        height = self._line() if self._is_short(shape) else self._header_height(shape)
        self._header.setGeometry(0, 0, port.width(), height)
        self._header.setVisible(down > 0 and shape.header_rows > 0)
        self._labels.setGeometry(0, 0, max(self._label_width() - right, self.least_width), port.height())
        self._labels.setVisible(right > 0 and self._label_columns() > 0)
        self._labels.raise_()
        self.update()

    def update(self) -> None:
        """Paint them again."""
        self._header.update()
        self._labels.update()

    def _is_short(self, shape: TableShape) -> bool:
        return self._header_height(shape) > self._view.viewport().height() * HEADER_SHARE

    def _line(self) -> int:
        return QFontMetrics(label_font(self._view.font())).height() + 3

    # What stands on them

    def header_cells(self) -> Placed:
        """The header's labels at the places where the columns are now."""
        shape = self._form.shape
        if shape is None:
            return
        left = self._view.columnViewportPosition(0)
        widths = [self._view.columnWidth(c) for c in range(len(shape.widths))]
        columns = [left + x for x in accumulate(widths, initial=0)]
        if self._is_short(shape):
            yield from _one_line(shape, columns, self._label_columns(), self._line())
            return
        rows = list(accumulate((self._view.rowHeight(r) for r in range(shape.header_rows)), initial=0))
        for cell in shape.form:
            if cell.row < shape.header_rows:
                yield _rect(cell, columns, rows), cell

    def label_cells(self) -> Placed:
        """The row labels in the width they have now, and on top of them the header's corner."""
        shape, count = self._form.shape, self._label_columns()
        if shape is None or not count:
            return
        columns = list(accumulate(self._label_widths(count), initial=0))
        top = self._view.rowViewportPosition(0)
        rows = [top + y for y in accumulate((self._view.rowHeight(r) for r in range(shape.form_rows)), initial=0)]
        covered = self.height
        for cell in shape.form:
            if cell.column < count and cell.row >= shape.header_rows:
                rect = _rect(cell, columns, rows)
                if rect.bottom() >= covered and rect.top() < self._labels.height():
                    yield rect, cell
        corner = _one_line(shape, columns, count, self._line()) if covered and self._is_short(shape) else None
        if corner is not None:
            yield from ((rect, cell) for rect, cell in corner if cell.column < count)
            return
        heads = list(accumulate((self._view.rowHeight(r) for r in range(shape.header_rows)), initial=0))
        heads = heads if covered else [top + y for y in heads]
        for cell in shape.form:
            if cell.column < count and cell.row < shape.header_rows:
                yield _rect(cell, columns, heads), cell

    def _label_widths(self, count: int) -> list[int]:
        """Outer labels no narrower than a character, a row's own label has the rest."""
        room, metrics = self._labels.width(), QFontMetrics(label_font(self._view.font()))
        least = min(metrics.horizontalAdvance("国") + 6, room // (count + 1))
        outer = shared([self._view.columnWidth(c) for c in range(count)], room)[:-1]
        outer = [max(width, least) for width in outer]
        return [*outer, room - sum(outer)]

    def cell_at(self, point: QPoint) -> FormCell | None:
        """The label on a band at a place of the viewport, None where the grid itself is seen."""
        for band, cells in ((self._labels, self.label_cells), (self._header, self.header_cells)):
            if band.isVisible() and band.geometry().contains(point):
                return next((cell for rect, cell in reversed(list(cells())) if rect.contains(point)), None)
        return None

    def _paint(self, painter: QPainter, cells: Placed) -> None:
        """Labels as the grid paints them, shortened where they have less room."""
        for rect, cell in cells:
            self._delegate.paint_frozen(painter, rect, cell, self._view.font(), current())


def _rect(cell: FormCell, columns: list[int], rows: list[int]) -> QRect:
    """A label's place between column and row edges; one that reaches beyond them ends with them."""
    right = columns[min(cell.column + cell.colspan, len(columns) - 1)]
    bottom = rows[min(cell.row + cell.rowspan, len(rows) - 1)]
    return QRect(columns[cell.column], rows[cell.row], right - columns[cell.column], bottom - rows[cell.row])


def _one_line(shape: TableShape, columns: list[int], labels: int, height: int) -> Placed:
    """Each column's own label, the lowest of its header, on one line; the corner is one empty label."""
    yield QRect(columns[0], 0, columns[labels] - columns[0], height), FormCell("", 0, 0, 1, max(labels, 1))
    for column in range(labels, len(columns) - 1):
        over = [c for c in shape.form if c.row < shape.header_rows and c.column <= column < c.column + c.colspan]
        if over:
            cell = max(over, key=lambda c: c.row)
            yield QRect(columns[column], 0, columns[column + 1] - columns[column], height), cell


class _Band(QWidget):
    """A strip over the viewport; the mouse goes through to the grid, which asks cell_at."""

    def __init__(self, viewport: QWidget, draw: Callable[[QPainter], None]) -> None:
        super().__init__(viewport)
        self._draw = draw
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The labels on the colour of labels."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        self._draw(painter)
