"""One row beside the table: what is wrong, what was handed in, what came back, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from gui.common.basic_widgets import button, clear, label
from gui.common.flow_layout import FlowLayout
from gui.common.pane_widgets import restyle
from gui.common.texts import tr

WIDTH = 22  # characters that the panel needs


class Entry(NamedTuple):
    """A line of the panel: words, smaller words under them, acts beside them as (name, argument, text); ink is a role
    of the style sheet."""

    words: str
    detail: str = ""
    acts: tuple[tuple[str, str, str], ...] = ()
    ink: str = ""


class RowDetails(NamedTuple):
    """Everything the panel shows of a row. acts are (name, words) of buttons, the first one stands out."""

    key: str
    title: str
    state: str
    kind: str  # of the state's colour: "error", "warning", "ok", "hint"
    sentence: str
    acts: tuple[tuple[str, str], ...]
    problems: tuple[Entry, ...] = ()
    files: tuple[Entry, ...] = ()
    returned: tuple[Entry, ...] = ()
    marks: tuple[Entry, ...] = ()
    note: str = ""
    read: bool = True  # whether its report was read at all


class RowPanel(QWidget):
    """acted(name, argument) an act on the row shown; noted(text) its note was written."""

    acted = Signal(str, str)
    noted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pane")
        self.key = ""
        self.title, self.state = label("", "heading", wrap=True), label("")
        self.state.setObjectName("verdict")
        self.sentence = label("", "muted", wrap=True)
        self._buttons = FlowLayout()
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("这一行的详情"))
        self._pages = {name: _Entries() for name in ("problems", "files", "returned", "marks")}
        for name, words in (
            ("problems", tr("问题")),
            ("files", tr("文件")),
            ("returned", tr("重报")),
            ("marks", tr("办理")),
        ):
            self._pages[name].acted.connect(self.acted)
            self.tabs.addTab(self._pages[name], words)
        self.note = QLineEdit()
        self.note.setPlaceholderText(tr("给这一行写一句备注，回车保存"))
        self.note.setAccessibleName(tr("备注"))
        self.note.editingFinished.connect(self._note_written)
        self._written = ""
        self._shown: tuple[RowDetails | None, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        for widget in (self.title, self.state, self.sentence):
            layout.addWidget(widget)
        layout.addLayout(self._buttons)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.note)
        self.setMinimumWidth(WIDTH * self.fontMetrics().horizontalAdvance("中"))
        self.show_details(None)

    def show_details(self, details: RowDetails | None) -> None:
        """Another row, or the same one after an act; None for no row."""
        if self._shown == (details,):
            return  # files come in: what stands here is not made anew at each of them
        self._shown = (details,)
        another = details is None or details.key != self.key
        self.key = details.key if details else ""
        self.title.setText(details.title if details else tr("选一行，这里显示它的问题和文件。"))
        self.state.setVisible(details is not None)
        self.sentence.setText(details.sentence if details else "")
        self.tabs.setVisible(details is not None)
        self.note.setVisible(details is not None)
        clear(self._buttons)
        if details is None:
            return
        self.state.setText(details.state)
        restyle(self.state, state=details.kind)
        for number, (name, words) in enumerate(details.acts):
            self._buttons.addWidget(button(words, partial(self.acted.emit, name, ""), "" if number else "primary"))
        for number, (page, entries) in enumerate(
            zip(self._pages.values(), (details.problems, details.files, details.returned, details.marks), strict=True)
        ):
            nothing = () if number or details.problems or not details.read else (Entry(tr("没有发现问题。")),)
            page.show_entries(entries or nothing)
            name = self.tabs.tabText(number).split(" ")[0]
            self.tabs.setTabText(number, f"{name} {len(entries)}" if number < 2 and entries else name)
        self.tabs.setTabVisible(2, bool(details.returned))
        self._written = details.note
        if another or not self.note.hasFocus():
            self.note.setText(details.note)

    def _note_written(self) -> None:
        text = self.note.text().strip()
        if text != self._written:
            self._written = text
            self.noted.emit(text)


class _Entries(QScrollArea):
    """Entries under each other, as high as their words need."""

    acted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 6, 4, 6)
        self._list.setSpacing(8)
        self.setWidget(inner)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Other entries."""
        clear(self._list)
        for entry in entries:
            self._list.addWidget(self._made(entry))
        self._list.addStretch(1)

    def _made(self, entry: Entry) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(label(entry.words, entry.ink, wrap=True))
        if entry.detail:
            column.addWidget(label(entry.detail, "muted", wrap=True))
        if entry.acts:
            row = FlowLayout()
            for name, argument, words in entry.acts:
                row.addWidget(button(words, partial(self.acted.emit, name, argument), "link"))
            column.addLayout(row)
        return box
