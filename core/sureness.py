"""How sure a figure read off a picture is: proven, read, or doubtful. The figure itself is never changed by it.

    received     64   0   0   2   0   4 | 70      every equation of 64 holds, both readings agree: proven
    carried_in    1   1   0   0   0   0 |  2
    granted      27   1   0   2   0   1 | 37      37 fails along and down, where nothing vouches for it: doubtful

A figure whose readings disagree is doubtful whatever the equations say; a wrong figure on paper that was read surely
stays as it is and is a finding, doubtful only where every equation that it takes part in fails.
"""

from __future__ import annotations

from collections.abc import Set
from enum import StrEnum

from core.equations.with_figures import equations
from core.model import Cell, CellRef, Report


class Sureness(StrEnum):
    """PROVEN: surely read, and every equation of the cell holds. READ: surely read. DOUBTFUL: to be confirmed."""

    PROVEN = "proven"
    READ = "read"
    DOUBTFUL = "doubtful"

    @property
    def label(self) -> str:
        """For the clerk."""
        return {"proven": "已印证", "read": "已识别", "doubtful": "待确认"}[self.value]


NOBODY: frozenset[CellRef] = frozenset()


def sureness(report: Report, confirmed: Set[CellRef] = NOBODY) -> dict[CellRef, Sureness]:
    """Of every figure that was read off a picture and not typed over since; one that a person confirmed is READ."""
    recognised = {
        ref: cell
        for number in sorted(report.tables)
        for ref, cell in report.tables[number].cells.items()
        if cell.recognised is not None and not cell.edited
    }
    if not recognised:
        return {}
    unread = frozenset(report.unread)
    holding: dict[CellRef, list[bool]] = {}
    for equation in equations(report):
        if unread.isdisjoint(equation.cells):
            for ref in equation.cells:
                holding.setdefault(ref, []).append(equation.holds)
    return {ref: _sureness(cell, holding.get(ref, []), ref in confirmed) for ref, cell in recognised.items()}


def is_recognised(report: Report) -> bool:
    """Whether figures of the report were read off pictures."""
    return any(cell.recognised is not None for grid in report.tables.values() for cell in grid.cells.values())


def _sureness(cell: Cell, holding: list[bool], confirmed: bool) -> Sureness:
    is_sure = cell.recognised is not None and cell.recognised.sure
    if is_sure and holding and all(holding):
        return Sureness.PROVEN
    if confirmed:
        return Sureness.READ
    if not is_sure or (holding and not any(holding)):
        return Sureness.DOUBTFUL
    return Sureness.READ


def doubtful(report: Report, confirmed: Set[CellRef] = NOBODY) -> tuple[CellRef, ...]:
    """The figures to be confirmed, in the order of the tables; those whose equations fail come first."""
    found = [ref for ref, sure in sureness(report, confirmed).items() if sure is Sureness.DOUBTFUL]
    if not found:
        return ()
    failing = {ref for equation in equations(report) if not equation.holds for ref in equation.cells}
    return tuple(sorted(found, key=lambda ref: (ref.table, ref not in failing)))
