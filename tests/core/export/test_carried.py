"""What a report holds beside its words goes along into the standard layout, or is named before anything is saved."""

import io
import zipfile
from dataclasses import replace

import docx
import export_support as made
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from core.export import ExportOptions, carried_content, export, export_contents
from core.export.standard.content import FormItem, LayoutLine, PictureItem, TableItem, break_title, standard_layout
from core.export.standard.writer import render_standard
from core.model import CLOSING, CellRef, Paragraph, Section, Unplaced

W = made.W
NOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="2"><w:p><w:r><w:t>不含转办件。</w:t></w:r></w:p></w:footnote></w:footnotes>'
)
RICH = (
    "<w:p {n}><w:r><w:t>大厅面积80m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>"
    "<w:r><w:t>，受理</w:t></w:r><w:r><w:rPr><w:u w:val='single'/></w:rPr><w:t>12件</w:t></w:r>"
    "<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>。</w:t></w:r></w:p>"
)
BOX = (
    "<w:p {n} xmlns:v='urn:schemas-microsoft-com:vml'><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
    "<w:p><w:r><w:t>框里的话。</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), (200, 30, 30)).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture(scope="module")
def package():
    """Behind "建立台账": marks and a footnote, a table with a merged cell, a picture with its caption, a text box."""
    document = docx.Document(io.BytesIO(made.foreign_docx(made.sample())))
    anchor = next(p for p in document.paragraphs if "建立台账" in p.text)._p
    rich, box = parse_xml(RICH.format(n=nsdecls("w"))), parse_xml(BOX.format(n=nsdecls("w")))
    table = document.add_table(3, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "分类公开"
    for row, texts in enumerate((("政策", "31"), ("动态", "126")), 1):
        for column, words in enumerate(texts):
            table.cell(row, column).text = words
    shown = document.add_paragraph()
    shown.add_run().add_picture(io.BytesIO(picture()))
    below = document.add_paragraph("图1 专栏")
    below.alignment = 1
    for element in reversed((rich, table._tbl, shown._p, below._p, box)):
        anchor.addnext(element)
    part = Part(
        PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        NOTES.encode(),
        document.part.package,
    )
    document.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.fixture
def report(package):
    return made.opened(package)


def body(report, original, package):
    return standard_layout(report, carried_content(original, None, package)).body


def test_tables_pictures_and_boxes_stand_where_they_stood(package, report):
    items = body(report, report, package)
    start = next(i for i, item in enumerate(items) if isinstance(item, LayoutLine) and "建立台账" in item.text)
    kinds = [type(i) for i in items[start + 1 : start + 6]]
    assert kinds == [LayoutLine, TableItem, PictureItem, LayoutLine, LayoutLine]
    rich, table, shown, caption, boxed = items[start + 1 : start + 6]
    assert [(rich.text[m.start : m.end], m.kind.value) for m in rich.marks] == [
        ("2", "superscript"),
        ("12件", "underline"),
    ]
    assert [(n.offset, n.text) for n in rich.notes] == [(len(rich.text) - 1, "不含转办件。")]
    assert [(c.text, c.colspan) for c in table.cells][:2] == [("分类公开", 2), ("政策", 1)]
    assert shown.data == picture() and (shown.width, shown.height) == (40, 20)
    assert caption.centred and caption.text == "图1 专栏"
    assert boxed.text == "框里的话。"


def test_the_docx_holds_them_and_no_annex(package, report):
    data = render_standard(report, None, carried_content(report, None, package))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert picture() in [archive.read(n) for n in archive.namelist() if "media" in n]
        assert "不含转办件。".encode() in archive.read("word/footnotes.xml")
    again = made.opened(data)
    texts = [u.text for u in again.unplaced]
    assert "附页" not in [u.reason for u in again.unplaced]
    assert any("政策\t31" in t for t in texts)  # the table is a table again
    assert [p.text for p in again.section(1).paragraphs if "台账" in p.text or "面积" in p.text] == [
        "（1）建立台账，逐件销号。",
        "大厅面积80m2，受理12件。",
    ]


def test_marks_stay_with_their_characters_when_the_paragraph_is_edited(package, report):
    texts = [p.text.replace("大厅面积80", "办事大厅面积1080") for p in report.section(1).paragraphs]
    changed = made.retold(report, 1, texts)
    line = next(i for i in body(changed, report, package) if isinstance(i, LayoutLine) and "面积" in i.text)
    assert line.text == "办事大厅面积1080m2，受理12件。"
    assert [line.text[m.start : m.end] for m in line.marks] == ["2", "12件"]
    assert line.notes[0].offset == len(line.text) - 1


def test_a_picture_stays_when_its_paragraph_before_is_deleted(package, report):
    texts = [p.text for p in report.section(1).paragraphs if "面积" not in p.text]
    items = body(made.retold(report, 1, texts), report, package)
    start = next(i for i, item in enumerate(items) if isinstance(item, LayoutLine) and "建立台账" in item.text)
    assert [type(i) for i in items[start + 1 : start + 3]] == [TableItem, PictureItem]


def test_pdf_and_workbook_are_written_too(package, report, tmp_path):
    options = ExportOptions(source_bytes=package)
    export(report, report, tmp_path / "a.pdf", options)
    export(report, report, tmp_path / "a.xlsx", options)
    assert {p.name for p in tmp_path.iterdir()} == {"a.pdf", "a.xlsx"}


def test_what_cannot_come_is_named_with_its_place(package):
    document = docx.Document(io.BytesIO(package))
    chart = parse_xml(
        f"<w:p {nsdecls('w', 'wp', 'a')}><w:r><w:drawing><wp:inline><wp:extent cx='9' cy='9'/><a:graphic>"
        "<a:graphicData uri='http://schemas.openxmlformats.org/drawingml/2006/chart'/></a:graphic></wp:inline>"
        "</w:drawing></w:r></w:p>"
    )
    next(p for p in document.paragraphs if "建立台账" in p.text)._p.addnext(chart)
    stream = io.BytesIO()
    document.save(stream)
    report = made.opened(stream.getvalue())
    contents = export_contents(report, report, ExportOptions(source_bytes=stream.getvalue()))
    assert contents.lost == ("“（1）建立台账，逐件销号…”之后的图形或图表没有带来",)


def test_page_furniture_is_left_out_unless_it_is_ticked(tmp_path):
    report = made.sample()
    report = replace(report, unplaced=(Unplaced("目录", reason="目录"), Unplaced("咨询电话请拨总机", reason="附页")))
    contents = export_contents(report, report, ExportOptions())
    assert [(u.text, proposed) for _, u, proposed in contents.leftovers] == [
        ("目录", False),
        ("咨询电话请拨总机", True),
    ]
    said = export(report, report, tmp_path / "a.docx")
    assert any("目录" in s and "没有放进" in s for s in said)
    texts = [p.text for p in docx.Document(tmp_path / "a.docx").paragraphs]
    assert "目录" not in texts and "咨询电话请拨总机" in texts
    export(report, report, tmp_path / "b.docx", ExportOptions(annex=(0,)))
    texts = [p.text for p in docx.Document(tmp_path / "b.docx").paragraphs]
    assert "目录" in texts and "咨询电话请拨总机" not in texts


TYPED = [
    ("一、主动公开情况", "第1页", "六、其他需要报告的事项"),
    ("云溪县民政局", "2024年1月15日"),
    ("附件：统计表", "（联系人：王小云，电话：12345）"),
]


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("number", [1, 6, CLOSING])
@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_whatever_a_person_types_is_written(typed, number, suffix, tmp_path):
    report = made.sample()
    texts = tuple(Paragraph(t) for t in typed)
    report = report.with_sections([Section(number, report.section(number).heading, texts)])
    export(report, report, tmp_path / f"a{suffix}")


@pytest.mark.parametrize("title", ["2023年度工作总结", "云溪县民政局\n2023年政府信息公开\n工作年度报告", "年报"])
@pytest.mark.parametrize("agency", ["青岭县教育局", None])
@pytest.mark.parametrize("suffix", [".docx", ".pdf"])
def test_any_title_and_agency_is_written(title, agency, suffix, tmp_path):
    report = replace(made.sample(), title=title, agency=agency)
    export(report, report, tmp_path / f"a{suffix}")


def test_the_signature_is_centred_over_its_date_with_a_line_above():
    closing = standard_layout(made.sample()).closing
    assert [(i.text, i.right, i.gap) for i in closing] == [(made.AGENCY, 4.25, True), ("2024年1月15日", 4.0, False)]
    report = made.sample()
    lines = (*report.closing, Paragraph("附件：统计表"), Paragraph("（联系人：王小云）"))
    closing = standard_layout(report.with_sections([Section(CLOSING, None, lines)])).closing
    assert [i.role.value for i in closing] == ["closing", "closing", "body", "body"]


def test_titles_break_where_words_end():
    long = "2024年云溪县民政局政府信息公开工作年度报告"
    assert break_title(long, "云溪县民政局") == "2024年云溪县民政局\n政府信息公开工作年度报告"
    assert break_title("云溪县民政局2024年政府信息公开工作年度报告", "云溪县民政局").startswith("云溪县民政局\n2024年")
    other = break_title("关于云溪县民政局2024年政府信息公开工作的年度报告", "云溪县民政局")
    assert other.split("\n")[0].endswith(("2024年", "的")) and "\n" in other


def test_two_tables_in_a_row_stay_two(package, report):
    form = [i for i in body(report, report, package) if isinstance(i, FormItem)]
    assert len(form) == 3
    assert report.cell(CellRef(4, "review", "total")).raw == form[2].grid.cell(CellRef(4, "review", "total")).raw
