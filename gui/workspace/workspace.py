"""The middle of the window: navigator and the page of the chosen section, and the jumps between places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from core.finding import Finding, Severity
from core.model import CLOSING, CellRef
from core.session import SourceKind
from gui.common.menus import Entry, give_menu
from gui.common.place_names import TABLE_SECTIONS, cell_name, spot_of
from gui.common.plain_text import menu_text
from gui.common.roles import Spot
from gui.common.texts import tr
from gui.common.theme import grown
from gui.editing.edit_controller import EditController
from gui.findings.offers import corrected_sentence, table_value
from gui.form import cell_marks
from gui.workspace.cover_page import CoverPage
from gui.workspace.find_bar import FindBar
from gui.workspace.last_year import last_year_words
from gui.workspace.navigator import Navigator
from gui.workspace.navigator_model import NavigatorModel
from gui.workspace.search import Hit
from gui.workspace.section_page import Board, SectionPage
from gui.workspace.text_editor import TextMark

Page = CoverPage | SectionPage
NAVIGATOR = 214  # px
ZOOM_STEPS = (0.75, 0.85, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)


class Workspace(QWidget):
    """Signals: placed(Spot) when the cursor goes somewhere; zoom_changed(factor); grid_made(FormView) when a page
    with a grid is first shown; menu_asked(QMenu) before the menu of a text is shown."""

    placed = Signal(object)
    zoom_changed = Signal(float)
    grid_made = Signal(object)
    menu_asked = Signal(object)

    def __init__(self, controller: EditController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._pages: dict[int, Page] = {}
        self._stale: dict[int, bool] = {}
        self._board = Board({}, (), {})
        self.zoom = 1.0
        self.last_year = False  # whether last year's figures stand under this year's
        self._model = NavigatorModel(self)
        self.navigator = Navigator(self._model, self)
        self.navigator.chosen.connect(self.show_section)
        give_menu(self.navigator, self._section_entries)
        self._stack = QStackedWidget()
        split = self._split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.navigator)
        self.find_bar = FindBar(controller)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.find_bar)
        column.addWidget(self._stack, 1)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([grown(NAVIGATOR), 1000])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)
        controller.place_requested.connect(self.show_spot)
        self.find_bar.looked_for.connect(self._look_for)
        self._words = ""

    def _section_entries(self, at: QPoint) -> Sequence[Entry]:
        index = self.navigator.indexAt(at)
        if not index.isValid() or self._controller.state is None:
            return ()
        number = index.row()
        text = self._controller.report.section(number).text
        return (
            (tr("转到这一部分"), lambda: self.show_spot(Spot(number)), True),
            (tr("复制这一部分的文字"), lambda: QGuiApplication.clipboard().setText(text), bool(text)),
        )

    def set_compact(self, compact: bool) -> None:
        """A narrow window: the sections by their numbers, the width for the figures."""
        if self.navigator.set_compact(compact):
            self._split.setSizes([self.navigator.maximumWidth() if compact else grown(NAVIGATOR), 1000])

    # Pages are made when first shown: opening a report paints one page, not seven.

    def _page(self, number: int) -> Page:
        if number not in self._pages:
            page: Page = SectionPage(self._controller, number) if number else CoverPage(self._controller)
            if isinstance(page, SectionPage):
                page.placed.connect(self.placed)
                page.zoomed.connect(self.zoom_by)
                page.editor.mark_asked.connect(self._offer_sentence)
                page.editor.menu_asked.connect(self.menu_asked)
                if page.form is not None:
                    self.grid_made.emit(page.form)
            else:
                page.placed.connect(self.placed)
                for editor in page.editors.values():
                    editor.zoomed.connect(self.zoom_by)
                    editor.mark_asked.connect(self._offer_sentence)
                    editor.menu_asked.connect(self.menu_asked)
            page.set_zoom(self.zoom)
            self._pages[number] = page
            self._stack.addWidget(page)
            self._stale[number] = True
        return self._pages[number]

    def prepare(self, number: int) -> None:
        """Make a page before it is needed."""
        self._page(number).ensurePolished()

    @property
    def page(self) -> Page:
        """The page shown."""
        return self._page(self.section)

    @property
    def section(self) -> int:
        """Number of the section shown, 0 for the cover."""
        return max(self.navigator.currentIndex().row(), 0)

    def show_section(self, number: int) -> None:
        """Show a section's page, brought up to date."""
        page = self._page(number)
        if number in self._stale:
            page.refresh(self._board, self._stale.pop(number))
        page.look_for(self._words)
        moved = self._stack.currentWidget() is not page
        self._stack.setCurrentWidget(page)
        self.navigator.show_section(number)
        if moved:
            self._controller.leave_table(number if number in TABLE_SECTIONS else None)
            self.placed.emit(page.spot)

    def show_spot(self, spot: Spot, keyboard: bool = True) -> None:
        """Show a place, and give it the keyboard or leave that where it is."""
        self.show_section(0 if spot.section == CLOSING else spot.section)
        self.page.show_spot(spot, keyboard)

    def show_hit(self, hit: Hit, keyboard: bool = True) -> None:
        """Show what was found in the report itself."""
        self.show_spot(hit.spot, keyboard and hit.fact is None)
        if hit.fact is not None and isinstance(self.page, CoverPage):
            self.page.show_fact(hit.fact, keyboard)

    def _look_for(self, words: str) -> None:
        self._words = words
        self.page.look_for(words)

    # After acts

    def refresh(self, fresh: bool) -> None:
        """Bring the shown page up to date, the others when they are shown; fresh after another report came."""
        state, told = self._controller.opened, self._controller.told
        shown = state.previous if self.last_year else None
        typing = state.origin is SourceKind.TYPED
        self._board = Board(
            cell_marks.build(state.report, told, state.locked, typing, shown),
            tuple(f.message for f in told),
            self._text_marks(),
            last_year_words(state) if shown is not None else "",
        )
        self._model.set_findings(told)
        for number in self._pages:
            self._stale[number] = fresh or self._stale.get(number, False)
        self.show_section(self.section)
        self.find_bar.refresh()

    def _text_marks(self) -> Mapping[int, tuple[TextMark, ...]]:
        """Bound figures of the narrative, with the severity of the finding that quotes them."""
        found: dict[int, list[TextMark]] = {}
        report, checked = self._controller.report, self._controller.checked
        quoted = {f.quote: f for f in checked.findings if f.quote is not None}
        for q, finding in quoted.items():
            found.setdefault(q.section, []).append(
                TextMark(q.paragraph, q.start, q.end, finding.severity, finding.message, finding)
            )
        for binding in checked.bindings:
            q, value = binding.quote, table_value(report, binding)
            if value == binding.value:
                names = "、".join(cell_name(report, ref) for ref in binding.cells)
                tip = tr("与{0}一致", names)
                found.setdefault(q.section, []).append(TextMark(q.paragraph, q.start, q.end, None, tip))
        return {section: tuple(items) for section, items in found.items()}

    def _offer_sentence(self, finding: Finding, menu: QMenu) -> None:
        """The corrected sentence on top of the menu over a marked figure."""
        offer = corrected_sentence(self._controller.report, self._controller.checked.bindings, finding)
        if offer is not None:
            action = QAction(menu_text(tr("采用：{0}", offer.lines[0])), menu)
            action.triggered.connect(lambda: self._controller.perform(offer.change, offer.spot))
            standard = menu.actions()
            if standard:
                menu.insertAction(standard[0], action)
                menu.insertSeparator(standard[0])
            else:
                menu.addAction(action)

    def flush(self) -> None:
        """Hand over what is still being typed on the shown page."""
        if self.section in self._pages:
            self._pages[self.section].flush()

    def set_proposed(self, proposed: Mapping[CellRef, str]) -> None:
        """Preview a repair in the grids."""
        for page in self._pages.values():
            page.set_proposed(proposed)

    def first_place(self, findings: tuple[Finding, ...]) -> Spot:
        """Where to begin: the first error, else the first finding, else section one."""
        errors = [f for f in findings if f.severity is Severity.ERROR]
        chosen = (errors or list(findings))[:1]
        return spot_of(chosen[0]) if chosen else Spot(1)

    def show_last_year(self, shown: bool) -> None:
        """Last year's figure under each of this year's, or no longer."""
        self.last_year = shown
        if self._controller.state is not None:
            self.refresh(False)

    # Zoom

    def zoom_by(self, steps: int) -> None:
        """Go up or down the zoom steps; 0 returns to 100 %."""
        nearest = min(range(len(ZOOM_STEPS)), key=lambda i: abs(ZOOM_STEPS[i] - self.zoom))
        at = min(max(nearest + steps, 0), len(ZOOM_STEPS) - 1)
        self.set_zoom(ZOOM_STEPS[at] if steps else 1.0)

    def set_zoom(self, zoom: float) -> None:
        """Scale grids and texts."""
        self.zoom = zoom
        for page in self._pages.values():
            page.set_zoom(zoom)
        self.zoom_changed.emit(zoom)
