"""A long text is broken into lines in slices beside the window's work.

Left to Qt, all lines down to a far place are broken in one go when that place is first asked for: a second and a half
for a report of 300 pages.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QTextEdit

SLICE = 10_000  # characters in one go; a shorter text needs no slices


class LineBreaker(QObject):
    """Signal: done() when every line of the view's document is broken."""

    done = Signal()

    def __init__(self, view: QTextEdit) -> None:
        super().__init__(view)
        self._view = view
        self._block = view.document().begin()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._more)

    @property
    def busy(self) -> bool:
        """Whether lines are still being broken."""
        return self._timer.isActive()

    def begin(self) -> None:
        """The view holds another text, or has another width."""
        document = self._view.document()
        if document.characterCount() <= SLICE:
            self._timer.stop()
            self.done.emit()
            return
        self._block = document.begin()
        document.documentLayout().installEventFilter(self)
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own slices, doubled each time up to a fifth of a second, wait while these run."""
        return event.type() == QEvent.Type.Timer and self.busy

    def _more(self) -> None:
        broken = 0
        while self._block.isValid() and broken < SLICE:
            broken += self._block.length()
            self._block = self._block.next()
        if self._block.isValid():
            self._view.document().documentLayout().blockBoundingRect(self._block)
        else:
            self._timer.stop()
            self.done.emit()
