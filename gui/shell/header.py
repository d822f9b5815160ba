"""The strip on top: what is open, where one stands, and the few acts needed most."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from core.checking import Checked
from core.open_report import OpenReport
from gui.common.basic_widgets import label
from gui.common.pane_widgets import restyle
from gui.common.roles import count
from gui.common.texts import origin_words, tr, verdict


class Header(QWidget):
    """Title and file on the left, verdict in the middle, tools and 导出 on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name = ""
        self._title, self._file = label(role="strong"), label(role="muted")
        self.verdict = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.verdict.setObjectName("verdict")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._file)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 6, 12, 6)
        self._row.setSpacing(8)
        self._row.addLayout(texts, 1)
        self._row.addWidget(self.verdict)
        self._row.addStretch(1)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(4)
        self._row.addLayout(self._tools)

    def add_tools(self, actions: Iterable[QAction], primary: QAction) -> None:
        """Icon buttons for actions, then the one filled button."""
        for action in actions:
            made = QToolButton()
            made.setDefaultAction(action)
            made.setIconSize(QSize(18, 18))
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            made.setAutoRaise(True)
            self._tools.addWidget(made)
        main = QPushButton(primary.iconText())
        main.setProperty("role", "primary")
        main.setToolTip(primary.toolTip())
        main.clicked.connect(primary.trigger)
        primary.changed.connect(lambda: main.setEnabled(primary.isEnabled()))
        main.setEnabled(primary.isEnabled())
        self._tools.addWidget(main)
        self.primary = main

    def refresh(self, state: OpenReport, checked: Checked) -> None:
        """Show the report's name and the verdict as they are now."""
        agency, year = state.report.agency or tr("（未写明机关）"), state.report.year or tr("（未写明年度）")
        self.name = tr("{0} {1} 年度报告", agency, year)
        unsaved = tr(" · 有未保存的修改") if state.dirty else ""
        self._file.setText(origin_name(state) + unsaved)
        sentence, kind = verdict_of(checked)
        self.verdict.setText(sentence)
        self.verdict.setAccessibleName(sentence)
        restyle(self.verdict, state=kind)
        self._elide()

    def _elide(self) -> None:
        room = max(self.width() // 3, 120)
        self._title.setText(QFontMetrics(self._title.font()).elidedText(self.name, Qt.TextElideMode.ElideRight, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The title gives way first."""
        super().resizeEvent(event)
        self._elide()


def origin_name(state: OpenReport) -> str:
    """Where the report came from: the file's name, 粘贴的内容, or 手工录入 where there was nothing to read."""
    return origin_words(state.origin, state.source_name)


def verdict_of(checked: Checked) -> tuple[str, str]:
    """The sentence on top and its colour, "ok" or "error". A rule that failed has concluded nothing: never green."""
    counts = count(f.severity for f in checked.findings)
    sentence = verdict(counts.errors, counts.warnings)
    if not checked.broken:
        return sentence, "error" if counts.errors else "ok"
    names = "、".join(rule.title for rule in checked.broken[:2])
    more = tr("等 {0} 条规则", len(checked.broken)) if len(checked.broken) > 2 else ""
    broken = tr("“{0}”{1}没有检查成（程序出错）", names, more)
    return (f"{sentence}；{broken}" if counts.errors else broken), "error"
