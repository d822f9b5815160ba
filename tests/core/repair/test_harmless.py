"""No repair and no finding turns against a right figure on weak evidence."""

from dataclasses import replace

import pytest
from rules_support import balanced, cell, put

from core import schema
from core.finding import Binding, Quote, Severity
from core.model import Cell, CellRef, Grid, Report
from core.repair import suggest
from core.rules import evaluate
from core.values import Unread

BASE = balanced()


def changes(repair):
    return {(c.ref.row, c.ref.column): c.new.value.value for c in repair.changes}


def typed(figures, table=3):
    """A table that is being typed in: every other cell still empty, none of them from a file."""
    cells = {CellRef(table, *key): replace(cell(value), source=None) for key, value in figures.items()}
    return Report(
        "2021",
        "云溪县民政局2021年政府信息公开工作年度报告",
        "云溪县民政局",
        2021,
        tables={table: Grid(table, "2021", cells)},
    )


def errors(report):
    return [f for f in evaluate(report).findings if f.severity is Severity.ERROR and f.cells]


@pytest.mark.parametrize("blank", ["0", ""])
def test_totals_of_table_4_left_0_or_blank_follow_their_details(blank):
    report = put(BASE, {(4, row, "total"): blank for row in ("review", "direct_suit", "suit_after_review")})
    expected = {("review", "total"): 4, ("direct_suit", "total"): 1, ("suit_after_review", "total"): 1}
    suggestion = suggest(report, 4)
    assert changes(suggestion.repairs[0]) == expected
    assert suggestion.sure
    told = {f.cells[0].row if len(f.cells) == 1 else "all" for f in errors(report)}
    assert told in ({"review", "direct_suit", "suit_after_review"}, {"all"})


def test_a_lone_total_of_0_over_a_detail_is_the_wrong_one():
    report = put(BASE, {(4, "suit_after_review", "other"): "5", (4, "suit_after_review", "total"): "0"})
    (finding,) = errors(report)
    assert (finding.cells, finding.expected) == ((CellRef(4, "suit_after_review", "total"),), 5)
    assert changes(suggest(report, 4).repairs[0]) == {("suit_after_review", "total"): 5}


def test_while_a_table_is_typed_an_empty_total_is_no_evidence():
    report = typed({("received", "natural_person"): 5, ("granted", "natural_person"): 5})
    assert errors(report) == []
    first = changes(suggest(report, 3).repairs[0])
    assert first[("results_total", "natural_person")] == 5
    assert all("total" in key[0] or key[1] == "total" for key in first)


def test_what_does_not_yet_balance_is_left_alone_until_the_totals_are_there():
    report = typed({("received", "natural_person"): 5, ("granted", "natural_person"): 3})
    assert errors(report) == []
    suggestion = suggest(report, 3)
    assert suggestion.repairs == ()
    assert "没有填完" in suggestion.message


def test_a_complete_equation_speaks_while_the_rest_is_still_empty():
    figures = {("received", c): 0 for c in ("business", "research", "nonprofit", "legal_service", "other_org")}
    report = typed({**figures, ("received", "natural_person"): 5, ("received", "total"): 6})
    assert "t3.row_sum" in {e.rule for f in errors(report) for e in f.equations}


def test_a_block_of_table_4_that_is_being_typed_is_silent():
    report = typed({("review", "upheld"): 5}, table=4)
    assert errors(report) == []
    assert changes(suggest(report, 4).repairs[0]) == {("review", "total"): 5}


def test_a_cell_nobody_read_is_no_evidence():
    unread = Cell(value=Unread("第 3 页是图片"))
    cells = {CellRef(3, row, "natural_person"): unread for row in ("received", "granted")}
    report = BASE.with_cells(cells)
    found = evaluate(report).findings
    assert [f.rule for f in found if f.cells and f.cells[0].table == 3] == ["cell.unread"]
    assert "2 格没有读出（第 3 页是图片）" in next(f.message for f in found if f.rule == "cell.unread")
    assert suggest(report, 3).repairs == ()
    assert evaluate(report).outcomes["t3.row_sum"] == "unknown"


def test_a_table_that_is_a_picture_is_not_called_blank():
    cells = {ref: Cell(value=Unread("表格是图片")) for ref in schema.shape("2021", 3).refs}
    report = replace(BASE, tables={**BASE.tables, 3: Grid(3, "2021", cells)})
    rules = {f.rule for f in evaluate(report).findings}
    assert "cell.unread" in rules and "blank.mixed" not in rules and "t4.no_requests" not in rules


def test_a_repair_that_parts_from_the_text_that_agreed_is_not_offered():
    report = put(BASE, {(4, "review", "upheld"): "3"})
    agreed = Binding(Quote(4, 0, 0, 1, "4件"), 4, (CellRef(4, "review", "total"),), "件")
    offered = [changes(r) for r in suggest(report, 4, bindings=(agreed,)).repairs]
    assert ("review", "total") not in {key for repair in offered for key in repair}
    assert len(offered) == 3


def test_the_first_of_several_equal_repairs_is_not_sure():
    assert not suggest(put(BASE, {(4, "review", "total"): "5"}), 4).sure
    assert suggest(put(BASE, {(3, "granted", "natural_person"): "90"}), 3).sure
