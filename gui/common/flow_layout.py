"""Widgets in lines, as many a line as find room: the same window fits a small screen and large letters."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

GAP = 6


class FlowLayout(QLayout):
    """Lays its items out from the left and breaks the line where the width ends; items that can grow share what is
    left of their line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's own door."""
        self._items.append(item)

    def count(self) -> int:
        """Items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """None beyond the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem:
        """Qt asks for None beyond the end, and PySide's stubs do not allow it."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def expandingDirections(self) -> Qt.Orientation:
        """Takes the width it is given."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """A narrow window needs more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines."""
        lines = self._lines(width)
        return sum(_height(line) for line in lines) + GAP * max(len(lines) - 1, 0)

    def minimumSize(self) -> QSize:
        """The widest item must fit."""
        return QSize(max((_width(item) for item in self._shown()), default=0), self.heightForWidth(10_000))

    def sizeHint(self) -> QSize:
        """All in one line."""
        shown = self._shown()
        return QSize(sum(_width(item) + GAP for item in shown), _height(shown))

    def setGeometry(self, rect: QRect) -> None:
        """Put the items in their places."""
        super().setGeometry(rect)
        top = rect.top()
        for line in self._lines(rect.width()):
            self._place(line, rect, top)
            top += _height(line) + GAP

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        room = 0
        for item in self._shown():
            if not lines or _width(item) > room:
                lines.append([])
                room = width
            lines[-1].append(item)
            room -= _width(item) + GAP
        return lines

    def _place(self, line: list[QLayoutItem], rect: QRect, top: int) -> None:
        left, height = rect.left(), _height(line)
        rest = rect.width() - sum(_width(item) + GAP for item in line) + GAP
        growing = [item for item in line if item.expandingDirections() & Qt.Orientation.Horizontal]
        for item in line:
            width = min(_width(item), rect.width()) + (max(rest, 0) // len(growing) if item in growing else 0)
            item.setGeometry(QRect(left, top, width, height))
            left += width + GAP


def _width(item: QLayoutItem) -> int:
    return max(item.minimumSize().width(), item.sizeHint().width())


def _height(line: list[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in line), default=0)
