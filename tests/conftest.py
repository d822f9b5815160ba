"""Cycles are searched for as in the program: by the window's timer while a test has a window, else by Python itself.

The window's application stays for the whole run, and with it the rule that Python does not search by itself; a test
without a window runs no event loop, so that nobody would search at all (12 GB after 4,000 tests).
"""

import gc
import sys


def pytest_runtest_setup(item):
    has_window = "/gui/" in item.path.as_posix()
    if not has_window and not gc.isenabled():
        gc.collect()  # what the windows before have left goes here, in their own thread
        gc.enable()
    elif has_window and gc.isenabled() and "gui.common.garbage" in sys.modules:
        from PySide6.QtWidgets import QApplication

        from gui.common.garbage import MainThreadGarbage

        app = QApplication.instance()
        if app is not None and app.findChild(MainThreadGarbage) is not None:
            gc.disable()
