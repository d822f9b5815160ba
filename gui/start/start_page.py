"""The first thing a clerk sees: one large place to drop a report, and the reports worked on lately."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gui.common.basic_widgets import RowButton, button, centred, clear, label
from gui.common.qt_flags import CUSTOM_MENU
from gui.common.texts import counts_words, origin_words, tr
from gui.common.theme import current

if TYPE_CHECKING:
    from core.desk import CollectionInfo
    from core.session import DraftInfo, ReportInfo

FORMATS = "Word、WPS、PDF、OFD、Excel、网页和纯文本"
MOST_COLLECTIONS = 1
WIDTH = 720
ICON = 44


class DropCard(QFrame):
    """The large place: dashed frame, icon, two lines, three buttons. The window itself takes the drop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drop")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 26, 24, 26)
        layout.setSpacing(6)
        self._icon = centred("", "")
        self._icon.setFixedHeight(ICON + 10)
        layout.addWidget(self._icon)
        layout.addWidget(centred(tr("把年度报告拖到这里"), "display"))
        layout.addWidget(centred(tr("支持 {0}；原文件不会被改动", FORMATS), "muted"))
        layout.addSpacing(12)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(10)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(self.buttons)
        row.addStretch(1)
        layout.addLayout(row)

    def set_hot(self, hot: bool) -> None:
        """A file is held over the window."""
        self.setProperty("hot", hot)
        self.style().unpolish(self)
        self.style().polish(self)

    def draw_icon(self) -> None:
        """The arrow over the words; drawn when the session is there, see gui.common.qt_flags."""
        from gui.common import icons

        self._icon.setPixmap(icons.pixmap("drop", QColor(current().accent), ICON))


class StartPage(QScrollArea):
    """Signals: open_asked(), paste_asked(), new_asked(), sample_asked(), help_asked(), history_asked(),
    version_asked(version id), decision_asked(report) one with several newest versions, pin_asked(report, bool),
    remove_asked(report) from the list, draft_asked(key), draft_dropped(key), folder_asked() a folder of reports for the
    county desk, collection_asked(its number)."""

    open_asked = Signal()
    paste_asked = Signal()
    new_asked = Signal()
    sample_asked = Signal()
    help_asked = Signal()
    history_asked = Signal()
    pin_asked = Signal(object, bool)
    remove_asked = Signal(object)
    version_asked = Signal(int)
    decision_asked = Signal(object)
    draft_asked = Signal(str)
    draft_dropped = Signal(str)
    folder_asked = Signal()
    collection_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName(tr("起始页"))
        self.setProperty("focusPolicy", 0)  # its buttons take the keyboard
        inner = QWidget()
        self.setWidget(inner)
        outer = QHBoxLayout(inner)
        column = QWidget()
        column.setMaximumWidth(WIDTH)
        outer.addStretch(1)
        outer.addWidget(column, 100)
        outer.addStretch(1)
        layout = self._column = QVBoxLayout(column)
        layout.setContentsMargins(16, 22, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(centred(tr("政府信息公开工作年度报告　读取 · 校核 · 改正 · 导出"), "muted"))
        self.drop = DropCard()
        self._buttons()
        layout.addWidget(self.drop)
        self._recent_title = label(tr("最近的报告"), "heading")
        layout.addSpacing(6)
        self._drafts = QVBoxLayout()
        self._drafts.setSpacing(6)
        layout.addLayout(self._drafts)
        self._desk = QVBoxLayout()
        self._desk.setSpacing(6)
        layout.addLayout(self._desk)
        layout.addWidget(self._recent_title)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(6)
        layout.addLayout(self._recent)
        layout.addLayout(self._ways())
        layout.addStretch(1)
        self.show_recent(())
        self.show_collections(())

    def _buttons(self) -> None:
        for text, signal, role in (
            (tr("打开文件…"), self.open_asked, "primary"),
            (tr("打开文件夹…"), self.folder_asked, ""),
            (tr("粘贴报告文字"), self.paste_asked, ""),
            (tr("新建空表"), self.new_asked, ""),
        ):
            self.drop.buttons.addWidget(button(text, signal.emit, role))

    def _ways(self) -> QHBoxLayout:
        """What is always at hand here, however many reports are listed."""
        row = QHBoxLayout()
        row.addStretch(1)
        for text, signal in (
            (tr("打开示例报告"), self.sample_asked),
            (tr("使用帮助"), self.help_asked),
            (tr("历史记录"), self.history_asked),
        ):
            row.addWidget(button(text, signal.emit, "link"))
        row.addStretch(1)
        return row

    def tab_in_order(self) -> None:
        """Tab goes down the page, through the cards as they are now."""
        from gui.common.reading_order import tab_in_layout_order  # not for the first paint

        tab_in_layout_order(self, self._column)

    def show_recent(self, reports: Iterable[tuple[ReportInfo, bool]]) -> None:
        """List the reports saved lately, and whether each is pinned; without any, offer the sample."""
        clear(self._recent)
        shown = list(reports)
        self._recent_title.setText(tr("最近的报告") if shown else tr("第一次使用？"))
        for info, pinned in shown:
            self._recent.addWidget(self._recent_card(info, pinned))
        if not shown:
            self._recent.addWidget(self._sample_card())

    def _recent_card(self, info: ReportInfo, pinned: bool) -> RowButton:
        name = tr("{0} {1} 年度报告", info.agency or tr("（未写明机关）"), info.year or "")
        detail = tr(
            "{0} · 共 {1} 个版本 · {2}",
            _local(info.updated),
            info.versions,
            origin_words(info.origin, info.source_name),
        )
        card = RowButton(name, detail, counts_words(info.errors, info.warnings))
        if info.heads > 1:
            card.row.addWidget(label(tr("有 {0} 个最新版本", info.heads), "muted"))
            card.clicked.connect(lambda: self.decision_asked.emit(info))
        else:
            card.clicked.connect(lambda: self.version_asked.emit(info.newest))
        pin, remove = partial(self.pin_asked.emit, info, not pinned), partial(self.remove_asked.emit, info)
        word = tr("取消固定") if pinned else tr("固定")
        tip = tr("不再排在最前面") if pinned else tr("一直排在最前面")
        card.row.addWidget(_named(button(word, pin, "link", tip), tr("{0}：{1}", word, name)))
        gone = button(tr("移除"), remove, "link", tr("从这里移除，历史记录里还在"))
        card.row.addWidget(_named(gone, tr("从最近的报告里移除：{0}", name)))
        card.setProperty("contextMenuPolicy", CUSTOM_MENU)
        card.customContextMenuRequested.connect(lambda at: self._menu(card, at, ((word, pin), (tr("移除"), remove))))
        return card

    def _menu(self, card: RowButton, at: QPoint, acts: Iterable[tuple[str, Callable[[], object]]]) -> None:
        from PySide6.QtWidgets import QMenu

        menu = self.menu = QMenu(card)
        for text, act in ((tr("打开"), card.click), *acts, (tr("在历史记录里查看"), self.history_asked.emit)):
            menu.addAction(text, act)
        menu.popup(card.mapToGlobal(at))

    def show_collections(self, collections: Iterable[CollectionInfo]) -> None:
        """The collection of reports worked on last; without any, what the desk is for."""
        clear(self._desk)
        for info in list(collections)[:MOST_COLLECTIONS]:
            detail = tr("集中校核 · {0} 份报告 · {1}", info.reports, _local(info.saved))
            card = RowButton(info.name, detail)
            card.clicked.connect(lambda _=False, number=info.id: self.collection_asked.emit(number))
            self._desk.addWidget(card)
        if not self._desk.count():
            words = tr("收齐各单位的年报以后，把文件夹拖进来：一张表看谁报了、谁没报、哪份有错")
            card = RowButton(tr("集中校核：一次校核几十份报告"), words)
            card.clicked.connect(lambda: self.folder_asked.emit())
            self._desk.addWidget(card)

    def show_drafts(self, drafts: Iterable[DraftInfo]) -> None:
        """Offer unsaved work that an earlier window left behind."""
        clear(self._drafts)
        for info in drafts:
            self._drafts.addWidget(self._draft_card(info))

    def _draft_card(self, info: DraftInfo) -> RowButton:
        name = tr("有没有保存的修改：{0} {1} 年度报告", info.agency or tr("（未写明机关）"), info.year or "")
        facts = [tr("最后修改于 {0}", _local(info.saved)), origin_words(info.origin, info.source_name)]
        if info.changes:  # tells two windows' drafts of one report apart
            facts.append(tr("{0} 处修改，最后一处：{1}", info.changes, info.last_change))
        if not info.here:
            facts.append(info.owner)
        detail = " · ".join(facts)
        card = RowButton(name, detail, "")
        card.row.addWidget(button(tr("放弃"), lambda: self.draft_dropped.emit(info.key)))
        card.row.addWidget(button(tr("恢复"), lambda: self.draft_asked.emit(info.key), "primary"))
        return card

    def _sample_card(self) -> RowButton:
        card = RowButton(tr("打开示例报告"), tr("一份有几处错误的报告，用来熟悉怎样查错、改正、导出"), "")
        card.clicked.connect(lambda: self.sample_asked.emit())
        return card


def _named(widget: QWidget, name: str) -> QWidget:
    widget.setAccessibleName(name)
    return widget


def _local(moment: str) -> str:
    """ISO 8601 UTC as a local date and time."""
    from datetime import datetime  # only with reports to show

    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
