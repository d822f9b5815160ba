"""The standard layout on paper: pages set by the core, characters drawn by Qt one by one at their places."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtPrintSupport import QPrinter

from core.session import Picture, PrintPage, Rectangle, TextRun

# The official fonts first (GB/T 9704), then those that stand in for them.
_FACES = {
    "title": ("方正小标宋简体", "小标宋", "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", "SimSun", "Noto Sans CJK SC"),
    "body": ("仿宋_GB2312", "仿宋", "FangSong", "Noto Serif CJK SC", "SimSun", "Noto Sans CJK SC"),
    "head": ("黑体", "SimHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei"),
    "kai": ("楷体_GB2312", "楷体", "KaiTi", "Noto Serif CJK SC", "SimSun", "Noto Sans CJK SC"),
    "song": ("宋体", "SimSun", "Noto Serif CJK SC", "Noto Sans CJK SC"),
}
_EM = 200  # pixels: fonts are measured and drawn at this size and scaled, so that every device breaks lines alike


@lru_cache(maxsize=16)
def _font(face: str, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(_FACES[face]))
    font.setPixelSize(_EM)
    font.setBold(bold)
    return font


@lru_cache(maxsize=8)
def _metrics(face: str) -> QFontMetricsF:
    return QFontMetricsF(_font(face, False))


class QtMeasure:
    """Widths in points of Qt's own characters, for the core's page setting."""

    def width(self, face: str, character: str, size: float) -> float:
        """Points; face is title, body, head, kai or song."""
        return _width(face, character) * size


@lru_cache(maxsize=8192)
def _width(face: str, character: str) -> float:
    return _metrics(face).horizontalAdvance(character) / _EM


def draw(pages: Sequence[PrintPage], device: QPrinter) -> None:
    """All pages; the device must be set to full page."""
    painter = QPainter(device)
    try:
        scale = device.resolution() / 72
        painter.scale(scale, scale)
        for number, page in enumerate(pages):
            if number:
                device.newPage()
            draw_page(painter, page)
    finally:
        painter.end()


def draw_page(painter: QPainter, page: PrintPage) -> None:
    """One page; the painter counts in points from the page's top left corner."""
    for item in page.items:
        if isinstance(item, TextRun):
            _draw_text(painter, item)
        elif isinstance(item, Picture):
            painter.drawImage(QRectF(item.x, item.y, item.width, item.height), QImage.fromData(item.data))
        else:
            _draw_rectangle(painter, item)


def _draw_rectangle(painter: QPainter, item: Rectangle) -> None:
    area = QRectF(item.x, item.y, item.width, item.height)
    if item.shade:
        painter.fillRect(area, QColor.fromRgbF(*item.shade))
        return
    painter.setPen(QPen(Qt.GlobalColor.black, 0.5))
    painter.drawRect(area)


def _draw_text(painter: QPainter, run: TextRun) -> None:
    painter.save()
    painter.translate(run.x, run.y)
    painter.scale(run.size / _EM, run.size / _EM)
    painter.setPen(Qt.GlobalColor.black)
    painter.setFont(_font(run.face, run.bold))
    x = 0.0
    for character in run.text:
        painter.drawText(QPointF(x, 0.0), character)
        x += _width(run.face, character) * _EM + run.spacing * _EM / run.size
    painter.restore()
