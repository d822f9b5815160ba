"""Small files made to cost much: under 100 KB each, of every format, by name. `tests/fuzz/measure_hostile.py` reads
them and says what each takes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from random import Random

import office_support as office
from doc_support import IN_TABLE, WordFile, row_end

SMALL = 100_000  # bytes
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)
_OFD = "http://www.ofdspec.org/2016"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of the parts as small as deflate makes it, filled up to SMALL: the readers' bounds grow with the file."""
    filling = Random(1).randbytes(max(SMALL - len(bare(parts)) - 300, 0))
    return bare({**parts, "filling": filling})


def bare(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of the parts as small as deflate makes it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def fitted(make: Callable[[int], bytes], most: int, least: int = 1) -> bytes:
    """The file of the largest number, up to most, that stays SMALL."""
    while least < most:
        middle = (least + most + 1) // 2
        if len(make(middle)) <= SMALL:
            least = middle
        else:
            most = middle - 1
    return make(least)


# Word


def docx(body: str, filled: bool = True, **parts: str) -> bytes:
    """A docx of a body; parts are numbering, styles and the like."""
    kinds = "".join(
        f'<Relationship Id="x{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}" '
        f'Target="{name}.xml"/>'
        for n, name in enumerate(parts)
    )
    return (packed if filled else bare)(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            'officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships">{kinds}</Relationships>',
            "word/document.xml": f"<w:document {_W} {_R}><w:body>{body}</w:body></w:document>",
            **{f"word/{name}.xml": f"<w:{name} {_W}>{content}</w:{name}>" for name, content in parts.items()},
        }
    )


def _p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def _docx_clauses() -> bytes:
    return docx("".join(_p(f"（{n}）主动公开政府信息") for n in range(15_500)))


def _docx_paragraphs() -> bytes:
    return docx(_p("一、总体情况") * 15_000)


def _docx_runs() -> bytes:
    return docx("<w:p>" + "<w:r><w:rPr><w:b/></w:rPr><w:t>件</w:t></w:r>" * 30_000 + "</w:p>")


def _docx_empty_elements() -> bytes:
    return docx("<w:p/>" * 490_000)


def _docx_cells() -> bytes:
    cell = "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
    return docx("<w:tbl>" + f"<w:tr>{cell * 60}</w:tr>" * 800 + "</w:tbl>")


def _docx_blank_cells() -> bytes:
    return docx("<w:tbl>" + f"<w:tr>{'<w:tc/>' * 60}</w:tr>" * 1600 + "</w:tbl>")


def _docx_many_tables() -> bytes:
    one = f"<w:tbl><w:tr><w:tc>{_p('规章')}</w:tc><w:tc>{_p('1')}</w:tc></w:tr></w:tbl>"
    return docx(one * 19_000)


def _docx_wide_spans() -> bytes:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="65535"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>'
    return docx("<w:tbl>" + f"<w:tr>{cell}</w:tr>" * 35_000 + "</w:tbl>")


def _docx_merged_down() -> bytes:
    cell = '<w:tc><w:tcPr><w:vMerge w:val="{}"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>'
    first = f"<w:tr>{cell.format('restart') * 30}</w:tr>"
    return docx(f"<w:tbl>{first}" + f"<w:tr>{cell.format('continue') * 30}</w:tr>" * 1200 + "</w:tbl>")


def _docx_nested() -> bytes:
    inner = _p("1")
    for _ in range(22):
        inner = f"<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc>{_p('2')}</w:tc></w:tr></w:tbl>{_p('3')}"
    return docx(inner * 700)


def _docx_long_paragraph() -> bytes:
    return docx(_p("公开" * 1_300_000))


def _docx_long_sentences() -> bytes:
    return docx(_p("收到政府信息公开申请12件，结转下年度3件，" * 5_000) * 9)


def _docx_numbered() -> bytes:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1.%2.%3.%4"/>'
        "</w:lvl>"
        for n in range(9)
    )
    numbering = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>' + (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    properties = '<w:pPr><w:numPr><w:ilvl w:val="3"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return docx(_p("主动公开", properties) * 15_000, numbering=numbering)


def _docx_style_chain() -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(14_000)
    )
    body = "".join(_p("x", f'<w:pPr><w:pStyle w:val="s{n}"/></w:pPr>') for n in range(0, 14_000, 4))
    return docx(body, styles=styles)


def _docx_fields() -> bytes:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>= 1 + 1</w:instrText></w:r>'
    return docx("<w:p>" + begin * 55_000 + "</w:p>")


def _docx_attributes() -> bytes:
    return docx("".join(f'<w:p w:rsidR="{n:08x}" w:rsidP="{n:08x}"/>' for n in range(18_000)))


def _docx_headings() -> bytes:
    heads = ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
    return docx("".join(map(_p, heads)) * 5_000)


def _docx_boxes() -> bytes:
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>1</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    return docx(f"<w:p>{box}</w:p>" * 30_000)


def _docx_notes() -> bytes:
    notes = "".join(f'<w:footnote w:id="{n}">{_p("注")}</w:footnote>' for n in range(10_000))
    body = "".join(f'<w:p><w:r><w:footnoteReference w:id="{n}"/></w:r></w:p>' for n in range(10_000))
    return docx(body, footnotes=notes)


def _docx_deep() -> bytes:
    return docx(("<w:sdt><w:sdtContent>" * 120 + _p("1") + "</w:sdtContent></w:sdt>" * 120) * 900)


def _docx_forms() -> bytes:
    row = "".join(f"<w:tc>{_p(word)}</w:tc>" for word in ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"))
    table = f"<w:tbl><w:tr>{row}</w:tr>" + "".join(
        f"<w:tr><w:tc>{_p(word)}</w:tc>" + f"<w:tc>{_p('1')}</w:tc>" * 3 + "</w:tr>"
        for word in ("规章", "行政规范性文件")
    )
    return docx((_p("二、主动公开政府信息情况") + table + "</w:tbl>") * 1_800)


def _doc_rows() -> bytes:
    rows = [("1\x07", IN_TABLE)] * 12 + [("\x07", row_end([n * 10 for n in range(13)]))]
    return fitted(lambda n: WordFile(rows * n, [], data=b"", notes="", boxes="", parts={}).build(), 400)


def _doc_text() -> bytes:
    return WordFile([("收到申请12件。\r", b"")] * 1_100, [], data=b"", notes="", boxes="", parts={}).build()


# Rich text


def _rtf(body: str) -> bytes:
    return (r"{\rtf1\ansi\ansicpg936 " + body + "}").encode("ascii")


def _rtf_groups() -> bytes:
    return _rtf("{" * 49_000 + "1" + "}" * 49_000)


def _rtf_cells() -> bytes:
    return _rtf(r"\trowd\cellx1" + r"\pard\intbl 1\cell" * 5_000 + r"\row")


def _rtf_rows() -> bytes:
    definition = r"\trowd" + "".join(rf"\cellx{n}" for n in range(1, 61))
    return _rtf((definition + r"\intbl 1\cell\row") + r"\row" * 19_000)


def _rtf_row_again() -> bytes:
    definition = r"\trowd" + "".join(rf"\cellx{n}" for n in range(1, 201))
    return _rtf(definition + r"\intbl 1\cell\row " * 5_400)


def _rtf_edges() -> bytes:
    rows = "".join(rf"\trowd\cellx{7 * n + 3}\cellx{7 * n + 9}\intbl 1\cell\row " for n in range(2_500))
    return _rtf(rows)[:99_999] + b"}"


def _rtf_nested() -> bytes:
    return _rtf(
        "".join(
            rf"\pard\intbl\itap{n % 20 + 1} 1\nestcell{{\*\nesttableprops\trowd\cellx9\nestrow}}" for n in range(1_400)
        )
    )


def _rtf_paragraphs() -> bytes:
    return _rtf(r"1\par " * 16_000)


def _rtf_states() -> bytes:
    return _rtf(r"{\b 1}" * 16_000)


# Spreadsheets


def xlsx(sheet: str, strings: str = "", styles: str = "", sheets: int = 1) -> bytes:
    """A workbook whose sheets are all the same part."""
    names = "".join(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="r1"/>' for n in range(sheets))
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f"<workbook {_S} {_R}><sheets>{names}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            'relationships"><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>',
            "xl/sharedStrings.xml": f"<sst {_S}>{strings}</sst>",
            "xl/styles.xml": f"<styleSheet {_S}>{styles}</styleSheet>",
            "xl/worksheets/s.xml": f"<worksheet {_S}>{sheet}</worksheet>",
        }
    )


_BORDERED = (
    '<borders><border/><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/>'
    '</border></borders><cellXfs><xf borderId="0"/><xf borderId="1" applyBorder="1"/></cellXfs>'
)


def _xlsx_dimension() -> bytes:
    return xlsx(
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )


def _xlsx_merges() -> bytes:
    merged = "".join(f'<mergeCell ref="A{n}:XFD{n}"/>' for n in range(1, 20_000))
    return xlsx(f'<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells>{merged}</mergeCells>')


def _xlsx_merges_over() -> bytes:
    merged = '<mergeCell ref="A1:CV1000"/>' * 50_000
    cells = "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c><c r="CV{r}"><v>1</v></c></row>' for r in range(1, 1001))
    return xlsx(f"<sheetData>{cells}</sheetData><mergeCells>{merged}</mergeCells>")


def _xlsx_cells() -> bytes:
    columns = [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    columns += [f"{first}{second}" for first in "ABC" for second in columns]
    row = "".join(f'<c r="{column}{{0}}"><v>1</v></c>' for column in columns[:90])
    return xlsx("<sheetData>" + "".join(f'<row r="{r}">{row.format(r)}</row>' for r in range(1, 400)) + "</sheetData>")


def _xlsx_cells_without_places() -> bytes:
    return xlsx("<sheetData>" + f"<row>{'<c><v>1</v></c>' * 90}</row>" * 1_100 + "</sheetData>")


def _xlsx_strings() -> bytes:
    cells = '<c t="s"><v>0</v></c>' * 90
    return xlsx("<sheetData>" + f"<row>{cells}</row>" * 1_000 + "</sheetData>", f"<si><t>{'公' * 100_000}</t></si>")


def _xlsx_many_strings() -> bytes:
    return xlsx('<sheetData><row><c t="s"><v>0</v></c></row></sheetData>', "<si><t>公</t></si>" * 120_000)


def _xlsx_sheets() -> bytes:
    return xlsx("<sheetData>" + f"<row>{'<c><v>1</v></c>' * 50}</row>" * 400 + "</sheetData>", sheets=900)


def _xlsx_bordered() -> bytes:
    row = "<row>" + '<c s="1"/>' * 100 + "</row>"
    return xlsx("<sheetData>" + row * 1_000 + "</sheetData>", styles=_BORDERED)


def _xlsx_far_rows() -> bytes:
    rows = "".join(f'<row r="{r * 50}"><c r="A{r * 50}"><v>1</v></c></row>' for r in range(1, 9_000))
    return xlsx(f"<sheetData>{rows}</sheetData>")


def _xlsx_formulas() -> bytes:
    row = "<c><f>SUM(A1:XFD1048576)</f></c>" * 60
    return xlsx("<sheetData>" + f"<row>{row}</row>" * 1_000 + "</sheetData>")


def _xlsx_formula_chain() -> bytes:
    rows = "".join(f'<row r="{r}"><c r="A{r}"><f>A{r + 1}+A{r + 1}</f></c></row>' for r in range(1, 9_000))
    return xlsx(f"<sheetData>{rows}</sheetData>")


def _xlsx_rich_strings() -> bytes:
    return xlsx('<sheetData><row><c t="s"><v>0</v></c></row></sheetData>', f"<si>{'<r><t>公</t></r>' * 120_000}</si>")


def _xlsx_styles() -> bytes:
    return xlsx("<sheetData><row><c><v>1</v></c></row></sheetData>", styles=f"<cellXfs>{'<xf/>' * 490_000}</cellXfs>")


# OpenDocument


def odf(body: str, kind: str) -> bytes:
    """An odt ("text") or ods ("spreadsheet")."""
    content = f"<office:document-content {_ODF}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", f"{content}</office:document-content>", zipfile.ZIP_DEFLATED, 9)
        archive.writestr("filling", Random(1).randbytes(80_000))
    return target.getvalue()


def _ods_repeated() -> bytes:
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>1</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    return odf(f"<table:table>{row}</table:table>", "spreadsheet")


def _ods_repeated_within() -> bytes:
    cell = '<table:table-cell table:number-columns-repeated="100"><text:p>公开</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="990">{cell}</table:table-row>'
    return odf(f"<table:table>{row}</table:table>" * 1_000, "spreadsheet")


def _ods_long_repeated() -> bytes:
    cell = f'<table:table-cell table:number-columns-repeated="100"><text:p>{"公" * 100_000}</text:p></table:table-cell>'
    return odf(
        f'<table:table><table:table-row table:number-rows-repeated="900">{cell}</table:table-row></table:table>',
        "spreadsheet",
    )


def _odt_paragraphs() -> bytes:
    return odf("<text:p>一、总体情况</text:p>" * 13_000, "text")


def _odt_blanks() -> bytes:
    return odf('<text:p><text:s text:c="99999999"/>1</text:p>' * 5_000, "text")


def _odt_lists() -> bytes:
    return odf(
        ("<text:list><text:list-item>" * 60 + "<text:p>1</text:p>" + "</text:list-item></text:list>" * 60) * 1_900,
        "text",
    )


def _odt_repeated_nested() -> bytes:
    inner = "<text:p>1</text:p>"
    for _ in range(6):
        cell = f'<table:table-cell table:number-columns-repeated="900">{inner}</table:table-cell>'
        inner = f"<table:table><table:table-row>{cell}</table:table-row></table:table>"
    return odf(inner, "text")


def _odt_spans() -> bytes:
    spans = 'table:number-rows-spanned="65535" table:number-columns-spanned="65535"'
    cell = f"<table:table-cell {spans}><text:p>1</text:p></table:table-cell>"
    return odf(f"<table:table><table:table-row>{cell * 900}</table:table-row></table:table>" * 20, "text")


# Pages for the web


def _html(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


def _html_spans() -> bytes:
    return _html("<table>" + "<tr><td rowspan=65535 colspan=65535>1" * 2_300 + "</table>")


def _html_grids() -> bytes:
    return _html("<table><tr><td colspan=200>1</td></tr>" + "<tr>" * 200 + "</table>") * 80


def _html_wide() -> bytes:
    return _html("<table>" + "<tr><td rowspan=65534 colspan=1>1</td></tr>" * 2_200 + "</table>")


def _html_nested() -> bytes:
    return _html(
        "<table><tr><td>" * 24 + "1" + ("</td></tr></table>" * 24) + ("<table><tr><td>1" * 20 + "</table>" * 20) * 190
    )


def _html_deep() -> bytes:
    return _html("<div>" * 16_000)


def _html_inline_deep() -> bytes:
    return _html("<b><i>" * 2_000 + "1" * 10)


def _html_unclosed() -> bytes:
    return _html("<font color=red><p>一、总体情况" * 2_400)


def _html_cells() -> bytes:
    return _html("<table><tr>" + "<td>" * 24_000 + "</table>")


def _html_rows() -> bytes:
    return _html("<table>" + "<tr><td>1" * 11_000 + "</table>")


def _html_one_letter_cells() -> bytes:
    return _html("<table>" + ("<tr>" + "<td>1" * 40) * 480 + "</table>")


def _html_tables() -> bytes:
    return _html("<table><tr><td>1<td>2</table>" * 3_300)


def _html_entities() -> bytes:
    return (
        b'<!DOCTYPE html [<!ENTITY a "'
        + b"1" * 500
        + b'"><!ENTITY b "'
        + b"&a;" * 500
        + b'">]><html><body><p>'
        + b"&b;" * 25_000
        + b"</p></body></html>"
    )


def _html_numbers() -> bytes:
    return _html("<p>" + "&#20844;" * 12_400 + "</p>")


def _html_attributes() -> bytes:
    return _html("<p " + " ".join(f"a{n}=1" for n in range(2_900)) + ">1</p>" + "<p a b c d e f g h i j>" * 3_000)


def _html_tags() -> bytes:
    return _html("<p>" * 33_000)


def _html_styles() -> bytes:
    return (
        b"<html><head><style>"
        + b"".join(b".a%d{display:none}" % n for n in range(4_500))
        + b"</style></head><body>"
        + b"<p class=a1>1" * 400
        + b"</body></html>"
    )


def _html_ends() -> bytes:
    return _html("</td>" * 19_900)


def _html_less_than() -> bytes:
    return _html("<" * 99_000)


def _html_long_style() -> bytes:
    return _html("".join(f"<p style='color:{n};width:{n}px'>1</p>" for n in range(2_400)))


def _html_lists() -> bytes:
    return _html("<ol>" * 300 + "<li>1" * 19_000)


def _html_paragraph() -> bytes:
    return _html("<p>" + "1 " * 49_000 + "</p>")


def _html_breaks() -> bytes:
    return _html("<p>" + "1<br>" * 19_900 + "</p>")


def _html_breaks_bold() -> bytes:
    return _html("<p>" + "<b>1</b><br>" * 8_200 + "</p>")


def _mht_parts() -> bytes:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    part = b"--b\r\nContent-Type: text/html\r\n\r\n<p>1\r\n"
    return head + part * 2_400 + b"--b--\r\n"


def _mht_nested() -> bytes:
    parts = [b"MIME-Version: 1.0\r\n"]
    parts += [b"Content-Type: multipart/related; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1_500)]
    return b"".join(parts) + b"Content-Type: text/html\r\n\r\n<p>1"


# Text


def _txt_line() -> bytes:
    return ("收到申请12件" * 5_400).encode()


def _txt_digits() -> bytes:
    return b"1" * 99_999


def _txt_numbers() -> bytes:
    return b"12 " * 33_000


def _txt_tabs() -> bytes:
    return "规章".encode() + b"\t" * 99_000


def _txt_lines() -> bytes:
    return b"1\n" * 49_999


def _txt_clauses() -> bytes:
    return "".join(f"（{n}）公开\n" for n in range(5_900)).encode()


def _txt_headings() -> bytes:
    return "一、总体情况\n二、主动公开政府信息情况\n".encode() * 1_700


def _txt_brackets() -> bytes:
    return ("（" * 33_000).encode()


def _txt_quotes() -> bytes:
    return ("“" * 33_000).encode()


def _txt_commas() -> bytes:
    return ("，" * 33_000).encode()


def _txt_counts() -> bytes:
    return ("行政许可1件、" * 4_700).encode()


def _txt_blanks() -> bytes:
    return b"1" + b" " * 99_000 + b"1"


def _txt_pipes() -> bytes:
    return b"|1|2|\n|---|---|\n" + b"|1|2|\n" * 16_000


def _txt_wide_pipes() -> bytes:
    return b"|a" * 900 + b"|\n" + b"|-" * 900 + b"|\n" + (b"|1" * 900 + b"|\n") * 50


def _txt_columns() -> bytes:
    return ("规章  1  2  3\n" * 6_000).encode()


def _csv_rows() -> bytes:
    return (b"1," * 500 + b"\n") * 95


def _txt_form_rows() -> bytes:
    return ("结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n1\t2\t3\t4\t10\n" * 1_300).encode()


# PDF


def pdf(objects: Mapping[int, bytes], root: int = 1) -> bytes:
    """A PDF of numbered objects."""
    data, places = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = max(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size))
    return data + b"xref\n0 %d\n%strailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, root, len(data),
    )  # fmt: skip


def stream(content: bytes, entries: bytes = b"", times: int = 1) -> bytes:
    """A stream packed by deflate, several times over if asked."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = b"/FlateDecode" if times == 1 else b"[" + b"/FlateDecode" * times + b"]"
    return b"<</Length %d/Filter%s%s>>stream\n%s\nendstream" % (len(content), filters, entries, content)


_FONT = b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>>"
_SHAPES = (
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
    b"/Supplement 4>>/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -120 1000 880]"
    b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>"
)


def paged(content: bytes, pages: int = 1, resources: bytes = b"", more: Mapping[int, bytes] | None = None) -> bytes:
    """A PDF whose pages all show the same stream; fonts F1 (Chinese, from object 4), others in more (from 10)."""
    kids = b" ".join(b"%d 0 R" % (100 + n) for n in range(pages))
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R"
        b"/Resources<</Font<</F1 4 0 R>>%s>>>>" % resources
    )
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
            3: content,
            4: _FONT,
            5: _SHAPES,
            **(more or {}),
            **{100 + n: page for n in range(pages)},
        }
    )


def _chinese(times: int, packings: int = 1) -> bytes:
    return stream(b"BT /F1 10 Tf " + b"1 0 0 1 90 700 Tm <51ac5f00> Tj " * times + b"ET", times=packings)


def _pdf_characters() -> bytes:
    return paged(stream(b"BT /F1 10 Tf 90 700 Td <" + b"51ac" * 199_000 + b"> Tj ET"))


def _pdf_characters_apart() -> bytes:
    lines = b"".join(b"1 0 0 1 %d %d Tm <51ac> Tj " % (n * 7 % 590, n * 11 % 830) for n in range(45_000))
    return fitted(
        lambda n: paged(stream(b"BT /F1 5 Tf " + lines[: n * 25].rpartition(b"1 0 0 1")[0] + b"ET")), 45_000, 100
    )


def _pdf_text_objects() -> bytes:
    return paged(_chinese(90_000))


def _pdf_paths() -> bytes:
    return paged(stream(b"9 9 m 99 9 l S " * 99_000))


def _pdf_grid() -> bytes:
    lines = b"".join(b"0 %d m 595 %d l S " % (n, n) for n in range(1, 840)) + b"".join(
        b"%d 0 m %d 842 l S " % (n, n) for n in range(1, 590)
    )
    return paged(stream(lines))


def _pdf_grid_pages() -> bytes:
    lines = b"".join(b"0 %d m 595 %d l S " % (n, n) for n in range(1, 840, 4)) + b"".join(
        b"%d 0 m %d 842 l S " % (n, n) for n in range(1, 590, 4)
    )
    return paged(stream(lines), 600)


def _pdf_long_path() -> bytes:
    return paged(stream(b"9 9 m " + b"99 9 l 9 99 l " * 500_000 + b"S"))


def _pdf_long_paths() -> bytes:
    return paged(stream((b"9 9 m " + b"99 9 l 9 99 l " * 900 + b"S ") * 900))


def _pdf_dashes() -> bytes:
    return paged(
        stream(b"".join(b"%d %d m %d %d l S " % (n % 590, n % 830, n % 590 + 2, n % 830) for n in range(18_000)))
    )


def _pdf_pages() -> bytes:
    return paged(stream(b"BT /F1 10 Tf 90 700 Td <51ac5f00> Tj ET"), 650)


def _pdf_full_pages() -> bytes:
    text = b"".join(b"1 0 0 1 40 %d Tm <%s> Tj " % (y, b"51ac5f00" * 25) for y in range(20, 820, 14))
    return paged(stream(b"BT /F1 10 Tf " + text + b"ET"), 650)


def _pdf_page_tree() -> bytes:
    """Page nodes that list each other again and again: 20 to the power of the depth of pages."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for n in range(2, 12):
        objects[n] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (20 ** (12 - n), b"%d 0 R " % (n + 1) * 20)
    objects[12] = b"<</Type/Page/MediaBox[0 0 595 842]/Contents 13 0 R>>"
    objects[13] = stream(b"9 9 m 99 9 l S")
    return pdf(objects)


def _pdf_page_count() -> bytes:
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 999999/Kids[3 0 R]>>"}
    return pdf({**objects, 3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"})


def _pdf_forms() -> bytes:
    """Forms within forms, each drawn twenty times."""
    forms = {
        10 + n: stream(
            b"/X Do " * 20,
            b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X %d 0 R>>>>" % (11 + n),
        )
        for n in range(7)
    }
    last = stream(b"9 9 m 99 9 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]")
    return paged(stream(b"/X Do " * 20), resources=b"/XObject<</X 10 0 R>>", more={**forms, 17: last})


def _pdf_form_itself() -> bytes:
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 10 0 R>>>>")
    return paged(stream(b"/X Do " * 99), resources=b"/XObject<</X 10 0 R>>", more={10: form})


def _pdf_form_large() -> bytes:
    """A form of many objects drawn many times: pdfium parses it anew each time."""
    form = stream(b"9 9 m 99 9 l S " * 9_000, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]")
    return paged(stream(b"/X Do " * 400), resources=b"/XObject<</X 10 0 R>>", more={10: form})


def _pdf_form_text() -> bytes:
    form = stream(
        b"BT /F1 9 Tf " + b"1 0 0 1 90 700 Tm <51ac5f00> Tj " * 4_000 + b"ET",
        b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>",
    )
    return paged(stream(b"/X Do " * 400), resources=b"/XObject<</X 10 0 R>>", more={10: form})


def _pdf_picture() -> bytes:
    picture = stream(
        bytes(7_000 * 7_000), b"/Type/XObject/Subtype/Image/Width 7000/Height 7000/BitsPerComponent 8"
        b"/ColorSpace/DeviceGray",
    )  # fmt: skip
    return paged(stream(b"595 0 0 842 0 0 cm /X Do"), resources=b"/XObject<</X 10 0 R>>", more={10: picture})


def _pdf_picture_again() -> bytes:
    picture = stream(
        bytes(3_000 * 3_000), b"/Type/XObject/Subtype/Image/Width 3000/Height 3000/BitsPerComponent 8"
        b"/ColorSpace/DeviceGray",
    )  # fmt: skip
    return paged(stream(b"q 99 0 0 99 0 0 cm /X Do Q " * 5_000), 20, b"/XObject<</X 10 0 R>>", {10: picture})


def _pdf_packed_twice() -> bytes:
    return paged(_chinese(700_000, 2))


def _pdf_packed_thrice() -> bytes:
    return paged(stream(b" " * 600_000_000, times=3))


def _pdf_object_stream() -> bytes:
    """100,000 objects in one packed stream."""
    count = 100_000
    places, values, at = [], [], 0
    for n in range(count):
        places.append(b"%d %d" % (20 + n, at))
        values.append(b"<<>>")
        at += 5
    head = b" ".join(places) + b" "
    content = head + b" ".join(values)
    packed_objects = stream(content, b"/Type/ObjStm/N %d/First %d" % (count, len(head)))
    return paged(stream(b"9 9 m 99 9 l S"), more={10: packed_objects})


def _pdf_operands() -> bytes:
    return paged(stream(b"1 " * 6_000_000 + b"9 9 m 99 9 l S"))


def _pdf_states() -> bytes:
    return paged(stream(b"q 1 0 0 1 0 0 cm " * 400_000))


def _pdf_clips() -> bytes:
    return paged(stream(b"0 0 99 99 re W n " * 200_000 + b"BT /F1 10 Tf 90 700 Td <51ac5f00> Tj ET"))


def _pdf_marks() -> bytes:
    return paged(stream(b"/P <</MCID 0>> BDC " * 200_000 + b"BT /F1 10 Tf 90 700 Td <51ac5f00> Tj ET"))


def _pdf_marked_text() -> bytes:
    """Text within marks within marks: each object keeps a list of all that are open."""
    return paged(stream(b"/P BMC BT /F1 10 Tf 90 700 Td <51ac> Tj ET " * 9_000))


def _pdf_shadings() -> bytes:
    shading = b"<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 9 9]/Function<</FunctionType 2/Domain[0 1]/N 1>>>>"
    return paged(stream(b"/X sh " * 90_000), resources=b"/Shading<</X 10 0 R>>", more={10: shading})


def _pdf_inline_pictures() -> bytes:
    return paged(stream(b"q 9 0 0 9 9 9 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q " * 90_000))


def _pdf_annotations() -> bytes:
    notes = b"<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]/Contents(1)/AP<</N 11 0 R>>>>"
    drawn = stream(
        b"BT /F1 9 Tf (1) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 4 0 R>>>>"
    )
    kids = b"10 0 R " * 4_900
    base = paged(stream(b"9 9 m 99 9 l S"), more={10: notes, 11: drawn})
    return base.replace(b"/Contents 3 0 R", b"/Annots[" + kids + b"]/Contents 3 0 R")


def _pdf_font_map() -> bytes:
    """A table of codes that is large when unpacked."""
    ranges = b"".join(
        b"%d beginbfrange\n" % 100 + b"<0000> <ffff> <0000>\n" * 100 + b"endbfrange\n" for _ in range(300)
    )
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[5 0 R]/ToUnicode 11 0 R>>"
    text = stream(b"BT /F2 10 Tf 90 700 Td <" + b"00410042" * 500 + b"> Tj ET")
    base = paged(text, more={10: font, 11: stream(ranges)})
    return base.replace(b"/F1 4 0 R", b"/F1 4 0 R/F2 10 0 R")


def _pdf_type3() -> bytes:
    glyph = stream(b"500 0 d0 " + b"0 0 99 99 re f " * 90_000)
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<</a 11 0 R>>"
        b"/Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[500]/Resources<<>>>>"
    )
    base = paged(stream(b"BT /F2 10 Tf 90 700 Td (" + b"a" * 9_000 + b") Tj ET"), more={10: font, 11: glyph})
    return base.replace(b"/F1 4 0 R", b"/F1 4 0 R/F2 10 0 R")


def _pdf_nested_arrays() -> bytes:
    return paged(b"<</Length 0/X" + b"[" * 48_000 + b"]" * 48_000 + b">>stream\n\nendstream")


def _pdf_huge_page() -> bytes:
    base = _pdf_pages()
    return base.replace(b"[0 0 595 842]", b"[0 0 9e9 9e9]")[:SMALL]


# OFD


def ofd(pages: list[str], count: int | None = None, more: Mapping[str, str] | None = None) -> bytes:
    """Pages of content; count lists the first of them so many times."""
    listed = "".join(
        f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/P{n if count is None else 0}/Content.xml"/>'
        for n in range(len(pages) if count is None else count)
    )
    parts = {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{_OFD}"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>'
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{_OFD}"><ofd:CommonData><ofd:PageArea>'
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for n, content in enumerate(pages):
        parts[f"Doc_0/Pages/P{n}/Content.xml"] = (
            f'<ofd:Page xmlns:ofd="{_OFD}"><ofd:Content><ofd:Layer ID="1">{content}</ofd:Layer></ofd:Content>'
            "</ofd:Page>"
        )
    return packed({**parts, **(more or {})})


def _line(text: str, deltas: str = "g 99 3", top: float = 20) -> str:
    return (
        f'<ofd:TextObject ID="1" Boundary="20 {top} 100 4" Font="1" Size="3">'
        f'<ofd:TextCode X="0" Y="3" DeltaX="{deltas}">{text}</ofd:TextCode></ofd:TextObject>'
    )


def _path(data: str) -> str:
    data = f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="1" Boundary="9 9 99 99">{data}</ofd:PathObject>'


def _ofd_pages() -> bytes:
    return ofd([_line("主动公开")], 20_000)


def _ofd_full_pages() -> bytes:
    return ofd(["".join(_line("主动公开" * 8, top=20 + 5 * n) for n in range(50))], 3_000)


def _ofd_text_objects() -> bytes:
    return ofd([_line("主动") * 36_000])


def _ofd_characters() -> bytes:
    return ofd([_line("公" * 200_000, "g 199999 0.001")])


def _ofd_repeats() -> bytes:
    return ofd([_line("公" * 9, "g 99999999 3") * 5_000])


def _ofd_paths() -> bytes:
    return ofd([_path("M 0 0 L 99 0") * 36_000])


def _ofd_long_path() -> bytes:
    data = "M 0 0 " + "L 99 0 L 0 99 " * 400_000
    return ofd([_path(data)])


def _ofd_blocks() -> bytes:
    return ofd([("<ofd:PageBlock>" * 200 + _line("1") + "</ofd:PageBlock>" * 200) * 900])


# Archives


def _zip_members() -> bytes:
    return packed({f"{n}": b"" for n in range(900)})


def _zip_bomb() -> bytes:
    return packed({"a.docx": bytes(90_000_000)})


def _zip_of_docx() -> bytes:
    return packed({"报告.docx": office.MADE[next(iter(office.MADE))]()})


_KINDS = ("docx", "doc", "rtf", "xlsx", "ods", "odt", "html", "mht", "txt", "csv", "pdf", "ofd", "zip")
MADE: dict[str, tuple[str, Callable[[], bytes]]] = {
    name[1:].replace("_", " "): (f"a.{name[1:].partition('_')[0]}", make)
    for name, make in list(globals().items())
    if callable(make) and name.startswith(tuple(f"_{kind}_" for kind in _KINDS))
}
"""name → (file name, its maker)."""
