"""One section: its heading, its narrative, and its statutory table where it has one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from core import schema
from core.model import CellRef
from core.session import SourceKind
from core.values import Amount
from gui.common.basic_widgets import button, label
from gui.common.place_names import shape_of
from gui.common.plain_text import plain_tip
from gui.common.roles import CellMark, Spot
from gui.common.texts import NUMERALS, tr
from gui.editing.edit_controller import EditController
from gui.form.equation_line import EquationLine, is_open
from gui.form.form_model import FormModel
from gui.form.form_view import FormView
from gui.form.legend import Legend
from gui.workspace.text_editor import TextEditor, TextMark

TABLE_OF = {2: 2, 3: 3, 4: 4}
MARGIN = 14
LOW = 540  # px; a lower page gives its room to the grid
LOWEST = 240  # px; below that the text beside a table is opened by a button

ONE_LINE, FEW_LINES = 40, 130  # px; the text beside a table


@dataclass(frozen=True, slots=True)
class Board:
    """What all pages show beside the report: marks of the cells, sentences of the findings by number, marks of the
    narrative by section, and where last year's figures come from ("" where they are not shown)."""

    cells: Mapping[CellRef, CellMark]
    messages: tuple[str, ...]
    texts: Mapping[int, tuple[TextMark, ...]]
    last_year: str = ""


class SectionPage(QWidget):
    """A page of the workspace. Signals: zoomed(steps); placed(Spot) when the cursor goes somewhere else."""

    zoomed = Signal(int)
    placed = Signal(object)

    def __init__(self, controller: EditController, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller, self._number = controller, number
        self._heading = label(role="title")
        self._heading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.editor = TextEditor(self)
        self.editor.setPlaceholderText(tr("这一部分还没有文字，可以直接在这里填写。"))
        self.editor.committed.connect(self._commit)
        self.editor.zoomed.connect(self.zoomed)
        self.editor.cursorPositionChanged.connect(self._text_placed)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(MARGIN, 10, MARGIN, 8)
        self._layout.setSpacing(6)
        self._layout.addWidget(self._heading)
        self.form: FormView | None = None
        if number in TABLE_OF:
            self._add_table()
        self._layout.addWidget(self.editor, 1)

    def _add_table(self) -> None:
        self._model = FormModel(self._controller.edit_cells, self)
        self.form = FormView(self._model, self)
        self.form.setMinimumHeight(60)
        self.form.setAccessibleName(tr("表{0}", NUMERALS[self._number]))
        self.form.zoomed.connect(self.zoomed)
        self.form.current_changed.connect(self._cell_placed)
        self._equations = EquationLine(self)
        self._legend = Legend(self)
        self._missing = label(tr("文件里没有找到这张表。请对照原件，或从文件新建空表后填写。"), "muted", wrap=True)
        self._add_text = button(tr("＋ 添加文字"), self._open_editor, "link", tr("在表格之外写一段文字"))
        self._summary = label("", "muted")
        self.form.selectionModel().selectionChanged.connect(lambda *_: self._show_summary())
        top = QHBoxLayout()
        top.addWidget(self._equations, 1)
        top.addWidget(self._add_text)
        self._layout.addLayout(top)
        self._layout.addWidget(self.form, 20)
        self._layout.addWidget(self._missing, 1)
        foot = QHBoxLayout()
        self._last_year = label("", "muted")
        self._last_year.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._last_year.hide()
        foot.addWidget(self._legend, 1)
        foot.addWidget(self._last_year, 1)
        foot.addWidget(self._summary)
        self._layout.addLayout(foot)

    def _show_summary(self) -> None:
        """Count, sum and average of the selected figures, as a spreadsheet shows them; nothing for a single cell."""
        if self.form is not None and self._controller.state is not None:
            cells = [self._controller.report.cell(ref) for ref in self.form.selected_refs()]
            self._summary.setText(selection_summary([cell.amount for cell in cells]) if len(cells) > 1 else "")

    def _open_editor(self) -> None:
        self._add_text.hide()
        self.editor.show()
        self.editor.setFocus()

    def _show_editor(self) -> None:
        """Beside a table the text is shown where it holds anything and there is room for it; else a button opens it."""
        section = self._controller.report.section(self._number)
        present = self.form is not None and not self.form.isHidden()
        shown = (bool(section.paragraphs) and (self.height() >= LOWEST or not present)) or self.editor.hasFocus()
        self.editor.setVisible(shown)
        self._add_text.setText(tr("文字…") if section.paragraphs else tr("＋ 添加文字"))
        self._add_text.setVisible(present and not shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low page (a small screen at 200 %) the grid has the room, not its legend and title."""
        super().resizeEvent(event)
        low = self.height() < LOW
        self._heading.setVisible(not low)
        self._layout.setContentsMargins(*((4, 2, 4, 0) if low else (MARGIN, 10, MARGIN, 8)))
        self._layout.setSpacing(2 if low else 6)
        if self.form is not None:
            self.editor.setMaximumHeight(ONE_LINE if low else FEW_LINES)
            self._equations.low = low
            self._equations.updateGeometry()
            self._show_foot(self.form)
            self._summary.setVisible(not low)
            if self._controller.state is not None:
                self._show_editor()

    # Showing

    def refresh(self, board: Board, fresh: bool) -> None:
        """Show the report as it is now; fresh after another report was opened."""
        report = self._controller.report
        section = report.section(self._number)
        headings = schema.load(report.edition).headings
        typed = self._controller.opened.origin is SourceKind.TYPED
        missing = tr("{0}" if typed else "{0}（文件里没有这一部分）", headings[self._number - 1])
        self._heading.setText(section.heading or missing)
        self.editor.show_paragraphs((p.text for p in section.paragraphs), fresh)
        self.editor.set_marks(board.texts.get(self._number, ()))
        self.editor.setAccessibleName(self._heading.text())
        if self.form is not None:
            self._refresh_table(self.form, board, fresh)

    def _refresh_table(self, form: FormView, board: Board, fresh: bool) -> None:
        report, table = self._controller.report, TABLE_OF[self._number]
        present = table in report.tables
        shape = shape_of(report, table)
        if present and (fresh or self._model.shape is not shape):
            self._model.set_shape(shape)
        self._model.set_state(report, board.cells, board.messages)
        self._legend.set_typing(self._controller.opened.origin is SourceKind.TYPED)
        form.show_last_year(bool(board.last_year))
        self._last_year.setText(board.last_year)
        self._last_year.setToolTip(plain_tip(board.last_year))
        form.setVisible(present)
        self._equations.setVisible(present)
        self._show_foot(form)
        self._missing.setVisible(not present)
        self._show_editor()
        self._show_summary()
        self._show_equations(form.current_ref)

    def _show_foot(self, form: FormView) -> None:
        """The legend, or in its place the word which report last year's figures come from; nothing on a low page."""
        shown, compared = not form.isHidden() and self.height() >= LOW, bool(self._last_year.text())
        self._legend.setVisible(shown and not compared)
        self._last_year.setVisible(shown and compared)

    def _show_equations(self, ref: CellRef | None) -> None:
        state = self._controller.state
        if ref is None or state is None or ref.table not in state.report.tables:
            return
        equations = self._controller.checked.equations_of(ref)
        typing = state.origin is SourceKind.TYPED
        self._equations.show_cell(shape_of(state.report, ref.table).describe(ref), equations, typing)
        partners = frozenset(c for e in equations for c in e.cells) - {ref}
        broken = [e for e in equations if not e.holds and not is_open(e, typing)]
        related = frozenset(c for e in broken for c in e.cells) - {ref}
        self._model.set_partners(partners, related)

    def _cell_placed(self, ref: CellRef | None) -> None:
        self._show_equations(ref)
        if ref is not None:
            self.placed.emit(Spot(self._number, (ref,)))

    def _text_placed(self) -> None:
        if self.editor.hasFocus():
            paragraph, character = self.editor.place
            self.placed.emit(Spot(self._number, (), paragraph, character, character))

    @property
    def spot(self) -> Spot:
        """Where the cursor is on this page."""
        ref = self.form.current_ref if self.form is not None else None
        return Spot(self._number, (ref,) if ref else ())

    # Acting

    def _commit(self, texts: list[str]) -> None:
        self._controller.edit_section(self._number, texts)

    def flush(self) -> None:
        """Hand over what is still being typed, in the text or in a cell."""
        self.editor.commit()
        if self.form is not None:
            self.form.commit_open_editor()

    def show_spot(self, spot: Spot, keyboard: bool = True) -> None:
        """Bring a cell or a range of the text into view, and give it the keyboard or leave that where it is."""
        target: QWidget | None = self.editor
        if spot.paragraph is not None:
            self.editor.show()
            self.editor.select_range(spot.paragraph, spot.start, spot.end)
        elif spot.cells and self.form is not None:
            self.form.select_refs(spot.cells)
            target = self.form
        elif self.form is not None:
            target = None
        if keyboard and target is not None:
            target.setFocus()

    def look_for(self, words: str) -> None:
        """Mark every place where the words stand, '' for none."""
        self.editor.look_for(words)
        if self.form is not None:
            self._model.look_for(words)

    def set_proposed(self, proposed: Mapping[CellRef, str]) -> None:
        """Preview a repair in the grid; {} ends it."""
        if self.form is not None:
            self._model.set_proposed(proposed)

    def set_zoom(self, zoom: float) -> None:
        """Scale grid and text."""
        self.editor.set_zoom(zoom)
        if self.form is not None:
            self.form.set_zoom(zoom)


def selection_summary(amounts: Sequence[Amount | None]) -> str:
    """ "计数 3　合计 35　平均 11.67"; blanks and what is no figure are not counted. Exact but for the average."""
    figures = [Decimal(amount) for amount in amounts if amount is not None]
    if not figures:
        return tr("所选 {0} 格没有数字", len(amounts))
    total = sum(figures)
    average = (Decimal(total) / len(figures)).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    return tr("计数 {0}　合计 {1}　平均 {2}", len(figures), f"{total:f}", f"{average:f}")
