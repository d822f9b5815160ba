"""Objects of Qt that only a cycle holds are deleted in the window's thread, never in a job's."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject, QTimer

from gui import app as application
from gui.common.garbage import MainThreadGarbage


class Owner:
    """Holds a timer, and itself: only the search for cycles frees it."""

    def __init__(self):
        self.timer = QTimer()
        self.timer.start(60_000)
        self.own = self


def make_garbage(times):
    for _ in range(times):
        cycle = []
        cycle.append(cycle)


def test_a_job_that_makes_many_objects_deletes_no_timer_of_the_window(qapp, caplog):
    garbage = qapp.findChild(MainThreadGarbage)
    garbage.search()  # the first one only sets aside what is there
    gone = weakref.ref(Owner())
    assert gone() is not None
    job = threading.Thread(target=make_garbage, args=(30_000,))
    job.start()
    job.join()
    assert gone() is not None
    while gone() is not None and gc.get_count()[0] > gc.get_threshold()[0]:
        garbage.search()
    assert gone() is None


def test_newer_objects_are_searched_often_and_all_of_them_in_between(qapp):
    garbage = qapp.findChild(MainThreadGarbage)
    garbage.search()
    seen = []

    def note(phase, info):
        if phase == "start":
            seen.append(info["generation"])

    gc.callbacks.append(note)
    try:
        while not {1, 2} <= set(seen):
            make_garbage(800)
            garbage.search()
    finally:
        gc.callbacks.remove(note)
    assert set(seen) == {1, 2}


def test_nothing_is_searched_while_nothing_is_made(qapp):
    garbage = qapp.findChild(MainThreadGarbage)
    garbage.search()
    gc.collect()
    seen = []
    gc.callbacks.append(lambda phase, info: seen.append(phase))
    try:
        garbage.search()
    finally:
        gc.callbacks.pop()
    assert not seen


def test_one_search_for_one_application(qapp):
    application.create()
    assert len(qapp.findChildren(MainThreadGarbage)) == 1 and isinstance(qapp.findChild(MainThreadGarbage), QObject)
    assert not gc.isenabled()
