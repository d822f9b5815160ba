"""What a printer would get: the standard layout, read back from a PDF that Qt's printing wrote."""

import pytest
from PySide6.QtPrintSupport import QPrinter

from core import paths
from core.reading.pdf.pdfium import PdfiumFile
from core.session import Session
from core.text import squeeze
from gui.printing import paper, print_acts

SAMPLE = paths.resources() / "samples" / "示例报告.docx"


@pytest.fixture
def printed(qapp, tmp_path):
    session = Session(tmp_path / "data")
    report = session.open(SAMPLE).report
    device = print_acts.printer(full_page=True)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "纸.pdf"))
    print_acts.report_painter(session, report)(device)
    return session.print_pages(report, paper.QtMeasure()), (tmp_path / "纸.pdf").read_bytes()


def characters(texts):
    return sorted(squeeze("".join(texts)))


def figures(texts):
    return [c for c in characters(texts) if c.isdigit()]


def test_every_page_holds_its_characters(printed):
    """Qt's PDF names a glyph that two characters share by either of them, so words are counted, figures compared."""
    pages, data = printed
    with PdfiumFile(data) as file:
        assert file.count == len(pages) > 2
        for index, page in enumerate(pages):
            wanted = [i.text for i in page.items if isinstance(i, paper.TextRun)]
            found = [g.text for g in file.page(index).glyphs]
            assert len(characters(found)) == len(characters(wanted))
            assert figures(found) == figures(wanted)


def test_the_characters_stand_where_they_were_set(printed):
    pages, data = printed
    first = next(i for i in pages[0].items if isinstance(i, paper.TextRun))
    with PdfiumFile(data) as file:
        glyph = file.page(0).glyphs[0]
    assert glyph.text == first.text[0]
    assert abs(glyph.x0 - first.x) < first.size
    assert abs(glyph.base - first.y) < first.size


def test_widths_are_in_proportion_to_the_size(qapp):
    measure = paper.QtMeasure()
    assert measure.width("body", "一", 32.0) == pytest.approx(2 * measure.width("body", "一", 16.0))
    assert measure.width("body", "一", 16.0) == pytest.approx(16.0, rel=0.05)
