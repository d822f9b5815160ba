"""What the desk's windows share: a list of offices to be ticked, captions over widgets, no button for Enter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from gui.common.basic_widgets import label

ON, OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_KEY = Qt.ItemDataRole.UserRole


class Choice(NamedTuple):
    """A line of the list; one that may not be chosen has no box."""

    key: str
    words: str
    chosen: bool = True
    allowed: bool = True


class CheckList(QListWidget):
    """Rows with boxes. ticked() after the person changed one, or all of them together."""

    ticked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.itemChanged.connect(self._changed)

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Other rows."""
        self._filling = True
        self.clear()
        for choice in choices:
            item = QListWidgetItem(choice.words)
            item.setData(_KEY, choice.key)
            item.setToolTip(choice.words)
            if choice.allowed:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(ON if choice.chosen else OFF)
            else:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(item)
        self._filling = False

    @property
    def keys(self) -> frozenset[str]:
        """The rows that are ticked."""
        return frozenset(str(item.data(_KEY)) for item in self._boxes() if item.checkState() == ON)

    @property
    def unticked(self) -> frozenset[str]:
        """The rows that could be ticked and are not."""
        return frozenset(str(item.data(_KEY)) for item in self._boxes() if item.checkState() == OFF)

    @property
    def current_key(self) -> str:
        """The row that the keys stand on; "" for none."""
        item = self.currentItem()
        return str(item.data(_KEY)) if item is not None else ""

    def choose(self, key: str) -> None:
        """Stand on a row."""
        for number in range(self.count()):
            if self.item(number).data(_KEY) == key:
                self.setCurrentRow(number)

    def tick_all_or_none(self) -> None:
        """All boxes on; all off where all are on."""
        boxes = self._boxes()
        state = OFF if all(item.checkState() == ON for item in boxes) else ON
        self._filling = True
        for item in boxes:
            item.setCheckState(state)
        self._filling = False
        self.ticked.emit()

    def _changed(self, _: QListWidgetItem) -> None:
        if not self._filling:
            self.ticked.emit()

    def _boxes(self) -> list[QListWidgetItem]:
        items = [self.item(number) for number in range(self.count())]
        return [item for item in items if item.flags() & Qt.ItemFlag.ItemIsUserCheckable]


def column(*widgets: QWidget, title: str = "", tall: int = 0) -> QWidget:
    """Widgets under each other, a caption over them; the one of number tall takes the height that is left."""
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 6, 0)
    if title:
        layout.addWidget(label(title, "strong"))
    for number, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if number == tall else 0)
    return box


def without_default_buttons(window: QDialog) -> None:
    """Enter belongs to the list or field that has the keys, not to a button."""
    for made in window.findChildren(QPushButton):
        made.setAutoDefault(False)
