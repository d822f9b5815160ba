"""The neutral document of any other format as formatted text, with the selected place marked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
    QTextTableFormat,
)
from PySide6.QtWidgets import QMenu, QTextEdit, QWidget

from core.document import Document, Para, RawTable
from core.place import Place
from gui.common.found_marks import found_marks
from gui.common.line_breaker import LineBreaker
from gui.common.menus import Entry, menu_of
from gui.common.qt_types import extra_selection
from gui.common.texts import tr
from gui.common.theme import content_font, current

SOURCE_POINTS = 9.5
MOST_CELLS = 6000  # beyond it a table is shown in part: a workbook may hold anything
MOST_PARAGRAPHS = 5000
SLICE = 150  # paragraphs or cells set in one go
_LEAST_WANT, _MOST_WANT = 6, 14  # characters, when column widths are shared out


class SourceText(QTextEdit):
    """Read-only; places are found by block, row and column.

    pointed(Place, text of the block, character in it) when the person clicks somewhere or presses Enter at the caret;
    find_asked() from the menu. A long document is set in slices beside the window's work and shown when it is whole.
    """

    pointed = Signal(object, str, int)
    find_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptDrops(False)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        by = Qt.TextInteractionFlag
        self.setTextInteractionFlags(by.TextSelectableByMouse | by.TextSelectableByKeyboard)
        self.setObjectName("source")
        self.setFont(content_font(SOURCE_POINTS))
        self.setAccessibleName(tr("原文"))
        self.setPlaceholderText(tr("正在载入原文…"))
        self._blocks: dict[int, int] = {}
        self._tables: dict[int, QTextTable] = {}
        self._marked: tuple[int, int] | None = None
        self._asked: tuple[Place, str] | None = None
        self._words = ""
        self._marks: list[QTextEdit.ExtraSelection] = []
        self._new = QTextDocument(self)
        self._shown: QTextDocument | None = None
        self._lines = LineBreaker(self)
        self._lines.done.connect(self._ready)
        self._pieces: Iterator[None] = iter(())
        self._more = QTimer(self, interval=0)
        self._more.timeout.connect(self._load_more)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._scrolled())

    def set_zoom(self, zoom: float) -> None:
        """Scale the text; 1.0 is 100 %."""
        self.setFont(content_font(SOURCE_POINTS * zoom))

    def load(self, document: Document) -> None:
        """Show another document from its beginning."""
        self.clear()
        self._blocks, self._tables, self._marked, self._asked = {}, {}, None, None
        self._marks = []
        self.setExtraSelections([])
        if self._new is not self._shown:
            self._new.deleteLater()  # another document came before this one was whole
        # Set apart from the editor and without a layout: neither time nor a paint goes into a half-set document.
        self._new = QTextDocument(self)
        self._new.setDefaultFont(self.font())
        self._pieces = self._set(document, QTextCursor(self._new))
        self._more.start()
        self._load_more()

    @property
    def loading(self) -> bool:
        """Whether the document is still being set, or its lines still being broken."""
        return self._more.isActive() or self._lines.busy

    def _load_more(self) -> None:
        """Another slice of the blocks; the whole document is then shown and broken into lines."""
        if len(list(islice(self._pieces, SLICE))) == SLICE:
            return
        self._more.stop()
        before, self._shown = self._shown, self._new
        self.setDocument(self._new)
        if before is not None:
            before.deleteLater()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._lines.begin()

    def _ready(self) -> None:
        self.look_for(self._words)
        if self._asked is not None:
            self.show_place(*self._asked)

    def _set(self, document: Document, cursor: QTextCursor) -> Iterator[None]:
        for number, block in enumerate(document.blocks[:MOST_PARAGRAPHS]):
            if isinstance(block, Para):
                self._add_paragraph(cursor, number, block)
                yield
            else:
                yield from self._add_table(cursor, number, block)

    def _add_paragraph(self, cursor: QTextCursor, number: int, para: Para) -> None:
        shape, look = QTextBlockFormat(), QTextCharFormat()
        shape.setTextIndent(0 if para.level else 2 * self.fontMetrics().horizontalAdvance("国"))
        shape.setBottomMargin(3)
        look.setFontWeight(700 if para.level else 400)
        cursor.insertBlock(shape, look)
        self._blocks[number] = cursor.block().blockNumber()
        cursor.insertText(para.text)

    def _add_table(self, cursor: QTextCursor, number: int, raw: RawTable) -> Iterator[None]:
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
            yield
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

    # Marks

    def show_place(self, place: Place | None, words: str = "") -> None:
        """Mark a place, or the words of it, and bring it into view; None takes the mark away."""
        self._unmark()
        self._asked = (place, words) if place is not None else None
        if place is None or place.block is None or self.loading:
            return
        table = self._tables.get(place.block)
        if table is not None and place.row is not None and place.column is not None:
            self._mark_cell(table, place.row, place.column)
        elif place.block in self._blocks:
            self._mark_block(self._blocks[place.block], words)

    def look_for(self, words: str) -> None:
        """Mark every place in sight where the words stand."""
        self._words = words
        self._show_marks(self._marks)

    def _show_marks(self, marks: list[QTextEdit.ExtraSelection]) -> None:
        self._marks = marks
        self.setExtraSelections([*marks, *found_marks(self, self._words)])

    def _scrolled(self) -> None:
        if self._words and not self.loading:
            self._show_marks(self._marks)

    def _unmark(self) -> None:
        self._marked = None
        self._show_marks([])
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

    def _mark_block(self, number: int, words: str) -> None:
        block, t = self.document().findBlockByNumber(number), current()
        whole, look = QTextCursor(block), QTextCharFormat()
        at = block.text().find(words) if words else -1
        look.setBackground(QColor(t.accent_soft if at >= 0 else t.selection))
        look.setProperty(QTextFormat.Property.FullWidthSelection.value, True)
        marks = [extra_selection(whole, look)]
        if at >= 0:
            sentence, strong = QTextCursor(self.document()), QTextCharFormat()
            sentence.setPosition(block.position() + at)
            sentence.setPosition(block.position() + at + len(words), QTextCursor.MoveMode.KeepAnchor)
            strong.setBackground(QColor(t.selection))
            strong.setFontUnderline(True)
            strong.setUnderlineColor(QColor(t.accent))
            marks.append(extra_selection(sentence, strong))
            whole = QTextCursor(self.document())
            whole.setPosition(block.position() + at)
        self._show_marks(marks)
        self._reveal(whole)

    def _reveal(self, cursor: QTextCursor) -> None:
        """Bring a position that is out of sight to the upper third; one in sight stays where it is."""
        cursor.clearSelection()
        across = self.verticalScrollBar().value()
        self.setTextCursor(cursor)
        bar, rect = self.verticalScrollBar(), self.cursorRect(cursor)
        bar.setValue(across)
        rect = self.cursorRect(cursor)
        if rect.top() < 0 or rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.top() - self.viewport().height() // 3)

    @property
    def marked_text(self) -> str:
        """Text of the marked cell or sentence, empty when none is marked."""
        if self._marked is None:
            return self._marks[1].cursor.selectedText() if len(self._marks) > 1 else ""  # type: ignore[attr-defined]
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._marked[0])
        cursor.setPosition(self._marked[1], QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText()

    # From the file to the report

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click, and not the end of a selection, points at a place."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.point_at(self.cursorForPosition(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter points at the place of the caret."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.point_at(self.textCursor())
        else:
            super().keyPressEvent(event)

    def point_at(self, cursor: QTextCursor) -> None:
        """Say which block, and which cell of it, a position is in."""
        table: QTextTable | None = cursor.currentTable()  # the stubs leave None out
        if table is not None:
            number = next((n for n, t in self._tables.items() if t == table), None)
            cell = table.cellAt(cursor)
            if number is not None and cell.isValid():
                self.pointed.emit(Place(block=number, row=cell.row(), column=cell.column()), "", 0)
            return
        at = cursor.blockNumber()
        number = next((n for n, found in self._blocks.items() if found == at), None)
        if number is not None:
            self.pointed.emit(Place(block=number), cursor.block().text(), cursor.positionInBlock())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the file's text."""
        at = event.pos() if event.reason() == QContextMenuEvent.Reason.Mouse else self.cursorRect().center()
        self.menu(at).popup(self.viewport().mapToGlobal(at))

    def menu(self, at: QPoint) -> QMenu:
        """The menu over a position of the viewport."""
        cursor = self.cursorForPosition(at)
        entries: list[Entry] = [
            (tr("转到报告里的这一处"), lambda: self.point_at(cursor), True),
            (tr("复制"), self.copy, self.textCursor().hasSelection()),
            (tr("全选"), self.selectAll, True),
            (tr("查找…"), self.find_asked.emit, True),
        ]
        return menu_of(self, entries)
