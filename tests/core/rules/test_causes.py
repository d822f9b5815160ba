"""One cause, one finding: over random tables, and the cases the rule list names."""

from dataclasses import replace
from random import Random

import pytest
import rules_support as support
from rules_support import COLUMNS, balanced, put

from core import schema
from core.finding import Severity
from core.model import CellRef, Grid
from core.rules import RuleSettings, evaluate, linear

RESULTS = "results_total"


def random_report(random: Random, edition: str):
    """A balanced report with sparse, realistic figures."""
    rows = [r.row for r in next(f for f in linear(edition, 3) if f.rule == "t3.results_sum").left]
    details = {}
    for _ in range(random.randint(0, 12)):
        details[random.choice(rows), random.choice(COLUMNS)] = random.choice([1, 1, 2, 3, 5, 12, 40, 318])
    details["carried_forward", random.choice(COLUMNS)] = random.randint(0, 4)
    blocks = {row: tuple(random.choice([0, 0, 0, 1, 2]) for _ in range(4)) for row in support.TABLE4}
    grids = {2: balanced(edition).tables[2], 3: support.table3(edition, details), 4: support.table4(edition, blocks)}
    return replace(balanced(edition), tables=grids)


def errors(report):
    return [f for f in evaluate(report).findings if f.severity is Severity.ERROR]


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_balanced_table_never_has_an_error(edition):
    random = Random(11)
    for _ in range(100):
        assert errors(random_report(random, edition)) == []


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_lone_wrong_cell_of_table_3_is_named_with_its_value(edition):
    random = Random(23)
    for _ in range(150):
        report = random_report(random, edition)
        ref = random.choice(schema.shape(edition, 3).refs)
        true = report.cell(ref).amount
        wrong = random.choice([v for v in (true + 1, true * 10, true + 9, max(0, true - 2), "") if v != true])
        found = errors(put(report, {(3, ref.row, ref.column): wrong}))
        if wrong == "" and true == 0 and not (ref.column == "total" or ref.row == RESULTS):
            assert found == []
            continue
        assert len(found) == 1, (ref, true, wrong, [f.message for f in found])
        assert (found[0].cells, found[0].expected) == ((ref,), true)
        assert f"{true}" in found[0].message


def test_two_and_three_wrong_cells_are_always_found():
    random = Random(37)
    for round_ in range(120):
        report = random_report(random, "2021")
        refs = random.sample(schema.shape("2021", 3).refs, 2 + round_ % 2)
        changes = {(3, r.row, r.column): report.cell(r).amount + random.choice([1, 2, 10]) for r in refs}
        found = errors(put(report, changes))
        assert found
        assert len(found) <= len(refs)
        equations = [e for f in found for e in f.equations]
        assert len(equations) == len(set(equations))


def test_totals_of_a_row_left_at_zero_are_one_problem():
    report = put(balanced(), {(3, RESULTS, c): 0 for c in (*COLUMNS, "total")})
    (found,) = errors(report)
    assert found.expected == (20, 5, 1, 1, 27)
    assert [c.column for c in found.cells] == ["natural_person", "business", "legal_service", "other_org", "total"]
    assert len(found.equations) == 10


def test_blank_totals_throughout_are_one_problem():
    rows = [r.key for r in schema.shape("2021", 3).rows]
    (found,) = errors(put(balanced(), {(3, row, "total"): "" for row in rows}))
    assert found.rule == "blank.total"
    assert len(found.cells) == 25
    assert found.expected[:3] == (28, 2, 13)


def test_a_blank_detail_is_told_its_value():
    (found,) = errors(put(balanced(), {(3, "granted", "business"): ""}))
    assert "漏填，应为 4" in found.message


def test_an_unreadable_cell_takes_its_equations_with_it():
    (found,) = errors(put(balanced(), {(3, "granted", "business"): "四?"}))
    assert (found.rule, found.expected, found.actual) == ("cell.unreadable", 4, "四?")


@pytest.mark.parametrize("mark", ["", "/"])
def test_a_table_without_figures_is_one_finding(mark):
    report = balanced()
    empty = Grid(3, "2021", {r: support.cell(mark) for r in schema.shape("2021", 3).refs})
    found = evaluate(replace(report, tables={**report.tables, 3: empty})).findings
    assert [f.rule for f in found] == ["blank.mixed"]


def test_equal_slips_in_a_rectangle_are_told_as_a_tie():
    report = put(balanced(), {(3, "granted", "natural_person"): 10, (3, "partly_granted", "business"): 1})
    (found,) = errors(report)
    assert "可能错在" in found.message and "其中一处" in found.message
    assert len(found.cells) == 4


def test_a_lone_block_of_table_4_names_all_five():
    (found,) = errors(put(balanced(), {(4, "review", "total"): 5}))
    assert len(found.cells) == 5
    assert found.cells[0] == CellRef(4, "review", "total")
    assert "2 + 1 + 0 + 1 ≠ 5" in found.message


def test_the_text_that_agrees_with_the_repair_confirms_it():
    report = put(balanced(), {(3, "received", "total"): 29})
    (found,) = evaluate(report).findings
    assert found.expected == 28
    assert "文字中写的也是 28" in found.message


def test_two_joined_cells_are_named_as_a_slip():
    report = put(balanced(), {(3, "granted", "natural_person"): 94, (3, "granted", "business"): 0})
    (found,) = errors(report)
    assert found.rule == "cell.slip"
    assert "两格的数连在一格" in found.message


def test_a_blank_outcome_of_table_4_is_the_one_that_is_missing():
    (found,) = errors(put(balanced(), {(4, "review", "upheld"): ""}))
    assert (found.cells, found.expected) == ((CellRef(4, "review", "upheld"),), 2)
    assert "漏填" in found.message


def test_an_unreadable_cell_among_many_wrong_ones_is_still_told():
    changes = {
        (3, "granted", "natural_person"): "?",
        (3, "granted", "business"): 6,
        (3, "partly_granted", "business"): 9,
        (3, "partly_granted", "natural_person"): 8,
    }
    assert "cell.unreadable" in {f.rule for f in errors(put(balanced(), changes))}


def test_half_a_request_is_named_and_no_other_cell_is_offered_half_a_one():
    (found,) = errors(put(balanced(), {(4, "review", "upheld"): "2.5"}))
    assert (found.rule, found.cells, found.expected) == ("cell.count", (CellRef(4, "review", "upheld"),), 2)


def test_with_a_rule_off_the_others_still_name_the_cell():
    report = put(balanced(), {(3, "results_total", "natural_person"): 2})
    (found,) = evaluate(report, None, RuleSettings(severities={"t3.row_sum": None})).findings
    assert (found.cells, found.expected) == ((CellRef(3, "results_total", "natural_person"),), 20)


def test_with_blank_totals_off_the_equation_tells():
    report = put(balanced(), {(3, "results_total", "natural_person"): ""})
    rules = {f.rule for f in evaluate(report, None, RuleSettings(severities={"blank.total": None})).findings}
    assert rules == {"t3.results_sum"}
