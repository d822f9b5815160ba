import io
import zipfile

import pytest
from office_support import (
    NAMES,
    STYLED,
    cell,
    counting_figure,
    field,
    form_table,
    numbered,
    package,
    paragraph,
    run,
    simple_table,
    table,
    text_box,
    tracked,
)
from reading_support import grid, messages, paras, shape_of, spans, tables, texts

from core.document import Document, Result
from core.errors import PicturesOnly, ReadError
from core.reading import read_bytes
from core.reading.docx.package import W
from core.reading.docx.reader import trace
from core.reading.shared import messages as sentences


def result_of(body: str, parts=None) -> Result[Document]:
    return read_bytes(package(body, parts), "报告.docx")


def opened(body: str, parts=None) -> Document:
    return result_of(body, parts).value


# --- tables -----------------------------------------------------------------------------------------------------


def test_statutory_form_keeps_its_merged_cells_and_every_figure_its_place():
    document = opened(form_table(3, counting_figure()))
    [form] = tables(document)
    figures = [c for c in form.cells if c.text.isdigit()]
    assert [int(c.text) for c in figures] == list(range(1, 176))
    assert {c.column for c in figures} == set(range(3, 10))
    assert len({c.row for c in figures}) == 25
    assert figures[0].place.block == 0 and figures[0].place.row == figures[0].row


def test_grid_span_and_vertical_merge():
    span = '<w:gridSpan w:val="2"/>'
    start, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [cell("宽", 0, span) + cell("右"), cell("高", 0, start) + cell("a") + cell("b")]
    rows.append(cell("", 0, go_on) + cell("c") + cell("d"))
    [merged] = tables(opened(table(rows, [1, 1, 1])))
    assert spans(merged)["宽"] == (0, 0, 1, 2)
    assert spans(merged)["高"] == (1, 0, 2, 1)
    assert spans(merged)["d"] == (2, 2, 1, 1)
    assert (merged.rows, merged.columns) == (3, 3)


def test_grid_before_moves_a_row_to_the_right():
    indent = '<w:trPr><w:gridBefore w:val="2"/></w:trPr>'
    [shifted] = tables(opened(table([cell("a") + cell("b") + cell("c"), indent + cell("d")], [1, 1, 1])))
    assert spans(shifted)["d"] == (1, 2, 1, 1)


def test_old_horizontal_merge_counts_as_a_span():
    first, rest = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    [merged] = tables(opened(table([cell("宽", 0, first) + cell("", 0, rest) + cell("右"), cell("1") * 3], [1, 1, 1])))
    assert spans(merged)["宽"] == (0, 0, 1, 2)


def test_vertical_merge_that_nothing_starts_is_a_cell_of_its_own():
    [form] = tables(opened(table([cell("a") + cell("b"), cell("独", 0, "<w:vMerge/>") + cell("d")], [1, 1])))
    assert "独" in spans(form) or spans(form)["a"][2] == 2
    [form] = tables(opened(table([cell("独", 0, "<w:vMerge/>") + cell("b"), cell("c") + cell("d")], [1, 1])))
    assert spans(form)["独"] == (0, 0, 1, 1)


def test_text_under_a_merged_cell_is_named_since_word_hides_it():
    start, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [cell("甲", 0, start) + cell("1"), cell("藏着的字", 0, go_on) + cell("2")]
    result = result_of(table(rows, [1, 1]))
    assert grid(tables(result.value)[0]) == [["甲", "1"], ["2"]]
    assert any("藏着的字" in message for message in messages(result))


def test_cells_of_more_than_one_plain_paragraph_are_read_whole():
    hidden, numbered_cell = run("隐", "<w:vanish/>"), numbered("条")
    link = f'<w:hyperlink r:id="x">{run("链")}</w:hyperlink>'
    cells = cell(paragraph(run("5"), hidden)) + cell(numbered_cell) + cell(paragraph(link)) + cell("<w:p/>")
    document = opened(table([cells, cell("1") * 4], [1] * 4), STYLED)
    assert grid(tables(document)[0])[0] == ["5", "一、条", "链", ""]


def test_rows_and_cells_in_content_controls_are_in_the_table():
    row = f"<w:sdt><w:sdtContent><w:tr>{cell('a')}{cell('b')}</w:tr></w:sdtContent></w:sdt>"
    inner = f"<w:tr><w:sdt><w:sdtContent>{cell('c')}</w:sdtContent></w:sdt>{cell('d')}</w:tr>"
    assert grid(tables(opened(f"<w:tbl><w:tblPr/>{row}{inner}</w:tbl>"))[0]) == [["a", "b"], ["c", "d"]]


def test_deleted_row_and_deleted_cell_are_gone():
    gone = '<w:trPr><w:del w:id="1" w:author="甲"/></w:trPr>'
    rows = [cell("a") + cell("x", 0, '<w:cellDel w:id="2" w:author="甲"/>') + cell("b"), gone + cell("y") * 2]
    assert grid(tables(opened(table([*rows, cell("c") + cell("d")], [1, 1])))[0]) == [["a", "b"], ["c", "d"]]


def test_several_tables_in_sequence_stay_several():
    piece = simple_table([["a", "b"], ["c", "d"]])
    assert shape_of(opened(piece + piece + "<w:p/>" + piece)) == "TTT"


def test_lines_of_a_cell_are_joined_by_newlines():
    [form] = tables(opened(simple_table([["商业\n企业", "科研\n机构"], ["1", "2"]])))
    assert grid(form)[0] == ["商业\n企业", "科研\n机构"]


def test_layout_table_with_tables_inside_is_opened_in_reading_order():
    inner = simple_table([["甲", "1"], ["乙", "2"]])
    outer = table([cell(paragraph("一、上面") + inner + paragraph("二、下面")) + cell("旁边")], [1, 1])
    document = opened(outer)
    assert shape_of(document) == "PTPP"
    assert texts(document) == ["一、上面", "二、下面", "旁边"]
    assert [block.place.block for block in document.blocks] == [0, 1, 2, 3]


def test_table_inside_one_cell_of_a_form_leaves_the_form_whole():
    rows = [[f"{r}{c}" for c in "abcd"] for r in range(5)]
    body = simple_table(rows).replace(paragraph("2b"), simple_table([["里", "面"]]) + "<w:p/>", 1)
    [form] = tables(opened(body))
    assert len(form.cells) == 20
    assert "里\n面" in spans(form) or "里\n面\n" in spans(form)


def test_frame_of_one_cell_is_no_table():
    assert texts(opened(table([cell("公告\n全文")], [1]))) == ["公告", "全文"]


def test_wide_prose_row_of_a_page_laid_out_as_one_table_becomes_text():
    wide = '<w:gridSpan w:val="2"/>'
    prose = "云溪县民政局坚持公开为常态、不公开为例外。" * 8
    rows = [cell("甲") + cell("1"), cell(prose, 0, wide), cell("乙") + cell("2")]
    document = opened(table(rows, [1, 1]))
    assert shape_of(document) == "TPT"
    assert document.blocks[2].place.block == 2 and tables(document)[1].cells[0].place.block == 2


# --- text ---------------------------------------------------------------------------------------------------------


def test_tracked_changes_are_read_as_accepted_and_said_so():
    body = paragraph("收到申请", tracked("del", run("3")), tracked("ins", run("5")), "件")
    result = result_of(body)
    assert texts(result.value) == ["收到申请5件"]
    assert any("接受全部修订" in message for message in messages(result))


def test_moved_text_stands_only_where_it_was_moved_to():
    away = f'<w:moveFrom w:id="1" w:author="甲">{run("旧处")}</w:moveFrom>'
    here = f'<w:moveTo w:id="2" w:author="甲">{run("新处")}</w:moveTo>'
    assert texts(opened(paragraph(run("a"), away) + paragraph(run("b"), here))) == ["a", "b新处"]


def test_deleted_paragraph_end_joins_the_next_paragraph():
    mark = '<w:rPr><w:del w:id="1" w:author="甲"/></w:rPr>'
    assert texts(opened(paragraph("前半", properties=mark) + paragraph("后半") + paragraph("另段"))) == [
        "前半后半",
        "另段",
    ]


def test_deleted_last_paragraph_end_of_a_cell_loses_nothing():
    mark = '<w:rPr><w:del w:id="1" w:author="甲"/></w:rPr>'
    body = table([cell(paragraph("5", properties=mark)) + cell("6"), cell("7") + cell("8")], [1, 1])
    assert grid(tables(opened(body))[0]) == [["5", "6"], ["7", "8"]]


def test_content_control_hyperlink_smart_tag_and_field_result_are_text():
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>"
    link = f'<w:hyperlink r:id="x">{run("链接")}</w:hyperlink>'
    tag = f'<w:smartTag w:element="n">{run("标签")}</w:smartTag>'
    simple = f'<w:fldSimple w:instr="PAGE">{run("域")}</w:fldSimple>'
    assert texts(opened(paragraph(control, link, tag, simple, field(" SEQ ", "12")))) == ["控件链接标签域12"]


def test_block_content_control_and_inserted_block_are_passed_through():
    body = f"<w:sdt><w:sdtContent>{paragraph('段')}{simple_table([['a', 'b'], ['c', 'd']])}</w:sdtContent></w:sdt>"
    assert shape_of(opened(f'<w:customXml w:element="x">{body}</w:customXml>')) == "PT"


def test_text_box_floats_behind_its_paragraph():
    document = opened(paragraph(run("框外"), text_box("框内")) + paragraph("后"))
    assert [(p.text, p.floating) for p in paras(document)] == [("框外", False), ("框内", True), ("后", False)]


def test_alternate_content_counts_once():
    box = f"<w:txbxContent>{paragraph('只一次')}</w:txbxContent>"
    drawing = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(opened(paragraph(run("正文"), drawing))) == ["正文", "只一次"]


def test_text_box_over_a_cell_does_not_mix_with_its_figure():
    body = table([cell(paragraph(run("5"), text_box("盖章"))) + cell("6"), cell("7") + cell("8")], [1, 1])
    document = opened(body)
    assert grid(tables(document)[0])[0] == ["5", "6"]
    assert [(p.text, p.floating) for p in paras(document)] == [("盖章", True)]


def test_table_in_a_text_box_is_read():
    box = text_box("x").replace(paragraph("x"), simple_table([["甲", "1"], ["乙", "2"]]) + "<w:p/>")
    assert shape_of(opened(paragraph(run("锚"), box))) == "PT"


def test_line_break_parts_paragraphs_and_tab_stays():
    broken = "<w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>右</w:t></w:r></w:p>"
    document = opened(broken)
    assert texts(document) == ["上", "下\t右"]


def test_hyphens_symbols_and_ruby():
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('pīn')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby></w:r>"
    signs = "<w:r><w:t>a</w:t><w:softHyphen/><w:noBreakHyphen/><w:t>b</w:t></w:r>"
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings" w:char="F011"/></w:r>'
    assert texts(opened(f"<w:p>{ruby}{signs}{symbol}</w:p>")) == ["拼a-b☑□"]


def test_hidden_text_is_left_out_and_said_so():
    result = result_of(paragraph(run("看得见"), run("看不见", "<w:vanish/>")))
    assert texts(result.value) == ["看得见"]
    assert any("隐藏" in message for message in messages(result))


def test_comments_are_left_out_and_said_so():
    mark = '<w:commentRangeStart w:id="0"/>' + run("正文") + '<w:r><w:commentReference w:id="0"/></w:r>'
    result = result_of(paragraph(mark))
    assert texts(result.value) == ["正文"]
    assert any("1 条批注" in message for message in messages(result))


def test_pictures_are_named_but_not_those_of_embedded_objects():
    blip = '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="x"/>'
    picture = f"<w:r><w:drawing>{blip}</w:drawing></w:r>"
    sheet = '<w:r><w:object><v:shape><v:imagedata r:id="x"/></v:shape></w:object></w:r>'
    result = result_of(paragraph(run("正文"), picture, sheet))
    assert texts(result.value) == ["正文"]
    told = messages(result)
    assert ["1 张图片" in message for message in told] == [True]


def test_words_of_headers_and_watermarks_are_told_but_no_page_numbers():
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def header(inner: str) -> tuple[str, str]:
        return "header", f'<w:hdr xmlns:w="{name}" xmlns:v="urn:schemas-microsoft-com:vml">{inner}</w:hdr>'

    art = '<w:p><w:r><w:pict><v:shape><v:textpath string="内部资料2025"/></v:shape></w:pict></w:r></w:p>'
    result = result_of(paragraph("正文"), {"header1.xml": header(paragraph("第三版") + art)})
    assert messages(result) == [sentences.HEADERS.format(text="第三版；内部资料2025")]
    assert messages(result_of(paragraph("正文"), {"header1.xml": header(paragraph("- 3 -"))})) == []


@pytest.mark.parametrize("mark", ["ins", "del"])
def test_a_row_that_was_put_in_or_taken_out_is_said(mark):
    rows = [cell("a") + cell("b"), f'<w:trPr><w:{mark} w:id="1" w:author="甲"/></w:trPr>' + cell("y") * 2]
    assert ["修订痕迹" in message for message in messages(result_of(table(rows, [1, 1])))] == [True]


def test_an_insertion_alone_is_said():
    assert any("修订痕迹" in message for message in messages(result_of(paragraph(tracked("ins", run("新增"))))))


def test_a_row_that_word_does_not_show_is_left_out_and_said():
    rows = [cell("规章") + cell("1"), "<w:trPr><w:hidden/></w:trPr>" + cell("规章") + cell("9")]
    result = result_of(table(rows, [1, 1]) + paragraph("文"))
    assert grid(tables(result.value)[0]) == [["规章", "1"]]
    assert messages(result) == [sentences.HIDDEN]


def test_charts_and_embedded_documents_are_said():
    chart = '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
    word = '<w:object><o:OLEObject ProgID="Word.Document.12"/></w:object>'
    told = messages(result_of(paragraph(run("文"), f"<w:r><w:drawing>{chart}</w:drawing></w:r><w:r>{word}</w:r>")))
    assert ["1 个图表" in told[0], "1 个嵌入的对象" in told[1]] == [True, True]


@pytest.mark.parametrize("chunk, shape, told", [("<p>段</p><table><tr><td>a<td>1</table>", "PPT", 0), ("PK..", "P", 1)])
def test_web_page_inserted_by_other_programs(chunk: str, shape: str, told: int):
    parts = {"chunk.htm": ("aFChunk", f"<html><body>{chunk}</body></html>" if told == 0 else chunk)}
    result = result_of(paragraph("前") + '<w:altChunk r:id="r0"/>', parts)
    assert shape_of(result.value) == shape
    assert len(messages(result)) == told


def test_footnotes_float_at_the_end():
    notes = f'<w:footnotes {NAMES}><w:footnote w:id="-1">{paragraph("分隔")}</w:footnote><w:footnote w:id="2">'
    parts = {"footnotes.xml": ("footnotes", f"{notes}{paragraph('注文')}</w:footnote></w:footnotes>")}
    body = paragraph(run("正文"), '<w:r><w:footnoteReference w:id="2"/></w:r>') + paragraph("下段")
    document = opened(body, parts)
    assert [(p.text, p.floating) for p in paras(document)] == [("正文", False), ("下段", False), ("注文", True)]


def test_bold_ranges_count_in_the_text_as_it_stands():
    bold = "<w:b/>"
    [para] = paras(opened(paragraph(run("甲"), run("乙", bold), run("丙", bold), run("丁", '<w:b w:val="0"/>'))))
    assert para.bold == ((1, 3),)


def test_bold_of_paragraph_style_can_be_switched_off_by_a_run():
    style = '<w:pStyle w:val="1"/>'
    [para] = paras(opened(paragraph(run("粗"), run("细", '<w:b w:val="false"/>'), properties=style), STYLED))
    assert para.bold == ((0, 1),)


def test_levels_come_from_styles_and_from_the_paragraph():
    level = '<w:outlineLvl w:val="2"/>'
    none = '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>'
    body = paragraph("a", properties='<w:pStyle w:val="1"/>') + paragraph("b", properties='<w:pStyle w:val="2"/>')
    body += paragraph("c", properties=level) + paragraph("d", properties=none) + paragraph("e")
    assert [p.level for p in paras(opened(body, STYLED))] == [1, 2, 3, None, None]


# --- automatic numbering --------------------------------------------------------------------------------------------


def test_automatic_numbering_is_written_out():
    body = numbered("总体情况") + numbered("主动公开", 1) + numbered("依申请公开", 1) + numbered("要点", 2)
    body += numbered("主动公开情况") + numbered("又一", 1)
    assert texts(opened(body, STYLED)) == [
        "一、总体情况",
        "（一）主动公开",
        "（二）依申请公开",
        "1. 要点",
        "二、主动公开情况",
        "（一）又一",
    ]


def test_numbering_bound_to_a_style():
    styles = STYLED["styles.xml"][1].replace(
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>',
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr>',
    )
    parts = STYLED | {"styles.xml": ("styles", styles)}
    heading = '<w:pStyle w:val="1"/>'
    plain = '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = paragraph("甲", properties=heading) + paragraph("乙", properties=plain) + paragraph("丙", properties=heading)
    assert texts(opened(body, parts)) == ["一、甲", "乙", "二、丙"]


def numbering(levels: str, nums: str) -> dict[str, tuple[str, str]]:
    xml = f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}</w:numbering>'
    return {"numbering.xml": ("numbering", xml)}


def level_xml(index: int, form: str, shown: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{index}"><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{shown}"/></w:lvl>'


NUM = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


def test_level_that_never_restarts_counts_on():
    levels = level_xml(0, "decimal", "%1.") + level_xml(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    body = numbered("a") + numbered("b", 1) + numbered("c") + numbered("d", 1)
    assert texts(opened(body, numbering(levels, NUM))) == ["1.a", "1)b", "2.c", "2)d"]


def test_second_list_with_start_override_begins_anew():
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    nums = NUM + f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{override}</w:num>'
    parts = numbering(level_xml(0, "decimal", "%1."), nums)
    body = numbered("a") + numbered("b") + numbered("c", 0, 2) + numbered("d", 0, 2)
    assert texts(opened(body, parts)) == ["1.a", "2.b", "1.c", "2.d"]


def test_multilevel_label_shows_higher_numbers_legally():
    levels = level_xml(0, "chineseCounting", "%1、") + level_xml(1, "decimal", "%1.%2 ", "<w:isLgl/>")
    assert texts(opened(numbered("a") + numbered("b", 1), numbering(levels, NUM))) == ["一、a", "1.1 b"]


def test_bullets_and_blank_paragraphs_get_no_number():
    parts = numbering(level_xml(0, "bullet", "\uf0b7") + level_xml(1, "decimal", "%2."), NUM)
    assert texts(opened(numbered("a") + numbered(" ", 1) + numbered("b", 1), parts)) == ["a", "1.b"]


@pytest.mark.parametrize("form, shown", [("ideographTraditional", "甲"), ("upperRoman", "I"), ("lowerLetter", "a")])
def test_number_forms(form: str, shown: str):
    assert texts(opened(numbered("文"), numbering(level_xml(0, form, "%1"), NUM))) == [shown + "文"]


# --- packages ---------------------------------------------------------------------------------------------------------


def rewritten(data: bytes, change) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            new_name, content = change(name, source.read(name))
            archive.writestr(new_name, content)
    return target.getvalue()


def test_strict_ooxml_is_read():
    usual, strict = W[1:-1].encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    data = rewritten(package(paragraph("严格"), STYLED), lambda n, c: (n, c.replace(usual, strict)))
    assert texts(read_bytes(data, "a.docx").value) == ["严格"]


def test_other_namespace_prefixes_are_read():
    def renamed(name: str, content: bytes) -> tuple[str, bytes]:
        for old, new in ((b"<w:", b"<q:"), (b"</w:", b"</q:"), (b"xmlns:w=", b"xmlns:q="), (b" w:", b" q:")):
            content = content.replace(old, new)
        return name, content

    data = rewritten(package(paragraph("a", properties='<w:pStyle w:val="1"/>'), STYLED), renamed)
    assert [(p.text, p.level) for p in paras(read_bytes(data, "a.docx").value)] == [("a", 1)]


def test_main_part_is_found_by_its_relationship():
    def moved(name: str, content: bytes) -> tuple[str, bytes]:
        return name.replace("word/", "Word2/").replace("document.xml", "main.xml"), content.replace(
            b"word/document.xml", b"Word2/main.xml"
        )

    data = rewritten(package(paragraph("搬家")), moved)
    assert texts(read_bytes(data, "a.docx").value) == ["搬家"]


def test_macros_are_named_and_not_run():
    data = rewritten(package(paragraph("宏")), lambda n, c: (n, c))
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    result = read_bytes(target.getvalue(), "a.docm")
    assert texts(result.value) == ["宏"] and any("宏" in message for message in messages(result))


def test_wrong_ending_is_read_by_content_and_said_so():
    result = read_bytes(package(paragraph("内容")), "报告.doc")
    assert result.value.kind == "docx" and any(".doc" in message for message in messages(result))
    assert messages(read_bytes(package(paragraph("内容")), "报告.wps")) == []


def test_document_without_text_is_refused():
    with pytest.raises(ReadError, match="没有文字"):
        opened(paragraph(" ") + "<w:p/>")


def test_struck_text_is_left_out_and_told_and_raised_digits_behind_a_figure_are_a_note():
    struck, up = "<w:strike/>", '<w:vertAlign w:val="superscript"/>'
    cells = cell(paragraph("1", run("5", struck), "8")) + cell(paragraph("8", run("3", up)))
    result = result_of(table([cells], [9, 9]) + paragraph("面积10m", run("2", up)))
    assert grid(tables(result.value)[0]) == [["18", "8³"]]
    assert texts(result.value) == ["面积10m2"]
    assert messages(result) == [sentences.STRUCK]


def test_a_document_of_pictures_is_told_as_one():
    blip = '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="x"/>'
    with pytest.raises(PicturesOnly, match=r"只有图片（2 张）.*新建空表"):
        opened(paragraph(*[f"<w:r><w:drawing>{blip}</w:drawing></w:r>"] * 2))


def test_truncated_docx_is_refused_in_one_sentence():
    data = package(paragraph("半截" * 500))
    with pytest.raises(ReadError) as caught:
        read_bytes(data[: len(data) // 2], "a.docx")
    assert str(caught.value).count("。") == 1


def test_entities_are_never_expanded():
    entity = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    data = rewritten(
        package(paragraph("实体")),
        lambda n, c: (n, c.replace(b'<?xml version="1.0"?>', entity) if n == "word/document.xml" else c),
    )
    with pytest.raises(ReadError):
        read_bytes(data, "a.docx")


def test_tables_nested_without_end_are_refused():
    body = paragraph("底")
    for _ in range(30):
        body = table([cell(body + "<w:p/>")], [1])
    with pytest.raises(ReadError):
        opened(body)


def test_controls_nested_without_end_stay_within_the_stack():
    body = "<w:sdt><w:sdtContent>" * 100 + paragraph("深") + "</w:sdtContent></w:sdt>" * 100
    assert texts(opened(body + paragraph("后")))[-1] == "后"


def test_trace_leads_back_to_the_xml_of_every_block():
    body = paragraph("甲") + simple_table([["a", "b"], ["c", "d"]]) + paragraph("乙\n丙")
    traced = trace(package(body))
    blocks, origins = traced.result.value.blocks, traced.origins
    assert len(blocks) == len(origins) == 4
    assert origins[0].tag == f"{W}p" and origins[2] is origins[3]
    assert "".join(origins[1][1, 0].itertext()) == "c"


def test_an_embedded_workbook_is_named():
    result = result_of(paragraph("表二"), {"embeddings/book.xlsx": ("package", "x")})
    assert messages(result) == [sentences.EMBEDDED]


def complex_field(*marks: str) -> str:
    """A complex field: its marks in order, a text in brackets being its instruction."""
    parts = [
        f"<w:instrText>{mark[1:-1]}</w:instrText>" if mark.startswith("[") else f'<w:fldChar w:fldCharType="{mark}"/>'
        for mark in marks
    ]
    return "".join(f"<w:r>{part}</w:r>" for part in parts)


@pytest.mark.parametrize(
    ("instruction", "shown"),
    [
        (r" EQ \o(64) ", "64"), (r"eq \o\ac(○,1)", "1"), (r"EQ \o\ad(\s\up 2(1),2)", "12"), (r" EQ \f(1,2)", "1/2"),
        (" PAGE ", ""),
    ],
)  # fmt: skip
def test_a_figure_inside_an_equation_field_is_read(instruction, shown):
    result = result_of(paragraph(run("数"), complex_field("begin", f"[{instruction}]", "end")))
    assert texts(result.value) == ["数" + shown]


def test_the_result_of_a_field_is_not_doubled_by_its_instruction():
    shown = complex_field("begin", r"[EQ \o(5)]", "separate") + run("7") + complex_field("end")
    assert texts(result_of(paragraph(shown)).value) == ["7"]


@pytest.mark.parametrize("tail", [b"\0" * 100, b"\0" * 100_000, b"<!-- scanned -->" * 9000])
def test_bytes_appended_to_the_archive_are_left_out(tail):
    assert texts(read_bytes(package(paragraph("正文")) + tail, "报告.docx").value) == ["正文"]
