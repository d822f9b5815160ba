"""Everything that shows the open report: workspace, findings pane, source pane, and the acts upon them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget

from core.checking import suggest_repairs, suggestion_inputs
from core.finding import Finding
from gui.common.dock import Dock
from gui.common.place_names import spot_of
from gui.common.roles import Spot
from gui.common.text_acts import Caret
from gui.common.texts import tr
from gui.common.theme import grown
from gui.common.window_settings import WindowSettings
from gui.dialogs.accept_all import Choice
from gui.dialogs.ask import Ask
from gui.editing.edit_controller import EditController
from gui.editing.jobs import Jobs
from gui.findings.all_offers import Proposal, proposals, tables_to_mend, together
from gui.findings.findings_panel import FindingsPanel
from gui.findings.offers import Offer
from gui.findings.suggestions import Suggester
from gui.form.form_view import FormView
from gui.form.grid_acts import GridActs
from gui.scan.confirm_card import ConfirmCard
from gui.shell import actions
from gui.shell.panes import Panes
from gui.source.source_pane import SourcePane
from gui.workspace.last_year import last_year_words
from gui.workspace.search import Hit
from gui.workspace.section_page import SectionPage
from gui.workspace.workspace import Workspace

if TYPE_CHECKING:
    from core.session import Suggestion

NARROW = 1100  # px; a narrower window lists the sections by their numbers


class ReportView(QObject):
    """Made with the first report and kept. Signals: message(kind, text); failed(exception) for a bug."""

    message = Signal(str, str)
    failed = Signal(object)

    def __init__(
        self,
        controller: EditController,
        jobs: Jobs,
        ask: Ask,
        acts: Mapping[str, QAction],
        window: QMainWindow,
        looks: WindowSettings,
    ) -> None:
        super().__init__(window)
        self._controller, self._ask, self._window, self._looks = controller, ask, window, looks
        self._points = QApplication.font().pointSizeF()
        self._action_last_year = acts["last_figures"]
        self.suggester = Suggester(controller, self)
        self.suggester.jobs.failed.connect(self.failed)
        self.listing = Jobs(self)  # of 采用全部: the repairs of every table
        self.workspace = Workspace(controller)
        self.grid = GridActs(controller, ask, window)
        self.workspace.grid_made.connect(lambda form: actions.give_grid_keys(form, acts))
        self.source = SourcePane(controller, jobs, looks.fit_page)
        self.source.pointed.connect(self.workspace.show_spot)
        self.source.missed.connect(lambda words: self.message.emit("info", words))
        self.source.find_asked.connect(self.open_find)
        self.workspace.placed.connect(self.source.follow)
        self.workspace.find_bar.asked.connect(self._show_hit)
        self.workspace.find_bar.looked_for.connect(self._look_for)
        self.findings = FindingsPanel(controller, self.suggester)
        self.findings.chosen.connect(self._chosen)
        self.findings.entered.connect(self._entered)
        self.findings.accept_asked.connect(self.accept_first)
        self.workspace.menu_asked.connect(lambda menu: self._add_acts(menu, acts))
        self.workspace.placed.connect(self._cell_shown)
        self.findings.previewed.connect(self._preview)
        self.findings.detail.dismiss_asked.connect(self.dismiss)
        self.findings.detail.restore_asked.connect(controller.restore)
        self.panes = Panes(window, self.findings, self.source, acts, looks.layouts)
        self.card = ConfirmCard(controller, window)
        self.card.shown_at.connect(self._show_beside_card)
        self.card.finished.connect(lambda words: self.message.emit("ok", words))
        self.workspace.set_zoom(looks.zoom)
        self.workspace.zoom_changed.connect(self.source.text.set_zoom)
        self.source.scan_asked.connect(acts["show_scan"].trigger)
        self.caret = Caret(self)
        self._show_last_year(looks.last_figures)
        self._acts: dict[str, Callable[[], object]] = self._handlers()
        window.installEventFilter(self)
        self.workspace.set_compact(window.width() < grown(NARROW))

    @property
    def findings_dock(self) -> Dock:
        """The pane of the findings."""
        return self.panes.findings

    @property
    def source_dock(self) -> Dock:
        """The pane of the source."""
        return self.panes.source

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A narrow window lists the sections by their numbers."""
        if event.type() == QEvent.Type.Resize:
            self.workspace.set_compact(self._window.width() < grown(NARROW))
        return False

    def _handlers(self) -> dict[str, Callable[[], object]]:
        return {
            "undo": self._controller.undo_stack.undo,
            "redo": self._controller.undo_stack.redo,
            "next": lambda: self.findings.step(1),
            "previous": lambda: self.findings.step(-1),
            "next_doubtful": self.card.go_on,
            "accept": self.accept_first,
            "accept_all": self.accept_all,
            "dismiss": self.dismiss_current,
            "findings": lambda: self.panes.toggle(self.findings_dock),
            "source": lambda: self.panes.toggle(self.source_dock),
            "cut": lambda: self._on_grid(self.grid.cut),
            "copy": lambda: self._on_grid(self.grid.copy),
            "paste": lambda: self._on_grid(self.grid.paste),
            "clear": lambda: self._on_grid(self.grid.clear),
            "copy_labelled": lambda: self._on_grid(self.grid.copy_labelled),
            "fill_zero": lambda: self._on_grid(self.grid.fill_zero),
            "rest_zero": lambda: self._on_grid(self.grid.rest_zero),
            "take_totals": lambda: self._on_grid(self.grid.take_totals),
            "last_figures": self.toggle_last_year,
            "confirm": lambda: self._on_grid(self.grid.confirm),
            "find": self.open_find,
            "find_next": lambda: self.workspace.find_bar.step_anywhere(1),
            "find_previous": lambda: self.workspace.find_bar.step_anywhere(-1),
            "next_pane": self.next_pane,
            "section_before": lambda: self._turn(-1),
            "section_after": lambda: self._turn(1),
            "zoom_in": lambda: self.workspace.zoom_by(1),
            "zoom_out": lambda: self.workspace.zoom_by(-1),
            "zoom_reset": lambda: self.workspace.zoom_by(0),
        }

    def act(self, name: str) -> None:
        """Carry out an act of the action table: on the text that has the caret, else on the report. What is still being
        typed becomes a step of its own first."""
        if name == "copy" and self.caret.widget is self.findings.list:
            self.findings.copy(False)
        elif name in self._acts and not self.caret.act(name):
            self.workspace.flush()
            self._acts[name]()

    def _on_grid(self, do: Callable[[FormView], object]) -> None:
        """Carry out an act upon the grid shown, if there is one."""
        page = self.page
        if page is not None and page.form is not None and not page.form.isHidden():
            do(page.form)

    def _turn(self, by: int) -> None:
        """The next or previous section, with the keyboard in it."""
        number = min(max(self.workspace.section + by, 0), 6)
        self.workspace.show_section(number)
        self.workspace.show_spot(self.workspace.page.spot)

    def toggle_last_year(self) -> None:
        """Last year's figures on or off, and in words which report they come from."""
        self._show_last_year(not self.workspace.last_year)
        state = self._controller.opened
        if self.workspace.last_year:
            self.message.emit("info", last_year_words(state))

    def _show_last_year(self, shown: bool) -> None:
        self._action_last_year.setChecked(shown)
        self.workspace.show_last_year(shown)

    # From the window

    def refresh(self, another: bool) -> None:
        """Bring everything up to date after an act, or for another report: then go to its first error."""
        self.workspace.refresh(another)
        self.findings.refresh()
        if another:
            self.card.end()
            if waiting := len(self.card.waiting()):
                words = tr("由图片识别的数字里有 {0} 格待确认，按 F5 逐格对照图片确认。", waiting)
                self.message.emit("info", words)
            place = self.workspace.first_place(self._controller.told)
            self.workspace.show_spot(place, place.paragraph is None)
            if place.paragraph is not None:  # the next key would replace these words
                self.findings.list.setFocus()
            self.source.follow(place)

    def show_first_error(self) -> None:
        """The gravest finding, chosen in the list and shown in its place."""
        if self._controller.told:
            self.findings_dock.show()
            self.findings.choose(self._controller.told[0])

    def show_panes(self, shown: bool) -> None:
        """Panes belong to an open report; the start page stands alone."""
        if not shown:
            self.card.end()
        self.panes.show_for_report(shown)

    def flush(self) -> None:
        """Hand over what is still being typed."""
        self.workspace.flush()

    @property
    def busy(self) -> bool:
        """Whether a pane still waits for something."""
        return (
            self.suggester.busy
            or self.listing.busy
            or self.findings.detail.pending
            or self.source.pdf.busy
            or self.card.pictures.jobs.busy
        )

    def end(self) -> None:
        """Let the background work finish before the window goes."""
        self.suggester.jobs.wait()
        self.listing.wait()
        self.source.pdf.end()
        self.card.pictures.jobs.wait()

    def grow_with_letters(self) -> None:
        """Another size of the interface's letters: figures, texts and the source take their share of it."""
        if self._points != QApplication.font().pointSizeF():
            self._points = QApplication.font().pointSizeF()
            self.workspace.set_compact(self._window.width() < grown(NARROW))
            self.workspace.set_zoom(self.workspace.zoom)

    def _show_beside_card(self, spot: Spot) -> None:
        """The cell in hand of the walk, in the grid and in the source, and the card beside it."""
        self.workspace.show_spot(spot, False)
        self.source.follow(spot)
        page = self.workspace.page
        form = page.form if isinstance(page, SectionPage) else None
        if form is not None:
            cell = form.visualRect(form.form.index_of(spot.cells[0]))
            self.card.stand_beside(QRect(form.viewport().mapTo(self._window, cell.topLeft()), cell.size()))

    # Findings

    def _chosen(self, finding: Finding) -> None:
        """A finding's place comes into view. The keyboard goes along from figure to figure; it never goes into words,
        where the next key would replace them, before Enter."""
        spot, focus = spot_of(finding), QApplication.focusWidget()
        words = spot.paragraph is not None or not spot.cells
        in_page = focus is not None and self.workspace.isAncestorOf(focus)
        self.workspace.show_spot(spot, in_page and not words)
        if in_page and words and not (isinstance(focus, FormView) and focus is QApplication.focusWidget()):
            self.findings.list.setFocus()
        self.source.follow(spot)

    def _entered(self, finding: Finding) -> None:
        self.workspace.show_spot(spot_of(finding))
        self.source.follow(spot_of(finding))

    def _show_hit(self, hit: Hit, keyboard: bool) -> None:
        """What was found, in the pane where it stands."""
        if hit.finding is not None:
            self.findings_dock.show()
            self.findings.choose(hit.finding)
            target: QWidget = self.findings.list
        elif hit.place is not None:
            self.source_dock.show()
            self.source.show_place(hit.place, self.workspace.find_bar.words.text())
            target = self.source.pane
        else:
            self.workspace.show_hit(hit, keyboard)
            self.source.follow(hit.spot)
            return
        if keyboard:
            target.setFocus()

    def _add_acts(self, menu: QMenu, acts: Mapping[str, QAction]) -> None:
        """The window's own acts under those of a text; its undo is the only one."""
        menu.addSeparator()
        menu.addActions([acts[name] for name in ("undo", "redo", "find")])

    def _look_for(self, words: str) -> None:
        self.findings.model.look_for(words)
        self.source.look_for(words)

    def _cell_shown(self, spot: Spot) -> None:
        """A flagged cell brings its finding: what is accepted is what is looked at."""
        if len(spot.cells) == 1 and spot.paragraph is None:
            self.findings.select_for_cell(spot.cells[0])

    def _preview(self, offer: Offer | None) -> None:
        self.workspace.set_proposed(offer.proposed if offer else {})

    def accept_first(self) -> None:
        """采用 of the best offer for the chosen finding."""
        entry, cards = self.findings.current(), self.findings.detail.offer_cards()
        if entry is not None and spot_of(entry.finding).section != self.workspace.section:
            # Figures out of sight are not changed by a key.
            self._chosen(entry.finding)
            self.message.emit("info", tr("已转到“{0}”。看过建议后，再按一次采用。", entry.place))
        elif cards:
            cards[0].accept_button.click()

    def accept_all(self) -> None:
        """The best offer of every finding: first the list, then all that is ticked in one step."""
        controller = self._controller
        state, checked = controller.opened, controller.checked
        inputs = [suggestion_inputs(state, checked, table) for table in tables_to_mend(checked.findings)]

        def listed(found: dict[int, Suggestion]) -> None:
            if controller.state is state:
                self._choose_of(proposals(state.report, checked, found))

        if not self.listing.run("", lambda _: {i.table: suggest_repairs(i) for i in inputs}, listed, self.failed.emit):
            self.message.emit("info", tr("正在计算修改建议，请稍候再试。"))

    def _choose_of(self, found: list[Proposal]) -> None:
        if not found:
            self.message.emit("info", tr("没有可以直接采用的修改建议，请逐条看问题清单。"))
            return
        choices = [Choice(f"{p.place}：{'；'.join(p.offer.lines)}", p.offer.reason, p.sure) for p in found]
        chosen = self._ask.accept_all(self._window, choices)
        if chosen:
            self._controller.perform(together([found[number] for number in chosen]))
            self.message.emit("ok", tr("已采用 {0} 条建议，可以一次撤销。", len(chosen)))

    def dismiss_current(self) -> None:
        """Dismiss the chosen finding with a reason."""
        entry = self.findings.current()
        if entry is not None and entry.reason is None:
            self.dismiss(entry.finding)

    def dismiss(self, finding: Finding) -> None:
        """Ask for the reason and set a finding aside; errors cannot be."""
        if finding.severity.rank == 0:
            self.message.emit("info", tr("错误不能忽略，请先改正数字，或采用一种修改建议。"))
            return
        remembered = self._controller.remembered
        reason = self._ask.reason(self._window, finding.message, remembered.reasons)
        if reason:
            remembered.add_reason(reason)
            self._controller.dismiss(finding, reason)

    def next_pane(self) -> None:
        """Move the keyboard on: navigator, page, findings, source, and round."""
        page = self.workspace.page
        inner: QWidget = page
        if isinstance(page, SectionPage):
            inner = page.form or page.editor
        panes = [self.workspace.navigator, inner, self.findings.list, self.source.pane]
        panes = [pane for pane in panes if pane.isVisible()]
        focus = QApplication.focusWidget()
        at = -1
        for number, pane in enumerate(panes):
            if focus is not None and (pane is focus or pane.isAncestorOf(focus)):
                at = number
        panes[(at + 1) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    def open_find(self) -> None:
        """The find bar, with the selected words of the text in it."""
        self.flush()
        page = self.page
        cursor = page.editor.textCursor() if page is not None and page.editor.hasFocus() else None
        self.workspace.find_bar.open_bar(cursor.selectedText() if cursor else "")

    @property
    def page(self) -> SectionPage | None:
        """The section page shown, None on the cover."""
        page = self.workspace.page
        return page if isinstance(page, SectionPage) else None
