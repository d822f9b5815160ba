"""One application for all window tests, offscreen, with the program's own fonts and colours; a window that
answers its own questions, so that nothing modal can block."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gui_support
import pytest

from gui import app as application
from gui.shell.main_window import MainWindow


@pytest.fixture(scope="session")
def qapp():
    return application.create()


@pytest.fixture(scope="session")
def broken_docx(tmp_path_factory):
    """The invented report with one wrong total, as a docx in the standard layout."""
    from core.export.standard.writer import write_standard

    path = tmp_path_factory.mktemp("reports") / "年报.docx"
    write_standard(gui_support.report(broken=True), path)
    return path


@pytest.fixture
def ask():
    return gui_support.Answers()


@pytest.fixture
def window(qtbot, tmp_path, ask):
    """A window at 1366 × 768 over a real session with an empty data folder."""
    made = MainWindow(lambda: application.make_session(tmp_path / "data", apart=False), ask)
    made.resize(1366, 768)
    qtbot.addWidget(made, before_close_func=lambda w: w.discard())
    made.show()
    with qtbot.waitSignal(made.ready):
        made.start()
    return made


@pytest.fixture
def opened(qtbot, window, broken_docx):
    """The window with the broken report open and its suggestions computed."""
    with qtbot.waitSignal(window.shown):
        window.open_path(broken_docx)
    qtbot.waitUntil(lambda: not window.busy_at_all)
    return window


@pytest.fixture
def grid(opened):
    """The grid of table 3, with its first figure in hand."""
    opened.report_view.workspace.show_section(3)
    view = opened.report_view.workspace.page.form
    view.select_refs([gui_support.ref3("received")])
    view.setFocus()
    return view


def pytest_collection_modifyitems(items):
    """The offscreen platform says at every resize and raise that it has no window manager; nothing else is forgiven."""
    for item in items:
        if "/gui/" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))
