"""Rules that are data: each sample text of its file fails or passes as the file says."""

from dataclasses import replace

import pytest
from rules_support import balanced, put, say

from core.finding import Severity
from core.model import Paragraph
from core.rules import Outcome, RuleSettings, catalogue, evaluate

DATA = [rule for rule in catalogue() if rule.body is not None]
TEXTS = [rule for rule in DATA if rule.body.kind in ("words", "required")]
# For rules of figures and of length the samples are reports.
FIGURES = {
    "t2.in_force_within_year": (
        {(2, "normative_documents", "in_force"): 1},
        {(2, "normative_documents", "in_force"): 2},
    ),
    "t4.direct_suit_after_refusal": ({(3, "results_total", "total"): 3}, {}),
    "notice.section1_length": ({}, {}),
}
ON_ALL = RuleSettings(severities={rule.id: rule.severity for rule in DATA})


def _report(rule, text=None, figures=None):
    report = replace(balanced(), year=max(2021, rule.since))
    figures = dict(figures or {})
    if rule.body.when and "fee_unpaid" in rule.body.when[0].text:
        figures |= {(3, "other_fee_unpaid", "total"): 2}
    report = put(report, figures)
    if text is None:
        return report
    place = next(p for p in rule.body.where if isinstance(p, int))
    return say(report, place, text.replace("2021", str(report.year)).replace("2022", str(report.year + 1)))


def _outcome(rule, report):
    result = evaluate(report, None, ON_ALL)
    assert not result.broken
    return result.outcomes[rule.id]


@pytest.mark.parametrize("rule", TEXTS, ids=lambda r: r.id)
def test_the_texts_of_the_file_fail_and_pass(rule):
    assert rule.body.fails and rule.body.passes
    for text in rule.body.fails:
        assert _outcome(rule, _report(rule, text)) is Outcome.FAIL, text
    for text in rule.body.passes:
        assert _outcome(rule, _report(rule, text)) is Outcome.PASS, text


@pytest.mark.parametrize("rule", [r for r in DATA if r not in TEXTS], ids=lambda r: r.id)
def test_rules_of_figures_have_a_failing_and_a_passing_report(rule):
    failing, passing = FIGURES[rule.id]
    bad, good = _report(rule, figures=failing), _report(rule, figures=passing)
    if rule.id == "notice.section1_length":
        bad = say(bad, 1, "公" * 1001)
    assert _outcome(rule, bad) is Outcome.FAIL
    assert _outcome(rule, good) is Outcome.PASS


def test_every_data_rule_has_a_source_and_a_sentence():
    for rule in DATA:
        assert rule.source and rule.title
        assert rule.body.message.endswith("。")


def test_numbers_of_persons_are_masked_in_the_message():
    report = say(balanced(), 6, "未收取信息处理费，联系人手机13912345678。")
    (found,) = [f for f in evaluate(report).findings if f.rule == "text.personal_data"]
    assert "139******78" in found.message
    assert "13912345678" not in found.message + str(found.actual) + found.subject


def test_an_example_of_a_local_notice_is_off_until_chosen():
    report = say(replace(balanced(), year=2025), 1, "公" * 1001)
    assert "notice.section1_length" not in evaluate(report).outcomes
    chosen = RuleSettings(severities={"notice.section1_length": Severity.WARNING})
    (found,) = [f for f in evaluate(report, None, chosen).findings if f.rule == "notice.section1_length"]
    assert "1001 字" in found.message


def test_preamble_and_closing_are_read_too():
    report = replace(balanced(), closing=(Paragraph("如需进一步修改请随时告诉我。"),))
    assert "text.chat_traces" in {f.rule for f in evaluate(report).findings}
