"""The repairs offered for a finding: what each would change, a preview on hover or focus, 采用."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gui.common.basic_widgets import button, label
from gui.common.menus import Entry, give_menu
from gui.common.pane_widgets import Card
from gui.common.plain_text import unbroken
from gui.common.texts import tr
from gui.findings.offers import Offer


class OfferCard(Card):
    """An offer with its 采用 button. previewed(Offer or None) follows the mouse and the focus."""

    accepted = Signal(object)
    previewed = Signal(object)

    def __init__(self, offer: Offer, number: int, total: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offer = offer
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 10, 8)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        name = tr("修改建议") if total == 1 else tr("建议 {0}", number)
        for i, line in enumerate(offer.lines):
            shown = unbroken(line)
            texts.addWidget(label(f"{name}：{shown}" if i == 0 else shown, "strong", wrap=True))
        if offer.reason:
            texts.addWidget(label(offer.reason, "muted", wrap=True))
        row.addLayout(texts, 1)
        self.accept_button = button(tr("采用"), lambda: self.accepted.emit(offer), "primary" if number == 1 else "")
        self.accept_button.setAccessibleName(tr("采用{0}：{1}", name, "；".join(offer.lines)))
        self.accept_button.installEventFilter(self)
        row.addWidget(self.accept_button, 0, Qt.AlignmentFlag.AlignTop)
        words = "；".join(offer.lines)
        entries: tuple[Entry, ...] = (
            (tr("采用"), self.accept_button.click, True),
            (tr("复制这条建议"), lambda: QGuiApplication.clipboard().setText(words), True),
        )
        give_menu(self, lambda _: entries)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keyboard's way to the preview: the button's focus."""
        if event.type() == QEvent.Type.FocusIn:
            self.previewed.emit(self.offer)
        elif event.type() == QEvent.Type.FocusOut:
            self.previewed.emit(None)
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The mouse's way to the preview."""
        super().enterEvent(event)
        self.previewed.emit(self.offer)

    def leaveEvent(self, event: QEvent) -> None:
        """The preview ends."""
        super().leaveEvent(event)
        self.previewed.emit(None)
