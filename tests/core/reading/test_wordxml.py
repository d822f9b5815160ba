import pytest
from reading_support import grid, messages, paras, shape_of, spans, tables, texts

from core.errors import ReadError
from core.reading import read_bytes

OLD = (
    '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
    ' xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core">'
    '<w:styles><w:style w:type="paragraph" w:default="on" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>'
    "<w:body><wx:sect>{}</wx:sect></w:body></w:wordDocument>"
)


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def opened(body: str):
    return read_bytes(OLD.format(body).encode(), "报告.doc")


def test_word_2003_xml_named_doc_is_read_as_what_it_is():
    start, go_on = '<w:vmerge w:val="restart"/>', "<w:vmerge/>"
    rows = cell("高", start) + cell("1") + "</w:tr><w:tr>" + cell("", go_on) + cell("2")
    result = opened(p("一、总体情况", '<w:pStyle w:val="1"/>') + f"<w:tbl><w:tr>{rows}</w:tr></w:tbl>")
    assert (result.value.kind, shape_of(result.value)) == ("xml", "PT")
    assert paras(result.value)[0].level == 1
    [table] = tables(result.value)
    assert spans(table)["高"] == (0, 0, 2, 1) and grid(table) == [["高", "1"], ["2"]]
    assert len(messages(result)) == 1


def test_numbers_noted_beside_lists_are_written_out():
    listed = '<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="一、" wx:wTabBefore="0"/></w:listPr>'
    assert texts(opened(p("总体情况", listed)).value) == ["一、总体情况"]


def test_tracked_changes_are_read_as_accepted():
    gone = '<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>3</w:delText></w:r></aml:content>'
    come = '<aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>5</w:t></w:r></aml:content>'
    body = f"<w:p><w:r><w:t>共</w:t></w:r>{gone}</aml:annotation>{come}</aml:annotation></w:p>"
    assert texts(opened(body).value) == ["共5"]


FLAT = (
    '<?xml version="1.0" standalone="yes"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
    '<pkg:part pkg:name="/_rels/.rels"><pkg:xmlData><r/></pkg:xmlData></pkg:part>'
    '<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
    "</pkg:xmlData></pkg:part></pkg:package>"
)


def test_flat_package_is_read():
    assert texts(read_bytes(FLAT.format(p("正文")).encode(), "a.xml").value) == ["正文"]


def test_package_of_something_else_is_refused():
    with pytest.raises(ReadError):
        read_bytes(FLAT.replace("/word/document.xml", "/ppt/slide.xml").format(p("正文")).encode(), "a.xml")
