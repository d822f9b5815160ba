"""The county desk through its doors: dropped, read, walked, opened, mended, returned, summed, kept."""

from dataclasses import replace
from pathlib import Path

import desk_set
import gui_support
from county_support import MISSING, OFFICES, WRONG, idle, make_county, report_of
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core.desk import MarkKind, RowState, acts
from core.export.standard.writer import write_standard
from gui import app as application
from gui.desk import columns as c
from gui.desk import views
from gui.shell.main_window import MainWindow

KEY, CTRL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
TOTAL = gui_support.ref3("results_total")


def key_of(desk, name):
    return next(row.key for row in desk.page.collection.rows if row.name == name)


def row_of(desk, name):
    return desk.page.collection.row(key_of(desk, name))


def names(desk):
    table = desk.page.table
    return [table.filter.index(n, c.OFFICE).data() for n in range(table.filter.rowCount())]


def choose(desk, name):
    desk.page.select(key_of(desk, name))


def drop(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    none = Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, LEFT, none))


def open_row(qtbot, window, desk, name):
    choose(desk, name)
    with qtbot.waitSignal(window.shown):
        QTest.keyClick(desk.page.table, KEY.Key_Return)
    idle(qtbot, window)


def act_button(desk, words):
    return next(made for made in desk.page.panel.findChildren(QPushButton) if made.text().startswith(words))


def window_of(desk):
    return desk.page.windows.last


# Doors


def test_a_dropped_folder_becomes_rows_what_cannot_be_read_with_its_sentence_and_what_is_passed_over_is_said(
    qtbot, window, county
):
    drop(window, county)
    idle(qtbot, window)
    desk = window.desk
    assert desk.shown and window.header.isHidden()
    assert {*OFFICES} - {MISSING} <= set(names(desk))
    unread = next(row for row in desk.page.collection.rows if row.newest and row.report is None)
    assert "商务局" in unread.name and unread.issues
    assert desk.page.collection.year == 2023 and "2023" in desk.page.head.title.text()
    assert {row.name for row in desk.page.collection.rows if row.errors} == set(WRONG)
    qtbot.mouseClick(desk.page.passed, LEFT)
    assert "~$财政局年报.docx" in window_of(desk).model.lines[0].texts


def test_several_files_dropped_are_rows_and_a_further_one_dropped_on_the_desk_joins_them(qtbot, window, county):
    files = sorted(county.glob("云溪县*.docx"))
    drop(window, *files[:3])
    idle(qtbot, window)
    assert len(names(window.desk)) == 3
    drop(window, files[3])
    idle(qtbot, window)
    assert len(names(window.desk)) == 4


def test_the_menu_asks_for_a_folder_and_the_start_page_has_a_card(qtbot, window, ask, county):
    ask.folder = county
    QTest.keyClick(window, KEY.Key_O, CTRL | Qt.KeyboardModifier.ShiftModifier)
    idle(qtbot, window)
    assert len(names(window.desk)) == 5
    window.show_start()
    card = window.start_page.findChildren(type(window.start_page._desk.itemAt(0).widget()))
    assert any("2023" in each.accessibleName() for each in card)


def test_cancelling_keeps_what_was_read(qtbot, window, county):
    window.open_path(county)
    window.desk.page.keeper.cancel()
    idle(qtbot, window)
    assert len(names(window.desk)) < 5
    assert not window.desk.page.keeper.jobs.busy


# Rows and the open report


def test_enter_opens_ctrl_page_down_goes_to_the_next_with_errors_and_back_returns_to_its_row(qtbot, window, listed):
    desk = listed
    open_row(qtbot, window, desk, WRONG[0])
    assert window.controller.report.agency == WRONG[0] and not desk.shown
    assert not window.header.isHidden()
    with qtbot.waitSignal(window.shown):
        QTest.keyClick(window, KEY.Key_PageDown, CTRL)
    idle(qtbot, window)
    assert window.controller.report.agency == WRONG[1]
    QTest.keyClick(window, KEY.Key_PageDown, CTRL)
    assert "没有有错的报告了" in window.bar.text
    section = window.report_view.workspace.section
    QTest.keyClick(window, KEY.Key_PageDown, ALT)
    assert window.report_view.workspace.section == section + 1
    QTest.keyClick(window, KEY.Key_Left, ALT)
    assert desk.shown and desk.page.table.current == key_of(desk, WRONG[1])
    assert window.controller.state is not None  # it stays open behind the page
    QTest.keyClick(window, KEY.Key_F12)
    assert not desk.shown


def test_a_report_that_is_no_row_turns_sections_with_ctrl_page_down(qtbot, opened):
    section = opened.report_view.workspace.section
    QTest.keyClick(opened, KEY.Key_PageDown, CTRL)
    assert opened.report_view.workspace.section == section + 1


def test_saving_an_opened_rows_report_updates_its_row(qtbot, window, listed):
    desk = listed
    open_row(qtbot, window, desk, WRONG[0])
    window.controller.edit_cells({TOTAL: "19", gui_support.ref3("granted"): "12"}, "x")
    window.controller.edit_cells({type(TOTAL)(4, "review", "total"): "1"}, "x")
    assert window.controller.counts.errors == 0
    QTest.keyClick(window, KEY.Key_S, CTRL)
    idle(qtbot, window)
    QTest.keyClick(window, KEY.Key_Left, ALT)
    assert row_of(desk, WRONG[0]).state is RowState.MENDED
    assert row_of(desk, WRONG[0]).errors == 0


def test_closing_a_rows_report_goes_back_to_the_desk(qtbot, window, listed):
    open_row(qtbot, window, listed, WRONG[0])
    QTest.keyClick(window, KEY.Key_W, CTRL)
    assert listed.shown and listed.page.table.current == key_of(listed, WRONG[0])
    assert window.controller.state is None


# Offices


def test_a_pasted_list_names_the_missing_offices_first(qtbot, window, desk):
    QTest.keyClick(window, KEY.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
    QGuiApplication.clipboard().setText("\n".join(OFFICES))
    offices = window_of(desk)
    offices.paste()
    offices._accept()
    idle(qtbot, window)
    assert names(desk)[0] == MISSING and row_of(desk, MISSING).state is RowState.MISSING
    assert MISSING in desk.page.head.summary.text()


def test_a_report_of_no_office_is_given_one_and_its_name_is_remembered(qtbot, window, listed):
    stranger = next(row for row in listed.page.collection.rows if row.newest and row.report is None)
    choose(listed, stranger.name)
    listed.page.windows.on_row("assign", stranger.key, "")
    dialog = window_of(listed)
    dialog.box.setCurrentText(MISSING)
    dialog.accept()
    assert row_of(listed, MISSING).newest is not None


# Returning


def test_slips_for_all_go_into_one_folder_and_the_rows_are_returned(qtbot, window, listed, ask, tmp_path):
    QTest.keyClick(window, KEY.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    slips = window_of(listed)
    assert set(WRONG) <= {slips.rows.item(n).text().split("（")[0] for n in range(slips.rows.count())}
    ask.folder = tmp_path / "退回"
    ask.folder.mkdir()
    qtbot.mouseClick(slips.write, LEFT)
    idle(qtbot, window)
    written = [path.name for path in ask.folder.iterdir()]
    assert sum(name.endswith(".docx") for name in written) >= 2 and any(name.endswith(".xlsx") for name in written)
    assert all(row_of(listed, name).state is RowState.RETURNED for name in WRONG)


def test_the_text_of_a_slip_goes_to_the_clipboard(qtbot, window, listed):
    choose(listed, WRONG[0])
    qtbot.mouseClick(act_button(listed, "复制退回文字"), LEFT)
    assert WRONG[0] in QGuiApplication.clipboard().text()


def test_a_mended_report_shows_what_was_done_of_what_was_asked(qtbot, window, listed, ask, tmp_path):
    from core import desk as core_desk

    row = row_of(listed, WRONG[0])
    slip = core_desk.Slip(row.key, row.name, core_desk.proposed(row))
    asked = core_desk.asked_of(slip, row, "2024-01-20T00:00:00+00:00")
    listed.page.keeper.perform(lambda c: core_desk.acts.asked(c, [(row.key, asked)]))
    mended = tmp_path / f"{WRONG[0]}改好的年报.docx"
    write_standard(report_of(WRONG[0]), mended)
    ask.files = (mended,)
    qtbot.mouseClick(listed.page.head.buttons["desk_add"], LEFT)
    idle(qtbot, window)
    choose(listed, WRONG[0])
    assert row_of(listed, WRONG[0]).state is RowState.RESUBMITTED
    panel = listed.page.panel
    assert panel.tabs.isTabVisible(2)
    words = " ".join(each.text() for each in panel._pages["returned"].findChildren(type(panel.title)))
    assert "√" in words


# Sums


def test_sums_stand_on_the_form_and_enter_on_a_cell_says_who_contributed_what(qtbot, window, listed, ask, tmp_path):
    QTest.keyClick(window, KEY.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
    totals = window_of(listed)
    ref = gui_support.ref3("received", "total")
    totals.form.show_ref(ref)
    assert totals.form.views[3].form.raw(ref) == str(23 * 4)
    view = totals.form.views[3]
    place = view.visualRect(view.form.index_of(ref)).center()
    qtbot.mouseDClick(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place)
    assert {line.texts[0] for line in totals.shares_model.lines} == {*OFFICES} - {MISSING}
    assert MISSING in totals.warnings.text()
    totals.addends.item(totals.addends.count() - 1).setCheckState(Qt.CheckState.Unchecked)
    totals.sum_now()
    assert view.form.raw(ref) in (str(23 * 3), str(23 * 4))
    ask.path = tmp_path / "合计.xlsx"
    qtbot.mouseClick(totals.export, LEFT)
    idle(qtbot, window)
    assert ask.path.stat().st_size > 3000
    with qtbot.waitSignal(window.shown):
        qtbot.mouseClick(totals.as_report, LEFT)
    idle(qtbot, window)
    assert window.controller.report.year == 2023 and not listed.row_open


def test_the_governments_own_report_is_compared_cell_by_cell(qtbot, window, listed, ask, tmp_path):
    ask.path = tmp_path / "云溪县人民政府2023年年报.docx"
    write_standard(report_of("云溪县人民政府"), ask.path)
    listed.page.act("desk_totals")
    totals = window_of(listed)
    qtbot.mouseClick(totals.compare, LEFT)
    idle(qtbot, window)
    assert totals.differences_model.rowCount() > 5
    assert any(MISSING in line.texts[4] for line in totals.differences_model.lines)


# Across, marks, closing


def test_likeness_and_figures_far_from_usual_have_a_window(qtbot, window, listed):
    listed.page.act("desk_alike")
    idle(qtbot, window)
    assert window_of(listed).windowTitle() == "雷同与突变"


def test_marks_carry_a_date_and_an_address_and_a_note_is_kept(qtbot, window, listed):
    key = key_of(listed, OFFICES[0])
    choose(listed, OFFICES[0])
    listed.page.windows.on_row("mark", key, "published")
    dialog = window_of(listed)
    dialog.address.setText("http://yunxi.example/2023.html")
    dialog.accept()
    assert row_of(listed, OFFICES[0]).marks[MarkKind.PUBLISHED].address.endswith("2023.html")
    note = listed.page.panel.note
    note.setFocus()
    note.setText("已电话通知")
    QTest.keyClick(note, KEY.Key_Return)
    assert row_of(listed, OFFICES[0]).note == "已电话通知"


def test_published_words_are_held_against_the_version_that_passed(qtbot, window, listed):
    key = key_of(listed, OFFICES[0])
    choose(listed, OFFICES[0])
    QGuiApplication.clipboard().setText("")
    listed.page.windows.on_row("published", key, "paste")
    assert "剪贴板里没有文字" in window.bar.text


def test_the_closing_sheet_is_shown_and_written(qtbot, window, listed, ask, tmp_path):
    listed.page.act("desk_closing")
    sheet = window_of(listed)
    assert any(MISSING in " ".join(line.texts) for line in sheet.model.lines)
    ask.path = tmp_path / "汇总表.docx"
    listed.page.windows.keeping._export_closing(sheet)
    idle(qtbot, window)
    assert ask.path.stat().st_size > 3000


def test_the_score_sheet_and_the_term_are_settings(qtbot, window, listed):
    listed.page.act("desk_settings")
    dialog = window_of(listed)
    dialog.scored.setChecked(True)
    dialog.has_due.setChecked(True)
    dialog.contact.setText("张三 0000")
    dialog.accept()
    collection = listed.page.collection
    assert collection.scores.used and collection.contact == "张三 0000" and collection.due


# Keeping


def test_a_collection_is_found_again_with_its_rows_and_marks(qtbot, window, listed, tmp_path, ask):
    listed.page.windows.note(key_of(listed, OFFICES[0]), "留着")
    idle(qtbot, window)
    window.discard()
    again = MainWindow(lambda: application.make_session(tmp_path / "data", apart=False), ask)
    qtbot.addWidget(again, before_close_func=lambda w: w.discard())
    again.show()
    with qtbot.waitSignal(again.ready):
        again.start()
    again.actions_by_name["desk_collections"].trigger()
    window_of(again.desk)._with(window_of(again.desk).opened)
    idle(qtbot, again)
    assert row_of(again.desk, OFFICES[0]).note == "留着"
    assert row_of(again.desk, MISSING).state is RowState.MISSING
    open_row(qtbot, again, again.desk, WRONG[0])
    assert again.controller.report.agency == WRONG[0]


def test_a_collection_moves_to_another_computer_by_a_file(qtbot, window, listed, ask, tmp_path):
    ask.path = tmp_path / "校核册.db"
    listed.page.act("desk_collections")
    kept = window_of(listed)
    kept._with(kept.exported)
    idle(qtbot, window)
    assert ask.path.exists()
    other = MainWindow(lambda: application.make_session(tmp_path / "other", apart=False), ask)
    qtbot.addWidget(other, before_close_func=lambda w: w.discard())
    other.show()
    with qtbot.waitSignal(other.ready):
        other.start()
    other.actions_by_name["desk_collections"].trigger()
    window_of(other.desk).import_asked.emit()
    idle(qtbot, other)
    assert {*OFFICES} <= set(names(other.desk))


def test_a_second_clerk_is_told_and_may_look(qtbot, window, listed, ask, tmp_path):
    second = MainWindow(lambda: application.make_session(tmp_path / "data", apart=False), ask)
    qtbot.addWidget(second, before_close_func=lambda w: w.discard())
    second.show()
    with qtbot.waitSignal(second.ready):
        second.start()
    second.desk.open_collection(listed.page.collection.id)
    idle(qtbot, second)
    assert "只能查看" in second.desk.page.read_only.text()
    assert len(names(second.desk)) == len(names(listed))
    before = second.desk.page.collection
    second.desk.page.windows.note(key_of(second.desk, OFFICES[0]), "不该写进去")
    assert second.desk.page.collection is before


def test_a_stick_pulled_out_while_reading_is_rows_with_their_sentence(qtbot, window, tmp_path, monkeypatch):
    folder = make_county(tmp_path / "盘")
    read = Path.read_bytes

    def gone(path):
        if path.parent == folder and "民政局" not in path.name:
            raise OSError(5, "Input/output error")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", gone)
    drop(window, folder)
    idle(qtbot, window)
    rows = window.desk.page.collection.rows
    assert [row.name for row in rows if row.report] == [OFFICES[0]] and len(rows) >= 4
    assert all(row.newest.error for row in rows if row.newest and row.report is None)


def test_a_zip_of_several_reports_is_a_set_and_of_one_a_report(qtbot, window, county, tmp_path):
    import zipfile

    files = sorted(county.glob("云溪县*.docx"))
    several, one = tmp_path / "各单位年报.zip", tmp_path / "一份.zip"
    for path, members in ((several, files[:2]), (one, files[:1])):
        with zipfile.ZipFile(path, "w") as archive:
            for file in members:
                archive.write(file, f"年报/{file.name}")
    drop(window, several)
    idle(qtbot, window)
    assert len(names(window.desk)) == 2
    open_row(qtbot, window, window.desk, names(window.desk)[1])
    assert window.controller.report.agency == names(window.desk)[1]
    window.close_report()
    window.show_start()
    with qtbot.waitSignal(window.shown):
        drop(window, one)
    idle(qtbot, window)
    assert not window.desk.row_open


def test_the_word_file_and_its_stamped_copy_are_one_row_and_are_compared(qtbot, window, listed, ask, tmp_path):
    from core.checking import Checked
    from core.open_report import opened
    from core.session import SourceKind

    stamped = tmp_path / f"{OFFICES[0]}盖章.pdf"
    changed = report_of(OFFICES[0], broken=True)
    window.controller.session.export(opened(changed, SourceKind.FILE), Checked(), stamped)
    ask.files = (stamped,)
    listed.page.act("desk_add")
    idle(qtbot, window)
    row = row_of(listed, OFFICES[0])
    assert row.counterpart is not None and len(row.hand_ins) == 1
    entry = next(entry for entry in views.details(row).files if entry.words.startswith("盖章件"))
    assert "原件已留底" in entry.detail
    ask.path = tmp_path / "取出.pdf"
    listed.page.windows.on_row("copy_out", row.key, row.counterpart.key)
    idle(qtbot, window)
    assert ask.path.read_bytes() == stamped.read_bytes() and "取出.pdf" in window.bar.text
    listed.page.windows.on_row("pair", row.key, "")
    idle(qtbot, window)
    texts = [" ".join(line.texts) for line in window_of(listed).model.lines]
    assert any("总计" in text and "19" in text and "18" in text for text in texts)


def test_the_justice_offices_list_is_held_against_table_two(qtbot, window, listed, ask, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for line in (("单位", "规章", "规范性文件"), (OFFICES[0], 0, 7), (OFFICES[1], 0, 2)):
        book.active.append(line)
    ask.path = tmp_path / "司法局统计.xlsx"
    book.save(ask.path)
    listed.page.act("desk_regulations")
    idle(qtbot, window)
    lines = [line.texts for line in window_of(listed).model.lines]
    assert OFFICES[0] in lines[0][0] and lines[0][1:] == ("2", "7")
    assert not any(OFFICES[1] in line[0] for line in lines)


def test_what_was_published_is_compared_with_what_passed(qtbot, window, listed):
    row = row_of(listed, OFFICES[0])
    text = "\n".join("\n".join([str(s.heading), *(p.text for p in s.paragraphs)]) for s in row.report.sections)
    QGuiApplication.clipboard().setText(text.replace("扎实推进", "大力推进"))
    listed.page.windows.on_row("published", row.key, "paste")
    idle(qtbot, window)
    assert any("大力推进" in " ".join(line.texts) for line in window_of(listed).model.lines)


def test_a_scan_that_was_not_read_is_typed_in_beside_its_pages(qtbot, window, listed, ask, tmp_path):
    scanned = tmp_path / f"{MISSING}年报.pdf"
    scanned.write_bytes(desk_set.scan())
    ask.files = (scanned,)
    listed.page.act("desk_add")
    idle(qtbot, window)
    key = next(row.key for row in listed.page.collection.rows if row.newest and row.newest.name == scanned.name)
    listed.page.select(key)
    with qtbot.waitSignal(window.shown):
        qtbot.mouseClick(act_button(listed, "对照原件录入"), LEFT)
    idle(qtbot, window)
    assert listed.row_open and window.controller.report.year == 2023
    window.controller.edit_cells({gui_support.ref3("received"): "3"}, "x")
    QTest.keyClick(window, KEY.Key_S, CTRL)
    idle(qtbot, window)
    assert listed.page.collection.row(key).report.cell(gui_support.ref3("received")).raw == "3"


def test_a_row_has_its_acts_in_a_menu_and_a_small_screen_shows_the_table_alone(qtbot, window, listed):
    window.resize(683, 384)
    assert not listed.page.panel.isVisible()
    choose(listed, WRONG[0])
    listed.page.table.customContextMenuRequested.emit(listed.page.table.rect().center())
    texts = [act.text() for act in listed.page.menu.actions()]
    assert "打开报告" in texts and any("已公布" in text or "公布" in text for text in texts)
    listed.page.menu.close()
    window.resize(1366, 768)
    assert listed.page.panel.isVisible()


def test_of_two_files_of_an_office_one_is_kept_by_a_click(qtbot, window, listed, ask, tmp_path):
    second = tmp_path / f"{OFFICES[0]}年报新.docx"
    write_standard(report_of(OFFICES[0], broken=True), second)
    ask.files = (second,)
    listed.page.act("desk_add")
    idle(qtbot, window)
    choose(listed, OFFICES[0])
    assert len(row_of(listed, OFFICES[0]).hand_ins) == 2
    qtbot.mouseClick(act_button(listed, f"留下“{second.name[:4]}"), LEFT)
    idle(qtbot, window)
    row = row_of(listed, OFFICES[0])
    assert len(row.hand_ins) == 1 and not row.issues


def test_next_years_collection_takes_over_the_list_of_offices(qtbot, window, listed, tmp_path):
    folder = tmp_path / "2024年报"
    folder.mkdir()
    old = report_of(OFFICES[0])
    write_standard(replace(old, year=2024, title=old.title.replace("2023", "2024")), folder / "民政局.docx")
    QTest.keyClick(window, KEY.Key_W, CTRL)
    assert not listed.shown
    drop(window, folder)
    idle(qtbot, window)
    collection = listed.page.collection
    assert collection.year == 2024 and collection.offices
    assert [row.name for row in collection.rows if row.state is RowState.MISSING] == list(OFFICES[1:])


def test_a_saved_page_is_held_against_what_passed(qtbot, window, listed, ask, tmp_path):
    row = row_of(listed, OFFICES[0])
    ask.path = tmp_path / "公布的.docx"
    write_standard(report_of(OFFICES[0], broken=True), ask.path)
    listed.page.windows.on_row("published", row.key, "file")
    idle(qtbot, window)
    assert any("18" in line.texts for line in window_of(listed).model.lines)


def test_rows_are_kept_while_files_come_in_and_a_window_that_died_is_gone_on_with(
    qtbot, window, ask, county, tmp_path, monkeypatch
):
    from threading import Event

    from gui.desk import keeper

    monkeypatch.setattr(keeper, "KEEP_EVERY", 20)
    held, go = Event(), Event()
    read = Path.read_bytes

    def slowly(path):
        if "青石镇" in path.name and not go.is_set():
            held.set()
            go.wait(10)
        return read(path)

    drop_keeper = lambda: window.desk.page.keeper  # noqa: E731  made by the drop
    monkeypatch.setattr(Path, "read_bytes", slowly)
    drop(window, county)
    drop_keeper()._pause = 20
    qtbot.waitUntil(lambda: drop_keeper().collection.id is not None and held.is_set(), timeout=10_000)
    session = application.make_session(tmp_path / "data", apart=False)  # what a computer without power would find
    (info,) = session.archive.history.collections()
    session.close()
    assert 0 < info.reports < 5
    go.set()
    idle(qtbot, window)
    assert not window.desk.page.half.isVisible() and len(names(window.desk)) == 5
    revision = window.desk.page.collection.revision
    qtbot.waitUntil(lambda: not window.desk.page.busy, timeout=5_000)
    assert window.desk.page.collection.id == info.id and revision


def test_a_half_gathered_collection_offers_to_go_on(qtbot, window, county, data_of_county, tmp_path):
    from core import desk as core_desk

    session = application.make_session(tmp_path / "data", apart=False)
    *_, event, _, _ = core_desk.gather([county], core_desk.acts.new_collection("", 0), session)
    half = core_desk.save_collection(session.archive, event.collection)
    session.close()
    window.desk.open_collection(half.id)
    idle(qtbot, window)
    page = window.desk.page
    assert page.half.isVisible() and "1 个没有读" in page.half.words.text()
    qtbot.mouseClick(page.half.go_on, LEFT)
    idle(qtbot, window)
    assert not page.half.isVisible() and len(names(window.desk)) == 5
    assert all(row.newest.version for row in page.collection.rows if row.report)


# Which collection; what changes while a window is open


def next_county(tmp_path):
    """Two offices' reports of the year after."""
    folder = tmp_path / "2024年报"
    folder.mkdir()
    for office in OFFICES[:2]:
        old = report_of(office)
        write_standard(replace(old, year=2024, title=old.title.replace("2023", "2024")), folder / f"{office}.docx")
    return folder


def test_a_folder_dropped_on_an_open_collection_asks_where_it_belongs(qtbot, window, county, ask, tmp_path):
    drop(window, county)
    idle(qtbot, window)
    page, ask.choice = window.desk.page, None
    before = page.collection
    folder = next_county(tmp_path)
    drop(window, folder)
    idle(qtbot, window)
    assert page.collection == before and "加进正打开的“2023 年度年报”" in ask.questions[-1]
    ask.choice = 1
    drop(window, folder)
    idle(qtbot, window)
    assert (page.collection.year, len(page.collection.rows)) == (2024, 2) and page.collection.id != before.id
    asked = len(ask.questions)
    drop(window, folder)  # files of it are there: it belongs here, and nothing is asked
    idle(qtbot, window)
    assert len(ask.questions) == asked and "2 份和表里的一样" in window.bar.text


def test_the_windows_title_is_the_collections_name_at_any_time(qtbot, window, county, ask, tmp_path):
    drop(window, county)
    idle(qtbot, window)
    assert window.windowTitle().startswith("2023 年度年报")
    ask.choice = 1
    drop(window, next_county(tmp_path))
    idle(qtbot, window)
    assert window.windowTitle().startswith("2024 年度年报")
    window.desk.page.keeper.collection = acts.new_collection("", 0)  # before the first report is read
    assert window.desk.page.title == "集中校核"


def test_a_folder_that_was_read_before_goes_on_with_its_collection(qtbot, window, county, ask):
    drop(window, county)
    idle(qtbot, window)
    desk = window.desk
    first = desk.page.collection.id
    desk.page.windows.note(key_of(desk, OFFICES[0]), "已电话催过")
    QTest.keyClick(window, KEY.Key_W, CTRL)
    ask.choice = 0
    drop(window, county)
    idle(qtbot, window)
    assert "以前读进过“2023 年度年报”" in ask.questions[-1]
    assert desk.page.collection.id == first and row_of(desk, OFFICES[0]).note == "已电话催过"
    assert len(window.controller.session.archive.history.collections()) == 1


def test_open_sums_follow_the_reports_and_what_was_left_out_stays_left_out(qtbot, window, listed, ask, tmp_path):
    listed.page.act("desk_totals")
    totals = window_of(listed)
    ref = gui_support.ref3("received", "total")
    boxes = [totals.addends.item(n) for n in range(totals.addends.count())]
    next(box for box in boxes if box.text() == OFFICES[0]).setCheckState(Qt.CheckState.Unchecked)
    totals.sum_now()
    assert totals.form.views[3].form.raw(ref) == str(23 * 3)
    late = tmp_path / f"{MISSING}2023年年报.docx"
    write_standard(report_of(MISSING), late)
    ask.files = (late,)
    listed.page.act("desk_add")
    idle(qtbot, window)
    assert totals.form.views[3].form.raw(ref) == str(23 * 4)
    assert len(totals.addends.unticked) == 1 and MISSING not in totals.warnings.text()
    ask.path = tmp_path / "合计.xlsx"
    qtbot.mouseClick(totals.export, LEFT)
    idle(qtbot, window)
    assert "已导出" in totals.bar.text  # in the window that hides the page


def test_a_slip_asks_what_its_window_showed_whatever_came_in_meanwhile(qtbot, window, listed, ask, tmp_path):
    choose(listed, WRONG[0])
    listed.page.act("desk_slips")
    slips = window_of(listed)
    before = row_of(listed, WRONG[0]).newest.key
    mended = tmp_path / f"{WRONG[0]}改好的年报.docx"
    write_standard(report_of(WRONG[0]), mended)
    ask.files = (mended,)
    listed.page.act("desk_add")
    idle(qtbot, window)
    ask.folder = tmp_path / "退回"
    ask.folder.mkdir()
    slips.choose(key_of(listed, WRONG[0]))
    shown = [slips.items.item(n).text() for n in range(slips.items.count())]
    qtbot.mouseClick(slips.write, LEFT)
    idle(qtbot, window)
    (asked,) = row_of(listed, WRONG[0]).asked
    assert [item.words for item in asked.items] == shown and asked.of == before
    assert all(item.rule for item in asked.items)


def test_a_row_without_problems_counts_none_and_the_closing_sheet_has_room_for_its_words(qtbot, window, listed):
    row, panel = row_of(listed, OFFICES[0]), listed.page.panel
    good = replace(row, hand_ins=(replace(row.newest, findings=()),), issues=())
    panel.show_details(views.details(good))
    assert panel.tabs.tabText(0) == "问题"
    words = [each.text() for each in panel._pages["problems"].findChildren(type(panel.title))]
    assert words == ["没有发现问题。"]
    listed.page.act("desk_closing")
    view = window_of(listed).view
    column = next(
        n
        for n in range(view.model().columnCount())
        if view.model().headerData(n, Qt.Orientation.Horizontal) == "主要问题"
    )
    assert view.columnWidth(column) > 8 * view.fontMetrics().horizontalAdvance("中")


def test_a_row_that_the_search_leaves_is_the_chosen_one(qtbot, window, listed):
    choose(listed, OFFICES[0])
    listed.page.head.search.setText(OFFICES[2])
    qtbot.waitUntil(lambda: listed.page.table.filter.rowCount() == 1)
    assert listed.page.table.selected == [key_of(listed, OFFICES[2])]
