"""Nothing is lost: drafts after each act, offered again after a crash; the layout comes back."""

import subprocess
import sys
from pathlib import Path

import gui_support
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from gui import app as application
from gui.common import window_settings
from gui.shell.main_window import MainWindow

WRONG = gui_support.ref3("results_total")
ROOT = Path(__file__).resolve().parent.parent.parent
CRASH = """
import os, sys
sys.path[:0] = sys.argv[1:3]
import gui_support
from pathlib import Path
from clerk import Clerk
clerk = Clerk(Path(sys.argv[3]))
clerk.open(Path(sys.argv[4]))
clerk.edit({gui_support.ref3("results_total"): "19"})
clerk.save_draft()
os._exit(9)
"""


def test_a_draft_is_written_within_two_seconds_of_an_act(opened, qtbot):
    archive = opened.controller.session.archive
    view = opened.report_view.workspace.page.form
    view.form.setData(view.form.index_of(WRONG), "19")
    qtbot.waitUntil(lambda: archive.path.exists() and bool(archive.history.drafts()), timeout=2000)
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    qtbot.keyClick(opened, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not opened.busy_at_all and not opened.controller.opened.dirty)
    assert archive.history.drafts() == []


def test_after_a_crash_the_next_start_offers_the_work(qtbot, tmp_path, broken_docx, ask):
    data = tmp_path / "data"
    tests = ROOT / "tests"
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(tests), str(ROOT), str(data), str(broken_docx)], check=False
    )
    assert done.returncode == 9
    window = MainWindow(lambda: application.make_session(data, apart=False), ask)
    qtbot.addWidget(window, before_close_func=lambda w: w.discard())
    window.show()
    with qtbot.waitSignal(window.ready):
        window.start()
    buttons = {b.text(): b for b in window.start_page.findChildren(QPushButton)}
    with qtbot.waitSignal(window.shown):
        qtbot.mouseClick(buttons["恢复"], Qt.MouseButton.LeftButton)
    assert window.controller.report.cell(WRONG).raw == "19"
    assert window.controller.opened.original.cell(WRONG).raw == "18"
    assert window.controller.opened.dirty


@pytest.mark.parametrize("text", ("", "{", "[]", '{"zoom": "big", "points": 900.0, "theme": 3}'))
def test_a_damaged_memory_gives_the_defaults(tmp_path, text):
    (tmp_path / window_settings.FILE_NAME).write_text(text, "utf-8")
    kept = window_settings.load(tmp_path)
    assert (kept.zoom, kept.theme) == (1.0, "system")
    assert kept.points <= 20


def test_memory_round_trip(tmp_path):
    kept = window_settings.WindowSettings(zoom=1.5, theme="dark", points=12.0, family="SimSun")
    window_settings.save(tmp_path, kept)
    assert window_settings.load(tmp_path) == kept


def test_panes_and_zoom_come_back(opened, qtbot, ask):
    data = opened.controller.session.data_dir
    opened.actions_by_name["source"].trigger()
    opened.report_view.workspace.set_zoom(1.3)
    hidden = opened.report_view.source_dock.isHidden()
    assert opened.close()
    again = MainWindow(lambda: application.make_session(data, apart=False), ask, window_settings.load(data))
    qtbot.addWidget(again, before_close_func=lambda w: w.discard())
    again.show()
    again.start()
    with qtbot.waitSignal(again.shown):
        again.when_ready(lambda: again.file_acts.open_sample())
    assert again.report_view.source_dock.isHidden() == hidden
    assert again.report_view.workspace.zoom == 1.3
