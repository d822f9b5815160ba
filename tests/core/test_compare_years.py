from __future__ import annotations

from decimal import Decimal

import store_support as support

from core.comparison.years import Trend, compare_years, trend
from core.model import CellRef


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
    assert trend(2, 20) is Trend.JUMP
    assert trend(200, 20) is Trend.JUMP
    assert trend(2, 19) is Trend.NONE
    assert trend(None, 500) is Trend.NONE
    assert trend(7, 7) is Trend.SAME
    assert trend(0, 0) is Trend.NONE
    assert trend(Decimal("1.5"), Decimal("28.5")) is Trend.JUMP


def test_headline_figures_for_the_chart() -> None:
    bars = compare_years(support.report(year=2022, figure="3"), support.report(year=2023, figure="5")).bars
    assert ("新收申请", 3, 5) in [(b.name, b.before, b.after) for b in bars]
