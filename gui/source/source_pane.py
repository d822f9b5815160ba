"""The opened file beside the work, in step with the selection."""

from __future__ import annotations

from pypdfium2 import PdfiumError
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from core.errors import UserError
from core.model import Report
from core.place import Place
from gui.common.basic_widgets import label
from gui.common.pane_widgets import tool
from gui.common.roles import Spot
from gui.common.texts import tr
from gui.editing.edit_controller import EditController
from gui.editing.jobs import Jobs
from gui.source.pdf_page import PdfPage
from gui.source.source_text import SourceText

READABLE = 620  # px; narrower, the print of an A4 page cannot be read
MOST_WIDTH = 2400


class SourcePane(QStackedWidget):
    """PDF pages as pictures, other formats as text; loads when first seen, because the grid comes first."""

    def __init__(self, controller: EditController, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller, self._jobs = controller, jobs
        self._loaded = ""
        self._spot: Spot | None = None
        self.text = SourceText()
        self.pdf = PdfPage()
        self._page_name = label(role="muted")
        self._nothing = label(role="muted", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setMargin(20)
        self._pdf_side = self._paged()
        for widget in (self._nothing, self.text, self._pdf_side):
            self.addWidget(widget)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._follow)
        jobs.ended.connect(self._later.start)

    def _paged(self) -> QWidget:
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        turn = QHBoxLayout()
        turn.setContentsMargins(10, 2, 6, 2)
        turn.addWidget(self._page_name, 1)
        turn.addWidget(tool(side, "minus", tr("缩小页面"), lambda: self._resize_page(1 / 1.3)))
        turn.addWidget(tool(side, "plus", tr("放大页面"), lambda: self._resize_page(1.3)))
        turn.addWidget(tool(side, "previous", tr("上一页"), lambda: self._turn(-1)))
        turn.addWidget(tool(side, "next", tr("下一页"), lambda: self._turn(1)))
        layout.addLayout(turn)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.pdf.setMinimumWidth(READABLE)
        self._scroll.setWidget(self.pdf)
        layout.addWidget(self._scroll, 1)
        return side

    def follow(self, spot: Spot) -> None:
        """Show the source of a place in the report, after what is more urgent has been painted."""
        self._spot = spot
        self._later.start()

    def _follow(self) -> None:
        # pdfium serves one thread at a time, and a job may be reading or checking a PDF.
        if self.isHidden() or not self.isVisible() or self._jobs.busy or self._controller.state is None:
            return
        self._load()
        report = self._controller.report
        place = place_of(report, self._spot) if self._spot else None
        if self.currentWidget() is self.text:
            self.text.show_place(place)
        elif self.currentWidget() is self._pdf_side and place is not None:
            self._show_page(place)

    def _load(self) -> None:
        """Take over another file; nothing to do while it is the same."""
        opened = self._controller.opened
        document = self._controller.opened.document
        if self._loaded == opened.identity:
            return
        self._loaded = opened.identity
        if document is None:
            self._nothing.setText(tr("这份报告没有可以对照的原文：它是手工录入的，或是从历史记录打开的。"))
            self.setCurrentWidget(self._nothing)
        elif (
            document.kind in ("pdf", "ofd")
            and opened.source_bytes
            and self._load_pages(opened.source_bytes, document.pages, document.kind)
        ):
            self.setCurrentWidget(self._pdf_side)
            self._show_page(Place(page=1))
        else:
            self.text.load(document)
            self.setCurrentWidget(self.text)

    def _load_pages(self, data: bytes, pages: int | None, kind: str = "pdf") -> bool:
        """False when the pages cannot be drawn though another reader could read them: the text is shown instead."""
        try:
            self.pdf.load(data, pages or 1, kind)
        except (PdfiumError, UserError):
            return False
        return True

    def _show_page(self, place: Place) -> None:
        self.pdf.show_place(place)
        self._page_name.setText(self.pdf.accessibleName())
        box = self.pdf.box()
        if box is not None:
            middle = box.center().toPoint()
            view = self._scroll.viewport()
            self._scroll.ensureVisible(middle.x(), middle.y(), view.width() // 3, view.height() // 3)

    def _resize_page(self, factor: float) -> None:
        """Another magnification, keeping the framed place in view."""
        width = max(self._scroll.viewport().width(), min(round(self.pdf.width() * factor), MOST_WIDTH))
        self.pdf.setMinimumWidth(width)
        self._later.start()

    def _turn(self, by: int) -> None:
        self._show_page(Place(page=self.pdf.page + by))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while hidden."""
        super().showEvent(event)
        self._later.start()


def place_of(report: Report, spot: Spot) -> Place | None:
    """Where in the file a place of the report was read; None when it stands nowhere."""
    if spot.cells:
        cell = report.cell(spot.cells[0])
        if cell.place is not None:
            return cell.place
    paragraphs = report.section(spot.section).paragraphs
    if spot.paragraph is not None and spot.paragraph < len(paragraphs):
        return paragraphs[spot.paragraph].place
    return report.section(spot.section).place
