"""A page of an OFD file painted from its characters and lines: there is no library that shows OFD."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from core.session import PageDrawing
from gui.common.theme import UI_FAMILIES

_HIGHEST = 20_000  # px
_PICTURE = QColor("#D8D8D8")


def painted(drawing: PageDrawing, width: int) -> QImage:
    """A page as a picture `width` device pixels wide; pictures in it are grey areas."""
    scale = width / max(drawing.width, 1.0)
    height = min(max(round(drawing.height * scale), 1), _HIGHEST)
    image = QImage(width, height, QImage.Format.Format_RGB32)
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
