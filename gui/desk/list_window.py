"""A table of words in a window of its own, to be looked at, copied, and sometimes exported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from gui.common.basic_widgets import button, label
from gui.common.pane_widgets import MessageBar
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen
from gui.desk.check_list import without_default_buttons
from gui.desk.plain_table import Line, PlainTable
from gui.history.row_tables import table

HEIGHT, LEAST, WIDEST = 560, 700, 1340  # px
MOST = 24  # characters of a column before it is cut
ROOM = 30  # characters that the widest column gets at least, or all it needs


class ListWindow(QDialog):
    """lines are rows of texts, one a header."""

    def __init__(
        self,
        title: str,
        words: str,
        headers: Sequence[str],
        lines: Sequence[Sequence[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(title)
        self._headers, self._lines = tuple(headers), [tuple(line) for line in lines]
        figures = [
            column
            for column in range(len(headers))
            if lines and all(line[column].replace(".", "", 1).isdecimal() for line in lines if line[column])
        ]
        self.model: PlainTable[int] = PlainTable(self._headers, figures)
        self.model.set_lines([Line(line, number) for number, line in enumerate(self._lines)])
        needed = [max(_width(line[n]) for line in (self._headers, *self._lines)) + 1 for n in range(len(self._headers))]
        widest = needed.index(max(needed))  # takes what the others leave
        widths = {n: min(need, MOST) for n, need in enumerate(needed) if n != widest}
        self.view = table(self.model, title, widths, widest)
        least = min(needed[widest], ROOM)
        em = self.fontMetrics().horizontalAdvance("中")
        wide = (sum(widths.values()) + least + len(needed)) * em + 60
        resize_within_screen(self, min(max(wide, LEAST), WIDEST), HEIGHT)
        if wide > self.width():  # on a small screen the table scrolls: no column is pressed to nothing
            self.view.horizontalHeader().setSectionResizeMode(widest, QHeaderView.ResizeMode.Interactive)
            self.view.setColumnWidth(widest, least * em)
        self.bar = MessageBar(self)
        self._foot = QHBoxLayout()
        self._foot.addWidget(label(words or tr("共 {0} 行。", len(self._lines)), "muted"), 1)
        self._foot.addWidget(button(tr("复制全部(&C)"), self.copy, "", tr("粘贴到 Excel 里就是一张表")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addWidget(self.bar)
        layout.addWidget(self.view, 1)
        layout.addLayout(self._foot)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self, self.copy)
        without_default_buttons(self)

    def offer_export(self, words: str, slot: Callable[[], object]) -> None:
        """A button that writes the table into a file."""
        self._foot.addWidget(button(words, slot, "primary"))

    def copy(self) -> None:
        """All of it, with its headers, as cells."""
        rows = [self._headers, *self._lines]
        QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))
        self.bar.show_message("ok", tr("已复制，可以粘贴到 Excel 里。"))


def _width(words: str) -> int:
    """In Chinese characters; a letter or digit is half of one."""
    return ceil(sum(1 if ord(letter) > 0x2000 else 0.5 for letter in words))
