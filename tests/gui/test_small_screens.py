"""The screens that clerks have: 1366 × 768 at 100, 150 and 200 %, as the window gets them in logical pixels."""

import gui_support
import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog

from core.session import ChangeEntry, ExportContents
from gui.dialogs.about_dialog import AboutDialog
from gui.dialogs.accept_all import AcceptAllDialog, Choice
from gui.dialogs.error_dialog import ErrorDialog
from gui.dialogs.export_dialogs import CorrectionsDialog, ExportContentsDialog
from gui.dialogs.help_dialog import HelpDialog
from gui.dialogs.new_report import NewReportDialog
from gui.dialogs.settings_dialog import SettingsDialog
from gui.dialogs.verdict_dialog import VerdictDialog
from gui.screenshot import process_events

ref3 = gui_support.ref3
BARS = 40  # px; title bar and task bar of the desktop, not scaled here


@pytest.mark.parametrize("width, height, rows", [
    (1920, 1080, 25), (1366, 768, 14), (1280, 720, 14), (1024, 768, 14), (911, 512, 8), (683, 384, 5),
])  # fmt: skip
def test_so_many_rows_of_table_three_with_all_seven_columns(window, broken_docx, qtbot, width, height, rows):
    window.resize(width, height - BARS)
    with qtbot.waitSignal(window.shown):
        window.open_path(broken_docx)
    qtbot.waitUntil(lambda: not window.busy_at_all)
    view = window.report_view
    view.workspace.show_section(3)
    process_events()
    assert window.height() <= height - BARS
    found, columns = gui_support.shown_figures(view.workspace.page.form)
    assert columns == 7 and found >= rows


def test_the_repair_of_the_chosen_finding_is_in_sight_on_every_screen(opened, qtbot):
    view = opened.report_view
    for width, height in ((1366, 768), (911, 512), (683, 384)):
        for _ in range(2):
            opened.resize(width, height - BARS)
            process_events()
        detail = view.findings.detail
        assert detail.isVisible() and detail.width() > 150 and detail.height() >= 30
        assert opened.rect().contains(detail.mapTo(opened, detail.rect().bottomRight()))
        if height == 768:
            process_events()
            button = detail.offer_cards()[0].accept_button
            assert not button.visibleRegion().isEmpty()
            assert button.visibleRegion().boundingRect() == button.rect()


def test_findings_stand_beside_a_low_grid_and_below_in_a_tall_window(opened, qtbot):
    dock, central = opened.report_view.findings_dock, opened.centralWidget()
    opened.resize(1366, 728)
    process_events()
    assert dock.x() > central.x() + central.width() - 10
    opened.resize(1600, 1240)
    process_events()
    assert dock.y() > central.y() + central.height() - 10


def test_no_figure_is_cut_where_labels_are_shortened(opened, qtbot):
    opened.resize(683, 344)
    opened.report_view.workspace.show_section(3)
    process_events()
    view = opened.report_view.workspace.page.form
    for row, column in view.form.places().values():
        assert view.rowHeight(row) >= view.fontMetrics().height()
        assert view.columnWidth(column) >= view.fontMetrics().horizontalAdvance("8888")
    label = next(c for c in view.form.shape.form if c.text.startswith("（二）部分公开"))
    assert view.form.index(label.row, label.column).data(3) == label.text  # the tip has it in full


def test_the_place_of_the_equation_line_is_fixed(opened, qtbot):
    opened.resize(1366, 728)
    opened.report_view.workspace.show_section(3)
    view = opened.report_view.workspace.page.form
    tops = set()
    for ref in view.form.places():
        view.select_refs([ref])
        process_events()
        tops.add(view.mapTo(opened, view.rect().topLeft()).y())
    assert len(tops) == 1


@pytest.mark.parametrize("make", [
    lambda w: AboutDialog(w), lambda w: ErrorDialog("x", None, w), lambda w: HelpDialog(w),
    lambda w: NewReportDialog(w), lambda w: SettingsDialog(w.controller.session, w.preferences, w),
    lambda w: VerdictDialog("还有 1 处错误", "…" * 400, w),
    lambda w: AcceptAllDialog([Choice("甲" * 60, "", True)] * 30, w),
    lambda w: ExportContentsDialog(ExportContents(("图片 3 张没有地方放，请在导出后补上。",) * 20), True, w),
    lambda w: CorrectionsDialog([ChangeEntry("表三 （七）总计·自然人", "18", "19", "漏加")] * 30, w),
])  # fmt: skip
def test_dialogs_fit_a_screen_of_any_size(window, qtbot, make):
    dialog: QDialog = make(window)
    qtbot.addWidget(dialog)
    least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
    assert least.boundedTo(QSize(667, 328)) == least


def test_windows_of_the_menu_fit_a_screen_of_any_size(opened, qtbot):
    opened.controller.adopt_previous(opened.controller.opened.identity, gui_support.report())
    opened.controller.edit_cells({ref3("received"): "21"}, "x")
    for name in ("history", "years", "edits", "preview", "preview_findings", "settings", "help"):
        opened.actions_by_name[name].trigger()
        qtbot.waitUntil(lambda: opened.side.shown is not None and opened.side.shown.isVisible())
        least = opened.side.shown.minimumSizeHint().expandedTo(opened.side.shown.minimumSize())
        opened.side.shown.close()
        assert least.boundedTo(QSize(667, 328)) == least, (name, least)


def test_a_narrow_pane_shows_its_short_name_and_never_a_cut_one(qtbot):
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QMainWindow, QWidget

    from gui.common.dock import Dock

    window = QMainWindow()
    qtbot.addWidget(window)
    wide = QWidget()
    wide.setFixedWidth(150)
    dock = Dock("findings", "问题与修改建议", QWidget(), window, Qt.DockWidgetArea.RightDockWidgetArea, wide)
    name = dock.titleBarWidget().layout().itemAt(0).widget()
    window.show()
    for width in (250, 280, 320, 480):
        window.resize(width, 300)
        window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
        qtbot.wait(20)
        shown = name.fontMetrics().horizontalAdvance(name.text())
        assert name.text() in ("问题", "问题与修改建议") and shown <= name.width()
    assert name.text() == "问题与修改建议"
