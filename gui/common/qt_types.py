"""What PySide's stubs leave out, in one place, so that every other module is checked in full."""

from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTextEdit


class ItemOption(Protocol):
    """The fields of QStyleOptionViewItem that delegates read; the stubs of 6.8 list none of them."""

    @property
    def rect(self) -> QRect:
        """Where the item is painted."""

    @property
    def state(self) -> QStyle.StateFlag:
        """Selected, hovered, focused."""

    @property
    def font(self) -> QFont:
        """The view's font."""


def item_option(option: QStyleOptionViewItem) -> ItemOption:
    """The same object with its fields known."""
    return cast("ItemOption", option)


def extra_selection(cursor: QTextCursor, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
    """A range of a text shown in another format."""
    selection = QTextEdit.ExtraSelection()
    selection.cursor = cursor  # type: ignore[attr-defined]
    selection.format = look  # type: ignore[attr-defined]
    return selection
