"""Menus at the right button, Enter on what is in focus, ready-made reasons, and what is remembered until tomorrow."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QFileSystemModel, QMenu

from gui.common.basic_widgets import RowButton
from gui.common.remembered import MOST_REASONS, Remembered
from gui.dialogs.reason_dialog import READY, ReasonDialog

KEY, LEFT = Qt.Key, Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


def menu_over(widget, at=None) -> list:
    """The acts of the menu that the right button opens."""
    at = widget.rect().center() if at is None else at
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return [action for action in menu.actions() if not action.isSeparator()]


def close_menu() -> None:
    QApplication.activePopupWidget().close()


def words(acts) -> list:
    return [act.text().replace("&&", "&") for act in acts]


def take(acts, name) -> None:
    next(act for act in acts if act.text() == name).trigger()
    close_menu()


def test_the_menu_of_a_finding_goes_there_accepts_explains_and_copies(opened, qtbot, ask):
    panel = opened.report_view.findings
    panel.choose(opened.controller.checked.findings[0])
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    at = panel.list.visualRect(panel.model.index(0)).center()
    acts = menu_over(panel.list.viewport(), at)
    assert words(acts) == ["转到这一处", "采用首选建议", "复制这一条", "复制清单里的全部问题"]
    take(acts, "采用首选建议")
    assert opened.controller.undo_stack.count() == 1
    row = next(r for r in range(panel.model.rowCount()) if panel.model.entry(r).finding.severity.rank)
    panel.list.scrollTo(panel.model.index(row))
    acts = menu_over(panel.list.viewport(), panel.list.visualRect(panel.model.index(row)).center())
    take(acts, "说明理由，不再提醒…")
    assert opened.controller.checked.dismissed
    panel.list.scrollTo(panel.model.index(panel.model.rowCount() - 1))
    last = panel.list.visualRect(panel.model.index(panel.model.rowCount() - 1)).center()
    take(menu_over(panel.list.viewport(), last), "恢复为待核对")
    assert not opened.controller.checked.dismissed


def test_repairs_header_navigator_text_and_file_have_menus(opened, qtbot):
    view = opened.report_view
    if not view.source_dock.isVisible():
        opened.actions_by_name["source"].trigger()
    card = view.findings.detail.offer_cards()[0]
    take(menu_over(card, QPoint(3, 3)), "复制这条建议")
    assert QGuiApplication.clipboard().text() == "；".join(card.offer.lines)
    take(menu_over(opened.header.verdict), "复制这句话")
    assert QGuiApplication.clipboard().text() == opened.controller.verdict.sentence
    navigator = view.workspace.navigator
    acts = menu_over(navigator.viewport(), navigator.visualRect(navigator.model().index(1, 0)).center())
    take(acts, "复制这一部分的文字")
    assert QGuiApplication.clipboard().text() == opened.controller.report.section(1).text
    view.workspace.show_section(1)
    editor = view.workspace.page.editor
    editor.selectAll()
    acts = menu_over(editor.viewport())
    assert words(acts)[:5] == ["剪切", "复制", "粘贴", "删除", "全选"] and "查找和替换(&F)…" in words(acts)
    take(acts, "复制")
    assert QGuiApplication.clipboard().text().startswith("2023年")
    assert words(menu_over(view.source.text.viewport()))[0] == "转到报告里的这一处"
    close_menu()
    assert words(menu_over(view.source_dock.titleBarWidget())) == ["单独成窗口或放回", "隐藏这一栏"]
    close_menu()


def test_the_menu_of_a_selected_text_cuts_as_one_step(opened):
    workspace = opened.report_view.workspace
    workspace.show_section(1)
    editor = workspace.page.editor
    editor.select_range(1, 0, 2)
    take(menu_over(editor.viewport()), "剪切")
    editor.commit()
    assert opened.controller.report.section(1).paragraphs[1].text.startswith("收到")
    take(menu_over(editor.viewport()), opened.actions_by_name["undo"].text())
    assert opened.controller.report == opened.controller.opened.original


# The start page


def saved(opened, qtbot):
    qtbot.keyClick(opened, KEY.Key_S, CTRL)
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    qtbot.keyClick(opened, KEY.Key_W, CTRL)
    qtbot.waitUntil(lambda: bool(cards(opened)))
    return cards(opened)


def cards(window) -> list:
    return [c for c in window.start_page.findChildren(RowButton) if c.isVisible()]


def test_enter_opens_the_report_of_a_card(opened, qtbot):
    card = saved(opened, qtbot)[0]
    card.setFocus()
    with qtbot.waitSignal(opened.shown):
        qtbot.keyClick(card, KEY.Key_Return)
    assert opened.controller.report.agency == "云溪县民政局"


def test_a_report_is_pinned_and_removed_from_the_list_and_stays_in_the_history(opened, qtbot):
    card = saved(opened, qtbot)[0]
    acts = menu_over(card)
    assert words(acts) == ["打开", "固定", "移除", "在历史记录里查看"]
    take(acts, "固定")
    qtbot.waitUntil(lambda: bool(cards(opened)))
    assert words(menu_over(cards(opened)[0]))[1] == "取消固定"
    take([a for a in QApplication.activePopupWidget().actions()], "移除")
    qtbot.waitUntil(lambda: bool(cards(opened)))
    assert not any("云溪县民政局" in c.accessibleName() for c in cards(opened))
    assert len(opened.controller.session.archive.history.reports()) == 1
    links = [b.text() for b in opened.start_page.findChildren(type(card).__mro__[1]) if b.isVisible()]
    assert {"打开示例报告", "使用帮助", "历史记录"} <= set(links)


def info(number, updated="2024-01-01", trashed=False):
    return SimpleNamespace(id=number, uid=f"u{number}", updated=updated, trashed=trashed)


def test_pinned_reports_come_first_and_removed_ones_come_back_when_saved_again(tmp_path):
    memory, reports = Remembered(tmp_path), [info(n) for n in range(1, 9)]
    memory.pin(reports[7], pinned=True)
    memory.remove(reports[0])
    assert [(r.id, p) for r, p in memory.chosen(reports, 3)] == [(8, True), (2, False), (3, False)]
    again = [info(1, "2024-02-02"), *reports[1:]]
    assert [r.id for r, _ in Remembered(tmp_path).chosen(again, 3)] == [8, 1, 2]
    memory.remove(reports[7])
    assert [r.id for r, _ in memory.chosen(again, 2)] == [1, 2]


@pytest.mark.parametrize("content", ["{", "[]", '{"reasons": 1, "pinned": {}, "removed": [], "export_folder": 3}'])
def test_a_damaged_file_means_that_nothing_is_remembered(tmp_path, content):
    (tmp_path / "remembered.json").write_text(content, "utf-8")
    memory = Remembered(tmp_path)
    assert memory.reasons == () and memory.export_folder is None
    assert [r.id for r, _ in memory.chosen([info(1)], 6)] == [1]
    memory.add_reason("甲")
    assert memory.reasons == ("甲",)


# Reasons


def test_reasons_given_before_are_offered_first_and_ten_are_kept(opened, ask):
    warning = next(f for f in opened.controller.checked.findings if f.severity.rank)
    opened.report_view.dismiss(warning)
    assert ask.own_reasons == ()
    memory = opened.controller.remembered
    assert memory.reasons == ("已与原件核对",)
    for n in range(12):
        memory.add_reason(f"理由{n}")
    memory.add_reason("理由5")
    assert len(memory.reasons) == MOST_REASONS and memory.reasons[:2] == ("理由5", "理由11")


def test_a_reason_is_chosen_by_key_or_written(qtbot):
    dialog = ReasonDialog("问题", ["用过的"])
    qtbot.addWidget(dialog)
    dialog.show()
    assert [dialog.list.item(n).text() for n in range(3)] == ["用过的", READY[0], READY[1]]
    assert not dialog._ok.isEnabled()
    dialog.list.setFocus()
    dialog.list.setCurrentRow(0)
    qtbot.keyClick(dialog.list, KEY.Key_Down)
    assert dialog.line.text() == READY[0]
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.list, KEY.Key_Return)
    dialog.line.setText("  另一条 ")
    assert dialog.reason == "另一条"


# Small things


def test_export_from_a_cover_field_by_its_key(opened, qtbot, ask, tmp_path):
    opened.report_view.workspace.show_section(0)
    field = next(iter(opened.report_view.workspace.page._fields.values()))
    field.setFocus()
    ask.choice = None
    qtbot.keyClick(field, KEY.Key_E, CTRL)
    assert "仍有" in ask.questions[0]


def test_the_export_folder_is_remembered_over_a_restart(opened, qtbot, ask, tmp_path):
    folder = tmp_path / "导出"
    folder.mkdir()
    ask.path, ask.choice = folder / "a.docx", 1
    opened.file_acts.export()
    qtbot.waitUntil(lambda: not opened.jobs.busy and ask.path.exists())
    assert Remembered(opened.controller.session.data_dir).export_folder == folder
    assert opened.file_acts._proposed().parent == folder
    ask.path.unlink()
    folder.rmdir()
    assert opened.file_acts._proposed().parent == opened.controller.opened.source.parent


def test_folders_and_dates_of_qts_file_dialog_are_chinese(qapp, qtbot, tmp_path):
    (tmp_path / "子").mkdir()
    dialog = QFileDialog(None, "打开", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    model = dialog.findChild(QFileSystemModel)
    index = model.index(str(tmp_path / "子"))
    qtbot.waitUntil(lambda: model.data(model.index(index.row(), 2, index.parent())) == "文件夹")
    assert QLocale.system().toString(QDate(2026, 1, 2), QLocale.FormatType.ShortFormat).startswith("2026/1/2")


def test_every_grey_act_says_what_is_wanted_first(window, opened):
    from gui.shell.actions import SPECS

    grey = [s for s in SPECS if s.name in opened.actions_by_name and not opened.actions_by_name[s.name].isEnabled()]
    assert {spec.needs for spec in grey} >= {"undo", "redo", "desk", "row"}
    tips = {spec.name: opened.actions_by_name[spec.name].toolTip() for spec in grey}
    assert "没有可以撤销" in tips["undo"] and "先打开一本校核册" in tips["desk_slips"]
    opened.actions_by_name["close"].trigger()
    assert "先打开一份报告" in opened.actions_by_name["save"].toolTip()
    assert opened.actions_by_name["open"].toolTip().startswith("打开一份年度报告")


def test_an_act_that_can_be_done_again_says_again_what_it_does(opened):
    opened.actions_by_name["close"].trigger()
    greyed = opened.actions_by_name["change_note"].toolTip()
    opened.actions_by_name["sample"].trigger()
    tip = opened.actions_by_name["change_note"]
    import gui.screenshot

    gui.screenshot.wait_idle(opened)
    assert "先打开" in greyed and "主管部门" in tip.toolTip()
