import logging
from dataclasses import replace

import pytest
from rules_support import balanced, put

from core.finding import Severity
from core.rules import Outcome, RuleSettings, catalogue, evaluate
from core.rules.context import Answers, Context
from core.rules.evaluate import judge
from core.rules.loading import Profile, RuleDataError
from core.rules.registry import CHECKS, Check, verify

WRONG = put(balanced(), {(3, "granted", "total"): 99, (2, "penalties", "decisions"): "3件"})


def test_a_broken_rule_is_our_fault_and_hides_nothing(caplog):
    def fails(context):
        raise RuntimeError("a bug")

    context = Context(balanced(), None, RuleSettings(), Profile.DEPARTMENT, frozenset(["title.form"]))
    with caplog.at_level(logging.CRITICAL):
        verdict = judge("fails", Check(fails, ("title.form",)), context)
    assert verdict.findings == ()
    assert verdict.outcomes == {"title.form": Outcome.BROKEN}
    assert [b.rule for b in verdict.broken] == ["title.form"]
    assert "RuntimeError: a bug" in verdict.broken[0].details


def test_a_rule_switched_off_is_silent_and_absent():
    result = evaluate(WRONG, None, RuleSettings(severities={"t3.row_sum": None, "t3.results_sum": None}))
    assert "t3.row_sum" not in result.outcomes
    assert not any(e.rule == "t3.row_sum" for f in result.findings for e in f.equations)


def test_another_severity_is_heeded():
    result = evaluate(WRONG, None, RuleSettings(severities={"unit.count": Severity.ERROR}))
    assert next(f for f in result.findings if f.rule == "unit.count").severity is Severity.ERROR


def test_a_rule_of_another_version_in_the_settings_does_no_harm():
    assert evaluate(WRONG, None, RuleSettings(severities={"no.such": None})).findings == evaluate(WRONG).findings


def test_the_gravest_come_first_then_the_order_of_the_form():
    report = put(WRONG, {(4, "review", "total"): 9, (2, "licences", "decisions"): ""})
    found = evaluate(report).findings
    ranks = [f.severity.rank for f in found]
    assert ranks == sorted(ranks)
    assert [f.cells[0].table for f in found if f.severity is Severity.ERROR] == [3, 4]


def test_missing_operands_make_a_rule_unknown_and_missing_years_too():
    result = evaluate(put(balanced(), {(3, "granted", "research"): ""}))
    assert result.outcomes["t3.column_balance"] is Outcome.UNKNOWN
    assert result.outcomes["year.carried"] is Outcome.UNKNOWN
    assert result.outcomes["t4.block_sum"] is Outcome.PASS
    assert evaluate(replace(balanced(), year=None)).outcomes["structure.edition"] is Outcome.UNKNOWN


def test_a_missing_table_is_a_finding_and_its_equations_unknown():
    result = evaluate(replace(balanced(), tables={2: balanced().tables[2]}))
    assert result.outcomes["t3.row_sum"] is Outcome.UNKNOWN
    assert {f.subject for f in result.findings if f.rule == "structure.sections"} == {"table3", "table4"}


def test_editions_that_disagree_per_table_do_not_break_rules():
    report = balanced()
    mixed = replace(report, tables={**report.tables, 2: balanced("2019").tables[2]})
    result = evaluate(mixed, balanced("2019", 2020))
    assert result.broken == ()
    assert "structure.edition" in {f.rule for f in result.findings}


def test_an_empty_report_breaks_no_rule():
    empty = type(balanced())("2021")
    assert evaluate(empty, empty).broken == ()


def test_data_and_program_name_each_other():
    verify(catalogue())
    with pytest.raises(RuleDataError):
        verify(catalogue()[1:])
    assert {rule for check in CHECKS.values() for rule in check.rules} <= {r.id for r in catalogue()}


def test_evaluation_is_the_same_twice():
    assert evaluate(WRONG) == evaluate(WRONG)


def test_what_was_read_of_the_text_is_still_known_after_a_figure_was_typed():
    """A figure, then a word: the paragraphs that stay are not read a third time."""
    read = []

    def evaluation(before, text, table):
        answers = Answers(before)

        def paragraphs():
            return [answers.get(("paragraph", t), (), lambda t=t: read.append(t)) for t in text]

        answers.get("table", table, lambda: table)
        answers.get("text", text, paragraphs)
        answers.close()
        return answers

    first = evaluation(None, ("甲", "乙"), 1)
    second = evaluation(first, ("甲", "乙"), 2)
    third = evaluation(second, ("甲", "丙"), 2)
    assert read == ["甲", "乙", "丙"]
    evaluation(third, ("乙",), 2)
    assert read == ["甲", "乙", "丙", "乙"]  # what nobody asks for is forgotten
