from __future__ import annotations

from dataclasses import replace

import store_strategies_support as strategies
import store_support as support
from hypothesis import given, settings

from core.comparison.reports import compare
from core.model import Paragraph, Report


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
