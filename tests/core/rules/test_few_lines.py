"""Fewer, better lines: one cause is one finding, twenty of a kind at most, in the order of work."""

from dataclasses import replace

import pytest
from rules_support import balanced, put, say

from core.finding import Finding, Severity
from core.model import CellRef
from core.rules import at_most_twenty, evaluate

TEXTS = [p.text for p in balanced().section(1).paragraphs]


def errors_and_warnings(report, previous=None):
    return [f for f in evaluate(report, previous).findings if f.severity is not Severity.HINT]


def test_the_text_tells_which_of_five_cells_of_table_4_is_wrong():
    report = say(put(balanced(), {(4, "review", "total"): 5}), 4, "全年因政府信息公开被申请行政复议4件。")
    (found,) = errors_and_warnings(report)
    assert (found.cells, found.expected, found.actual) == ((CellRef(4, "review", "total"),), 4, 5)
    assert "应为 4" in found.message and "文字中写的也是 4" in found.message


def test_a_wrong_total_that_the_text_has_right_is_one_finding():
    report = put(balanced(), {(3, "received", "total"): 29})
    (found,) = errors_and_warnings(report)
    assert found.message.endswith("文字中写的也是 28。")


def test_a_wrong_carry_that_last_years_report_has_right_is_one_finding():
    last = put(
        say(balanced("2021", 2020), 1, "上一年的文字与本年不同。"),
        {
            (3, "carried_forward", "natural_person"): 2,
            (3, "carried_forward", "total"): 2,
            (2, "normative_documents", "in_force"): 12,
        },
    )
    report = put(balanced(), {(3, "carried_in", "natural_person"): 20})
    about = [f for f in errors_and_warnings(report, last) if f.cells == (CellRef(3, "carried_in", "natural_person"),)]
    (found,) = about
    assert "应为 2" in found.message and "上一年报告的结转下年度也是 2" in found.message


def lines(count, rule="text.doubled"):
    return [Finding(rule, Severity.HINT, f"第 {i} 处。", subject=str(i)) for i in range(count)]


@pytest.mark.parametrize(("count", "shown"), [(3, 3), (20, 20), (21, 21), (57, 21)])
def test_twenty_of_a_kind_and_one_that_counts_the_others(count, shown):
    found = at_most_twenty(lines(count))
    assert len(found) == shown
    assert ("以及另外" in found[-1].message) is (count > 20)
    if count > 20:
        assert f"以及另外 {count - 20} 处" in found[-1].message


def test_each_kind_is_counted_alone_and_in_its_place():
    found = at_most_twenty([*lines(25), *lines(2, "title.form")])
    assert [f.rule for f in found[-3:]] == ["text.doubled", "title.form", "title.form"]
    assert found[20].subject == "more"


def test_what_the_others_depend_on_comes_first():
    report = put(balanced(), {(3, "granted", "total"): 99})
    report = report.with_sections([replace(report.section(6), heading=None, paragraphs=())])
    first, second = [f for f in evaluate(report).findings if f.severity is Severity.ERROR]
    assert first.rule == "structure.sections"
    assert second.cells[0].row == "granted"


def test_a_choice_is_one_short_sentence():
    figures = {(3, "granted", c): 0 for c in ("natural_person", "business", "total")}
    for finding in evaluate(put(balanced(), figures)).findings:
        assert len(finding.message) < 160
        assert "同样可能" not in finding.message
