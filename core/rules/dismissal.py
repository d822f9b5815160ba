"""Warnings and hints that a person has set aside with a reason, until one of their figures changes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from core.finding import Dismissal, Finding, Severity, side_text

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?%?")


def figures(finding: Finding) -> tuple[str, ...]:
    """Every figure that the finding shows the person, as texts that can be stored: what its dismissal depends on."""
    sides = (side_text(side) for side in (finding.expected, finding.actual) if side is not None)
    return (*sides, *(e.text for e in finding.equations), *_NUMBER.findall(finding.message))


def may_dismiss(finding: Finding) -> bool:
    """Errors are to be mended; only warnings and hints may be set aside."""
    return finding.severity is not Severity.ERROR


def dismiss(finding: Finding, reason: str, when: str) -> Dismissal:
    """The dismissal of a warning or a hint; when is ISO 8601 UTC. ValueError for an error or an empty reason (a bug
    of the caller)."""
    if not may_dismiss(finding) or not reason.strip():
        raise ValueError("an error cannot be dismissed, and a dismissal needs a reason")
    return Dismissal(finding.rule, finding.cells, finding.subject, reason.strip(), figures(finding), when)


def applies(finding: Finding, dismissal: Dismissal) -> bool:
    """Whether the finding is the one set aside, with the same figures as then."""
    return _same(finding, dismissal) and figures(finding) == dismissal.figures and may_dismiss(finding)


def lapsed(finding: Finding, dismissal: Dismissal) -> str:
    """A sentence for the clerk when the finding was set aside but its figures have changed since; '' otherwise."""
    if not _same(finding, dismissal) or applies(finding, dismissal):
        return ""
    return f"此项曾以“{dismissal.reason}”为由忽略，之后数字有变化，请重新确认。"


def sort_out(
    findings: Iterable[Finding], dismissals: Iterable[Dismissal]
) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, Dismissal], ...]]:
    """Findings that stand, and those that a dismissal covers. One whose figures changed since stands again and
    says so; the latest dismissal of a finding counts."""
    latest = {d.identity: d for d in dismissals}
    standing: list[Finding] = []
    covered: list[tuple[Finding, Dismissal]] = []
    for finding in findings:
        entry = latest.get(finding.identity)
        if entry is not None and applies(finding, entry):
            covered.append((finding, entry))
        else:
            said = lapsed(finding, entry) if entry else ""
            standing.append(replace(finding, message=finding.message + said) if said else finding)
    return tuple(standing), tuple(covered)


def _same(finding: Finding, dismissal: Dismissal) -> bool:
    return finding.identity == dismissal.identity
