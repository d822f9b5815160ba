"""From findings to the marks of single cells: computed once after each act, read at every paint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from core.finding import Finding
from core.model import CellRef, Report
from core.values import Blank
from gui.common.roles import CellMark

NO_MARK = CellMark()


def build(report: Report, findings: Iterable[Finding], locked: frozenset[CellRef]) -> dict[CellRef, CellMark]:
    """Marks of every cell that has one; findings in their numbered order."""
    marks: dict[CellRef, CellMark] = {}
    for number, finding in enumerate(findings, 1):
        _add_finding(marks, number, finding)
    for table in report.tables.values():
        for ref, cell in table.cells.items():
            blank = isinstance(cell.value, Blank)
            if cell.edited or blank or ref in locked:
                old = marks.get(ref, NO_MARK)
                marks[ref] = replace(old, edited=cell.edited, blank=blank, locked=ref in locked)
    return marks


def _add_finding(marks: dict[CellRef, CellMark], number: int, finding: Finding) -> None:
    for ref in finding.cells:
        old = marks.get(ref, NO_MARK)
        gravest = min((s for s in (old.wrong, finding.severity) if s), key=lambda s: s.rank)
        marks[ref] = replace(old, wrong=gravest, numbers=(*old.numbers, number))
    if finding.severity.rank == 0:
        for ref in finding.related:
            marks[ref] = replace(marks.get(ref, NO_MARK), related=True)


def overlay(mark: CellMark, ref: CellRef, partners: frozenset[CellRef], proposed: Mapping[CellRef, str]) -> CellMark:
    """A mark with what depends on the selection and on a previewed repair."""
    if ref not in partners and ref not in proposed:
        return mark
    return replace(mark, partner=ref in partners, proposed=proposed.get(ref))
