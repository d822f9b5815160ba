"""Explanations of a whole table by one cause: they may change more cells than the smallest repair, and still be true.

A row that slid by one cell spoils up to seven cells, and three blanks may look like two wrong figures. Such an
account is offered after the smallest repairs when it alone mends the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from core.diagnosis.flow import Values, changed, settle
from core.diagnosis.likelihood import Weigher
from core.diagnosis.problem import Problem, bits, mask_of
from core.diagnosis.representatives import open_figures
from core.diagnosis.search import smallest
from core.diagnosis.slips import unshifted

_BESIDE = 2  # cells that may be wrong beside a slid row


def larger_accounts(scale: Weigher) -> list[Values]:
    """Accounts that mend the table, each once: a row slid by one cell, or all blanks filled."""
    found: list[Values] = []
    for values in (*_slid(scale), *_filled(scale)):
        if values not in found and holds(scale.problem, values):
            found.append(values)
    return found


def slid_among_others(scale: Weigher, than: int, seconds: float) -> list[Values]:
    """Accounts by one row slid a cell and one or two other cells, where they weigh less than `than`; as many
    rows as the time allows."""
    end = monotonic() + seconds
    found: list[tuple[int, Values]] = []
    for row in scale.layout.rows if scale.grid.table == 3 else ():
        for figures in unshifted([scale.problem.base[e] for e in row]):
            slide = {e: f for e, f in zip(row, figures, strict=True) if f != scale.problem.base[e]}
            for values in _mended_after(scale.problem, slide) if monotonic() < end else ():
                found.append((scale.cost(values), values))
    return [v for cost, v in sorted(found, key=lambda pair: (pair[0], sorted(pair[1]))) if cost < than]


def _mended_after(problem: Problem, slide: Values) -> Iterator[Values]:
    """The slide with the smallest changes that mend what is left, two at most."""
    if problem.locked & mask_of(slide):
        return
    left = problem.after(slide)
    for values in smallest(left, lambda edge: edge, 0.01, 5, largest=_BESIDE).sets:
        yield {**slide, **values}


def all_summed(scale: Weigher) -> list[Values]:
    """The account that every total is wrong and nothing else, if it mends the table."""
    return [v for v in _only(scale, sorted(scale.layout.totals)) if holds(scale.problem, v)]


def holds(problem: Problem, values: Values) -> bool:
    """Whether these new figures settle every node and every cell that must change, and change no locked cell."""
    need = list(problem.needs)
    for edge, value in values.items():
        need[problem.network.head[edge]] -= value - problem.base[edge]
        need[problem.network.tail[edge]] += value - problem.base[edge]
    mask = mask_of(values)
    return not any(need) and not problem.forced & ~mask and not problem.locked & mask


def _slid(scale: Weigher) -> Iterator[Values]:
    base = scale.problem.base
    broken = {n for n, need in enumerate(scale.problem.needs) if need}
    for row, ends in zip(scale.layout.rows, scale.layout.ends, strict=True) if scale.grid.table == 3 else ():
        if broken <= ends:
            for figures in unshifted([base[e] for e in row]):
                yield {e: f for e, f in zip(row, figures, strict=True) if f != base[e]}


def _filled(scale: Weigher) -> Iterator[Values]:
    yield from _only(scale, list(scale.problem.blanks))


def _only(scale: Weigher, edges: list[int]) -> Iterator[Values]:
    """The one way to mend the table in these cells and those that must change anyway."""
    problem = scale.problem
    chosen = [*edges, *(e for e in bits(problem.forced) if e not in edges)]
    if not chosen:
        return
    values = None if open_figures(problem, chosen) else settle(problem, chosen)
    if values is not None:
        yield changed(problem, values)
