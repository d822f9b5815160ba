"""A scan or photos beside the grid that is typed in: chosen, kept with the report, and read by nobody."""

import gui_support
import pytest
from PIL import Image

from core.errors import ReadError
from core.pages_beside import pages_beside
from core.session import SourceKind

ref3 = gui_support.ref3


@pytest.fixture
def photos(tmp_path):
    """Two photos, and a PDF without a word."""
    paths = tmp_path / "一.jpg", tmp_path / "二.png", tmp_path / "扫描.pdf"
    for path in paths:
        Image.new("RGB", (300, 400), "white").save(path)
    return paths


def test_a_scan_that_cannot_be_read_is_laid_beside_an_empty_grid(window, photos, qtbot, ask):
    window.open_path(photos[2])
    qtbot.waitUntil(lambda: "扫描件" in window.bar.text)
    with qtbot.waitSignal(window.shown):
        next(button for button in window.bar._acts if button.text() == "对照着填空表…").click()
    qtbot.waitUntil(lambda: not window.busy_at_all)
    view, opened = window.report_view, window.controller.opened
    assert opened.origin is SourceKind.TYPED and opened.source_name == "扫描.pdf"
    qtbot.waitUntil(lambda: view.source.currentWidget() is view.source._pdf_side)
    qtbot.waitUntil(lambda: view.source_dock.width() >= window.width() // 3)
    # What is typed is the report; the pages stay beside it in the history, and no figure comes from them.
    window.controller.edit_cells({ref3("received"): "5"}, "录入")
    assert window.file_acts.save_now()
    again = window.controller.session.open_version(window.controller.opened.version.id)
    assert again.document.pages == 1 and again.document.blocks == () and again.report.cell(ref3("received")).raw == "5"


def test_photos_are_chosen_from_the_empty_source_pane(window, photos, qtbot, ask):
    with qtbot.waitSignal(window.shown):
        window.actions_by_name["new"].trigger()
    view = window.report_view
    view.source_dock.show()
    qtbot.waitUntil(lambda: view.source._scan.isVisible())
    ask.pages = photos[:2]
    view.source._scan.click()
    qtbot.waitUntil(lambda: view.source.currentWidget() is view.source._pdf_side)
    assert view.source.page_number.maximum() == 2
    assert "等 2 张照片" in window.controller.opened.source_name
    target = photos[0].with_name("out.docx")
    window.controller.session.export(window.controller.opened, window.controller.checked, target)
    assert target.exists()


def test_the_menu_asks_for_a_scan_and_a_new_report_from_the_start_page(window, photos, qtbot, ask):
    ask.pages = photos[:1]
    with qtbot.waitSignal(window.shown):
        window.actions_by_name["show_scan"].trigger()
    assert ask.questions == ["选择扫描件或照片", "新建空表"]


def test_a_report_from_a_file_keeps_its_own_source(opened, ask):
    opened.actions_by_name["show_scan"].trigger()
    assert ask.questions == [] and "请先关闭报告" in opened.bar.text


def test_what_is_no_picture_is_refused_with_what_to_do(tmp_path, photos):
    words = tmp_path / "说明.txt"
    words.write_text("不是图片", "utf-8")
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    for paths, sentence in (((words,), "请另选 PDF"), ((broken,), "重新扫描"), ((photos[2], photos[0]), "一次请只选")):
        with pytest.raises(ReadError, match=sentence):
            pages_beside(paths)
