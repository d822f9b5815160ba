"""Sizes of this room's windows."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_FRAME = QSize(16, 56)  # title bar and borders


def resize_within_screen(window: QWidget, width: int, height: int) -> None:
    """Resize to what is wanted, or to what the screen has: at 200 % half of 1366 × 768 is left."""
    window.resize(QSize(width, height).boundedTo(window.screen().availableSize() - _FRAME))


def width_in_characters(window: QWidget) -> int:
    """How many Chinese characters the window is wide."""
    return window.width() // max(window.fontMetrics().horizontalAdvance("中"), 1)
