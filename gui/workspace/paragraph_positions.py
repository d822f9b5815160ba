"""Positions in a section's text, mapped between the report and the editor; nothing else in the window maps them.

The report counts paragraphs that hold words, and characters. Qt counts blocks, a blank line among them, and UTF-16
units, two for a rare character. Typed with a blank line between, the third line is paragraph 1 and block 2:

    一是公开内容不够全面。

    二是解读形式较为单一。

A line break inside a paragraph (Shift+Enter in Word) is a line separator in the editor: the paragraph stays one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

LINE_SEPARATOR = "\u2028"


def editor_text(paragraphs: Iterable[str]) -> str:
    """What the editor is given: a block a paragraph."""
    return "\n".join(text.replace("\r\n", "\n").replace("\n", LINE_SEPARATOR) for text in paragraphs)


def paragraphs_in(document: QTextDocument) -> list[str]:
    """The paragraphs that hold anything, with their own line breaks. Read block by block, because toPlainText would
    turn a non-breaking space into a plain one."""
    return [block.text().replace(LINE_SEPARATOR, "\n") for block in _written(document)]


def cursor_over(document: QTextDocument, paragraph: int, start: int, end: int) -> QTextCursor:
    """A cursor over characters start to end of a paragraph; at the document's beginning when it is not there."""
    cursor = QTextCursor(document)
    for number, block in enumerate(_written(document)):
        if number == paragraph:
            text = block.text()
            cursor.setPosition(block.position() + _units(text[:start]))
            cursor.setPosition(block.position() + _units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
            break
    return cursor


def place_of(document: QTextDocument, position: int) -> tuple[int, int]:
    """Paragraph and character of a position of the document; a blank line belongs to the end of the paragraph above."""
    at, last = document.findBlock(position), (0, 0)
    for number, block in enumerate(_written(document)):
        if block.position() > at.position():
            break
        text = block.text()
        inside = position - block.position() if block == at else _units(text)
        last = (number, len(text.encode("utf-16-le")[: 2 * inside].decode("utf-16-le", "ignore")))
    return last


def _written(document: QTextDocument) -> Iterator[QTextBlock]:
    """Blocks that hold anything, the report's paragraphs in their order."""
    block = document.begin()
    while block.isValid():
        if block.text().strip():
            yield block
        block = block.next()


def _units(text: str) -> int:
    """Length as Qt counts it."""
    return len(text.encode("utf-16-le")) // 2
