from dataclasses import replace

from rules_support import balanced, put, say

from core.model import CellRef
from core.rules import across, evaluate, guess_parent
from core.rules.sets.similarity import percent
from core.schema import shape

LAST = put(
    balanced("2021", 2020),
    {
        (3, "carried_forward", "natural_person"): 0,
        (3, "carried_forward", "business"): 2,
        (3, "carried_forward", "total"): 1,
    },
)


def found(report, previous, rule):
    return [f for f in evaluate(report, previous).findings if f.rule == rule]


def test_each_column_carried_over_wrongly_is_its_own_finding():
    findings = found(balanced(), LAST, "year.carried")
    assert [(f.cells[0].column, f.expected, f.actual) for f in findings] == [
        ("natural_person", 0, 2),
        ("business", 2, 0),
        ("total", 1, 2),
    ]


def test_documents_in_force_follow_from_last_year():
    (finding,) = found(balanced(), put(LAST, {(2, "normative_documents", "in_force"): 20}), "year.in_force")
    assert "20 + 本年制发 3 - 本年废止 1 = 22" in finding.message


def test_editions_that_differ_are_not_compared():
    outcomes = evaluate(balanced(), balanced("2019", 2020)).outcomes
    assert outcomes["year.in_force"] == "unknown"
    assert "year.items" not in outcomes


def test_a_copied_text_is_told_in_percent_though_its_figures_are_new():
    old = say(LAST, 1, *(p.text.replace("28", "61").replace("2021", "2020") for p in balanced().section(1).paragraphs))
    (finding,) = [f for f in found(balanced(), old, "year.unchanged") if f.subject == "text"]
    assert finding.actual.endswith("%")
    assert finding.actual in finding.message


def test_another_text_is_not_alike():
    assert (
        percent(
            ("甲" * 5 + "民政局围绕养老服务扎实做好公开工作，" * 9,), ("道路养护与运输管理情况在网站集中展示。" * 9,)
        )
        < 30
    )


def test_a_jump_needs_a_figure_that_matters():
    small = put(LAST, {(2, "penalties", "decisions"): 1, (2, "licences", "decisions"): 24})
    assert [f.cells[0].row for f in found(balanced(), small, "year.jump")] == ["licences"]


def test_a_thousand_times_last_years_money_is_a_unit_mistake():
    (finding,) = found(put(balanced(), {(2, "fees", "amount"): "365200"}), balanced("2021", 2020), "unit.money")
    assert "换算后应为 36.52 万元" in finding.message
    assert not found(put(balanced(), {(2, "fees", "amount"): "365200"}), balanced("2021", 2020), "year.jump")


def test_pending_cases_come_back_this_year():
    last = put(LAST, {(4, "direct_suit", "pending"): 4, (4, "direct_suit", "total"): 5})
    (finding,) = found(balanced(), last, "year.pending")
    assert "行政诉讼有 4 件" in finding.message


def children(count):
    return [replace(balanced(), agency=f"云溪县{name}局") for name in ("民政", "水利", "农业农村", "教育")[:count]]


def summed(reports):
    parent = replace(balanced(), agency="云溪县人民政府")
    figures = {
        (n, r.row, r.column): sum(c.cell(r).amount for c in reports) for n in (2, 3, 4) for r in shape("2021", n).refs
    }
    return put(parent, figures)


def test_a_right_sum_is_silent_and_a_wrong_cell_is_named():
    parts = [say(r, 1, f"{i}号文字。") for i, r in enumerate(children(3))]
    parent = summed(parts)
    assert guess_parent([*parts, parent]) is parent
    assert across([*parts, parent], parent) == ()
    (finding,) = across([*parts, parent], put(parent, {(3, "granted", "total"): 1}))
    assert (finding.rule, finding.cells, finding.severity) == ("set.sum", (CellRef(3, "granted", "total"),), "hint")
    assert (
        "为 1，各单位之和为 39" in finding.message and "统计口径" in finding.message and "应为" not in finding.message
    )


def test_missing_agencies_come_first():
    first = across(children(2), expected=["云溪县民政局", "云溪县林业局"])[0]
    assert first.subject == "missing"
    assert "云溪县林业局" in first.message
    assert "民政局" not in first.message


def test_a_rule_of_sets_can_be_switched_off():
    assert across(children(2), severities={"set.copied": None}) == ()
