"""Findings as plain summary rows, and dismissals as rows and back."""

from __future__ import annotations

from core.finding import Dismissal, Finding, side_text
from core.store.codec.report import Json, ref_of, ref_row


def dismissal_row(dismissal: Dismissal) -> dict[str, Json]:
    """A JSON-able row."""
    return {
        "rule": dismissal.rule,
        "cells": [ref_row(ref) for ref in dismissal.cells],
        "subject": dismissal.subject,
        "reason": dismissal.reason,
        "figures": list(dismissal.figures),
        "when": dismissal.when,
    }


def dismissal_of(row: dict[str, Json]) -> Dismissal:
    """The dismissal dismissal_row() was given."""
    cells, figures = tuple(map(ref_of, row["cells"])), tuple(row["figures"])
    return Dismissal(row["rule"], cells, row["subject"], row["reason"], figures, row["when"])


def finding_row(finding: Finding) -> dict[str, Json]:
    """What the history shows of a finding; equations are left out, they are computed anew from the report."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "cells": [ref_row(ref) for ref in finding.cells],
        "section": finding.section,
        "expected": side_text(finding.expected) if finding.expected is not None else None,
        "actual": side_text(finding.actual) if finding.actual is not None else None,
        "quote": finding.quote.text if finding.quote else None,
        "subject": finding.subject,
    }
