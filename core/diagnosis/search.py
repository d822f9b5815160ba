"""The smallest sets of cells whose change makes a table hold, with the proof that no smaller set does.

Fellegi and Holt's question put to a network (see network.py). A state is a forest of chosen edges; it joins
the nodes into parts, and a part whose needs do not cancel is broken: one of the edges that leave it must
change, in the direction that helps. So the search branches over the edges of the broken part that has fewest,
forbids in each branch the edges of the branches before it (every set is met once), and deepens one cell at a
time: when nothing is found with k - 1, the sets found with k are the smallest, and all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from core.diagnosis.flow import Values, complete, route, solve_forest
from core.diagnosis.problem import Problem, bits, mask_of
from core.model import CellRef

Part = tuple[int, int, int]  # edges that raise it, edges that lower it, what it lacks
Surprise = Callable[[int], int]  # how odd a change of an edge would be
_LOOK = 256  # states between two looks at the clock
_BEAM = 16


class OutOfTime(Exception):
    """The search was stopped; what it found before stands."""


@dataclass(frozen=True, slots=True)
class SearchState:
    """A forest under way: where[n] is the part of node n, parts by number, cuts no chosen edge crosses yet."""

    where: bytes
    parts: dict[int, Part]
    cuts: tuple[Part, ...]
    chosen: tuple[int, ...]
    allowed: int


@dataclass
class SearchResult:
    """What a search brought: every smallest set with its new figures, the size proven necessary."""

    sets: list[Values] = field(default_factory=list)
    at_least: int = 0
    proven: bool = False
    complete: bool = False


def smallest(problem: Problem, surprise: Surprise, seconds: float, most: int, largest: int = 1000) -> SearchResult:
    """All smallest sets, at most `most`, none with more than `largest` cells, within the time.

    Edges of less surprise are tried earlier: that decides which sets are met first, not which are met.
    proven: sets are the smallest; complete: they are all of them. Once the first is met, a third of the time
    is left for its equals. Without a solution (locked cells) it runs to the end of the time: ask `blocking` first.
    """
    search = _Search(problem, surprise, seconds, most)
    found, start = SearchResult(), search.start()
    size = search.bound(start)
    try:
        while not found.sets and size + len(start.chosen) <= largest:
            found.at_least = size + len(start.chosen)
            search.descend(start, size, found.sets)
            size += 1
        found.complete = True
    except OutOfTime:
        found.complete = False
    found.proven = bool(found.sets)
    return found


def blocking_locks(problem: Problem) -> tuple[CellRef, ...] | None:
    """Locked cells of which one must be given free before any repair exists; None when one exists."""
    if not problem.locked:
        return None  # every figure may become 0
    free = [e for e in range(len(problem.base)) if not problem.locked >> e & 1]
    values, needed = route(problem, free)
    return None if values is not None else tuple(problem.network.refs[e] for e in bits(needed & problem.locked))


def approximate(problem: Problem, surprise: Surprise, seconds: float) -> Values:
    """Some small set of changes that makes the table hold, not always a smallest one; a repair must exist.

    A beam: all states with one edge more, of which the few nearest to balance are kept, till one balances or
    the time is up; what is missing then is carried along the shortest paths.
    """
    search = _Search(problem, surprise, seconds, 1)
    beam = [search.start()]
    while search.broken(beam[0]) and monotonic() < search.deadline and (steps := search.onward(beam)):
        beam = steps[:_BEAM]
    ends = [s for s in beam if not search.broken(s)] or beam[:1]
    return min((complete(problem, s.chosen) for s in ends), key=len)


class _Search:
    def __init__(self, problem: Problem, surprise: Surprise, seconds: float, most: int) -> None:
        self.problem, self.surprise, self.seconds, self.most = problem, surprise, seconds, most
        self.deadline = monotonic() + seconds
        self.head, self.tail = problem.network.head, problem.network.tail
        self.positive = problem.positive
        self.states = 0
        self.reach: dict[int, int] = {}

    def start(self) -> SearchState:
        """Nothing chosen but the cells that must change."""
        net = self.problem.network
        nodes = len(net.signs)
        parts = {n: (net.plus[n], net.minus[n], self.problem.needs[n]) for n in range(nodes)}
        cuts = tuple((c.plus, c.minus, c.need) for c in self.problem.cuts if c.need)
        free = ((1 << len(net.refs)) - 1) & ~self.problem.locked
        state = SearchState(bytes(range(nodes)), parts, cuts, (), free)
        for edge in bits(self.problem.forced):
            state = self.join(state, edge, state.allowed & ~(1 << edge))
        return state

    def join(self, state: SearchState, edge: int, allowed: int) -> SearchState:
        """The state with one more edge chosen; the parts at its ends become one."""
        chosen = (*state.chosen, edge)
        cuts = tuple(c for c in state.cuts if not (c[0] | c[1]) >> edge & 1) if state.cuts else ()
        a, b = state.where[self.head[edge]], state.where[self.tail[edge]]
        if a == b:
            return SearchState(state.where, state.parts, cuts, chosen, allowed)
        parts = dict(state.parts)
        pa, pb = parts.pop(a), parts.pop(b)
        plus, minus = pa[0] | pb[0], pa[1] | pb[1]
        inside = ~(plus & minus)
        parts[a] = (plus & inside, minus & inside, pa[2] + pb[2])
        return SearchState(state.where.replace(bytes((b,)), bytes((a,))), parts, cuts, chosen, allowed)

    def bound(self, state: SearchState) -> int:
        """A number of further cells no solution can do without."""
        broken = self.broken(state)
        return max(_groups_bound(broken), len(self.packed(state, broken)[0])) if broken else 0

    def packed(self, state: SearchState, broken: list[Part]) -> tuple[list[tuple[int, int, Part]], int]:
        """Broken parts and cuts without a common helping edge: each needs an edge of its own.

        Entries are (edges that help, their number, part), fewest edges first; with them the helping edges
        of the part that has fewest of all.
        """
        allowed, down = state.allowed, state.allowed & self.positive
        options = []
        for part in (*broken, *state.cuts):
            plus, minus, need = part
            mask = (plus & allowed) | (minus & down) if need > 0 else (minus & allowed) | (plus & down)
            options.append((mask.bit_count(), mask, part))
        options.sort()
        taken, chosen = 0, []
        for count, mask, part in options:
            if not mask & taken:
                taken |= mask
                chosen.append((mask, count, part))
        return chosen, options[0][1]

    def descend(self, state: SearchState, left: int, found: list[Values]) -> None:
        """Put into found every set that adds exactly the `left` edges needed."""
        self.states += 1
        if self.states % _LOOK == 0 and monotonic() > self.deadline:
            raise OutOfTime
        broken = self.broken(state)
        if not broken:
            self.close(state, left, found)
            return
        if _groups_bound(broken) > left:
            return
        packed, mask = self.packed(state, broken)
        if len(packed) > left or not mask:
            return
        allowed = state.allowed
        if len(packed) == left:
            allowed &= self.tight(packed)
            mask &= allowed
        if left == 1:
            mask &= self.between(state, broken)
        self.branch(state, mask, allowed, left, found)

    def branch(self, state: SearchState, mask: int, allowed: int, left: int, found: list[Values]) -> None:
        """One of the edges of mask is in every solution: try each, without those tried before."""
        for edge in sorted(bits(mask), key=self.surprise):
            allowed &= ~(1 << edge)
            self.descend(self.join(state, edge, allowed), left - 1, found)

    def tight(self, packed: list[tuple[int, int, Part]]) -> int:
        """Edges still possible when each packed part gets exactly one: it alone must bring all that is lacking."""
        mask = 0
        for helping, _, (plus, minus, need) in packed:
            lowered = minus if need > 0 else plus
            mask |= helping & (~lowered | self.at_least(abs(need)))
        return mask

    def at_least(self, amount: int) -> int:
        """Mask of the edges whose figure can fall by amount."""
        if amount not in self.reach:
            self.reach[amount] = mask_of(e for e, v in enumerate(self.problem.base) if v >= amount)
        return self.reach[amount]

    def take(self, values: Values, found: list[Values]) -> None:
        """Keep a set; the time left for more like it is short."""
        if not found:
            self.deadline = min(self.deadline, monotonic() + self.seconds / 3)
        found.append(values)
        if len(found) >= self.most:
            raise OutOfTime

    def onward(self, beam: list[SearchState]) -> list[SearchState]:
        """Every state one edge further, nearest to balance first, no set twice."""
        steps = {}
        for state in beam:
            broken = self.broken(state)
            for edge in bits(self.packed(state, broken)[1] if broken else 0):
                step = self.join(state, edge, state.allowed & ~(1 << edge))
                steps[frozenset(step.chosen)] = step
        return sorted(steps.values(), key=self.distance)

    def distance(self, state: SearchState) -> tuple[int, int, int]:
        """How far a state is from balance: bounds first, then how surprising its edges are."""
        broken = self.broken(state)
        if not broken:
            return (0, 0, 0)
        groups, packed = _groups_bound(broken), len(self.packed(state, broken)[0])
        return (max(groups, packed), groups + packed, sum(map(self.surprise, state.chosen)))

    @staticmethod
    def broken(state: SearchState) -> list[Part]:
        """Parts whose needs do not cancel."""
        return [p for p in state.parts.values() if p[2]]

    @staticmethod
    def between(state: SearchState, broken: list[Part]) -> int:
        """Edges that join the two broken parts there may be when one edge is left."""
        (p1, m1, _), (p2, m2, _) = broken
        return (p1 & m2) | (m1 & p2)

    def close(self, state: SearchState, left: int, found: list[Values]) -> None:
        """All needs cancel: take the set if its figures stay whole and >= 0, else see what more must change."""
        values = solve_forest(self.problem, state.chosen)
        if values is not None:
            if left == 0:
                self.take(values, found)
        elif left > 0:
            mask = route(self.problem, state.chosen)[1] & state.allowed
            self.branch(state, mask, state.allowed, left, found)


def _groups_bound(broken: list[Part]) -> int:
    """Each edge joins two parts, so n broken parts need n minus as many edges as groups that cancel among
    themselves: at most the pairs of equal and opposite needs, and the rest in threes."""
    count = Counter([p[2] for p in broken])
    pairs = sum(min(n, count[-need]) for need, n in count.items() if need > 0 and -need in count)
    return len(broken) - pairs - (len(broken) - 2 * pairs) // 3
