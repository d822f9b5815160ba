"""Excel workbooks: made with openpyxl where it can, with raw XML where it cannot."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import office_support as office
import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from core.document import Document, Para, RawTable
from core.errors import ReadError
from core.reading import read_bytes
from core.reading.shared import limits, messages
from core.reading.spreadsheets import reader as xlsx
from core.schema import shape

FRAME = Border(*[Side(style="thin")] * 4)


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def book(*fill: Callable[[Worksheet], None]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for i, one in enumerate(fill):
        one(made.create_sheet(f"表{i + 1}"))
    return saved(made)


def read(*fill: Callable[[Worksheet], None]) -> Document:
    return xlsx.read(book(*fill)).value


def shown(document: Document) -> list[object]:
    return [
        b.text
        if isinstance(b, Para)
        else [[(c.text, c.column, c.rowspan, c.colspan) for c in row] for row in b.by_row()]
        for b in document.blocks
    ]


def cells(sheet: Worksheet, rows: list[list[object]], top: int = 1, frame: bool = False) -> None:
    for r, row in enumerate(rows, top):
        for c, value in enumerate(row, 1):
            sheet.cell(r, c, value)
            if frame:
                sheet.cell(r, c).border = FRAME


def raw(sheet_xml: str, shared: str = "", workbook: str = "", styles: str = "") -> bytes:
    """A workbook of one sheet given as XML."""
    target = io.BytesIO()
    names = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {names}>{workbook}<sheets><sheet name="甲" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="r1" Type="x" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet>{sheet_xml}</worksheet>")
        if shared:
            archive.writestr("xl/sharedStrings.xml", f"<sst>{shared}</sst>")
        if styles:
            archive.writestr("xl/styles.xml", f"<styleSheet>{styles}</styleSheet>")
    return target.getvalue()


def raw_cells(data: bytes) -> list[str]:
    table = xlsx.read(data).value.blocks[0]
    assert isinstance(table, RawTable)
    return [c.text for c in table.cells]


@pytest.mark.parametrize("frame", [True, False], ids=["framed", "without frames"])
def test_a_whole_form_on_one_sheet(frame: bool) -> None:
    headings = (
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    )

    def fill(sheet: Worksheet) -> None:
        at = 1
        for number, heading in zip((2, 3, 4), headings, strict=True):
            sheet.cell(at, 1, heading)
            sheet.merge_cells(start_row=at, start_column=1, end_row=at, end_column=10)
            at = fill_form(sheet, number, at + 1, frame)

    blocks = read(fill).blocks
    assert [b.text for b in blocks if isinstance(b, Para)] == list(headings)
    for block, number in zip([b for b in blocks if isinstance(b, RawTable)], (2, 3, 4), strict=True):
        found = {(c.row, c.column, c.rowspan, c.colspan, c.text) for c in block.cells}
        form = shape("2021", number).form
        assert found == {(c.row, c.column, c.rowspan, c.colspan, c.text or "7") for c in form}


def fill_form(sheet: Worksheet, number: int, top: int, frame: bool) -> int:
    form = shape("2021", number)
    for c in form.form:
        sheet.cell(top + c.row, 1 + c.column, 7 if c.ref else c.text)
        if c.rowspan * c.colspan > 1:
            sheet.merge_cells(
                start_row=top + c.row,
                start_column=1 + c.column,
                end_row=top + c.row + c.rowspan - 1,
                end_column=c.column + c.colspan,
            )
        if frame:
            sheet.cell(top + c.row, 1 + c.column).border = FRAME
    return top + form.form_rows


def test_lone_rows_around_a_table_are_paragraphs_and_a_blank_row_parts_tables() -> None:
    def fill(sheet: Worksheet) -> None:
        cells(sheet, [["标题"], ["甲", "乙"], [1, 2], [], ["丙", "丁"], [3, 4], [], ["落款"]])

    assert shown(read(fill)) == [
        "标题",
        [[("甲", 0, 1, 1), ("乙", 1, 1, 1)], [("1", 0, 1, 1), ("2", 1, 1, 1)]],
        [[("丙", 0, 1, 1), ("丁", 1, 1, 1)], [("3", 0, 1, 1), ("4", 1, 1, 1)]],
        "落款",
    ]


def test_a_row_whose_figures_are_blank_stays_in_its_table() -> None:
    def framed(sheet: Worksheet) -> None:
        cells(sheet, [["甲", 1], ["乙", None], ["丙", 3], ["丁", None]], frame=True)

    def bare(sheet: Worksheet) -> None:
        cells(sheet, [["甲", 1], ["乙", None], ["丙", 3], ["丁", None]])

    for fill in (framed, bare):
        block = read(fill).blocks[0]
        assert isinstance(block, RawTable)
        assert [row[0].text for row in block.by_row()] == ["甲", "乙", "丙", "丁"]


def test_a_place_where_nothing_is_stored_is_a_blank_cell_of_the_table() -> None:
    rows = '<row r="1"><c r="B1"><v>1</v></c><c r="D1"><v>2</v></c></row><row r="2"><c r="B2"><v>3</v></c></row>'
    table = xlsx.read(raw(f"<sheetData>{rows}</sheetData>")).value.blocks[0]
    assert isinstance(table, RawTable)
    assert [[c.text for c in row] for row in table.by_row()] == [["1", "", "2"], ["3", "", ""]]


def test_figures_are_written_as_in_the_cell() -> None:
    values = [0, 12, 769.5976, 0.1 + 0.2, 1e21, -5, 28068.751, "12件", "/", True, 1234567890123456]
    expected = [
        "0",
        "12",
        "769.5976",
        "0.3",
        "1" + "0" * 21,
        "-5",
        "28068.751",
        "12件",
        "/",
        "TRUE",
        "1234567890123460",
    ]

    def fill(sheet: Worksheet) -> None:
        cells(sheet, [values, ["x"] * len(values)])

    table = read(fill).blocks[0]
    assert isinstance(table, RawTable)
    assert [c.text for c in table.by_row()[0]] == expected


def test_dates_times_and_per_cent_as_their_format_says() -> None:
    written = [
        (date(2023, 1, 5), "yyyy-mm-dd", "2023-01-05"),
        (date(2023, 1, 5), 'yyyy"年"m"月"d"日"', "2023年1月5日"),
        (datetime(2023, 1, 5, 8, 30), "yyyy/m/d h:mm", "2023-01-05 8:30"),
        (time(8, 30), "h:mm", "8:30"),
        (0.15, "0%", "15%"),
        (0.125, "0.00%", "12.50%"),
        (5, '0"件"', "5"),
        (5, "[Red]0.00", "5"),
        (45000, "General", "45000"),
    ]

    def fill(sheet: Worksheet) -> None:
        for c, (value, form, _) in enumerate(written, 1):
            sheet.cell(1, c, value).number_format = form
            sheet.cell(2, c, "x")

    table = read(fill).blocks[0]
    assert isinstance(table, RawTable)
    assert [c.text for c in table.by_row()[0]] == [text for _, _, text in written]


def test_the_epoch_of_1904_and_days_before_march_1900() -> None:
    style = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    row = '<sheetData><row><c s="1"><v>59</v></c><c s="1"><v>61</v></c><c s="1"><v>-1</v></c></row></sheetData>'
    assert raw_cells(raw(row, styles=style)) == ["1900-02-28", "1900-03-01", "-1"]
    late = raw(row, workbook='<workbookPr date1904="1"/>', styles=style)
    assert raw_cells(late)[0] == "1904-02-29"


def test_strings_of_every_kind_and_cells_without_references() -> None:
    shared = "<si><t>甲</t></si><si><r><t>乙</t></r><r><t>丙</t></r><rPh><t>注音</t></rPh></si>"
    row = (
        '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t>丁</t></is></c>'
        '<c t="str"><f>A1</f><v>戊</v></c><c t="s"><v>99</v></c><c t="d"><v>2023-01-05T00:00:00</v></c><c><v>x</v></c>'
    )
    data = raw(f"<sheetData><row>{row}</row></sheetData>", shared)
    assert raw_cells(data) == ["甲", "乙丙", "丁", "戊", "", "2023-01-05", "x"]


def test_formulas_give_their_stored_results_and_what_lacks_is_said() -> None:
    row = '<c><f>1+1</f><v>2</v></c><c><f>1/0</f></c><c t="e"><f>X</f><v>#REF!</v></c>'
    result = xlsx.read(raw(f"<sheetData><row>{row}</row></sheetData>"))
    assert raw_cells(raw(f"<sheetData><row>{row}</row></sheetData>")) == ["2", "", "#REF!"]
    assert [n.message for n in result.notes] == [messages.FORMULA_ERROR, messages.NO_RESULT]


def test_hidden_sheets_are_left_out_and_named() -> None:
    made = Workbook()
    made.active["A1"] = "看得见"
    hidden = made.create_sheet("底稿")
    hidden["A1"] = "看不见"
    hidden.sheet_state = "hidden"
    result = xlsx.read(saved(made))
    assert shown(result.value) == ["看得见"]
    assert [n.message for n in result.notes] == [messages.HIDDEN_SHEET.format(name="底稿")]


def test_sheets_follow_each_other() -> None:
    document = read(lambda s: cells(s, [["甲", "乙"], [1, 2]]), lambda s: cells(s, [["丙", "丁"], [3, 4]]))
    assert [b.place.block for b in document.blocks] == [0, 1]
    table = document.blocks[1]
    assert isinstance(table, RawTable)
    assert (table.cells[3].place.block, table.cells[3].place.row, table.cells[3].place.column) == (1, 1, 1)


def test_a_merge_over_whole_columns_is_cut_to_the_used_range() -> None:
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="B{r}"><v>0</v></c></row>' for r in (1, 2))
    rows += '<row r="3"><c r="A3" t="str"><v>很宽</v></c></row>'
    merges = '<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    assert shown(xlsx.read(raw(f"<sheetData>{rows}</sheetData>{merges}")).value)[-1] == "很宽"


def test_overlapping_merges_keep_every_text() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row>'
    merges = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A1:A2"/><mergeCell ref="Z9:A1"/></mergeCells>'
    document = xlsx.read(raw(f"<sheetData>{row}</sheetData>{merges}")).value
    assert shown(document) == ["1", "2", "3"]


def test_an_xlsm_is_read_and_its_macros_are_named() -> None:
    data = book(lambda s: cells(s, [["甲", "乙"]]))
    with zipfile.ZipFile(buffer := io.BytesIO(data), "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    result = read_bytes(buffer.getvalue(), "报表.xlsm")
    assert (result.value.kind, [n.message for n in result.notes]) == ("xlsx", [messages.MACROS])


def test_a_docx_with_a_workbook_inside_is_no_workbook() -> None:
    data = office.package(office.paragraph("字"))
    with zipfile.ZipFile(buffer := io.BytesIO(data), "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/embeddings/chart.xlsx", book(lambda s: cells(s, [[1]])))
    assert not xlsx.sniff(buffer.getvalue(), "报告.docx")
    assert read_bytes(buffer.getvalue(), "报告.docx").value.kind == "docx"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (raw("<sheetData/>"), messages.NO_TEXT),
        (raw('<sheetData><row r="9999999"><c r="A9999999"><v>1</v></c></row></sheetData>'), messages.HUGE_TABLE),
        (raw("<sheetData><row>"), messages.DAMAGED),
        (
            raw(
                '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="30000"><c r="ZZ30000"><v>1</v></c></row>'
                '</sheetData><mergeCells><mergeCell ref="A1:ZZ30000"/></mergeCells>'
            ),
            messages.HUGE_TABLE,
        ),
    ],
    ids=["no text", "row out of bounds", "broken", "huge merge"],
)
def test_workbooks_that_cannot_be_read_say_why(data: bytes, sentence: str) -> None:
    with pytest.raises(ReadError) as caught:
        xlsx.read(data)
    assert str(caught.value) == sentence


def test_too_many_merged_ranges_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_POSITIONS", 3)
    with pytest.raises(ReadError, match="表格过大"):
        read(lambda s: cells(s, [[1, 2], [3, 4]]))


def cells_with(*formulas: str) -> list[tuple[str, str]]:
    """Text and reason of the cells of formulas without values in row 2, over 1, 2, 3 and the text 4 in row 1."""
    figures = "".join(f'<c r="{name}1"><v>{n}</v></c>' for n, name in enumerate("ABC", 1))
    text = '<c r="D1" t="inlineStr"><is><t>4</t></is></c>'
    row = "".join(f'<c r="{chr(65 + n)}2"><f>{formula}</f><v></v></c>' for n, formula in enumerate(formulas))
    sheet = f'<sheetData><row r="1">{figures}{text}</row><row r="2">{row}</row></sheetData>'
    (table,) = xlsx.read(raw(sheet)).value.blocks
    return [(cell.text, cell.unread) for cell in table.cells if cell.row == 1][: len(formulas)]


def test_sums_that_were_saved_without_their_results_are_computed():
    assert cells_with("SUM(A1:C1)", "A1+C1-B1", "SUM(A1,B1:C1,A2)", "=SUM($A$1:$B$1)") == [
        ("6", ""), ("2", ""), ("12", ""), ("3", "")]  # fmt: skip


def test_sums_in_brackets_rounded_or_behind_a_condition_are_computed():
    formulas = ("SUM(A1:B1)+C1", "SUM(A1:C1)-SUM(A1)+0", "ROUND(SUM(A1:C1),0)", "(A1+B1)-(C1-1)")
    assert cells_with(*formulas) == [("6", ""), ("5", ""), ("6", ""), ("1", "")]
    assert cells_with("IF(SUM(A1:C1)=0,0,SUM(A1:C1))", "if(A1&gt;B1,A1,-C1)") == [("6", ""), ("-3", "")]


def test_formulas_that_show_words_or_nest_without_end_are_unread():
    deep = "(" * 300 + "A1" + ")" * 300
    formulas = ("IF(A1=1,&quot;&quot;,A1)", deep, "ROUND(A1,99)", "SUM(A1", "A1+&quot;x&quot;", "SUM()")
    assert cells_with(*formulas) == [("", messages.NO_FORMULA_RESULT)] * 6


def test_what_cannot_be_computed_for_sure_is_unread_and_not_blank():
    formulas = ("VLOOKUP(A1,B1:C1,1)", "SUM(A1:D1)", "C2+1", "A1*2")
    assert cells_with(*formulas) == [("", messages.NO_FORMULA_RESULT)] * 4
