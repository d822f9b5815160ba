"""The workbook: the form's cells, live checks, findings with links, and nothing that runs by surprise."""

import io
from dataclasses import replace
from decimal import Decimal

import export_support as made
import pytest
from openpyxl import load_workbook

from core.errors import ExportError
from core.export import ExportOptions, export
from core.export.workbook import writer as workbook
from core.export.workbook.writer import render_workbook
from core.finding import Finding, Severity
from core.model import CellRef, Paragraph
from core.schema import EDITIONS, shape

RECEIVED = CellRef(3, "received", "natural_person")
FINDINGS = (
    Finding("t3.row_sum", Severity.ERROR, "新收一行之和不符", (RECEIVED,), expected=3, actual=4),
    Finding("section5.empty", Severity.HINT, "+第五部分", section=5),
)


@pytest.fixture(scope="module", params=EDITIONS)
def report(request):
    return made.sample(request.param)


@pytest.fixture(scope="module")
def book(report):
    return opened(report)


def opened(report, findings=FINDINGS):
    return load_workbook(io.BytesIO(render_workbook(report, findings)))


def test_a_sheet_a_table_and_the_findings(book):
    assert book.sheetnames == ["表2 主动公开", "表3 申请办理", "表4 复议诉讼", "各部分文字", "问题清单"]


def test_figures_are_numbers_in_the_forms_merged_cells(report, book):
    for number, name in zip((2, 3, 4), book.sheetnames, strict=False):
        sheet, form = book[name], shape(report.edition, number)
        merged = {str(r) for r in sheet.merged_cells.ranges}
        for piece in form.form:
            cell = sheet.cell(4 + piece.row, 1 + piece.column)
            if piece.ref:
                assert Decimal(str(cell.value)) == report.cell(piece.ref).amount
            else:
                assert cell.value == piece.text
            if piece.rowspan > 1 or piece.colspan > 1:
                last = sheet.cell(3 + piece.row + piece.rowspan, piece.column + piece.colspan)
                assert f"{cell.coordinate}:{last.coordinate}" in merged


def test_checks_are_live_formulas_for_every_equation(report, book):
    formulas = {n: [c for r in book[n].iter_rows() for c in r if c.data_type == "f"] for n in book.sheetnames}
    rows = len(shape(report.edition, 3).rows)
    assert [len(formulas[n]) for n in book.sheetnames] == [0, rows + 14, 3, 0, 0]
    assert all(c.value.startswith("=SUM(") for cells in formulas.values() for c in cells)


def test_a_check_adds_what_the_equation_says():
    """Column D of table 3: 第一项 row 7, 第二项 row 8, results in rows 9 to 29, 总计 row 30, 第四项 row 31."""
    book = opened(made.sample("2021"))
    requests, reviews = book["表3 申请办理"], book["表4 复议诉讼"]
    assert requests["D32"].value == "=SUM(D7,D8)-SUM(D30,D31)"
    assert requests["D33"].value == "=SUM(" + ",".join(f"D{r}" for r in range(9, 30)) + ")-SUM(D30)"
    assert requests["K7"].value == "=SUM(D7,E7,F7,G7,H7,I7)-SUM(J7)"
    assert reviews["E9"].value == "=SUM(A7,B7,C7,D7)-SUM(E7)"


def test_text_is_never_a_formula():
    dangerous = ("=1+1", "+1", "-1-2", "@SUM(A1)", '=HYPERLINK("x")', "\t=1", "\r=2", "＝1")
    refs = shape("2021", 3).refs[: len(dangerous)]
    report = made.edited(made.sample(), dict(zip(refs, dangerous, strict=True)))
    book = opened(report, [Finding("x", Severity.HINT, raw) for raw in dangerous])
    figures = [c for row in book["表3 申请办理"]["D7:J8"] for c in row][: len(dangerous)]
    assert {c.data_type for c in figures} <= {"s", "n"}
    assert {c.data_type for (c,) in book["问题清单"]["C2:C9"]} == {"s"}
    assert figures[0].value == "=1+1"
    assert figures[0].quotePrefix


def test_a_blank_stays_blank_and_a_mark_stays_a_mark():
    sheet = opened(made.edited(made.sample(), {RECEIVED: "", CellRef(3, "received", "total"): "/"}))["表3 申请办理"]
    assert sheet["D7"].value is None
    assert sheet["J7"].value == "/"


def test_what_was_written_otherwise_is_kept_in_a_comment():
    fees = CellRef(2, "fees", "amount")
    report = made.edited(made.sample(), {RECEIVED: "1,234", fees: "251000元"})
    book = opened(report)
    cell = book["表3 申请办理"]["D7"]
    assert (cell.value, cell.comment.text) == (1234, "报告中写作：1,234")
    money = next(c for r in book["表2 主动公开"].iter_rows() for c in r if c.comment)
    assert Decimal(str(money.value)) == Decimal("25.1")


def test_figures_too_long_for_a_spreadsheet_stay_text():
    sheet = opened(made.edited(made.sample(), {RECEIVED: "1234567890123456"}))["表3 申请办理"]
    assert sheet["D7"].value == "1234567890123456"


def test_findings_link_to_their_cells(report, book):
    sheet = book["问题清单"]
    assert [c.value for c in sheet[2]][:5] == [1, "错误", "新收一行之和不符", "3", "4"]
    link = sheet["F2"].hyperlink.location
    name, place = link.replace("'", "").split("!")
    assert book[name][place].value == report.cell(RECEIVED).amount
    assert sheet["F3"].value == "第5部分文字"


def test_no_findings_and_missing_tables(report):
    from dataclasses import replace

    book = opened(replace(report, tables={4: report.tables[4]}), ())
    assert book.sheetnames == ["表4 复议诉讼", "各部分文字", "问题清单"]
    assert book["问题清单"]["C2"].value == "没有发现问题。"


def test_written_whole(report, tmp_path):
    export(report, report, tmp_path / "表.xlsx", ExportOptions(findings=FINDINGS))
    assert [p.name for p in tmp_path.iterdir()] == ["表.xlsx"]


def test_a_difference_stops_the_workbook(report, monkeypatch):
    monkeypatch.setattr(workbook.cells, "put_figure", lambda cell, figure: workbook.cells.put_text(cell, "错"))
    with pytest.raises(ExportError, match="与报告不一致"):
        render_workbook(report, ())


def test_our_own_reader_finds_the_tables_again(report):
    """The checks beside the tables are read as figures that belong nowhere, never as the form's."""
    marked = made.edited(report, {RECEIVED: "", CellRef(3, "received", "total"): "/"})
    back = made.opened(render_workbook(marked, FINDINGS))
    for number, grid in marked.tables.items():
        for ref in shape(report.edition, number).refs:
            assert back.tables[number].cell(ref).value == grid.cell(ref).value


def test_the_xml_is_as_agreed():
    package = render_workbook(made.sample(), FINDINGS)
    for number in (2, 3, 4):
        made.assert_expected(f"workbook_table{number}.xml", made.part(package, f"xl/worksheets/sheet{number - 1}.xml"))
    made.assert_expected("workbook_texts.xml", made.part(package, "xl/worksheets/sheet4.xml"))
    made.assert_expected("workbook_findings.xml", made.part(package, "xl/worksheets/sheet5.xml"))


def test_previews_see_the_value_of_every_check():
    report = made.edited(made.sample(), {CellRef(4, "review", "total"): "/"})
    data = render_workbook(report, ())
    live, shown = load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(data), data_only=True)
    formulas = [(s.title, c.coordinate) for s in live for row in s.iter_rows() for c in row if c.data_type == "f"]
    assert len(formulas) == 42
    assert all(isinstance(shown[sheet][place].value, int) for sheet, place in formulas)
    parts = sum(report.cell(CellRef(4, "review", c)).amount for c in ("upheld", "corrected", "other", "pending"))
    last = [shown[sheet][place].value for sheet, place in formulas if sheet.startswith("表4")]
    assert last[0] == parts  # a mark counts for nothing, as in Excel


def test_the_texts_stand_on_a_sheet_of_their_own_and_print_as_they_are():
    report = made.sample()
    report = report.with_sections([replace(report.section(5), paragraphs=(Paragraph("=1+1是公式吗？"),))])
    book = load_workbook(io.BytesIO(render_workbook(report, ())))
    sheet = book["各部分文字"]
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0] == ["标题", 1, report.title]
    assert ["落款", 1, made.AGENCY] in rows
    assert next(r for r in rows if r[2].startswith("=1+1"))[0].startswith("五、")
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert all(s.print_area for s in book.worksheets if s.title != "问题清单")
