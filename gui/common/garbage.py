"""Python's search for cycles, kept to the window's thread.

The search runs wherever Python happens to make objects: in a job's thread as well. There it may find a window that was
closed a minute ago, with its timers and models, and a QObject that is deleted in another thread than its own takes the
program with it ("QObject::~QObject: Timers cannot be stopped from another thread", then a segmentation fault).
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer

EVERY = 1_000  # ms
_REST = 100  # times what a whole search took pass before the next: a hundredth of the time at most
_MIDDLE, _WHOLE = 1, 2  # generations


class MainThreadGarbage(QObject):
    """Searches from a timer of the window's thread instead of from wherever objects are made. What is there when the
    timer first fires (modules, Qt's classes) lives as long as the program and is looked through no more."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._began = False
        self._next_whole = 0.0
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.search)
        self._timer.start()

    def search(self) -> None:
        """Among the newer objects once as many were made as Python waits for; among all of them now and then."""
        if not self._began:
            self._began = True
            gc.freeze()
            return
        if gc.get_count()[0] <= gc.get_threshold()[0]:
            return
        began = time.monotonic()
        gc.collect(_MIDDLE if began < self._next_whole else _WHOLE)
        if began >= self._next_whole:
            self._next_whole = began + _REST * (time.monotonic() - began)
