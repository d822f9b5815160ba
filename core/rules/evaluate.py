"""All rules over one report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from core import schema
from core.finding import Binding, Equation, Finding, Severity
from core.model import Report
from core.rules.equations import equations
from core.rules.loading import Profile, RuleInfo, rules


class Outcome(StrEnum):
    """What became of a rule. unknown: a cell or a year it needs is missing; broken: our fault, not the data's."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """The office's choices: severities by rule id (None switches a rule off), agency when it must be a given one."""

    profile: Profile = Profile.DEPARTMENT
    severities: Mapping[str, Severity | None] = field(default_factory=dict)
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """findings: gravest first, then in the form's order. bindings: figures of the narrative and their cells.
    outcomes: by rule id, switched-off and guarded rules absent. broken: ids of rules that failed by our fault."""

    findings: tuple[Finding, ...] = ()
    bindings: tuple[Binding, ...] = ()
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    broken: tuple[str, ...] = ()


def catalogue() -> tuple[RuleInfo, ...]:
    """Every rule, for the help and the settings."""
    return tuple(rules().values())


def evaluate(report: Report, previous: Report | None = None, settings: RuleSettings = RuleSettings()) -> Evaluation:
    """Findings, bindings and outcomes of a report; previous is the same agency's report of the year before."""
    broken = [e for e in equations(report) if not e.holds]
    findings = [_unbalanced(report, e) for e in broken]
    outcomes = {r: Outcome.FAIL if any(e.rule == r for e in broken) else Outcome.PASS for r in rules()}
    return Evaluation(_sorted(findings), (), MappingProxyType(outcomes))


def _unbalanced(report: Report, equation: Equation) -> Finding:
    total = equation.right[0]
    name = schema.shape(report.tables[total.table].edition, total.table).describe(total)
    message = f"“{name}”所在等式不成立：{equation.text.replace('=', '≠')}"
    rule = rules()[equation.rule]
    return Finding(rule.id, rule.severity, message, (total,), equation.cells, (equation,))


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda f: f.severity.rank))
