"""Moving house, copies, and what is left of a deleted report."""

import history_room_support as support
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.errors import StoreError
from core.session import History, Query
from core.store.history import Snapshot
from gui.history.backups_window import BackupsWindow, TracesWindow
from gui.history.reports.reports_model import VERSIONS
from gui.history.row_tables import select_row


@pytest.fixture
def idle(qtbot, jobs):
    return lambda: qtbot.waitUntil(lambda: not jobs.busy)


def choose(shown, text):
    next(act for act in shown.moving.menu().actions() if text in act.text()).trigger()


def test_the_whole_history_moves_to_another_computer(shown, ask, idle, tmp_path):
    ask.path = tmp_path / "搬家.db"
    choose(shown, "导出全部历史")
    idle()
    assert "全部历史已导出到" in shown.bar.text
    assert ask.questions[0].startswith("导出全部历史：年报校核历史记录")
    with History(ask.path) as other:
        assert len(other.reports()) == 5


def test_another_history_is_merged_without_duplicates(shown, ask, idle, history, tmp_path):
    ask.path = tmp_path / "另一台.db"
    history.export_all(ask.path)
    with History(ask.path) as other:
        support.save(other, support.report(2024), "另一台电脑")
    choose(shown, "导入合并")
    idle()
    assert shown.bar.text.startswith("导入完成：新增 1 份报告、1 个版本；另有 7 个版本这里已经有了")
    assert shown.model.rowCount() == 6
    choose(shown, "导入合并")
    idle()
    assert shown.bar.text == "这个文件里的 8 个版本这里都已经有了，没有重复导入。"


@pytest.fixture
def two_sides(shown, ask, idle, history, tmp_path):
    """This year's report was taken to another computer and changed on both."""
    ask.path = tmp_path / "另一台.db"
    history.export_all(ask.path)
    base = history.search(Query(agency=support.AGENCY, year=2023))[0]
    with History(ask.path) as other:
        (same,) = other.search(Query(agency=support.AGENCY, year=2023))
        theirs = Snapshot(support.report(2023, granted="8"), report_id=same.id, parent=same.newest)
        other.save(theirs, "另一台电脑")
    ours = Snapshot(support.report(2023, granted="9"), report_id=base.id, parent=base.newest)
    history.save(ours, "这台电脑")
    choose(shown, "导入合并")
    idle()
    shown.refresh()
    select_row(shown.view, shown.model.row_of(base.id))
    return base


def test_two_newest_versions_are_both_shown_and_asked_about(qtbot, shown, ask, history, two_sides):
    assert shown.bar.text.endswith("有 1 份报告两边都改过，打开时请选择以哪一版为准。")
    row = shown.model.row_of(two_sides.id)
    assert shown.model.index(row, VERSIONS).data() == "5，2 个最新"
    assert shown.timeline.model.rowCount() == 5
    ask.choice = 0
    with qtbot.waitSignal(shown.version_asked) as asked:
        QTest.keyClick(shown.view, Qt.Key.Key_Return)
    assert ask.questions[-1] == "“云溪县民政局 2023 年度报告”有 2 个最新版本，互相不包含对方的修改。以哪一版为准？"
    stored = history.load(asked.args[0])
    assert (stored.info.number, stored.info.note) == (6, "以第 5 版为准")
    assert stored.report == support.report(2023, granted="8")
    assert shown.model.index(shown.model.row_of(two_sides.id), VERSIONS).data() == "6"
    with qtbot.waitSignal(shown.version_asked):  # decided: nothing is asked any more
        QTest.keyClick(shown.view, Qt.Key.Key_Return)
    assert len([q for q in ask.questions if "以哪一版为准" in q]) == 1


def test_two_newest_versions_are_compared_before_the_decision(qtbot, shown, ask, history, two_sides):
    ask.choice = 2
    with qtbot.waitSignal(shown.compare_asked) as asked:
        QTest.keyClick(shown.view, Qt.Key.Key_Return)
    assert [history.load(number).info.note for number in asked.args] == ["这台电脑", "另一台电脑"]
    ask.choice = None
    with qtbot.assertNotEmitted(shown.version_asked):
        QTest.keyClick(shown.view, Qt.Key.Key_Return)
    assert history.search(Query(agency=support.AGENCY, year=2023))[0].heads == 2


def test_a_file_that_is_no_history_is_refused(shown, ask, idle, tmp_path):
    ask.path = tmp_path / "年报.db"
    ask.path.write_bytes(b"PK" * 4000)
    choose(shown, "导入合并")
    idle()
    assert "不是历史记录" in shown.bar.text
    assert shown.bar.property("kind") == "error"


def test_thinking_better_of_it_does_nothing(shown, ask, jobs):
    ask.path = None
    choose(shown, "导出全部历史")
    choose(shown, "导入合并")
    assert not jobs.busy and shown.bar.text == ""


def test_only_one_long_work_at_a_time(shown, ask, jobs, idle, tmp_path):
    ask.path = tmp_path / "a.db"
    choose(shown, "导出全部历史")
    choose(shown, "导出全部历史")
    assert "上一项工作还没有完成" in shown.bar.text
    idle()


def test_going_back_to_a_copy_and_from_there_again(shown, qtbot, history, idle):
    history.backup()
    support.save(history, support.report(2024))
    window = BackupsWindow(history)
    qtbot.addWidget(window)
    window.restore_asked.connect(shown.acts.restore_backup)
    shown.acts.changed.connect(window.refresh)
    window.show()
    with qtbot.waitSignal(shown.replaced):
        QTest.keyClick(window.list, Qt.Key.Key_Return)
    idle()
    assert len(history.reports()) == 5
    assert "恢复前的内容留在备份" in shown.bar.text
    assert [window.list.item(row).text().split("　")[1] for row in range(2)] == ["恢复前的备份", "每日备份"]
    with qtbot.waitSignal(shown.replaced):
        QTest.mouseClick(window.restore, Qt.MouseButton.LeftButton)
    idle()
    assert len(history.reports()) == 6


def test_going_back_can_be_cancelled(shown, history, jobs, idle, monkeypatch):
    history.backup()
    support.save(history, support.report(2024))

    def slow(copy, progress):
        jobs.cancel()
        progress(1, 9)

    monkeypatch.setattr(history, "restore_backup", slow)
    shown.acts.restore_backup(history.backups()[0])
    idle()
    assert shown.bar.text == "" and len(history.reports()) == 6


def test_without_copies_the_window_says_so(qtbot, history):
    window = BackupsWindow(history)
    qtbot.addWidget(window)
    window.show()
    assert "还没有备份" in window.bar.text
    assert not window.restore.isEnabled()


def test_a_bug_is_not_taken_for_a_sentence(shown, history, idle, monkeypatch, ask, tmp_path):
    ask.path = tmp_path / "a.db"

    def broken(target):
        raise RuntimeError("kaputt")

    monkeypatch.setattr(history, "export_all", broken)
    choose(shown, "导出全部历史")
    idle()
    assert str(shown.bugs.pop()) == "kaputt"


@pytest.fixture
def traces(qtbot, history):
    history.backup()
    history.save_draft("k", support.Snapshot(support.report(2023)))
    (history.path.parent / "history-damaged-x.db").write_bytes(b"no database at all")
    made = TracesWindow(history, history.purge(history.reports()[0].id))
    qtbot.addWidget(made)
    made.show()
    return made


def test_each_trace_is_deleted_when_the_person_says_so(traces, history):
    texts = [traces.list.item(row).text() for row in range(traces.list.count())]
    assert [text.split("：")[0] for text in texts] == [
        "备份里有这份报告",
        "打不开、无法查看的文件",
        "同一机关、同一年度没有保存过的修改",
    ]
    assert not traces.delete.isEnabled()
    QTest.keyClick(traces.list, Qt.Key.Key_Space)
    QTest.mouseClick(traces.delete, Qt.MouseButton.LeftButton)
    assert history.backups() == []
    assert "已删除 1 处，还有 2 处保留着。" in traces.bar.text
    traces._check_all()
    QTest.mouseClick(traces.delete, Qt.MouseButton.LeftButton)
    assert "不再有痕迹" in traces.bar.text
    assert history.drafts() == [] and not list(history.path.parent.glob("*damaged*"))


def test_a_copy_that_cannot_be_deleted_stays_in_the_list(traces, history, monkeypatch):
    def refuse(copy):
        raise StoreError("另一个程序正在使用这个文件，请关闭后再试")

    monkeypatch.setattr(history, "delete_copy", refuse)
    traces._check_all()
    QTest.mouseClick(traces.delete, Qt.MouseButton.LeftButton)
    assert traces.list.count() == 3
    assert "另一个程序" in traces.bar.text
