"""Cell and finding go together: what is accepted is what is looked at; findings are copied as text."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


def test_selecting_a_flagged_cell_chooses_its_finding_and_keeps_the_keyboard(opened, qtbot):
    view = opened.report_view
    found = opened.controller.checked.findings
    first = next(f for f in found if any(ref.table == 3 for ref in f.cells) and f.severity.rank == 0)
    other = next(f for f in found if any(ref.table == 4 for ref in f.cells))
    view.findings.choose(other)
    view.workspace.show_section(3)
    form = view.workspace.page.form
    form.setFocus()
    ref = next(ref for ref in first.cells if ref.table == 3)
    form.select_refs([ref])
    assert ref in view.findings.current().finding.cells
    assert form.hasFocus() and form.current_ref == ref


def test_a_repair_of_another_table_is_shown_before_it_is_accepted(opened, qtbot):
    view, before = opened.report_view, opened.controller.report
    other = next(f for f in opened.controller.checked.findings if any(ref.table == 4 for ref in f.cells))
    view.findings.choose(other)
    view.workspace.show_section(2)
    view.accept_first()
    assert opened.controller.report is before
    assert view.workspace.section == 4 and "再按一次" in opened.bar.text


def test_accepting_leaves_the_keyboard_with_the_findings(opened, qtbot):
    panel = opened.report_view.findings
    panel.choose(opened.controller.checked.findings[0])
    qtbot.waitUntil(lambda: bool(panel.detail.offer_cards()) and not opened.busy_at_all)
    button = panel.detail.offer_cards()[0].accept_button
    button.setFocus()
    qtbot.keyClick(button, KEY.Key_Space)
    qtbot.waitUntil(lambda: not opened.busy_at_all)
    assert opened.controller.undo_stack.count() == 1
    assert panel.isAncestorOf(QApplication.focusWidget())


def test_findings_are_copied_one_or_all(opened, qtbot):
    panel = opened.report_view.findings
    panel.choose(opened.controller.checked.findings[0])
    panel.list.setFocus()
    qtbot.keyClick(panel.list, KEY.Key_C, CTRL)
    one = QGuiApplication.clipboard().text()
    assert one.startswith("1.【错误】") and opened.controller.checked.findings[0].message in one
    panel.copy(True)
    assert len(QGuiApplication.clipboard().text().splitlines()) == panel.model.rowCount()
    assert [a.text() for a in panel.list.actions()] == ["复制这一条", "复制清单里的全部问题"]


def test_the_old_and_the_new_figure_of_a_repair_stay_on_one_line(opened, qtbot):
    from PySide6.QtWidgets import QLabel

    panel = opened.report_view.findings
    panel.choose(opened.controller.told[0])
    qtbot.waitUntil(lambda: bool(panel.detail.offer_cards()))
    texts = [shown.text() for shown in panel.detail.offer_cards()[0].findChildren(QLabel) if "→" in shown.text()]
    assert texts and all("\u00a0→\u00a0" in text and " →" not in text for text in texts)
