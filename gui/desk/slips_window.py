"""The slips that send reports back: for whom, what of the findings, in which words, until when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QDate, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gui.common.basic_widgets import button, label
from gui.common.pane_widgets import MessageBar
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen
from gui.desk.check_list import OFF, ON, CheckList, Choice, column, without_default_buttons

SIZE = (1180, 640)
PAUSE = 200  # ms after a change before the text is made anew


@dataclass(frozen=True, slots=True)
class SlipItem:
    """A finding as a slip would say it; chosen: asked of the office unless the clerk leaves it out."""

    number: int
    words: str
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class SlipRow:
    """An office that a slip may go to."""

    key: str
    office: str
    items: tuple[SlipItem, ...]
    extra: str = ""
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class SlipOrder:
    """What the clerk decided: rows as they are to be written, until when, whom to ask, in whose name."""

    rows: tuple[SlipRow, ...] = ()
    due: str = ""
    contact: str = ""
    sender: str = ""


class SlipsWindow(QDialog):
    """preview gives a slip's text alone. write_asked(SlipOrder) all of them into a folder; copy_asked(text) one's text
    for the clipboard."""

    write_asked = Signal(object)
    copy_asked = Signal(str, str)

    def __init__(
        self, order: SlipOrder, preview: Callable[[SlipRow, SlipOrder], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("退回修改通知"))
        resize_within_screen(self, *SIZE)
        self._rows = {row.key: row for row in order.rows}
        self._preview = preview
        self._filling = False
        self._make_fields(order)
        self._make_lists()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._show_text)
        self._build_layout()
        self._fill()

    def _make_fields(self, order: SlipOrder) -> None:
        self.due = QDateEdit(QDate.fromString(order.due, "yyyy-MM-dd") if order.due else QDate.currentDate().addDays(7))
        self.due.setCalendarPopup(True)
        self.due.setDisplayFormat("yyyy-MM-dd")
        self.due.setAccessibleName(tr("修改期限"))
        self.contact, self.signature = QLineEdit(order.contact), QLineEdit(order.sender)
        self.contact.setPlaceholderText(tr("联系人和电话，例如：张三，0000-0000000"))
        self.contact.setAccessibleName(tr("联系人"))
        self.signature.setPlaceholderText(tr("落款单位"))
        self.signature.setAccessibleName(tr("落款单位"))
        self.due.dateChanged.connect(lambda _: self._pause.start())
        self.contact.textChanged.connect(lambda _: self._pause.start())
        self.signature.textChanged.connect(lambda _: self._pause.start())

    def _make_lists(self) -> None:
        self.rows, self.items = CheckList(tr("要退回的单位")), QListWidget()
        self.items.setAccessibleName(tr("写进通知的问题，按 F2 改写"))
        self.items.setWordWrap(True)
        self.items.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.items.setEditTriggers(QListWidget.EditTrigger.DoubleClicked | QListWidget.EditTrigger.EditKeyPressed)
        self.extra = QLineEdit()
        self.extra.setPlaceholderText(tr("再加一句自己的话"))
        self.extra.setAccessibleName(tr("补充的话"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("通知的文字"))
        self.rows.currentItemChanged.connect(lambda *_: self._row_chosen())
        self.rows.ticked.connect(self._changed)
        self.items.itemChanged.connect(lambda _: self._changed())
        self.extra.textChanged.connect(lambda _: self._changed())

    def _build_layout(self) -> None:
        top = QHBoxLayout()
        for words, field_, stretch in (
            (tr("修改期限(&D)"), self.due, 0),
            (tr("联系人(&L)"), self.contact, 2),
            (tr("落款单位(&U)"), self.signature, 2),
        ):
            caption = label(words)
            caption.setBuddy(field_)
            top.addWidget(caption)
            top.addWidget(field_, stretch)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(column(self.rows, title=tr("退回给这些单位")))
        split.addWidget(column(self.items, self.extra, title=tr("写进通知的问题（双击改写）")))
        split.addWidget(column(self.text, title=tr("通知的文字")))
        split.setSizes([300, 460, 420])
        split.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        self.count = label("", "muted")
        self.all_or_none = button(tr("全选或全不选(&A)"), self.rows.tick_all_or_none)
        self.copy = button(tr("复制这一份的文字(&C)"), self._copy, "", tr("贴到微信、QQ 里发给对方"))
        self.write = button(tr("写成 Word 文件，放进文件夹(&W)…"), self._write, "primary")
        foot.addWidget(self.all_or_none)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.copy)
        foot.addWidget(self.write)
        self.bar = MessageBar(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addLayout(top)
        layout.addWidget(self.bar)
        layout.addWidget(split, 1)
        layout.addLayout(foot)
        without_default_buttons(self)

    # What is decided

    @property
    def order(self) -> SlipOrder:
        """The clerk's decisions as they stand."""
        rows = tuple(self._rows.values())
        day = self.due.date().toString("yyyy-MM-dd")
        return SlipOrder(rows, day, self.contact.text().strip(), self.signature.text().strip())

    @property
    def key(self) -> str:
        """The row whose slip is shown."""
        return self.rows.current_key

    def choose(self, key: str) -> None:
        """Show a row's slip."""
        self.rows.choose(key)

    def _fill(self) -> None:
        self.rows.set_choices(
            Choice(row.key, tr("{0}（{1} 处）", row.office, len(row.items)), row.chosen) for row in self._rows.values()
        )
        self.rows.setCurrentRow(0)
        self._count()

    def _row_chosen(self) -> None:
        row = self._rows.get(self.key)
        self._filling = True
        self.items.clear()
        for entry in row.items if row else ():
            item = QListWidgetItem(entry.words)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable)
            item.setCheckState(ON if entry.chosen else OFF)
            self.items.addItem(item)
        self.extra.setText(row.extra if row else "")
        self._filling = False
        self._show_text()

    def _changed(self) -> None:
        if self._filling:
            return
        chosen = self.rows.keys
        self._rows = {key: replace(row, chosen=key in chosen) for key, row in self._rows.items()}
        row = self._rows.get(self.key)
        if row is not None:
            entries = tuple(
                replace(entry, words=self.items.item(at).text(), chosen=self.items.item(at).checkState() == ON)
                for at, entry in enumerate(row.items)
            )
            self._rows[row.key] = replace(row, items=entries, extra=self.extra.text().strip())
        self._count()
        self._pause.start()

    def _count(self) -> None:
        chosen = sum(row.chosen for row in self._rows.values())
        self.count.setText(tr("写 {0} 份通知", chosen))
        self.write.setEnabled(chosen > 0)
        self.copy.setEnabled(bool(self._rows))

    def _show_text(self) -> None:
        row = self._rows.get(self.key)
        self.text.setPlainText(self._preview(row, self.order) if row else "")

    def _copy(self) -> None:
        self._show_text()
        self.copy_asked.emit(self.key, self.text.toPlainText())

    def _write(self) -> None:
        self.write_asked.emit(self.order)


def order_of(rows: Sequence[SlipRow], due: str, contact: str, sender: str) -> SlipOrder:
    """The order a window begins with."""
    return SlipOrder(tuple(rows), due, contact, sender)
