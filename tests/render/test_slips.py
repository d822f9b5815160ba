"""A slip is one page as LibreOffice draws it, until more is asked than a page holds."""

from datetime import date

import pytest
import render_support as render

from core import desk
from core.desk.model import AskedItem
from core.desk.slip_files import render_slip
from core.desk.slip_layout import layout
from core.desk.slips import shorter
from core.reading.pdf.pdfium import PdfiumFile

pytestmark = pytest.mark.skipif(not render.SOFFICE, reason="soffice (LibreOffice) is not installed here")
ASKED = (
    "表三“（一）予以公开·自然人”填的是 58，应为 0：本列（七）总计减去其余各项是 0，本行总计减去其余各类申请人也是 0。",
    "表三“商业企业”一列有 2 处不对：（二）部分公开应为 0、（三）不予公开应为 0（现为 4），改后 4 个等式才成立。",
    "第二部分写“制发行政规范性文件 3 件”，表二“规范性文件·本年制发件数”填的是 2，两处不一致，请核对。",
    "第五部分只写了“无”，按要求应写明存在的主要问题和改进情况。",
)
COUNTS = (*range(1, 17), 24, 60)


def slip_of(count):
    items = tuple(AskedItem(w, str(n % 4), (), "", shorter(w)) for n in range(count) for w in [ASKED[n % 4]])
    who = ("李某（0000-0000000）", "云溪县政务公开办")
    return desk.Slip("k", "云溪县教育局", items, "请同时补报盖章件。", "2025-01-20", *who, 2024)


def test_a_slip_is_one_page_until_more_is_asked_than_it_holds(tmp_path):
    files = []
    for count in COUNTS:
        files.append(tmp_path / f"{count}.docx")
        files[-1].write_bytes(render_slip(slip_of(count), date(2025, 1, 10)))
    pages = {}
    for pdf in render.to_pdf(files, tmp_path):
        with PdfiumFile(pdf.read_bytes()) as file:
            pages[int(pdf.stem.partition("_")[0])] = [
                "".join(g.text for g in file.page(i).glyphs) for i in range(file.count)
            ]
    for count in COUNTS:
        first, *more = pages[count]
        assert "2025年1月10日" in first.replace(" ", ""), count
        assert bool(more) is bool(layout(slip_of(count)).annex), count
        assert not more or "附表" in more[0]
    assert not any(layout(slip_of(count)).annex for count in range(1, 17))
