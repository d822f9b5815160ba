import pytest
from reading_support import grid, paras, shape_of, tables, texts

from core.document import Document
from core.errors import ReadError
from core.reading import read_bytes, read_text


def opened(content: str) -> Document:
    return read_text(content).value


# --- one cell a line ------------------------------------------------------------------------------------------------

CELLS = "\t规章\n\t0\n\t 1\n\t\n\n\t文件\n\t2\n\t\u3000\n\t4\n"


def test_one_cell_a_line_behind_tabs_with_empty_lines_between_rows():
    [table] = tables(opened(CELLS))
    assert table.ragged and grid(table) == [["规章", "0", " 1", ""], ["文件", "2", "\u3000", "4"]]
    assert table.cells[5].place.row == 1 and table.cells[5].place.column == 1


def test_line_without_tab_continues_the_cell_above():
    [table] = tables(opened("\t商业\n企业\n\t科研\n机构\n\n\t1\n\t2\n\n\n之后的段落"))
    assert grid(table) == [["商业\n企业", "科研\n机构"], ["1", "2"]]


def test_text_after_a_table_is_not_drawn_into_it():
    document = opened(CELLS + "\n\n\n三、收到申请情况\n" + CELLS + "\n四、复议情况\n\n" + CELLS)
    assert shape_of(document) == "TPTPT"
    assert texts(document) == ["三、收到申请情况", "四、复议情况"]


def test_text_right_behind_the_last_cell_stays_text():
    document = opened("\t甲\n\t1\n\n\t乙\n\t2\n五、存在的问题\n一是人手不足。\n")
    assert texts(document) == ["五、存在的问题", "一是人手不足。"]


def test_paragraphs_indented_by_tabs_are_no_table():
    prose = "\t云溪县民政局坚持以公开为常态，不断完善制度，做好了各项工作。\n"
    document = opened(prose * 5 + CELLS)
    assert shape_of(document) == "PPPPPT"


# --- rows -----------------------------------------------------------------------------------------------------------


def test_tab_separated_rows_keep_their_blank_cells():
    [table] = tables(opened("三、办理结果\t（一）公开\t0\t\n\t（二）部分\t1\t2\n"))
    assert grid(table) == [["三、办理结果", "（一）公开", "0", ""], ["", "（二）部分", "1", "2"]]


def test_cells_that_excel_quoted_for_their_line_breaks():
    [table] = tables(opened('"商业\n企业"\t"说""明"\n1\t2\n'))
    assert grid(table) == [["商业\n企业", '说"明'], ["1", "2"]]


def test_tables_with_an_empty_line_between_are_two():
    assert shape_of(opened("a\t1\nb\t2\n\nc\t3\nd\t4\n")) == "TT"


def test_markdown_table_without_its_rule_line():
    [table] = tables(opened("| 名 | **数** |\n|:---|---:|\n| 甲\\|乙 | 1<br>2 |\n|  | 3 |\n"))
    assert grid(table) == [["名", "数"], ["甲|乙", "1\n2"], ["", "3"]]


def test_pipes_without_outer_bars():
    assert grid(tables(opened("名 | 数 | 注\n--- | --- | ---\n甲 | 1 | x\n"))[0]) == [
        ["名", "数", "注"],
        ["甲", "1", "x"],
    ]


def test_comma_separated_lines():
    assert grid(tables(opened('名,数,注\n甲,1,\n乙,2,\n丙,"3,000",x\n'))[0])[3] == ["丙", "3,000", "x"]


def test_rows_copied_out_of_a_pdf():
    content = (
        "申请人情况\n一、本年新收 2 0 0 1 3\n二、上年结转\n申请数量 0 / 0 0 0\n（一）予以公开 1 0 0 1 2\n五、问题\n"
    )
    document = opened(content)
    [table] = tables(document)
    assert table.ragged
    assert grid(table) == [
        ["一、本年新收", "2", "0", "0", "1", "3"],
        ["二、上年结转"],
        ["申请数量", "0", "/", "0", "0", "0"],
        ["（一）予以公开", "1", "0", "0", "1", "2"],
    ]
    assert texts(document) == ["申请人情况", "五、问题"]


def test_sentences_that_end_in_figures_are_no_table():
    assert shape_of(opened("本年收到 12 件\n共公开 3 4 5\n其中 1 2 3\n")) == "PPP"


# --- paragraphs -----------------------------------------------------------------------------------------------------


def test_one_cell_a_line_without_marks_stays_lines_with_blank_cells_among_them():
    document = opened("  规章\n\n   0\n\n  \n\n 2\n")
    assert texts(document) == ["  规章", "   0", "  ", " 2"]


PACKED = [
    "名称",
    "数量",
    "金额",
    "甲",
    "1",
    "",
    "乙",
    "",
    "2",
    "丙",
    "",
    "",
    "丁",
    "3",
    "4",
    "戊",
    "5",
    "6",
    "己",
    "7",
    "8",
]


def test_empty_lines_among_packed_cells_are_blank_cells():
    found = texts(
        opened(
            "这里是说明文字，讲的是本单位全年的工作情况和主要成效以及下一步的打算和安排，请予以支持和配合。\n"
            + "\n".join(PACKED)
        )
    )
    assert found[1:] == [line or " " for line in PACKED]


def test_empty_lines_between_rows_are_no_cells():
    rows = [["名称", "数量", "金额"], *([name, "1", "2"] for name in "甲乙丙丁戊")]
    assert texts(opened("\n\n".join("\n".join(row) for row in rows))) == [cell for row in rows for cell in row]


def test_empty_lines_among_paragraphs_are_no_cells():
    content = "一、情况\n\n共收到 12 件。\n\n12\n\n二、问题\n\n没有。\n\n三、其他\n"
    assert texts(opened(content)) == ["一、情况", "共收到 12 件。", "12", "二、问题", "没有。", "三、其他"]


def test_blank_line_before_a_table_is_dropped():
    assert shape_of(opened("情况\n \n" + CELLS)) == "PT"


def test_artefacts_of_converters_are_removed():
    document = opened("\ufeff[bookmark: _GoBack]一、总体情况\n全年**四是**公开 __五__ 件\n## 二、情况 ##\n")
    first, second, third = paras(document)
    assert first.text == "一、总体情况"
    assert (second.text, second.bold) == ("全年四是公开 五 件", ((2, 4), (7, 8)))
    assert (third.text, third.level) == ("二、情况", 2)


def test_stars_that_are_no_marks_stay():
    assert texts(opened("2 ** 3\n身份证号****1234\n")) == ["2 ** 3", "身份证号****1234"]


def test_line_ends_of_every_system():
    assert texts(opened("甲\r\n乙\r丙\n丁\x0b戊\u2028己")) == list("甲乙丙丁戊己")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str):
    data = "云溪县民政局2021年报告\n共12件\n".encode(encoding)
    assert texts(read_bytes(data, "a.txt").value) == ["云溪县民政局2021年报告", "共12件"]


def test_utf8_cut_in_the_middle_of_a_character_is_still_utf8():
    assert texts(read_bytes("云溪县民政局".encode()[:-1], "a.txt").value) == ["云溪县民政\ufffd"]


@pytest.mark.parametrize("content", ["", " \n\t\u3000\n"])
def test_nothing_but_blanks_is_refused(content: str):
    with pytest.raises(ReadError):
        read_text(content)


def test_binary_bytes_are_not_text():
    with pytest.raises(ReadError):
        read_bytes(bytes(range(256)) * 20, "a.txt")


def test_many_tab_lines_that_are_no_table_take_linear_time():
    document = opened("\t" + "短\n\n\t长句子在这里一直写下去直到结束。\n\n" * 5000)
    assert len(document.blocks) == 10000


@pytest.mark.parametrize("end", ["\r\n", "\r", "\r\r\n"], ids=["CRLF", "CR", "CR CR LF"])
def test_every_way_to_end_a_line_ends_one(end):
    lines = ["三、收到和处理", "\t自然人", "\t商业", "企业", "", "\t1", "\t2", "", "四、行政复议"]
    assert read_text(end.join(lines)).value == read_text("\n".join(lines)).value


def test_semicolons_part_the_cells_of_a_csv_too():
    lines = ["信息内容;制发;废止;有效", "规章;0;0;12", "规范性文件;3;1,5;45", "合计;3;0;57"]
    [table] = read_text("\n".join(lines)).value.blocks
    assert [[cell.text for cell in row] for row in table.by_row()] == [line.split(";") for line in lines]
