"""The page of the opened PDF or OFD as a picture, with the place of the selected cell framed."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.errors import UserError
from core.place import Place
from core.session import PageDrawing, PageImage
from gui.common.texts import tr
from gui.common.theme import current
from gui.editing.jobs import Jobs
from gui.source.ofd_page import painted

_KEPT_PAGES = 4
A4 = (595.0, 842.0)
FOUND = "#FFE48A"  # paper is white in every theme
Draw = Callable[[bytes, str, int, int], PageImage | PageDrawing]
"""Session.draw_page: content of the file, its kind, page from 1, width in pixels; UserError where it cannot."""


class Wanted(NamedTuple):
    """A page of a file at a width in device pixels."""

    page: int
    width: int


class PdfPage(QWidget):
    """Fits the page to its width; the frame stays on its place at every size.

    The page is drawn by a job, in the reading process, because what draws it parses a file from anywhere. Until its
    picture comes it is white, or the picture of another size. drawn() when a page's picture has come, sized() when that
    tells another size of the page than was taken, failed() when it cannot be drawn.
    """

    drawn = Signal()
    sized = Signal()
    failed = Signal()

    def __init__(self, draw: Draw, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draw = draw
        self._jobs = Jobs(self)
        self._data = b""
        self.pages = 0  # how many there are
        self._kind = "pdf"
        self._page = 1
        self._framed: tuple[Place, ...] = ()
        self._found: tuple[Place, ...] = ()
        self._sizes: dict[int, tuple[float, float]] = {}
        self._pictures: dict[Wanted, QPixmap] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def page(self) -> int:
        """Page shown, from 1."""
        return self._page

    @property
    def _size(self) -> tuple[float, float]:
        """Of the page in points; that of an A4 page before it is known."""
        return self._sizes.get(self.page, A4)

    @property
    def busy(self) -> bool:
        """Whether a page is being drawn."""
        return self._jobs.busy

    @property
    def has_drawn(self) -> bool:
        """Whether a page of the file could be drawn."""
        return bool(self._sizes)

    def end(self) -> None:
        """Wait for the page that is being drawn, before the window goes."""
        self._jobs.wait()

    def load(self, data: bytes, pages: int, kind: str = "pdf") -> None:
        """Another file; kind is "pdf", "ofd", "image", or "docx" for the pictures of a Word file."""
        self._data, self.pages, self._kind = data, pages, kind
        self._pictures.clear()
        self._sizes.clear()
        self.show_place(Place(page=1))

    def show_place(self, place: Place, parts: tuple[Place, ...] = ()) -> None:
        """Show a place's page and frame its box, or the parts of it, which may go on over pages."""
        self._framed = parts or (place,)
        self.show_page(self._framed[0].page)

    def show_page(self, page: int | None) -> None:
        """Show another page; what is framed stays framed where it stands."""
        if page is None or not 1 <= page <= max(self.pages, 1):
            return
        self._page = page
        self.setAccessibleName(tr("原文第 {0} 页，共 {1} 页", page, self.pages))
        self.updateGeometry()
        self.update()

    def boxes(self) -> list[QRectF]:
        """What is framed on this page, in widget pixels."""
        return [self._rect(p.box) for p in self._framed if p.page == self._page and p.box is not None]

    def box(self) -> QRectF | None:
        """Around all that is framed on this page, None when nothing is."""
        boxes = self.boxes()
        return reduce(QRectF.united, boxes) if boxes else None

    def show_found(self, places: tuple[Place, ...]) -> None:
        """Wash the places of what is looked for, () for none."""
        self._found = places
        self.update()

    def _rect(self, box: tuple[float, float, float, float]) -> QRectF:
        x0, top, x1, bottom = (v * self.width() / self._size[0] for v in box)
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

    def _wanted(self) -> Wanted:
        return Wanted(self.page, max(round(self.width() * self.devicePixelRatioF()), 1))

    def _picture(self) -> QPixmap | None:
        """The page; while its picture at this size is being drawn, the last one of it."""
        wanted = self._wanted()
        if wanted in self._pictures:
            return self._pictures[wanted]
        self._order(wanted)
        others = [picture for key, picture in self._pictures.items() if key.page == wanted.page]
        return others[-1] if others else None

    def _order(self, wanted: Wanted) -> None:
        """Have a page drawn, one at a time."""
        data, kind, draw = self._data, self._kind, self._draw

        def done(image: QImage, size: tuple[float, float] | None) -> None:
            if data is self._data:
                self._take(wanted, image, size)

        self._jobs.run(
            "",
            lambda _: _drawn(draw(data, kind, *wanted), wanted.width),
            lambda found: done(*found),
            lambda error: self._blank(wanted, data, error),
        )

    def _take(self, wanted: Wanted, image: QImage, size: tuple[float, float] | None) -> None:
        while len(self._pictures) >= _KEPT_PAGES:
            self._pictures.pop(next(iter(self._pictures)))
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self._pictures[wanted] = picture
        if size is not None and size != self._sizes.get(wanted.page):
            self._sizes[wanted.page] = size
            self.updateGeometry()
            self.sized.emit()
        self.update()
        self.drawn.emit()

    def _blank(self, wanted: Wanted, data: bytes, error: Exception) -> None:
        """White where the page cannot be drawn, because a damaged page must not stop the work."""
        if not isinstance(error, UserError):
            raise error
        if data is self._data:
            image = QImage(1, 1, QImage.Format.Format_RGB32)
            image.fill(Qt.GlobalColor.white)
            self._take(wanted, image, None)
            self.failed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """No job may outlive its widget."""
        self.end()
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page, and over it the frame."""
        if not self._data:
            return
        painter = QPainter(self)
        picture = self._picture()
        if picture is None:
            painter.fillRect(self.rect(), Qt.GlobalColor.white)
        elif picture.deviceIndependentSize().toSize().width() == self.width():
            painter.drawPixmap(0, 0, picture)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(self.rect(), picture)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)  # the letters stay black
        for place in self._found:
            if place.page == self.page and place.box is not None:
                painter.fillRect(self._rect(place.box), QColor(FOUND))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        self._frame(painter)

    def _frame(self, painter: QPainter) -> None:
        wash = QColor(current().accent)
        wash.setAlpha(40)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#1B5FAA"), 2, Qt.PenStyle.SolidLine))
        for box in self.boxes():
            painter.fillRect(box, wash)
            painter.drawRect(box.adjusted(-2, -2, 2, 2))


def _drawn(page: PageImage | PageDrawing, width: int) -> tuple[QImage, tuple[float, float]]:
    """The picture of a page, and its size in points."""
    if isinstance(page, PageDrawing):
        return painted(page, width), (max(page.width, 1.0), max(page.height, 1.0))
    image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
    return image.copy(), (page.page_width, page.page_height)
