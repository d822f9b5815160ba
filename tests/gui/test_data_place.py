"""A program on a stick, in the window: asked once, moved by one act, told of the PC's own history; news once."""

import sys

import pytest
from PySide6.QtWidgets import QPushButton

from core import paths
from core.session import Session
from core.version import build
from gui import app as application
from gui.common import window_settings
from gui.common.window_settings import WindowSettings
from gui.dialogs.help_dialog import PAGES, HelpDialog
from gui.shell.main_window import MainWindow

SAMPLE = paths.resources() / "samples" / "示例报告.docx"


@pytest.fixture
def stick(tmp_path, monkeypatch):
    folder = tmp_path / "U 盘"
    folder.mkdir()
    (folder / paths.PORTABLE_MARK).write_text("", "utf-8")
    monkeypatch.setattr(sys, "executable", str(folder / "年报校核.exe"))
    monkeypatch.setattr(paths, "default_data_dir", lambda: tmp_path / "pc")
    monkeypatch.delenv("NIANBAO_DATA_DIR", raising=False)
    return folder


@pytest.fixture
def started(qtbot, ask):
    """A function that starts the window as a person's double click does, with settings read from the data folder."""
    made = []

    def start():
        window = MainWindow(
            lambda: application.make_session(None, apart=False), ask, window_settings.load(paths.data_dir(None))
        )
        window.resize(1366, 768)
        qtbot.addWidget(window, before_close_func=lambda w: w.discard())
        window.show()
        with qtbot.waitSignal(window.ready):
            window.start()
        made.append(window)
        return window

    return start


def said(window):
    return window.bar.text


def answer(monkeypatch, ask, choice):
    ask.choice = choice
    monkeypatch.setattr("gui.dialogs.ask.Ask", lambda: ask)
    application.ask_for_data_place()


@pytest.mark.parametrize(("choice", "place"), [(0, "U 盘/数据"), (1, "pc")])
def test_the_first_start_asks_where_the_history_goes(stick, tmp_path, qapp, ask, monkeypatch, choice, place):
    answer(monkeypatch, ask, choice)
    assert ask.questions == ["第一次使用免安装版：历史记录放在哪里？"]
    assert paths.data_dir(None) == tmp_path / place and not paths.data_place_undecided(None)


def test_no_answer_takes_the_pc_and_asks_again(stick, tmp_path, qapp, ask, monkeypatch):
    answer(monkeypatch, ask, None)
    assert paths.data_dir(None) == tmp_path / "pc" and paths.data_place_undecided(None)


def test_the_menu_moves_the_history_to_the_stick_and_the_window_goes_on_there(stick, started, qtbot, ask):
    paths.keep_data_on_this_pc()
    window = started()
    with qtbot.waitSignal(window.shown):
        window.open_path(SAMPLE)
    qtbot.waitUntil(lambda: not window.busy_at_all)
    window.actions_by_name["save"].trigger()
    qtbot.waitUntil(lambda: not window.busy_at_all)
    ask.choice = 0
    act = window.actions_by_name["move_data"]
    assert act.isVisible()
    act.trigger()
    assert not window.isEnabled()  # what was kept now would stay in the old place
    qtbot.waitUntil(lambda: not window.busy_at_all)
    assert window.isEnabled()
    session = window.controller.session
    assert session.data_dir == stick / "数据" and len(session.archive.history.reports()) == 1
    assert window.controller.state is None and "从现在起用那里的历史记录" in said(window)
    with qtbot.waitSignal(window.shown):
        window.file_acts.open_version(session.archive.history.reports()[0].newest)


def test_a_stick_that_goes_while_moving_leaves_the_window_at_work(stick, started, qtbot, ask, monkeypatch):
    paths.keep_data_on_this_pc()
    window = started()
    before = window.controller.session.data_dir

    def gone(*_):
        raise OSError(5, "设备没有响应")

    monkeypatch.setattr("core.moving.settings.save", gone)
    ask.choice = 0
    window.actions_by_name["move_data"].trigger()
    qtbot.waitUntil(lambda: not window.busy_at_all)
    assert window.isEnabled() and "历史记录还在原处" in said(window)
    assert window.controller.session.data_dir == before


def test_a_history_left_on_the_pc_is_told(stick, started, tmp_path):
    pc = Session(tmp_path / "pc")
    pc.archive.save(pc.open(SAMPLE), ())
    pc.close()
    paths.keep_data_beside_the_program()
    window = started()
    assert "这台电脑上另有一份" in said(window) and window.bar.isVisible()


def test_an_installed_program_shows_no_such_act(window):
    assert not window.actions_by_name["move_data"].isVisible()


def test_other_windows_are_to_be_closed_first(stick, started, ask):
    first, second = started(), started()
    second.parts.data_place.move()
    assert "关闭年报校核的其他窗口" in said(second) and not ask.questions
    assert first.controller.session.data_dir == second.controller.session.data_dir


def test_an_upgrade_is_told_once_with_the_way_to_what_is_new(stick, started, qtbot):
    folder = paths.data_dir(None)
    window_settings.save(folder, WindowSettings(geometry="AdnQywADAAA="))  # 0.1.0 kept no version
    window = started()
    assert f"已更新到 {build()[0]} 版" in said(window)
    next(b for b in window.bar.findChildren(QPushButton) if b.text() == "看看有什么变化").click()
    assert isinstance(window.side.shown, HelpDialog)
    assert build()[0] in window.side.shown.page.toPlainText()
    window.close()
    assert window_settings.load(folder).version == build()[0]
    assert "已更新" not in said(started())


def test_a_first_start_tells_no_news(stick, started):
    assert "已更新" not in said(started())


def test_every_page_of_the_handbook_is_there(qapp):
    for name, _title in PAGES:
        assert (paths.resources() / "help" / f"{name}.html").is_file()
