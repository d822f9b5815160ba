"""What a clerk does, through real widgets with real mouse and key events."""

from pathlib import Path

import gui_support
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from core import paths
from gui import app as application
from gui.common.roles import Role

SAMPLE = paths.resources() / "samples" / "示例报告.docx"
KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
WRONG = gui_support.ref3("results_total")


def form(window):
    return window.report_view.workspace.page.form


def click(qtbot, view, ref, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.mouseClick(view.viewport(), LEFT, modifier, view.visualRect(view.form.index_of(ref)).center())


def cell_editor(view) -> QLineEdit:
    return view.viewport().findChild(QLineEdit, "cellEditor")


def raw(window, ref) -> str:
    return window.controller.report.cell(ref).raw


def test_open_see_repair_undo_export(opened, qtbot, ask, tmp_path):
    window = opened
    assert window.header.verdict.text().startswith("还有")
    assert form(window).current_ref == WRONG  # the work begins at the first error
    mark = form(window).form.index_of(WRONG).data(Role.CELL_MARK)
    assert mark.wrong is not None and mark.numbers
    card = window.report_view.findings.detail.offer_cards()[0]
    qtbot.mouseClick(card.accept_button, LEFT)
    assert raw(window, WRONG) == "19"
    qtbot.waitUntil(lambda: not window.busy_at_all)
    # The next error stands in another section: the first press shows it, the second takes its best offer.
    for _ in range(2):
        qtbot.keyClick(window, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: not window.busy_at_all)
    assert not any(f.severity.value == "error" for f in window.controller.checked.findings)
    assert window.header.verdict.text().startswith("三张表的 39+3 个等式全部成立，可以导出")
    for _ in range(2):
        qtbot.keyClick(window, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert raw(window, WRONG) == "18"
    assert form(window).current_ref == WRONG
    assert window.controller.report == window.controller.opened.original
    for _ in range(2):
        qtbot.keyClick(window, KEY.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert raw(window, WRONG) == "19"
    ask.path = tmp_path / "改正.docx"
    qtbot.mouseClick(window.header.primary, LEFT)
    qtbot.waitUntil(lambda: not window.jobs.busy and ask.path.exists())
    assert window.bar.text.startswith("已导出。导出的文件与屏幕上的内容一致。")
    assert "仍有" not in "".join(ask.questions)


def test_live_marks_follow_a_typed_figure(opened, qtbot):
    view = form(opened)
    click(qtbot, view, WRONG)
    QTest.keyClicks(view, "1")  # the first key opens the editor and replaces
    QTest.keyClicks(cell_editor(view), "9")
    qtbot.keyClick(cell_editor(view), KEY.Key_Return)
    qtbot.waitUntil(lambda: raw(opened, WRONG) == "19")
    assert view.form.mark(WRONG).wrong is None and view.form.mark(WRONG).edited
    qtbot.waitUntil(lambda: view.current_ref == gui_support.ref3("carried_forward"))


def test_wrong_input_stays_as_typed_and_is_a_finding(opened, qtbot):
    view = form(opened)
    ref = gui_support.ref3("granted")
    click(qtbot, view, ref)
    qtbot.keyClick(view, KEY.Key_F2)
    editor = cell_editor(view)
    editor.selectAll()
    QTest.keyClicks(editor, "1x")
    qtbot.keyClick(editor, KEY.Key_Return)
    qtbot.waitUntil(lambda: raw(opened, ref) == "1x")
    assert any(ref in f.cells for f in opened.controller.checked.findings)
    assert view.form.index_of(ref).data() == "1x"


def test_findings_jump_with_f8_and_by_mouse(opened, qtbot):
    panel = opened.report_view.findings
    first = panel.list.currentIndex().row()
    qtbot.keyClick(opened, KEY.Key_F8)
    assert panel.list.currentIndex().row() != first
    qtbot.keyClick(opened, KEY.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert panel.list.currentIndex().row() == first
    rect = panel.list.visualRect(panel.model.index(first))
    opened.report_view.workspace.show_section(5)
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=rect.center())
    assert opened.report_view.workspace.section == 3
    assert form(opened).current_ref == WRONG


def test_text_is_one_undo_order_with_the_figures(opened, qtbot):
    workspace = opened.report_view.workspace
    workspace.show_section(5)
    editor = workspace.page.editor
    before = editor.paragraphs()
    editor.setFocus()
    QTest.keyClicks(editor, "x")
    workspace.show_section(3)
    view = form(opened)
    click(qtbot, view, WRONG)
    view.form.setData(view.form.index_of(WRONG), "19")
    for _ in range(2):
        qtbot.keyClick(opened, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert workspace.section == 5  # undo returns to where it happened
    assert editor.paragraphs() == before
    assert opened.controller.report == opened.controller.opened.original


def test_undo_all_returns_to_the_files_figures(opened, qtbot):
    view, original = form(opened), opened.controller.report
    for number, row in enumerate(("received", "granted", "other_misc", "results_total")):
        view.form.setData(view.form.index_of(gui_support.ref3(row)), str(number))
    qtbot.mouseClick(opened.report_view.findings.detail.offer_cards()[0].accept_button, LEFT) if (
        opened.report_view.findings.detail.offer_cards()
    ) else None
    while opened.controller.undo_stack.canUndo():
        qtbot.keyClick(opened, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert opened.controller.report == original
    assert not opened.controller.opened.dirty


def test_saving_makes_a_version_that_opens_again(opened, qtbot):
    view = form(opened)
    view.form.setData(view.form.index_of(WRONG), "19")
    qtbot.keyClick(opened, KEY.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not opened.jobs.busy and not opened.controller.opened.dirty)
    assert "第 1 版" in opened.bar.text
    newest = opened.controller.session.archive.history.reports()[0].newest
    view.form.setData(view.form.index_of(WRONG), "7")
    opened.ask.choice = 1  # 不保存
    with qtbot.waitSignal(opened.shown):
        opened.file_acts.open_version(newest)
    assert raw(opened, WRONG) == "19"


def test_a_file_that_is_no_report_keeps_what_is_open(opened, qtbot, tmp_path):
    other = tmp_path / "别的.txt"
    other.write_text("今天天气很好。", "utf-8")
    before = opened.controller.report
    drop(opened, other)
    qtbot.waitUntil(lambda: not opened.jobs.busy and opened.bar.text != "")
    assert opened.bar.property("kind") == "error"
    assert opened.controller.report is before
    assert opened.stack.currentWidget() is opened.report_view.workspace


def drop(window, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(event)


def test_dropping_a_report_opens_it_from_the_start_page(window, qtbot, broken_docx):
    assert window.stack.currentWidget() is window.start_page
    with qtbot.waitSignal(window.shown):
        drop(window, broken_docx)
    assert window.controller.opened.source == broken_docx


def test_closing_asks_once_about_unsaved_work(opened, qtbot, ask):
    view = form(opened)
    view.form.setData(view.form.index_of(WRONG), "19")
    ask.choice = None
    assert not opened.close()
    assert len(ask.questions) == 1
    ask.choice = 1
    assert opened.close()
    assert len(ask.questions) == 2


def test_export_with_errors_asks_for_the_verdict_first(opened, qtbot, ask, tmp_path):
    ask.choice = None
    ask.path = tmp_path / "x.docx"
    qtbot.keyClick(opened, KEY.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert "仍有" in ask.questions[0] and not ask.path.exists()
    ask.choice = 0  # Enter: back to the errors
    opened.report_view.workspace.show_section(5)
    qtbot.keyClick(opened, KEY.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert not ask.path.exists()
    assert form(opened).current_ref == WRONG
    assert opened.report_view.findings.current().finding.severity.value == "error"
    ask.choice = 1
    qtbot.keyClick(opened, KEY.Key_E, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not opened.jobs.busy and ask.path.exists())
    errors = opened.controller.counts.errors
    assert opened.bar.text.startswith(f"已导出。导出的文件与屏幕上的内容一致；仍有 {errors} 处错误没有改。")


def test_a_typed_in_report_starts_from_empty_grids(window, qtbot, ask):
    with qtbot.waitSignal(window.shown):
        qtbot.keyClick(window, KEY.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.controller.report.year == 2023
    window.report_view.workspace.show_section(3)
    assert form(window).form.rowCount() == 28


def test_the_corner_of_a_label_cell_cannot_be_selected(opened, qtbot):
    view = form(opened)
    before = view.current_ref
    view.scrollToTop()
    qtbot.mouseClick(view.viewport(), LEFT, pos=QPoint(20, 20))
    assert view.current_ref in (before, None)
    assert view.selected_refs() in ([before], [])


def test_closing_the_report_gives_it_up_and_the_start_page_lists_what_was_saved(opened, qtbot, ask):
    qtbot.keyClick(opened, KEY.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    view = form(opened)
    view.form.setData(view.form.index_of(WRONG), "19")
    ask.choice = 1
    qtbot.keyClick(opened, KEY.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert opened.stack.currentWidget() is opened.start_page
    assert not opened.actions_by_name["save"].isEnabled()
    assert len(ask.questions) == 1
    rows = [b for b in opened.start_page.findChildren(QPushButton) if "云溪县民政局" in b.accessibleName()]
    with qtbot.waitSignal(opened.shown):
        qtbot.mouseClick(rows[0], LEFT)
    assert len(ask.questions) == 1  # given up once, not asked again
    assert raw(opened, WRONG) == "18"


SHARED = Path(__file__).resolve().parents[3] / "shared" / "reports" / "002.docx"


@pytest.mark.skipif(not SHARED.exists(), reason="the real reports lie beside the project, not in it")
def test_a_real_report_is_mended_and_exported_with_two_clicks_between_two_dialogs(window, qtbot, ask, tmp_path):
    """Double-click on the file, 采用, 导出, the file dialog's own button: four acts."""
    before = SHARED.read_bytes()
    with qtbot.waitSignal(window.shown):
        window.open_path(SHARED)
    qtbot.waitUntil(lambda: not window.busy_at_all)
    qtbot.mouseClick(window.report_view.findings.detail.offer_cards()[0].accept_button, LEFT)
    assert window.controller.counts.errors == 0
    ask.path = tmp_path / "改正.docx"
    qtbot.mouseClick(window.header.primary, LEFT)
    qtbot.waitUntil(lambda: not window.jobs.busy and ask.path.exists())
    assert len(ask.questions) == 1  # no question but the file's name
    again = application.make_session(tmp_path / "again", apart=False).open(ask.path)
    figures = {ref: cell.value for grid in window.controller.report.tables.values() for ref, cell in grid.cells.items()}
    assert {ref: again.report.cell(ref).value for ref in figures} == figures
    assert SHARED.read_bytes() == before


def test_the_original_layout_is_offered_for_a_docx_and_keeps_its_text(opened, qtbot, ask, tmp_path):
    qtbot.mouseClick(opened.report_view.findings.detail.offer_cards()[0].accept_button, LEFT)
    ask.path, ask.filter, ask.choice = tmp_path / "原格式.docx", 1, 1  # 仍然导出
    opened.file_acts.export()
    qtbot.waitUntil(lambda: not opened.jobs.busy)
    assert "原文件的格式" in ask.filters[1]
    assert ask.path.exists(), opened.bar.text


@pytest.mark.parametrize(("answer", "replaced"), [(None, False), (0, True)])
def test_the_opened_file_is_replaced_only_after_the_question_and_a_copy(window, qtbot, ask, tmp_path, answer, replaced):
    source = tmp_path / "年报.docx"
    source.write_bytes(SAMPLE.read_bytes())
    with qtbot.waitSignal(window.shown, timeout=10_000):
        window.open_path(source)
    ask.path, ask.choice = source, 0
    answers = iter([1, answer])  # 仍然导出, then the question about the source
    ask.choose = lambda parent, text, *_, **__: ask.questions.append(text) or next(answers)
    window.file_acts.export()
    qtbot.waitUntil(lambda: any("原文件" in q for q in ask.questions), timeout=5_000)
    if replaced:
        qtbot.waitUntil(lambda: source.read_bytes() != SAMPLE.read_bytes(), timeout=10_000)
        assert [p.read_bytes() for p in tmp_path.glob("*备份*")] == [SAMPLE.read_bytes()]
    else:
        assert source.read_bytes() == SAMPLE.read_bytes()
        assert not list(tmp_path.glob("*备份*"))
