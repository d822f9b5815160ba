"""The windows that put two states side by side."""

import gui_support
import history_room_support as support
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel

from core.comparison.reports import compare
from core.errors import StoreError
from core.model import Section
from gui.common.theme import DARK, LIGHT
from gui.history.comparison.compare_window import CompareWindow, VersionsWindow, summary
from gui.history.comparison.text_page import text_page
from gui.history.comparison.years_window import YearsWindow


@pytest.fixture
def versions(qtbot, history):
    ids = [info.id for info in history.versions(history.reports()[0].id)]
    made = VersionsWindow(history, ids[-1], ids[0])
    qtbot.addWidget(made)
    made.show()
    return made


def column(window, number):
    return [window.model.index(row, number).data() for row in range(window.model.rowCount())]


def test_two_versions_show_figures_and_words(versions):
    assert versions.summary.text() == "2 格数字不同，1 部分文字不同"
    assert column(versions, 2) == ["18", "2"] and column(versions, 3) == ["19", "1"]
    page = versions.texts.toPlainText()
    assert "一、总体情况" in page and "在法定期限内办结" in page and "依法办理" in page


def test_any_other_two_versions_are_chosen_by_key(versions):
    QTest.keyClick(versions.older, Qt.Key.Key_Up)
    assert versions.heading.text() == "从“第 2 版”到“第 3 版”"
    assert column(versions, 1) == []
    assert versions.summary.text() == "0 格数字不同，1 部分文字不同"
    QTest.keyClick(versions.older, Qt.Key.Key_Up)
    assert versions.summary.text() == "两者完全相同。"
    assert versions.texts.toPlainText() == "文字没有不同。"


def test_a_version_that_is_gone_is_said_in_the_window(versions, history, monkeypatch):
    def gone(version_id):
        raise StoreError("这个版本已被删除，请刷新列表")

    monkeypatch.setattr(history, "load", gone)
    QTest.keyClick(versions.older, Qt.Key.Key_Up)
    assert versions.bar.text == "这个版本已被删除，请刷新列表"
    assert len(column(versions, 1)) == 2


def test_words_go_struck_through_and_come_underlined(qtbot):
    window = CompareWindow("本次修改")
    qtbot.addWidget(window)
    before = support.report(2023)
    window.show_reports(before, support.reworded(before, "全年没有收到申请。"), ("原报", "现在"))
    page = text_page(window._found.texts, LIGHT)
    assert f"<s style='color:{LIGHT.error}" in page and f"<u style='color:{LIGHT.ok}" in page
    assert DARK.ok in text_page(window._found.texts, DARK)
    window.changeEvent(QEvent(QEvent.Type.PaletteChange))
    assert "没有收到申请" in window.texts.toPlainText()


def test_changed_headings_are_shown(qapp):
    from core.comparison.reports import compare

    before = support.report(2023)
    first = Section(1, "一、概述", before.section(1).paragraphs)
    after = type(before)(
        before.edition, before.title, before.agency, before.year, (), (first, *before.sections[1:]), before.tables
    )
    assert "一、概述" in text_page(compare(before, after).texts, LIGHT)


@pytest.fixture
def years(qtbot):
    made = YearsWindow(*support.jumping())
    made.resize(1120, 640)  # the offscreen screen is a small one
    qtbot.addWidget(made)
    made.show()
    return made


def words(window):
    return [label.text() for label in window.findChildren(QLabel)]


def test_years_say_first_what_must_be_looked_at(years):
    assert "3 处与上年不衔接，1 处相差十倍以上。" in words(years)
    assert "云溪县民政局　2022 年与 2023 年" in words(years)


def test_years_list_more_by_key(years):
    few = years.model.rowCount()
    box = years.findChild(QComboBox)
    QTest.keyClick(box, Qt.Key.Key_End)
    assert years.model.rowCount() > few


def test_a_narrow_window_shows_the_table_or_the_chart(years):
    assert years.view.isVisible() and years.chart.isVisible() and not years.turn.isVisible()
    years.resize(683, 384)
    assert years.view.isVisible() and not years.chart.isVisible()
    QTest.keyClick(years.turn, Qt.Key.Key_Space)
    assert years.chart.isVisible() and not years.view.isVisible()
    years.resize(1120, 640)
    assert years.view.isVisible() and years.chart.isVisible()


def test_years_that_are_not_neighbours_or_of_one_agency_are_noted(qtbot):
    for before, word in (
        (support.report(2020), "不是相邻的两年"),
        (support.report(2022, "云溪县水务局"), "机关名称不同"),
    ):
        window = YearsWindow(before, support.report(2023))
        qtbot.addWidget(window)
        assert any(word in text for text in words(window))


def test_the_chart_is_drawn_to_one_scale_and_told_in_words(years):
    chart = years.chart
    assert chart.accessibleName() == "2022 年与 2023 年主要数字对照图"
    assert "新收申请 2 → 23" in chart.accessibleDescription()
    room = 500
    assert chart._length(23, room) == room
    assert chart._length(0, room) == 0
    assert chart._length(1, room) < room // 10
    picture = chart.grab().toImage()
    colours = {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2)
    }
    assert LIGHT.accent.lower() in colours


def test_a_chart_of_nothing_is_no_fault(years):
    years.chart.show_bars((), ("", ""))
    years.chart.grab()
    assert years.chart.sizeHint().height() > 0


def test_another_way_of_writing_is_not_counted_as_another_figure():
    before = gui_support.report()
    ref = gui_support.ref3("granted")
    after = before.with_cells({ref: gui_support.cell("１２"), gui_support.ref3("received"): gui_support.cell("21")})
    assert summary(compare(before, after)) == "1 格数字不同，1 格只是写法不同，0 部分文字不同"
