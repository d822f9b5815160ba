"""Reports, findings and repairs as the JSON objects that scripts depend on."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from core import schema
from core.finding import BrokenRule, CellRepair, Finding, Repair, Side
from core.model import CellRef, CellText, Grid, Report
from core.sureness import Sureness, doubtful, sureness
from core.values import Amount, Blank, Number, Unread

Json = dict[str, Any]


def number(value: Amount | None) -> int | float | None:
    """A figure as a JSON number.

    JSON has no decimals of its own: a float prints the shortest digits that mean it, which are the same digits
    for every amount of up to 15 places; no sum is ever made with it.
    """
    return float(value) if isinstance(value, Decimal) else value


def report(rep: Report) -> Json:
    """The object of `extract`; a missing table is null."""
    return {
        "agency": rep.agency,
        "year": rep.year,
        "edition": rep.edition,
        "title": rep.title,
        "sections": [{"number": s.number, "heading": s.heading, "text": s.text} for s in rep.sections],
        "table2": _table2(rep.tables[2]) if 2 in rep.tables else None,
        "table3": _table3(rep.tables[3]) if 3 in rep.tables else None,
        "table4": _table4(rep.tables[4]) if 4 in rep.tables else None,
        "notes": [n.message for n in rep.notes],
        "unplaced": [u.text for u in rep.unplaced],
        "unread": _unread(rep),
        **_recognised(rep),
    }


def _recognised(rep: Report) -> Json:
    """How the figures read off pictures stand; nothing where all figures are text."""
    found = sureness(rep)
    if not found:
        return {}
    doubted = [
        _cell(rep, ref) | {"read": rep.cell(ref).raw, "second": recognised.second, "certainty": recognised.certainty}
        for ref in doubtful(rep)
        if (recognised := rep.cell(ref).recognised) is not None
    ]
    kinds = {kind.value: sum(sure is kind for sure in found.values()) for kind in Sureness}
    return {"recognised": kinds, "doubtful": doubted}


def _unread(rep: Report) -> list[Json]:
    """The cells that are null because they could not be read, not because they are blank, each with its reason."""
    return [
        _cell(rep, ref) | {"reason": value.reason}
        for ref in rep.unread
        if isinstance(value := rep.cell(ref).value, Unread)
    ]


def _figures(grid: Grid, row: schema.RowSpec) -> list[int | float | None]:
    return [number(grid.amount(row.key, c.key)) for c in row.columns]


def _table2(grid: Grid) -> Json:
    return {row.label: _figures(grid, row) for row in schema.shape(grid.edition, 2).rows}


def _table3(grid: Grid) -> list[Json]:
    rows = schema.shape(grid.edition, 3).rows
    return [{"row": r.key, "label": r.label, "values": _figures(grid, r)} for r in rows]


def _table4(grid: Grid) -> list[int | float | None]:
    return [value for row in schema.shape(grid.edition, 4).rows for value in _figures(grid, row)]


def check(
    name: str,
    rep: Report | None,
    findings: Iterable[Finding],
    repairs: Iterable[Repair],
    broken: Iterable[BrokenRule] = (),
    error: str | None = None,
) -> Json:
    """The object of `check --json`; rep is None when the file could not be read, and error says why."""
    return {
        "file": name,
        "agency": rep.agency if rep else None,
        "year": rep.year if rep else None,
        "edition": rep.edition if rep else None,
        "findings": [_finding(rep, f) for f in findings] if rep else [],
        "repairs": [_repair(rep, r) for r in repairs] if rep else [],
        "broken": [b.rule for b in broken],
        "notes": [n.message for n in rep.notes] if rep else [],
        "unread": _unread(rep) if rep else [],
        **(_recognised(rep) if rep else {}),
        "error": error,
    }


def findings(rep: Report, found: Iterable[Finding]) -> list[Json]:
    """Findings as in `check --json`."""
    return [_finding(rep, finding) for finding in found]


def _finding(rep: Report, finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "cells": [_cell(rep, ref) for ref in finding.cells],
        "expected": _plain(finding.expected),
        "actual": _plain(finding.actual),
    }


def _plain(side: Side) -> int | float | str | list[int | float | None] | None:
    if isinstance(side, tuple):
        return [number(figure) for figure in side]
    return side if isinstance(side, str) else number(side)


def _cell(rep: Report, ref: CellRef) -> Json:
    grid = rep.tables.get(ref.table)
    shape = schema.shape(grid.edition if grid else rep.edition, ref.table)
    return {"table": ref.table, "row": ref.row, "row_index": shape.row_index(ref.row), "column": ref.column}


def _repair(rep: Report, repair: Repair) -> Json:
    return {"table": repair.table, "changes": [_change(rep, c) for c in repair.changes], "reason": repair.reason}


def _change(rep: Report, change: CellRepair) -> Json:
    return _cell(rep, change.ref) | {"from": _written(change.old), "to": _written(change.new)}


def _written(cell: CellText) -> int | float | str | None:
    """A figure, null for a blank or a cell that was not read, the raw text for a mark or text that is no figure."""
    if isinstance(cell.value, Number):
        return number(cell.value.value)
    return None if isinstance(cell.value, Blank | Unread) else cell.raw
