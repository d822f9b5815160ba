"""A widget that lies over the foot of a window and moves nothing there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QMainWindow, QWidget

MOST_WIDTH = 760  # px
GAP = 6


class FootOverlay(QObject):
    """Keeps widgets over the bottom of the window's centre, one above the other, as wide as they need. In the layout a
    message took its height from the grid and moved every row by 41 px; here it covers the foot for a while."""

    def __init__(self, window: QMainWindow, *widgets: QWidget) -> None:
        super().__init__(window)
        self._window, self._widgets = window, widgets
        window.installEventFilter(self)
        for widget in widgets:
            widget.setParent(window)
            widget.hide()
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another size of the window, or a widget that is shown or says something longer."""
        kinds = (QEvent.Type.Resize,) if watched is self._window else (QEvent.Type.Show, QEvent.Type.LayoutRequest)
        if event.type() in kinds:
            self._place()
        return False

    def _place(self) -> None:
        centre = self._window.centralWidget()
        place = centre.geometry() if centre is not None else self._window.rect()
        bottom = place.bottom() - GAP
        for widget in self._widgets:
            if widget.isHidden():
                continue
            width = min(MOST_WIDTH, place.width() - 2 * GAP)
            height = widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()
            height = max(height, widget.minimumSizeHint().height())
            widget.setGeometry(place.center().x() - width // 2, bottom - height, width, height)
            widget.raise_()
            bottom -= height + GAP
