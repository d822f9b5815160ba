"""The room as part of the real window, and what the history does by itself."""

import sqlite3
import time
from contextlib import closing

import history_room_support as support
import pytest
from gui_support import ref3
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from core.errors import StoreError
from core.session import History, Query
from core.store.history import Snapshot
from gui import app as application
from gui.dialogs.ask import Ask
from gui.history.backups_window import BackupsWindow, TracesWindow
from gui.history.comparison.compare_window import CompareWindow, VersionsWindow
from gui.history.comparison.years_window import YearsWindow
from gui.history.reports.history_window import HistoryWindow
from gui.shell.main_window import MainWindow


def idle(qtbot, window):
    qtbot.waitUntil(lambda: not window.busy_at_all)


@pytest.fixture
def room(qtbot, history, window):
    """The history window over the real one, with reports of earlier days."""
    window.side.history()
    idle(qtbot, window)
    return window.side.shown


def test_a_new_computer_without_reports_can_import_and_restore(qtbot, window):
    window.side.history()
    shown = window.side.shown
    assert isinstance(shown, HistoryWindow) and shown.model.rowCount() == 0
    assert shown.timeline.title.text() == "还没有保存过报告。"
    acts = [action for action in shown.moving.menu().actions() if not action.isSeparator()]
    assert len(acts) == 3 and all(action.isEnabled() for action in acts)
    idle(qtbot, window)


def test_the_window_is_beside_the_main_one_and_made_once(room, window):
    assert isinstance(room, HistoryWindow) and not room.isModal()
    room.close()
    window.side.history()
    assert window.side.shown is room and room.isVisible()


def test_a_version_opens_in_the_main_window(qtbot, room, window):
    with qtbot.waitSignal(window.shown):
        QTest.keyClick(room.view, Qt.Key.Key_Return)
    assert window.controller.report.year == 2023
    assert not room.isVisible()
    idle(qtbot, window)


def test_comparisons_open_from_the_list(room, window):
    QTest.mouseClick(room.timeline.compare, Qt.MouseButton.LeftButton)
    assert isinstance(window.side.shown, VersionsWindow)
    QTest.mouseClick(room.years, Qt.MouseButton.LeftButton)
    assert isinstance(window.side.shown, YearsWindow)


def test_this_report_against_last_years_and_against_itself(qtbot, history, opened):
    opened.controller.edit_cells({ref3("granted"): "13"}, "x")
    opened.side.edits()
    assert isinstance(opened.side.shown, CompareWindow)
    assert opened.side.shown.model.rowCount() == 1
    opened.side.years()
    assert isinstance(opened.side.shown, YearsWindow)


def test_without_last_years_report_a_sentence_tells_how(opened):
    opened.side.years()
    assert "与上年报告核对" in opened.bar.text


def test_copies_and_traces_open_from_the_list(qtbot, room, window, history):
    history.backup()
    room.copies_asked.emit()
    assert isinstance(window.side.shown, BackupsWindow)
    room.acts.purge(room.report)
    idle(qtbot, window)
    assert isinstance(window.side.shown, TracesWindow)
    assert window.side.shown.list.count() == 1


def test_the_start_page_follows_the_bin(room, window):
    before = window.start_page._recent.count()
    QTest.keyClick(room.view, Qt.Key.Key_Delete)
    assert window.start_page._recent.count() == before - 1


def test_a_report_in_hand_survives_going_back_to_a_copy_without_it(qtbot, room, window, history):
    history.backup()
    version = support.save(history, support.report(2024))
    with qtbot.waitSignal(window.shown):
        room.version_asked.emit(version.id)
    idle(qtbot, window)
    room.acts.restore_backup_now(history.backups()[0])
    idle(qtbot, window)
    assert window.controller.opened.version is None
    window.file_acts.save()
    idle(qtbot, window)
    assert window.controller.opened.version.number == 1
    assert len(history.reports()) == 6


def test_a_report_in_hand_that_the_copy_has_keeps_its_version(qtbot, room, window, history):
    history.backup()
    with qtbot.waitSignal(window.shown):
        room.version_asked.emit(history.reports()[0].newest)
    idle(qtbot, window)
    room.acts.restore_backup_now(history.backups()[0])
    idle(qtbot, window)
    assert window.controller.opened.version.number == 3


# By itself


def test_a_copy_is_made_once_a_day(qtbot, window, history):
    window.parts.history_upkeep.copy()
    qtbot.waitUntil(lambda: len(history.backups()) == 1)
    idle(qtbot, window)


def test_who_else_has_the_report_open_is_said_once(qtbot, window, history):
    info = history.reports()[0]
    history.hold(info.id)
    with qtbot.waitSignal(window.shown):
        window.file_acts.open_version(info.newest)
    qtbot.waitUntil(lambda: "起打开着这份报告" in window.bar.text)
    assert history.holders(info.id) != []
    idle(qtbot, window)
    window.bar.hide()
    window.parts.history_upkeep.hold()
    idle(qtbot, window)
    assert window.bar.text == ""


def test_a_report_is_held_from_its_first_save_on(qtbot, opened):
    opened.file_acts.save()
    qtbot.waitUntil(lambda: "已保存为第 1 版" in opened.bar.text)
    idle(qtbot, opened)
    with History(opened.controller.session.archive.path) as other:
        report_id = other.reports()[0].id
        qtbot.waitUntil(lambda: len(other.holders(report_id)) == 1)
    idle(qtbot, opened)


def test_a_copy_that_fails_is_said_once_and_a_bug_always(qtbot, window, history, monkeypatch):
    told, bugs = [], []
    keeper = window.parts.history_upkeep
    keeper.message.connect(lambda kind, text, *_: told.append(text))
    keeper.failed.disconnect()
    keeper.failed.connect(bugs.append)

    def refuse(keep, progress=None):
        raise errors.pop()

    monkeypatch.setattr(window.controller.session.archive, "backup_daily", refuse)
    errors = [RuntimeError("kaputt"), StoreError("磁盘空间已满"), StoreError("磁盘空间已满")]
    while errors:
        keeper.copy()
        idle(qtbot, window)
    assert told == ["磁盘空间已满"]
    assert [str(bug) for bug in bugs] == ["kaputt"]


def test_what_the_history_does_waits_for_other_work(qtbot, window, history, monkeypatch):
    monkeypatch.setattr("gui.history.upkeep.AGAIN", 10)
    window.quiet.run("", lambda _: time.sleep(0.05), lambda _: None)
    window.parts.history_upkeep.copy()
    qtbot.waitUntil(lambda: len(history.backups()) == 1)
    idle(qtbot, window)


def damaged(tmp_path, backup=True):
    path = tmp_path / "data" / "history.db"
    with support.fill(path) as history:
        if backup:
            history.backup()
    content = bytearray(path.read_bytes())
    content[4096:20000] = b"\xff" * (20000 - 4096)
    path.write_bytes(content)
    return bytes(content)


@pytest.fixture
def start(qtbot, tmp_path, ask):
    def begin():
        made = MainWindow(lambda: application.make_session(tmp_path / "data"), ask)
        qtbot.addWidget(made, before_close_func=lambda w: w.discard())
        made.show()
        with qtbot.waitSignal(made.ready):
            made.start()
        return made

    return begin


def test_a_damaged_history_is_set_aside_and_the_newest_copy_offered(qtbot, tmp_path, start):
    content = damaged(tmp_path)
    window = start()
    assert "历史记录文件已损坏，已原样移到" in window.bar.text
    aside = window.controller.session.archive.set_aside.file
    assert aside.read_bytes() == content
    idle(qtbot, window)
    QTest.mouseClick(window.bar._acts[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "已恢复到" in window.bar.text)
    assert len(window.controller.session.archive.history.reports()) == 5
    assert window.start_page._recent.count() == 5


def test_a_missing_history_beside_its_copies_is_said_and_offered(qtbot, tmp_path, start):
    damaged(tmp_path)
    (tmp_path / "data" / "history.db").unlink()
    window = start()
    assert window.bar.text.startswith("历史记录文件不见了，它的备份还在。最近一份完好的备份是")
    idle(qtbot, window)
    QTest.mouseClick(window.bar._acts[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "已恢复到" in window.bar.text)
    assert window.start_page._recent.count() == 5


def test_an_empty_history_beside_its_log_is_recovered_and_offered(qtbot, tmp_path, start):
    history = support.fill(tmp_path / "data" / "history.db")
    log = history.path.with_name("history.db-wal").read_bytes()
    history.close()
    history.path.write_bytes(b"")
    history.path.with_name("history.db-wal").write_bytes(log)
    window = start()
    assert window.bar.text.endswith("已经从里面找回了保存过的版本。")
    idle(qtbot, window)
    QTest.mouseClick(window.bar._acts[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "已恢复到" in window.bar.text)
    assert sum(r.versions for r in window.controller.session.archive.history.reports()) == 7


def test_the_start_page_asks_where_a_report_has_two_newest_versions(qtbot, tmp_path, start, ask):
    with support.fill(tmp_path / "data" / "history.db") as history:
        (base,) = history.search(Query(agency=support.AGENCY, year=2023))
        for granted in ("8", "9"):
            changed = support.report(2023, granted=granted)
            history.save(Snapshot(changed, report_id=base.id, parent=base.newest))
    window = start()
    idle(qtbot, window)
    card = window.start_page._recent.itemAt(0).widget()
    assert "有 2 个最新版本" in [label.text() for label in card.findChildren(QLabel)]
    ask.choice = 1
    with qtbot.waitSignal(window.shown):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert "以哪一版为准" in ask.questions[-1]
    assert window.controller.report.cell(ref3("granted")).raw == "8"
    idle(qtbot, window)


def test_a_damaged_history_without_copies_says_so(tmp_path, start):
    damaged(tmp_path, backup=False)
    window = start()
    assert "没有找到完好的备份" in window.bar.text
    assert not window.bar._acts[0].isVisible()


def test_the_offer_comes_again_after_a_report_was_opened(qtbot, tmp_path, start, broken_docx):
    damaged(tmp_path)
    window = start()
    with qtbot.waitSignal(window.shown):
        window.open_path(broken_docx)
    assert "历史记录文件已损坏" in window.bar.text
    idle(qtbot, window)


def test_a_newer_history_is_refused_with_a_sentence(qtbot, window, history):
    with closing(sqlite3.connect(history.path)) as other:
        other.execute("PRAGMA user_version = 999")
    window.controller.session.archive.close()
    window.side.history()
    assert window.bar.property("kind") == "error"


def test_work_that_cannot_be_saved_is_kept_elsewhere_and_comes_back(qtbot, opened, ask, monkeypatch, tmp_path):
    opened.controller.edit_cells({ref3("granted"): "13"}, "改正")
    controller, archive = opened.controller, opened.controller.session.archive

    def full(*_):
        raise StoreError("磁盘空间已满，没有保存；请清理磁盘后再保存，或另选数据文件夹")

    with monkeypatch.context() as patch:
        patch.setattr(archive, "save", full)
        opened.file_acts.save()
        qtbot.waitUntil(lambda: "磁盘空间已满" in opened.bar.text)
    assert controller.opened.dirty and controller.report.cell(ref3("granted")).raw == "13"
    ask.path = tmp_path / "U盘.db"
    QTest.mouseClick(opened.bar._acts[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "已存到" in opened.bar.text)
    idle(qtbot, opened)
    assert controller.opened.dirty and archive.history.import_merge(ask.path).reports == 1
    stored = archive.history.load(archive.history.reports()[0].newest)
    assert stored.report == controller.report and stored.changes[0][0].label == "改正"


@pytest.mark.parametrize("name, kept", [("搬家", "搬家.db"), ("搬家.db", "搬家.db"), ("", None)])
def test_the_moving_file_gets_its_ending(qtbot, window, monkeypatch, tmp_path, name, kept):
    chosen = str(tmp_path / name) if name else ""
    for dialog in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(f"gui.dialogs.ask.QFileDialog.{dialog}", lambda *_: (chosen, ""))
    assert Ask().save_history(window, "导出全部历史", tmp_path / "a.db") == (tmp_path / kept if kept else None)
    assert Ask().open_history(window, "导入") == (tmp_path / name if name else None)
