"""The window over a session that reads files in a process of its own."""

import os
import signal
import sys
import time

import pytest
from PySide6.QtWidgets import QApplication

from core.reading.worker import ReaderProcesses
from gui import app as application
from gui.shell.main_window import MainWindow


@pytest.fixture
def apart(qtbot, tmp_path, ask):
    made = MainWindow(lambda: application.make_session(tmp_path / "data"), ask)
    qtbot.addWidget(made, before_close_func=lambda w: w.discard())
    made.show()
    with qtbot.waitSignal(made.ready):
        made.start()
    return made


def processes_of(window) -> ReaderProcesses:
    return window.controller.session._processes


def test_a_process_is_ready_before_the_first_file_and_reads_it(qtbot, apart, broken_docx):
    [process] = processes_of(apart)._idle
    with qtbot.waitSignal(apart.shown):
        apart.open_path(broken_docx)
    assert apart.controller.report.agency
    qtbot.waitUntil(lambda: process in processes_of(apart)._idle)


def test_a_file_that_crashes_its_reader_leaves_the_open_report_and_the_window_as_they_are(qtbot, apart, broken_docx):
    with qtbot.waitSignal(apart.shown):
        apart.open_path(broken_docx)
    qtbot.waitUntil(lambda: not apart.busy_at_all)
    before = apart.controller.state
    pool = processes_of(apart)
    own, pool._command = pool._command, (sys.executable, "-c", "import os; os.abort()")
    pool.close()
    apart.open_path(broken_docx)
    qtbot.waitUntil(lambda: not apart.busy_at_all)
    assert "读取这个文件时出错，已有的内容没有受影响" in apart.bar.text
    assert apart.controller.state == before
    pool._command = own
    with qtbot.waitSignal(apart.shown):
        apart.open_path(broken_docx)
    assert apart.controller.state.identity != before.identity


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs a process that can be stopped")
def test_cancel_ends_a_reader_that_hangs_at_once(qtbot, apart, broken_docx):
    pool = processes_of(apart)
    [process] = pool._idle
    os.kill(process._child.pid, signal.SIGSTOP)
    apart.open_path(broken_docx)
    qtbot.waitUntil(lambda: apart.jobs.busy)
    start = time.monotonic()
    apart.jobs.cancel()
    qtbot.waitUntil(lambda: not apart.jobs.busy)
    assert time.monotonic() - start < 1
    assert process._child.poll() is not None
    with qtbot.waitSignal(apart.shown):
        apart.open_path(broken_docx)


def test_closing_the_window_ends_the_processes(qtbot, apart):
    [process] = processes_of(apart)._idle
    apart.discard()
    QApplication.processEvents()
    assert process._child.poll() is not None
