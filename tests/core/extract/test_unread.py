"""What the file shows as a picture is unread: neither blank nor missing, and nothing else is taken for it."""

import random
from dataclasses import replace

import extract_support as support
import office_support as office
import pytest
from extract_support import form_table, parts_of

from core.document import UnreadRegion
from core.extract import extract
from core.model import CellRef
from core.place import Place
from core.reading import read_bytes, read_html
from core.values import Unread


@pytest.fixture
def written():
    return support.truth(random.Random(3))


def with_picture(document, heading, whole_page=False, page=None, behind=0):
    """The document with a picture right behind the heading of a section."""
    at = next(i for i, block in enumerate(document.blocks) if getattr(block, "text", "") == heading) + 1 + behind
    return replace(document, unread=(UnreadRegion(at, Place(page=page), whole_page),))


def unread_rows(report, table):
    return [row for row in dict.fromkeys(ref.row for ref in report.unread if ref.table == table)]


def test_a_table_pasted_as_a_picture_under_its_heading_is_unread(written):
    document = support.document(parts_of(written, {3: []}))
    report = extract(with_picture(document, written.headings[2]))
    cell = report.cell(CellRef(3, "received", "total"))
    assert cell.value == Unread("原文此处是图片") and cell.raw == "" and not cell.edited
    assert len(report.unread) == 175
    assert any("没有读入" in note.message and "收到和处理" in note.message for note in report.notes)
    assert not any("没有找到" in note.message for note in report.notes)


def test_a_picture_in_another_section_leaves_a_missing_table_missing(written):
    document = support.document(parts_of(written, {3: []}))
    report = extract(with_picture(document, written.headings[4]))
    assert 3 not in report.tables and report.unread == ()


def test_a_picture_beside_a_whole_table_changes_nothing(written):
    document = support.document(parts_of(written))
    report = extract(with_picture(document, written.headings[2], whole_page=True, page=2))
    assert report.unread == () and support.wrong(report, written) == []


def test_rows_of_a_table_that_stand_on_a_scanned_page_are_unread_and_the_others_read(written):
    table = form_table(written, 3)
    upper, rest = support.split(table, 8)
    _, lower = support.split(rest, 10)
    document = support.document(parts_of(written, {3: [upper, lower]}), "pdf")
    report = extract(with_picture(document, written.headings[2], whole_page=True, page=2, behind=1))
    assert len(unread_rows(report, 3)) == 10
    read = [ref for ref in support.expected(written) if ref not in report.unread]
    assert all(report.cell(ref).raw == written.figures[ref] for ref in read)
    assert all(report.cell(ref).value == Unread("第 2 页是图片") for ref in report.unread)


def test_sections_and_tables_on_scanned_pages_are_unread_together(written):
    parts = parts_of(written)
    start, end = parts.index(written.headings[2]), parts.index(written.headings[4])
    document = support.document(parts[:start] + parts[end:], "pdf")
    report = extract(replace(document, unread=(UnreadRegion(start, Place(page=2), whole_page=True),)))
    assert {ref.table for ref in report.unread} == {3, 4}
    assert [s.number for s in report.sections if s.unread == "第 2 页是图片"] == [3, 4]
    read = [ref for ref in support.expected(written) if ref.table == 2]
    assert all(report.cell(ref).raw == written.figures[ref] for ref in read)


DRAWING = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:extent cx="{0}" cy="{1}"/><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
    "</wp:inline></w:drawing></w:r>"
)


def test_a_docx_tells_where_a_picture_as_large_as_a_table_stands():
    body = (
        office.paragraph("三、收到和处理")
        + office.paragraph(DRAWING.format(5_400_000, 4_000_000))
        + office.paragraph("四、")
    )
    document = read_bytes(office.package(body), "a.docx").value
    assert [(region.before, region.whole_page) for region in document.unread] == [(1, False)]


def test_a_seal_in_a_docx_is_no_table():
    body = office.paragraph("印章", DRAWING.format(1_500_000, 1_500_000))
    assert read_bytes(office.package(body), "a.docx").value.unread == ()


def test_a_figure_pasted_as_a_picture_into_a_cell_is_unread():
    picture = office.paragraph(DRAWING.format(200_000, 200_000))
    body = office.table(
        [office.cell("行政许可") + office.cell(picture), office.cell("行政处罚") + office.cell("3")], (1, 1)
    )
    (table,) = read_bytes(office.package(body), "a.docx").value.blocks
    assert [(cell.text, cell.unread) for cell in table.cells] == [
        ("行政许可", ""), ("", "格中是图片"), ("行政处罚", ""), ("3", "")]  # fmt: skip


def test_a_web_page_tells_where_a_large_picture_stands():
    page = "<p>三、收到</p><p><img src='t3.png'></p><p>四、复议</p><p><img src='dot.gif' width=16 height=16>五、</p>"
    assert [region.before for region in read_html(page).value.unread] == [1]
