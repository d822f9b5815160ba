"""A table of figures as the question put to the search: which cells may move, which must, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import repeat

from core.diagnosis.network import Network, network
from core.model import EMPTY_CELL, Cell, CellRef, Grid
from core.values import Blank, Mark, Number, Unreadable, Value


@dataclass(frozen=True, slots=True)
class Cut:
    """A sum over a set of cells that must change by need: raised by the edges of plus, lowered by minus."""

    plus: int
    minus: int
    need: int


@dataclass(frozen=True)
class Problem:
    """Figures of a table as whole numbers, and what each node of its network lacks.

    cells are those of the grid by edge; base[e] is the figure of edge e: a blank or a mark counts as 0, and so
    does a cell that must change because it holds no whole number >= 0 (unreadable, negative, a fraction);
    forced is the mask of those. locked is the mask of cells that may not change. A new value is base[e] plus a
    change, never below 0. hopeless names the locked cells no whole number can be taken from: with them no
    repair exists.
    """

    network: Network
    cells: tuple[Cell, ...]
    base: tuple[int, ...]
    needs: tuple[int, ...]
    cuts: tuple[Cut, ...]
    forced: int
    locked: int
    hopeless: tuple[CellRef, ...]

    @cached_property
    def positive(self) -> int:
        """Mask of the edges whose figure can go down."""
        return mask_of(e for e, value in enumerate(self.base) if value > 0)

    @cached_property
    def unfilled(self) -> int:
        """How many cells are empty or hold a mark."""
        return sum(isinstance(cell.value, Blank | Mark) for cell in self.cells)

    @cached_property
    def blanks(self) -> tuple[int, ...]:
        """Edges of the empty cells."""
        return tuple(e for e, cell in enumerate(self.cells) if isinstance(cell.value, Blank))

    def after(self, values: Mapping[int, int]) -> Problem:
        """The question left when these cells have these new figures and are locked."""
        net, needs, base = self.network, list(self.needs), list(self.base)
        for edge, value in values.items():
            needs[net.head[edge]] -= value - base[edge]
            needs[net.tail[edge]] += value - base[edge]
            base[edge] = value
        fixed = mask_of(values)
        cuts = tuple(c for c in self.cuts if not (c.plus | c.minus) & fixed)
        forced, locked = self.forced & ~fixed, self.locked | fixed
        return replace(self, base=tuple(base), needs=tuple(needs), cuts=cuts, forced=forced, locked=locked)

    @property
    def holds(self) -> bool:
        """Whether every equation holds and every cell is a whole number >= 0, as it stands."""
        return not self.forced and not any(self.needs) and not self.hopeless


def problem_of(grid: Grid, locked: Iterable[CellRef] = ()) -> Problem:
    """The question a grid puts; its needs are sums still to be added to each node of its network."""
    net = network(grid.edition, grid.table)
    cells = tuple(map(grid.cells.get, net.refs, repeat(EMPTY_CELL)))
    keep = mask_of(net.index[ref] for ref in locked if ref in net.index)
    figures = [_whole(cell.value) for cell in cells]
    base = tuple(v or 0 for v in figures)
    unsound = [e for e, v in enumerate(figures) if v is None or v < 0]
    forced = mask_of(e for e in unsound if figures[e] is None or not keep >> e & 1)
    hopeless = tuple(net.refs[e] for e in bits(forced & keep))
    if forced:
        base = tuple(0 if forced >> e & 1 else v for e, v in enumerate(base))
    cuts = tuple(Cut(plus, minus, _total(base, bits(minus)) - _total(base, bits(plus))) for plus, minus in net.cuts)
    return Problem(net, cells, base, _needs(net, base), cuts, forced & ~keep, keep, hopeless)


def bits(mask: int) -> Iterator[int]:
    """Numbers of the bits set, from the lowest."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(edges: Iterable[int]) -> int:
    """The bit mask of some edges."""
    mask = 0
    for edge in edges:
        mask |= 1 << edge
    return mask


def _whole(value: Value) -> int | None:
    """The figure, 0 for a blank or a mark, None where no whole number stands."""
    if isinstance(value, Number):
        return value.value if isinstance(value.value, int) else None
    return None if isinstance(value, Unreadable) else 0


def _needs(net: Network, base: tuple[int, ...]) -> tuple[int, ...]:
    sides = zip(net.signs, net.lefts, net.rights, strict=False)
    needs = [sign * (_total(base, right) - _total(base, left)) for sign, left, right in sides]
    return tuple(needs) if len(needs) == len(net.signs) else (*needs, -sum(needs))


def _total(base: tuple[int, ...], edges: Iterable[int]) -> int:
    return sum(map(base.__getitem__, edges))
