"""The neutral document of any other format as formatted text, with the selected place marked."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QPainter,
    QPaintEvent,
    QPen,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
    QTextTableFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from core.document import Document, Para, RawTable
from core.place import Place
from gui.common.qt_types import extra_selection
from gui.common.texts import tr
from gui.common.theme import content_font, current

SOURCE_POINTS = 9.5
MOST_CELLS = 6000  # beyond it a table is shown in part: a workbook may hold anything
MOST_PARAGRAPHS = 5000
_LEAST_WANT, _MOST_WANT = 6, 14  # characters, when column widths are shared out


class SourceText(QTextEdit):
    """Read-only; places are found by block, row and column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptDrops(False)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setObjectName("source")
        self.setFont(content_font(SOURCE_POINTS))
        self.setAccessibleName(tr("原文"))
        self._blocks: dict[int, int] = {}
        self._tables: dict[int, QTextTable] = {}
        self._marked: tuple[int, int] | None = None

    def set_zoom(self, zoom: float) -> None:
        """Scale the text; 1.0 is 100 %."""
        self.setFont(content_font(SOURCE_POINTS * zoom))

    def load(self, document: Document) -> None:
        """Show another document from its beginning."""
        self.clear()
        self._blocks, self._tables, self._marked = {}, {}, None
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for number, block in enumerate(document.blocks[:MOST_PARAGRAPHS]):
            if isinstance(block, Para):
                self._add_paragraph(cursor, number, block)
            else:
                self._add_table(cursor, number, block)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _add_paragraph(self, cursor: QTextCursor, number: int, para: Para) -> None:
        shape, look = QTextBlockFormat(), QTextCharFormat()
        shape.setTextIndent(0 if para.level else 2 * self.fontMetrics().horizontalAdvance("国"))
        shape.setBottomMargin(3)
        look.setFontWeight(700 if para.level else 400)
        cursor.insertBlock(shape, look)
        self._blocks[number] = cursor.block().blockNumber()
        cursor.insertText(para.text)

    def _add_table(self, cursor: QTextCursor, number: int, raw: RawTable) -> None:
        rows = min(raw.rows, max(MOST_CELLS // max(raw.columns, 1), 1))
        table = cursor.insertTable(max(rows, 1), max(raw.columns, 1), self._table_format(raw))
        self._tables[number] = table
        for cell in raw.cells:
            if cell.row >= rows:
                continue
            if cell.rowspan > 1 or cell.colspan > 1:
                table.mergeCells(cell.row, cell.column, min(cell.rowspan, rows - cell.row), cell.colspan)
            place = table.cellAt(cell.row, cell.column)
            place.setFormat(self._cell_format())
            place.firstCursorPosition().insertText(cell.text)
        cursor.movePosition(QTextCursor.MoveOperation.End)

    def _table_format(self, raw: RawTable) -> QTextTableFormat:
        """Lines collapsed; columns as wide as their longest words ask, within the pane."""
        shape = QTextTableFormat()
        shape.setBorderCollapse(True)
        shape.setBorder(0)
        shape.setCellSpacing(0)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        wants = [_LEAST_WANT] * max(raw.columns, 1)
        for cell in raw.cells:
            if cell.colspan == 1:
                wants[cell.column] = max(wants[cell.column], min(len(cell.text), _MOST_WANT))
        percent = QTextLength.Type.PercentageLength
        shape.setColumnWidthConstraints([QTextLength(percent, 100 * w / sum(wants)) for w in wants])
        return shape

    def _cell_format(self) -> QTextTableCellFormat:
        t, look = current(), QTextTableCellFormat()
        look.setBorder(1)
        look.setBorderBrush(QBrush(QColor(t.strong_line)))
        look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        look.setPadding(2)
        return look

    def show_place(self, place: Place | None) -> None:
        """Mark a place and bring it into view; None takes the mark away."""
        self._unmark()
        if place is None or place.block is None:
            return
        table = self._tables.get(place.block)
        if table is not None and place.row is not None and place.column is not None:
            self._mark_cell(table, place.row, place.column)
        elif place.block in self._blocks:
            self._mark_block(self._blocks[place.block])

    def _unmark(self) -> None:
        self.setExtraSelections([])
        self._marked = None
        self.viewport().update()

    def _mark_cell(self, table: QTextTable, row: int, column: int) -> None:
        cell = table.cellAt(row, column)
        if cell.isValid():
            # Painted over, not set as a format: a format change while the long document is still being laid
            # out lets Qt 6.8 paint lines that do not exist yet, and crash.
            self._marked = (cell.firstCursorPosition().position(), cell.lastCursorPosition().position())
            self._reveal(cell.firstCursorPosition())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, and over it the frame of the marked cell."""
        super().paintEvent(event)
        if self._marked is None:
            return
        box = self._box(*self._marked)
        painter, t = QPainter(self.viewport()), current()
        wash = QColor(t.accent)
        wash.setAlpha(45)
        painter.fillRect(box, wash)
        painter.setPen(QPen(QColor(t.accent), 2))
        painter.drawRect(box)

    def _box(self, first: int, last: int) -> QRect:
        """The rectangle around a range of the document, a little wider than its text."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(first)
        box = self.cursorRect(cursor)
        while cursor.position() < last and cursor.movePosition(QTextCursor.MoveOperation.NextCharacter):
            box = box.united(self.cursorRect(cursor))
        return box.adjusted(-4, -2, 5, 2)

    def _mark_block(self, number: int) -> None:
        cursor, look = QTextCursor(self.document().findBlockByNumber(number)), QTextCharFormat()
        look.setBackground(QColor(current().selection))
        look.setProperty(QTextFormat.Property.FullWidthSelection.value, True)
        self.setExtraSelections([extra_selection(cursor, look)])
        self._reveal(cursor)

    def _reveal(self, cursor: QTextCursor) -> None:
        """Bring a position to the upper third."""
        cursor.clearSelection()
        self.setTextCursor(cursor)
        bar, rect = self.verticalScrollBar(), self.cursorRect(cursor)
        bar.setValue(bar.value() + rect.top() - self.viewport().height() // 3)

    @property
    def marked_text(self) -> str:
        """Text of the marked cell, empty when none is marked."""
        if self._marked is None:
            return ""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._marked[0])
        cursor.setPosition(self._marked[1], QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText()
