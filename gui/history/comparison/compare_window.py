"""What differs between two states of a report: cover, figures, texts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from core.comparison.reports import Comparison, compare
from core.errors import UserError
from core.model import Report
from core.session import History, VersionId
from gui.common.basic_widgets import button, label
from gui.common.pane_widgets import MessageBar
from gui.common.texts import tr
from gui.common.theme import current
from gui.common.window_sizes import resize_within_screen
from gui.history.comparison.figures_model import AFTER, BEFORE, CHANGE, MARK, PLACE, FiguresModel
from gui.history.comparison.text_page import text_page
from gui.history.row_tables import CellDelegate, table
from gui.history.wording import version_line, version_name

WIDTHS = {MARK: 2, BEFORE: 7, AFTER: 7, CHANGE: 4}
LEGEND = "≠ 数字不同　≈ 数字相同、写法不同　＋ 新出现　－ 不再有；文字里划线的是删去的，下划线的是新加的"


class CompareWindow(QDialog):
    """Painted from core.comparison.reports; nothing is judged here."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(title)
        resize_within_screen(self, 900, 620)
        self._found: Comparison | None = None
        self.heading, self.summary = label("", "heading", wrap=True), label("", "muted", wrap=True)
        self.model = FiguresModel(self)
        self.figures = table(self.model, tr("不同的数字"), WIDTHS, PLACE)
        self.figures.setItemDelegateForColumn(PLACE, CellDelegate(self.figures, Qt.TextElideMode.ElideMiddle))
        self.texts = QTextBrowser()
        self.texts.setAccessibleName(tr("不同的文字"))
        self.head = QVBoxLayout()
        self._build_layout()

    def _build_layout(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addLayout(self.head)
        layout.addWidget(self.heading)
        layout.addWidget(self.summary)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.figures)
        split.addWidget(self.texts)
        split.setSizes([320, 220])
        layout.addWidget(split, 1)
        foot = QHBoxLayout()
        foot.addWidget(label(tr(LEGEND), "muted", wrap=True), 1)
        foot.addWidget(button(tr("关闭"), self.close, "primary"))
        layout.addLayout(foot)

    def show_reports(self, before: Report, after: Report, names: tuple[str, str]) -> None:
        """Compare two reports; names head the columns."""
        self._found = found = compare(before, after)
        self.heading.setText(tr("从“{0}”到“{1}”", *names))
        self.summary.setText(summary(found))
        self.model.set_differences((*found.facts, *found.figures), names)
        self._paint_texts()

    def _paint_texts(self) -> None:
        if self._found is not None:
            self.texts.setHtml(text_page(self._found.texts, current()))

    def changeEvent(self, event: QEvent) -> None:
        """Another theme: the page's colours are part of its text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_texts()


class VersionsWindow(CompareWindow):
    """Any two versions of a report, chosen above."""

    def __init__(self, history: History, older: VersionId, newer: VersionId, parent: QWidget | None = None) -> None:
        super().__init__(tr("比较两个版本"), parent)
        self._history = history
        self.bar = MessageBar(self)
        self.older, self.newer = self._choice(tr("从")), self._choice(tr("到"))
        self._fill(older, newer)
        for box in (self.older, self.newer):
            box.currentIndexChanged.connect(lambda _: self._compare())
        self._compare()

    def _choice(self, name: str) -> QComboBox:
        row = QHBoxLayout()
        box = QComboBox()
        box.setAccessibleName(tr("{0}哪个版本", name))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        caption = label(name)
        caption.setBuddy(box)
        row.addWidget(caption)
        row.addWidget(box, 1)
        self.head.addLayout(row)
        return box

    def _fill(self, older: VersionId, newer: VersionId) -> None:
        self.head.addWidget(self.bar)
        versions = self._history.versions(self._history.load(newer).info.report_id)
        for box, chosen in ((self.older, older), (self.newer, newer)):
            for info in versions:
                box.addItem(version_line(info), info.id)
            box.setCurrentIndex(box.findData(chosen))

    def _compare(self) -> None:
        try:
            one, two = (self._history.load(box.currentData()) for box in (self.older, self.newer))
        except UserError as error:
            self.bar.show_message("error", str(error))
            return
        self.show_reports(one.report, two.report, (version_name(one.info), version_name(two.info)))


def summary(found: Comparison) -> str:
    """One sentence: how much differs."""
    if found.equal:
        return tr("两者完全相同。")
    changed = sum(text.changed for text in found.texts)
    facts = tr("封面 {0} 项不同；", len(found.facts)) if found.facts else ""
    rewritten = sum(figure.same_value for figure in found.figures)
    figures = tr("{0} 格数字不同，", len(found.figures) - rewritten)
    figures += tr("{0} 格只是写法不同，", rewritten) if rewritten else ""
    return facts + figures + tr("{0} 部分文字不同", changed)
