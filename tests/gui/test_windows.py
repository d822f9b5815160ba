"""One program: a second start hands its file over, and several reports are open side by side."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from core import paths
from core.model import CellRef
from gui import app as application
from gui.shell import handover
from gui.shell.main_window import MainWindow
from gui.shell.windows import Windows

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = paths.resources() / "samples" / "示例报告.docx"
CELL = CellRef(3, "granted", "research")


@pytest.fixture(autouse=True)
def runtime(tmp_path, monkeypatch):
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))


@pytest.fixture
def windows(window, qtbot, tmp_path, ask):
    def make():
        made = MainWindow(lambda: application.make_session(tmp_path / "data", apart=False), ask)
        made.show()
        with qtbot.waitSignal(made.ready):
            made.start()
        return made

    made = Windows(window, make)
    yield made
    for each in made.windows:
        each.discard()


def idle(qtbot, *windows):
    qtbot.waitUntil(lambda: not any(window.busy_at_all for window in windows))


def test_a_second_start_hands_its_file_to_the_running_window_and_ends(qtbot, tmp_path):
    folder = handover.meeting_folder(tmp_path / "data")
    lock = handover.claim(folder)
    assert lock is not None
    receiver = handover.Receiver(folder)
    code = (
        "import sys; from pathlib import Path; from gui import app\n"
        "sys.exit(app.run(Path(sys.argv[1]), Path(sys.argv[2])))"
    )
    name = "年 报.docx"
    second = subprocess.Popen([sys.executable, "-c", code, name, str(tmp_path / "data")], cwd=ROOT, env={**os.environ})
    with qtbot.waitSignal(receiver.requested, timeout=20_000) as heard:
        pass
    assert heard.args == [ROOT / name]
    assert second.wait(20) == 0
    assert list(folder.glob("*.open")) == []
    lock.unlock()


def test_a_window_that_does_not_answer_is_not_waited_for(tmp_path):
    folder = handover.meeting_folder(tmp_path / "data")
    assert not handover.send(folder, SAMPLE, patience=0.1)
    assert list(folder.iterdir()) == []


def test_a_start_without_a_file_brings_the_window_to_the_front(qtbot, windows, tmp_path):
    folder = handover.meeting_folder(tmp_path / "data")
    receiver = handover.Receiver(folder)
    receiver.requested.connect(windows.receive)
    sender = threading.Thread(target=handover.send, args=(folder, None))
    sender.start()
    with qtbot.waitSignal(receiver.requested):
        pass
    sender.join()
    assert len(windows.windows) == 1


def test_the_lock_of_a_program_that_is_gone_is_free(tmp_path):
    folder = handover.meeting_folder(tmp_path / "data")
    code = (
        "import os, sys; from pathlib import Path; from gui.shell import handover\n"
        "kept = handover.claim(Path(sys.argv[1])); os._exit(0 if kept else 1)"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, check=True)
    lock = handover.claim(folder)
    assert lock is not None and lock.isLocked()
    assert handover.claim(folder) is None
    lock.unlock()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows gives each user a folder of their own")
def test_a_folder_others_may_read_is_not_used(tmp_path):
    folder = handover.meeting_folder(tmp_path / "data")
    folder.chmod(0o755)
    assert handover.meeting_folder(tmp_path / "data") is None


def test_two_data_folders_are_two_programs(tmp_path):
    assert handover.meeting_folder(tmp_path / "a") != handover.meeting_folder(tmp_path / "b")


def test_a_file_handed_over_opens_beside_the_report_that_is_open(qtbot, windows, broken_docx):
    first = windows.windows[0]
    with qtbot.waitSignal(first.shown):
        windows.receive(broken_docx)  # the start page is free: no further window
    assert len(windows.windows) == 1
    windows.receive(SAMPLE)
    second = windows.windows[1]
    qtbot.waitUntil(lambda: second.controller.state is not None)
    idle(qtbot, first, second)
    assert first.controller.opened.source == broken_docx and second.controller.opened.source == SAMPLE
    first.controller.edit_cells({CELL: "5"}, "x")
    assert second.controller.opened.revision == 0 and not second.controller.undo_stack.canUndo()
    assert second.pos() != first.pos()
    idle(qtbot, first, second)


def test_several_files_dropped_open_each_in_its_window(qtbot, windows, broken_docx):
    first = windows.windows[0]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (broken_docx, SAMPLE)])
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    first.dropEvent(event)
    qtbot.waitUntil(lambda: len(windows.windows) == 2 and windows.windows[1].controller.state is not None)
    idle(qtbot, *windows.windows)
    assert [w.controller.opened.source for w in windows.windows] == [broken_docx, SAMPLE]


def test_a_new_window_stands_on_its_start_page(qtbot, windows):
    windows.windows[0].actions_by_name["new_window"].trigger()
    assert len(windows.windows) == 2 and windows.windows[1].is_free
    idle(qtbot, *windows.windows)


def test_a_closed_window_is_forgotten_and_the_other_goes_on(qtbot, windows, broken_docx):
    second = windows.open(None)
    idle(qtbot, *windows.windows)
    assert second.close()
    assert len(windows.windows) == 1
    first = windows.windows[0]
    with qtbot.waitSignal(first.shown):
        windows.open(broken_docx)
    idle(qtbot, first)


def test_settings_changed_in_one_window_hold_in_the_other(qtbot, windows):
    first, second = windows.windows[0], windows.open(None)
    idle(qtbot, first, second)
    session = first.controller.session
    session.change_settings(replace(session.settings, agency="云溪县民政局"))
    first.settings_changed.emit()
    assert second.controller.session.settings.agency == "云溪县民政局"
