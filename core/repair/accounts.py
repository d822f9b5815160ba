"""Explanations of a whole table by one cause: they may change more cells than the smallest repair, and still be true.

A row that slid by one cell spoils up to seven cells, and three blanks may look like two wrong figures. Such an
account is offered after the smallest repairs when it alone mends the table.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.repair.flow import Values, settle
from core.repair.likelihood import Weigher
from core.repair.problem import Problem
from core.repair.representatives import open_figures
from core.repair.slips import unshifted
from core.values import Blank


def larger_accounts(scale: Weigher) -> list[Values]:
    """Accounts that mend the table, each once: a row slid by one cell, all blanks filled, all totals summed anew."""
    found: list[Values] = []
    for values in (*_slid(scale), *_filled(scale), *_summed(scale)):
        if values not in found and holds(scale.problem, values):
            found.append(values)
    return found


def holds(problem: Problem, values: Values) -> bool:
    """Whether these new figures settle every node and every cell that must change, and change no locked cell."""
    need = list(problem.needs)
    for edge, value in values.items():
        need[problem.network.head[edge]] -= value - problem.base[edge]
        need[problem.network.tail[edge]] += value - problem.base[edge]
    mask = sum(1 << e for e in values)
    return not any(need) and not problem.forced & ~mask and not problem.locked & mask


def _slid(scale: Weigher) -> Iterator[Values]:
    base = scale.problem.base
    for row in scale.rows:
        for figures in unshifted([base[e] for e in row]):
            yield {e: f for e, f in zip(row, figures, strict=True) if f != base[e]}


def _filled(scale: Weigher) -> Iterator[Values]:
    refs = scale.problem.network.refs
    yield from _only(scale, [e for e, r in enumerate(refs) if isinstance(scale.grid.cell(r).value, Blank)])


def _summed(scale: Weigher) -> Iterator[Values]:
    yield from _only(scale, sorted(scale.totals))


def _only(scale: Weigher, edges: list[int]) -> Iterator[Values]:
    """The one way to mend the table in these cells and those that must change anyway."""
    problem = scale.problem
    chosen = [e for e in range(len(problem.base)) if e in edges or problem.forced >> e & 1]
    values = None if open_figures(problem, chosen) else settle(problem, chosen)
    if values is not None:
        yield {e: v for e, v in values.items() if v != problem.base[e] or problem.forced >> e & 1}
