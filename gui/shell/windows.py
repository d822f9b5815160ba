"""The windows of one program: each has its own report and its own state, and what belongs to all is shared here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from gui.shell.main_window import MainWindow

OFFSET = 32  # px that a further window stands beside the one before


class Windows(QObject):
    """make gives another window, shown and with its session on the way."""

    def __init__(self, first: MainWindow, make: Callable[[], MainWindow], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self.windows: list[MainWindow] = []
        self._add(first)

    def _add(self, window: MainWindow) -> None:
        self.windows.append(window)
        window.window_requested.connect(self.open)
        window.looks_changed.connect(lambda: self._share_looks(window))
        window.settings_changed.connect(lambda: self._share_settings(window))
        window.closed.connect(lambda: self._remove(window))

    def _remove(self, window: MainWindow) -> None:
        if window in self.windows:
            self.windows.remove(window)
            window.deleteLater()

    def open(self, path: Path | None = None) -> MainWindow:
        """Show a file in a window that stands on the start page, else in a new one; without a file a new window."""
        free = next((window for window in self.windows if window.is_free), None) if path is not None else None
        window = free or self._another()
        if path is not None:
            window.open_path(path)
        self.raise_window(window)
        return window

    def receive(self, path: Path | None) -> None:
        """A second start: its file in a window, or this program to the front."""
        if path is None and self.windows:
            self.raise_window(self.active)
        else:
            self.open(path)

    def _another(self) -> MainWindow:
        before = self.windows[-1] if self.windows else None
        window = self._make()
        if before is not None and not window.isMaximized():
            window.move(before.x() + OFFSET, before.y() + OFFSET)
        self._add(window)
        return window

    @property
    def active(self) -> MainWindow:
        """The window the person works in."""
        now = QApplication.activeWindow()
        return next((window for window in self.windows if window is now), self.windows[-1])

    def raise_window(self, window: MainWindow) -> None:
        """To the front, out of the task bar too."""
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()

    def show_error(self, error: BaseException) -> None:
        """A fault of the program, in the window the person works in."""
        self.active.show_error(error)

    def _share_looks(self, window: MainWindow) -> None:
        looks = window.preferences
        for other in self.windows:
            if other is not window:
                own = other.preferences
                other.preferences = own._replace(theme=looks.theme, points=looks.points, family=looks.family)

    def _share_settings(self, window: MainWindow) -> None:
        for other in self.windows:
            if other is not window:
                other.reload_settings()
