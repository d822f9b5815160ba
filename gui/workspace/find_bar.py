"""Find and replace over the report, in a strip above the page."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gui.common.basic_widgets import button, label
from gui.common.fields import Field
from gui.common.pane_widgets import tool
from gui.common.reading_order import announce
from gui.common.texts import tr
from gui.editing.edit_controller import EditController
from gui.workspace import search


class FindBar(QFrame):
    """Enter and F3 go to the next hit, with Shift to the previous, Esc closes.

    Signals: asked(Hit, bool) a hit is to be shown, with the keyboard given to it or not; looked_for(words) what is to
    be marked everywhere, '' for nothing.
    """

    asked = Signal(object, bool)
    looked_for = Signal(str)

    def __init__(self, controller: EditController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._controller = controller
        self._hits: list[search.Hit] = []
        self._at = -1
        self.words, self.by = Field(), Field()
        for field, name in ((self.words, tr("查找")), (self.by, tr("替换为"))):
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
            field.setMaximumWidth(220)
        self._count = label(role="muted")
        self._count.setMinimumWidth(76)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 8, 5)
        row.setSpacing(6)
        self._replace = button(tr("替换"), self.replace)
        self._replace_all = button(tr("全部替换"), self.replace_all)
        row.addWidget(self.words, 2)
        row.addWidget(self._count)
        self._steps = (
            tool(self, "previous", tr("上一处（Shift+F3）"), lambda: self.step(-1)),
            tool(self, "next", tr("下一处（F3）"), lambda: self.step(1)),
        )
        for step in self._steps:
            row.addWidget(step)
        row.addWidget(self.by, 2)
        row.addWidget(self._replace)
        row.addWidget(self._replace_all)
        row.addStretch(1)
        row.addWidget(tool(self, "close", tr("关闭查找（Esc）"), self.close_bar))
        # From 查找 straight to 替换为: what is typed after Tab must not go to a button.
        previous, following = self._steps
        order = (self.words, self.by, self._replace, self._replace_all, previous, following)
        for one, other in pairwise(order):
            QWidget.setTabOrder(one, other)
        self.words.textChanged.connect(lambda _: self.refresh(anew=True))
        self.hide()

    def open_bar(self, words: str = "") -> None:
        """Show the bar, with the selected words as what is looked for."""
        self.show()
        if words and words != self.words.text():
            self.words.setText(words)  # looks anew
        else:
            self.refresh(anew=True)
        self.words.setFocus()
        self.words.selectAll()

    def close_bar(self) -> None:
        """Hide the bar and the marks; the page gets the keyboard back."""
        self.hide()
        self.looked_for.emit("")
        if 0 <= self._at < len(self._hits):
            self.asked.emit(self._hits[self._at], True)

    def refresh(self, anew: bool = False) -> None:
        """Look again, after an act or another word."""
        if self.isHidden() or self._controller.state is None:
            return
        state, words = self._controller.opened, self.words.text()
        self._hits = search.find_all(state.report, words, state.document, self._controller.told)
        self._at = -1 if anew else min(self._at, len(self._hits) - 1)
        self._show_count()
        self.looked_for.emit(words)

    def _show_count(self) -> None:
        replaceable = any(hit.replaceable for hit in self._hits)
        self._replace.setEnabled(replaceable)
        self._replace_all.setEnabled(replaceable)
        at = tr("第 {0} 处 / ", self._at + 1) if self._at >= 0 else ""
        where = tr(" · {0}", self._hits[self._at].where) if self._at >= 0 else ""
        self._count.setText(at + tr("共 {0} 处", len(self._hits)) + where if self.words.text() else "")

    def step(self, by: int) -> None:
        """Show the next or previous hit, round at the ends; the keyboard stays here."""
        if self._hits:
            start = -1 if by > 0 and self._at < 0 else max(self._at, 0)
            self._at = (start + by) % len(self._hits)
            self.asked.emit(self._hits[self._at], False)
            self._show_count()
            announce(self, self._count.text())

    def step_anywhere(self, by: int) -> None:
        """F3: the next hit, with the bar opened again where it was closed; without words they are asked for."""
        if self.isHidden():
            at = self._at
            self.show()
            self.refresh()
            self._at = min(at, len(self._hits) - 1)
        if self.words.text():
            self.step(by)
        else:
            self.words.setFocus()

    def replace(self) -> None:
        """Replace the hit shown and go to the next one; what is not the report's own is passed over."""
        if self._at < 0 or not self._hits[self._at].replaceable:
            self.step(1)
            return
        change = search.replace_one(self._controller.report, self._hits[self._at], self.words.text(), self.by.text())
        self._at -= 1
        self._controller.perform(change)
        self.refresh()
        self.step(1)

    def replace_all(self) -> None:
        """Replace every hit as one undo step, and say how many."""
        number = sum(hit.replaceable for hit in self._hits)
        if number:
            self._controller.perform(search.replace_all(self._controller.report, self.words.text(), self.by.text()))
            self._controller.message.emit("ok", tr("已替换 {0} 处，可以一次撤销。", number))
            self.refresh(anew=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Shift+Enter and Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)
