"""From findings to the marks of single cells: computed once after each act, read at every paint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from core import schema
from core.equations import offered_totals
from core.finding import Finding
from core.model import CellRef, Report
from core.sureness import doubtful
from core.values import Blank, show
from gui.common.quiet import waits_for_figures
from gui.common.roles import CellMark

NO_MARK = CellMark()


def build(
    report: Report,
    findings: Iterable[Finding],
    locked: frozenset[CellRef],
    typing: bool = False,
    last_year: Report | None = None,
) -> dict[CellRef, CellMark]:
    """Marks of every cell that has one; findings in their numbered order. typing: the report is being typed in, and
    an equation is quiet until its last figure is there. last_year: the report whose figures stand under these."""
    marks: dict[CellRef, CellMark] = {}
    for number, finding in enumerate(findings, 1):
        if typing and waits_for_figures(report, finding):
            continue
        for ref in finding.cells:
            old = marks.get(ref, NO_MARK)
            gravest = min((s for s in (old.wrong, finding.severity) if s), key=lambda s: s.rank)
            marks[ref] = replace(old, wrong=gravest, numbers=(*old.numbers, number))
    for table in report.tables.values():
        for ref, cell in table.cells.items():
            blank = isinstance(cell.value, Blank)
            if cell.edited or blank or cell.unread or ref in locked:
                old = marks.get(ref, NO_MARK)
                # Where everything was typed "changed" tells nothing.
                edited = cell.edited and not typing
                marks[ref] = replace(old, edited=edited, blank=blank, unread=cell.unread, locked=ref in locked)
    for ref in doubtful(report, locked):
        recognised = report.cell(ref).recognised
        marks[ref] = replace(
            marks.get(ref, NO_MARK), doubtful=True, second=recognised.second if recognised is not None else ""
        )
    for ref, total in offered_totals(report).items():
        marks[ref] = replace(marks.get(ref, NO_MARK), offered=show(total))
    if last_year is not None:
        for ref in (ref for table in report.tables for ref in schema.shape_in(report, table).refs):
            if (raw := _raw_of(last_year, ref)) is not None:
                marks[ref] = replace(marks.get(ref, NO_MARK), last_year=raw)
    return marks


def _raw_of(report: Report, ref: CellRef) -> str | None:
    """A cell's text in another report; None where it has no such cell (another edition) or it was not read."""
    grid = report.tables.get(ref.table)
    cell = grid.cells.get(ref) if grid is not None else None
    return None if cell is None or cell.unread else cell.raw


def overlay(
    mark: CellMark,
    ref: CellRef,
    partners: frozenset[CellRef],
    related: frozenset[CellRef],
    proposed: Mapping[CellRef, str],
) -> CellMark:
    """A mark with what depends on the selection and on a previewed repair."""
    if ref not in partners and ref not in proposed:
        return mark
    return replace(mark, partner=ref in partners, related=ref in related, proposed=proposed.get(ref))
