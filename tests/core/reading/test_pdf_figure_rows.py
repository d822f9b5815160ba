"""Tables without drawn lines whose labels wrap."""

import pytest
from pdf_support import Sheet, pdf
from reading_support import grid, shape_of, spans, tables, texts

from core.document import Document
from core.reading import read_bytes

COLUMNS = [220, 260, 300, 340, 380, 420, 460]


def opened(*sheets: Sheet) -> Document:
    return read_bytes(pdf(*sheets), "报告.pdf").value


def figures(sheet: Sheet, top: float, row: str, columns=COLUMNS) -> list[str]:
    values = row.split()
    for x, value in zip(columns, values, strict=True):
        sheet.text(x, top, value)
    return values


def test_a_label_beside_whose_middle_the_figures_stand_is_one_cell():
    sheet = Sheet()
    sheet.text(72, 80, "三、收到和处理申请情况")
    first = figures(sheet, 120, "1 0 0 2 0 0 3")
    sheet.text(90, 120, "1.属于秘密")
    sheet.lines(90, 143, ["2.其他法律行政法规", "禁止公开"], pitch=1.3)
    second = figures(sheet, 149.5, "0 0 0 0 0 0 0")
    sheet.lines(90, 175, ["3.危及安全与社会", "稳定和经济安全一", "稳定"], pitch=1.3)
    third = figures(sheet, 188, "4 0 0 0 0 0 4")
    sheet.text(72, 230, "四、行政复议情况")
    document = opened(sheet)
    assert shape_of(document) == "PTP"
    assert grid(tables(document)[0]) == [
        ["1.属于秘密", *first],
        ["2.其他法律行政法规\n禁止公开", *second],
        ["3.危及安全与社会\n稳定和经济安全一\n稳定", *third],
    ]


def test_a_label_that_begins_beside_its_figures_is_one_cell_though_all_lines_stand_equally_apart():
    sheet = Sheet()
    expected = []
    top = 100.0
    for number, lines in enumerate((["1.信访举", "报投诉类", "申请"], ["2.重复", "申请"], ["3.其他"]), 1):
        row = figures(sheet, top, f"{number} 0 0 0 0 0 {number}")
        top = sheet.lines(150, top, lines, pitch=1.3)
        expected.append(["\n".join(lines), *row])
    assert [grid(table) for table in tables(opened(sheet))] == [expected]


def test_the_name_of_a_group_stands_in_a_column_of_its_own():
    sheet = Sheet()
    sheet.lines(72, 100, ["三、本年", "度办理结", "果"], pitch=1.3)
    sheet.text(120, 100, "（一）予以公开")
    figures(sheet, 100, "7 0 0 0 0 0 7")
    sheet.text(120, 113, "（二）部分公开")
    figures(sheet, 113, "5 0 0 0 0 0 5")
    sheet.text(120, 140, "（三）其他处理")
    figures(sheet, 140, "2 0 0 0 0 0 2")
    [table] = tables(opened(sheet))
    assert spans(table)["三、本年\n度办理结\n果"] == (0, 0, 2, 1)
    assert spans(table)["（二）部分公开"] == (1, 1, 1, 1)


def test_figures_in_narrow_columns_are_not_one_number():
    sheet = Sheet()
    narrow = [150 + 14 * column for column in range(15)]
    figures(sheet, 100, "1 0 2 0 3 12 0 0 0 12 0 0 0 0 0", narrow)
    [table] = tables(opened(sheet))
    assert grid(table) == [["1", "0", "2", "0", "3", "12", "0", "0", "0", "12", "0", "0", "0", "0", "0"]]


@pytest.mark.parametrize("text", ["2023 1 2 3 4 5", "分别为 1 2 3 4 5 6 7 件"])
def test_a_line_of_prose_with_figures_is_no_table(text: str):
    sheet = Sheet()
    sheet.text(72, 100, text)
    assert not tables(opened(sheet))


def test_nothing_near_the_rows_is_lost():
    sheet = Sheet()
    sheet.text(72, 87, "表前一行")
    figures(sheet, 100, "1 0 0 2 0 0 3")
    sheet.text(72, 113, "中间的名称")
    sheet.text(72, 126, "又一名称")
    figures(sheet, 139, "1 0 0 2 0 0 3")
    sheet.text(72, 160, "表后一行")
    document = opened(sheet)
    found = "".join(texts(document)) + "".join(cell.text for table in tables(document) for cell in table.cells)
    assert all(word in found.replace("\n", "") for word in ("表前一行", "中间的名称", "又一名称", "表后一行"))


def test_a_row_of_three_figures_beside_the_middle_of_its_label_is_a_row_of_the_table():
    sheet = Sheet()
    for top, row in ((100, ["信息内容", "上一年数量", "增减", "处理数量"]), (120, ["行政许可", "5", "+1", "6"])):
        for x, text in zip((72, 220, 310, 400), row, strict=True):
            sheet.text(x, top, text)
    sheet.lines(72, 140, ["其他对外管理服务", "事项"], pitch=1.3)
    for x, text in zip((220, 310, 400), ("7", "-1", "8"), strict=True):
        sheet.text(x, 146.5, text)
    assert grid(tables(opened(sheet))[0])[2] == ["其他对外管理服务事项", "7", "-1", "8"]


def test_rows_too_few_for_a_table_are_lines_of_their_own():
    sheet = Sheet()
    for top, row in ((100, ["信息内容", "上一年数量", "本年增减"]), (115, ["行政事业性收费", "13", "0"])):
        for x, text in zip((72, 220, 310), row, strict=True):
            sheet.text(x, top, text)
    assert texts(opened(sheet)) == ["信息内容 上一年数量 本年增减", "行政事业性收费 13 0"]
