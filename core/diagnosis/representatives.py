"""A finite choice where a set of cells leaves its figures open.

That happens only when the cells form a cycle: unreadable cells at the corners of a rectangle, whose figures
can all slide together. The sums then say nothing of one of them, so the figures nearest to each thing known
are offered: what the text looks like, last year's figures, nothing.
"""

from __future__ import annotations

from collections.abc import Collection

from core.diagnosis.flow import Values, changed_only, route
from core.diagnosis.likelihood import RepairScorer
from core.diagnosis.problem import Problem
from core.diagnosis.slips import guess
from core.model import Report


def representatives(scorer: RepairScorer, values: Values, previous: Report | None) -> list[Values]:
    """The alternatives one set of cells stands for: itself, or a few where its figures are not unique."""
    if not has_cycle(scorer.problem, values):
        return [values]
    found = []
    for wish in _wishes(scorer, values, previous):
        chosen = route(scorer.problem, tuple(values), wish)[0]
        if chosen is not None and changed_only(scorer.problem, chosen) not in found:
            found.append(changed_only(scorer.problem, chosen))
    return found or [values]


def has_cycle(problem: Problem, edges: Collection[int]) -> bool:
    """Whether the edges hold a cycle, so that the equations leave their figures open."""
    if len(edges) < 2:
        return False
    net, group = problem.network, dict[int, int]()
    for edge in edges:
        a, b = net.head[edge], net.tail[edge]
        a, b = group.setdefault(a, a), group.setdefault(b, b)
        if a == b:
            return True
        group = {node: a if g == b else g for node, g in group.items()}
    return False


def _wishes(scorer: RepairScorer, values: Values, previous: Report | None) -> list[dict[int, int]]:
    refs = scorer.problem.network.refs
    seen = {e: guess(scorer.problem.cells[e]) for e in values}
    before = {e: previous.cell(refs[e]).amount if previous else None for e in values}
    likely = {e: g for e, g in seen.items() if g is not None}
    last = {e: b for e, b in before.items() if isinstance(b, int)}
    return [{**last, **likely}, last, {}]
