"""Menus at the place where the right button, or the menu key, asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gui.common.plain_text import menu_text

Entry = tuple[str, Callable[[], object], bool] | QAction | None
"""Words, act and whether it can be done; an act of the window; None for a line."""


def menu_of(widget: QWidget, entries: Iterable[Entry]) -> QMenu:
    """A menu that goes when it is closed."""
    menu = QMenu(widget)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        elif isinstance(entry, QAction):
            menu.addAction(entry)
        else:
            text, act, possible = entry
            action = QAction(menu_text(text), menu)
            action.setEnabled(possible)
            action.triggered.connect(lambda _=False, act=act: act())
            menu.addAction(action)
    return menu


def give_menu(widget: QWidget, entries: Callable[[QPoint], Sequence[Entry]]) -> None:
    """A widget's menu, made anew each time for the point asked about; none where there are no entries."""

    def show(at: QPoint) -> None:
        found = entries(at)
        if found:
            menu_of(widget, found).popup(widget.mapToGlobal(at))

    widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    widget.customContextMenuRequested.connect(show)
