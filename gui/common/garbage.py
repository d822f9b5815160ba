"""Python's search for cycles, kept to the window's thread.

The search runs wherever Python happens to make objects: in a job's thread as well. There it may find a window that was
closed a minute ago, with its timers and models, and a QObject that is deleted in another thread than its own takes the
program with it ("QObject::~QObject: Timers cannot be stopped from another thread", then a segmentation fault).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 1_000  # ms
YOUNG, MIDDLE, OLD = 0, 1, 2


class MainThreadGarbage(QObject):
    """Searches from a timer of the window's thread instead of from wherever objects are made. What is there when the
    timer first fires (modules, Qt's classes) lives as long as the program and is looked through no more."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._began = False
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.search)
        self._timer.start()

    def search(self) -> None:
        """The generations whose turn it is, by Python's own thresholds."""
        if not self._began:
            self._began = True
            gc.freeze()
            return
        made, limits = gc.get_count(), gc.get_threshold()
        for generation in (OLD, MIDDLE, YOUNG):
            if made[generation] > limits[generation]:
                gc.collect(generation)
                return
