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
