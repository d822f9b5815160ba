"""The opened file beside the work, in step with the selection."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.document import Document
from core.place import Place
from core.session import SourceKind
from gui.common.basic_widgets import button, label
from gui.common.menus import Entry, menu_of
from gui.common.pane_widgets import tool
from gui.common.plain_text import plain_tip
from gui.common.roles import Spot
from gui.common.texts import tr
from gui.editing.edit_controller import EditController
from gui.editing.jobs import Jobs
from gui.source.pdf_page import PdfPage
from gui.source.places import boxes_of, place_of, printed_at, sentence_of, spot_in_text, spot_on_page
from gui.source.source_text import SourceText

READABLE = 620  # px; narrower, the print of an A4 page cannot be read
MOST_WIDTH = 2400
KEYS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class SourcePane(QStackedWidget):
    """PDF pages as pictures, other formats as text; loads when first seen, because the grid comes first.

    pointed(Spot) when the person clicks a place of the file that the report holds; find_asked() from its menu;
    missed(sentence) where nothing of the report stands; scan_asked() for pages beside a report that is typed in.
    fit_chosen(bool): whether a page is as wide as the pane.
    """

    pointed = Signal(object)
    find_asked = Signal()
    missed = Signal(str)
    scan_asked = Signal()

    def __init__(self, controller: EditController, jobs: Jobs, fit: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller, self._jobs = controller, jobs
        self._loaded: tuple[str, Document | None] | None = None
        self._spot: Spot | None = None
        self._words = ""
        self._magnified = False
        self.text = SourceText()
        self.text.pointed.connect(self._text_pointed)
        self.text.find_asked.connect(self.find_asked)
        self.pdf = PdfPage(controller.session.draw_page)
        self.pdf.failed.connect(self._undrawn)
        self.pdf.sized.connect(self._page_sized)
        self.pdf.installEventFilter(self)
        self._nothing = label(role="muted", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setMargin(20)
        self._pdf_side = self._paged(fit)
        self._scan = button(tr("选择扫描件或照片…"), self.scan_asked.emit)
        self._empty = QWidget()
        empty = QVBoxLayout(self._empty)
        empty.addStretch(1)
        empty.addWidget(self._nothing)
        empty.addWidget(self._scan, 0, Qt.AlignmentFlag.AlignHCenter)
        empty.addStretch(1)
        for widget in (self._empty, self.text, self._pdf_side):
            self.addWidget(widget)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._follow)
        jobs.ended.connect(self._later.start)

    def _paged(self, fit: bool) -> QWidget:
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        turn = QHBoxLayout()
        turn.setContentsMargins(10, 2, 6, 2)
        turn.setSpacing(2)
        self.page_number = QSpinBox(minimum=1)
        self.page_number.setPrefix(tr("第 "))
        self.page_number.setAccessibleName(tr("页码，输入数字后回车翻到那一页"))
        self.page_number.lineEdit().setAccessibleName(self.page_number.accessibleName())
        self.page_number.setToolTip(plain_tip(tr("输入页码翻到那一页")))
        self.page_number.setKeyboardTracking(False)
        self.page_number.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.page_number.valueChanged.connect(self._page_chosen)
        self._previous = tool(side, "previous", tr("上一页（向上翻页键）"), lambda: self.turn(-1))
        self._next = tool(side, "next", tr("下一页（向下翻页键）"), lambda: self.turn(1))
        self.fit = tool(side, "fit", tr("适合窗格宽度"), lambda: None)
        self.fit.setCheckable(True)
        self.fit.setChecked(fit)
        self.fit.toggled.connect(self._fit_toggled)
        for widget in (self._previous, self.page_number, self._next):
            turn.addWidget(widget)
        turn.addStretch(1)
        turn.addWidget(tool(side, "minus", tr("缩小页面"), lambda: self._resize_page(1 / 1.3)))
        turn.addWidget(tool(side, "plus", tr("放大页面"), lambda: self._resize_page(1.3)))
        turn.addWidget(self.fit)
        layout.addLayout(turn)
        self.pages = QScrollArea()
        self.pages.setObjectName("sourcePages")
        self.pages.setWidgetResizable(True)
        self.pages.setFrameShape(QFrame.Shape.NoFrame)
        self.pages.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pages.setAccessibleName(tr("原文页面"))
        self.pages.installEventFilter(self)
        self.pdf.setMinimumWidth(0 if fit else READABLE)
        self.pages.setWidget(self.pdf)
        layout.addWidget(self.pages, 1)
        return side

    @property
    def pane(self) -> QWidget:
        """What takes the keyboard: the text or the pages."""
        shown = self.currentWidget()
        return self.pages if shown is self._pdf_side else shown or self

    def follow(self, spot: Spot) -> None:
        """Show the source of a place in the report, after what is more urgent has been painted."""
        self._spot = spot
        self._later.start()

    def look_for(self, words: str) -> None:
        """Mark the places of what is looked for, '' for none."""
        self._words = words
        if not self.isHidden() and self.isVisible():
            self.text.look_for(words)
            state = self._controller.state
            if state is not None and state.document is not None:
                self.pdf.show_found(boxes_of(state.document, words))

    def _follow(self) -> None:
        if self.isHidden() or not self.isVisible() or self._jobs.busy or self._controller.state is None:
            return
        self._load()
        state, spot = self._controller.opened, self._spot
        place = place_of(state.report, state.original, spot) if spot else None
        if place is not None:
            self._show_picture_or_text(place)
        self._show(place, sentence_of(state.report, spot) if spot else "")

    def _show(self, place: Place | None, words: str) -> None:
        """Mark a place, or the words of it, in the text or on the pages."""
        document = self._controller.opened.document
        if self.currentWidget() is self.text:
            self.text.show_place(place, words)
        elif self.currentWidget() is self._pdf_side and place is not None:
            self._show_page(place, printed_at(document, place, words) if document is not None else ())

    def _show_picture_or_text(self, place: Place) -> None:
        """Of a Word file the picture that a place was read off, and the text again for any other place."""
        opened = self._controller.opened
        if opened.document is None or opened.document.kind != "docx" or not opened.source_bytes:
            return
        if place.block is None and place.page is not None:
            if self.currentWidget() is not self._pdf_side:
                self._load_pages(opened.source_bytes, place.page, "docx")
                self.setCurrentWidget(self._pdf_side)
            self.pdf.pages = max(self.pdf.pages, place.page)
        elif place.block is not None and self.currentWidget() is self._pdf_side:
            self.setCurrentWidget(self.text)

    def show_place(self, place: Place, words: str) -> None:
        """Show a place of the file itself, with its words marked."""
        self._spot = None
        if self.isVisible() and not self._jobs.busy:
            self._load()
            self._show(place, words)

    def _load(self) -> None:
        """Take over another file; nothing to do while it is the same."""
        opened = self._controller.opened
        document = self._controller.opened.document
        if self._loaded == (opened.identity, document):
            return
        self._loaded = (opened.identity, document)
        if document is None:
            typed = opened.origin is SourceKind.TYPED
            self._scan.setVisible(typed)
            words = tr("把扫描件或照片放在这里，对照着填表。") if typed else tr("历史记录里没有留下这份报告的原文。")
            self._nothing.setText(words)
            self.setCurrentWidget(self._empty)
        elif document.kind in ("pdf", "ofd", "image") and opened.source_bytes:
            self._load_pages(opened.source_bytes, document.pages, document.kind)
            self.setCurrentWidget(self._pdf_side)
            self._show_page(Place(page=1))
        else:
            self.text.load(document)
            self.text.look_for(self._words)
            self.setCurrentWidget(self.text)

    def _load_pages(self, data: bytes, pages: int | None, kind: str = "pdf") -> None:
        self.pdf.load(data, pages or 1, kind)
        self.page_number.setMaximum(pages or 1)
        self.page_number.setSuffix(tr(" 页，共 {0} 页", pages or 1))

    def _undrawn(self) -> None:
        """A page could not be drawn though another reader could read the file: where no page could, the text is shown
        instead."""
        document = self._controller.opened.document
        if not self.pdf.has_drawn and document is not None and self.currentWidget() is self._pdf_side:
            self.text.load(document)
            self.text.look_for(self._words)
            self.setCurrentWidget(self.text)
            self._later.start()

    def _page_sized(self) -> None:
        """The size of the page is only known now: the framed place may lie elsewhere than it was taken to be."""
        QTimer.singleShot(0, self, self._to_the_frame)

    def _show_page(self, place: Place, parts: tuple[Place, ...] = ()) -> None:
        self.pdf.show_place(place, parts)
        self._page_shown()

    def _turn_to(self, page: int) -> None:
        self.pdf.show_page(page)
        self._page_shown()

    def _page_shown(self) -> None:
        with QSignalBlocker(self.page_number):
            self.page_number.setValue(self.pdf.page)
        self._previous.setEnabled(self.pdf.page > 1)
        self._next.setEnabled(self.pdf.page < self.page_number.maximum())
        self._to_the_frame()

    def _to_the_frame(self) -> None:
        box = self.pdf.box()
        if box is not None:
            middle = box.center().toPoint()
            view = self.pages.viewport()
            self.pages.ensureVisible(middle.x(), middle.y(), view.width() // 3, view.height() // 3)

    def _page_chosen(self, number: int) -> None:
        self._turn_to(number)
        self.pages.verticalScrollBar().setValue(0)

    def _fit_toggled(self, fit: bool) -> None:
        self.pdf.setMinimumWidth(0 if fit else READABLE)
        self._later.start()

    def _resize_page(self, factor: float) -> None:
        """Another magnification, keeping the framed place in view."""
        width = max(self.pages.viewport().width(), min(round(self.pdf.width() * factor), MOST_WIDTH))
        with QSignalBlocker(self.fit):
            self.fit.setChecked(width <= self.pages.viewport().width())
        self.pdf.setMinimumWidth(0 if self.fit.isChecked() else width)
        self._later.start()

    def turn(self, by: int) -> None:
        """Another page, from its top, or from its foot when one turns back."""
        if 1 <= self.pdf.page + by <= self.page_number.maximum():
            self._turn_to(self.pdf.page + by)
            bar = self.pages.verticalScrollBar()
            bar.setValue(0 if by > 0 else bar.maximum())

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while hidden."""
        super().showEvent(event)
        self._later.start()

    # From the file to the report

    def _text_pointed(self, place: Place, text: str, at: int) -> None:
        report = self._controller.report
        spot = spot_in_text(report, place, text, at) or spot_in_text(self._controller.opened.original, place, text, at)
        self._point(spot)

    def _point(self, spot: Spot | None) -> None:
        if spot is not None:
            self.pointed.emit(spot)
        else:
            self.missed.emit(tr("原文的这一处没有归入报告的表格或六个部分；没有归入的文字列在“封面”一页。"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """On the pages: a click points at a place, a double click is for reading, PageUp, PageDown and the wheel at
        the edge of a page turn it."""
        kind = event.type()
        if watched is self.pdf and isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            if kind == QEvent.Type.MouseButtonDblClick:
                self._magnified = True  # the page is another one under the mouse when the button comes up
                self.fit.toggle()
            elif kind == QEvent.Type.MouseButtonRelease and not self._magnified:
                self.pages.setFocus()
                point = self.pdf.point_at(event.position())
                spot = spot_on_page(self._controller.report, self.pdf.page, *point)
                if spot is not None:  # a margin needs no sentence
                    self._point(spot)
            elif kind == QEvent.Type.MouseButtonRelease:
                self._magnified = False
        elif watched is self.pdf and isinstance(event, QContextMenuEvent):
            self.menu(event.pos()).popup(event.globalPos())
            return True
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress and event.key() in KEYS:
            self.turn(KEYS[Qt.Key(event.key())])
            return True
        elif watched is self.pdf and isinstance(event, QWheelEvent) and not event.modifiers():
            bar, up = self.pages.verticalScrollBar(), event.angleDelta().y() > 0
            if bar.value() == (bar.minimum() if up else bar.maximum()):
                self.turn(-1 if up else 1)
                return True
        return super().eventFilter(watched, event)

    def menu(self, at: QPoint) -> QMenu:
        """The menu over a point of the page."""
        point = self.pdf.point_at(QPointF(at))
        spot = spot_on_page(self._controller.report, self.pdf.page, *point)
        entries: list[Entry] = [
            (tr("转到报告里的这一处"), lambda: self._point(spot), spot is not None),
            (tr("上一页"), lambda: self.turn(-1), self._previous.isEnabled()),
            (tr("下一页"), lambda: self.turn(1), self._next.isEnabled()),
            (tr("放大页面"), lambda: self._resize_page(1.3), True),
            (tr("缩小页面"), lambda: self._resize_page(1 / 1.3), True),
            (tr("适合窗格宽度"), lambda: self.fit.setChecked(True), not self.fit.isChecked()),
            (tr("查找…"), self.find_asked.emit, True),
        ]
        return menu_of(self, entries)
