"""The standard docx: page, styles, tables, headings, and what is refused."""

import io
from dataclasses import replace

import docx
import export_support as made
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from export_compare import differences

from core.errors import ExportError
from core.export.standard.content import standard_layout
from core.export.standard.template import open_template, standard_path
from core.export.standard.writer import build_docx, render_standard, write_standard
from core.model import ANNEX_HEADING, CellRef, Paragraph
from core.schema import EDITIONS, load, shape

W = made.W
# The order the schema of WordprocessingML asks for, of the properties that are written here.
ORDER = {
    "pPr": ["pStyle", "keepNext", "pageBreakBefore", "snapToGrid", "spacing", "ind", "jc", "outlineLvl", "rPr"],
    "rPr": ["rStyle", "rFonts", "b", "bCs", "i", "color", "spacing", "sz", "szCs"],
    "tcPr": ["tcW", "gridSpan", "vMerge", "shd", "vAlign"],
    "tblPr": ["tblStyle", "tblW", "jc", "tblLayout", "tblLook"],
}


@pytest.fixture(scope="module", params=EDITIONS)
def report(request):
    return made.sample(request.param)


@pytest.fixture(scope="module")
def package(report):
    return render_standard(report)


@pytest.fixture(scope="module")
def word(package):
    """The export as python-docx sees it, a reader that is not ours."""
    return docx.Document(io.BytesIO(package))


def test_page_is_a4_with_the_text_block_of_the_standard(word):
    page = word.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert abs(page.top_margin - Mm(37)) < Mm(0.1)
    assert abs(page.left_margin - Mm(28)) < Mm(0.1)
    assert abs(page.page_width - page.left_margin - page.right_margin - Mm(156)) < Mm(0.1)
    assert abs(page.page_height - page.top_margin - page.bottom_margin - Mm(225)) < Mm(0.1)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(word):
    assert word.settings.odd_and_even_pages_header_footer
    page = word.sections[0]
    for footer, side in ((page.footer, "right"), (page.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        assert paragraph.text.startswith("— ")
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert "PAGE" in "".join(paragraph._p.itertext(qn("w:instrText")))


def test_styles_are_those_of_the_standard(word):
    wanted = {
        "Title": ("方正小标宋简体", 22),
        "Heading 1": ("黑体", 16),
        "Heading 2": ("楷体", 16),
        "Body Text": ("仿宋_GB2312", 16),
        "年报页码": ("宋体", 14),
    }
    for name, (font, size) in wanted.items():
        style = word.styles[name]
        assert style._element.rPr.rFonts.get(qn("w:eastAsia")) == font
        assert style.font.size == Pt(size)
        assert not style.font.bold


def test_lines_and_characters_fill_the_text_block(word):
    """22 lines in 225 mm, 28 characters in 156 mm."""
    body = word.styles["Body Text"]
    pitch = body.paragraph_format.line_spacing.pt
    assert 22 * pitch <= Mm(225).pt < 23 * pitch
    width = 16 + int(body._element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * width <= Mm(156).pt < 29 * width


def test_fonts_have_fall_backs(package):
    table = made.part(package, "word/fontTable.xml").decode()
    for name, other in (
        ("方正小标宋简体", "小标宋"),
        ("仿宋_GB2312", "仿宋"),
        ("黑体", "SimHei"),
        ("楷体", "楷体_GB2312"),
    ):
        assert f'w:name="{name}"><w:altName w:val="{other}' in table


def test_headings_are_prescribed_whatever_the_file_called_them(report):
    renamed = [replace(s, heading=f"第{s.number}部分 别的名称") for s in report.sections]
    word = docx.Document(io.BytesIO(render_standard(report.with_sections(renamed))))
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert headings == list(load(report.edition).headings)


def test_second_level_headings_are_real_ones(word):
    assert [p.text for p in word.paragraphs if p.style.name == "Heading 2"] == ["（一）主动公开"]
    lead = next(p for p in word.paragraphs if p.text.startswith("（二）"))
    assert lead.runs[0].style.name == "年报二级标题字"
    assert lead.runs[0].text == "（二）依申请公开。"


def test_bold_ranges_survive(word):
    paragraph = next(p for p in word.paragraphs if "政策解读" in p.text)
    assert [r.text for r in paragraph.runs if r.bold] == ["公开工作", "0条，其"]


def test_tables_have_the_forms_merged_cells(report, word):
    for table, number in zip(word.tables, (2, 3, 4), strict=True):
        form = shape(report.edition, number)
        places = [row.cells for row in table.rows]
        for piece in form.form:
            cell = places[piece.row][piece.column]
            last = places[piece.row + piece.rowspan - 1][piece.column + piece.colspan - 1]
            assert cell._tc is last._tc
            words = report.cell(piece.ref).raw if piece.ref else piece.text
            assert cell.text.replace("\n", "") == words


def test_tables_are_as_wide_as_the_text_block_and_never_split_a_row(word):
    for table in word.tables:
        assert sum(int(c.get(qn("w:w"))) for c in table._tbl.tblGrid) == 8844
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_header_rows_repeat(word):
    repeated = [sum(r._tr.trPr.find(qn("w:tblHeader")) is not None for r in t.rows) for t in word.tables]
    assert repeated == [0, 3, 3]


def test_properties_stand_in_the_order_of_the_schema(package):
    for root in (made.document(package), made.etree.fromstring(made.part(package, "word/styles.xml"))):
        for name, order in ORDER.items():
            for properties in root.iter(f"{W}{name}"):
                found = [order.index(c.tag.removeprefix(W)) for c in properties if c.tag.removeprefix(W) in order]
                assert found == sorted(found)


def test_long_figures_shrink_instead_of_wrapping(report):
    long = made.edited(report, {CellRef(3, "received", "natural_person"): "12345678"})
    root = made.document(render_standard(long))
    run = next(t for t in root.iter(f"{W}t") if t.text == "12345678").getparent()
    assert int(run.find(f"{W}rPr/{W}sz").get(f"{W}val")) < 18


def test_a_missing_table_stays_missing(report):
    tables = {n: g for n, g in report.tables.items() if n != 3}
    word = docx.Document(io.BytesIO(render_standard(replace(report, tables=tables))))
    assert len(word.tables) == 2


def test_what_is_left_over_goes_to_an_annex_page(word, report):
    texts = [p.text for p in word.paragraphs]
    at = texts.index(ANNEX_HEADING)
    assert texts[at + 1 :] == ["咨询电话请拨总机", "来信请寄人民路1号"]
    assert word.paragraphs[at].style.paragraph_format.page_break_before


def test_no_annex_without_left_over_text(report):
    assert ANNEX_HEADING not in made.part(render_standard(replace(report, unplaced=()))).decode()


def test_a_title_is_built_where_there_is_none(report):
    data = render_standard(replace(report, title=""))
    assert made.opened(data).title == report.title


def test_a_long_title_is_broken_between_agency_and_year(report):
    word = docx.Document(io.BytesIO(render_standard(report)))
    assert word.paragraphs[0].text.split("\n")[0] == report.agency


def test_the_other_editions_form_is_refused_with_the_reason(report, tmp_path):
    other = next(e for e in EDITIONS if e != report.edition)
    with pytest.raises(ExportError, match="栏目含义不同"):
        write_standard(report, tmp_path / "a.docx", form_edition=other)
    assert list(tmp_path.iterdir()) == []
    write_standard(report, tmp_path / "a.docx", form_edition=report.edition)


def test_characters_that_xml_cannot_hold_are_left_out(report):
    odd = report.section(5)
    texts = (Paragraph("一\x00二\x0b三\ud800四<&>\"'　五\ufffe"),)
    back = made.opened(render_standard(report.with_sections([replace(odd, paragraphs=texts)])))
    assert [p.text for p in back.section(5).paragraphs] == ["一二", "三四<&>\"'　五"]


def test_written_whole_and_verified(report, tmp_path):
    target = tmp_path / "报告.docx"
    write_standard(report, target)
    assert differences(report, target.read_bytes(), target.name) == ()
    assert (
        differences(made.edited(report, {CellRef(4, "review", "total"): "99"}), target.read_bytes(), target.name) != ()
    )


def test_a_difference_stops_the_export(report, package, tmp_path, monkeypatch):
    monkeypatch.setattr("core.export.standard.writer.build_docx", lambda *_: package)
    changed = made.edited(report, {CellRef(4, "review", "total"): "99"})
    with pytest.raises(ExportError, match="读回核对有"):
        write_standard(changed, tmp_path / "a.docx")
    assert list(tmp_path.iterdir()) == []


def test_equal_reports_give_equal_bytes(report, package):
    assert build_docx(standard_layout(report), open_template(standard_path())) == package


def test_the_xml_is_as_agreed(report, package):
    made.assert_expected(f"standard_{report.edition}.xml", made.part(package))
