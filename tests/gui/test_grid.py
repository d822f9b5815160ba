"""The grid as a spreadsheet: keys, ranges, clipboard, filling, confirming; by real key events."""

import gui_support
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from core import schema
from core.values import Blank
from gui.form import clipboard_block, cursor_moves

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ref3 = gui_support.ref3


def raw(window, ref):
    return window.controller.report.cell(ref).raw


def clip(text=None):
    board = QGuiApplication.clipboard()
    if text is not None:
        board.setText(text)
    return board.text()


def test_arrows_go_from_figure_to_figure(grid, qtbot):
    qtbot.keyClick(grid, KEY.Key_Down)
    assert grid.current_ref == ref3("carried_in")
    qtbot.keyClick(grid, KEY.Key_Right)
    assert grid.current_ref == ref3("carried_in", "business")
    qtbot.keyClick(grid, KEY.Key_Up)
    qtbot.keyClick(grid, KEY.Key_Up)  # already in the first row of figures
    assert grid.current_ref == ref3("received", "business")


def test_home_end_and_ctrl_arrows_go_to_the_edges(grid, qtbot):
    qtbot.keyClick(grid, KEY.Key_End)
    assert grid.current_ref == ref3("received", "total")
    qtbot.keyClick(grid, KEY.Key_Down, CTRL)
    assert grid.current_ref == ref3("carried_forward", "total")
    qtbot.keyClick(grid, KEY.Key_Home)
    assert grid.current_ref == ref3("carried_forward")
    qtbot.keyClick(grid, KEY.Key_Home, CTRL)
    assert grid.current_ref == ref3("received")
    qtbot.keyClick(grid, KEY.Key_End, CTRL)
    assert grid.current_ref == ref3("carried_forward", "total")


def test_tab_goes_right_and_enter_down(grid, qtbot):
    qtbot.keyClick(grid, KEY.Key_Tab)
    assert grid.current_ref == ref3("received", "business")
    qtbot.keyClick(grid, KEY.Key_Return)
    assert grid.current_ref == ref3("carried_in", "business")
    qtbot.keyClick(grid, KEY.Key_Backtab, SHIFT)
    qtbot.keyClick(grid, KEY.Key_Return, SHIFT)
    assert grid.current_ref == ref3("received")


def test_typing_replaces_and_escape_gives_up(grid, opened, qtbot):
    QTest.keyClicks(grid, "7")
    editor = grid.viewport().findChild(QLineEdit, "cellEditor")
    assert editor.text() == "7"
    qtbot.keyClick(editor, KEY.Key_Escape)
    assert raw(opened, ref3("received")) == "20"
    qtbot.keyClick(grid, KEY.Key_F2)
    editor = grid.findChildren(QLineEdit, "cellEditor")[-1]
    assert editor.text() == "20"


def test_shift_selects_a_range_and_delete_blanks_it_in_one_step(grid, opened, qtbot):
    qtbot.keyClick(grid, KEY.Key_Down, SHIFT)
    qtbot.keyClick(grid, KEY.Key_Right, SHIFT)
    assert len(grid.selected_refs()) == 4
    qtbot.keyClick(grid, KEY.Key_Delete)
    assert [raw(opened, r) for r in grid.selected_refs()] == [""] * 4
    assert isinstance(opened.controller.report.cell(ref3("received")).value, Blank)
    assert opened.controller.undo_stack.count() == 1


def test_a_range_begins_at_the_cell_chosen_while_the_mouse_was_down(grid, qtbot, monkeypatch):
    """A click on the source chooses a cell of the grid before the button is let go."""
    grid.select_refs([ref3("carried_in")])
    monkeypatch.setattr(QGuiApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    grid.select_refs([ref3("granted")])
    monkeypatch.undo()
    qtbot.keyClick(grid, KEY.Key_Right, SHIFT)
    assert {ref.row for ref in grid.selected_refs()} == {"granted"} and len(grid.selected_refs()) == 2


def test_paste_a_column_from_tsv_and_undo_it_at_once(grid, opened, qtbot):
    before = opened.controller.report
    clip("1\r\n2\r\n3\r\n")
    qtbot.keyClick(grid, KEY.Key_V, CTRL)
    assert [raw(opened, ref3(r)) for r in ("received", "carried_in", "granted")] == ["1", "2", "3"]
    assert len(grid.selected_refs()) == 3
    qtbot.keyClick(grid, KEY.Key_Z, CTRL)
    assert opened.controller.report == before
    assert grid.current_ref == ref3("received")


def test_copy_and_paste_repeat_over_a_selection(grid, opened, qtbot):
    qtbot.keyClick(grid, KEY.Key_C, CTRL)
    assert clip() == "20\r\n" or clip() == "20\n"
    grid.select_refs([ref3("granted"), ref3("partly_granted")])
    qtbot.keyClick(grid, KEY.Key_V, CTRL)
    assert raw(opened, ref3("granted")) == raw(opened, ref3("partly_granted")) == "20"


def test_a_block_that_is_too_large_says_so_and_pastes_nothing(grid, opened, qtbot):
    before = opened.controller.report
    clip("\t".join("12345678") + "\r\n")
    qtbot.keyClick(grid, KEY.Key_V, CTRL)
    assert opened.controller.report is before
    assert "8 列" in opened.bar.text and "没有粘贴" in opened.bar.text


def test_cut_takes_the_figures_along(grid, opened, qtbot):
    qtbot.keyClick(grid, KEY.Key_X, CTRL)
    assert clip().strip() == "20" and raw(opened, ref3("received")) == ""


def test_fill_zero_names_the_count_and_is_one_step(grid, opened, qtbot, ask):
    grid.form.set_cells({ref3("received"): "", ref3("granted"): ""}, "x")
    opened.actions_by_name["fill_zero"].trigger()
    assert "2 个空白格" in ask.questions[-1]
    assert raw(opened, ref3("received")) == "0"
    qtbot.keyClick(grid, KEY.Key_Z, CTRL)
    assert raw(opened, ref3("received")) == ""


def test_a_confirmed_cell_is_marked_and_left_alone_by_repairs(grid, opened, qtbot):
    wrong = ref3("results_total")
    grid.select_refs([wrong])
    qtbot.keyClick(grid, KEY.Key_L, CTRL)
    assert grid.form.mark(wrong).locked
    repairs = gui_support.suggestion(opened, 3).repairs
    assert all(c.ref != wrong for r in repairs for c in r.changes)
    qtbot.keyClick(grid, KEY.Key_L, CTRL)
    assert not grid.form.mark(wrong).locked


def test_zoom_keeps_everything_in_reach(grid, opened, qtbot):
    width = grid.columnWidth(3)
    qtbot.keyClick(opened, KEY.Key_Equal, CTRL)
    assert opened.report_view.workspace.zoom > 1
    opened.report_view.workspace.set_zoom(2.0)
    assert grid.columnWidth(3) > width
    qtbot.waitUntil(lambda: grid.horizontalScrollBar().maximum() > 0)


def test_no_label_is_cut_at_any_zoom(grid, opened):
    from gui.form.form_delegate import text_height

    for zoom in (0.75, 1.0, 1.5):
        opened.report_view.workspace.set_zoom(zoom)
        for cell in schema.shape("2021", 3).form:
            width = sum(grid.columnWidth(c) for c in range(cell.column, cell.column + cell.colspan))
            height = sum(grid.rowHeight(r) for r in range(cell.row, cell.row + cell.rowspan))
            assert height >= text_height(cell, width, grid.font()), cell.text


# The functions behind the keys


def places(edition="2021", table=3):
    return {c.ref: (c.row, c.column) for c in schema.shape(edition, table).form if c.ref}


@pytest.mark.parametrize("text, rows", [
    ("", [[""]]),
    ("1\t2\r\n3\t4\r\n", [["1", "2"], ["3", "4"]]),
    ("1\n\n2", [["1"], [""], ["2"]]),
    ('"a\tb"\t"c ""d"""\n', [["a\tb", 'c "d"']]),
    ("1\t\r\n", [["1", ""]]),
])  # fmt: skip
def test_tsv_is_read_as_excel_writes_it(text, rows):
    assert clipboard_block.from_tsv(text) == rows


def test_tsv_round_trip():
    rows = [["1", "a\tb"], ['say "x"', "two\nlines"]]
    assert clipboard_block.from_tsv(clipboard_block.to_tsv(rows)) == rows


def test_columns_of_table_two_are_counted_in_figures():
    two = places(table=2)
    licences = next(r for r in two if r.row == "licences")
    assert clipboard_block.place_at_selection(two, [licences], [["5"]]) == {licences: "5"}
    with pytest.raises(clipboard_block.TooLarge):
        clipboard_block.place_at_selection(two, [licences], [["5", "6"]])


@pytest.mark.parametrize("edition, table", [(e, t) for e in schema.EDITIONS for t in (2, 3, 4)])
def test_every_figure_is_reached_by_tab_and_no_step_leaves_the_table(edition, table):
    where = places(edition, table)
    at, seen = cursor_moves.first(where), set()
    while at not in seen:
        seen.add(at)
        for down, right in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            assert cursor_moves.step(where, at, down, right) in where.values()
        at = cursor_moves.along(where, at, True)
    assert seen == set(where.values())


def test_short_labels_break_between_their_words(qapp):
    from PySide6.QtGui import QFontMetrics

    from gui.form.form_delegate import wrapped

    metrics = QFontMetrics(qapp.font())
    two, three = (metrics.horizontalAdvance("一") * n + 2 for n in (2, 3))
    assert wrapped("商业企业", three, metrics) == "商业\n企业"
    assert wrapped("社会公益组织", two, metrics) == "社会\n公益\n组织"
    assert wrapped("自然人", two, metrics) == "自然人"
    assert wrapped("商业企业", metrics.horizontalAdvance("一") * 9, metrics) == "商业企业"
