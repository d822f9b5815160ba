"""Messages lie over the foot of the window: nothing moves when they come and go."""

import gui_support
import pytest

from gui.screenshot import process_events


def places(window):
    process_events()
    view = window.report_view.workspace.page.form
    return view.mapTo(window, view.rect().topLeft()).toTuple(), view.size().toTuple()


@pytest.mark.parametrize("size", [(1366, 728), (1280, 680), (683, 344)])
def test_a_message_moves_nothing_and_covers_no_column_header(opened, size):
    opened.resize(*size)
    opened.report_view.workspace.show_section(3)
    opened.bar.hide()
    before = places(opened)
    for kind in ("info", "ok", "error"):
        opened.tell(kind, "已替换 2 处，可以一次撤销。" * 3)
        assert places(opened) == before
        assert opened.bar.isVisible() and opened.rect().contains(opened.bar.geometry())
        header = opened.report_view.workspace.page.form
        assert opened.bar.y() > header.mapTo(opened, header.rect().topLeft()).y() + 60
    opened.bar.hide()
    assert places(opened) == before


def test_news_leave_after_a_while_and_errors_stay(opened, qtbot, monkeypatch):
    monkeypatch.setattr("gui.common.pane_widgets.READING_TIME", 10)
    monkeypatch.setattr("gui.common.pane_widgets.PER_CHARACTER", 0)
    opened.tell("ok", "已保存。")
    assert opened.bar.text == "已保存。"
    qtbot.waitUntil(lambda: opened.bar.text == "")
    opened.tell("error", "没有保存。")
    qtbot.wait(40)
    assert opened.bar.text == "没有保存。"


def test_the_selection_says_count_sum_and_average(opened, qtbot):
    opened.report_view.workspace.show_section(3)
    page = opened.report_view.workspace.page
    page.form.select_refs([gui_support.ref3("received"), gui_support.ref3("granted"), gui_support.ref3("carried_in")])
    assert page._summary.text() == "计数 3　合计 32　平均 10.67"
    page.form.select_refs([gui_support.ref3("received")])
    assert page._summary.text() == ""
