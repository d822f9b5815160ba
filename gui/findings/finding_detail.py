"""What is known of one finding: its sentence, its equations written out, the quoted text, the ways to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.finding import Severity
from gui.common.basic_widgets import button, clear, label
from gui.common.menus import Entry as MenuEntry
from gui.common.menus import give_menu
from gui.common.reading_order import tab_in_layout_order
from gui.common.texts import tr
from gui.editing.edit_controller import EditController
from gui.findings.findings_model import Entry
from gui.findings.findings_model import written as written_entry
from gui.findings.offers import Offer, offers_of, table_to_mend
from gui.findings.repair_cards import OfferCard
from gui.findings.suggestions import Suggester
from gui.form.equation_line import NAMES, written

MOST_EQUATIONS = 6
LATER = 40  # ms


class FindingDetail(QScrollArea):
    """Signals: previewed(Offer or None); dismiss_asked(Finding); restore_asked(Finding)."""

    previewed = Signal(object)
    dismiss_asked = Signal(object)
    restore_asked = Signal(object)

    def __init__(self, controller: EditController, suggester: Suggester, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller, self._suggester = controller, suggester
        self._entry: Entry | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName("clear")
        self.setObjectName("detail")
        self.setAccessibleName(tr("所选问题的说明和修改建议"))
        self.viewport().setAutoFillBackground(False)
        self.setWidget(inner)
        layout = self._whole = QVBoxLayout(inner)
        layout.setContentsMargins(10, 6, 10, 8)
        layout.setSpacing(6)
        self._facts, self._offers, self._grounds = _part(layout), _part(layout), _part(layout)
        layout.addStretch(1)
        suggester.ready.connect(self._suggested)
        self._next: Entry | None = None
        self._later = QTimer(self, singleShot=True, interval=LATER)
        self._later.timeout.connect(lambda: self.show_entry(self._next))
        give_menu(self, lambda _: self._entries())

    def _entries(self) -> Sequence[MenuEntry]:
        if self._entry is None:
            return ()
        text = written_entry(self._entry)
        return ((tr("复制这一条"), lambda: QGuiApplication.clipboard().setText(text), True),)

    def show_later(self, entry: Entry | None) -> None:
        """Show a finding after an act: a moment later, because the grid and the list are painted first."""
        self._next = entry
        self._later.start()

    @property
    def pending(self) -> bool:
        """Whether what is shown is older than the last act."""
        return self._later.isActive()

    def show_entry(self, entry: Entry | None) -> None:
        """Show another finding, None for none."""
        self._later.stop()
        changed = entry != self._entry
        self._entry = entry
        if changed:
            clear(self._facts)
            clear(self._grounds)
            if entry is not None:
                self._show_facts(entry)
            self.verticalScrollBar().setValue(0)
        self._show_offers()

    def _show_facts(self, entry: Entry) -> None:
        finding = entry.finding
        title = f"{entry.number}. {entry.place}" if entry.number else entry.place
        self._facts.addWidget(label(title, "heading", wrap=True))
        sentence = label(finding.message, wrap=True)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts.addWidget(sentence)
        if finding.quote is not None and finding.quote.text:
            self._facts.addWidget(label(tr("原文：“{0}”", finding.quote.text), "muted", wrap=True))
        for equation in finding.equations[:MOST_EQUATIONS]:
            sign = "√" if equation.holds else "×"
            name = tr(NAMES.get(equation.rule, ""))
            self._grounds.addWidget(label(f"{sign} {name}：{written(equation)}", "muted", wrap=True))
        if len(finding.equations) > MOST_EQUATIONS:
            self._grounds.addWidget(label(tr("等共 {0} 个等式", len(finding.equations)), "muted"))
        self._facts.addWidget(self._dismissal(entry))

    def _dismissal(self, entry: Entry) -> QWidget:
        box = QWidget()
        box.setObjectName("clear")
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        finding = entry.finding
        box.setVisible(entry.reason is not None or finding.severity is not Severity.ERROR)
        if entry.reason is not None:
            row.addWidget(label(tr("已说明：{0}", entry.reason), "muted", wrap=True), 1)
            row.addWidget(button(tr("恢复为待核对"), lambda: self.restore_asked.emit(finding), "link"))
        elif finding.severity is not Severity.ERROR:
            tip = tr("写明理由后移到清单末尾，相关数字改动后会再次提醒")
            row.addWidget(button(tr("说明理由，不再提醒…"), lambda: self.dismiss_asked.emit(finding), "link", tip))
            row.addStretch(1)
        return box

    # Ways to mend

    def _show_offers(self) -> None:
        self.previewed.emit(None)
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.setFocus()  # a button that goes would hand the keyboard to 撤销, the next in the window
        clear(self._offers)
        entry = self._entry
        if entry is None or entry.reason is not None or self._controller.state is None:
            return
        table = table_to_mend(entry.finding)
        suggestion = self._suggester.of(table) if table else None
        controller = self._controller
        offers = offers_of(controller.report, controller.checked.bindings, entry.finding, suggestion)
        for number, offer in enumerate(offers, 1):
            self._add(OfferCard(offer, number, len(offers), self))
        if table and suggestion is None:
            self._offers.addWidget(label(tr("正在计算修改建议…"), "muted"))
            self._suggester.ask(table)
        elif suggestion is not None and suggestion.message:
            self._offers.addWidget(label(suggestion.message, "muted", wrap=True))
        tab_in_layout_order(self, self._whole)
        QTimer.singleShot(0, self, self._reveal_offer)

    def _reveal_offer(self) -> None:
        """The best way to mend is in sight, even where the sentence over it fills a low pane."""
        cards = self.offer_cards()
        if cards and cards[0].height() > self.viewport().height():
            self.verticalScrollBar().setValue(cards[0].mapTo(self.widget(), cards[0].rect().topLeft()).y())
        elif cards:
            self.ensureWidgetVisible(cards[0], 0, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size of the pane: the offer comes back into sight."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._reveal_offer)

    def _add(self, card: OfferCard) -> None:
        card.previewed.connect(self.previewed)
        card.accepted.connect(self._accept)
        self._offers.addWidget(card)

    def _accept(self, offer: Offer) -> None:
        if self.pending:  # made for figures that are no longer there
            self.show_entry(self._next)
            return
        self.previewed.emit(None)
        self._controller.perform(offer.change, offer.spot)

    def _suggested(self, table: int) -> None:
        if not self.pending and self._entry is not None and table_to_mend(self._entry.finding) == table:
            self._show_offers()

    def offer_cards(self) -> list[OfferCard]:
        """The cards shown, best first."""
        items = (self._offers.itemAt(i).widget() for i in range(self._offers.count()))
        return [w for w in items if isinstance(w, OfferCard)]


def _part(layout: QVBoxLayout) -> QVBoxLayout:
    """A part of the pane as tall as it needs; plain nested layouts would share the height evenly."""
    box = QWidget()
    box.setObjectName("clear")
    inner = QVBoxLayout(box)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.setSpacing(6)
    layout.addWidget(box)
    return inner
