"""What LibreOffice makes of the exports: pages, fonts' places, page numbers, tables inside the text block."""

from collections import Counter
from itertools import pairwise

import pytest
import render_support as render

from core.reading.pdf.pdfium import PdfiumFile

MM = 72 / 25.4
LEFT, RIGHT, BOTTOM = 28 * MM, (210 - 26) * MM, (297 - 35) * MM

pytestmark = pytest.mark.skipif(not render.SOFFICE, reason="soffice (LibreOffice) is not installed here")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Pages as our PDF reader sees them, by file name without ending."""
    folder = tmp_path_factory.mktemp("render")
    pdfs = render.to_pdf(render.exports(folder), folder)
    found = {}
    for pdf in pdfs:
        with PdfiumFile(pdf.read_bytes()) as file:
            found[pdf.stem] = [file.page(i) for i in range(file.count)]
    return found


def text(page):
    return "".join(g.text for g in page.glyphs)


def test_every_export_opens(pages):
    assert sorted(pages) == [
        "changes_docx",
        "changes_xlsx",
        "original_tracked_docx",
        "standard_2019_docx",
        "standard_2019_xlsx",
        "standard_2021_docx",
        "standard_2021_xlsx",
    ]


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_page_numbers_stand_outside(pages, edition):
    for number, page in enumerate(pages[f"standard_{edition}_docx"], 1):
        below = [g for g in page.glyphs if g.base > BOTTOM + 10]
        assert "".join(g.text for g in below).replace(" ", "") == f"—{number}—"
        middle = (below[0].x0 + below[-1].x1) / 2
        assert middle > 400 if number % 2 else middle < 200


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_nothing_stands_outside_the_text_block(pages, edition):
    """Punctuation may hang by one character, as Word lets it."""
    for page in pages[f"standard_{edition}_docx"]:
        for glyph in page.glyphs:
            if glyph.text.strip():
                assert glyph.x0 >= LEFT - 1 and glyph.x1 <= RIGHT + (17 if glyph.text in "，。、；：）”》" else 1)
        for start, end in (sorted(edge[1:]) for edge in page.horizontals):
            assert start >= LEFT - 1.5 and end <= RIGHT + 1.5


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_a_full_page_has_22_lines(pages, edition):
    first = pages[f"standard_{edition}_docx"][0]
    bases = sorted({round(g.base) for g in first.glyphs if g.base < BOTTOM and g.size > 13})
    gaps = [b - a for a, b in pairwise(bases) if b - a > 5]
    assert max(gaps.count(28), gaps.count(29)) >= 5


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_a_full_line_has_28_characters(pages, edition):
    """Punctuation may hang as a 29th."""
    lines = Counter(round(g.base) for g in pages[f"standard_{edition}_docx"][1].glyphs if g.size > 13)
    assert max(lines.values()) in (28, 29)


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_the_annex_has_its_own_page(pages, edition):
    assert text(pages[f"standard_{edition}_docx"][-1]).startswith("附：未能归入")


def test_the_workbook_computes_its_checks(pages):
    assert any("多" in text(p) or "平" in text(p) for p in pages["standard_2021_xlsx"])
