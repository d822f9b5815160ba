"""Source pane, findings pane, dialogs, and what a screen reader is told."""

import gui_support
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPushButton

from core.document import Document, Para, RawCell, RawTable
from core.place import Place
from gui.common.texts import counts_words
from gui.dialogs.error_dialog import ErrorDialog
from gui.dialogs.help_dialog import PAGES, HelpDialog
from gui.dialogs.new_report import NewReportDialog
from gui.source.pdf_page import PdfPage
from gui.source.source_text import SourceText

KEY, CTRL, LEFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton
ref3 = gui_support.ref3


def document():
    cells = (
        RawCell("标题", 0, 0, 1, 2),
        RawCell("自然人", 1, 0, 2, 1),
        RawCell("12", 1, 1),
        RawCell("", 2, 1),
    )
    return Document("docx", (Para("一、总体情况", Place(block=0), 1), RawTable(cells, 3, 2, Place(block=1))))


def test_the_source_as_text_marks_a_cell_by_its_place(qtbot):
    pane = SourceText()
    qtbot.addWidget(pane)
    pane.resize(300, 300)
    pane.show()
    pane.load(document())
    pane.show_place(Place(block=1, row=1, column=1))
    assert pane.marked_text == "12"
    qtbot.wait(20)  # painted
    pane.show_place(Place(block=1, row=2, column=1))
    assert pane.marked_text == ""
    pane.show_place(Place(block=0))
    assert len(pane.extraSelections()) == 1
    pane.show_place(None)
    assert pane.extraSelections() == []


def test_the_source_follows_the_selection(opened, qtbot):
    if not opened.report_view.source_dock.isVisible():
        opened.actions_by_name["source"].trigger()
    view = opened.report_view.workspace.page.form
    view.select_refs([ref3("granted")])
    qtbot.waitUntil(lambda: opened.report_view.source.text.marked_text == "12")


def test_a_pdf_page_frames_the_box_at_every_size(qtbot, opened, tmp_path):
    target = tmp_path / "x.pdf"
    opened.controller.session.export(opened.controller.opened, opened.controller.checked, target)
    page = PdfPage(opened.controller.session.draw_page)
    qtbot.addWidget(page)
    page.load(target.read_bytes(), 2)
    page.resize(595, 842)
    page.show()
    page.show_place(Place(page=1, box=(100.0, 200.0, 150.0, 220.0)))
    wide = page.box()
    page.resize(300, 424)
    assert page.box().width() < wide.width()
    qtbot.wait(20)
    page.show_place(Place(page=99))
    assert page.page == 1


def test_dismissal_keeps_the_reason_and_can_be_taken_back(opened, qtbot, ask):
    warning = next((f for f in opened.controller.checked.findings if f.severity.rank), None)
    if warning is None:
        pytest.skip("the rules find no warning in the invented report")
    opened.report_view.findings.choose(warning)
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    link = next(b for b in opened.report_view.findings.detail.findChildren(QPushButton) if "说明理由" in b.text())
    qtbot.mouseClick(link, LEFT)
    assert all(f.identity != warning.identity for f in opened.controller.checked.findings)
    assert opened.controller.checked.dismissed[0][1].reason == "已与原件核对"
    model = opened.report_view.findings.model
    last = model.entry(model.rowCount() - 1)
    assert last.reason == "已与原件核对"
    opened.report_view.findings.detail.restore_asked.emit(last.finding)
    assert any(f.identity == warning.identity for f in opened.controller.checked.findings)


def test_an_error_cannot_be_dismissed(opened, qtbot, ask):
    opened.actions_by_name["dismiss"].trigger()
    assert ask.questions == []
    assert "错误不能忽略" in opened.bar.text


def test_a_preview_shows_the_change_and_changes_nothing(opened, qtbot):
    before = opened.controller.report
    card = opened.report_view.findings.detail.offer_cards()[0]
    card.accept_button.setFocus()
    view = opened.report_view.workspace.page.form
    ref = next(iter(card.offer.proposed))
    assert view.form.mark(ref).proposed == card.offer.proposed[ref]
    assert opened.controller.report is before
    opened.report_view.workspace.navigator.setFocus()
    assert view.form.mark(ref).proposed is None


def test_cover_facts_are_edited_and_undone(opened, qtbot):
    opened.report_view.workspace.show_section(0)
    field = next(
        f for f in opened.report_view.workspace.page.findChildren(QLineEdit) if f.accessibleName() == "机关名称"
    )
    field.setText("云溪县司法局")
    qtbot.keyClick(field, KEY.Key_Return)
    assert opened.controller.report.agency == "云溪县司法局"
    qtbot.keyClick(opened, KEY.Key_Z, CTRL)
    assert opened.controller.report.agency == "云溪县民政局"


def test_a_fault_shows_details_to_copy_writes_a_log_and_keeps_the_report(opened, qtbot):
    before = opened.controller.report
    opened.show_error(RuntimeError("kaputt"))
    dialog = opened.error_dialog
    assert isinstance(dialog, ErrorDialog) and "kaputt" in dialog.details.toPlainText()
    assert "kaputt" in (opened.controller.session.data_dir / "logs" / "nianbao.log").read_text("utf-8")
    assert opened.controller.report is before
    dialog.copy()
    dialog.close()


def test_side_windows_open_without_blocking(opened, qtbot):
    for name in ("settings", "about", "help", "preview", "preview_findings"):
        opened.actions_by_name[name].trigger()
        assert opened.side.shown.isVisible()
        opened.side.shown.close()


def test_settings_are_taken_over(opened, qtbot):
    opened.side.settings(opened.preferences)
    dialog = opened.side.shown
    dialog.agency.setText("云溪县民政局")
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    off = dialog.rules.topLevelItem(0)
    off.setCheckState(0, Qt.CheckState.Unchecked)
    dialog.accept()
    session = opened.controller.session
    assert session.settings.agency == "云溪县民政局"
    assert None in session.settings.severities.values()
    assert opened.preferences.theme == "dark"


def test_every_page_of_the_handbook_is_there(qtbot):
    dialog = HelpDialog()
    qtbot.addWidget(dialog)
    for name, _ in PAGES:
        dialog.show_page(name)
        assert len(dialog.page.toPlainText()) > 40


def test_a_new_report_shows_which_form_its_year_takes(qtbot):
    dialog = NewReportDialog()
    qtbot.addWidget(dialog)
    dialog._year.setValue(2020)
    assert "2019" in dialog._edition.text()


@pytest.mark.parametrize("errors, warnings, sentence", [
    (3, 2, "还有 3 处错误、2 处需核对"),
    (1, 0, "还有 1 处错误"),
    (0, 0, "没有发现错误"),
    (0, 2, "没有发现错误（另有 2 处需核对）"),
])  # fmt: skip
def test_lists_say_what_was_found_and_no_more(errors, warnings, sentence):
    assert counts_words(errors, warnings) == sentence


def test_every_button_and_field_has_a_name_for_screen_readers(opened, qtbot):
    for number in range(7):
        opened.report_view.workspace.show_section(number)
    nameless = [
        w
        for kind in (QAbstractButton, QLineEdit)
        for w in opened.findChildren(kind)
        if w.isVisibleTo(opened)
        and not (w.accessibleName() or (isinstance(w, QAbstractButton) and w.text()))
        and not w.objectName().startswith("qt_")
    ]
    assert [type(w).__name__ for w in nameless] == []


def test_all_acts_have_a_menu_entry_and_keys_do_not_collide(opened):
    keys = [k.toString() for a in opened.actions_by_name.values() for k in a.shortcuts()]
    assert len(keys) == len(set(keys))
    shown = {a for menu in opened.menu.actions() for a in menu.menu().actions()}
    assert set(opened.actions_by_name.values()) <= shown


def test_f6_walks_round_the_panes(opened, qtbot):
    seen = set()
    for _ in range(4):
        qtbot.keyClick(opened, KEY.Key_F6)
        seen.add(opened.focusWidget())
    assert len(seen) >= 3


def test_sections_turn_by_keys_from_cover_to_end(opened, qtbot):
    opened.report_view.workspace.show_section(0)
    for number in range(1, 7):
        qtbot.keyClick(opened, KEY.Key_PageDown, CTRL)
        assert opened.report_view.workspace.section == number
        assert opened.report_view.workspace.page.isAncestorOf(opened.focusWidget())
    qtbot.keyClick(opened, KEY.Key_PageUp, CTRL)
    assert opened.report_view.workspace.section == 5


def test_a_pdf_that_pdfium_cannot_draw_shows_its_text_and_stops_nothing(opened, qtbot):
    if not opened.report_view.source_dock.isVisible():
        opened.actions_by_name["source"].trigger()
    source = opened.report_view.source
    qtbot.waitUntil(lambda: source.currentWidget() is source.text)
    source._load_pages(b"%PDF-1.4 broken", 3)
    source.setCurrentWidget(source._pdf_side)
    with qtbot.waitSignal(source.pdf.failed):
        source.pdf.update()
    assert source.currentWidget() is source.text


def test_the_same_fault_again_opens_no_second_dialog(opened, qtbot):
    opened.show_error(RuntimeError("eins"))
    first = opened.error_dialog
    opened.show_error(RuntimeError("eins"))
    opened.show_error(RuntimeError("zwei"))
    assert opened.error_dialog is first
    text = first.details.toPlainText()
    assert text.count("RuntimeError: eins") == 1 and "zwei" in text
    first.close()


def test_no_two_entries_of_a_menu_share_a_letter(opened):
    for menu in opened.menu.actions():
        letters = [text.split("(&")[1][0] for act in menu.menu().actions() if "(&" in (text := act.text())]
        assert len(letters) == len(set(letters)), menu.text()
