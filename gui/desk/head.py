"""What stands over the desk's table: which collection it is, how far it is, the acts needed most, and the filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from gui.common.basic_widgets import button, clear, label
from gui.common.flow_layout import FlowLayout
from gui.common.texts import tr

PAUSE = 150  # ms after a key before the table is searched


class DeskHead(QWidget):
    """acted(name) one of the desk's acts; states_chosen(frozenset of state names), searched(text)."""

    acted = Signal(str)
    states_chosen = Signal(object)
    searched = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.summary = label("", "title"), label("", "muted", wrap=True)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("查找单位、文件、问题（Ctrl+F）"))
        self.search.setAccessibleName(tr("在表里查找"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(14 * self.fontMetrics().horizontalAdvance("中"))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.columns = QPushButton(tr("列(&K)"))
        self.columns.setMenu(QMenu(self.columns))
        self._chips = FlowLayout()
        self._by_state: dict[str, QPushButton] = {}
        self._build()

    def _build(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.title)
        texts.addWidget(self.summary)
        first = QHBoxLayout()
        first.addLayout(texts, 1)
        self.buttons: dict[str, QPushButton] = {}
        for name, text, role in (
            ("desk_add", tr("添加…"), ""),
            ("desk_offices", tr("单位名单…"), ""),
            ("desk_slips", tr("退回通知…"), ""),
            ("desk_totals", tr("全县合计…"), "primary"),
        ):
            self.buttons[name] = button(text, partial(self.acted.emit, name), role)
            first.addWidget(self.buttons[name])
        self.more = QPushButton(tr("更多(&X)"))
        self.more.setMenu(QMenu(self.more))
        first.addWidget(self.more)
        second = QHBoxLayout()
        second.addLayout(self._chips, 1)
        second.addWidget(self.search)
        second.addWidget(self.columns)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 12, 6)
        layout.setSpacing(6)
        layout.addLayout(first)
        layout.addLayout(second)

    def fill_menus(self, more: Sequence[tuple[str, str]], columns: Sequence[QAction]) -> None:
        """Acts (name, words) under 更多, one entry a column under 列."""
        for name, words in more:
            self.more.menu().addAction(words, partial(self.acted.emit, name))
        self.columns.menu().addActions(columns)

    def show_counts(self, counts: Mapping[str, tuple[str, int]], total: int) -> None:
        """One chip a state that occurs: its words and how many rows. What was chosen stays chosen."""
        shown = {"": (tr("全部"), total), **counts}
        if list(shown) != list(self._by_state):
            self._make_chips(list(shown))
        for state, (words, number) in shown.items():
            self._by_state[state].setText(f"{words} {number}")

    def _make_chips(self, states: list[str]) -> None:
        """Other states occur than before: their chips, in this order; a choice that is gone is said."""
        chosen = self.states
        clear(self._chips)
        self._by_state = {}
        for state in states:
            chip = QPushButton()
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setCursor(Qt.CursorShape.PointingHandCursor)
            chip.setChecked(state in chosen if state else not chosen & set(states))
            chip.clicked.connect(partial(self._clicked, state))
            self._chips.addWidget(chip)
            self._by_state[state] = chip
        if self.states != chosen:
            self.states_chosen.emit(self.states)

    @property
    def states(self) -> frozenset[str]:
        """The states chosen, none for all."""
        return frozenset(state for state, chip in self._by_state.items() if state and chip.isChecked())

    def clear_states(self) -> None:
        """All rows again."""
        self._clicked("")

    def chip(self, state: str) -> QPushButton | None:
        """A state's chip, None where no row has it."""
        return self._by_state.get(state)

    def _clicked(self, state: str, _on: bool = False) -> None:
        if not state:
            for name, chip in self._by_state.items():
                chip.setChecked(not name)
        elif "" in self._by_state:
            self._by_state[""].setChecked(not self.states)
        self.states_chosen.emit(self.states)
