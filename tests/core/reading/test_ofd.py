import io
import time
import zipfile

import pytest
from ofd_support import OfdPage, ofd
from reading_support import grid, messages, paras, shape_of, tables, texts

from core.document import Document, Result
from core.errors import Cancelled, PicturesOnly, ReadError
from core.reading import read_bytes
from core.reading.ofd.drawing import page_drawing

ROWS = [["规章", "0", "12"], ["规范性文件", "3", "45"], ["合计", "3", "57"]]


def result_of(*pages: OfdPage, **options: str) -> Result[Document]:
    return read_bytes(ofd(*pages, **options), "报告.ofd")


def opened(*pages: OfdPage) -> Document:
    return result_of(*pages).value


def report_page() -> OfdPage:
    page = OfdPage()
    page.text(25, 20, "二、主动公开政府信息情况")
    page.table(25, 35, ROWS)
    return page


def test_text_and_ruled_tables_are_read_with_page_and_box():
    document = opened(OfdPage(), report_page())
    assert (document.kind, document.pages, shape_of(document)) == ("ofd", 2, "PT")
    assert texts(document)[0] == "二、主动公开政府信息情况"
    assert grid(tables(document)[0]) == ROWS
    cell = tables(document)[0].by_row()[1][2]
    points = 72 / 25.4
    assert (cell.text, cell.place.page) == ("45", 2)
    assert cell.place.box == pytest.approx((69 * points, 42 * points, 91 * points, 49 * points), abs=1)


@pytest.mark.parametrize("namespace", ["http://www.ofdspec.org/2016", "http://www.ofdspec.org", "urn:x"])
def test_any_namespace_is_taken(namespace: str):
    assert grid(tables(result_of(report_page(), namespace=namespace).value)[0]) == ROWS


def test_distances_given_by_repetition_and_by_list():
    page = OfdPage()
    for top, steps in ((20, "g 3 3.7"), (30, "3.7 g 2 3.7"), (40, "")):
        page.objects.append(
            f'<ofd:TextObject Boundary="25 {top} 80 4" Font="1" Size="3.7">'
            f'<ofd:TextCode X="0" Y="3.2" DeltaX="{steps}">总体情况</ofd:TextCode></ofd:TextObject>'
        )
    assert texts(opened(page)) == ["总体情况"] * 3


def test_characters_set_one_by_one_downwards_are_lines():
    page = OfdPage()
    page.objects.append(
        '<ofd:TextObject Boundary="25 20 80 4" Font="1" Size="3.7">'
        '<ofd:TextCode X="0" Y="3.2" DeltaX="g 3 0" DeltaY="g 3 5">结果维持</ofd:TextCode></ofd:TextObject>'
    )
    assert "".join(texts(opened(page))) == "结果维持"


def test_pieces_of_one_line_that_share_its_box_are_one_line():
    page = OfdPage()
    for piece in ("3.", "补正", "12", "件"):
        page.objects.append(
            f'<ofd:TextObject Boundary="25 20 18.5 3.7" Font="1" Size="3.7"><ofd:TextCode X="0" Y="3.2" DeltaX="g 1 9">'
            f"{piece}</ofd:TextCode></ofd:TextObject>"
        )
    assert texts(opened(page)) == ["3.补正12件"]


def test_units_that_are_no_millimetres_are_found_by_the_size_of_the_text():
    """A converter gives the page in points as millimetres and everything on it eight times smaller."""
    page = OfdPage(width=595, height=842)
    page.text(10, 8, "二、主动公开政府信息情况", 1.3)
    factor = 0.36
    page.table(25 * factor, 35 * factor, ROWS, 22 * factor, 7 * factor, 3.7 * factor)
    [table] = tables(opened(page))
    assert grid(table) == ROWS


def test_a_page_turned_by_its_objects_is_read_upright():
    page = OfdPage(width=297, height=210)
    for index, line in enumerate(["第一行文字在上", "第二行文字在下"]):
        page.text(20 + 10 * index, 150, line, ctm="0 -1 1 0 0 0")
    assert texts(opened(page)) == ["第一行文字在上", "第二行文字在下"]


def test_sloping_and_faint_text_is_left_out_and_told():
    page = report_page()
    page.text(25, 60, "内部资料2025", 12, ctm="0.7 -0.7 0.7 0.7 0 0", more='<ofd:FillColor Value="200 200 200"/>')
    page.text(30, 40, "云溪县2025", 9, more="<ofd:FillColor><Value>210 210 210</Value></ofd:FillColor>")
    result = result_of(page)
    assert grid(tables(result.value)[0]) == ROWS
    assert any("水印" in message for message in messages(result))


def test_templates_drawings_and_blocks_are_part_of_the_page():
    page = OfdPage()
    inner = OfdPage()
    inner.table(25, 35, ROWS)
    page.template = inner.objects
    words = OfdPage()
    words.text(25, 20, "二、主动公开情况")
    page.objects.append(f"<ofd:PageBlock>{''.join(words.objects)}</ofd:PageBlock>")
    drawn = OfdPage()
    drawn.text(0, 0, "四、结转")
    page.objects.append('<ofd:CompositeObject Boundary="25 80 50 5" ResourceID="9"/>')
    resources = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9" Width="50" Height="5"><ofd:Content>'
        f"{''.join(drawn.objects)}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    document = result_of(page, resources=resources).value
    assert shape_of(document) == "PTP"
    assert texts(document) == ["二、主动公开情况", "四、结转"]


def test_a_page_that_is_a_picture_is_unread():
    scan = OfdPage()
    scan.objects.append('<ofd:ImageObject Boundary="0 0 210 297" ResourceID="5"/>')
    result = result_of(report_page(), scan)
    [region] = result.value.unread
    assert (region.before, region.whole_page, region.place.page) == (2, True, 2)


def test_a_file_of_pictures_only_is_told():
    scan = OfdPage()
    scan.objects.append('<ofd:ImageObject Boundary="0 0 210 297" ResourceID="5"/>')
    with pytest.raises(PicturesOnly) as caught:
        result_of(scan)
    assert "第 1 页" in str(caught.value) and "新建空表" in str(caught.value)


def test_the_ending_may_be_wrong():
    result = read_bytes(ofd(report_page()), "报告.pdf")
    assert result.value.kind == "ofd"
    assert "OFD" in messages(result)[0]


@pytest.mark.parametrize("part", ["OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"])
def test_a_damaged_part_is_a_sentence_or_an_empty_page(part: str):
    source = zipfile.ZipFile(io.BytesIO(ofd(report_page(), report_page())))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, b"<broken" if name == part else source.read(name))
    if part.startswith("Doc_0/Pages"):
        assert [place.place.page for place in paras(read_bytes(target.getvalue(), "a.ofd").value)] == [2]
    else:
        with pytest.raises(ReadError, match="损坏"):
            read_bytes(target.getvalue(), "a.ofd")


def test_progress_may_cancel():
    def stop(done: int, total: int) -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_bytes(ofd(report_page(), report_page()), "a.ofd", stop)


def test_a_page_is_handed_over_to_be_drawn_with_places_that_fit():
    page = report_page()
    page.text(25, 80, "红字", more='<ofd:FillColor Value="255 0 0"/>')
    data = ofd(OfdPage(), page)
    drawing = page_drawing(data, 2)
    points = 72 / 25.4
    assert (drawing.width, drawing.height) == pytest.approx((210 * points, 297 * points))
    assert "".join(text for text, *_ in drawing.characters).startswith("二、主动公开政府信息情况")
    assert drawing.characters[-1][4] == 0xFF0000
    cell = tables(read_bytes(data, "a.ofd").value)[0].by_row()[1][2]
    [(_, x, base, _, _)] = [c for c in drawing.characters if c[0] == "4" and c[2] > 0][:1]
    x0, top, x1, bottom = cell.place.box
    assert x0 < x < x1 and top < base < bottom
    assert len(drawing.horizontals) >= 4 and len(drawing.verticals) >= 4
    assert page_drawing(data, 9).characters == ()


def test_a_drawing_that_holds_itself_many_times_takes_little_time():
    inner = '<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="9"/>' * 40
    page = report_page()
    page.objects.append(inner)
    unit = f'<ofd:CompositeGraphicUnit ID="9"><ofd:Content>{inner}</ofd:Content></ofd:CompositeGraphicUnit>'
    start = time.process_time()
    result = result_of(page, resources=f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits>")
    assert time.process_time() - start < 5
    assert grid(tables(result.value)[0]) == ROWS


def test_numbers_without_end_are_no_places():
    page = report_page()
    page.objects.append(
        '<ofd:TextObject Boundary="1e400 nan 9 9" Size="3.7"><ofd:TextCode X="0" Y="1e400" DeltaX="g 9 1e400">'
        "字</ofd:TextCode></ofd:TextObject>"
    )
    assert grid(tables(opened(page))[0]) == ROWS


def test_a_page_that_is_nothing_wide_stops_nothing():
    page = OfdPage(width=-210)
    page.text(30, 30, "一、总体情况")
    whole = OfdPage()
    whole.text(30, 30, "二、主动公开政府信息情况")
    assert opened(page, whole).pages == 2
