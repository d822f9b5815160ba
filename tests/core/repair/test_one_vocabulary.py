"""A finding and the repair of the same cell say the same of it."""

import pytest
from rules_support import balanced, put

from core import schema
from core.diagnosis.wording import SLIP_WORDS
from core.finding import Severity
from core.model import CellRef
from core.repair import suggest
from core.rules import evaluate


@pytest.mark.parametrize("wrong", ["90", "99", "8", "94", "-9"])
@pytest.mark.parametrize("cell", [("granted", "natural_person"), ("unavailable_not_held", "total")])
def test_finding_and_repair_name_the_same_slip(cell, wrong):
    report = put(balanced(), {(3, *cell): wrong})
    (finding,) = [f for f in evaluate(report).findings if f.severity is Severity.ERROR]
    repair = suggest(report, 3).repairs[0]
    assert finding.cells == tuple(c.ref for c in repair.changes)
    assert [w for w in SLIP_WORDS.values() if w in finding.message] == [
        w for w in SLIP_WORDS.values() if w in repair.reason
    ]
    assert (finding.expected,) == tuple(c.new.value.value for c in repair.changes)


def test_a_column_left_out_of_the_totals_is_one_cause_said_once():
    report = balanced()
    lacking = {}
    for row in schema.shape("2021", 3).rows:
        business = report.cell(CellRef(3, row.key, "business")).amount
        if business:
            lacking[3, row.key, "total"] = report.cell(CellRef(3, row.key, "total")).amount - business
    wrong = put(report, lacking)
    (finding,) = [f for f in evaluate(wrong).findings if f.severity is Severity.ERROR]
    repair = suggest(wrong, 3).repairs[0]
    assert {c.ref.column for c in repair.changes} == {"total"} == {ref.column for ref in finding.cells}
    assert repair.reason.startswith("总计列 漏加了“商业企业”一列：")
    assert repair.reason.count("总计列") == 1
    assert "“总计”一列没有随各项更新" in finding.message


def test_a_row_of_totals_that_was_not_brought_up_to_date_is_said_once():
    figures = {(3, "results_total", c): v for c, v in (("natural_person", 11), ("business", 1), ("total", 14))}
    repair = suggest(put(balanced(), figures), 3).repairs[0]
    assert repair.reason.count("没有随各项更新") == 1
    assert "更新：" in repair.reason and "总计未随" not in repair.reason
