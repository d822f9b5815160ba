"""A page of an OFD file drawn from its characters and lines: there is no library that shows OFD."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from core.session import page_drawing
from gui.common.theme import UI_FAMILIES

_PICTURE = QColor("#D8D8D8")


def drawn_size(data: bytes, page: int) -> tuple[float, float]:
    """Width and height of a page (from 1) in points."""
    drawing = page_drawing(data, page)
    return drawing.width, drawing.height


def draw_page(data: bytes, page: int, width: int) -> QImage:
    """A page (from 1) as a picture `width` device pixels wide; pictures in it are grey areas."""
    drawing = page_drawing(data, page)
    scale = width / max(drawing.width, 1.0)
    image = QImage(width, max(round(drawing.height * scale), 1), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    for x0, top, x1, bottom in drawing.pictures:
        painter.fillRect(QRectF(x0, top, x1 - x0, bottom - top), _PICTURE)
    painter.setPen(QPen(Qt.GlobalColor.black, 0.6))
    painter.drawLines([QLineF(x0, y, x1, y) for y, x0, x1 in drawing.horizontals])
    painter.drawLines([QLineF(x, top, x, bottom) for x, top, bottom in drawing.verticals])
    font = QFont()
    font.setFamilies(list(UI_FAMILIES))
    for text, x, base, size, colour in drawing.characters:
        if font.pixelSize() != max(round(size), 1):
            font.setPixelSize(max(round(size), 1))
            painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(QPointF(x, base), text)
    painter.end()
    return image
