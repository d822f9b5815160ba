"""All rules over one report."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from core import schema, version
from core.finding import Binding, BrokenRule, Finding
from core.model import CellRef, Report
from core.rules.context import Answers, Context, RuleSettings, Unknown, active_rules, profile_of
from core.rules.data.judge import judge_body
from core.rules.loading import RuleInfo, rules
from core.rules.registry import CHECKS, Check, Reads, verify
from core.values import Amount, show

_log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What became of a rule. unknown: a cell or a year it needs is missing; broken: our fault, not the data's."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """findings: gravest first, then in the form's order. bindings: figures of the narrative and their cells.
    outcomes: by rule id, switched-off and guarded rules absent. broken: rules that failed by our fault, with the
    trace. answers: what the next evaluation may take over (see evaluate)."""

    findings: tuple[Finding, ...] = ()
    bindings: tuple[Binding, ...] = ()
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    broken: tuple[BrokenRule, ...] = ()
    answers: Answers = field(default_factory=Answers, compare=False, repr=False)


def catalogue(own: tuple[RuleInfo, ...] = ()) -> tuple[RuleInfo, ...]:
    """Every rule, for the help and the settings: ours, then the office's own."""
    return tuple(_known(own).values())


def evaluate(
    report: Report,
    previous: Report | None = None,
    settings: RuleSettings | None = None,
    reuse: Evaluation | None = None,
) -> Evaluation:
    """Findings, bindings and outcomes of a report; previous is the same agency's report of the year before.

    reuse is an earlier evaluation, of this report or another: whatever was computed there from equal inputs is taken
    over. The result is the same with and without it.
    """
    settings = settings or RuleSettings()
    known = _known(settings.own)
    verify(catalogue())
    active = active_rules(known, report, settings)
    profile = settings.profile or profile_of(report.agency)
    answers = Answers(reuse.answers if reuse else None)
    context = Context(report, previous, settings, profile, active, known, answers=answers)
    found: list[Finding] = []
    outcomes: dict[str, Outcome] = {}
    broken: list[BrokenRule] = []
    for name, check in (*CHECKS.items(), *_data_checks(known)):
        verdict = judge(name, check, context)
        found += verdict.findings
        outcomes |= verdict.outcomes
        broken += verdict.broken
    answers.close()
    found = absorb(found)
    return Evaluation(
        tuple(sorted(found, key=_order(report, known))),
        tuple(context.bindings),
        MappingProxyType(outcomes),
        tuple(broken),
        answers,
    )


def _known(own: tuple[RuleInfo, ...]) -> Mapping[str, RuleInfo]:
    """Our rules and the office's; ours are not replaced."""
    return rules() if not own else MappingProxyType({**rules(), **{r.id: r for r in own if r.id not in rules()}})


def _data_checks(known: Mapping[str, RuleInfo]) -> Iterator[tuple[str, Check]]:
    """Each data rule as a check of its own: one that fails takes no other with it."""
    for rule in known.values():
        if rule.body is not None:
            figures = rule.body.kind == "figures" or rule.body.when
            yield rule.id, Check(judge_body(rule.id, rule.body), (rule.id,), Reads.ALL if figures else Reads.TEXT)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one check said: its findings, the outcome of each of its active rules, and those it could not judge."""

    findings: tuple[Finding, ...] = ()
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    broken: tuple[BrokenRule, ...] = ()


def judge(name: str, check: Check, context: Context) -> Verdict:
    """The verdict of one check. An exception in it breaks the rules of this check only, and what the check had found
    before it stands."""
    mine = [rule for rule in check.rules if rule in context.active]
    if not mine:
        return Verdict()
    said: list[Finding | Unknown] = []
    try:
        if check.reads is Reads.ALL:
            said.extend(check.run(context))
        else:
            inputs = context.answers.inputs.get(check.reads.value)
            if inputs is None:
                inputs = context.answers.inputs[check.reads.value] = _inputs(check.reads, context)
            said.extend(context.answers.get(("check", name), inputs, lambda: tuple(check.run(context))))
    except Exception:  # noqa: BLE001 - a fault of ours in one rule must neither hide the others nor read as bad data
        _log.exception("rules %s failed", ", ".join(mine))
        details = f"{' '.join(version.build())}\n{traceback.format_exc()}"
        broken = tuple(BrokenRule(rule, context.known[rule].title, details) for rule in mine)
        kept = tuple(s for s in said if isinstance(s, Finding) and s.rule in context.active)
        return Verdict(kept, dict.fromkeys(mine, Outcome.BROKEN), broken)
    findings = tuple(s for s in said if isinstance(s, Finding) and s.rule in context.active)
    return Verdict(findings, _outcomes(mine, findings, {s.rule for s in said if isinstance(s, Unknown)}))


def _inputs(reads: Reads, context: Context) -> object:
    """Everything a check of that kind may read."""
    report, settings = context.report, context.settings
    cover = (report.title, report.agency, report.year, report.edition, context.profile, context.active)
    choices = (
        dict(settings.severities),
        settings.agency,
        dict(settings.deadlines),
        settings.section1_most,
        settings.own,
    )
    if reads is Reads.TABLES:
        return (cover, choices, list(report.tables.values()))
    return (cover, choices, report.sections, report.preamble, report.closing, report.outline, report.unplaced)


def absorb(findings: list[Finding]) -> list[Finding]:
    """One cause, one finding: the text that agrees with what a wrong cell should be only confirms that finding.

    E.g. 表三“（七）总计·总计” holds 0 and should be 27; the text says 办结27件. Text and table differ, but it is the
    table that is wrong, and the finding about the table says that the text has the right figure.
    """
    due: dict[CellRef, Amount] = {}
    for finding in findings:
        if finding.equations:
            due.update(_due(finding))
    confirmed = set()
    for finding in findings:
        if finding.rule == "text.binding" and len(finding.cells) == 1 and due.get(finding.cells[0]) == finding.actual:
            confirmed.add(finding.cells[0])
    kept = []
    for finding in findings:
        if finding.rule == "text.binding" and len(finding.cells) == 1 and finding.cells[0] in confirmed:
            continue
        told = [ref for ref in finding.cells if ref in confirmed and ref in _due(finding)] if finding.equations else []
        if told:
            figures = "、".join(show(due[ref]) for ref in told)
            finding = replace(finding, message=f"{finding.message}文字中写的也是 {figures}。")
        kept.append(finding)
    return kept


def _due(finding: Finding) -> dict[CellRef, Amount]:
    """What a finding says its cells should be."""
    expected = finding.expected
    if isinstance(expected, tuple):
        pairs = zip(finding.cells, expected, strict=False) if len(expected) == len(finding.cells) else ()
        return {ref: value for ref, value in pairs if value is not None}
    if len(finding.cells) == 1 and expected is not None and not isinstance(expected, str):
        return {finding.cells[0]: expected}
    return {}


def _outcomes(mine: Iterable[str], findings: Iterable[Finding], unknown: set[str]) -> dict[str, Outcome]:
    findings = list(findings)
    failed = {f.rule for f in findings} | {e.rule for f in findings for e in f.equations if not e.holds}
    return {
        rule: Outcome.FAIL if rule in failed else Outcome.UNKNOWN if rule in unknown else Outcome.PASS for rule in mine
    }


@cache
def _places(edition: str, table: int) -> dict[CellRef, int]:
    return {ref: i for i, ref in enumerate(schema.shape(edition, table).refs)}


def _order(report: Report, known: Mapping[str, RuleInfo]) -> Callable[[Finding], tuple[int, ...]]:
    """Sort key: severity, section of the form, place in it, then the order of the rules."""
    editions = {number: grid.edition for number, grid in report.tables.items()}
    numbers = {rule: i for i, rule in enumerate(known)}

    def key(finding: Finding) -> tuple[int, ...]:
        first = finding.cells[0] if finding.cells else None
        section = finding.section if finding.section is not None else first.table if first else 0
        paragraph = (finding.quote.paragraph, finding.quote.start) if finding.quote else (-1, -1)
        at = -1 if first is None else _places(editions.get(first.table, report.edition), first.table).get(first, -1)
        return (finding.severity.rank, section, *paragraph, at, numbers[finding.rule])

    return key
