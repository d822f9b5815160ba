"""Report, findings and file in step: what is clicked in the file is selected in the report, and the other way round."""

from pathlib import Path

import gui_support
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.document import Document, Para, PrintedLine, RawCell, RawTable
from core.place import Place
from gui.common.roles import Spot
from gui.source import source_text
from gui.source.places import boxes_of, printed_at, sentence_of
from gui.source.source_text import SourceText
from gui.workspace.text_editor import TextEditor

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
ref3 = gui_support.ref3
SHARED_PDF = Path(__file__).resolve().parents[3] / "shared" / "reports" / "002.pdf"


@pytest.fixture
def beside(opened, qtbot):
    """The window with the file shown whole beside the report."""
    if not opened.report_view.source_dock.isVisible():
        opened.actions_by_name["source"].trigger()
    text = opened.report_view.source.text
    qtbot.waitUntil(lambda: bool(text.toPlainText()) and not text.loading)
    return opened


def click_words(text: SourceText, words: str, nth: int = 0) -> None:
    cursor = QTextCursor(text.document())
    for _ in range(nth + 1):
        cursor = text.document().find(words, cursor)
    assert not cursor.isNull(), words
    caret = QTextCursor(text.document())
    caret.setPosition(cursor.selectionStart())
    text.setTextCursor(caret)
    text.ensureCursorVisible()
    box = text.cursorRect(caret)
    QTest.mouseClick(text.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, box.center() + QPoint(2, 0))


def test_a_click_on_a_figure_of_the_file_selects_its_cell_and_takes_the_keyboard_there(beside):
    workspace = beside.report_view.workspace
    workspace.show_section(1)
    click_words(beside.report_view.source.text, "105")
    assert workspace.section == 2
    assert beside.controller.report.cell(workspace.page.form.current_ref).raw == "105"
    assert workspace.page.form.hasFocus()


def test_a_click_on_a_label_selects_the_first_figure_of_its_row(beside):
    workspace = beside.report_view.workspace
    click_words(beside.report_view.source.text, "（一）予以公开")
    assert workspace.section == 3
    assert workspace.page.form.current_ref.row == "granted"


def test_a_click_on_a_sentence_puts_the_caret_there(beside):
    workspace = beside.report_view.workspace
    click_words(beside.report_view.source.text, "均依法办理")
    assert workspace.section == 1
    assert workspace.page.editor.hasFocus() and not workspace.page.editor.textCursor().hasSelection()
    at = gui_support.NARRATIVE[1].index("均依法")
    paragraph, character = workspace.page.editor.place
    assert paragraph == 1 and abs(character - at) <= 1


def test_enter_in_the_file_goes_to_the_place_of_the_caret(beside, qtbot):
    text = beside.report_view.source.text
    text.setFocus()
    text.setTextCursor(text.document().find("105"))
    qtbot.keyClick(text, KEY.Key_Return)
    assert beside.report_view.workspace.section == 2


def test_a_place_without_part_in_the_report_says_so(beside):
    text = beside.report_view.source.text
    text.pointed.emit(Place(block=9999), "", 0)
    assert "没有归入" in beside.bar.text


def finding_of_text(window):
    return next(f for f in window.controller.checked.findings if f.quote is not None)


def test_a_text_finding_marks_its_sentence_and_leaves_the_keyboard_until_enter(beside, qtbot):
    panel, view = beside.report_view.findings, beside.report_view
    panel.list.setFocus()
    panel.choose(finding_of_text(beside))
    qtbot.waitUntil(lambda: "24" in view.source.text.marked_text)
    assert view.source.text.marked_text.endswith("。")
    assert panel.list.hasFocus()
    assert view.workspace.page.editor.textCursor().selectedText() == "24"
    qtbot.keyClick(panel.list, KEY.Key_Return)
    assert view.workspace.page.editor.hasFocus()


def test_a_click_on_a_text_finding_leaves_the_keyboard_in_the_list(beside, qtbot):
    panel = beside.report_view.findings
    row = panel.model.row_of(finding_of_text(beside))
    panel.list.scrollTo(panel.model.index(row))
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=panel.list.visualRect(panel.model.index(row)).center())
    assert not beside.report_view.workspace.isAncestorOf(QApplication.focusWidget())


def test_the_next_finding_by_key_never_puts_the_keyboard_into_words(beside, qtbot):
    view = beside.report_view
    view.workspace.page.form.setFocus()
    for _ in range(view.findings.model.rowCount()):
        qtbot.keyClick(beside, KEY.Key_F8)
        entry = view.findings.current()
        if entry.finding.quote is not None:
            assert not view.workspace.page.editor.hasFocus()
            QTest.keyClicks(QApplication.focusWidget(), "9")
    assert beside.controller.report == beside.controller.opened.original


def test_undo_returns_the_caret_to_its_paragraph(opened, qtbot):
    workspace = opened.report_view.workspace
    workspace.show_section(1)
    editor = workspace.page.editor
    editor.setFocus()
    editor.select_range(0, 5, 5)
    QTest.keyClicks(editor, "xy")
    editor.commit()
    assert editor.place == (0, 7)
    workspace.show_section(3)
    qtbot.keyClick(opened, KEY.Key_Z, CTRL)
    assert workspace.section == 1 and editor.place == (0, 5) and editor.hasFocus()
    qtbot.keyClick(opened, KEY.Key_Y, CTRL)
    assert editor.place == (0, 7)


def test_undo_of_the_preamble_returns_to_the_preamble(opened, qtbot):
    workspace = opened.report_view.workspace
    workspace.show_section(0)
    editor = workspace.page.editors[0]
    editor.setFocus()
    QTest.keyClicks(editor, "abc")
    editor.commit()
    qtbot.keyClick(opened, KEY.Key_Z, CTRL)
    assert editor.hasFocus()


def test_a_long_file_is_set_in_slices_and_what_was_asked_is_marked_then(qtbot):
    blocks = [Para(f"第{n}段，申请{n}件。", Place(block=n)) for n in range(2 * source_text.SLICE)]
    table = RawTable((RawCell("42", 0, 0), RawCell("43", 0, 1)), 1, 2, Place(block=len(blocks)))
    pane = SourceText()
    qtbot.addWidget(pane)
    pane.resize(300, 300)
    pane.show()
    pane.load(Document("docx", (*blocks, table)))
    assert pane.loading
    pane.show_place(Place(block=len(blocks), row=0, column=1))
    qtbot.waitUntil(lambda: pane.marked_text == "43")
    pane.load(Document("docx", (table,)))
    pane.load(Document("docx", (Para("另一份", Place(block=0)),)))
    qtbot.waitUntil(lambda: not pane.loading)
    assert pane.toPlainText().strip() == "另一份"


def test_a_long_text_shows_a_place_as_soon_as_its_lines_are_broken(qtbot):
    editor = TextEditor()
    qtbot.addWidget(editor)
    editor.resize(400, 300)
    editor.show()
    editor.show_paragraphs([f"第{n}段，" + "全年公开信息，" * 20 for n in range(300)])
    editor.select_range(290, 0, 4)
    assert editor.place != (290, 4)
    qtbot.waitUntil(lambda: editor.textCursor().selectedText() == "第290")
    assert editor.viewport().rect().contains(editor.cursorRect())


# Pages


@pytest.fixture
def paged(window, qtbot, opened, tmp_path):
    """The report exported as a PDF and opened again, its pages beside it."""
    target = tmp_path / "年报.pdf"
    opened.controller.session.export(opened.controller.opened, opened.controller.checked, target)
    with qtbot.waitSignal(opened.shown):
        opened.open_path(target)
    if not opened.report_view.source_dock.isVisible():
        opened.actions_by_name["source"].trigger()
    source = opened.report_view.source
    qtbot.waitUntil(lambda: not opened.busy_at_all and source.currentWidget() is not source.text)
    return opened


def test_pages_are_turned_by_number_key_and_button(paged, qtbot):
    source = paged.report_view.source
    assert source.page_number.text().startswith("第 ") and "共" in source.page_number.suffix()
    source.page_number.setValue(2)
    assert source.pdf.page == 2
    qtbot.keyClick(source.pages, KEY.Key_PageUp)
    assert source.pdf.page == 1 and source.page_number.value() == 1
    qtbot.keyClick(source.pages, KEY.Key_PageUp)
    assert source.pdf.page == 1
    source.turn(1)
    assert source.pdf.page == 2


def test_a_page_is_as_wide_as_its_pane_until_it_is_magnified(paged, qtbot):
    source = paged.report_view.source
    assert source.fit.isChecked()
    qtbot.waitUntil(lambda: 0 < source.pdf.width() <= source.pages.viewport().width())
    qtbot.mouseDClick(source.pdf, LEFT)
    assert not source.fit.isChecked() and source.pdf.minimumWidth() >= 600
    qtbot.mouseClick(source.fit, LEFT)
    qtbot.waitUntil(lambda: source.pdf.width() <= source.pages.viewport().width())
    paged.remember()
    assert paged.preferences.fit_page


def test_a_click_on_the_page_selects_the_cell_under_it(paged, qtbot):
    source, report = paged.report_view.source, paged.controller.report
    ref = ref3("granted")
    place = report.cell(ref).place
    source.show_place(place, "")
    assert source.pdf.page == place.page
    x0, top, x1, bottom = place.box
    scale = source.pdf.width() / source.pdf._size[0]
    at = QPointF((x0 + x1) / 2 * scale, (top + bottom) / 2 * scale).toPoint()
    qtbot.mouseClick(source.pdf, LEFT, pos=at)
    assert paged.report_view.workspace.page.form.current_ref == ref
    names = [a.text() for a in source.menu(at).actions()]
    assert names[0] == "转到报告里的这一处" and "适合窗格宽度" in names


def test_what_is_looked_for_is_washed_on_the_page(paged, qtbot):
    source = paged.report_view.source
    paged.report_view.workspace.find_bar.open_bar("105")
    found = source.pdf._found
    ref = next(r for r, c in paged.controller.report.tables[2].cells.items() if c.raw == "105")
    assert paged.controller.report.cell(ref).place in found
    source.show_place(next(p for p in found if p.box), "")
    qtbot.waitUntil(lambda: not paged.busy_at_all)
    x0, top, _, bottom = source.pdf.box().getCoords()
    colour = source.pdf.grab().toImage().pixelColor(round(x0) + 3, round((top + bottom) / 2))
    assert colour.blue() < colour.red()
    paged.report_view.workspace.find_bar.close_bar()
    assert source.pdf._found == ()


def test_a_text_finding_frames_its_sentence_on_the_page_and_not_the_paragraph(paged, qtbot):
    source, panel = paged.report_view.source, paged.report_view.findings
    finding = finding_of_text(paged)
    panel.choose(finding)
    quote = finding.quote
    sentence = sentence_of(paged.controller.report, Spot(quote.section, (), quote.paragraph, quote.start, quote.end))
    assert sentence in paged.controller.report.section(quote.section).paragraphs[quote.paragraph].text
    qtbot.waitUntil(lambda: "".join(words_under(paged, place) for place in source.pdf._framed) == sentence)
    source.turn(1)
    source.turn(-1)
    assert source.pdf.box() is not None


def words_under(window, place):
    """The characters of the file's lines whose middle lies in a box, a Latin one half as wide as a Chinese one."""
    found = ""
    for block in window.controller.opened.document.blocks:
        for line in block.lines if isinstance(block, Para) else ():
            text = block.text[line.start : line.end]
            widths = [1 if c < "\u2e80" else 2 for c in text]
            x0, top, x1, _ = line.box
            if line.page == place.page and abs(top - place.box[1]) < 1:
                for at, character in enumerate(text):
                    middle = x0 + (x1 - x0) * (sum(widths[:at]) + widths[at] / 2) / sum(widths)
                    found += character * (place.box[0] < middle < place.box[2])
    return found


def test_a_sentence_over_two_pages_is_framed_on_both():
    text = "一二三四五。六七八九十甲乙丙。"
    lines = (PrintedLine(0, 10, 1, (100, 700, 200, 710)), PrintedLine(10, 15, 2, (100, 80, 150, 90)))
    para = Para(text, Place(block=0, page=1, box=(100, 700, 200, 710)), lines=lines)
    document = Document("pdf", (para,), 2)
    first, second = printed_at(document, para.place, "六七八九十甲乙丙。")
    assert (first.page, first.box) == (1, (160, 700, 200, 710))
    assert (second.page, second.box) == (2, (100, 80, 150, 90))
    assert printed_at(document, para.place, "不在这里") == () == printed_at(document, para.place, "")
    assert [place.box for place in boxes_of(document, "甲")] == [(110, 80, 120, 90)]


@pytest.mark.skipif(not SHARED_PDF.exists(), reason="the real reports lie beside the project, not in it")
def test_every_figure_of_a_real_pdf_is_found_under_its_own_box(window, qtbot):
    from gui.source.places import spot_on_page

    with qtbot.waitSignal(window.shown, timeout=20_000):
        window.open_path(SHARED_PDF)
    report = window.controller.report
    for grid in report.tables.values():
        for ref, cell in grid.cells.items():
            if cell.place is not None and cell.place.box is not None and cell.raw:
                x0, top, x1, bottom = cell.place.box
                spot = spot_on_page(report, cell.place.page, (x0 + x1) / 2, (top + bottom) / 2)
                assert spot is not None and ref in spot.cells
