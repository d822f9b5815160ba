"""Checked files on their way from the process that checked them: see core.reading.worker.plain_values."""

from __future__ import annotations

from typing import Any

from core.batch.one import CheckedFile
from core.finding import BrokenRule, CellRepair, Equation, Finding, Quote, Repair, Severity
from core.model import (
    Cell,
    CellRef,
    CellText,
    Grid,
    Heading,
    Note,
    Paragraph,
    Recognised,
    Report,
    Section,
    Unplaced,
)
from core.place import Place
from core.reading.worker.plain_values import PlainValues, decode, encode
from core.values import Blank, Mark, Number, Unread, Unreadable


def _finding(rule: str, severity: str, *rest: Any) -> Finding:  # noqa: ANN401
    return Finding(rule, Severity(severity), *rest)


_VALUES = PlainValues(
    BrokenRule, Cell, CellRef, CellRepair, CellText, CheckedFile, Equation, Grid, Heading, Note, Paragraph, Place,
    Quote, Recognised, Repair, Report, Section, Unplaced, Blank, Mark, Number, Unread, Unreadable,
    made={"Finding": _finding},
)  # fmt: skip


def checked_from(message: dict[str, Any]) -> CheckedFile:
    """The checked file of a message; KeyError, TypeError or ValueError where it holds none."""
    checked = _VALUES.value(message["checked"])
    if not isinstance(checked, CheckedFile):
        raise ValueError("no checked file")
    return checked


def report_bytes(report: Report | None) -> bytes:
    """Last year's report on its way to the process; b"" for none."""
    return encode({"report": report}) if report else b""


def report_from(data: bytes) -> Report | None:
    """Back from report_bytes."""
    if not data:
        return None
    report: Report = _VALUES.value(decode(data)["report"])
    return report
