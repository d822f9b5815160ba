"""What runs across reports: texts that are alike, with the words marked, and figures far from what is usual."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gui.common.basic_widgets import button, label
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen
from gui.desk.marked_text import MarkedText, Range
from gui.desk.plain_table import Line, PlainTable
from gui.history.row_tables import table

SIZE = (1240, 660)


class Member(NamedTuple):
    """A report of a group: its text, and what of it the others have too."""

    key: str
    name: str
    text: str
    ranges: tuple[Range, ...]


class Group(NamedTuple):
    """Reports that are alike."""

    title: str
    detail: str
    members: tuple[Member, ...]


class Far(NamedTuple):
    """A figure far from last year's or the other offices'."""

    key: str
    office: str
    place: str
    figure: str
    usual: str
    sentence: str


class AlikeWindow(QDialog):
    """row_asked(key) a report is to be opened."""

    row_asked = Signal(str)

    def __init__(self, groups: Sequence[Group], unusual: Sequence[Far], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("雷同与突变"))
        resize_within_screen(self, *SIZE)
        self._all = groups
        self.groups = QListWidget()
        self.groups.setAccessibleName(tr("文字雷同的几组报告"))
        self.groups.setWordWrap(True)
        self.groups.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sides = [_Side(tr("左边的报告")), _Side(tr("右边的报告"))]
        headers = (tr("单位"), tr("格"), tr("本年"), tr("参照"), tr("为什么提示"))
        self.unusual_model: PlainTable[str] = PlainTable(headers, (2, 3))
        self.unusual = table(self.unusual_model, tr("变化很大的数"), {0: 12, 1: 16, 2: 6, 3: 8}, 4)
        self.unusual.setSortingEnabled(True)
        self.unusual.activated.connect(lambda index: self.row_asked.emit(self.unusual_model.item(index) or ""))
        self.tabs = QTabWidget()
        self._build_layout()
        self._fill(groups, unusual)

    def _build_layout(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.groups)
        for side in self.sides:
            split.addWidget(side)
            side.chosen.connect(self._show_texts)
            side.opened.connect(self.row_asked)
        split.setSizes([260, 470, 470])
        split.setChildrenCollapsible(False)
        alike = QWidget()
        column = QVBoxLayout(alike)
        column.setContentsMargins(0, 6, 0, 0)
        hint = tr("雷同只是提示：照搬往年或互相抄写的文字，请提醒单位结合实际改写。标出的是相同的话。")
        column.addWidget(label(hint, "muted", wrap=True))
        column.addWidget(split, 1)
        self.tabs.addTab(alike, tr("文字雷同"))
        far = QWidget()
        column = QVBoxLayout(far)
        column.setContentsMargins(0, 6, 0, 0)
        self._far_words = label("", "muted", wrap=True)
        column.addWidget(self._far_words)
        column.addWidget(self.unusual, 1)
        self.tabs.addTab(far, tr("数字突变"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addWidget(self.tabs)

    def _fill(self, groups: Sequence[Group], unusual: Sequence[Far]) -> None:
        self.tabs.setTabText(0, tr("文字雷同 {0} 组", len(groups)))
        self.tabs.setTabText(1, tr("数字突变 {0} 处", len(unusual)))
        for group in groups:
            self.groups.addItem(QListWidgetItem(f"{group.title}\n{group.detail}"))
        self.unusual_model.set_lines([Line((u.office, u.place, u.figure, u.usual, u.sentence), u.key) for u in unusual])
        far = tr("与上年或其他单位相差很大的数，请单位核实；按回车打开报告。")
        self._far_words.setText(far if unusual else tr("没有发现与上年或其他单位相差很大的数。"))
        self.groups.currentRowChanged.connect(self._group_chosen)
        if groups:
            self.groups.setCurrentRow(0)
        else:
            self.groups.addItem(tr("没有发现文字雷同的报告。"))
            for side in self.sides:
                side.hide()
            self.tabs.setCurrentIndex(1 if unusual else 0)

    def _group_chosen(self, number: int) -> None:
        if 0 <= number < len(self._all):
            members = self._all[number].members
            for at, side in enumerate(self.sides):
                side.set_members(members, min(at, len(members) - 1))
            self._show_texts()

    def _show_texts(self) -> None:
        for side in self.sides:
            side.show_member()


class _Side(QWidget):
    """One of the group's reports: chosen in a list, read below it."""

    chosen = Signal()
    opened = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.which, self.text = QComboBox(), MarkedText(name)
        self.which.setAccessibleName(name)
        self._members: tuple[Member, ...] = ()
        self.which.activated.connect(lambda _: self.chosen.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 0, 0)
        column.addWidget(self.which)
        column.addWidget(self.text, 1)
        column.addWidget(button(tr("打开这份报告"), self._open, "link"))

    def set_members(self, members: tuple[Member, ...], number: int) -> None:
        """Another group."""
        self._members = members
        self.which.clear()
        self.which.addItems([member.name for member in members])
        self.which.setCurrentIndex(number)

    def show_member(self) -> None:
        """The chosen report's text with what the others have too."""
        number = self.which.currentIndex()
        if 0 <= number < len(self._members):
            self.text.show_text(self._members[number].text, self._members[number].ranges)

    def _open(self) -> None:
        number = self.which.currentIndex()
        if 0 <= number < len(self._members):
            self.opened.emit(self._members[number].key)
