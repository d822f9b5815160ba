"""Positions in the narrative with blank lines, line breaks and rare characters, before and after edits."""

import gui_support
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.finding import Severity
from gui.workspace import paragraph_positions as positions
from gui.workspace.text_editor import TextEditor, TextMark

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
TEXTS = ["一是公开内容不够全面。", "二是解读形式较为单一。", "三是人员不足24名。"]


@pytest.fixture
def editor(qtbot):
    made = TextEditor()
    qtbot.addWidget(made)
    made.show_paragraphs(TEXTS, another=True)
    made.set_marks([TextMark(2, 6, 8, Severity.WARNING, "表中为 23")])
    return made


def blank_line_after(editor, paragraph):
    editor.select_range(paragraph, 99, 99)
    QTest.keyClick(editor, KEY.Key_Return)


@pytest.mark.parametrize("lines", [TEXTS, ["", *TEXTS], [TEXTS[0], "", "　", TEXTS[1], "", TEXTS[2], ""]])
def test_a_paragraph_is_found_whatever_blank_lines_stand_before_it(qapp, lines):
    document = QTextDocument("\n".join(lines))
    assert positions.paragraphs_in(document) == TEXTS
    for number, text in enumerate(TEXTS):
        for start, end in ((0, 2), (2, 6), (len(text) - 1, len(text))):
            cursor = positions.cursor_over(document, number, start, end)
            assert cursor.selectedText() == text[start:end]
            assert positions.place_of(document, cursor.selectionStart()) == (number, start)


def test_rare_characters_and_line_breaks_inside_a_paragraph_keep_their_places(qapp):
    text = "\U00020bb7镇收到\n申请24件\xa0。"
    document = QTextDocument(positions.editor_text(["甲", text]))
    assert positions.paragraphs_in(document) == ["甲", text]
    at = text.index("24")
    cursor = positions.cursor_over(document, 1, at, at + 2)
    assert cursor.selectedText() == "24"
    assert positions.place_of(document, cursor.selectionStart()) == (1, at)


def test_marks_stay_on_their_words_when_a_blank_line_is_typed_before_them(editor, qtbot):
    blank_line_after(editor, 0)
    assert [s.cursor.selectedText() for s in editor.extraSelections()] == ["24"]
    with qtbot.waitSignal(editor.committed) as heard:
        pass
    assert heard.args == [TEXTS]
    editor.show_paragraphs(TEXTS)  # the report is the same: the blank line stays where it was typed
    editor.set_marks([TextMark(2, 6, 8, Severity.WARNING, "表中为 23")])
    assert [s.cursor.selectedText() for s in editor.extraSelections()] == ["24"]
    assert editor.mark_at(editor.toPlainText().index("24") + 1).tip == "表中为 23"
    editor.select_range(1, 0, 2)
    assert editor.textCursor().selectedText() == "二是"
    assert editor.place == (1, 2)


def test_only_what_differs_is_written_and_the_cursor_goes_there(editor):
    editor.select_range(0, 0, 0)
    editor.show_paragraphs([TEXTS[0], "二是解读形式丰富。", TEXTS[2]])
    assert editor.paragraphs()[1] == "二是解读形式丰富。"
    assert editor.place == (1, 8)
    editor.show_paragraphs(TEXTS)
    assert editor.paragraphs() == TEXTS and editor.place[0] == 1


@pytest.fixture
def blank_lines(opened, qtbot):
    """Section one with a blank line typed between its paragraphs."""
    workspace = opened.report_view.workspace
    workspace.show_section(1)
    editor = workspace.page.editor
    editor.setFocus()
    blank_line_after(editor, 0)
    editor.commit()
    assert editor.document().blockCount() == 3
    return opened


def test_jumps_and_find_hits_select_the_right_words_behind_a_blank_line(blank_lines, qtbot):
    window, workspace = blank_lines, blank_lines.report_view.workspace
    finding = next(f for f in window.controller.checked.findings if f.quote is not None)
    window.report_view.findings.choose(finding)
    assert workspace.page.editor.textCursor().selectedText() == "24"
    bar = workspace.find_bar
    bar.open_bar("24")
    qtbot.keyClick(bar.words, KEY.Key_Return)
    assert workspace.page.editor.textCursor().selectedText() == "24"


def test_a_replacement_behind_a_blank_line_overwrites_its_own_words_and_is_undone(blank_lines, qtbot):
    window, bar = blank_lines, blank_lines.report_view.workspace.find_bar
    bar.open_bar("24")
    qtbot.keyClick(bar.words, KEY.Key_Return)
    bar.by.setText("23")
    bar.replace()
    assert window.controller.report.section(1).paragraphs[1].text == "全年收到政府信息公开申请23件，均依法办理。"
    assert window.controller.report.section(1).paragraphs[0].text == gui_support.NARRATIVE[0]
    window.controller.undo_stack.undo()
    assert "24件" in window.report_view.workspace.page.editor.toPlainText()


def test_typing_over_a_found_word_replaces_that_word(blank_lines, qtbot):
    window, bar = blank_lines, blank_lines.report_view.workspace.find_bar
    bar.open_bar("24")
    qtbot.keyClick(bar.words, KEY.Key_Return)
    editor = window.report_view.workspace.page.editor
    editor.setFocus()
    QTest.keyClicks(editor, "23")
    editor.commit()
    assert window.controller.report.section(1).paragraphs[1].text == "全年收到政府信息公开申请23件，均依法办理。"


def test_tab_goes_from_find_to_replace(opened, qtbot):
    bar = opened.report_view.workspace.find_bar
    bar.open_bar("24")
    qtbot.keyClick(bar.words, KEY.Key_Tab)
    assert QApplication.focusWidget() is bar.by
    QTest.keyClicks(bar.by, "23")
    assert bar.by.text() == "23"
