"""A table of figures as the question put to the search: which cells may move, which must, what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from core.model import Cell, CellRef, Grid
from core.repair.network import Network, network
from core.rules.linear import LinearForm
from core.values import Number, Unreadable


@dataclass(frozen=True, slots=True)
class Cut:
    """A sum over a set of cells that must change by need: raised by the edges of plus, lowered by minus."""

    plus: int
    minus: int
    need: int


@dataclass(frozen=True)
class Problem:
    """Figures of a table as whole numbers, and what each node of its network lacks.

    base[e] is the figure of edge e: a blank or a mark counts as 0, and so does a cell that must change
    because it holds no whole number >= 0 (unreadable, negative, a fraction); forced is the mask of those.
    locked is the mask of cells that may not change. A new value is base[e] plus a change, never below 0.
    hopeless names the locked cells no whole number can be taken from: with them no repair exists.
    """

    network: Network
    base: tuple[int, ...]
    needs: tuple[int, ...]
    cuts: tuple[Cut, ...]
    forced: int
    locked: int
    hopeless: tuple[CellRef, ...]

    @cached_property
    def positive(self) -> int:
        """Mask of the edges whose figure can go down."""
        return sum(1 << e for e, value in enumerate(self.base) if value > 0)

    @property
    def holds(self) -> bool:
        """Whether every equation holds and every cell is a whole number >= 0, as it stands."""
        return not self.forced and not any(self.needs) and not self.hopeless


def pose(grid: Grid, locked: Iterable[CellRef] = ()) -> Problem:
    """The question a grid puts; its needs are sums still to be added to each node of its network."""
    net = network(grid.edition, grid.table)
    keep = frozenset(locked)
    sound = [_whole(grid.cell(ref)) for ref in net.refs]
    forced, fixed, base, hopeless = 0, 0, [], []
    for edge, (ref, value) in enumerate(zip(net.refs, sound, strict=True)):
        bit = 1 << edge
        if ref in keep:
            fixed |= bit
            if value is None:
                hopeless.append(ref)
        elif value is None or value < 0:
            forced, value = forced | bit, 0
        base.append(value or 0)
    needs = _needs(net, base)
    cuts = tuple(Cut(plus, minus, -_residual(form, net, base)) for form, plus, minus in net.cuts)
    return Problem(net, tuple(base), needs, cuts, forced, fixed, tuple(hopeless))


def _whole(cell: Cell) -> int | None:
    """The figure, 0 for a blank or a mark, None where no whole number stands."""
    value = cell.value
    if isinstance(value, Number):
        return value.value if isinstance(value.value, int) else None
    return None if isinstance(value, Unreadable) else 0


def _needs(net: Network, base: list[int]) -> tuple[int, ...]:
    needs = [-sign * _residual(form, net, base) for form, sign in zip(net.forms, net.signs, strict=False)]
    return tuple(needs) if len(needs) == len(net.signs) else (*needs, -sum(needs))


def _residual(form: LinearForm, net: Network, base: list[int]) -> int:
    number = net.index
    return sum(base[number[r]] for r in form.left) - sum(base[number[r]] for r in form.right)
