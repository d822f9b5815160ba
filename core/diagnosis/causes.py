"""From broken equations to their causes: the fewest wrong cells, or one line of cells, that explain them.

Every equation is one line of the table (a row, or a column between two of its parts), so a lone wrong cell breaks
exactly its own equations, all by the same amount, and several wrong cells of one row or column are told apart by
the equations across it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from core import schema
from core.equations.linear import LinearForm, linear
from core.model import CellRef
from core.values import Amount

Figures = Mapping[CellRef, Amount]
Fixes = tuple[tuple[CellRef, Amount], ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """Cells with the figures that would mend these equations (indices into linear()).

    Several alternatives in `fixes` mean that the equations cannot tell them apart; none, that no simple
    cause was found.
    """

    fixes: tuple[Fixes, ...]
    equations: frozenset[int]

    @property
    def sure(self) -> bool:
        """Whether exactly one change explains the equations."""
        return len(self.fixes) == 1


@dataclass(frozen=True, slots=True)
class System:
    """A table's equations by index; of: cell to its (equation, +1 left or -1 right); lines: the cells
    of every row and column, with the equations that run along it. order and sums are the same equations by
    position, because a sum over a list is several times faster than one over names."""

    forms: tuple[LinearForm, ...]
    of: Mapping[CellRef, tuple[tuple[int, int], ...]]
    lines: tuple[tuple[tuple[CellRef, ...], frozenset[int]], ...]
    order: tuple[CellRef, ...]
    sums: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


@cache
def system(edition: str, table: int, off: frozenset[str] = frozenset()) -> System:
    """The equations of a table, indexed for search; off: rules that are not judged."""
    forms = tuple(form for form in linear(edition, table) if form.rule not in off)
    of: dict[CellRef, list[tuple[int, int]]] = {}
    for index, form in enumerate(forms):
        for sign, refs in ((1, form.left), (-1, form.right)):
            for ref in refs:
                of.setdefault(ref, []).append((index, sign))
    rows: dict[str, list[CellRef]] = {}
    columns: dict[str, list[CellRef]] = {}
    for ref in schema.shape(edition, table).refs if table == 3 else ():
        rows.setdefault(ref.row, []).append(ref)
        columns.setdefault(ref.column, []).append(ref)
    lines = tuple((tuple(line), _along(forms, line)) for line in (*rows.values(), *columns.values()))
    order = schema.shape(edition, table).refs
    at = {ref: i for i, ref in enumerate(order)}
    sums = tuple((tuple(at[r] for r in f.left), tuple(at[r] for r in f.right)) for f in forms)
    return System(forms, {ref: tuple(found) for ref, found in of.items()}, lines, order, sums)


def without(equations: System, silent: frozenset[int]) -> System:
    """The same system, in which the silent equations say nothing of any cell (see evidence.py)."""
    if not silent:
        return equations
    of = {ref: tuple(end for end in ends if end[0] not in silent) for ref, ends in equations.of.items()}
    lines = tuple((cells, along - silent) for cells, along in equations.lines)
    return replace(equations, of=of, lines=lines)


def _along(forms: tuple[LinearForm, ...], line: Iterable[CellRef]) -> frozenset[int]:
    cells = set(line)
    return frozenset(e for e, form in enumerate(forms) if len(cells.intersection(form.cells)) > 1)


def residuals(equations: System, values: Sequence[Amount]) -> dict[int, Amount]:
    """left minus right of every broken equation; values stand in the order of System.order."""
    gaps = (sum(values[i] for i in left) - sum(values[i] for i in right) for left, right in equations.sums)
    return {index: gap for index, gap in enumerate(gaps) if gap}


def explain(equations: System, figures: Figures, broken: Mapping[int, Amount]) -> list[Cause]:
    """Causes that together account for every broken equation, surest first."""
    left = dict(broken)
    causes: list[Cause] = []
    for step in (_lone_cells, _lines, _ties):
        for cause in step(equations, figures, left):
            if cause.equations <= left.keys():
                causes.append(cause)
                left = {e: gap for e, gap in left.items() if e not in cause.equations}
    if left:
        causes.append(Cause((), frozenset(left)))
    return causes


def _count(value: Amount) -> int | None:
    """The value if a cell of tables 3 and 4 may hold it."""
    return int(value) if value >= 0 and value == int(value) else None


def _lone_cells(equations: System, figures: Figures, broken: Mapping[int, Amount]) -> Iterator[Cause]:
    """Cells that alone explain their equations, where no other cell could as well."""
    found = _candidates(equations, figures, broken)
    for ref, (value, touched) in found.items():
        rivals = [o for o, (_, other) in found.items() if o != ref and other & touched]
        if not rivals:
            yield Cause((((ref, value),),), touched)


def _candidates(
    equations: System, figures: Figures, broken: Mapping[int, Amount]
) -> dict[CellRef, tuple[Amount, frozenset[int]]]:
    found: dict[CellRef, tuple[Amount, frozenset[int]]] = {}
    for ref in dict.fromkeys(ref for e in broken for ref in equations.forms[e].cells):
        steps = {-sign * broken[e] if e in broken else None for e, sign in equations.of[ref]}
        step = steps.pop()
        value = None if steps or step is None else _count(figures[ref] + step)
        if value is not None:
            found[ref] = (value, frozenset(e for e, _ in equations.of[ref]))
    return found


def _lines(equations: System, figures: Figures, broken: Mapping[int, Amount]) -> Iterator[Cause]:
    """Rows or columns whose cells, changed as the equations across them ask, mend everything they touch."""
    while broken:
        found = [f for f in (_line(equations, figures, broken, *line) for line in equations.lines) if f]
        if not found:
            return
        most = max(len(touched) for _, touched in found)
        fewest = min(len(fixes) for fixes, touched in found if len(touched) == most)
        best = [(fixes, touched) for fixes, touched in found if (len(touched), len(fixes)) == (most, fewest)]
        same = best[0][1]
        yield Cause(tuple(fixes for fixes, touched in best if touched == same), same)
        broken = {e: gap for e, gap in broken.items() if e not in same}


def _line(
    equations: System, figures: Figures, broken: Mapping[int, Amount], line: Iterable[CellRef], own: frozenset[int]
) -> tuple[Fixes, frozenset[int]] | None:
    fixes: list[tuple[CellRef, Amount]] = []
    change: dict[int, Amount] = {}
    for ref in line:
        steps = {-sign * broken[e] if e in broken else None for e, sign in equations.of.get(ref, ()) if e not in own}
        step = steps.pop() if len(steps) == 1 else None
        value = None if step is None else _count(figures[ref] + step)
        if step is None or value is None:
            continue
        fixes.append((ref, value))
        for e, sign in equations.of[ref]:
            change[e] = change.get(e, 0) + sign * step
    if len(fixes) < 2 or any(broken.get(e, 0) + moved for e, moved in change.items()):
        return None
    return tuple(fixes), frozenset(e for e in change if e in broken)


def _ties(equations: System, figures: Figures, broken: Mapping[int, Amount]) -> Iterator[Cause]:
    """Clusters of cells of which one, or one group, is wrong, though the equations cannot tell which."""
    found = _candidates(equations, figures, broken)
    while found:
        cluster = _cluster(found)
        touched = frozenset(e for ref in cluster for e in found[ref][1])
        covers = _covers(cluster, touched, found)
        if covers:
            yield Cause(tuple(tuple((ref, found[ref][0]) for ref in cover) for cover in covers), touched)
        found = {ref: value for ref, value in found.items() if ref not in cluster}


def _cluster(found: Mapping[CellRef, tuple[Amount, frozenset[int]]]) -> list[CellRef]:
    cluster = [next(iter(found))]
    touched = set(found[cluster[0]][1])
    growing = True
    while growing:
        new = [ref for ref, (_, own) in found.items() if ref not in cluster and own & touched]
        cluster += new
        touched.update(*(found[ref][1] for ref in new))
        growing = bool(new)
    return cluster


def _covers(
    cluster: list[CellRef], touched: frozenset[int], found: Mapping[CellRef, tuple[Amount, frozenset[int]]]
) -> list[tuple[CellRef, ...]]:
    """The smallest groups of cells that touch each equation exactly once."""
    groups: list[tuple[tuple[CellRef, ...], frozenset[int]]] = [((), frozenset())]
    for _ in range(3):
        groups = [
            ((*group, ref), done | found[ref][1])
            for group, done in groups
            for ref in cluster
            if min(touched - done) in found[ref][1] and not done & found[ref][1]
        ]
        full = [group for group, done in groups if done == touched]
        if full or not groups:
            return full
    return []
