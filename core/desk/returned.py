"""A mended report against what its slip asked: what was done, what not, what else changed, what is new."""

from __future__ import annotations

from dataclasses import dataclass

from core.desk.model import AskedItem, HandedIn, Row
from core.finding import Finding, Severity
from core.model import CellRef, Report

Identity = tuple[str, tuple[CellRef, ...], str]


@dataclass(frozen=True, slots=True)
class Returned:
    """done and open are what was asked; changed are (cell, before, after) that nobody asked for; texts the numbers of
    sections whose words changed; new are findings that the report before did not have."""

    done: tuple[AskedItem, ...]
    open: tuple[AskedItem, ...]
    changed: tuple[tuple[CellRef, str, str], ...]
    texts: tuple[int, ...]
    new: tuple[Finding, ...]


def returned(row: Row) -> Returned | None:
    """None while nothing came back since the last slip."""
    if not row.asked or row.newest is None or row.newest.report is None:
        return None
    slip = row.asked[-1]
    before = next((h for h in row.hand_ins if h.key == slip.of), None)
    if before is None or before.report is None or before is row.newest:
        return None
    standing: set[Identity] = {(issue.value, (), "") for issue, _ in row.issues}
    return _compared(slip.items, before, row.newest, standing)


def _compared(items: tuple[AskedItem, ...], before: HandedIn, after: HandedIn, issues: set[Identity]) -> Returned:
    """issues are the row's own (a wrong year, two files …), which a slip may have named as well."""
    assert before.report is not None and after.report is not None
    still = {finding.identity for finding in after.findings} | issues
    known = {finding.identity for finding in before.findings}
    asked_cells = {ref for item in items for ref in item.cells}
    related = {ref for f in before.findings if f.identity in {i.identity for i in items} for ref in f.related}
    return Returned(
        tuple(item for item in items if item.identity not in still),
        tuple(item for item in items if item.identity in still),
        tuple(each for each in changed_cells(before.report, after.report) if each[0] not in asked_cells | related),
        tuple(s.number for s in after.report.sections if s.text != before.report.section(s.number).text),
        tuple(f for f in after.findings if f.identity not in known and f.severity is not Severity.HINT),
    )


def changed_cells(before: Report, after: Report) -> list[tuple[CellRef, str, str]]:
    """Cells with another figure, in the form's order."""
    found = []
    for table, grid in after.tables.items():
        old = before.tables.get(table)
        if old is None or old.edition != grid.edition:
            continue
        for ref in grid.cells:
            was, now = old.cell(ref), grid.cell(ref)
            if was.value != now.value:
                found.append((ref, was.raw, now.raw))
    return found
