"""The desk's models and windows over plain values, without a file."""

from dataclasses import replace

import gui_support
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.desk import HandedIn, Office, Row, RowState
from core.finding import Finding, Severity
from gui.common.roles import Role
from gui.desk import columns as c
from gui.desk.plain_table import Line, PlainTable
from gui.desk.row_table import RowTable
from gui.desk.rows_model import RowsModel, counts
from gui.desk.slips_window import SlipItem, SlipRow, SlipsWindow, order_of

KEY = Qt.Key


def row(name, state=RowState.PASSED, errors=0, message="", **facts):
    findings = tuple(Finding("x", Severity.ERROR, message) for _ in range(errors))
    handed = HandedIn(name, f"{name}.docx", kind="docx", report=gui_support.report(), findings=findings)
    missing = state is RowState.MISSING
    hand_ins = () if missing else (handed,)
    return Row(f"office:{name}", Office(name), hand_ins, state=state, errors=errors, **facts)


ROWS = (
    row("水利局", RowState.MISSING),
    row("民政局", RowState.ERRORS, 2, "总计不对"),
    row("教育局", RowState.PASSED),
    row("财政局", RowState.ERRORS, 11, "结转不对"),
)


@pytest.fixture
def table(qtbot):
    made = RowTable()
    qtbot.addWidget(made)
    made.resize(1000, 300)
    made.show()
    made.rows.set_rows(ROWS)
    return made


def names(table):
    return [table.filter.index(n, c.OFFICE).data() for n in range(table.filter.rowCount())]


def test_rows_stand_as_the_collection_has_them_and_sort_by_figures_as_figures(table):
    assert names(table) == ["水利局", "民政局", "教育局", "财政局"]
    table.sortByColumn(c.ERRORS, Qt.SortOrder.DescendingOrder)
    assert names(table)[:2] == ["财政局", "民政局"]
    table.sortByColumn(c.STATE, Qt.SortOrder.AscendingOrder)
    assert names(table)[0] == "水利局" and names(table)[-1] == "教育局"
    table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert names(table) == ["水利局", "民政局", "教育局", "财政局"]


def test_states_and_words_filter_together_and_findings_are_searched(table):
    table.filter.set_states(frozenset({"errors"}))
    assert names(table) == ["民政局", "财政局"]
    table.filter.set_words("结转")
    assert names(table) == ["财政局"]
    table.filter.set_states(frozenset())
    table.filter.set_words("局 总计")
    assert names(table) == ["民政局"]


def test_rows_that_come_in_or_change_leave_the_choice_where_it_is(table):
    table.show_row("office:教育局")
    table.rows.set_rows((*ROWS, row("商务局")))
    assert table.current == "office:教育局" and len(names(table)) == 5
    changed = tuple(replace(r, note="已电话催报") if r.name == "水利局" else r for r in (*ROWS, row("商务局")))
    table.rows.set_rows(changed)
    assert table.current == "office:教育局"
    assert table.rows.index(0, c.NOTE).data() == "已电话催报"


def test_enter_and_a_double_click_open_the_row(qtbot, table):
    table.show_row("office:民政局")
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, KEY.Key_Return)
    assert opened.args == ["office:民政局"]
    place = table.visualRect(table.filter.index(3, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert opened.args == ["office:财政局"]


def test_columns_are_chosen_and_remembered(table):
    assert table.isColumnHidden(c.NOTE) and not table.isColumnHidden(c.STATE)
    table.column_acts[c.NOTE - 1].trigger()
    assert not table.isColumnHidden(c.NOTE)
    table.hide_columns([c.STATE])
    assert table.isColumnHidden(c.STATE) and not table.isColumnHidden(c.KIND)


def test_every_state_has_a_word_a_sign_and_an_ink_and_a_screen_reader_hears_the_column():
    model = RowsModel()
    model.set_rows([row("甲", state) for state in RowState])
    for number, state in enumerate(RowState):
        index = model.index(number, c.STATE)
        assert index.data().endswith(state.words) and len(index.data()) > len(state.words)
        assert index.data(Qt.ItemDataRole.ForegroundRole) is not None
        assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("状态：")
        assert index.data(Role.ITEM).state is state
    assert list(counts(ROWS)) == ["missing", "errors", "passed"]
    assert counts(ROWS)["errors"] == ("有错", 2)


def test_a_plain_table_sorts_by_the_size_of_its_figures():
    made = PlainTable(("单位", "数"), (1,))
    made.set_lines([Line(("甲", "9"), 1, keys=("甲", 9.0)), Line(("乙", "10"), 2, keys=("乙", 10.0))])
    made.sort(1, Qt.SortOrder.DescendingOrder)
    assert made.item(made.index(0, 0)) == 2


def test_a_slip_holds_the_clerks_choice_and_words(qtbot):
    rows = [
        SlipRow("a", "民政局", (SlipItem(0, "总计应为 22"), SlipItem(1, "没有写结转"))),
        SlipRow("b", "教育局", (SlipItem(0, "缺第五部分"),)),
    ]
    window = SlipsWindow(order_of(rows, "2024-02-01", "张三", "政务公开办"), lambda r, o: r.items[0].words)
    qtbot.addWidget(window)
    window.show()
    window.items.item(0).setText("（七）总计应为 22，请核对台账")
    window.items.item(1).setCheckState(Qt.CheckState.Unchecked)
    window.extra.setText("附件请一并重报。")
    window.rows.item(1).setCheckState(Qt.CheckState.Unchecked)
    with qtbot.waitSignal(window.write_asked) as asked:
        qtbot.mouseClick(window.write, Qt.MouseButton.LeftButton)
    order = asked.args[0]
    first, second = order.rows
    assert (first.items[0].words, first.items[1].chosen, first.extra) == (
        "（七）总计应为 22，请核对台账",
        False,
        "附件请一并重报。",
    )
    assert not second.chosen and order.due == "2024-02-01" and order.contact == "张三"
    window.choose("b")
    with qtbot.waitSignal(window.copy_asked) as copied:
        qtbot.mouseClick(window.copy, Qt.MouseButton.LeftButton)
    assert copied.args == ["b", "缺第五部分"]
