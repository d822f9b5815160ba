import io
from itertools import pairwise

import pdfplumber
import pytest
from pdf_support import Sheet, pdf
from reading_support import grid, messages, paras, shape_of, spans, tables, texts

from core.document import Document, Result
from core.errors import Cancelled, PicturesOnly, ReadError
from core.reading import read_bytes
from core.reading.pdf import pdfium, reader

ROWS = [["规章", "0", "12"], ["规范性文件", "3", "45"], ["合计", "3", "57"]]
PROSE = "云溪县民政局坚持以公开为常态不公开为例外全年主动公开信息一百余条"  # 32 characters


def result_of(*sheets: Sheet, **options) -> Result[Document]:
    return read_bytes(pdf(*sheets, **options), "报告.pdf")


def opened(*sheets: Sheet) -> Document:
    return result_of(*sheets).value


def plumbed(data: bytes) -> list[list[list[str]]]:
    """The same tables by pdfplumber alone: the second opinion."""
    with pdfplumber.open(io.BytesIO(data)) as file:
        found = [table for page in file.pages for table in page.extract_tables()]
    return [[[cell for cell in row if cell is not None] for row in table] for table in found]


# --- tables ---------------------------------------------------------------------------------------------------------


def test_cells_have_text_page_and_box():
    first, second = Sheet(), Sheet()
    first.text(72, 60, "甲")
    second.table(72, 100, ROWS)
    document = opened(first, second)
    [table] = tables(document)
    assert grid(table) == ROWS
    cell = table.by_row()[1][2]
    assert (cell.text, cell.place.page, cell.place.block) == ("45", 2, 1)
    assert cell.place.box == pytest.approx((192, 120, 252, 140), abs=1)
    assert table.place.box == pytest.approx((72, 100, 252, 160), abs=1)


def test_same_cells_as_pdfplumber():
    sheet = Sheet()
    sheet.table(72, 100, ROWS)
    sheet.table(72, 300, [["商业\n企业", "科研\n机构"], ["1", "2"]], height=40)
    data = pdf(sheet)
    assert [grid(table) for table in tables(read_bytes(data, "a.pdf").value)] == plumbed(data)


def test_missing_lines_are_merged_cells():
    sheet = Sheet()
    xs, ys = [72, 132, 192, 252], [100, 120, 140, 160]
    for y in ys:
        sheet.line(132 if y == 140 else 72, y, 252, y)
    for x in xs:
        sheet.line(x, 120 if x == 192 else 100, x, 160)
    sheet.text(80, 134, "高")
    sheet.text(150, 104, "宽")
    sheet.text(200, 144, "7")
    table = tables(opened(sheet))[0]
    assert spans(table)["高"] == (1, 0, 2, 1)
    assert spans(table)["宽"] == (0, 1, 1, 2)
    assert spans(table)["7"] == (2, 2, 1, 1)


@pytest.mark.parametrize("style", ["strips", "outlines", "dashes", "double", "filled cells"])
def test_borders_drawn_in_other_ways(style: str):
    sheet = Sheet()
    xs, ys = [72, 132, 192, 252], [100, 120, 140, 160]
    sheet.fill(xs, ys, ROWS)
    draw = {"strips": strips, "outlines": outlines, "dashes": dashes, "double": double, "filled cells": filled}
    draw[style](sheet, xs, ys)
    assert [grid(table) for table in tables(opened(sheet))] == [ROWS]


def strips(sheet: Sheet, xs, ys) -> None:
    for y in ys:
        sheet.box(xs[0], y, xs[-1], y + 0.5, "f")
    for x in xs:
        sheet.box(x, ys[0], x + 0.5, ys[-1], "f")


def outlines(sheet: Sheet, xs, ys) -> None:
    for left, right in pairwise(xs):
        for top, bottom in pairwise(ys):
            sheet.box(left, top, right, bottom)


def dashes(sheet: Sheet, xs, ys) -> None:
    for y in ys:
        for x in range(72, 252, 5):
            sheet.line(x, y, x + 3, y)
    for x in xs:
        for y in range(100, 160, 5):
            sheet.line(x, y, x, y + 3)


def double(sheet: Sheet, xs, ys) -> None:
    sheet.grid(xs, ys)
    sheet.grid([x + 1.5 for x in xs], [y + 1.5 for y in ys])


def filled(sheet: Sheet, xs, ys) -> None:
    sheet.content.insert(0, "0.9 g")
    for left, right in pairwise(xs):
        for top, bottom in pairwise(ys):
            sheet.box(left, top, right, bottom, "f")
    sheet.content.append("0 g")
    sheet.fill(xs, ys, ROWS)


def test_table_open_at_both_sides_keeps_its_outer_columns():
    sheet = Sheet()
    xs, ys = [72, 132, 192, 252], [100, 120, 140, 160]
    for y in [*ys, 180]:
        sheet.line(72, y, 252, y)
    for x in (132, 192):
        sheet.line(x, 120, x, 180)
    sheet.text(130, 104, "整行标题")
    sheet.fill(xs, [*ys[1:], 180], ROWS)
    assert [grid(table) for table in tables(opened(sheet))] == [[["整行标题"], *ROWS]]


def test_frame_around_the_page_is_no_table():
    sheet = Sheet()
    sheet.box(40, 40, 555, 800)
    sheet.text(72, 60, "标题")
    sheet.table(72, 100, ROWS)
    sheet.text(72, 300, "落款")
    assert shape_of(opened(sheet)) == "PTP"


def test_table_inside_a_layout_table():
    sheet = Sheet()
    sheet.grid([50, 300, 550], [80, 400])
    sheet.text(60, 90, "左边")
    sheet.text(310, 90, "右边")
    sheet.table(72, 120, ROWS)
    document = opened(sheet)
    assert [grid(table) for table in tables(document)] == [ROWS]
    assert "左边" in texts(document)[0] and "右边" in texts(document)[0]


def test_painted_lines_of_text_are_no_table():
    sheet = Sheet()
    sheet.content.append("0.9 g")
    for top in range(100, 180, 16):
        sheet.box(72, top, 400, top + 16, "f")
    sheet.content.append("0 g")
    sheet.lines(72, 103, ["一、甲", "二、乙", "三、丙", "四、丁", "五、戊"], pitch=1.6)
    assert shape_of(opened(sheet)) == "PPPPP"


def test_table_that_runs_off_the_page_is_read_as_far_as_it_goes_and_said_so():
    sheet = Sheet(crop=(0, 0, 220, 842))
    sheet.table(72, 100, ROWS)
    result = result_of(sheet)
    assert grid(tables(result.value)[0]) == ROWS
    assert ["超出了页面" in message for message in messages(result)] == [True]


def test_underlines_and_stray_lines_are_no_tables():
    sheet = Sheet()
    sheet.text(72, 60, "单位：云溪县民政局")
    sheet.line(72, 72, 200, 72)
    sheet.line(300, 50, 300, 90)
    assert shape_of(opened(sheet)) == "P"


def test_stray_line_beside_a_table_adds_no_column():
    sheet = Sheet()
    sheet.table(72, 100, ROWS)
    sheet.line(252, 130, 300, 130)
    [table] = tables(opened(sheet))
    assert (table.rows, table.columns) == (3, 3)


def test_figure_broken_in_a_narrow_cell_is_one_figure_and_said_so():
    sheet = Sheet()
    sheet.table(72, 100, [["28068\n751", "12\n34"]], width=34, height=40)
    result = result_of(sheet)
    assert grid(tables(result.value)[0]) == [["28068751", "12\n34"]]
    assert ["28068751" in message for message in messages(result)] == [True]


# --- tables over pages ----------------------------------------------------------------------------------------------

NARROW = [72, 132, 154, 176]


def over_pages(*pages: tuple[list[float], list[list[str]]]) -> Document:
    """Pages each filled by a piece of a table: lines at the xs given, rows 20 points high (40 for two lines)."""
    sheets = []
    for number, (xs, rows) in enumerate(pages, 1):
        sheet = Sheet()
        top = 800 - 40 * len(rows) if number < len(pages) else 72
        ys = [top + 40 * i for i in range(len(rows) + 1)]
        sheet.grid(xs, ys)
        sheet.fill(xs, ys, rows)
        sheet.text(280, 810, f"- {number} -")
        sheets.append(sheet)
    return opened(*sheets)


def one_grid(*pages: tuple[list[float], list[list[str]]]) -> list[list[str]]:
    [table] = tables(over_pages(*pages))
    return grid(table)


UPPER = [["甲", "1", "2"], ["5.要求重新", "14", "15"]]
LOWER = [["6.其他", "4", "5"], ["乙", "3", "4"]]


def test_table_over_three_pages_is_one_table_whose_cells_know_their_pages():
    [table] = tables(over_pages((NARROW, UPPER), (NARROW, LOWER), (NARROW, [["丙", "8", "9"], ["丁", "6", "7"]])))
    assert grid(table) == [*UPPER, *LOWER, ["丙", "8", "9"], ["丁", "6", "7"]]
    assert [cell.place.page for cell in table.cells if cell.column == 0] == [1, 1, 2, 2, 3, 3]
    assert [cell.place.row for cell in table.cells if cell.column == 0] == list(range(6))


def test_row_cut_by_the_page_is_one_row_and_its_broken_figure_one_figure():
    lower = [["出具信息", "4", ""], ["乙", "3", "4"]]
    found = one_grid((NARROW, UPPER), (NARROW, lower))
    assert found == [["甲", "1", "2"], ["5.要求重新\n出具信息", "144", "15"], ["乙", "3", "4"]]


def test_label_cut_by_the_page_is_one_label():
    found = one_grid((NARROW, UPPER), (NARROW, [["出具信息", "", ""], ["乙", "3", "4"]]))
    assert found[1] == ["5.要求重新\n出具信息", "14", "15"]


@pytest.mark.parametrize("row", [["6.其他", "4", "5"], ["", "4", "件"], ["出具", "444", "5"]])
def test_row_of_its_own_on_the_next_page_stays(row: list[str]):
    assert one_grid((NARROW, UPPER), (NARROW, [row, ["乙", "3", "4"]])) == [*UPPER, row, ["乙", "3", "4"]]


def test_short_figures_are_never_joined_over_pages():
    upper = [["甲", "1", "2"], ["5.要求重新", "1", "5"]]
    assert one_grid((NARROW, upper), (NARROW, [["", "4", "6"], ["乙", "3", "4"]]))[:3] == [*upper, ["", "4", "6"]]


def test_figure_alone_on_the_next_page_is_not_lost():
    wide = [72, 94, 116, 138, 160, 182, 204]
    found = one_grid(
        (wide, [["一", "二", "三", "四", "五", "六"], ["1", "2", "880", "4", "5", "6"]]),
        (wide, [[*["", ""], "95", *[""] * 3]]),
    )
    assert found == [["一", "二", "三", "四", "五", "六"], ["1", "2", "88095", "4", "5", "6"]]


def test_header_cut_from_its_rows_is_counted_in_their_columns():
    wide = ([72, 132, 252], [["名称", "数量"], ["单位", "其中"]])
    full = ([72, 132, 192, 252], [["甲", "1", "2"], ["乙", "3", "4"]])
    [table] = tables(over_pages(wide, full))
    assert spans(table)["数量"] == (0, 1, 1, 2)
    assert spans(table)["4"] == (3, 2, 1, 1)
    assert table.columns == 3


def test_header_cut_between_its_rows_keeps_its_fields_whole():
    first, second = Sheet(), Sheet()
    first.text(72, 300, "表前文字")
    first.grid([72, 92, 192], [740, 800])
    first.lines(76, 744, ["结", "果"], pitch=1.2)
    first.text(110, 744, "行政诉讼")
    second.grid([72, 92, 142, 192], [72, 112, 152])
    second.fill([72, 92, 142], [72, 112], [["维\n持", "总计", "其他"], ["1", "2", "3"]])
    [table] = tables(opened(first, second))
    assert spans(table)["结\n果\n维\n持"] == (0, 0, 2, 1)
    assert spans(table)["行政诉讼"] == (0, 1, 1, 2)
    assert grid(table)[1:] == [["总计", "其他"], ["1", "2", "3"]]


def test_header_line_cut_by_the_page_is_one_line():
    xs = [72, 132, 166, 200]
    upper = ["申请人", "商业", "社会"]
    found = one_grid((xs, [["一", "二", "三"], upper]), (xs, [["", "企业", "组织"], ["甲", "1", "2"]]))
    assert found[1:] == [["申请人", "商业\n企业", "社会\n组织"], ["甲", "1", "2"]]


def test_group_label_that_goes_on_over_the_page_is_one_field():
    first, second = Sheet(), Sheet()
    xs = [72, 92, 152, 212]
    for sheet, ys, texts_ in (
        (first, [740, 760, 780, 800], ["1.甲", "2.乙", "3.丙"]),
        (second, [72, 92, 112], ["4.丁", "5.戊"]),
    ):
        for y in ys:
            sheet.line(xs[0] if y in (ys[0], ys[-1]) else xs[1], y, xs[-1], y)
        for x in xs:
            sheet.line(x, ys[0], x, ys[-1])
        sheet.fill(xs[1:], ys, [[text, "1"] for text in texts_])
    first.lines(76, 744, ["不", "予"], pitch=1.2)
    second.lines(76, 76, ["公", "开"], pitch=1.2)
    [table] = tables(opened(first, second))
    assert spans(table)["不\n予\n公\n开"] == (0, 0, 5, 1)


def test_other_tables_at_a_page_end_stay_apart():
    for other in (([72, 160, 300], LOWER), ([72, 100, 120, 176], LOWER)):
        rows = [row[: len(other[0]) - 1] for row in other[1]]
        assert len(tables(over_pages((NARROW, UPPER), (other[0], rows)))) == 2


def test_tables_with_text_between_stay_apart():
    first, second = Sheet(), Sheet()
    first.table(72, 700, ROWS)
    second.text(72, 72, "另一张表")
    second.table(72, 100, ROWS)
    assert len(tables(opened(first, second))) == 2


def test_aligned_text_without_lines_is_a_table():
    sheet = Sheet()
    sheet.text(72, 60, "下表列出各项数字")
    sheet.fill([72, 200, 300, 400], [100, 120, 140, 160], ROWS)
    sheet.text(72, 200, "表后文字")
    document = opened(sheet)
    assert shape_of(document) == "PTP"
    assert grid(tables(document)[0]) == ROWS


# --- paragraphs -----------------------------------------------------------------------------------------------------


def test_lines_are_joined_by_indent_and_measure():
    sheet = Sheet()
    sheet.text(72, 50, "一、总体情况")
    sheet.text(92, 70, PROSE[:30])
    sheet.lines(72, 85, [PROSE, PROSE[:10]])
    sheet.text(92, 115, PROSE[:30])
    sheet.lines(72, 130, [PROSE])
    assert texts(opened(sheet)) == ["一、总体情况", PROSE[:30] + PROSE + PROSE[:10], PROSE[:30] + PROSE]


def test_paragraph_goes_on_over_the_page():
    first, second = Sheet(), Sheet()
    first.text(92, 740, PROSE[:30])
    first.lines(72, 755, [PROSE] * 2)
    second.lines(72, 72, [PROSE, "到此为止。"])
    second.text(92, 110, "另起一段")
    document = opened(first, second)
    assert texts(document) == [PROSE[:30] + PROSE * 3 + "到此为止。", "另起一段"]
    place = paras(document)[0].place
    assert place.page == 1 and place.box[3] == pytest.approx(780, abs=3)


def test_wrapped_title_is_one_paragraph():
    sheet = Sheet()
    sheet.text(72, 50, "云溪县民政局政府信息公开工作年度报", 20)
    sheet.text(202, 80, "告及附件", 20)
    sheet.text(92, 130, PROSE[:32])
    sheet.lines(72, 145, [PROSE + "一二"] * 3)
    assert texts(opened(sheet))[0] == "云溪县民政局政府信息公开工作年度报告及附件"


def test_words_apart_get_a_blank_and_figures_stay_whole():
    sheet = Sheet()
    sheet.text(72, 50, "共")
    sheet.text(82, 50, "12,345")
    sheet.text(112, 50, "件")
    sheet.text(160, 50, "6")
    assert texts(opened(sheet)) == ["共12,345件 6"]


def test_space_that_programs_set_between_chinese_and_figures_is_no_blank():
    sheet = Sheet()
    for x, text in ((72, "共"), (84.4, "12"), (96.9, "件"), (110.1, "34")):
        sheet.text(x, 50, text)
    assert texts(opened(sheet)) == ["共12件 34"]


def test_bold_by_double_printing_counts_once():
    sheet = Sheet()
    sheet.text(72, 50, "总计11件")
    sheet.text(72.4, 50, "总计11件")
    assert texts(opened(sheet)) == ["总计11件"]


def test_radicals_are_read_as_the_characters_they_look_like():
    sheet = Sheet()
    sheet.text(72, 50, "⼀、主动公开⽅⾯")
    assert texts(opened(sheet)) == ["一、主动公开方面"]


# --- margins --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", ["- {} -", "— {} —", "第 {} 页", "{}/3", "{}"])
def test_page_numbers_are_dropped(shown: str):
    sheets = [Sheet(), Sheet(), Sheet()]
    for number, sheet in enumerate(sheets, 1):
        sheet.text(72, 300, f"正文之{'甲乙丙'[number - 1]}")
        sheet.text(280, 790, shown.format(number))
    assert texts(opened(*sheets)) == ["正文之甲", "正文之乙", "正文之丙"]


def test_figures_in_the_margin_that_count_nothing_stay():
    sheets = [Sheet(), Sheet()]
    for sheet, figure in zip(sheets, ("45", "17"), strict=True):
        sheet.text(72, 300, "本年收到申请")
        sheet.text(280, 790, figure)
    assert texts(opened(*sheets)) == ["本年收到申请", "45", "本年收到申请", "17"]


def test_figures_of_a_table_that_reaches_into_the_margin_stay():
    sheets = [Sheet(), Sheet()]
    for number, sheet in enumerate(sheets, 1):
        sheet.table(72, 760, [["甲", str(number)], ["乙", str(number)]])
    assert [grid(t) for t in tables(opened(*sheets))] == [[["甲", "1"], ["乙", "1"], ["甲", "2"], ["乙", "2"]]]


def test_header_on_every_page_floats_once():
    sheets = [Sheet() for _ in range(4)]
    for number, sheet in enumerate(sheets):
        sheet.text(72, 30, "云溪县政务公开")
        sheet.text(72, 300, f"正文{'甲乙丙丁'[number]}")
    found = paras(opened(*sheets))
    assert [p.text for p in found if p.floating] == ["云溪县政务公开"]
    assert [p.text for p in found if not p.floating] == ["正文甲", "正文乙", "正文丙", "正文丁"]


def test_prose_that_happens_to_repeat_at_the_top_stays():
    sheets = [Sheet() for _ in range(10)]
    for number, sheet in enumerate(sheets):
        sheet.text(72, 72, PROSE if number % 5 == 0 else f"第{number}项工作进展")
        sheet.text(72, 300, "正文")
    assert texts(opened(*sheets)).count(PROSE) == 2


# --- pages ----------------------------------------------------------------------------------------------------------


def test_rotated_page_is_read_as_shown():
    sheet = Sheet(width=842, height=595, rotate=0)
    sheet.table(72, 100, ROWS)
    upright = tables(opened(sheet))[0]
    turned = Sheet(width=595, height=842, rotate=90)
    # The same page drawn sideways on paper that is turned when shown.
    turned.content = ["q 0 1 -1 0 595 0 cm", *sheet.content, "Q"]
    [table] = tables(opened(turned))
    assert grid(table) == ROWS
    assert table.place.box == pytest.approx(upright.place.box, abs=1)


def test_sideways_text_on_an_upright_page_is_turned_and_placed_where_it_is_seen():
    sheet = Sheet()
    sheet.content.append("q 0 1 -1 0 595 0 cm")
    inner = Sheet(width=842, height=595)
    inner.table(72, 100, ROWS)
    sheet.content += [*inner.content, "Q"]
    [table] = tables(opened(sheet))
    assert grid(table) == ROWS
    assert table.place.box == pytest.approx((100, 590, 160, 770), abs=1)


def test_what_lies_outside_the_crop_box_is_not_read():
    sheet = Sheet(crop=(50, 50, 400, 500))
    sheet.text(10, 20, "裁掉的字")
    sheet.text(72, 100, "看得见")
    [para] = paras(opened(sheet))
    assert para.text == "看得见"
    assert para.place.box[:2] == pytest.approx((22, 50), abs=2)


def test_filled_form_fields_are_text():
    sheet = Sheet()
    sheet.grid([72, 132, 192], [100, 120, 140])
    sheet.text(77, 104, "甲")
    sheet.fields.append(((133, 101, 191, 119), "58"))
    assert grid(tables(opened(sheet))[0])[0] == ["甲", "58"]


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("installed", [True, False], ids=["with the add-on", "without"])
def test_a_file_of_pictures_names_its_pages_and_what_to_do(monkeypatch, installed):
    monkeypatch.setattr("core.reading.scan.available", lambda: installed)
    sheet = Sheet()
    sheet.box(0, 0, 595, 842, "f")
    with pytest.raises(PicturesOnly, match="扫描件") as caught:
        result_of(*[sheet] * 2)
    told = str(caught.value)
    assert "第 1、2 页" in told and "新建空表" in told
    assert ("没有认出文字" in told, "安装“扫描件识别”组件" in told) == (installed, not installed)


def test_a_page_that_is_a_picture_is_named_with_what_the_add_on_would_do(monkeypatch):
    monkeypatch.setattr("core.reading.scan.available", lambda: False)
    text, picture = Sheet(), Sheet()
    text.text(72, 300, "正文")
    picture.content.append("q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q")
    [told] = messages(result_of(text, picture))
    assert "第 2 页整页是图片" in told and "安装“扫描件识别”组件" in told


def test_recognised_scan_is_read_with_a_warning():
    sheet = Sheet()
    sheet.content.append("q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q")
    sheet.text(72, 100, "识别出来的字", mode=3)
    result = result_of(sheet)
    assert texts(result.value) == ["识别出来的字"]
    assert any("扫描件" in message for message in messages(result))


def test_large_pictures_beside_the_text_are_named():
    sheets = [Sheet(), Sheet()]
    for sheet, size in zip(sheets, (30, 400), strict=True):
        sheet.text(72, 300, "正文")
        sheet.content.append(f"q {size} 0 0 {size} 100 100 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q")
    result = result_of(*sheets)
    assert texts(result.value) == ["正文", "正文"]
    assert ["第 2 页有大幅图片" in message for message in messages(result)] == [True]


def test_locked_file_is_named_as_one():
    with pytest.raises(ReadError, match="密码"):
        result_of(Sheet(), user_password=True)


@pytest.mark.parametrize("cut", [30, 400])
def test_damaged_file_is_refused_in_one_sentence(cut: int):
    with pytest.raises(ReadError) as caught:
        read_bytes(pdf(Sheet())[:cut], "a.pdf")
    assert str(caught.value).count("。") == 1


def test_broken_cross_references_are_rebuilt():
    sheet = Sheet()
    sheet.table(72, 100, ROWS)
    data = pdf(sheet)
    broken = data[: data.rindex(b"xref\n0")] + b"trailer\n<</Root 1 0 R>>\nstartxref\n99999\n%%EOF"
    assert grid(tables(read_bytes(broken, "a.pdf").value)[0]) == ROWS


def test_junk_before_the_header_is_passed_over():
    sheet = Sheet()
    sheet.text(72, 60, "正文")
    assert texts(read_bytes(b"\r\n\r\n" + pdf(sheet), "a.pdf").value) == ["正文"]


def test_progress_counts_pages_and_may_cancel():
    sheets = [Sheet() for _ in range(3)]
    for sheet in sheets:
        sheet.text(72, 60, "正文")
    seen: list[tuple[int, int]] = []
    read_bytes(pdf(*sheets), "a.pdf", lambda done, total: seen.append((done, total)))
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]

    def stop(done: int, total: int) -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_bytes(pdf(*sheets), "a.pdf", stop)


def test_slow_reader_takes_over_and_reads_the_same(monkeypatch: pytest.MonkeyPatch):
    sheet = Sheet(crop=(20, 20, 580, 800))
    sheet.text(92, 50, PROSE[:30])
    sheet.lines(72, 65, [PROSE, "完。"])
    sheet.table(72, 120, ROWS)
    fast = opened(sheet)

    def refuse(data: bytes) -> None:
        raise pdfium.Damaged

    monkeypatch.setattr(pdfium, "PdfiumFile", refuse)
    slow = reader.read(pdf(sheet)).value
    assert texts(slow) == texts(fast)
    assert [grid(table) for table in tables(slow)] == [grid(table) for table in tables(fast)]
    assert tables(slow)[0].place.box == pytest.approx(tables(fast)[0].place.box, abs=1)
