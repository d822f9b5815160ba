"""The pages of an OFD file in the source pane."""

import pytest
from ofd_support import OfdPage, ofd
from PySide6.QtCore import QRectF

from core.place import Place
from core.reading.drawing import draw_page
from gui.source.ofd_page import painted
from gui.source.pdf_page import PdfPage


def report_file() -> bytes:
    first = OfdPage()
    for number, line in enumerate(
        ["云溪县民政局2023年政府信息公开工作年度报告", "一、总体情况", "全年公开信息12条。", "二、主动公开政府信息情况"]
    ):
        first.text(25, 20 + 8 * number, line)
    second = OfdPage()
    second.table(25, 35, [["规章", "0"], ["规范性文件", "3"]])
    return ofd(first, second)


def test_an_opened_ofd_file_shows_its_pages(qtbot, window, tmp_path):
    path = tmp_path / "年报.ofd"
    path.write_bytes(report_file())
    with qtbot.waitSignal(window.shown):
        window.open_path(path)
    source = window._report_view.source
    source._load()
    assert source.currentWidget() is source._pdf_side
    assert source.pdf.accessibleName() == "原文第 1 页，共 2 页"


def test_the_page_is_drawn_and_the_box_of_a_cell_framed(qtbot):
    page = PdfPage(draw_page)
    qtbot.addWidget(page)
    page.load(report_file(), 2, "ofd")
    page.show_place(Place(page=2, box=(71, 99, 133, 119)))
    page.resize(595, 842)
    assert page.heightForWidth(595) == 842
    assert page.box().intersects(QRectF(71, 99, 62, 20))
    page.show()
    qtbot.waitUntil(lambda: page.has_drawn and not page.busy)
    assert page._size == pytest.approx((595.28, 841.89), abs=0.01)
    picture = painted(draw_page(report_file(), "ofd", 2, 600), 600)
    dark = [y for y in range(picture.height()) for x in range(0, 600, 3) if picture.pixelColor(x, y).lightness() < 100]
    assert dark and min(dark) > 90 and max(dark) < 160
