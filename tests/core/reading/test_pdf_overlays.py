"""What lies over a page and is no part of the report; pages turned back; pages that are pictures."""

import math
import time
import zlib

import pytest
from pdf_support import Sheet, pdf
from reading_support import grid, messages, tables, texts

from core.document import Document, Result
from core.errors import ReadError
from core.reading import read_bytes, scan
from core.reading.shared import messages as sentences

ROWS = [["规章", "0", "12"], ["规范性文件", "3", "45"], ["合计", "3", "57"]]
PICTURE = "q {width} 0 0 {height} {x} {y} cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q"


def result_of(*sheets: Sheet) -> Result[Document]:
    return read_bytes(pdf(*sheets), "报告.pdf")


def with_table(*, pages: int = 1) -> list[Sheet]:
    sheets = [Sheet() for _ in range(pages)]
    for number, sheet in enumerate(sheets):
        sheet.text(72, 60, f"{'二三四'[number]}、主动公开情况")
        sheet.table(72, 100, ROWS)
    return sheets


def painted(sheet: Sheet, text: str, x: float, top: float, size: float, angle: float = 0.0, colour: str = "0.8 g"):
    """Text from (x, top) on, sloping upwards by an angle in degrees."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    base = sheet.height - top
    matrix = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x} {base}"
    codes = text.encode("utf-16-be").hex()
    sheet.content.append(f"q {colour} BT 0 Tr /F1 {size} Tf {matrix} Tm <{codes}> Tj ET Q")


@pytest.mark.parametrize("angle", [20, 45, 300])
@pytest.mark.parametrize("colour", ["0.8 g", "0 g"])
def test_a_sloping_watermark_is_left_out_and_told(angle: int, colour: str):
    [sheet] = with_table()
    for top in (150, 180, 210):
        painted(sheet, "内部资料2025", 60, top, 30, angle, colour)
    result = result_of(sheet)
    assert [grid(table) for table in tables(result.value)] == [ROWS]
    assert texts(result.value)[0] == "二、主动公开情况"
    assert [message.startswith("第 1 页有水印") for message in messages(result)] == [True]
    assert "内部资料2025" in messages(result)[0]


def test_a_faint_upright_watermark_across_the_text_is_left_out():
    [sheet] = with_table()
    painted(sheet, "内部资料2025", 60, 155, 24)
    result = result_of(sheet)
    assert [grid(table) for table in tables(result.value)] == [ROWS]


def test_a_large_dark_word_across_the_table_is_left_out():
    [sheet] = with_table()
    painted(sheet, "样张2025", 80, 158, 44, colour="0 g")
    assert [grid(table) for table in tables(result_of(sheet).value)] == [ROWS]


def test_small_tiles_of_a_faint_watermark_go_with_those_that_cover_text():
    [sheet] = with_table()
    for x in (76, 136, 196, 300):
        painted(sheet, "县局25", x, 113, 11)
    result = result_of(sheet)
    assert [grid(table) for table in tables(result.value)] == [ROWS]
    assert len(texts(result.value)) == 1 + 0


def test_a_word_at_one_place_on_every_page_across_the_text_is_left_out():
    sheets, rows = [], []
    for number in range(3):
        rows.append([["甲乙丙丁"[number:], f"{number}{number + 4}", "12"], ["乙", "3", f"{number}1"]])
        sheet = Sheet()
        sheet.text(72, 60, "一二三"[number] + "、情况")
        sheet.table(72, 100, rows[-1])
        painted(sheet, "2025机密", 134, 113, 10, colour="0 g")
        sheets.append(sheet)
    assert [grid(table) for table in tables(result_of(*sheets).value)] == rows


def test_a_round_stamp_goes_with_its_upright_characters():
    [sheet] = with_table()
    for number, character in enumerate("云溪县民政局"):
        painted(sheet, character, 300 + 12 * number, 300, 12, 60 - 24 * number, "1 0 0 rg")
    painted(sheet, "章", 330, 320, 12, 0, "1 0 0 rg")
    result = result_of(sheet)
    assert texts(result.value) == ["二、主动公开情况"]


@pytest.mark.parametrize("kind", ["/Subtype/Widget/FT/Sig", "/Subtype/Stamp"])
def test_signatures_and_stamps_put_on_the_page_are_not_read(kind: str):
    [sheet] = with_table()
    sheet.fields.append(((133, 101, 191, 119), "2025"))
    sheet.kind = kind
    assert [grid(table) for table in tables(result_of(sheet).value)] == [ROWS]


def test_titles_grey_text_and_white_letters_on_a_dark_header_stay():
    [sheet] = with_table()
    sheet.text(72, 20, "云溪县民政局年度报告", 22)
    painted(sheet, "（灰色的说明）", 72, 300, 10)
    sheet.content.append("0 g")
    sheet.box(72, 400, 300, 430, "f")
    painted(sheet, "白字标题", 80, 420, 10, colour="1 g")
    result = result_of(sheet)
    found = "".join(texts(result.value))
    assert "云溪县民政局年度报告" in found and "（灰色的说明）" in found and "白字标题" in found
    assert not messages(result)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_whose_rotate_is_undone_by_its_content_reads_like_the_plain_one(turns: int):
    """Also where most of its characters are figures, each with a line end that pdfium puts in."""
    rows = [[f"{r}{c}" for c in range(12)] for r in range(30)]
    sheet = Sheet()
    sheet.table(40, 100, rows, width=40)
    upright = tables(result_of(sheet).value)[0]
    width, height = sheet.width, sheet.height
    matrix = {1: f"0 1 -1 0 {height} 0", 2: f"-1 0 0 -1 {width} {height}", 3: f"0 -1 1 0 0 {width}"}[turns]
    paper = (height, width) if turns % 2 else (width, height)
    back = Sheet(width=paper[0], height=paper[1], rotate=90 * turns)
    back.content = [f"q {matrix} cm", *sheet.content, "Q"]
    [table] = tables(result_of(back).value)
    assert grid(table) == rows
    assert table.place.box == pytest.approx(upright.place.box, abs=1)


def test_a_page_that_is_a_picture_is_an_unread_gap_between_blocks():
    first, second, third = Sheet(), Sheet(), Sheet()
    first.text(72, 60, "二、主动公开政府信息情况")
    second.content.append(PICTURE.format(width=595, height=842, x=0, y=0))
    second.text(280, 800, "- 2 -")
    third.text(72, 60, "五、存在的主要问题")
    result = result_of(first, second, third)
    [region] = result.value.unread
    assert (region.before, region.whole_page, region.place.page) == (1, True, 2)
    assert [message.startswith("第 2 页整页是图片") for message in messages(result)] == [True]


def test_a_scan_cut_into_strips_is_one_picture():
    first, second = Sheet(), Sheet()
    first.text(72, 60, "二、主动公开政府信息情况")
    for strip in range(40):
        second.content.append(PICTURE.format(width=595, height=21, x=0, y=21 * strip))
    result = result_of(first, second)
    [region] = result.value.unread
    assert (region.whole_page, region.place.page) == (True, 2)
    with pytest.raises(ReadError) as caught:
        result_of(second)
    sentence = sentences.NOT_LEGIBLE if scan.available() else sentences.SCANNED
    assert str(caught.value).startswith(sentence.format(pages="1"))


def test_a_watermark_whose_faint_colour_is_given_in_rgb_is_left_out():
    [sheet] = with_table()
    painted(sheet, "内部资料2025", 60, 155, 24, colour="0.4 G 0.75 0.75 0.75 rg")
    assert [grid(table) for table in tables(result_of(sheet).value)] == [ROWS]


def test_a_page_of_letters_drawn_as_outlines_is_one_too():
    first, second = Sheet(), Sheet()
    first.text(72, 60, "二、主动公开政府信息情况")
    for number in range(400):
        second.line(72 + number % 40 * 10, 60 + number // 40 * 20, 75 + number % 40 * 10, 70 + number // 40 * 20)
    [region] = result_of(first, second).value.unread
    assert (region.before, region.whole_page, region.place.page) == (1, True, 2)


def test_a_picture_among_text_is_a_gap_where_it_stands():
    sheet = Sheet()
    sheet.text(72, 60, "三、收到和处理政府信息公开申请情况")
    sheet.content.append(PICTURE.format(width=400, height=300, x=72, y=400))
    sheet.text(72, 700, "四、行政复议、行政诉讼情况")
    result = result_of(sheet)
    [region] = result.value.unread
    assert (region.before, region.whole_page) == (1, False)
    assert region.place.box == pytest.approx((72, 142, 472, 442), abs=1)


def test_a_picture_behind_the_text_is_no_gap():
    sheet = Sheet()
    sheet.content.append(PICTURE.format(width=595, height=842, x=0, y=0))
    sheet.lines(72, 60, ["云溪县民政局主动公开政府信息"] * 10)
    assert result_of(sheet).value.unread == ()


def test_a_font_without_codes_is_told():
    sheet = Sheet()
    sheet.lines(72, 60, ["\x01\x03\x04\x05\x06\x07\x08\x0b", "ÅvX$ZJX/ZÇ{7ÉÑX@ZJX"] * 4)
    with pytest.raises(ReadError) as caught:
        result_of(sheet)
    assert str(caught.value) == sentences.NO_CODES


def test_the_first_paragraph_is_no_part_of_a_title_of_two_lines():
    sheet = Sheet()
    sheet.text(190, 50, "青山综合实验区管理局", 22)
    sheet.text(72, 90, "二〇二二年度政府信息公开工作年度报告全文", 21)
    sheet.text(104, 130, "本报告中所列数据的统计期限自二〇二二年的一月一", 16)
    sheet.text(72, 155, "日起至十二月三十一日止。", 16)
    headings = ["一、总体情况", "（一）主动公开", "（二）依申请公开", "（三）管理", "（四）平台"]
    for number, heading in enumerate(headings):
        sheet.text(104, 190 + 30 * number, heading, 16)
    assert texts(result_of(sheet).value)[:3] == [
        "青山综合实验区管理局",
        "二〇二二年度政府信息公开工作年度报告全文",
        "本报告中所列数据的统计期限自二〇二二年的一月一日起至十二月三十一日止。",
    ]


def test_a_heading_under_a_full_line_without_indents_is_a_paragraph_of_its_own():
    sheet = Sheet()
    full = "本报告由总体情况等六部分组成所列数据的统计期限为当年一月至十二月底。"
    sheet.lines(72, 60, [full, "一、总体情况", full, "（一）主动公开。公开信息。", full], pitch=1.5)
    assert "一、总体情况" in texts(result_of(sheet).value)


def test_a_page_that_unpacks_to_millions_of_characters_is_unread_in_little_memory():
    bomb = zlib.compress(b"BT /F1 9 Tf " + b"<4e00> Tj " * 1_500_000 + b"ET", 9)
    first, second = Sheet(), Sheet()
    first.text(72, 60, "二、主动公开政府信息情况")
    second.content.append("PLACE")
    data = pdf(first, second).replace(
        b"<</Length 5>>\nstream\nPLACE", b"<</Length %d/Filter/FlateDecode>>\nstream\n%s" % (len(bomb), bomb)
    )
    assert len(data) < 100_000
    result = read_bytes(data, "a.pdf")
    [region] = result.value.unread
    assert (region.place.page, region.whole_page) == (2, True)
    assert "第 2 页损坏或内容异常庞大" in messages(result)[0]


def test_a_damaged_file_whose_pages_hold_nothing_is_called_damaged():
    with pytest.raises(ReadError) as caught:
        result_of(Sheet(), Sheet())
    assert str(caught.value) == sentences.DAMAGED


def test_a_character_larger_than_any_page_takes_no_time():
    [sheet] = with_table()
    painted(sheet, "县", 10, 800, 9_999_999)
    start = time.process_time()
    result_of(sheet)
    assert time.process_time() - start < 2


def test_a_damaged_count_of_pages_takes_no_time():
    [sheet] = with_table()
    data = pdf(sheet).replace(b"/Count 1>>", b"/Count 65536>>")
    start = time.process_time()
    result = read_bytes(data, "a.pdf")
    assert time.process_time() - start < 1
    assert grid(tables(result.value)[0]) == ROWS


@pytest.mark.parametrize(
    ("size", "angle", "colour"),
    [(10, 0, "0 0 1 rg"), (14, 0, "0.4 g"), (14, 3, "0.2 g"), (10, 90, "0 g"), (6, 0, "0 g")],
)
def test_a_figure_with_strange_digits_on_it_is_unread_and_named(size: int, angle: int, colour: str):
    [sheet] = with_table()
    painted(sheet, "25", 142, 113, size, angle, colour)
    result = result_of(sheet)
    [table] = tables(result.value)
    assert {cell.text for cell in table.cells} - {text for row in ROWS for text in row} == {""}
    assert [cell.unread for cell in table.cells if not cell.text] == [sentences.MIXED_IN_CELL]
    assert "数字上叠有" in messages(result)[0]


def test_tiles_of_a_faint_sloping_watermark_may_outnumber_the_text():
    [sheet] = with_table()
    for top in range(60, 800, 12):
        painted(sheet, "张三 1234 张三 1234 张三 1234", 60, top, 9, 20, "0.85 g")
    assert [grid(table) for table in tables(result_of(sheet).value)] == [ROWS]


def test_a_title_under_a_sloping_watermark_stays():
    sheet = Sheet()
    sheet.text(30, 60, "云溪县民政局2023年政府信息公开工作年度报告", 24)
    sheet.table(72, 140, ROWS * 4)
    for x in range(20, 500, 20):
        painted(sheet, "内部资料", x, 90, 16, 45)
    result = result_of(sheet)
    assert texts(result.value) == ["云溪县民政局2023年政府信息公开工作年度报告"]
    assert "年度报告" not in messages(result)[0]


def test_nearly_white_tiles_are_left_out():
    [sheet] = with_table()
    for x in (76, 136, 196):
        painted(sheet, "样稿", x, 133, 9, colour="0.985 g")
    assert [grid(table) for table in tables(result_of(sheet).value)] == [ROWS]


def test_a_single_grey_word_that_covers_nothing_is_left_out_where_every_page_has_it():
    """On the second page it stands in the cell of a figure, which would read "0 机密" and be lost."""
    sheets = [Sheet(), Sheet()]
    for number, sheet in enumerate(sheets):
        sheet.text(72, 60, f"{'一二'[number]}、情况")
        painted(sheet, "机密1年", 160, 150, 9, colour="0.5 g")
        sheet.text(72, 700, "以上。")
    sheets[1].table(72, 130, [["规章", "0", "12"], ["合计", "3", "57"]])
    result = result_of(*sheets)
    assert [grid(table) for table in tables(result.value)] == [[["规章", "0", "12"], ["合计", "3", "57"]]]
    assert [message.startswith("第 1、2 页有水印") for message in messages(result)] == [True]


def test_a_coloured_header_line_of_every_page_is_no_watermark():
    sheets = [Sheet(), Sheet()]
    for number, sheet in enumerate(sheets):
        painted(sheet, "云溪县民政局文件", 72, 40, 10, colour="1 0 0 rg")
        sheet.text(72, 60, f"{'一二'[number]}、情况")
        sheet.text(72, 700, "以上。")
    assert not messages(result_of(*sheets))
