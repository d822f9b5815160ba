import json
from decimal import Decimal

from core.cli import json_output
from core.finding import CellRepair, Finding, Repair, Severity
from core.model import Cell, CellRef, CellText, Grid, Report
from core.values import BLANK, CellKind, Mark, Number, Unread, parse

FEES = CellRef(2, "fees", "amount")
TOTAL = CellRef(3, "results_total", "total")


def test_a_missing_table_is_null_and_a_blank_is_null():
    cells = {FEES: Cell("251000元", parse("251000元", CellKind.MONEY))}
    got = json_output.report(Report("2021", tables={2: Grid(2, "2021", cells)}))
    assert got["table3"] is None
    assert got["table2"]["行政事业性收费"] == [25.1]
    assert got["table2"]["规章"] == [None, None, None]


def test_money_prints_the_digits_it_was_written_with():
    assert json.dumps(json_output.number(Decimal("28068.751"))) == "28068.751"
    assert json.dumps(json_output.number(Decimal("199.19561"))) == "199.19561"
    assert json.dumps(json_output.number(12)) == "12"


def test_findings_and_repairs_name_their_cells():
    report = Report("2019", tables={3: Grid(3, "2019", {})})
    finding = Finding("t3.row_sum", Severity.ERROR, "……", (TOTAL,), expected=24, actual=Decimal("3.5"))
    change = CellRepair(TOTAL, CellText("/", Mark("/")), CellText("24", Number(24)))
    blank = CellRepair(TOTAL, CellText("", BLANK), CellText("24", Number(24)))
    got = json_output.check("a.docx", report, [finding], [Repair(3, (change, blank), "因为")])
    cell = {"table": 3, "row": "results_total", "row_index": 21, "column": "total"}
    assert got["findings"][0]["cells"] == [cell]
    assert (got["findings"][0]["expected"], got["findings"][0]["actual"]) == (24, 3.5)
    assert got["repairs"][0]["changes"] == [cell | {"from": "/", "to": 24}, cell | {"from": None, "to": 24}]
    json.dumps(got)


def test_an_unreadable_file_has_its_error_only():
    got = json_output.check("b.docx", None, (), (), error="打不开。")
    assert (got["error"], got["findings"], got["repairs"], got["agency"]) == ("打不开。", [], [], None)


def test_a_cell_that_was_not_read_is_null_and_named_with_its_reason():
    cells = {TOTAL: Cell(value=Unread("第 3 页是图片"), source=None), FEES: Cell()}
    report = Report("2021", tables={3: Grid(3, "2021", cells)})
    named = {"table": 3, "row": "results_total", "row_index": 23, "column": "total", "reason": "第 3 页是图片"}
    assert json_output.report(report)["unread"] == [named]
    assert json_output.report(report)["table3"][23]["values"][-1] is None
    assert json_output.check("a.pdf", report, (), ())["unread"] == [named]
