"""The places of what is looked for, marked in the part of a text that is in sight: a long one holds thousands."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from gui.common.qt_types import extra_selection
from gui.common.theme import current


def found_marks(view: QTextEdit, words: str) -> list[QTextEdit.ExtraSelection]:
    """A mark for every hit in sight; none for no words."""
    found: list[QTextEdit.ExtraSelection] = []
    if not words:
        return found
    look, cursor = QTextCharFormat(), QTextCursor(view.document())
    look.setBackground(QColor(current().found))
    cursor.setPosition(view.cursorForPosition(QPoint(0, 0)).block().position())
    last = view.cursorForPosition(view.viewport().rect().bottomRight()).block()
    end = last.position() + last.length()
    while True:
        cursor = view.document().find(words, cursor, QTextDocument.FindFlag.FindCaseSensitively)
        if cursor.isNull() or cursor.selectionStart() > end:
            return found
        found.append(extra_selection(cursor, look))
