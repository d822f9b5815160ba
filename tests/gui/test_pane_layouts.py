"""Panes stay as they were left, on each size of screen, and give way to the grid in a small window."""

import gui_support
import pytest
from PySide6.QtCore import QRect, QSize

from gui import app as application
from gui.common import window_settings
from gui.common.dock import beside
from gui.screenshot import process_events
from gui.shell.main_window import MainWindow

BARS = 40  # px; title bar and task bar of the desktop
SCREEN = QRect(0, 0, 1366, 728)


def grid_rect(window):
    """The grid's place on the screen."""
    form = window.report_view.workspace.page.form
    return QRect(form.mapToGlobal(form.rect().topLeft()), form.size())


def test_a_window_made_smaller_step_by_step_shows_as_much_as_one_opened_so(opened):
    view = opened.report_view
    view.workspace.show_section(3)
    for width, height, rows in ((1366, 768, 14), (1024, 768, 14), (911, 512, 14), (683, 384, 5), (911, 512, 14)):
        opened.resize(width, height - BARS)
        process_events()
        process_events()
        assert gui_support.shown_figures(view.workspace.page.form) >= (rows, 7), (width, height)
    opened.resize(1366, 728)
    process_events()
    assert view.source_dock.isVisible() and gui_support.shown_figures(view.workspace.page.form) >= (14, 7)


def test_the_source_shown_on_purpose_stays_in_a_narrow_window(opened):
    view = opened.report_view
    opened.resize(911, 472)
    process_events()
    assert view.source_dock.isHidden()
    opened.actions_by_name["source"].trigger()
    opened.resize(880, 472)
    process_events()
    assert view.source_dock.isVisible()


def test_a_pane_that_was_closed_stays_closed_for_the_next_report_and_the_next_day(opened, broken_docx, qtbot, ask):
    view = opened.report_view
    view.findings_dock.close()
    opened.close_report()
    with qtbot.waitSignal(opened.shown):
        opened.open_path(broken_docx)
    assert view.findings_dock.isHidden() and view.source_dock.isVisible()
    opened.close_report()  # the window is closed on its start page, where no pane is seen
    data = opened.controller.session.data_dir
    assert opened.close()
    kept = window_settings.load(data)
    size = opened.screen().size()
    assert set(kept.layouts) == {f"{size.width()}x{size.height()}"}
    for preferences, closed in ((kept, True), (kept._replace(layouts={"640x480": "x"}), False)):
        again = MainWindow(lambda: application.make_session(data, apart=False), ask, preferences)
        again.resize(1366, 728)
        qtbot.addWidget(again, before_close_func=lambda w: w.discard())
        again.show()
        again.start()
        with qtbot.waitSignal(again.shown):
            again.open_path(broken_docx)
        # As left on this screen; on another one as a new window has them.
        assert again.report_view.findings_dock.isHidden() == closed
        assert again.report_view.source_dock.isVisible()


def test_findings_drawn_larger_by_hand_stay_so(opened, qtbot):
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    dock = opened.report_view.findings_dock
    opened.resize(1366, 728)
    process_events()
    QTest.mousePress(opened, Qt.MouseButton.LeftButton)
    opened.resizeDocks([dock], [430], Qt.Orientation.Horizontal)
    process_events()
    QTest.mouseRelease(opened, Qt.MouseButton.LeftButton)
    drawn = dock.width()
    opened.resize(1380, 730)
    process_events()
    assert abs(dock.width() - drawn) <= 14 and drawn > 360


@pytest.mark.parametrize("window, others", [
    (QRect(0, 0, 1366, 728), []),  # fills the screen
    (QRect(0, 0, 900, 700), []),  # room at the right
    (QRect(460, 20, 900, 700), []),  # room at the left
    (QRect(0, 0, 1366, 728), [QRect(1366, 0, 1920, 1080)]),
    (QRect(100, 0, 1100, 700), []),
])  # fmt: skip
def test_a_floating_pane_covers_nothing_of_the_window(window, others):
    left, pane = beside(window, SCREEN, others, QSize(340, 500))
    assert not left.intersects(pane)
    assert any(screen.contains(pane) for screen in (SCREEN, *others))
    assert left.width() >= 900 and SCREEN.contains(left)


def test_the_float_button_puts_a_pane_beside_the_grid_and_back(opened, monkeypatch):
    monkeypatch.setattr("gui.common.dock.screens_of", lambda _: (SCREEN, []))
    dock = opened.report_view.findings_dock
    opened.report_view.workspace.show_section(3)
    dock.float_or_return()
    process_events()
    assert dock.isFloating() and not dock.geometry().intersects(grid_rect(opened))
    dock.float_or_return()
    process_events()
    assert not dock.isFloating() and dock.isVisible()
