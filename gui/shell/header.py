"""The strip on top: what is open, where one stands, and the few acts needed most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QGuiApplication, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from core.open_report import OpenReport
from core.verdict import Verdict
from gui.common.basic_widgets import label
from gui.common.menus import Entry, give_menu
from gui.common.pane_widgets import restyle
from gui.common.reading_order import announce
from gui.common.texts import origin_words, tr

LOW = 430  # px; a lower window has one line here: 1366 × 768 at 200 %
NARROW = 800  # px; a narrower window has icons alone, their names in the tips
PILL = 32  # px; what the verdict's frame takes beside its words


class VerdictLabel(QLabel):
    """The verdict in its colour; a click asks for its details."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("verdict")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click inside."""
        super().mouseReleaseEvent(event)
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class Header(QWidget):
    """Title and file on the left, verdict in the middle, tools and 导出 on the right. verdict_clicked() asks for what
    was checked."""

    verdict_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name = ""
        self._sentence = ""
        self._buttons: list[QToolButton] = []
        self._title, self._file = label(role="strong"), label(role="muted")
        self.verdict = VerdictLabel()
        self.verdict.clicked.connect(self.verdict_clicked)
        give_menu(self, lambda _: self._entries())
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

    def _entries(self) -> Sequence[Entry]:
        copy = QGuiApplication.clipboard().setText
        return (
            (tr("查看检查了什么、没有检查什么"), self.verdict_clicked.emit, True),
            (tr("复制这句话"), lambda: copy(self._sentence), bool(self._sentence)),
            (tr("复制报告名称"), lambda: copy(self.name), bool(self.name)),
        )

    def add_tools(self, actions: Iterable[QAction], primary: QAction) -> None:
        """Icon buttons for actions, then the one filled button."""
        for action in actions:
            made = QToolButton()
            made.setDefaultAction(action)
            made.setIconSize(QSize(18, 18))
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            made.setAutoRaise(True)
            self._tools.addWidget(made)
            self._buttons.append(made)
        main = QPushButton(primary.iconText())
        main.setProperty("role", "primary")
        main.setToolTip(primary.toolTip())
        main.clicked.connect(primary.trigger)
        primary.changed.connect(lambda: main.setEnabled(primary.isEnabled()))
        main.setEnabled(primary.isEnabled())
        self._tools.addWidget(main)
        self.primary = main

    def add_back(self, action: QAction) -> None:
        """A way back on the far left, shown while the action can be done."""
        back = QToolButton()
        back.setDefaultAction(action)
        back.setIconSize(QSize(18, 18))
        back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        back.setVisible(action.isEnabled())
        action.changed.connect(lambda: back.setVisible(action.isEnabled()))
        self._row.insertWidget(0, back)

    def refresh(self, state: OpenReport, verdict: Verdict) -> None:
        """Show the report's name and the verdict as they are now."""
        agency, year = state.report.agency or tr("（未写明机关）"), state.report.year or tr("（未写明年度）")
        self.name = tr("{0} {1} 年度报告", agency, year)
        unsaved = tr(" · 有未保存的修改") if state.dirty else ""
        self._file.setText(origin_words(state.origin, state.source_name) + unsaved)
        if verdict.standing.value != self.verdict.property("state"):
            announce(self.verdict, verdict.sentence)
        self._sentence = verdict.sentence
        self.verdict.setAccessibleName(verdict.sentence)
        self.verdict.setToolTip(tr("单击查看检查了什么、没有检查什么"))
        restyle(self.verdict, state=verdict.standing.value)
        self._fit()

    def _fit(self) -> None:
        """The title gives way first; the verdict takes one line where there is room for it, else two."""
        narrow = self.width() < NARROW
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for tool in self._buttons:
            tool.setToolButtonStyle(style)
        room = max(self.width() // (5 if narrow else 4), 120)
        low = self.window().height() < LOW
        self._file.setVisible(not low)
        self._row.setContentsMargins(14, 2 if low else 6, 12, 2 if low else 6)
        self._title.setText(QFontMetrics(self._title.font()).elidedText(self.name, Qt.TextElideMode.ElideRight, room))
        metrics = QFontMetrics(self.verdict.font())
        most = max(self.width() - room - self._tools.sizeHint().width() - 60, 160)
        width = min(metrics.horizontalAdvance(self._sentence) + PILL, most)
        self.verdict.setText(metrics.elidedText(self._sentence, Qt.TextElideMode.ElideRight, 2 * (width - PILL) - PILL))
        if width < most:
            self.verdict.setText(self._sentence)
        self.verdict.setFixedWidth(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The title gives way first."""
        super().resizeEvent(event)
        self._fit()
