from __future__ import annotations

from decimal import Decimal

import pytest
import store_support as support

from core import schema
from core.comparison.years import Trend, compare_years, trend
from core.model import CellRef
from core.rules import evaluate


def test_what_must_carry_over_from_last_year_is_checked() -> None:
    before, after = support.report(year=2022, figure="3"), support.report(year=2023, figure="3")
    wrong = CellRef(3, "carried_in", "research")
    found = compare_years(before, support.with_figure(after, wrong, "4"))
    broken = [r for r in found.relations if r.holds is False]
    assert [(r.kind, r.ref, r.expected, r.actual) for r in broken] == [("year.carried", wrong, 3, 4)]
    in_force = next(r for r in found.relations if r.kind == "year.in_force")
    assert (in_force.expected, in_force.text) == (3, "去年 3 + 3 − 3 = 3，今年填 3")
    assert len(found.relations) == 9


def test_blanks_count_as_zero_and_are_named() -> None:
    after = support.with_figure(support.report(year=2023, figure="0"), CellRef(3, "carried_in", "total"), "")
    found = compare_years(support.report(year=2022, figure="0"), after)
    relation = next(r for r in found.relations if r.ref == CellRef(3, "carried_in", "total"))
    assert (relation.holds, relation.blank, relation.text) == (True, True, "去年 0，今年填 空")


def test_the_old_form_compares_items() -> None:
    before, after = support.report(year=2019, figure="3"), support.report(year=2020, figure="3")
    after = support.with_figure(after, CellRef(2, "licences", "last_year_items"), "6")
    relations = {r.ref.row: r for r in compare_years(before, after).relations if r.kind == "year.items"}
    assert relations["licences"].holds is True
    assert relations["penalties"].holds is False
    assert relations["penalties"].text == "去年 3 + 3 = 6，今年填 3"
    down = support.with_figure(before, CellRef(2, "fees", "change"), "-2")
    relations = {r.ref.row: r for r in compare_years(down, after).relations if r.kind == "year.items"}
    assert relations["fees"].text == "去年 3 − 2 = 1，今年填 3"


def test_table_two_of_different_editions_is_not_compared() -> None:
    found = compare_years(support.report(year=2020), support.report(year=2021))
    assert {r.holds for r in found.relations if r.kind == "year.in_force"} == {None}
    assert {r.holds for r in found.relations if r.kind == "year.carried"} == {True}


def test_jumps_and_standstill_are_marked() -> None:
    shape, cell, money = schema.shape("2021", 2), CellRef(2, "penalties", "decisions"), CellRef(2, "fees", "amount")
    assert trend(shape, cell, 2, 20) is Trend.JUMP
    assert trend(shape, cell, 200, 20) is Trend.JUMP
    assert trend(shape, cell, 2, 19) is Trend.NONE
    assert trend(shape, cell, None, 500) is Trend.NONE
    assert trend(shape, cell, 7, 7) is Trend.SAME
    assert trend(shape, cell, 0, 0) is Trend.NONE
    assert trend(shape, money, Decimal("1.5"), Decimal("28.5")) is Trend.JUMP


@pytest.mark.parametrize(
    ("cell", "before", "after"),
    [
        (CellRef(2, "penalties", "decisions"), "0", "25"),
        (CellRef(2, "penalties", "decisions"), "2", "25"),
        (CellRef(2, "penalties", "decisions"), "25", "1"),
        (CellRef(2, "normative_documents", "in_force"), "14", ""),
        (CellRef(2, "normative_documents", "in_force"), "14", "/"),
        (CellRef(3, "carried_in", "natural_person"), "0", "2"),
        (CellRef(3, "granted", "natural_person"), "2", "40"),
        (CellRef(2, "fees", "amount"), "36.52", "365200"),
    ],
)
def test_the_window_of_two_years_and_the_findings_give_one_verdict(cell: CellRef, before: str, after: str) -> None:
    last = support.with_figure(support.report(year=2022, figure="0"), cell, before)
    this = support.with_figure(support.report(year=2023, figure="0"), cell, after)
    shown = compare_years(last, this)
    findings = evaluate(this, last).findings
    found = {(f.rule, f.cells[0]) for f in findings if f.rule.startswith("year.") and f.cells}
    # Where the table's own sums accuse the same cell, last year's figure is a witness within that one finding.
    found |= {("year.carried", f.cells[0]) for f in findings if "上一年报告的结转下年度也是" in f.message}
    said = {(r.kind, r.ref) for r in shown.relations if r.holds is False}
    said |= {("year.jump", row.ref) for row in shown.rows if row.trend is Trend.JUMP}
    assert said == found


def test_headline_figures_for_the_chart() -> None:
    bars = compare_years(support.report(year=2022, figure="3"), support.report(year=2023, figure="5")).bars
    assert ("新收申请", 3, 5) in [(b.name, b.before, b.after) for b in bars]
