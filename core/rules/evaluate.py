"""All rules over one report."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from core import schema, version
from core.finding import Binding, BrokenRule, Finding
from core.model import CellRef, Report
from core.rules.condense import absorb
from core.rules.context import Answers, Context, Inputs, RuleSettings, Unknown, active_rules, profile_of
from core.rules.data.judge import judge_body
from core.rules.loading import RuleInfo, rules
from core.rules.registry import CHECKS, Check, Reads, verify

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
    found = absorb(found, report)
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


def _inputs(reads: Reads, context: Context) -> Inputs:
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
        return Inputs(cover, choices, list(report.tables.values()))
    return Inputs(cover, choices, report.sections, report.preamble, report.closing, report.outline, report.unplaced)


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
    """Sort key in the order of work: the gravest first; among these what the other findings depend on (sections and
    tables that are missing, the wrong form, cells nobody read), then by section and place in it."""
    editions = {number: grid.edition for number, grid in report.tables.items()}
    numbers = {rule: i for i, rule in enumerate(known)}

    def key(finding: Finding) -> tuple[int, ...]:
        first = finding.cells[0] if finding.cells else None
        section = finding.section if finding.section is not None else first.table if first else 0
        paragraph = (finding.quote.paragraph, finding.quote.start) if finding.quote else (-1, -1)
        at = -1 if first is None else _places(editions.get(first.table, report.edition), first.table).get(first, -1)
        first_of_all = finding.rule.startswith("structure.") or finding.rule == "cell.unread"
        return (finding.severity.rank, not first_of_all, section, *paragraph, at, numbers[finding.rule])

    return key
