"""PDF without Qt: the standard layout on pages, read back by our own reader."""

import io
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import export_support as made
import pdfplumber
import pytest
from pdfminer.pdftypes import resolve1

from core import schema
from core.errors import ExportError
from core.export.pages.layout import TIGHT, print_pages
from core.export.pages.line_breaking import break_lines, measure_glyphs
from core.export.pages.page import HEIGHT, LEFT, PITCH, TOP, WIDTH, Rectangle, TextRun
from core.export.pages.pdf import draw_pdf, render_pdf, write_pdf
from core.export.pages.pdf_fonts import Fonts, reserve_fonts
from core.model import CellRef, Paragraph, Unplaced
from core.schema import EDITIONS

DROID = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")


@pytest.fixture(scope="module")
def fonts():
    return reserve_fonts()


@pytest.fixture(scope="module", params=EDITIONS)
def report(request):
    return made.sample(request.param)


@pytest.fixture(scope="module")
def pages(report, fonts):
    return print_pages(report, fonts)


def long_report(report, count):
    texts = tuple(Paragraph("全年公开工作平稳有序推进，网站内容及时更新。" * 3) for _ in range(count))
    return report.with_sections([replace(report.section(1), paragraphs=texts)])


def test_everything_stands_inside_the_text_block(pages):
    for page in pages:
        *items, _ = page.items
        for item in items:
            if isinstance(item, Rectangle):
                assert item.x >= LEFT - 0.1 and item.x + item.width <= LEFT + WIDTH + 0.1
                assert item.y >= TOP - 0.1 and item.y + item.height <= TOP + HEIGHT + 1
            elif not item.text.startswith(("—", "— ")):
                assert LEFT - 0.1 <= item.x <= LEFT + WIDTH
                assert TOP <= item.y <= TOP + HEIGHT + 1


def test_page_numbers_change_sides(report, fonts):
    numbers = [p.items[-1] for p in print_pages(long_report(report, 25), fonts)]
    assert [n.text for n in numbers[:3]] == ["— 1 —", "— 2 —", "— 3 —"]
    assert numbers[0].x > LEFT + WIDTH * 0.8
    assert numbers[1].x == pytest.approx(LEFT + 14)
    assert numbers[0].y > TOP + HEIGHT


def test_a_page_takes_twenty_two_lines_of_twenty_eight_characters(fonts):
    assert round(HEIGHT / PITCH) == 22
    lines = break_lines(measure_glyphs("公" * 100, "body", 16.0, fonts), WIDTH, spacing=TIGHT)
    assert [len(line.glyphs) for line in lines] == [28, 28, 28, 16]
    assert [line.last for line in lines] == [False, False, False, True]


def test_no_line_begins_with_a_full_stop_or_breaks_a_figure(fonts):
    text = "公" * 9 + "。" + "公" * 7 + "12345件"
    lines = [
        "".join(g.character for g in line.glyphs) for line in break_lines(measure_glyphs(text, "body", 10.0, fonts), 90)
    ]
    assert lines == ["公" * 8, "公。" + "公" * 7, "12345件"]


def test_a_table_repeats_its_header_and_keeps_its_rows_whole(report, fonts):
    """With a page of text before it table 3 begins a new page; its header row stands at the top of it."""
    heads = [
        [i.text for i in page.items if isinstance(i, TextRun)].count("申请人情况")
        for page in print_pages(long_report(report, 12), fonts)
    ]
    assert sum(heads) == 1


def test_rows_higher_than_a_page_come_to_an_end(report, fonts):
    wordy = made.edited(report, dict.fromkeys(list(report.tables[3].cells)[:3], "详见附件说明" * 60))
    assert 4 <= len(print_pages(wordy, fonts)) < 20


def test_it_is_reproducible_and_carries_its_facts(report, fonts, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    write_pdf(report, tmp_path / "a.pdf", fonts=fonts)
    data = (tmp_path / "a.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert data == render_pdf(report, fonts=fonts)[0]
    with pdfplumber.open(io.BytesIO(data)) as file:
        assert file.metadata["Author"] == made.AGENCY
        assert file.metadata["Title"] == report.title
        assert file.metadata["CreationDate"].startswith("D:20231114")
        catalog = file.doc.catalog
        assert catalog["Lang"].decode("ascii", "ignore").startswith("zh")
        assert resolve1(catalog["MarkInfo"])["Marked"]


def kinds_of(items):
    """Every kind of structure element in a tree."""
    return {kind for item in items for kind in (item["type"], *kinds_of(item.get("children", ())))}


def test_headings_tables_and_header_cells_are_tagged_and_sections_bookmarked(fonts):
    data, _ = render_pdf(made.sample(), fonts=fonts)
    with pdfplumber.open(io.BytesIO(data)) as file:
        kinds = kinds_of(file.structure_tree)
        tagged = [c for page in file.pages for c in page.chars if c["mcid"] is not None]
        assert len(tagged) > 1000 and {"Artifact"} == {
            c["tag"] for p in file.pages for c in p.chars if c["mcid"] is None
        }
        outline = [title for _, title, *_ in file.doc.get_outlines()]
    assert {"H1", "H2", "H3", "P", "TH", "TD"} <= kinds
    headings = schema.load("2021").headings
    assert [o for o in outline if o in headings] == list(headings)


def test_a_character_no_font_has_is_shown_and_told(report, fonts):
    odd = report.with_sections([replace(report.section(5), paragraphs=(Paragraph("委托\U00020bb7村委会办理。"),))])
    data, notices = render_pdf(odd, fonts=fonts)
    assert data and "\U00020bb7" in notices[0] and "〓" in notices[0]


def test_columns_of_an_annex_row_stand_apart(report, fonts):
    odd = replace(report, unplaced=(Unplaced("政策文件\t31\t14.5%"),))
    with pdfplumber.open(io.BytesIO(render_pdf(odd, fonts=fonts)[0])) as file:
        words = [w["text"] for w in file.pages[-1].extract_words()]
    assert "31" in words and "14.5%" in words


def test_a_long_cell_keeps_seven_and_a_half_points(report, fonts):
    ref = CellRef(3, "granted", "total")
    long = made.edited(report, {ref: "10（其中乡镇代收2件，详见附件说明）"})
    sizes = {i.size for p in print_pages(long, fonts) for i in p.items if isinstance(i, TextRun)}
    assert min(sizes) >= 7.5


def test_bold_ends_where_it_ends(report, fonts):
    """Every text object that turns the outline on turns it off again."""
    with pdfplumber.open(io.BytesIO(draw_pdf(print_pages(report, fonts), "", fonts)[0])) as file:
        raw = file.pages[0].page_obj.contents[0].get_data()
    assert b"2 Tr" in raw
    modes = re.findall(rb"BT|ET|[02] Tr", raw)
    for before, after in pairwise(modes):
        assert not (before == b"2 Tr" and after == b"ET")


def test_the_other_edition_is_refused(report, fonts, tmp_path):
    other = next(e for e in EDITIONS if e != report.edition)
    with pytest.raises(ExportError, match="栏目含义不同"):
        write_pdf(report, tmp_path / "x.pdf", other, fonts)


def test_a_lost_figure_stops_the_export(report, fonts, monkeypatch):
    other = draw_pdf(print_pages(made.sample("2019"), fonts), "", fonts)
    monkeypatch.setattr("core.export.pages.pdf.draw_pdf", lambda *_: other)
    with pytest.raises(ExportError, match="读回核对不一致"):
        render_pdf(long_report(report, 1), fonts=fonts)


@pytest.mark.skipif(not DROID.exists(), reason="no TrueType font with Chinese characters on this computer")
def test_fonts_of_the_computer_are_embedded(fonts):
    own = Fonts(dict.fromkeys(("title", "body", "head", "kai", "song"), DROID))
    data, _ = render_pdf(made.sample(), fonts=own)
    assert b"DroidSansFallback" in data
    assert len(data) > len(render_pdf(made.sample(), fonts=fonts)[0])


def test_a_font_that_cannot_be_embedded_gives_way(tmp_path):
    (tmp_path / "bad.ttf").write_bytes(b"no font")
    assert render_pdf(made.sample(), fonts=Fonts({"body": tmp_path / "bad.ttf"}))[0]


def test_no_qt_is_loaded():
    code = (
        "import sys, core.export.pages.pdf, core.export.dispatch; "
        "print([m for m in sys.modules if m.startswith(('PySide6', 'shiboken6'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(not DROID.exists(), reason="the font is not on this computer")
def test_the_computers_font_is_embedded_and_helvetica_is_not_named():
    data, _ = render_pdf(made.sample(), fonts=Fonts({}, [DROID]))
    with pdfplumber.open(io.BytesIO(data)) as file:
        fonts = [resolve1(f) for p in file.pages for f in resolve1(resolve1(p.page_obj.resources)["Font"]).values()]
    names = {str(f["BaseFont"]).strip("/'") for f in fonts}
    assert not [n for n in names if "Helvetica" in n]
    own = [f for f in fonts if "Droid" in str(f["BaseFont"])]
    assert own and all("FontFile2" in resolve1(f["FontDescriptor"]) for f in own)
