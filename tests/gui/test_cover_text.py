"""What stands before and behind the six sections is edited like a section."""

import gui_support
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.model import CLOSING, PREAMBLE
from gui.common.roles import Spot
from gui.workspace import search


def type_into(editor, *texts):
    editor.setFocus()
    editor.setPlainText("\n".join(texts))
    editor.commit()


@pytest.fixture
def cover(opened):
    opened.report_view.workspace.show_section(0)
    return opened.report_view.workspace.page


def test_the_closing_lines_are_typed_and_undone_in_the_window(opened, cover):
    controller = opened.controller
    before = controller.report.closing
    type_into(cover.editors[CLOSING], "云溪县民政局", "2025年1月20日", "附件：统计表")
    assert [p.text for p in controller.report.closing] == ["云溪县民政局", "2025年1月20日", "附件：统计表"]
    controller.undo_stack.undo()
    assert controller.report.closing == before
    assert cover.editors[CLOSING].paragraphs() == [p.text for p in before]


def test_the_preamble_is_typed_and_a_place_in_it_gets_the_cursor(opened, cover):
    type_into(cover.editors[PREAMBLE], "根据有关规定，现公布本机关年度报告。")
    assert [p.text for p in opened.controller.report.preamble] == ["根据有关规定，现公布本机关年度报告。"]
    opened.report_view.workspace.show_section(3)
    opened.report_view.workspace.show_spot(Spot(PREAMBLE, (), 0, 2, 4))
    assert cover.editors[PREAMBLE].textCursor().selectedText() == "有关"
    type_into(cover.editors[CLOSING], "云溪县民政局")
    opened.report_view.workspace.show_spot(Spot(CLOSING, (), 0, 0, 2))
    assert opened.report_view.workspace.section == 0
    assert cover.editors[CLOSING].textCursor().selectedText() == "云溪"


def test_words_are_found_and_replaced_in_preamble_and_closing(opened, cover):
    type_into(cover.editors[PREAMBLE], "由甲乙科编制。")
    type_into(cover.editors[CLOSING], "联系人：甲乙科")
    report = opened.controller.report
    assert [h.spot.section for h in search.find(report, "甲乙科")] == [PREAMBLE, CLOSING]
    opened.controller.perform(search.replace_all(report, "甲乙科", "办公室"))
    report = opened.controller.report
    assert (report.preamble[0].text, report.closing[0].text) == ("由办公室编制。", "联系人：办公室")


def test_a_finding_in_the_closing_lines_is_counted_on_the_cover_row():
    from core.finding import Finding, Quote, Severity
    from gui.common.place_names import place_name
    from gui.workspace.navigator_model import NavigatorModel

    finding = Finding("x", Severity.WARNING, "x", quote=Quote(CLOSING, 1, 0, 2, "20"))
    model = NavigatorModel()
    model.set_findings([finding])
    assert model._counts[0].warnings == 1
    assert place_name(gui_support.report(), finding) == "落款 第 2 段"


def test_undo_from_another_field_of_the_cover_takes_back_the_last_one(opened, cover, qtbot):
    title, agency = (cover._fields[fact] for fact in ("title", "agency"))
    before = title.text()
    title.setFocus()
    QTest.keyClicks(title, "xyz")
    qtbot.keyClick(title, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert title.text() == before and opened.controller.undo_stack.count() == 0  # the field's own
    QTest.keyClicks(title, "xyz")
    qtbot.keyClick(title, Qt.Key.Key_Tab)
    assert agency.hasFocus() and opened.controller.report.title.endswith("xyz")
    qtbot.keyClick(agency, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert title.text() == before == opened.controller.report.title
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert opened.controller.report.title.endswith("xyz")


def test_what_is_typed_into_a_field_stays_while_a_save_ends(opened, cover, qtbot):
    title = cover._fields["title"]
    title.setFocus()
    QTest.keyClicks(title, "a")
    qtbot.keyClick(title, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)  # hands a over, and saves
    QTest.keyClicks(title, "b")
    qtbot.waitUntil(lambda: not opened.busy_at_all and "已保存" in opened.bar.text)
    assert title.text().endswith("ab")
    opened.flush()
    assert opened.controller.report.title.endswith("ab")
