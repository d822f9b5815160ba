"""Two years of one agency side by side, as a table and as a small chart."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from core.comparison.years import Trend, YearComparison, compare_years
from core.model import Report
from gui.common.basic_widgets import button, label
from gui.common.texts import tr
from gui.common.window_sizes import resize_within_screen, width_in_characters
from gui.history.comparison.bar_chart import BarChart
from gui.history.comparison.years_model import AFTER, BEFORE, CHANGE, PLACE, REMARK, Filter, YearsModel
from gui.history.row_tables import CellDelegate, fit_columns, table
from gui.history.wording import year_name

WIDTHS = {PLACE: 20, BEFORE: 4, AFTER: 4, CHANGE: 4}
NARROW = {PLACE: 13, BEFORE: 4, AFTER: 4, CHANGE: 3}
ROOMY = 64  # characters; a narrower window shows the table or the chart
FILTERS = ("应衔接的和突变的", "两年不同的", "全部")


class YearsWindow(QDialog):
    """Painted from core.comparison.years. note says what the reader must know of the pair, '' as a rule."""

    def __init__(self, before: Report, after: Report, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("两年对照"))
        resize_within_screen(self, 1120, 640)
        self._narrow = False
        self.found = compare_years(before, after)
        self.model = YearsModel(self)
        self.model.set_years(self.found)
        self.view = table(self.model, tr("两年的数字"), WIDTHS, REMARK)
        # The end of a place says which column it is, its beginning which row.
        self.view.setItemDelegateForColumn(PLACE, CellDelegate(self.view, Qt.TextElideMode.ElideMiddle))
        self.chart = BarChart()
        names = (year_name(before.year, tr("上年")), year_name(after.year, tr("本年")))
        self.chart.show_bars(self.found.bars, names)
        self.turn = QPushButton(tr("看图(&G)"))
        self.turn.setCheckable(True)
        self.turn.hide()
        self.turn.toggled.connect(lambda _: self._arrange())
        self.filter = QComboBox()
        self.filter.addItems([tr(name) for name in FILTERS])
        self.filter.setAccessibleName(tr("列出哪些数字"))
        self.filter.currentIndexChanged.connect(lambda i: self.model.set_filter(Filter(i)))
        self._build_layout(tr("{0}　{1}与 {2}", after.agency or tr("（未写明机关）"), *names), _note(before, after))

    def _build_layout(self, title: str, note: str) -> None:
        head = QHBoxLayout()
        head.addWidget(label(title, "heading", wrap=True), 1)
        caption = label(tr("列出(&S)"))
        caption.setBuddy(self.filter)
        head.addWidget(caption)
        head.addWidget(self.filter)
        head.addWidget(self.turn)
        area = self.area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.chart)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.view)
        split.addWidget(area)
        split.setSizes([790, 300])
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addLayout(head)
        layout.addWidget(label(summary(self.found) + note, "muted", wrap=True))
        layout.addWidget(split, 1)
        foot = QHBoxLayout()
        legend = tr("√ 与上年衔接　× 与上年不衔接　▲▼ 相差十倍以上　＝ 与上年相同　— 空白或没有这一格")
        foot.addWidget(label(legend, "muted", wrap=True), 1)
        foot.addWidget(button(tr("关闭"), self.close, "primary"))
        layout.addLayout(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room for both."""
        super().resizeEvent(event)
        narrow = width_in_characters(self) < ROOMY
        if narrow != self._narrow:
            self._narrow = narrow
            fit_columns(self.view, NARROW if narrow else WIDTHS, REMARK)
            self.turn.setVisible(narrow)
            self._arrange()

    def _arrange(self) -> None:
        self.turn.setText(tr("看表(&G)") if self.turn.isChecked() else tr("看图(&G)"))
        self.view.setVisible(not (self._narrow and self.turn.isChecked()))
        self.area.setVisible(not self._narrow or self.turn.isChecked())


def summary(found: YearComparison) -> str:
    """One sentence: what must be looked at."""
    broken = sum(relation.holds is False for relation in found.relations)
    jumps = sum(row.trend is Trend.JUMP for row in found.rows)
    carried = tr("{0} 处与上年不衔接", broken) if broken else tr("与上年衔接的数字都对得上")
    return carried + (tr("，{0} 处相差十倍以上。", jumps) if jumps else tr("，没有相差十倍以上的数字。"))


def _note(before: Report, after: Report) -> str:
    if before.agency != after.agency:
        return tr("注意：两份报告的机关名称不同（{0}、{1}）。", before.agency or "—", after.agency or "—")
    if before.year is not None and after.year is not None and after.year - before.year != 1:
        return tr("注意：这两份不是相邻的两年，“上年结转”等不必衔接。")
    return ""
