"""Paints and edits the cells of the form. Every mark has a shape of its own, so colour is never alone."""

from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.model import CellRef
from core.schema import FormCell
from gui.common import icons
from gui.common.fields import Field
from gui.common.qt_types import ItemOption, item_option
from gui.common.roles import CellMark
from gui.common.texts import tr
from gui.common.theme import Tokens, current

Index = QModelIndex | QPersistentModelIndex
PAD = 5  # px between a cell's edge and its text, left and right
PAD_ABOVE = 3
_STATE = QStyle.StateFlag
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_FOOT = int(Qt.AlignmentFlag.AlignRight) | int(Qt.AlignmentFlag.AlignVCenter)
_CENTRE_WRAPPED = _CENTRE | int(Qt.TextFlag.TextWrapAnywhere)


class Form(Protocol):
    """What the delegate asks of its model, past Qt's variants: it is asked for every cell at every paint."""

    def form_cell(self, index: Index) -> FormCell | None:
        """What stands at a place, None inside a span."""

    def mark(self, ref: CellRef) -> CellMark:
        """Everything to be said about a figure besides its text."""

    def raw(self, ref: CellRef) -> str:
        """A figure's text."""

    def is_found(self, cell: FormCell) -> bool:
        """Whether what is looked for stands here."""


def alignment(cell: FormCell, header_rows: int) -> Qt.AlignmentFlag:
    """Headers, outer row labels and figures are centred as on the form, a row's own label stands left."""
    own_label = cell.ref is None and cell.row >= header_rows and (cell.column > 0 or cell.colspan > 1)
    note = cell.row < header_rows and cell.column == 0 and cell.text.startswith("（")
    side = Qt.AlignmentFlag.AlignLeft if (own_label or note) and header_rows else Qt.AlignmentFlag.AlignHCenter
    return side | Qt.AlignmentFlag.AlignVCenter


def wrapped(text: str, width: int, metrics: QFontMetrics) -> str:
    """A short column label broken between its words, which are of two characters: 商业/企业, not 商业企/业."""
    across = width // max(metrics.horizontalAdvance("一"), 1)
    if len(text) <= across or len(text) % 2 or not 4 <= len(text) <= 6:
        return text
    step = max(across - across % 2, 2)
    return "\n".join(text[i : i + step] for i in range(0, len(text), step))


def label_font(font: QFont) -> QFont:
    """The smaller letters of labels on a low screen."""
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.85)
    return small


def last_year_font(font: QFont) -> QFont:
    """The letters of last year's figure under this year's."""
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.78)
    return small


def text_height(cell: FormCell, width: int, font: QFont, padding: int = PAD_ABOVE) -> int:
    """Height that a cell's wrapped text needs at a width, padding included."""
    room, metrics = max(width - 2 * (PAD if padding else 2), 8), QFontMetrics(font)
    flags = int(Qt.TextFlag.TextWordWrap.value)
    text = wrapped(cell.text, room, metrics) or "0"
    return metrics.boundingRect(QRect(0, 0, room, 10_000), flags, text).height() + 2 * padding


class FormDelegate(QStyledItemDelegate):
    """Draws labels grey and figures on paper; opens a plain line editor over a figure.

    header_rows, visible (the part of the viewport not covered by the header band), compact (a low screen: labels in
    smaller letters, shortened), last_year (room for a second figure in each cell) and in_hand (form places of the
    labels and figures in the row and column of the current cell) are kept by the view.
    stepped(rows): an arrow key left the editor, up (-1) or down (1).
    """

    stepped = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.header_rows = 0
        self.compact = False
        self.last_year = False
        self.in_hand: frozenset[tuple[int, int]] = frozenset()
        self.visible = QRect()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        model = cast("Form", index.model())
        cell = model.form_cell(index)
        if cell is None:
            return
        painter.save()
        t, style = current(), item_option(option)
        rect = style.rect
        if model.is_found(cell):
            t = t._replace(paper=t.found, label=t.found, selection=t.found)
        if cell.ref is None:
            self._paint_label(painter, rect, cell, style.font, t, self.compact)
            _border(painter, rect, cell, t)
        else:
            mark = model.mark(cell.ref)
            painter.fillRect(rect, _background(style, mark, (cell.row, cell.column) in self.in_hand, t))
            self._paint_figure(painter, style, model.raw(cell.ref), mark, t)
            _border(painter, rect, cell, t)
            _frames(painter, style, mark, t)
        painter.restore()

    def paint_frozen(self, painter: QPainter, rect: QRect, cell: FormCell, font: QFont, t: Tokens) -> None:
        """A label with its lines in the room there is, for the bands that stay while the grid scrolls."""
        short = self.compact or text_height(cell, rect.width(), font) > rect.height()
        self._paint_label(painter, rect, cell, font, t, short)
        _border(painter, rect, cell, t)

    def _paint_label(self, painter: QPainter, rect: QRect, cell: FormCell, font: QFont, t: Tokens, short: bool) -> None:
        in_hand = (cell.row, cell.column) in self.in_hand
        painter.fillRect(rect, QColor(t.selection if in_hand else t.label))
        painter.setPen(QColor(t.ink))
        font = label_font(font) if short else font
        painter.setFont(font)
        flags = alignment(cell, self.header_rows) | Qt.TextFlag.TextWordWrap
        seen = rect.intersected(self.visible) if cell.rowspan > 1 and self.visible.isValid() else rect
        # A label that spans many rows keeps its words in sight while the grid scrolls.
        box = seen if seen.height() >= min(text_height(cell, rect.width(), font), rect.height()) else rect
        room = box.adjusted(2, 0, -2, 0) if short else box.adjusted(PAD, 1, -PAD, -1)
        metrics = QFontMetrics(font)
        text = wrapped(cell.text, room.width(), metrics)
        if short and metrics.boundingRect(room, int(flags), text).height() > room.height():
            lines = max(room.height() // metrics.height(), 1)
            text = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, room.width() * lines - 4)
        painter.drawText(room, flags, text)

    def _paint_figure(self, painter: QPainter, option: ItemOption, text: str, mark: CellMark, t: Tokens) -> None:
        whole, box = option.rect, option.rect
        if self.last_year:
            box = self._paint_last_year(painter, option, mark, t)
        if mark.blank and mark.proposed is None and not mark.offered:
            painter.fillRect(whole.adjusted(3, 3, -3, -3), QBrush(QColor(t.line), Qt.BrushStyle.BDiagPattern))
        if mark.unread and mark.proposed is None:
            # Crossed and with a sign, so that nobody takes it for a blank.
            painter.fillRect(whole.adjusted(3, 3, -3, -3), QBrush(QColor(t.hint), Qt.BrushStyle.DiagCrossPattern))
            text = text or "？"
        if mark.edited or mark.wrong is not None or mark.unread:
            font = QFont(option.font)
            font.setBold(True)
            painter.setFont(font)
        else:
            painter.setFont(option.font)
        painter.setPen(QColor(t.ink))
        if mark.offered and not text:
            # Slanted as well as grey: nobody takes it for a figure that was typed.
            text, font = mark.offered, QFont(option.font)
            font.setItalic(True)
            painter.setFont(font)
            painter.setPen(QColor(t.muted))
        if mark.proposed is not None:
            text = f"{text or tr('空')} → {mark.proposed or tr('空')}"
            painter.setPen(QColor(t.accent))
        if text:
            painter.drawText(box.adjusted(2, 1, -2, -1), _CENTRE if len(text) < 8 else _CENTRE_WRAPPED, text)

    def _paint_last_year(self, painter: QPainter, option: ItemOption, mark: CellMark, t: Tokens) -> QRect:
        """Last year's figure at the foot of the cell; what is left for this year's."""
        font = last_year_font(option.font)
        line = QFontMetrics(font).height() - 1
        foot = QRect(option.rect.left(), option.rect.bottom() - line, option.rect.width(), line)
        if mark.last_year is not None:
            painter.setFont(font)
            painter.setPen(QColor(t.muted))
            painter.drawText(foot.adjusted(2, 0, -4, 0), _FOOT, mark.last_year or tr("空"))
        return option.rect.adjusted(0, 0, 0, -line)

    # Editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A frameless line, centred like the figure."""
        editor = Field(parent)
        editor.setObjectName("cellEditor")
        editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        editor.setFont(item_option(option).font)
        editor.setAccessibleName(tr("编辑{0}", index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The text as it stands, exactly."""
        if isinstance(editor, QLineEdit):
            editor.setText(index.data(Qt.ItemDataRole.EditRole) or "")

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """What was typed, exactly: wrong input stays visible and becomes a finding."""
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)  # type: ignore[attr-defined]

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Exactly over the cell."""
        editor.setGeometry(item_option(option).rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Up and down leave the editor as Enter does; Excel users expect it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            hint = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if hint is not None and isinstance(editor, QWidget):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                self.stepped.emit(hint)
                return True
        return super().eventFilter(editor, event)


def _background(option: ItemOption, mark: CellMark, in_hand: bool, t: Tokens) -> QColor:
    if option.state & _STATE.State_Selected:
        return QColor(t.selection)
    if mark.wrong is not None:
        return t.severity_soft(mark.wrong)
    if mark.doubtful:
        return QColor(t.warning_soft)
    if mark.partner:
        return QColor(t.accent_soft)
    return QColor(t.in_hand if in_hand else t.paper)


def _border(painter: QPainter, rect: QRect, cell: FormCell, t: Tokens) -> None:
    """The form's lines: right and below for every cell, left and above at the edges of the table."""
    painter.setPen(QPen(QColor(t.strong_line), 1))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    painter.drawLine(rect.topRight(), rect.bottomRight())
    if cell.column == 0:
        painter.drawLine(rect.topLeft(), rect.bottomLeft())
    if cell.row == 0:
        painter.drawLine(rect.topLeft(), rect.topRight())


def _frames(painter: QPainter, option: ItemOption, mark: CellMark, t: Tokens) -> None:
    """Solid frame: wrong; dashed: part of a broken equation; corners: severity sign, edited, confirmed."""
    rect = QRectF(option.rect).adjusted(1.5, 1.5, -2.0, -2.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if mark.wrong is not None:
        painter.setPen(QPen(t.severity(mark.wrong), 2))
        painter.drawRect(rect)
    elif mark.related:
        painter.setPen(QPen(QColor(t.error), 1, Qt.PenStyle.DashLine))
        painter.drawRect(rect.adjusted(1, 1, -1, -1))
    if mark.doubtful:
        painter.setPen(QPen(QColor(t.warning), 2, Qt.PenStyle.DotLine))
        painter.drawLine(rect.bottomLeft() + QPointF(4, -2), rect.bottomRight() + QPointF(-4, -2))
    if mark.proposed is not None:
        painter.setPen(QPen(QColor(t.accent), 2, Qt.PenStyle.DotLine))
        painter.drawRect(rect)
    _corners(painter, QRectF(option.rect), mark, t)
    if option.state & _STATE.State_HasFocus:
        painter.setPen(QPen(QColor(t.accent), 2))
        painter.drawRect(QRectF(option.rect).adjusted(0.5, 0.5, -1.0, -1.0))


def _corners(painter: QPainter, rect: QRectF, mark: CellMark, t: Tokens) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mark.wrong is not None and mark.proposed is None:
        sign = QRectF(rect.right() - 13, rect.top() + 3, 10, 10)
        icons.paint(painter, mark.wrong.value, sign, t.severity(mark.wrong), 2.6)
    if mark.edited:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.accent))
        at = rect.topLeft() + QPointF(1, 1)
        painter.drawPolygon(QPolygonF([at, at + QPointF(8, 0), at + QPointF(0, 8)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    if mark.locked:
        icons.paint(painter, "lock", QRectF(rect.left() + 3, rect.bottom() - 13, 10, 10), QColor(t.muted), 2.6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
