"""The cover: title, agency, year; what was read before and after the sections; how the reading went."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from core import schema
from core.change import Fact
from core.model import Report
from gui.common.basic_widgets import clear, label
from gui.common.pane_widgets import Card
from gui.common.roles import Spot
from gui.common.texts import tr
from gui.editing.edit_controller import EditController
from gui.workspace.section_page import MARGIN, Board


class CoverPage(QScrollArea):
    """Facts are edited in place; everything else here is shown as found, so that nothing is lost unseen."""

    def __init__(self, controller: EditController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget()
        self.setWidget(inner)
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(MARGIN, 10, MARGIN, 10)
        layout.setSpacing(10)
        layout.addWidget(label(tr("封面"), "title"))
        self._fields = {fact: self._field(fact) for fact in Fact}
        self._edition = label(role="muted", wrap=True)
        layout.addWidget(self._facts())
        self._found = QVBoxLayout()
        layout.addLayout(self._found)
        layout.addStretch(1)

    def _field(self, fact: Fact) -> QLineEdit:
        field = QLineEdit()
        field.setAcceptDrops(False)
        field.editingFinished.connect(lambda: self._edited(fact))
        return field

    def _facts(self) -> QWidget:
        card = Card()
        form = QFormLayout(card)
        form.setContentsMargins(16, 14, 16, 14)
        names = {Fact.TITLE: tr("标题"), Fact.AGENCY: tr("机关名称"), Fact.YEAR: tr("年度")}
        for fact, field in self._fields.items():
            field.setAccessibleName(names[fact])
            form.addRow(names[fact], field)
        form.addRow(tr("版式"), self._edition)
        return card

    def _edited(self, fact: Fact) -> None:
        if self._controller.state is None:  # the field loses the focus because its report was closed
            return
        text = self._fields[fact].text().strip()
        value: str | int | None = text or None
        if fact is Fact.YEAR:
            value = int(text) if text.isdecimal() and len(text) == 4 else None
        elif fact is Fact.TITLE:
            value = text
        self._controller.edit_fact(fact, value)

    def refresh(self, board: Board, fresh: bool) -> None:
        """Show the report as it is now."""
        report = self._controller.report
        for fact, field in self._fields.items():
            value = getattr(report, fact)
            field.setText("" if value is None else str(value))
        source = schema.load(report.edition).source
        self._edition.setText(tr("{0} 版（{1}）", report.edition, source))
        if fresh:
            self._show_found(report)

    def _show_found(self, report: Report) -> None:
        clear(self._found)
        parts = (
            (tr("正文之前的文字"), [p.text for p in report.preamble]),
            (tr("正文之后的文字"), [p.text for p in report.closing]),
            (tr("没有归入表格或六个部分的文字（导出时附在最后）"), [u.text for u in report.unplaced]),
            (tr("读取时的说明"), [n.message for n in report.notes]),
        )
        for title, lines in parts:
            if lines:
                self._found.addWidget(_block(title, lines))

    @property
    def spot(self) -> Spot:
        """The cover as a whole."""
        return Spot(0)

    def flush(self) -> None:
        """Hand over a field still being typed into."""
        for fact, field in self._fields.items():
            if field.hasFocus():
                self._edited(fact)

    def show_spot(self, spot: Spot) -> None:
        """The cover has one screen: the title gets the cursor."""
        self._fields[Fact.TITLE].setFocus()

    def set_proposed(self, proposed: object) -> None:
        """Repairs never concern the cover."""

    def set_zoom(self, zoom: float) -> None:
        """The cover stays at its size."""


def _block(title: str, lines: list[str]) -> QWidget:
    card = Card()
    layout = QVBoxLayout(card)
    layout.setContentsMargins(16, 12, 16, 12)
    layout.addWidget(label(title, "strong"))
    text: QLabel = label("\n".join(lines), "muted", wrap=True)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    layout.addWidget(text)
    return card
