"""How likely a set of changes is: weights in tenths of a natural logarithm, lower is likelier.

A set costs the sum of its hand_errors; a hand_error is a slip in one cell, or one that explains several changed cells
together. _EVENT is the price of one more hand_error at all, so an explanation by fewer hand_errors wins; the slip adds
how seldom that hand error gives just this text (a blank hides its figure fully, a changed digit is one of nine,
a text that no slip explains is one of very many). Then the outside_figures: what the narrative and last year's report
say of the figures. Part <= whole needs no weight: it follows from the equations with figures >= 0.

The weights are judgements about how clerks err, set on seeded tables other than those of the score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from core.diagnosis.flow import Values
from core.diagnosis.network import Network
from core.diagnosis.problem import Problem
from core.diagnosis.slips import Slip, pair_slip, row_shifted, slip
from core.diagnosis.table_edges import TableEdges, table_edges
from core.finding import Binding
from core.model import CellRef, Grid, Report
from core.values import show

_EVENT = 35
_COST = {
    Slip.UNREADABLE: -_EVENT,  # the hand_error is a fact, whatever figure it hides
    Slip.SIGN: -_EVENT,
    Slip.BLANK: 0,
    Slip.TIMES_TEN: 2,
    Slip.SWAPPED: 4,
    Slip.DOUBLED: 6,
    Slip.DROPPED: 8,
    Slip.DIGIT_CHANGED: 22,
    Slip.INSERTED: 30,
    Slip.MISSED: 30,
    Slip.SURPLUS: 40,
    Slip.OTHER: 50,
    Slip.JOINED: 0,
    Slip.SPLIT: 4,
    Slip.EXCHANGED: 4,
    Slip.MOVED: 16,
    Slip.ROW_SHIFTED: 2,
}
_TOTAL = 20  # a total that no longer is the sum of its parts: stale or miscounted, whatever its text
_ZERO_TOTAL = 4  # a total of 0 over filled details: nobody came to it
_EMPTY_TOTAL = 34  # a total where no part stands: rather a part was missed
_SPARSE_BLANK = 28  # a blank or mark where the table writes its zeros so
_ALIKE = 30  # any cell of a block of table 4 without a telling slip: its one equation accuses all five alike
_WITNESS = 18  # a figure of the text or of last year that the repair agrees with, or parts from


@dataclass(frozen=True, slots=True)
class HandError:
    """One thing that went wrong, the edges it explains and its cost."""

    slip: Slip
    edges: tuple[int, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class OutsideFigure:
    """What somewhere else is said of the sum of some edges; words name the source to a person."""

    edges: tuple[int, ...]
    said: int
    words: str


@dataclass(frozen=True)
class RepairScorer:
    """What is needed to weigh repairs of one table."""

    problem: Problem
    grid: Grid
    table_edges: TableEdges
    outside_figures: tuple[OutsideFigure, ...]

    @cached_property
    def sparse(self) -> bool:
        """Whether the table leaves its zeros blank or marks them, so that neither is a sign of a slip."""
        return self.problem.unfilled * 2 > self.problem.base.count(0)

    def cost(self, values: Values) -> int:
        """Weight of a whole alternative; values are the new figures by edge."""
        return sum(m.cost for m in self.hand_errors(values)) + self._outside_cost(values)

    def hand_errors(self, values: Values) -> tuple[HandError, ...]:
        """The cheapest account of the changed cells found, in form order."""
        open_edges = dict.fromkeys(sorted(values))
        singles = {e: self.single(e, values[e]) for e in open_edges}
        chosen: list[HandError] = []
        for joint in sorted(self._joint(values), key=lambda m: (m.cost, m.edges)):
            if all(e in open_edges for e in joint.edges) and joint.cost < sum(singles[e].cost for e in joint.edges):
                chosen.append(joint)
                for edge in joint.edges:
                    del open_edges[edge]
        return tuple(sorted([*chosen, *(singles[e] for e in open_edges)], key=lambda m: m.edges))

    def single(self, edge: int, new: int) -> HandError:
        """One cell's change as a hand_error of its own."""
        cell = self.problem.cells[edge]
        name = slip(cell, new)
        cost = _COST[name]
        if name is Slip.BLANK and self.sparse:
            cost = _SPARSE_BLANK
        if self.grid.table == 4 and edge in self.table_edges.totals and new and not self.problem.base[edge]:
            return HandError(name, (edge,), _EVENT + min(cost, _ZERO_TOTAL))
        if self.grid.table == 4:
            return HandError(name, (edge,), _EVENT + (cost if cost < _COST[Slip.DIGIT_CHANGED] else _ALIKE))
        if edge in self.table_edges.totals:
            cost = min(cost, _TOTAL if new else _EMPTY_TOTAL)
        return HandError(name, (edge,), _EVENT + cost + len(show(abs(new - self.problem.base[edge]))))

    def _joint(self, values: Values) -> list[HandError]:
        found: list[HandError] = []
        rows = Counter([self.table_edges.row_of[e] for e in values]) if self.grid.table == 3 else {}
        for row in (self.table_edges.rows[r] for r, changed in rows.items() if changed > 1):
            changed = [e for e in row if e in values]
            old = [self.problem.base[e] for e in row]
            new = [values.get(e, b) for e, b in zip(row, old, strict=True)]
            if row_shifted(old, new):
                found.append(self._hand_error(Slip.ROW_SHIFTED, tuple(changed)))
            found += self._pairs(changed, values)
        return found

    def _pairs(self, changed: Sequence[int], values: Values) -> list[HandError]:
        found = []
        for a, b in combinations(changed, 2):
            old = (self.problem.base[a], self.problem.base[b])
            name = pair_slip(old, (values[a], values[b]), neighbours=b == a + 1)
            if name and not (name is Slip.MOVED and self.table_edges.rows[self.table_edges.row_of[b]][-1] == b):
                found.append(self._hand_error(name, (a, b)))
        return found

    @staticmethod
    def _hand_error(name: Slip, edges: tuple[int, ...]) -> HandError:
        return HandError(name, edges, _EVENT + _COST[name])

    def agreeing(self, values: Values) -> tuple[OutsideFigure, ...]:
        """Witnesses that speak of a changed cell and agree with the new figures, not with the old."""
        return tuple(w for w in self.outside_figures if self._change_of_agreement(w, values) > 0)

    def contradicts_outside(self, values: Values) -> bool:
        """Whether the changes part from a figure of the text or of last year that agreed before."""
        return any(self._change_of_agreement(w, values) < 0 for w in self.outside_figures)

    def _outside_cost(self, values: Values) -> int:
        return -_WITNESS * sum(self._change_of_agreement(w, values) for w in self.outside_figures)

    def _change_of_agreement(self, outside: OutsideFigure, values: Values) -> int:
        """1 when the changes bring the figures to what is said, -1 when they part from it."""
        if not any(e in values for e in outside.edges):
            return 0
        base = self.problem.base
        agrees = sum(values.get(e, base[e]) for e in outside.edges) == outside.said
        return agrees - (sum(base[e] for e in outside.edges) == outside.said)


def scorer_for(problem: Problem, grid: Grid, bindings: Sequence[Binding], previous: Report | None) -> RepairScorer:
    """The scorer of a table; bindings of other tables are passed over."""
    outside_figures = (*_from_text(problem.network, bindings), *_from_last_year(problem.network, grid, previous))
    return RepairScorer(problem, grid, table_edges(grid.edition, grid.table), outside_figures)


def _from_text(net: Network, bindings: Sequence[Binding]) -> list[OutsideFigure]:
    return [
        OutsideFigure(tuple(net.index[r] for r in b.cells), int(b.value), f"正文写的也是 {show(b.value)}{b.unit}")
        for b in bindings
        if b.cells and all(r in net.index for r in b.cells) and b.value == int(b.value)
    ]


def _from_last_year(net: Network, grid: Grid, previous: Report | None) -> list[OutsideFigure]:
    """上年结转 should be what last year's report carried forward, column by column (domain rule 24)."""
    if previous is None or grid.table != 3:
        return []
    columns = {r.column: e for r, e in net.index.items() if r.row == "carried_in"}
    before = {e: previous.cell(CellRef(3, "carried_forward", column)).amount for column, e in columns.items()}
    said = {e: b for e, b in before.items() if isinstance(b, int)}
    return [OutsideFigure((e,), b, f"上年报告结转下年度的也是 {b}") for e, b in said.items()]
