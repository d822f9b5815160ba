"""What is not said while it is being typed: a blank that waits for its figure, a total that stands there in grey."""

from __future__ import annotations

from collections.abc import Iterable

from core.equations import offered_totals
from core.finding import Finding
from core.model import CellRef, Report
from core.values import Blank


def waits_for_figures(report: Report, finding: Finding) -> bool:
    """About blank cells, or about equations of which none has all its figures."""
    blank = all(isinstance(report.cell(ref).value, Blank) for ref in finding.cells)
    return blank or (bool(finding.equations) and all(e.blanks for e in finding.equations))


class Quiet:
    """Holds back findings about the gaps of the table in hand until it is left; what was told once stays told."""

    def __init__(self) -> None:
        self._table: int | None = None
        self._told: set[tuple[str, CellRef]] = set()

    @property
    def table(self) -> int | None:
        """The table that is being typed in."""
        return self._table

    def begin(self, table: int | None) -> None:
        """A table is typed in; None when it is left."""
        self._table = table

    def forget(self) -> None:
        """Another report."""
        self._table = None
        self._told.clear()

    def standing(self, report: Report, findings: Iterable[Finding], typed: bool) -> tuple[Finding, ...]:
        """The findings to be told now. typed: the whole report is being typed in; of one read from a file only the
        totals that were emptied here, and are offered in grey, are held back."""
        told = tuple(f for f in findings if not self._is_held(report, f, typed))
        self._told.update((f.rule, ref) for f in told for ref in f.cells)
        return told

    def _is_held(self, report: Report, finding: Finding, typed: bool) -> bool:
        if not finding.cells or finding.quote is not None or finding.cells[0].table != self._table:
            return False
        if any((finding.rule, ref) in self._told for ref in finding.cells):
            return False
        if typed:
            return waits_for_figures(report, finding)
        offered = offered_totals(report)
        return all(ref in offered and report.cell(ref).edited for ref in finding.cells)
