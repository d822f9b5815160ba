"""Explanations of a whole table by one cause: they may change more cells than the smallest repair, and still be true.

A row that slid by one cell spoils up to seven cells, and three blanks may look like two wrong figures. Such an
account is offered after the smallest repairs when it alone mends the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from core.diagnosis.flow import Values, changed_only, solve_forest
from core.diagnosis.likelihood import RepairScorer
from core.diagnosis.problem import Problem, bits, mask_of
from core.diagnosis.representatives import has_cycle
from core.diagnosis.search import smallest
from core.diagnosis.slips import unshifted

_BESIDE = 2  # cells that may be wrong beside a slid row


def single_cause_repairs(scorer: RepairScorer) -> list[Values]:
    """Accounts that mend the table, each once: a row slid by one cell, or all blanks filled."""
    found: list[Values] = []
    for values in (*_slid(scorer), *_filled(scorer)):
        if values not in found and mends(scorer.problem, values):
            found.append(values)
    return found


def shifted_row_repairs(scorer: RepairScorer, than: int, seconds: float) -> list[Values]:
    """Accounts by one row slid a cell and one or two other cells, where they weigh less than `than`; as many
    rows as the time allows."""
    end = monotonic() + seconds
    found: list[tuple[int, Values]] = []
    for row in scorer.table_edges.rows if scorer.grid.table == 3 else ():
        for figures in unshifted([scorer.problem.base[e] for e in row]):
            slide = {e: f for e, f in zip(row, figures, strict=True) if f != scorer.problem.base[e]}
            for values in _mended_after(scorer.problem, slide) if monotonic() < end else ():
                found.append((scorer.cost(values), values))
    return [v for cost, v in sorted(found, key=lambda pair: (pair[0], sorted(pair[1]))) if cost < than]


def _mended_after(problem: Problem, slide: Values) -> Iterator[Values]:
    """The slide with the smallest changes that mend what is left, two at most."""
    if problem.locked & mask_of(slide):
        return
    left = problem.after(slide)
    for values in smallest(left, lambda edge: edge, 0.01, 5, largest=_BESIDE).sets:
        yield {**slide, **values}


def recomputed_totals(scorer: RepairScorer) -> list[Values]:
    """The account that every total is wrong and nothing else, if it mends the table."""
    return [v for v in _only(scorer, sorted(scorer.table_edges.totals)) if mends(scorer.problem, v)]


def mends(problem: Problem, values: Values) -> bool:
    """Whether these new figures settle every node and every cell that must change, and change no locked cell."""
    need = list(problem.needs)
    for edge, value in values.items():
        need[problem.network.head[edge]] -= value - problem.base[edge]
        need[problem.network.tail[edge]] += value - problem.base[edge]
    mask = mask_of(values)
    return not any(need) and not problem.forced & ~mask and not problem.locked & mask


def _slid(scorer: RepairScorer) -> Iterator[Values]:
    base = scorer.problem.base
    broken = {n for n, need in enumerate(scorer.problem.needs) if need}
    for row, ends in (
        zip(scorer.table_edges.rows, scorer.table_edges.ends, strict=True) if scorer.grid.table == 3 else ()
    ):
        if broken <= ends:
            for figures in unshifted([base[e] for e in row]):
                yield {e: f for e, f in zip(row, figures, strict=True) if f != base[e]}


def _filled(scorer: RepairScorer) -> Iterator[Values]:
    yield from _only(scorer, list(scorer.problem.blanks))


def _only(scorer: RepairScorer, edges: list[int]) -> Iterator[Values]:
    """The one way to mend the table in these cells and those that must change anyway."""
    problem = scorer.problem
    chosen = [*edges, *(e for e in bits(problem.forced) if e not in edges)]
    if not chosen:
        return
    values = None if has_cycle(problem, chosen) else solve_forest(problem, chosen)
    if values is not None:
        yield changed_only(problem, values)
