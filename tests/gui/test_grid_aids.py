"""Last year's figures, copying with labels, the menu's acts on text, letters of another size, the equation line."""

import itertools

import gui_support
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from core import schema
from core.model import CellRef
from gui import app as application
from gui.form import clipboard_block, clipboard_html, labelled_block
from gui.screenshot import process_events

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ref3 = gui_support.ref3


# Last year's figures


def test_last_years_figure_stands_under_this_years_with_the_word_where_it_comes_from(opened, grid):
    heights = grid.rowHeight(5)
    opened.actions_by_name["last_figures"].trigger()
    assert "没有可以对照的上年报告" in opened.bar.text and "与上年报告核对" in opened.bar.text
    assert grid.form.mark(ref3("received")).last_year is None and grid.rowHeight(5) == heights
    opened.controller.adopt_previous(opened.controller.opened.identity, gui_support.report(), "去年.docx")
    assert grid.form.mark(ref3("received")).last_year == "20"
    assert "上年：20" in grid.form.data(grid.currentIndex(), Qt.ItemDataRole.ToolTipRole)
    page = opened.report_view.workspace.page
    assert "您选择的文件“去年.docx”" in page._last_year.text() and "不是上一年度" in page._last_year.text()
    opened.actions_by_name["last_figures"].trigger()
    assert grid.form.mark(ref3("received")).last_year is None
    assert page._last_year.text() == ""


def test_the_history_says_which_version_of_last_year_it_compares_with(opened, grid, broken_docx, qtbot):
    from dataclasses import replace

    session = opened.controller.session
    last = replace(gui_support.report(), year=2022, title="")
    from core.open_report import opened as just_opened
    from core.session import SourceKind

    session.archive.save(just_opened(last, SourceKind.FILE), ())
    with qtbot.waitSignal(opened.shown):
        opened.open_path(broken_docx)
    opened.actions_by_name["last_figures"].trigger()
    assert opened.bar.text == (
        "上年数字取自历史记录里的云溪县民政局 2022 年度报告（同一机关、上一年度，最近保存的第 1 版）。"
    )
    assert opened.controller.opened.previous_from.number == 1


# Copying


def test_a_part_is_copied_with_its_labels_as_text_and_as_a_table(opened, grid, qtbot):
    grid.select_refs([ref3("received"), ref3("received", "business"), ref3("granted"), ref3("granted", "business")])
    qtbot.keyClick(grid, KEY.Key_C, CTRL | SHIFT)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().splitlines() == [
        "\t自然人\t商业企业",
        "一、本年新收政府信息公开申请数量\t20\t3",
        "（一）予以公开\t12\t3",
    ]
    assert "<th>自然人</th>" in data.html() and "<td>12</td>" in data.html()
    assert "已复制 4 格" in opened.bar.text
    qtbot.keyClick(grid, KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().mimeData().text().splitlines() == ["20\t3", "\t", "12\t3"]


def test_what_is_copied_with_labels_is_placed_by_them_again():
    shape = schema.shape("2021", 3)
    rows = ("granted", "refused_state_secret", "other_misc", "carried_forward")
    chosen = [ref3(row, column) for row in rows for column in ("business", "total")]
    assert set(chosen) <= set(shape.refs)
    texts = {ref: str(number) for number, ref in enumerate(chosen)}
    block = clipboard_block.with_labels(shape, chosen, texts)
    assert block[2][:2] == ["（三）不予公开", "1.属于国家秘密"]
    for lines in (block, clipboard_html.tables_in(clipboard_html.table_html(block, 1))[0]):
        assert labelled_block.place_by_labels(shape, lines, None).texts == texts


def test_table_twos_blocks_and_table_fours_bring_their_own_headers():
    two, four = schema.shape("2021", 2), schema.shape("2021", 4)
    block = clipboard_block.with_labels(two, [CellRef(2, "regulations", "issued"), CellRef(2, "fees", "amount")], {})
    assert [row[1] for row in block] == ["本年制发件数", "", "本年收费金额（单位：万元）", ""]
    chosen = [ref for ref in four.refs if ref.row == "review"]
    block = clipboard_block.with_labels(four, chosen, dict.fromkeys(chosen, "1"))
    assert block == [["", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"], ["行政复议", *"11111"]]


def test_the_grids_menu_has_all_its_acts_in_groups(grid):
    names = [action.objectName() for action in grid.actions()]
    assert {"cut", "copy", "copy_labelled", "paste", "clear", "rest_zero", "fill_zero", "take_totals", "confirm",
            "last_figures"} <= set(names)  # fmt: skip
    assert sum(action.isSeparator() for action in grid.actions()) == 2


def test_the_right_button_on_a_label_means_its_row(grid, qtbot):
    label = next(c for c in grid.form.shape.form if c.text.startswith("（一）"))
    rect = grid.visualRect(grid.form.index(label.row, label.column))
    grid.select_refs([ref3("received")])
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.RightButton, pos=rect.center())
    assert {ref.row for ref in grid.selected_refs()} == {"granted"} and len(grid.selected_refs()) == 7
    grid.select_refs([ref3("granted"), ref3("received")])
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.RightButton, pos=rect.center())
    assert grid.selected_refs() == [ref3("received"), ref3("granted")]  # a selection that has it stays


# The menu where the caret is in a text


def test_copy_cut_paste_and_clear_act_on_the_text_that_has_the_caret(opened, grid):
    acts, report = opened.actions_by_name, opened.controller.report
    opened.report_view.workspace.show_section(1)
    editor = opened.report_view.workspace.page.editor
    editor.setFocus()
    editor.select_range(0, 0, 5)
    acts["copy"].trigger()
    assert QGuiApplication.clipboard().text() == "2023年"
    editor.moveCursor(editor.textCursor().MoveOperation.End)
    acts["paste"].trigger()
    assert editor.paragraphs()[-1].endswith("均依法办理。2023年")
    editor.select_range(0, 0, 5)
    acts["clear"].trigger()
    assert editor.paragraphs()[0].startswith("，云溪县")
    editor.commit()
    assert opened.controller.report.tables is report.tables or opened.controller.report.tables == report.tables
    opened.report_view.workspace.show_section(0)
    field = next(
        f for f in opened.report_view.workspace.page.findChildren(QLineEdit) if f.accessibleName() == "机关名称"
    )
    field.setFocus()
    field.selectAll()
    acts["cut"].trigger()
    assert field.text() == "" and QGuiApplication.clipboard().text() == "云溪县民政局"


def test_an_open_cells_own_text_is_copied_and_stays_open(opened, grid):
    QTest.keyClicks(grid, "7")
    editor = opened.focusWidget()
    QTest.keyClicks(editor, "7")
    editor.selectAll()
    opened.actions_by_name["copy"].trigger()
    assert QGuiApplication.clipboard().text() == "77" and opened.controller.report.cell(ref3("received")).raw == "20"


def test_undo_says_what_it_undoes_in_the_menu_and_on_its_button(opened, grid):
    QTest.keyClicks(grid, "7")
    QTest.keyClick(opened.focusWidget(), KEY.Key_Return)
    process_events()
    undo = opened.actions_by_name["undo"]
    assert "修改“一、本年新收" in undo.text() and "修改“一、本年新收" in undo.toolTip() and "Ctrl+Z" in undo.toolTip()
    undo.trigger()
    assert "修改“" in opened.actions_by_name["redo"].toolTip() and undo.toolTip() == "没有可以撤销的修改"


def test_news_leave_at_the_next_act_and_errors_stay(opened, grid):
    opened.tell("ok", "已保存。")
    QTest.keyClicks(grid, "7")
    QTest.keyClick(opened.focusWidget(), KEY.Key_Return)
    process_events()
    assert opened.bar.text == ""
    opened.tell("info", "已转到表三。")
    opened.actions_by_name["next"].trigger()
    assert opened.bar.text == ""
    opened.tell("error", "没有保存。")
    opened.actions_by_name["undo"].trigger()
    assert opened.bar.text == "没有保存。"


# Letters, figures, texts and source grow together


def test_another_size_of_letters_changes_grid_text_and_source(opened, grid, qapp):
    view = opened.report_view
    before = grid.font().pointSizeF(), grid.rowHeight(5), view.source.text.font().pointSizeF()
    try:
        application.apply_looks(qapp, opened.preferences._replace(points=16.0))
        process_events()
        after = grid.font().pointSizeF(), grid.rowHeight(5), view.source.text.font().pointSizeF()
        assert [round(a / b, 1) for a, b in zip(after[::2], before[::2], strict=True)] == [1.6, 1.6]
        assert after[1] > before[1]
        view.workspace.show_section(1)
        assert round(view.workspace.page.editor.font().pointSizeF(), 1) == 18.4
    finally:
        application.apply_looks(qapp, opened.preferences)
        process_events()
    assert grid.font().pointSizeF() == before[0]


# The equation line


def test_an_equation_without_figures_is_neither_right_nor_wrong(opened, grid):
    line = opened.report_view.workspace.page._equations
    assert "×" in line.text or "√" in line.text
    column = [ref for ref in grid.form.places() if ref.column == "nonprofit"]
    opened.controller.edit_cells(dict.fromkeys(column, ""), "x")
    grid.select_refs([ref3("received", "nonprofit")])
    assert "… 一＋二＝三（七）＋四：空 + 空 = 空 + 空" in line.text


def test_the_equation_line_hides_no_number(opened, grid):
    line = opened.report_view.workspace.page._equations
    for width, low in itertools.product((300, 420, 600, 900), (True, False)):
        line.low = low
        line.resize(width, line.heightForWidth(width))
        _, chips = line._chips(width)
        assert chips and all("…" not in chip.text for chip in chips)
        assert all(number in chips[0].text for number in ("20", "18", "1"))
