import pytest
from reading_support import grid, messages, paras, shape_of, spans, tables, texts

from core.document import Document
from core.errors import ReadError
from core.reading import read_bytes, read_html
from core.reading.shared import messages as sentences

TABLE = "<table><tr><td>规章</td><td>0</td></tr><tr><td>文件</td><td>12</td></tr></table>"


def opened(body: str) -> Document:
    return read_html(f"<html><body>{body}</body></html>").value


def from_bytes(data: bytes) -> Document:
    return read_bytes(data, "报告.html").value


# --- character sets -----------------------------------------------------------------------------------------------


def page(charset: str) -> str:
    return f"<html><head><meta charset='{charset}'></head><body><p>云溪县民政局</p></body></html>"


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "iso-8859-1", "没有这种", "utf-16"])
@pytest.mark.parametrize("actual", ["utf-8", "gb18030"])
def test_wrong_or_odd_charset_declaration_is_seen_through(declared: str, actual: str):
    assert texts(from_bytes(page(declared).encode(actual))) == ["云溪县民政局"]


def test_missing_charset_is_guessed():
    body = "<p>云溪县民政局</p><p>二〇二一年</p>"
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert texts(from_bytes(body.encode(encoding))) == ["云溪县民政局", "二〇二一年"]


def test_rare_character_of_gb18030_under_a_gb2312_declaration():
    assert texts(from_bytes(page("gb2312").replace("云溪", "㙍𠮷").encode("gb18030"))) == ["㙍𠮷县民政局"]


def test_one_broken_byte_costs_one_character():
    data = page("utf-8").encode() + b"<p>\xff</p>"
    assert texts(from_bytes(data))[0] == "云溪县民政局"


def test_xml_declaration_with_another_encoding_does_not_mislead():
    data = b'<?xml version="1.0" encoding="GB2312"?>' + page("gb2312").encode("utf-8")
    assert texts(from_bytes(data)) == ["云溪县民政局"]


# --- paragraphs -----------------------------------------------------------------------------------------------------


def test_blocks_breaks_and_inline_tags():
    body = "<div>一、<b>总体</b>情况<p>甲<br>乙</p>丙<span>丁</span></div><section>戊</section>"
    assert texts(opened(body)) == ["一、总体情况", "甲", "乙", "丙丁", "戊"]


def test_tags_made_up_by_content_systems_are_inline():
    assert texts(opened("<ucapcontent><p>甲<o:p></o:p>乙</p></ucapcontent>")) == ["甲乙"]


def test_white_space_collapses_but_no_break_and_ideographic_blanks_stay():
    assert texts(opened("<p>\n  \u3000\u3000甲 \t 乙&nbsp;&nbsp;丙\n</p>")) == ["\u3000\u3000甲 乙\xa0\xa0丙"]


def test_source_line_broken_between_chinese_characters_is_no_blank():
    assert texts(opened("<p>政府信息\n      公开 工作\nreport</p>")) == ["政府信息公开 工作 report"]


def test_hidden_parts_scripts_and_styles_are_dropped():
    body = (
        "<script>var a='脚本'</script><style>p{}</style><p style='display: none'>藏</p><div hidden>藏</div>"
        "<p>见<span style='visibility:hidden'>藏</span></p><select><option>选项</option></select>"
        "<input type='hidden' value='藏'><!-- 注释 --><noscript>无脚本</noscript>"
    )
    assert texts(opened(body)) == ["见"]


def test_typed_form_field_counts():
    assert grid(tables(opened(TABLE.replace("12", "<input type='text' value='7'>")))[0])[1] == ["文件", "7"]


def test_menus_and_footers_stay_as_paragraphs():
    body = f"<nav><ul><li><a>首页</a></li><li><a>公开</a></li></ul></nav>{TABLE}<footer>主办单位</footer>"
    assert texts(opened(body)) == ["首页", "公开", "主办单位"]
    assert shape_of(opened(body)) == "PPTP"


def test_headings_have_levels_and_bold_has_ranges():
    document = opened("<h2>一、总体情况</h2><p>甲<strong>乙</strong><span style='font-weight:bold'>丙</span>丁</p>")
    heading, para = paras(document)
    assert (heading.level, heading.bold) == (2, ((0, 6),))
    assert (para.level, para.bold) == (None, ((1, 3),))


def test_ordered_lists_are_numbered():
    body = "<ol><li>甲</li><li>乙</li></ol><ol start='3' style='list-style-type:cjk-ideographic'><li>丙</li></ol>"
    body += "<ul><li>丁</li></ul><ol type='a'><li value='2'>戊</li><li>己</li></ol>"
    assert texts(opened(body)) == ["1. 甲", "2. 乙", "三、丙", "丁", "b. 戊", "c. 己"]


def test_preformatted_lines_are_paragraphs():
    assert texts(opened("<pre>甲\n乙  丙\n</pre>")) == ["甲", "乙  丙"]


# --- tables ---------------------------------------------------------------------------------------------------------


def test_rowspan_and_colspan_make_a_logical_grid():
    body = "<table><tr><td rowspan=2 colspan=2>角</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d<td>e<td>f</table>"
    [table] = tables(opened(body))
    assert spans(table)["角"] == (0, 0, 2, 2)
    assert spans(table)["c"] == (1, 2, 1, 1)
    assert (table.rows, table.columns) == (3, 3)
    assert table.cells[2].place.row == 1 and table.cells[2].place.column == 2


def test_rowspan_beyond_the_last_row_and_absurd_spans_are_cut():
    body = "<table><tr><td rowspan=9>a<td colspan=99999>b</tr><tr><td>c<td>d</tr></table>"
    [table] = tables(opened(body))
    assert spans(table)["a"] == (0, 0, 2, 1)
    assert table.columns < 1000


def test_rowspan_zero_reaches_to_the_end():
    body = "<table><tr><td rowspan=0>a<td>b</tr><tr><td>c</tr><tr><td>d</tr></table>"
    assert spans(tables(opened(body))[0])["a"] == (0, 0, 3, 1)


def test_lines_of_a_cell_and_hidden_cells():
    body = "<table><tr><td>商业<br>企业</td><td><p>科研</p><p>机构</p></td><td style='display:none'>藏</td></tr>"
    body += "<tr><td>1</td><td>2</td></tr></table>"
    assert grid(tables(opened(body))[0]) == [["商业\n企业", "科研\n机构"], ["1", "2"]]


def test_sections_of_a_table_and_a_form_inside_it():
    rows = "<thead><tr><th>名</th><th>数</th></tr></thead><tbody><form><tr><td>甲</td><td>1</td></tr></form></tbody>"
    assert grid(tables(opened(f"<table>{rows}</table>"))[0]) == [["名", "数"], ["甲", "1"]]


def test_caption_is_a_paragraph_before_its_table():
    document = opened(TABLE.replace("<table>", "<table><caption>表一</caption>"))
    assert shape_of(document) == "PT" and texts(document) == ["表一"]


def test_layout_tables_are_opened_around_the_report():
    left = "<td>菜单一<br>菜单二</td>"
    document = opened(f"<table><tr>{left}<td><p>正文</p>{TABLE}<p>落款</p></td></tr></table>")
    assert texts(document) == ["菜单一", "菜单二", "正文", "落款"]
    assert shape_of(document) == "PPPTP"


def test_layout_tables_several_deep():
    body = TABLE
    for _ in range(6):
        body = f"<table><tr><td>{body}</td></tr></table>"
    assert shape_of(opened(body)) == "T"


def test_several_tables_in_one_cell_keep_their_order():
    document = opened(f"<table><tr><td>甲{TABLE}乙{TABLE}丙</td></tr></table>")
    assert shape_of(document) == "PTPTP"


# --- odd sources ----------------------------------------------------------------------------------------------------


def test_clipboard_header_and_fragment_marks_are_left_out():
    clip = f"Version:0.9\r\nStartHTML:00000097\r\nEndHTML:00000300\r\n<html><body><!--StartFragment-->{TABLE}"
    document = read_html(clip + "<!--EndFragment--></body></html>").value
    assert shape_of(document) == "T" and grid(tables(document)[0])[1] == ["文件", "12"]


def test_word_html_conditions_leave_nothing_behind():
    body = "<p><![if !supportLists]><span>一、</span><![endif]>总体情况</p><!--[if gte mso 9]><xml>x</xml><![endif]-->"
    assert texts(opened(body)) == ["一、总体情况"]


def test_html_named_doc_is_read_as_html():
    result = read_bytes(f"<html><body>{TABLE}</body></html>".encode(), "报告.doc")
    assert result.value.kind == "html" and len(result.notes) == 1


def test_unclosed_tags_and_stray_ends_do_no_harm():
    assert grid(tables(opened("<div><table><tr><td>甲<td>1<tr><td>乙<td>2</div></b></p>"))[0]) == [
        ["甲", "1"],
        ["乙", "2"],
    ]


def test_unclosed_tags_that_nest_with_every_paragraph_lose_nothing():
    assert texts(opened("<p><font>段</p>" * 3000)) == ["段"] * 3000
    assert texts(opened("<div>" * 1500 + "底" + "</div>" * 1500)) == ["底"]


def test_deep_nesting_is_refused_rather_than_cut():
    with pytest.raises(ReadError, match="嵌套"):
        opened("<div>" * 5000 + "底" + "</div>" * 5000)


def test_tables_nested_without_end_are_refused():
    with pytest.raises(ReadError):
        opened("<table><tr><td>" * 60 + "底")


@pytest.mark.parametrize("body", ["", "<script>x()</script>", "<p>&nbsp;</p>"])
def test_page_without_text_is_refused(body: str):
    with pytest.raises(ReadError, match="文字"):
        opened(body)


@pytest.mark.parametrize(
    "words",
    [
        '<span style="font-size:0">4</span>', '<i style="opacity: 0">4</i>', '<b style="color:transparent">4</b>',
        '<span style="position:absolute;left:-9999px">4</span>', '<span class="x">4</span>',
        '<span style="width:0;overflow:hidden">4</span>', "<s>4</s>", '<em style="text-decoration:line-through">4</em>',
    ],
)  # fmt: skip
def test_digits_that_a_page_does_not_show_are_no_part_of_a_figure(words):
    style = "<style>/* 样式 */ @media print{.y{display:none}} p .y, .x{display:none}</style>"
    page = f'{style}<table><tr><td>甲</td><td class="y">6{words}</td></tr></table>'
    result = read_bytes(page.encode(), "a.html")
    assert grid(tables(result.value)[0]) == [["甲", "6"]]
    assert (sentences.STRUCK in messages(result)) == ("line-through" in words or "<s>" in words)


@pytest.mark.parametrize("tag", ["<s>", '<div style="opacity:0">', '<span style="font-size:0">'])
def test_what_stays_open_or_a_script_shows_does_not_hide_the_page(tag):
    page = f"<html><body>{tag}<p style='font-size:9pt'>总体情况</p>{TABLE}</body></html>"
    assert "总体情况" in texts(read_bytes(page.encode(), "a.html").value)


def test_raised_digits_behind_a_figure_are_the_mark_of_a_note():
    page = "<table><tr><td>行政许可</td><td>8<sup>3</sup></td><td>面积10m<sup>2</sup></td></tr></table>"
    assert grid(tables(read_bytes(page.encode(), "a.html").value)[0]) == [["行政许可", "8³", "面积10m2"]]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_a_page_in_utf_16_with_or_without_its_mark(encoding: str):
    data = "<html><body><p>云溪县民政局</p><table><tr><td>规章<td>12</table></body></html>".encode(encoding)
    assert texts(from_bytes(data)) == ["云溪县民政局"]
    assert grid(tables(from_bytes(data))[0]) == [["规章", "12"]]


def test_a_large_picture_is_told_and_an_icon_is_not():
    assert messages(read_html("<p>文</p><img src=a width=500 height=300>")) == [sentences.PICTURES]
    assert messages(read_html("<p>文</p><img src=a width=16 height=16>")) == []
