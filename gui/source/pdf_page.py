"""The page of the opened PDF or OFD as a picture, with the place of the selected cell framed."""

from __future__ import annotations

from contextlib import closing

import pypdfium2
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.place import Place
from core.session import PDFIUM_LOCK
from gui.common.texts import tr
from gui.common.theme import current
from gui.source.ofd_page import draw_page, drawn_size

_KEPT_PAGES = 4


def render(data: bytes, page: int, width: int) -> QImage:
    """A page (from 1) as a picture `width` device pixels wide.

    The document is opened and closed under the lock for each picture: pdfium belongs to one thread at a time,
    and the reader may need it in a job; nothing of it may stay alive here.
    """
    with PDFIUM_LOCK, closing(pypdfium2.PdfDocument(data)) as document:
        sheet = document[page - 1]
        bitmap = sheet.render(scale=width / sheet.get_width(), prefer_bgrx=True)
        picture = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
        copy = picture.copy()
        bitmap.close()
        sheet.close()
    return copy


def page_size(data: bytes, page: int) -> tuple[float, float]:
    """Width and height of a page in points."""
    with PDFIUM_LOCK, closing(pypdfium2.PdfDocument(data)) as document:
        width, height = document.get_page_size(page - 1)
    return float(width), float(height)


class PdfPage(QWidget):
    """Fits the page to its width; the frame stays on its place at every size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = b""
        self._pages = 0
        self._is_ofd = False
        self._place: Place | None = None
        self._size = (595.0, 842.0)
        self._pictures: dict[tuple[int, int], QPixmap] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def page(self) -> int:
        """Page shown, from 1."""
        return self._place.page if self._place and self._place.page else 1

    def load(self, data: bytes, pages: int, kind: str = "pdf") -> None:
        """Another file; kind is "pdf" or "ofd"."""
        self._data, self._pages, self._is_ofd = data, pages, kind == "ofd"
        self._pictures.clear()
        self.show_place(Place(page=1))

    def show_place(self, place: Place) -> None:
        """Show a place's page and frame its box."""
        if place.page is None or not 1 <= place.page <= max(self._pages, 1):
            return
        if self._place is None or place.page != self._place.page:
            self._size = drawn_size(self._data, place.page) if self._is_ofd else page_size(self._data, place.page)
        self._place = place
        self.setAccessibleName(tr("原文第 {0} 页，共 {1} 页", place.page, self._pages))
        self.updateGeometry()
        self.update()

    def box(self) -> QRectF | None:
        """The framed place in widget pixels, None when it has no box."""
        if self._place is None or self._place.box is None:
            return None
        x0, top, x1, bottom = (v * self.width() / self._size[0] for v in self._place.box)
        return QRectF(x0, top, x1 - x0, bottom - top)

    def point_at(self, at: QPointF) -> tuple[float, float]:
        """Points of the page, from its top left corner, under a pixel of the widget."""
        scale = self._size[0] / max(self.width(), 1)
        return at.x() * scale, at.y() * scale

    def hasHeightForWidth(self) -> bool:
        """The page keeps its proportions."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the page at a width."""
        return round(width * self._size[1] / self._size[0])

    def sizeHint(self) -> QSize:
        """A readable page."""
        return QSize(360, self.heightForWidth(360))

    def _picture(self) -> QPixmap:
        key = (self.page, round(self.width() * self.devicePixelRatioF()))
        if key not in self._pictures:
            while len(self._pictures) >= _KEPT_PAGES:
                self._pictures.pop(next(iter(self._pictures)))
            picture = self._rendered(*key)
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            self._pictures[key] = picture
        return self._pictures[key]

    def _rendered(self, page: int, width: int) -> QPixmap:
        """The page; a blank one where pdfium cannot draw it, because a damaged page must not stop the work."""
        try:
            draw = draw_page if self._is_ofd else render
            return QPixmap.fromImage(draw(self._data, page, width))
        except pypdfium2.PdfiumError:
            blank = QPixmap(width, self.heightForWidth(width))
            blank.fill("white")
            return blank

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page, and over it the frame."""
        if not self._data:
            return
        painter, t = QPainter(self), current()
        painter.drawPixmap(0, 0, self._picture())
        box = self.box()
        if box is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            wash = QColor(t.accent)
            wash.setAlpha(40)
            painter.fillRect(box, wash)
            painter.setPen(QPen(QColor("#1B5FAA"), 2, Qt.PenStyle.SolidLine))
            painter.drawRect(box.adjusted(-2, -2, 2, 2))
