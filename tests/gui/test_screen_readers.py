"""What a screen reader is told: a name for everything that takes the keyboard, and a focus that can be seen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from gui.dialogs.new_report import NewReportDialog
from gui.dialogs.reason_dialog import ReasonDialog
from gui.shell.actions import MENUS, ORDER

NAME = QAccessible.Text.Name


def nameless(top) -> list:
    """Widgets of a window that take the keyboard and have no name in the accessibility tree."""
    found = []
    for widget in [top, *top.findChildren(QWidget)]:
        if widget.isVisibleTo(top) and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            interface = QAccessible.queryAccessibleInterface(widget)
            if interface is None or not interface.text(NAME):
                found.append(f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}")
    return found


def test_everything_on_the_start_page_has_a_name(window):
    assert nameless(window) == []


def test_everything_of_the_open_report_has_a_name(opened):
    if not opened.report_view.source_dock.isVisible():
        opened.actions_by_name["source"].trigger()
    for number in (3, 1, 0):
        opened.report_view.workspace.show_section(number)
        assert nameless(opened) == []
    opened.report_view.workspace.find_bar.open_bar("申请")
    assert nameless(opened) == []


@pytest.mark.parametrize(
    "name", ["settings", "about", "help", "verdict", "preview", "preview_findings", "history", "edits", "years"]
)
def test_everything_of_a_window_beside_has_a_name(opened, name, qtbot):
    opened.actions_by_name[name].trigger()
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    if opened.side.shown is not None:
        assert nameless(opened.side.shown) == []
        opened.side.shown.close()


def test_everything_of_the_questions_has_a_name(opened, qtbot):
    for dialog in (ReasonDialog("问题", ["甲"], opened), NewReportDialog(opened)):
        qtbot.addWidget(dialog)
        dialog.show()
        assert nameless(dialog) == []


def test_every_act_of_the_menus_has_a_name_in_the_tree(opened):
    interface = QAccessible.queryAccessibleInterface(opened.menu)
    names = [interface.child(i).text(NAME) for i in range(interface.childCount())]
    assert [name.split("(")[0] for name in names] == [MENUS[number] for number in ORDER]
    for action in opened.actions_by_name.values():
        assert action.text().strip()


def pixels(widget) -> bytes:
    image = widget.grab().toImage()
    return bytes(image.constBits())


@pytest.mark.parametrize("pane", ["navigator", "grid", "editor", "findings", "detail", "source"])
def test_the_focus_of_every_pane_can_be_seen(opened, qtbot, pane):
    view = opened.report_view
    if not view.source_dock.isVisible():
        opened.actions_by_name["source"].trigger()
    qtbot.waitUntil(lambda: not view.source.text.loading)
    view.workspace.show_section(1 if pane == "editor" else 3)
    page = view.workspace.page
    widget = {
        "navigator": view.workspace.navigator,
        "grid": page.form,
        "editor": page.editor,
        "findings": view.findings.list,
        "detail": view.findings.detail,
        "source": view.source.text,
    }[pane]
    other = view.workspace.navigator if pane != "navigator" else view.findings.list
    other.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is other)
    before = pixels(widget)
    widget.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is widget)
    assert pixels(widget) != before


def tabbed(window, qtbot, start, steps):
    """What has the keyboard after each Tab."""
    start.setFocus()
    names = []
    for _ in range(steps):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        interface = QAccessible.queryAccessibleInterface(QApplication.focusWidget())
        names.append(interface.text(NAME).split("，")[0].split("：")[0])
    return names


def test_tab_goes_down_the_start_page(window, qtbot):
    buttons = window.start_page.drop.buttons
    names = tabbed(window, qtbot, buttons.itemAt(0).widget(), 8)
    down = ["打开文件夹…", "粘贴报告文字", "新建空表", "集中校核", "打开示例报告"]
    assert names == [*down, "打开示例报告", "使用帮助", "历史记录"]


def test_tab_goes_from_a_finding_to_its_repair(opened, qtbot):
    panel = opened.report_view.findings
    panel.choose(opened.controller.told[0])
    qtbot.waitUntil(lambda: any(card.accept_button.isVisible() for card in panel.detail.offer_cards()))
    names = tabbed(opened, qtbot, panel.list, 2)
    assert names[0].startswith("所选问题") and names[1].startswith("采用")


def test_the_grid_names_its_columns_and_rows(opened):
    view = opened.report_view.workspace
    view.show_section(3)
    form, across, down = view.page.form.form, Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    places = form.places()
    columns = {form.headerData(column, across) for _, column in places.values()}
    assert columns == {"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"}
    rows = {form.headerData(row, down) for row, _ in places.values()}
    assert "（七）总计" in rows and "一、本年新收政府信息公开申请数量" in rows and len(rows) == 25
    interface = QAccessible.queryAccessibleInterface(view.page.form)
    cell = interface.tableInterface() if hasattr(interface, "tableInterface") else None
    assert cell is None or "自然人" in cell.columnDescription(4)
    for section in (2, 4):
        view.show_section(section)
        form = view.page.form.form
        assert not any(str(form.headerData(c, across)).isdigit() for c in range(form.columnCount()))


@pytest.fixture
def said(monkeypatch):
    """The sentences given to a screen reader."""
    from gui.common import reading_order

    sentences = []
    monkeypatch.setattr(reading_order.QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(
        reading_order.QAccessible,
        "updateAccessibility",
        lambda event: sentences.append(event.message()),
    )
    return sentences


def test_messages_hits_and_another_verdict_are_said(opened, qtbot, said):
    opened.actions_by_name["save"].trigger()
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    assert any("已保存" in sentence for sentence in said)
    bar = opened.report_view.workspace.find_bar
    bar.open_bar("申请")
    qtbot.keyClick(bar.words, Qt.Key.Key_Return)
    assert any(sentence.startswith("第 1 处 / 共") for sentence in said)
    bar.close_bar()
    said.clear()
    for _ in range(2):  # both tables
        opened.report_view.show_first_error()
        qtbot.waitUntil(lambda: not opened.busy_at_all)
        if opened.controller.counts.errors:
            opened.report_view.findings.detail.offer_cards()[0].accept_button.click()
        qtbot.waitUntil(lambda: not opened.busy_at_all)
    assert opened.controller.verdict.sentence in said
