"""The piece of the page that a figure was read off, drawn by the reading process."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage

from core.errors import UserError
from core.place import Place
from core.session import PageDrawing, PageImage
from gui.editing.jobs import Jobs

_WIDTH = 1800  # pixels of the page that pieces are cut from
_AROUND = 0.35  # of the cell's height shown around it
Draw = Callable[[bytes, str, int, int], PageImage | PageDrawing]


class CellPictures(QObject):
    """Pieces of pages. ready() when the page that was asked for has been drawn, or cannot be."""

    ready = Signal()

    def __init__(self, draw: Draw, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draw = draw
        self.jobs = Jobs(self)
        self._pages: dict[tuple[int, int], tuple[QImage, float] | None] = {}
        self._data = b""

    def piece(self, data: bytes, kind: str, place: Place) -> QImage | None:
        """The cell with a little around it; None until its page has been drawn, or where there is none."""
        if place.page is None or place.box is None or not data:
            return None
        if data is not self._data:
            self._data = data
            self._pages.clear()
        key = (id(data), place.page)
        if key not in self._pages:
            self._order(data, kind, place.page)
            return None
        drawn = self._pages[key]
        if drawn is None:
            return None
        image, scale = drawn
        x0, top, x1, bottom = (side * scale for side in place.box)
        around = (bottom - top) * _AROUND
        cell = QRectF(x0 - around, top - around, x1 - x0 + 2 * around, bottom - top + 2 * around)
        return image.copy(cell.toRect().intersected(image.rect()))

    def _order(self, data: bytes, kind: str, page: int) -> None:
        key = (id(data), page)

        def done(drawn: PageImage | PageDrawing) -> None:
            if data is self._data and isinstance(drawn, PageImage):
                image = QImage(drawn.pixels, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32)
                self._pages[key] = image.copy(), drawn.width / max(drawn.page_width, 1.0)
                self.ready.emit()

        def failed(error: Exception) -> None:
            if not isinstance(error, UserError):
                raise error
            self._pages[key] = None
            self.ready.emit()

        self.jobs.run("", lambda _: self._draw(data, kind, page, _WIDTH), done, failed)
