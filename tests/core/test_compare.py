from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import store_strategies_support as strategies
import store_support as support
from hypothesis import given, settings
from hypothesis import strategies as st

from core.compare import Kind, compare
from core.compare_years import Trend, compare_years, trend
from core.model import CellRef, Paragraph, Report
from core.word_diff import paragraph_diffs, pieces

quick = settings(max_examples=80, deadline=None, derandomize=True, database=None)
words = st.text("本年收到申请，3件1.5%A ", max_size=30)


def spelled(parts, without: Kind) -> str:
    return "".join(p.text for p in parts if p.kind is not without)


@quick
@given(words, words)
def test_pieces_spell_both_texts(before: str, after: str) -> None:
    parts = pieces(before, after)
    assert spelled(parts, Kind.ADDED) == before
    assert spelled(parts, Kind.REMOVED) == after


@quick
@given(st.lists(words, max_size=5), st.lists(words, max_size=5))
def test_paragraphs_of_both_texts_stand_in_order(before: list[str], after: list[str]) -> None:
    diffs = paragraph_diffs(before, after)
    assert [spelled(d.pieces, Kind.ADDED) for d in diffs if d.kind is not Kind.ADDED] == before
    assert [spelled(d.pieces, Kind.REMOVED) for d in diffs if d.kind is not Kind.REMOVED] == after


def test_a_figure_changes_as_a_whole() -> None:
    assert [(p.kind.value, p.text) for p in pieces("收到申请1,205件。", "收到申请1,215件。")] == [
        ("same", "收到申请"), ("removed", "1,205"), ("added", "1,215"), ("same", "件。"),
    ]  # fmt: skip


def test_an_edited_paragraph_stands_once_and_a_new_one_apart() -> None:
    before = ["我局积极推进政务公开工作。", "全年收到申请3件。"]
    after = ["我局积极推进政务公开工作。", "新增一段完全不同的话语", "全年收到申请5件。"]
    assert [d.kind for d in paragraph_diffs(before, after)] == [Kind.SAME, Kind.ADDED, Kind.CHANGED]


def test_a_very_long_paragraph_is_shown_whole() -> None:
    assert [p.kind for p in pieces("甲" * 9000, "甲" * 9001)] == [Kind.REMOVED, Kind.ADDED]


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(strategies.reports())
def test_a_report_does_not_differ_from_itself(report: Report) -> None:
    assert compare(report, report).equal


def test_figures_facts_and_texts_that_differ_are_listed() -> None:
    before = support.report(figure="3")
    after = replace(support.with_figure(before, support.RECEIVED, "18"), agency="云溪县民政和社会保障局")
    section = replace(after.section(5), paragraphs=(*after.section(5).paragraphs, Paragraph("补充一段。")))
    found = compare(before, after.with_sections([section]))
    (figure,) = found.figures
    assert (figure.before, figure.after, figure.difference, figure.same_value) == ("3", "18", 15, False)
    assert figure.name == "一、本年新收政府信息公开申请数量·自然人"
    assert [(f.name, f.after) for f in found.facts] == [("机关", "云溪县民政和社会保障局")]
    assert [t.section for t in found.texts if t.changed] == [5]
    assert not found.equal


def test_another_way_of_writing_a_figure_is_told_apart() -> None:
    (figure,) = compare(support.report(), support.with_figure(support.report(), support.RECEIVED, " 3 ")).figures
    assert (figure.same_value, figure.difference) == (True, 0)


def test_rows_of_one_edition_only_are_missing_in_the_other() -> None:
    found = compare(support.report(year=2020), support.report(year=2021))
    by_row = {(f.ref.row, f.ref.column): f for f in found.figures if f.ref.table == 3}
    assert (by_row[("other", "total")].before, by_row[("other", "total")].after) == ("3", None)
    assert (by_row[("other_misc", "total")].before, by_row[("other_misc", "total")].after) == (None, "3")


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
