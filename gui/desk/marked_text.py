"""A text to read, with some of it marked: passages that two reports share, what differs between two versions."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from gui.common.theme import current

Range = tuple[int, int]


class MarkedText(QTextEdit):
    """Read-only paragraphs; marks are underlined as well as coloured."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)

    def show_text(self, text: str, ranges: Iterable[Range] = ()) -> None:
        """Characters of text and the ranges to mark in it; the first one is brought into sight."""
        self.setPlainText(text)
        look = QTextCharFormat()
        look.setBackground(QColor(current().warning_soft))
        look.setForeground(QColor(current().ink))
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        first = None
        cursor = QTextCursor(self.document())
        for start, end in ranges:
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(look)
            first = start if first is None else min(first, start)
        cursor.setPosition(first or 0)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
