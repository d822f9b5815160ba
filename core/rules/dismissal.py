"""Warnings and hints that a person has set aside with a reason, until one of their figures changes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.finding import Finding, Severity
from core.model import CellRef
from core.values import show

Identity = tuple[str, tuple[CellRef, ...], str]
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A finding set aside: which one, why, and the figures it had then (see fingerprint)."""

    identity: Identity
    reason: str
    figures: str


def fingerprint(finding: Finding) -> str:
    """The figures a dismissal depends on, as text that can be stored: both sides, equations, and those said."""
    sides = [s if isinstance(s, str) else show(s) for s in (finding.expected, finding.actual) if s is not None]
    return "|".join([*sides, *(e.text for e in finding.equations), *_NUMBER.findall(finding.message)])


def may_dismiss(finding: Finding) -> bool:
    """Errors are to be mended; only warnings and hints may be set aside."""
    return finding.severity is not Severity.ERROR


def dismiss(finding: Finding, reason: str) -> Dismissal:
    """The dismissal of a warning or a hint; ValueError for an error or an empty reason (a bug of the caller)."""
    if not may_dismiss(finding) or not reason.strip():
        raise ValueError("an error cannot be dismissed, and a dismissal needs a reason")
    return Dismissal(finding.identity, reason.strip(), fingerprint(finding))


def applies(finding: Finding, dismissal: Dismissal) -> bool:
    """Whether the finding is the one set aside, with the same figures as then."""
    return _same(finding, dismissal) and fingerprint(finding) == dismissal.figures and may_dismiss(finding)


def lapsed(finding: Finding, dismissal: Dismissal) -> str:
    """A sentence for the clerk when the finding was set aside but its figures have changed since; '' otherwise."""
    if not _same(finding, dismissal) or applies(finding, dismissal):
        return ""
    return f"此项曾以“{dismissal.reason}”为由忽略，之后数字有变化，请重新确认。"


def _same(finding: Finding, dismissal: Dismissal) -> bool:
    return finding.identity == dismissal.identity
