"""Editor of a section's narrative: plain paragraphs, figures bound to cells marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeySequence,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from core.finding import Finding, Severity
from gui.common.found_marks import found_marks
from gui.common.line_breaker import LineBreaker
from gui.common.menus import Entry, menu_of
from gui.common.plain_text import plain_tip
from gui.common.qt_types import extra_selection
from gui.common.texts import tr
from gui.common.theme import content_font, current
from gui.workspace import paragraph_positions as positions

TEXT_POINTS = 11.5
PAUSE = 400  # ms without a key after which what was typed becomes one undo step
_UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


@dataclass(frozen=True, slots=True)
class TextMark:
    """A marked range of a paragraph: severity None when the figure agrees with its cells."""

    paragraph: int
    start: int
    end: int
    severity: Severity | None
    tip: str
    finding: Finding | None = None


class TextEditor(QTextEdit):
    """Plain paragraphs with the first line two characters in.

    committed(list of paragraph texts) comes after a pause in typing, when the focus leaves, and from
    commit(); empty paragraphs are not part of it. The editor keeps no undo of its own: Ctrl+Z goes to
    the window, so that text and figures share one order. mark_asked(Finding, QMenu) before the menu over a
    marked figure is shown: whoever knows a better sentence adds it; menu_asked(QMenu) before any menu is shown:
    the window adds its own acts.
    """

    committed = Signal(list)
    zoomed = Signal(int)
    mark_asked = Signal(object, object)
    menu_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptRichText(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)  # a file dropped here is to be opened by the window, not written as a path
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._marked: list[tuple[QTextCursor, TextMark]] = []
        self._chosen: list[QTextEdit.ExtraSelection] = []
        self._words = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.commit)
        self._loading = False
        self.set_zoom(1.0)
        self._asked: tuple[int, int, int] | None = None
        self._lines = LineBreaker(self)
        self._lines.done.connect(self._lines_broken)
        self.textChanged.connect(self._typed)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._moved())

    # Content

    def paragraphs(self) -> list[str]:
        """The paragraphs that hold anything."""
        return positions.paragraphs_in(self.document())

    def show_paragraphs(self, texts: Iterable[str], another: bool = False) -> None:
        """Show other paragraphs, touching only what differs: after undo the cursor stands where the text changed. What
        is being typed and was not handed over yet stays, unless another report was opened."""
        new = [text for text in texts if text.strip()]
        if self._pause.isActive() and not another:
            return
        if new == self.paragraphs():
            self._pause.stop()
            return
        self._loading = True
        if another or self.document().isEmpty():
            self.setPlainText(positions.editor_text(new))
            self._format()
            self._lines.begin()
        else:
            self._replace_difference(positions.editor_text(new))  # new paragraphs take the shape of those beside them
        self._loading = False
        self._pause.stop()

    def _replace_difference(self, new: str) -> None:
        """Write what differs between the editor and `new`; the cursor goes to its end."""
        document = self.document()
        block, lines = document.begin(), []
        while block.isValid():
            lines.append(block.text())
            block = block.next()
        before, after = "\n".join(lines).encode("utf-16-le"), new.encode("utf-16-le", "surrogatepass")
        same = _alike(before, after) // 2
        most = min(len(before), len(after)) // 2 - same
        tail = min(_alike(before[::-1], after[::-1]) // 2, most)
        cursor = QTextCursor(document)
        cursor.setPosition(same)
        cursor.setPosition(len(before) // 2 - tail, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(after[2 * same : len(after) - 2 * tail].decode("utf-16-le", "replace"))
        self.setTextCursor(cursor)

    def commit(self) -> None:
        """Hand over what was typed, now."""
        if self._pause.isActive() or self.sender() is self._pause:
            self._pause.stop()
            self.committed.emit(self.paragraphs())

    def _typed(self) -> None:
        if not self._loading:
            self._pause.start()

    def _format(self) -> None:
        """Line height and first-line indent; new paragraphs inherit both."""
        block = QTextBlockFormat()
        block.setTextIndent(2 * self.fontMetrics().horizontalAdvance("国"))
        block.setLineHeight(150, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setBottomMargin(4)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(block)

    def set_zoom(self, zoom: float) -> None:
        """Scale the text; 1.0 is 100 %."""
        self.setFont(content_font(TEXT_POINTS * zoom))
        self._loading = True
        self._format()
        self._loading = False

    # Marks

    def set_marks(self, marks: Iterable[TextMark]) -> None:
        """Mark figures bound to cells: a plain underline where they agree, a waved one with a tint where not."""
        t, chosen, self._marked = current(), [], []
        for mark in marks:
            shape = QTextCharFormat()
            wave = QTextCharFormat.UnderlineStyle.WaveUnderline
            shape.setUnderlineStyle(wave if mark.severity else QTextCharFormat.UnderlineStyle.DotLine)
            shape.setUnderlineColor(t.severity(mark.severity) if mark.severity else QColor(t.ok))
            if mark.severity:
                shape.setBackground(t.severity_soft(mark.severity))
            cursor = positions.cursor_over(self.document(), mark.paragraph, mark.start, mark.end)
            chosen.append(extra_selection(cursor, shape))
            self._marked.append((cursor, mark))
        self._chosen = chosen
        self._show_marks()

    def look_for(self, words: str) -> None:
        """Mark every place where the words stand, '' for none."""
        if words != self._words:
            self._words = words
            self._show_marks()

    def _show_marks(self) -> None:
        self.setExtraSelections([*self._chosen, *found_marks(self, self._words)])

    def _moved(self) -> None:
        if self._words:
            self._show_marks()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another part of the text is in sight."""
        super().resizeEvent(event)
        self._moved()
        if event.size().width() != event.oldSize().width():
            self._lines.begin()

    def select_range(self, paragraph: int, start: int, end: int) -> None:
        """Select a range and bring it into view; in a long text just shown, as soon as its lines are broken."""
        if self._lines.busy:
            self._asked = (paragraph, start, end)
            return
        self.setTextCursor(positions.cursor_over(self.document(), paragraph, start, end))
        self.ensureCursorVisible()

    def _lines_broken(self) -> None:
        asked, self._asked = self._asked, None
        if asked is not None:
            self.select_range(*asked)

    @property
    def place(self) -> tuple[int, int]:
        """Paragraph and character at the cursor."""
        return positions.place_of(self.document(), self.textCursor().position())

    def mark_at(self, position: int) -> TextMark | None:
        """The mark over a character of the document, None when there is none."""
        for cursor, mark in self._marked:  # cursors move with what is typed before them
            if cursor.selectionStart() <= position <= cursor.selectionEnd():
                return mark
        return None

    # Qt's events

    def event(self, event: QEvent) -> bool:
        """Undo and redo belong to the window; a tooltip tells what a marked figure is bound to."""
        if event.type() == QEvent.Type.ShortcutOverride and any(event.matches(k) for k in _UNDO):  # type: ignore[attr-defined]
            event.ignore()
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tooltips over marks."""
        if isinstance(event, QHelpEvent):
            mark = self.mark_at(self.cursorForPosition(event.pos()).position())
            QToolTip.showText(event.globalPos(), plain_tip(mark.tip) if mark else "", self)
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the text, and on top of it what can be done about a marked figure."""
        chosen = self.textCursor().hasSelection()
        entries: list[Entry] = [
            (tr("剪切"), self.cut, chosen),
            (tr("复制"), self.copy, chosen),
            (tr("粘贴"), self.paste, bool(QGuiApplication.clipboard().text())),
            (tr("删除"), lambda: self.textCursor().removeSelectedText(), chosen),
            None,
            (tr("全选"), self.selectAll, not self.document().isEmpty()),
        ]
        menu = menu_of(self, entries)
        self.menu_asked.emit(menu)
        mark = self.mark_at(self.cursorForPosition(event.pos()).position())
        if mark is not None and mark.finding is not None:
            self.mark_asked.emit(mark.finding, menu)
        menu.popup(event.globalPos())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving hands over what was typed."""
        super().focusOutEvent(event)
        self.commit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom the whole workspace, not this editor alone."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)


def _alike(one: bytes, other: bytes) -> int:
    """How many bytes both begin with; by halves, because a long text is compared at every act."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least
