"""The cover: title, agency, year; the text before and behind the sections; how the reading went."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from core import schema
from core.change import Fact
from core.model import CLOSING, PREAMBLE, Report
from gui.common.basic_widgets import clear, label
from gui.common.fields import Field
from gui.common.pane_widgets import Card, restyle
from gui.common.roles import Spot
from gui.common.texts import tr
from gui.editing.edit_controller import EditController
from gui.workspace.section_page import MARGIN, Board
from gui.workspace.text_editor import TextEditor

EDITOR_HEIGHT = 132  # px at 100 %: four lines


class CoverPage(QScrollArea):
    """Facts, preamble and closing lines are edited in place; what found no place is shown, so that nothing is lost
    unseen. placed(Spot) when the cursor goes into the preamble or the closing lines."""

    placed = Signal(object)

    def __init__(self, controller: EditController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the keyboard
        inner = QWidget()
        self.setWidget(inner)
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(MARGIN, 10, MARGIN, 10)
        layout.setSpacing(10)
        layout.addWidget(label(tr("封面与落款"), "title"))
        self._shown: dict[Fact, str] = {}  # what the report says, as the fields were last told
        self._fields = {fact: self._field(fact) for fact in Fact}
        self._edition = label(role="muted", wrap=True)
        layout.addWidget(self._facts())
        self.editors = {PREAMBLE: self._editor(PREAMBLE), CLOSING: self._editor(CLOSING)}
        layout.addWidget(_titled(tr("正文之前的文字"), self.editors[PREAMBLE]))
        layout.addWidget(
            _titled(tr("落款与附件说明（机关名称、日期、附件、联系方式，各占一行）"), self.editors[CLOSING])
        )
        self._found = QVBoxLayout()
        layout.addLayout(self._found)
        layout.addStretch(1)

    def _field(self, fact: Fact) -> QLineEdit:
        field = Field()
        field.setAcceptDrops(False)
        field.editingFinished.connect(lambda: self._edited(fact))
        return field

    def _editor(self, part: int) -> TextEditor:
        editor = TextEditor(self)
        editor.setPlaceholderText(tr("还没有文字，可以直接在这里填写。"))
        editor.setAccessibleName(tr("正文之前的文字") if part == PREAMBLE else tr("落款与附件说明"))
        editor.setMinimumHeight(EDITOR_HEIGHT)
        editor.setMaximumHeight(EDITOR_HEIGHT)
        editor.committed.connect(lambda texts: self._controller.edit_section(part, texts))
        editor.cursorPositionChanged.connect(lambda: self._text_placed(part))
        return editor

    def _text_placed(self, part: int) -> None:
        if self.editors[part].hasFocus():
            cursor = self.editors[part].textCursor()
            at = cursor.positionInBlock()
            self.placed.emit(Spot(part, (), cursor.blockNumber(), at, at))

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
        self._show(fact, anew=True)

    def _show(self, fact: Fact, anew: bool) -> None:
        """The report's text in its field. What is being typed stays while that text is the same: a save that ends, a
        report that is read beside, refresh the page too."""
        value = getattr(self._controller.report, fact)
        text = "" if value is None else str(value)
        if text != self._shown.get(fact) or anew:
            self._shown[fact] = text
            if text != self._fields[fact].text():
                self._fields[fact].setText(text)

    def refresh(self, board: Board, fresh: bool) -> None:
        """Show the report as it is now."""
        report = self._controller.report
        for fact in self._fields:
            self._show(fact, fresh)
        source = schema.load(report.edition).source
        self._edition.setText(tr("{0} 版（{1}）", report.edition, source))
        for part, editor in self.editors.items():
            editor.show_paragraphs((p.text for p in report.section(part).paragraphs), fresh)
            editor.set_marks(board.texts.get(part, ()))
        if fresh:
            self._show_found(report)

    def _show_found(self, report: Report) -> None:
        clear(self._found)
        parts = (
            (tr("没有归入表格或六个部分的文字（导出时可以选择附在最后）"), [u.text for u in report.unplaced]),
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
            if field.text() != self._shown.get(fact, ""):
                self._edited(fact)
        for editor in self.editors.values():
            editor.commit()

    def show_spot(self, spot: Spot, keyboard: bool = True) -> None:
        """A range of the preamble or the closing lines comes into view, else the title; with the keyboard or not."""
        if spot.paragraph is None and spot.section != CLOSING:
            self.show_fact(Fact.TITLE, keyboard)
            return
        editor = self.editors[spot.section]
        self.ensureWidgetVisible(editor)
        if spot.paragraph is not None:
            editor.select_range(spot.paragraph, spot.start, spot.end)
        if keyboard:
            editor.setFocus()

    def show_fact(self, fact: Fact, keyboard: bool = True) -> None:
        """Bring a field into view; with the keyboard or not."""
        self.ensureWidgetVisible(self._fields[fact])
        if keyboard:
            self._fields[fact].setFocus()

    def look_for(self, words: str) -> None:
        """Mark every field and text where the words stand, '' for none."""
        for field in self._fields.values():
            restyle(field, found="yes" if words and words in field.text() else "")
        for editor in self.editors.values():
            editor.look_for(words)

    def set_proposed(self, proposed: object) -> None:
        """Repairs never concern the cover."""

    def set_zoom(self, zoom: float) -> None:
        """Scale the texts; the fields stay at their size."""
        for editor in self.editors.values():
            editor.set_zoom(zoom)
            editor.setFixedHeight(round(EDITOR_HEIGHT * zoom))


def _titled(title: str, editor: TextEditor) -> QWidget:
    card = Card()
    layout = QVBoxLayout(card)
    layout.setContentsMargins(16, 12, 16, 12)
    layout.addWidget(label(title, "strong"))
    layout.addWidget(editor)
    return card


def _block(title: str, lines: list[str]) -> QWidget:
    card = Card()
    layout = QVBoxLayout(card)
    layout.setContentsMargins(16, 12, 16, 12)
    layout.addWidget(label(title, "strong"))
    text: QLabel = label("\n".join(lines), "muted", wrap=True)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    layout.addWidget(text)
    return card
