"""Labels stay in sight while the grid scrolls, give way before the figures do, and point at the cell in hand."""

import gui_support
import pytest
from PySide6.QtCore import QPoint, Qt

from gui.screenshot import process_events

KEY, CTRL, LEFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton
ref3 = gui_support.ref3


@pytest.fixture
def grid(opened):
    """Table 3 so large that it scrolls both ways."""
    opened.report_view.workspace.show_section(3)
    opened.report_view.workspace.set_zoom(2.0)
    process_events()
    view = opened.report_view.workspace.page.form
    view.select_refs([ref3("received")])
    view.setFocus()
    return view


def in_sight(view):
    """Whether the current figure is wholly seen, under no label."""
    rect, (left, top) = view.visualRect(view.currentIndex()), view.covered
    return view.viewport().rect().adjusted(left, top, 0, 0).contains(rect)


def test_row_labels_stay_and_narrow_down_when_scrolled_sideways(grid):
    grid.horizontalScrollBar().setValue(0)
    assert grid.covered[0] == 0
    grid.horizontalScrollBar().setValue(40)
    first = grid.covered[0]
    grid.horizontalScrollBar().setValue(grid.horizontalScrollBar().maximum())
    assert 0 < grid.covered[0] <= first
    assert grid.covered[0] <= grid.viewport().width() * 0.31
    shown = {cell.text for _, cell in grid._frozen.label_cells()}
    assert any("一、" in text for text in shown)


def test_no_key_leads_under_a_label(grid, qtbot):
    plain = Qt.KeyboardModifier.NoModifier
    keys = [(KEY.Key_End, CTRL), *((key, plain) for key in (KEY.Key_Left, KEY.Key_Left, KEY.Key_Up, KEY.Key_PageUp))]
    for key, held in (*keys, (KEY.Key_Home, plain), (KEY.Key_End, plain), (KEY.Key_Home, CTRL)):
        qtbot.keyClick(grid, key, held)
        process_events()
        assert in_sight(grid), grid.current_ref
    for _ in range(7):
        qtbot.keyClick(grid, KEY.Key_Tab)
        assert in_sight(grid), grid.current_ref


def test_a_click_on_a_frozen_label_means_the_label_and_not_the_figure_under_it(grid, qtbot):
    grid.horizontalScrollBar().setValue(grid.horizontalScrollBar().maximum())
    rect, _ = next((r, c) for r, c in grid._frozen.label_cells() if c.text.startswith("一、"))
    qtbot.mouseClick(grid.viewport(), LEFT, pos=rect.center())
    assert {ref.row for ref in grid.selected_refs()} == {"received"} and len(grid.selected_refs()) == 7
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    rect, _ = next((r, c) for r, c in reversed(list(grid._frozen.header_cells())) if c.text == "总计")
    qtbot.mouseClick(grid.viewport(), LEFT, pos=QPoint(rect.center().x(), grid.covered[1] - 2))
    assert {ref.column for ref in grid.selected_refs()} == {"total"}


def test_a_tall_header_shrinks_to_one_line_and_keeps_each_columns_name(opened, grid):
    opened.resize(1024, 420)
    process_events()
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    process_events()
    assert 0 < grid.covered[1] < grid.viewport().height() * 0.4
    names = [cell.text for _, cell in grid._frozen.header_cells()][1:]
    assert names == ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def test_the_row_and_column_of_the_cell_in_hand_are_marked(opened):
    opened.report_view.workspace.show_section(3)
    view = opened.report_view.workspace.page.form
    view.select_refs([ref3("granted", "business")])
    model, hand = view.form, view._delegate.in_hand

    def texts():
        return {c.text for c in model.shape.form if (c.row, c.column) in hand and c.ref is None}

    assert texts() >= {"（一）予以公开", "商业企业", "三、本年度办理结果"} and "自然人" not in texts()
    figures = {c.ref for c in model.shape.form if (c.row, c.column) in hand and c.ref is not None}
    assert figures == {r for r in model.places() if r.row == "granted" or r.column == "business"}


def test_table_two_marks_the_header_of_its_own_block(opened):
    opened.report_view.workspace.show_section(2)
    view = opened.report_view.workspace.page.form
    from core.model import CellRef

    view.select_refs([CellRef(2, "normative_documents", "repealed")])
    hand = view._delegate.in_hand
    texts = {c.text for c in view.form.shape.form if (c.row, c.column) in hand and c.ref is None}
    assert texts == {"行政规范性文件", "本年废止件数"}
