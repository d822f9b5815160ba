"""How likely a set of changes is: weights in tenths of a natural logarithm, lower is likelier.

A set costs the sum of its mishaps; a mishap is a slip in one cell, or one that explains several changed cells
together. _EVENT is the price of one more mishap at all, so an explanation by fewer mishaps wins; the slip adds
how seldom that hand error gives just this text (a blank hides its figure fully, a changed digit is one of nine,
a text that no slip explains is one of very many). Then the witnesses: what the narrative and last year's report
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
from core.diagnosis.layout import Layout, layout
from core.diagnosis.network import Network
from core.diagnosis.problem import Problem
from core.diagnosis.slips import Slip, pair_slip, row_shifted, slip
from core.finding import Binding
from core.model import CellRef, Grid, Report
from core.values import show

_EVENT = 35
_COST = {
    Slip.UNREADABLE: -_EVENT,  # the mishap is a fact, whatever figure it hides
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
class Mishap:
    """One thing that went wrong, the edges it explains and its cost."""

    slip: Slip
    edges: tuple[int, ...]
    cost: int


@dataclass(frozen=True, slots=True)
class Witness:
    """What somewhere else is said of the sum of some edges; words name the source to a person."""

    edges: tuple[int, ...]
    said: int
    words: str


@dataclass(frozen=True)
class Weigher:
    """What is needed to weigh repairs of one table."""

    problem: Problem
    grid: Grid
    layout: Layout
    witnesses: tuple[Witness, ...]

    @cached_property
    def sparse(self) -> bool:
        """Whether the table leaves its zeros blank or marks them, so that neither is a sign of a slip."""
        return self.problem.unfilled * 2 > self.problem.base.count(0)

    def cost(self, values: Values) -> int:
        """Weight of a whole alternative; values are the new figures by edge."""
        return sum(m.cost for m in self.mishaps(values)) + self._testimony(values)

    def mishaps(self, values: Values) -> tuple[Mishap, ...]:
        """The cheapest account of the changed cells found, in form order."""
        open_edges = dict.fromkeys(sorted(values))
        singles = {e: self.single(e, values[e]) for e in open_edges}
        chosen: list[Mishap] = []
        for joint in sorted(self._joint(values), key=lambda m: (m.cost, m.edges)):
            if all(e in open_edges for e in joint.edges) and joint.cost < sum(singles[e].cost for e in joint.edges):
                chosen.append(joint)
                for edge in joint.edges:
                    del open_edges[edge]
        return tuple(sorted([*chosen, *(singles[e] for e in open_edges)], key=lambda m: m.edges))

    def single(self, edge: int, new: int) -> Mishap:
        """One cell's change as a mishap of its own."""
        cell = self.problem.cells[edge]
        name = slip(cell, new)
        cost = _COST[name]
        if name is Slip.BLANK and self.sparse:
            cost = _SPARSE_BLANK
        if self.grid.table == 4 and edge in self.layout.totals and new and not self.problem.base[edge]:
            return Mishap(name, (edge,), _EVENT + min(cost, _ZERO_TOTAL))
        if self.grid.table == 4:
            return Mishap(name, (edge,), _EVENT + (cost if cost < _COST[Slip.DIGIT_CHANGED] else _ALIKE))
        if edge in self.layout.totals:
            cost = min(cost, _TOTAL if new else _EMPTY_TOTAL)
        return Mishap(name, (edge,), _EVENT + cost + len(show(abs(new - self.problem.base[edge]))))

    def _joint(self, values: Values) -> list[Mishap]:
        found: list[Mishap] = []
        rows = Counter([self.layout.row_of[e] for e in values]) if self.grid.table == 3 else {}
        for row in (self.layout.rows[r] for r, changed in rows.items() if changed > 1):
            changed = [e for e in row if e in values]
            old = [self.problem.base[e] for e in row]
            new = [values.get(e, b) for e, b in zip(row, old, strict=True)]
            if row_shifted(old, new):
                found.append(self._mishap(Slip.ROW_SHIFTED, tuple(changed)))
            found += self._pairs(changed, values)
        return found

    def _pairs(self, changed: Sequence[int], values: Values) -> list[Mishap]:
        found = []
        for a, b in combinations(changed, 2):
            old = (self.problem.base[a], self.problem.base[b])
            name = pair_slip(old, (values[a], values[b]), neighbours=b == a + 1)
            if name and not (name is Slip.MOVED and self.layout.rows[self.layout.row_of[b]][-1] == b):
                found.append(self._mishap(name, (a, b)))
        return found

    @staticmethod
    def _mishap(name: Slip, edges: tuple[int, ...]) -> Mishap:
        return Mishap(name, edges, _EVENT + _COST[name])

    def agreeing(self, values: Values) -> tuple[Witness, ...]:
        """Witnesses that speak of a changed cell and agree with the new figures, not with the old."""
        return tuple(w for w in self.witnesses if self._turn(w, values) > 0)

    def parting(self, values: Values) -> bool:
        """Whether the changes part from a figure of the text or of last year that agreed before."""
        return any(self._turn(w, values) < 0 for w in self.witnesses)

    def _testimony(self, values: Values) -> int:
        return -_WITNESS * sum(self._turn(w, values) for w in self.witnesses)

    def _turn(self, witness: Witness, values: Values) -> int:
        """1 when the changes bring the figures to what is said, -1 when they part from it."""
        if not any(e in values for e in witness.edges):
            return 0
        base = self.problem.base
        agrees = sum(values.get(e, base[e]) for e in witness.edges) == witness.said
        return agrees - (sum(base[e] for e in witness.edges) == witness.said)


def weigher(problem: Problem, grid: Grid, bindings: Sequence[Binding], previous: Report | None) -> Weigher:
    """The weigher of a table; bindings of other tables are passed over."""
    witnesses = (*_told(problem.network, bindings), *_carried(problem.network, grid, previous))
    return Weigher(problem, grid, layout(grid.edition, grid.table), witnesses)


def _told(net: Network, bindings: Sequence[Binding]) -> list[Witness]:
    return [
        Witness(tuple(net.index[r] for r in b.cells), int(b.value), f"正文写的也是 {show(b.value)}{b.unit}")
        for b in bindings
        if b.cells and all(r in net.index for r in b.cells) and b.value == int(b.value)
    ]


def _carried(net: Network, grid: Grid, previous: Report | None) -> list[Witness]:
    """上年结转 should be what last year's report carried forward, column by column (domain rule 24)."""
    if previous is None or grid.table != 3:
        return []
    columns = {r.column: e for r, e in net.index.items() if r.row == "carried_in"}
    before = {e: previous.cell(CellRef(3, "carried_forward", column)).amount for column, e in columns.items()}
    said = {e: b for e, b in before.items() if isinstance(b, int)}
    return [Witness((e,), b, f"上年报告结转下年度的也是 {b}") for e, b in said.items()]
