"""The cell that is acted on is the cell that is shown: every movement key with every act, by real key events."""

import gui_support
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ref3 = gui_support.ref3
ARROWS = (KEY.Key_Up, KEY.Key_Down, KEY.Key_Left, KEY.Key_Right)
MOVES = [
    (key, modifiers)
    for key in (*ARROWS, KEY.Key_Home, KEY.Key_End, KEY.Key_PageUp, KEY.Key_PageDown)
    for modifiers in (Qt.KeyboardModifier.NoModifier, CTRL, SHIFT, CTRL | SHIFT)
    if not (modifiers == CTRL and key in (KEY.Key_PageUp, KEY.Key_PageDown))  # these go to another section
]


@pytest.fixture
def grid(opened):
    opened.report_view.workspace.show_section(3)
    view = opened.report_view.workspace.page.form
    view.select_refs([ref3("unavailable_not_held", "research")])
    view.setFocus()
    return view


def raws(window):
    return {ref: cell.raw for ref, cell in window.controller.report.tables[3].cells.items()}


def changed(before, window):
    return {ref for ref, raw in raws(window).items() if raw != before[ref]}


@pytest.mark.parametrize("key, modifiers", MOVES)
def test_every_movement_key_moves_the_selection_with_the_frame(grid, opened, qtbot, key, modifiers):
    start = grid.current_ref
    qtbot.keyClick(grid, key, modifiers)
    frame, chosen = grid.current_ref, grid.selected_refs()
    assert frame is not None and frame != start
    if modifiers & SHIFT:
        assert start in chosen and frame in chosen
    else:
        assert chosen == [frame]
    # Each act touches what is selected and shown, and nothing else.
    before = raws(opened)
    grid.form.set_cells(dict.fromkeys(chosen, "5"), "x")
    before = raws(opened)
    qtbot.keyClick(grid, KEY.Key_Delete)
    assert changed(before, opened) == set(chosen)
    qtbot.keyClick(grid, KEY.Key_Z, CTRL)
    assert raws(opened) == before
    grid.select_refs(chosen)
    qtbot.keyClick(grid, KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().split() == ["5"] * len(chosen)
    QGuiApplication.clipboard().setText("7")
    qtbot.keyClick(grid, KEY.Key_V, CTRL)
    assert changed(before, opened) == set(chosen)


@pytest.mark.parametrize("key", [KEY.Key_Down, KEY.Key_Left, KEY.Key_Home, KEY.Key_End])
def test_delete_and_paste_after_ctrl_and_a_key_act_on_the_frame(grid, opened, qtbot, key):
    before = raws(opened)
    qtbot.keyClick(grid, key, CTRL)
    QGuiApplication.clipboard().setText("9")
    qtbot.keyClick(grid, KEY.Key_V, CTRL)
    assert changed(before, opened) == {grid.current_ref}
    qtbot.keyClick(grid, KEY.Key_Delete)
    assert raws(opened)[grid.current_ref] == ""
    assert changed(before, opened) == {grid.current_ref}


def test_enter_and_tab_with_shift_move_and_do_not_extend(grid, qtbot):
    for key, modifiers in (
        (KEY.Key_Return, SHIFT),
        (KEY.Key_Return, None),
        (KEY.Key_Tab, None),
        (KEY.Key_Backtab, SHIFT),
    ):
        qtbot.keyClick(grid, key, modifiers or Qt.KeyboardModifier.NoModifier)
        assert grid.selected_refs() == [grid.current_ref]


def test_shift_extends_from_where_enter_went(grid, qtbot):
    qtbot.keyClick(grid, KEY.Key_Return)
    anchor = grid.current_ref
    qtbot.keyClick(grid, KEY.Key_Down, SHIFT)
    qtbot.keyClick(grid, KEY.Key_Down, SHIFT)
    assert grid.selected_refs()[0] == anchor and len(grid.selected_refs()) == 3


def test_a_click_on_a_label_selects_its_row_or_column_and_never_hides_the_frame(grid, qtbot):
    shape = grid.form.shape
    own = next(c for c in shape.form if c.text == "（一）予以公开")
    rect = grid.visualRect(grid.form.index(own.row, own.column))
    grid.scrollToTop()
    rect = grid.visualRect(grid.form.index(own.row, own.column))
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert {r.row for r in grid.selected_refs()} == {"granted"} and len(grid.selected_refs()) == 7
    assert grid.current_ref in grid.selected_refs()
    head = next(c for c in shape.form if c.text == "自然人")
    at = grid.visualRect(grid.form.index(head.row, head.column)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at.x(), at.y()))
    assert {r.column for r in grid.selected_refs()} == {"natural_person"} and len(grid.selected_refs()) == 25


# Input methods


def commit(text):
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def test_every_commit_of_an_input_method_counts_from_the_first(grid, opened, qtbot):
    grid.select_refs([ref3("received")])
    assert opened.controller.report.cell(ref3("received")).raw == "20"
    commit("１")
    commit("２")
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    qtbot.waitUntil(lambda: opened.controller.report.cell(ref3("received")).amount == 12)
    assert grid.current_ref == ref3("carried_in")
    commit("３")  # and again in the next cell, after an edit
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    qtbot.waitUntil(lambda: opened.controller.report.cell(ref3("carried_in")).amount == 3)


def test_full_width_digits_that_come_as_keys_count_from_the_first(grid, opened, qtbot):
    grid.select_refs([ref3("received")])
    for digit in "１２":
        for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
            QApplication.sendEvent(
                QApplication.focusWidget(), QKeyEvent(kind, 0xFF10, Qt.KeyboardModifier.NoModifier, digit)
            )
    qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Return)
    qtbot.waitUntil(lambda: opened.controller.report.cell(ref3("received")).amount == 12)


def test_a_composition_replaces_the_figure_and_the_next_commit_is_added(grid, opened, qtbot):
    grid.select_refs([ref3("received")])
    QApplication.sendEvent(grid, QInputMethodEvent("yi", []))
    commit("１")
    commit("５")
    editor = grid.viewport().findChild(QLineEdit, "cellEditor")
    assert editor.text() == "１５"
    qtbot.keyClick(editor, KEY.Key_Return)
    qtbot.waitUntil(lambda: opened.controller.report.cell(ref3("received")).amount == 15)
