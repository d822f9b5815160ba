"""What the keyboard and a screen reader meet: Tab in the order of the page, and sentences that are spoken."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLayout, QWidget


def tab_in_layout_order(first: QWidget, layout: QLayout) -> None:
    """Tab goes from first through everything in the layout that takes the keyboard, as it stands on the page. Without
    it a card that was made later comes last of the whole window."""
    for widget in list(_takers(layout)):
        if widget is not first:
            QWidget.setTabOrder(first, widget)
            first = widget


def _takers(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        assert item is not None
        widget = item.widget()
        if widget is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
        inner = widget.layout() if widget is not None else item.layout()
        if inner is not None:
            yield from _takers(inner)


def announce(widget: QWidget, sentence: str, urgent: bool = False) -> None:
    """Have a screen reader say a sentence that appeared beside the keyboard's place; nothing without one."""
    if sentence and QAccessible.isActive():
        event = QAccessibleAnnouncementEvent(widget, sentence)
        if urgent:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
