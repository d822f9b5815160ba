"""Icons drawn in the palette's own ink."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from gui.common.icon_paths import path


def paint(painter: QPainter, name: str, rect: QRectF, colour: QColor, width: float = 1.7) -> None:
    """Draw an icon into a rectangle; width is the stroke on the 24 field."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 24, rect.height() / 24)
    pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path(name))
    painter.restore()


def pixmap(name: str, colour: QColor, size: int = 18, ratio: float = 2.0) -> QPixmap:
    """The icon as a picture; ratio 2 keeps it sharp on scaled screens."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, name, QRectF(0, 0, size, size), colour)
    painter.end()
    return picture


def icon(name: str, colour: QColor, disabled: QColor | None = None) -> QIcon:
    """The icon for buttons and menus, with its disabled look."""
    result = QIcon(pixmap(name, colour))
    if disabled is not None:
        result.addPixmap(pixmap(name, disabled), QIcon.Mode.Disabled)
    return result
