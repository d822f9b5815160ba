"""Binary and OpenDocument spreadsheets and texts: the same figures as the .xlsx and .docx they were saved from.

tests/data/spreadsheets/*.xls are the workbooks of `workbook()` saved by LibreOffice.
"""

import io
import random
import zipfile
from html import escape
from pathlib import Path

import extract_support as support
import openpyxl
import pytest
from openpyxl.styles import Border, Side

from core.errors import ReadError
from core.extract import extract
from core.reading import read_bytes
from core.reading.shared import messages
from core.reading.spreadsheets.binary import shown

DATA = Path(__file__).parents[2] / "data" / "spreadsheets"
EDITIONS = ("2019", "2021")
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
                        ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"))
)  # fmt: skip


def written(edition):
    return support.truth(random.Random(31), edition)


def workbook(edition) -> bytes:
    """A report on one sheet as openpyxl writes it; figures are numbers where they can be."""
    book = openpyxl.Workbook()
    sheet, row = book.active, 1
    frame = Border(*(Side("thin") for _ in range(4)))
    for part in support.parts_of(written(edition)):
        if not isinstance(part, support.Table):
            sheet.cell(row, 1, part)
            row += 1
            continue
        for piece in part.pieces:
            value = int(piece.text) if piece.ref and piece.text.isdigit() else piece.text
            cell = sheet.cell(row + piece.row, 1 + piece.column, value)
            cell.border = frame
            if piece.rowspan * piece.colspan > 1:
                sheet.merge_cells(
                    None, cell.row, cell.column, cell.row + piece.rowspan - 1, cell.column + piece.colspan - 1
                )
        row += part.rows
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def open_document(kind: str, body: str, styles: str = "") -> bytes:
    """An OpenDocument file of one body."""
    content = (
        f'<?xml version="1.0"?><office:document-content {_NAMES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body>{body}</office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", content)
    return out.getvalue()


def table_xml(table: support.Table) -> str:
    """A table with covered cells where spans reach."""
    taken = {(p.row, p.column): p for p in table.pieces}
    rows = []
    for row in range(table.rows):
        cells = []
        for column in range(table.columns):
            p = taken.get((row, column))
            if p is None:
                cells.append("<table:covered-table-cell/>")
            else:
                spans = f'table:number-columns-spanned="{p.colspan}" table:number-rows-spanned="{p.rowspan}"'
                cells.append(f"<table:table-cell {spans}><text:p>{escape(p.text)}</text:p></table:table-cell>")
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f'<table:table table:name="t">{"".join(rows)}</table:table>'


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("ending", ["xls", "et"])
def test_a_binary_workbook_reads_as_the_report_it_was_saved_from(edition, ending):
    result = read_bytes((DATA / f"{edition}.xls").read_bytes(), f"报告.{ending}")
    assert support.wrong(extract(result.value), written(edition)) == [] and result.notes == ()


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_xlsx_of_the_same_sheet_reads_alike(edition):
    assert support.wrong(extract(read_bytes(workbook(edition), "报告.xlsx").value), written(edition)) == []


def test_values_of_binary_workbooks_are_shown_as_excel_shows_them():
    assert [shown(v) for v in (12.0, 0.1 + 0.2, True, "规章", 3)] == ["12", "0.3", "TRUE", "规章", "3"]


def test_a_damaged_binary_workbook_is_told():
    data = bytearray((DATA / "2021.xls").read_bytes())
    data[1024:] = bytes(len(data) - 1024)
    with pytest.raises(ReadError):
        read_bytes(bytes(data), "报告.xls")


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_odt_reads_as_the_report(edition):
    parts = support.parts_of(written(edition))
    body = "".join(table_xml(p) if isinstance(p, support.Table) else f"<text:p>{p}</text:p>" for p in parts)
    report = extract(read_bytes(open_document("text", f"<office:text>{body}</office:text>"), "报告.odt").value)
    assert support.wrong(report, written(edition)) == []
    assert [heading.section for heading in report.outline] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_ods_reads_as_the_report(edition):
    tables = []
    for part in support.parts_of(written(edition)):
        rows = table_xml(part) if isinstance(part, support.Table) else None
        cell = f"<table:table-cell><text:p>{part}</text:p></table:table-cell>"
        blank = '<table:table-cell table:number-columns-repeated="16383"/>'
        tables.append(rows[len('<table:table table:name="t">') : -len("</table:table>")] if rows
                      else f"<table:table-row>{cell}{blank}</table:table-row>")  # fmt: skip
    rest = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    body = (
        f'<office:spreadsheet><table:table table:name="表">{"".join(tables)}{rest}</table:table></office:spreadsheet>'
    )
    report = extract(read_bytes(open_document("spreadsheet", body), "报告.ods").value)
    assert support.wrong(report, written(edition)) == []


def test_blanks_breaks_notes_boxes_and_deletions_of_an_odt():
    body = (
        "<office:text><text:tracked-changes><text:p>删去</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">一、总体<text:s text:c="2"/>情况</text:h>'
        '<text:p>甲<text:line-break/><text:span text:style-name="B">乙</text:span>'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>脚注</text:p></text:note-body></text:note></text:p>"
        '<draw:frame svg:width="15cm" svg:height="9cm"><draw:image/></draw:frame>'
        '<text:p><draw:frame svg:width="15cm" svg:height="9cm"><draw:image/></draw:frame></text:p></office:text>'
    )
    style = '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
    result = read_bytes(open_document("text", body, style), "a.odt")
    blocks = result.value.blocks
    assert [(b.text, b.level, b.floating) for b in blocks] == [
        ("一、总体  情况", 1, False), ("甲", None, False), ("乙", None, False), ("脚注", None, True)]  # fmt: skip
    assert blocks[2].bold == ((0, 1),)
    assert [region.before for region in result.value.unread] == [4]
    assert [note.message for note in result.notes] == [messages.TRACKED]


def list_of(*items: str, attributes: str = 'text:style-name="L"') -> str:
    inner = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f"<text:list {attributes}>{inner}</text:list>"


def test_the_automatic_numbers_of_an_odt_are_written_out():
    def level(number: int, form: str, rest: str) -> str:
        return f'<text:list-level-style-number text:level="{number}" style:num-format="{form}" {rest}/>'

    style = "".join((
        '<text:list-style style:name="L">', level(1, "一, 二, 三, ...", 'style:num-suffix="、"'),
        level(2, "一, 二, 三, ...", 'style:num-prefix="（" style:num-suffix="）"'),
        level(3, "1", 'style:num-suffix="." text:display-levels="2"'), "</text:list-style>",
    ))  # fmt: skip
    inner = list_of("<text:p>网站</text:p>", attributes="")
    deepest = list_of("<text:p>户</text:p>", attributes="")
    body = (
        list_of("<text:p>总体情况</text:p><text:p>正文</text:p>" + inner)
        + "<text:p>之间</text:p>"
        + list_of("<text:p>主动公开</text:p>", attributes='text:style-name="L" text:continue-numbering="true"')
        + list_of("<text:p>另一列表</text:p>" + list_of("<text:p>项</text:p>" + deepest, attributes=""))
        + '<text:list text:style-name="L"><text:list-item text:start-value="5"><text:p>第五</text:p></text:list-item>'
        "<text:list-header><text:p>不编号</text:p></text:list-header></text:list>"
    )
    blocks = read_bytes(open_document("text", f"<office:text>{body}</office:text>", style), "a.odt").value.blocks
    assert [block.text for block in blocks] == [
        "一、总体情况", "正文", "（一）网站", "之间", "二、主动公开", "一、另一列表", "（一）项", "一.1.户", "五、第五",
        "不编号",
    ]  # fmt: skip


def test_hidden_text_of_an_odt_is_left_out_and_told():
    style = '<style:style style:name="V"><style:text-properties text:display="none"/></style:style>'
    body = '<office:text><text:p>2<text:span text:style-name="V">0</text:span>件</text:p></office:text>'
    result = read_bytes(open_document("text", body, style), "a.odt")
    assert [block.text for block in result.value.blocks] == ["2件"]
    assert [note.message for note in result.notes] == [messages.HIDDEN]


def test_slides_in_open_document_are_told():
    with pytest.raises(ReadError, match="演示文稿"):
        read_bytes(open_document("presentation", "<office:presentation/>"), "a.odp")


if __name__ == "__main__":  # writes what LibreOffice is to save as .xls
    for each in EDITIONS:
        Path(f"{each}.xlsx").write_bytes(workbook(each))
