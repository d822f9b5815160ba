"""Warnings set aside with a reason: they stay aside until one of their figures changes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from core.finding import Dismissal, Finding

_FIGURE = re.compile(r"\d[\d,.]*")


def dismiss(finding: Finding, reason: str, when: str) -> Dismissal:
    """The dismissal of a finding; when is ISO 8601 UTC."""
    return Dismissal(finding.rule, finding.cells, finding.subject, reason, figures(finding), when)


def figures(finding: Finding) -> tuple[str, ...]:
    """Every figure that the finding shows the person: what its dismissal depends on."""
    sides = (f"{e.left_sum}={e.right_sum}" for e in finding.equations)
    return (str(finding.expected), str(finding.actual), *sides, *_FIGURE.findall(finding.message))


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
        if entry is None:
            standing.append(finding)
        elif entry.figures == figures(finding):
            covered.append((finding, entry))
        else:
            said = f"{finding.message}（曾以“{entry.reason}”忽略，此后数字有变化，请再核对。）"
            standing.append(replace(finding, message=said))
    return tuple(standing), tuple(covered)
