"""The history window with real keys and clicks."""

import history_room_support as support
import pytest
from history_room_support import write
from PySide6.QtCore import QEvent, QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLineEdit

from core.errors import StoreError
from core.session import SUBMITTED, Query, State
from gui.history.reports import reports_model

Key = Qt.Key


def listed(shown):
    return [shown.model.index(row, 0).data() for row in range(shown.model.rowCount())]


def press(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def told(shown):
    return shown.bar.text


def test_the_newest_report_is_chosen_with_its_timeline(shown):
    assert listed(shown)[0] == support.AGENCY
    assert shown.count.text() == "共 5 份"
    assert shown.timeline.title.text() == "云溪县民政局 2023 年度报告"
    assert shown.timeline.model.rowCount() == 3
    assert shown.timeline.acts_title.text() == "第 3 版的 1 项修改"
    assert shown.timeline.acts.model().stringList()[0].endswith("（表三）改为 12")


def test_a_long_list_begins_with_the_newest_and_goes_on_when_scrolled(shown, history, monkeypatch):
    monkeypatch.setattr("gui.history.reports.history_window.FIRST", 3)
    shown.resize(1366, 300)
    for year in range(2005, 2016):
        support.save(history, support.report(year))
    shown.view.setCurrentIndex(shown.model.index(0, 0))
    last = history.reports()[-1]
    shown.refresh()
    assert shown.count.text() == "共 16 份"  # the chosen one is not among the newest: all are asked for
    shown.model.set_reports(history.recent(3), history.reports)
    assert shown.model.canFetchMore() and shown.model.rowCount() == 3
    shown.view.setCurrentIndex(shown.model.index(0, 0))
    for _ in range(20):
        QTest.keyClick(shown.view, Key.Key_PageDown)
        shown.view.verticalScrollBar().setValue(shown.view.verticalScrollBar().maximum())
    shown.model.fetchMore()
    assert shown.model.rowCount() == 16
    assert shown.model.report(15) == last
    assert shown.count.text() == "共 16 份"


def test_arrow_keys_walk_the_list(shown):
    QTest.keyClick(shown.view, Key.Key_Down)
    assert shown.timeline.title.text() == "云溪县民政局 2022 年度报告"
    assert shown.timeline.note.text() == "去年报送稿"


@pytest.mark.parametrize("field, word, found", [("agency", "石桥", 1), ("year", "2022", 4), ("text", "更正 民政", 0)])
def test_typing_searches_a_moment_later(shown, qtbot, field, word, found):
    box = getattr(shown.search, field)
    with qtbot.waitSignal(shown.search.changed):
        write(box, word)
    assert len(listed(shown)) == found


def test_enter_does_not_wait_and_text_is_searched_in_the_newest_version(shown):
    write(shown.search.text, "法定期限")
    QTest.keyClick(shown.search.text, Key.Key_Return)
    assert listed(shown) == [support.AGENCY]
    press(next(b for b in shown.search.findChildren(QAbstractButton) if b.text() == "清除条件"))
    assert len(listed(shown)) == 5


def test_half_a_year_matches_everything_but_nothing_found_is_said(shown):
    write(shown.search.year, "20x")
    shown.search.ask_now()
    assert len(listed(shown)) == 5
    shown.search.clear()
    write(shown.search.agency, "没有")
    shown.search.ask_now()
    assert shown.timeline.title.text() == "没有符合条件的报告。"
    assert not shown.trash.isEnabled() and not shown.timeline.open.isEnabled()


def test_state_shows_drafts_submitted_and_the_bin(shown, history):
    press(shown.timeline.submitted)
    assert history.reports()[0].state is State.FINAL
    assert told(shown) == "已标为“已报送”。"
    QTest.keyClick(shown.search.state, Key.Key_Down)
    assert len(listed(shown)) == 4
    QTest.keyClick(shown.search.state, Key.Key_Down)
    assert listed(shown) == [support.AGENCY]
    QTest.keyClick(shown.search.state, Key.Key_Down)
    assert listed(shown) == [] and shown.count.text() == "回收站里 0 份"


def test_the_label_is_taken_away_again(shown, history):
    press(shown.timeline.submitted)
    press(shown.timeline.submitted)
    assert history.versions(history.reports()[0].id)[0].label == ""


def test_a_note_is_written_with_enter(shown, history):
    QTest.keyClick(shown.timeline.view, Key.Key_Down)
    note = shown.timeline.note
    note.selectAll()
    write(note, "二稿")
    QTest.keyClick(note, Key.Key_Return)
    versions = history.versions(history.reports()[0].id)
    assert [v.note for v in versions] == ["", "二稿", "科室初稿"]
    assert shown.timeline.current.version.number == 2  # the choice stays


def test_a_version_is_opened_by_key_and_by_button(shown, qtbot):
    newest = shown.report.newest
    with qtbot.waitSignal(shown.version_asked, check_params_cb=lambda number: number == newest):
        QTest.keyClick(shown.view, Key.Key_Return)
    QTest.keyClick(shown.timeline.view, Key.Key_End)
    with qtbot.waitSignal(shown.version_asked, check_params_cb=lambda number: number != newest):
        press(shown.timeline.open)


def test_restoring_keeps_all_versions(shown, history):
    assert not shown.timeline.restore.isEnabled()  # the newest is in force already
    QTest.keyClick(shown.timeline.view, Key.Key_End)
    press(shown.timeline.restore)
    versions = history.versions(history.reports()[0].id)
    assert [v.number for v in versions] == [4, 3, 2, 1]
    assert told(shown) == "已恢复为第 4 版，其他版本都还在。"
    assert shown.timeline.model.rowCount() == 4


def test_comparing_takes_the_version_before_or_the_two_chosen(shown, qtbot):
    ids = [shown.timeline.model.step(row).version.id for row in range(3)]
    with qtbot.waitSignal(shown.compare_asked) as asked:
        press(shown.timeline.compare)
    assert asked.args == [ids[1], ids[0]]
    QTest.keyClick(shown.timeline.view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(shown.timeline.view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(shown.compare_asked) as asked:
        press(shown.timeline.compare)
    assert asked.args == [ids[2], ids[0]]
    assert not shown.timeline.open.isEnabled()


def test_the_first_version_has_none_before_it(shown):
    QTest.keyClick(shown.timeline.view, Key.Key_End)
    assert not shown.timeline.compare.isEnabled()


def test_delete_moves_into_the_bin_and_back(shown, history):
    QTest.keyClick(shown.view, Key.Key_Delete)
    assert "已移入回收站" in told(shown)
    assert len(listed(shown)) == 4
    shown.search.state.setCurrentIndex(3)
    assert shown.purge.isVisible() and not shown.trash.isVisible()
    press(shown.restore_trashed)
    assert listed(shown) == []
    assert len(history.reports()) == 5


def test_deleting_for_good_asks_and_names_what_is_left(shown, history, ask, qtbot):
    history.backup()
    history.trash(history.reports()[0].id)
    shown.search.state.setCurrentIndex(3)
    ask.choice = None
    QTest.keyClick(shown.view, Key.Key_Delete)
    assert ask.questions == ["彻底删除“云溪县民政局 2023 年度报告”？"]
    assert len(history.search(Query(trashed=True))) == 1
    ask.choice = 0
    with qtbot.waitSignal(shown.traces_left) as left:
        press(shown.purge)
    assert len(left.args[0].backups) == 1
    assert history.search(Query(trashed=True)) == []
    assert "已彻底删除 3 个版本" in told(shown)


def test_two_years_are_found_by_the_agency(shown, qtbot):
    with qtbot.waitSignal(shown.years_asked) as asked:
        press(shown.years)
    assert [report.year for report in asked.args] == [2022, 2023]
    QTest.keyClick(shown.view, Key.Key_Down)
    press(shown.years)
    assert "没有这个机关上一年度的报告" in told(shown)


def test_two_chosen_reports_are_compared_the_earlier_first(shown, qtbot):
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    shown.view.selectionModel().select(shown.model.index(2, 0), rows)
    with qtbot.waitSignal(shown.years_asked) as asked:
        press(shown.years)
    assert [report.year for report in asked.args] == [2022, 2023]
    assert asked.args[0].agency == "石桥镇人民政府"


def test_a_failing_history_says_so_and_keeps_the_list(shown, history, monkeypatch):
    def refuse(*_):
        raise StoreError("磁盘已满，请清理后再试")

    monkeypatch.setattr(history, "annotate", refuse)
    monkeypatch.setattr(history, "search", refuse)
    write(shown.timeline.note, "x")
    QTest.keyClick(shown.timeline.note, Key.Key_Return)
    assert told(shown) == "磁盘已满，请清理后再试"
    write(shown.search.agency, "水务")
    shown.search.ask_now()
    assert len(listed(shown)) == 5


def test_another_window_that_has_it_open_is_named(shown, history, monkeypatch):
    from gui.history.reports import history_window

    class Holder:
        owner = "李四（电脑 PC-07）"

    monkeypatch.setattr(history, "holders", lambda report_id: [Holder] if report_id == shown.report.id else [])
    shown.refresh()
    assert shown.model.index(0, reports_model.HOLDER).data() == "李四（电脑 PC-07）"
    assert shown.model.index(1, reports_model.HOLDER).data() == ""
    assert history_window.MOST == 1000


def test_everything_is_reached_by_tab_and_has_a_name(shown):
    seen, widget = set(), shown.search.agency
    widget.setFocus()
    for _ in range(40):
        QTest.keyClick(shown.focusWidget(), Key.Key_Tab)
        seen.add(shown.focusWidget())
    fields = [
        w for kind in (QLineEdit, QComboBox, QAbstractItemView, QAbstractButton) for w in shown.findChildren(kind)
    ]
    own = [w for w in fields if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [w for w in own if w not in seen and not isinstance(w.parent(), QComboBox)] == []
    assert [w for w in own if not (w.accessibleName() or getattr(w, "text", str)())] == []


def test_find_and_refresh_have_keys(shown, history):
    QTest.keyClick(shown, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert shown.focusWidget() is shown.search.text
    support.save(history, support.report(2021))
    QTest.keyClick(shown, Key.Key_F5)
    assert len(listed(shown)) == 6


def test_coming_back_lists_what_was_saved_meanwhile(shown, history):
    def come_back():
        QApplication.sendEvent(shown, QEvent(QEvent.Type.ActivationChange))

    shown.activateWindow()
    QTest.keyClick(shown.timeline.view, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    come_back()
    assert len(shown.timeline._rows()) == 2
    support.save(history, support.report(2021))
    come_back()
    assert listed(shown)[0] == support.AGENCY and len(listed(shown)) == 6


@pytest.mark.parametrize("width, title", [(1366, True), (683, False)])
def test_a_small_screen_goes_without_titles(shown, width, title):
    shown.resize(width, 384)
    assert shown.width() == width
    assert shown.view.isColumnHidden(reports_model.TITLE) is not title


def test_label_of_submitted_is_the_histories_own(shown):
    shown.timeline.submitted.setFocus()
    QTest.keyClick(shown.timeline.submitted, Key.Key_Space)
    assert shown.timeline.current.version.label == SUBMITTED
