"""Narrative: figures bound to cells, the corrected sentence, find and replace."""

from dataclasses import replace

import gui_support
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core import acts
from core.finding import Finding, Quote, Severity
from gui.findings import offers
from gui.workspace import search
from gui.workspace.text_editor import TextEditor, TextMark

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def example():
    return gui_support.Example(gui_support.report())


def test_the_corrected_sentence_is_offered_and_mends_the_finding(example):
    finding = next(f for f in example.findings if f.rule == "text.binding")
    offer = offers.corrected_sentence(example.report, example.bindings, finding)
    assert offer.lines == ("第 2 段“24”改为“23”",)
    example.apply(offer.change)
    assert example.report.section(1).paragraphs[1].text == "全年收到政府信息公开申请23件，均依法办理。"
    assert example.findings == ()


@pytest.mark.parametrize("value, unit, shown", [(23, "件", "23"), (12, "万元", "12"), (2, "元", "20000")])
def test_a_table_value_is_written_in_the_texts_own_unit(value, unit, shown):
    assert offers.in_unit(value, unit) == shown


def test_marked_figures_are_underlined_and_tell_why(qtbot):
    editor = TextEditor()
    qtbot.addWidget(editor)
    editor.show_paragraphs(["收到24件。", "第二段。"])
    editor.set_marks([TextMark(0, 2, 4, Severity.WARNING, "表中为 23")])
    assert editor.mark_at(3).tip == "表中为 23"
    assert editor.mark_at(8) is None
    assert [s.cursor.selectedText() for s in editor.extraSelections()] == ["24"]


def test_typing_is_handed_over_once_after_a_pause(qtbot):
    editor = TextEditor()
    qtbot.addWidget(editor)
    editor.show_paragraphs(["a"])
    heard = []
    editor.committed.connect(heard.append)
    QTest.keyClicks(editor, "xyz")
    with qtbot.waitSignal(editor.committed):
        pass
    assert heard == [["xyza"]]


def test_the_cursor_stays_when_the_same_text_comes_back(qtbot):
    editor = TextEditor()
    qtbot.addWidget(editor)
    editor.show_paragraphs(["abc", "def"])
    editor.select_range(1, 1, 2)
    editor.show_paragraphs(["abc", "def"])
    assert editor.textCursor().selectedText() == "e"


def test_find_goes_over_texts_and_cells_and_replace_all_is_one_step(opened, qtbot):
    qtbot.keyClick(opened, KEY.Key_F, CTRL)
    bar = opened.report_view.workspace.find_bar
    assert bar.isVisible()
    bar.words.setText("24")
    hits = search.find(opened.controller.report, "24")
    assert len(hits) == 1 and "共 2 处" in bar._count.text()  # the text, and the finding that quotes it
    qtbot.keyClick(bar.words, KEY.Key_Return)
    assert opened.report_view.workspace.section == 1
    assert opened.report_view.workspace.page.editor.textCursor().selectedText() == "24"
    bar.by.setText("23")
    bar.replace_all()
    assert search.find(opened.controller.report, "24") == []
    assert opened.controller.undo_stack.count() == 1
    qtbot.keyClick(opened, KEY.Key_Z, CTRL)
    assert len(search.find(opened.controller.report, "24")) == 1


def test_replacing_in_cells_reads_the_figures_anew(example):
    change = search.replace_all(example.report, "105", "106")
    example.apply(change)
    assert example.report.tables[2].amount("licences", "decisions") == 106


def test_replace_one_touches_only_its_hit(example):
    hit = next(h for h in search.find(example.report, "公开") if h.where == search.TEXT)
    before = example.report.section(1).text.count("公开")
    example.apply(search.replace_one(example.report, hit, "公开", "开放"))
    assert example.report.section(1).text.count("公开") == before - 1


def finding(rule, **more):
    return Finding(rule, Severity.WARNING, "x", **more)


def test_a_disagreement_with_a_sound_table_is_mended_in_the_text(example):
    disagreement = next(f for f in example.findings if f.rule == "text.binding")
    sides = offers.offers_of(example.report, example.bindings, disagreement, None)
    assert [o.lines for o in sides] == [("第 2 段“24”改为“23”",)]  # 24 in the table would unbalance it
    example.apply(sides[0].change)
    assert example.findings == () or all(f.rule != "text.binding" for f in example.findings)


def test_doubled_words_the_title_and_blanks_have_their_offers(example):
    quote = Quote(1, 1, 0, 2, "全年")
    example.apply(acts.edit_section(example.report, 1, ["甲", "资金资金到位。"]))
    doubled = finding("text.doubled", actual="资金资金", quote=replace(quote, end=4))
    offer = offers.once(example.report, doubled)
    example.apply(offer.change)
    assert example.report.section(1).paragraphs[1].text == "资金到位。"
    assert offers.once(example.report, doubled) is None  # nothing to halve any more
    title = offers.the_title(example.report, finding("title.form", expected="云溪县民政局2023年年报"))
    example.apply(title.change)
    assert example.report.title == "云溪县民政局2023年年报"
    blank = gui_support.ref3("granted")
    example.apply(acts.edit_cells(example.report, {blank: ""}, "x"))
    fill = offers.zeros(example.report, finding("blank.mixed", cells=(blank,)))
    assert fill.proposed == {blank: "0"} and "1 格" in fill.reason
