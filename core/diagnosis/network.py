"""A table's equations as a flow network: every cell an edge, every equation a node.

Why it may be one: in table 3 the equation of row （七）总计 follows from the others (the results of every
column, summed by rows), and without it each cell stands in exactly two equations, which take opposite signs
when every other equation is turned round. In table 4 each cell stands in one equation and the other end of
its edge is a common ground. Changes that make the table hold are then a flow; the least sets of changed cells
are forests, their values are whole numbers and follow from cutting an edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from core import schema
from core.equations.linear import LinearForm, linear
from core.model import CellRef


class NetworkError(Exception):
    """The equations of a table are no network (a bug in the rule data)."""


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes are equations turned by their sign, edges are cells numbered in the form's order.

    lefts[n] and rights[n] are the two sides of the equation of node n by edges; signs[n] turns its residual
    into the node's; the ground (if any) is the last node and has no equation. plus[n] and minus[n] are bit
    masks of the edges that raise and lower node n's sum; head[e] is the node that edge e raises, tail[e] the
    one it lowers. cuts are the equations left out as implied: masks of their sides. index is the edge of each
    cell.
    """

    refs: tuple[CellRef, ...]
    lefts: tuple[tuple[int, ...], ...]
    rights: tuple[tuple[int, ...], ...]
    signs: tuple[int, ...]
    head: tuple[int, ...]
    tail: tuple[int, ...]
    plus: tuple[int, ...]
    minus: tuple[int, ...]
    cuts: tuple[tuple[int, int], ...]
    index: Mapping[CellRef, int]


@cache
def network(edition: str, table: int) -> Network:
    """The network of a table's equations; without nodes for a table that has none."""
    forms = linear(edition, table)
    kept = tuple(form for form in forms if not _implied(form, forms))
    used = {ref for form in kept for ref in form.cells}
    refs = tuple(ref for ref in schema.shape(edition, table).refs if ref in used)
    number = {ref: edge for edge, ref in enumerate(refs)}
    ends = {ref: _ends(ref, kept) for ref in refs}
    signs = _signs(len(kept), ends)
    head, tail = _directed(refs, ends, signs)
    plus, minus = [0] * len(signs), [0] * len(signs)
    for edge in range(len(refs)):
        plus[head[edge]] |= 1 << edge
        minus[tail[edge]] |= 1 << edge
    cuts = []
    for form in forms:
        if form not in kept:
            cuts.append((_mask(number[ref] for ref in form.left), _mask(number[ref] for ref in form.right)))
    return Network(
        refs=refs,
        lefts=tuple(tuple(number[ref] for ref in form.left) for form in kept),
        rights=tuple(tuple(number[ref] for ref in form.right) for form in kept),
        signs=signs,
        head=head,
        tail=tail,
        plus=tuple(plus),
        minus=tuple(minus),
        cuts=tuple(cuts),
        index=MappingProxyType(number),
    )


def _implied(form: LinearForm, forms: tuple[LinearForm, ...]) -> bool:
    """An equation all of whose cells stand in two others: the row （七）总计 of table 3."""
    return all(sum(ref in f.cells for f in forms) > 2 for ref in form.cells)


def _ends(ref: CellRef, forms: tuple[LinearForm, ...]) -> tuple[tuple[int, int], ...]:
    """Pairs (equation, coefficient) of a cell, one or two."""
    ends = tuple((i, 1 if ref in f.left else -1) for i, f in enumerate(forms) if ref in f.cells)
    if not 1 <= len(ends) <= 2:
        raise NetworkError(f"{ref} stands in {len(ends)} equations")
    return ends


def _signs(count: int, ends: dict[CellRef, tuple[tuple[int, int], ...]]) -> tuple[int, ...]:
    """+1 or -1 for each equation so that every cell raises one and lowers the other; the ground has 1."""
    signs: dict[int, int] = {}
    pairs = [e for e in ends.values() if len(e) == 2]
    while len(signs) < count:
        signs[next(n for n in range(count) if n not in signs)] = 1
        while fresh := dict(_implied_signs(pairs, signs)):
            signs.update(fresh)
    if any(signs[a] * ca + signs[b] * cb for (a, ca), (b, cb) in pairs):
        raise NetworkError("no signs make a network of these equations")
    ground = (1,) if any(len(e) == 1 for e in ends.values()) else ()
    return (*(signs[n] for n in range(count)), *ground)


def _implied_signs(pairs: Sequence[tuple[tuple[int, int], ...]], signs: dict[int, int]) -> Iterator[tuple[int, int]]:
    for (a, ca), (b, cb) in pairs:
        if a in signs and b not in signs:
            yield b, -signs[a] * ca * cb
        elif b in signs and a not in signs:
            yield a, -signs[b] * ca * cb


def _directed(
    refs: tuple[CellRef, ...], ends: dict[CellRef, tuple[tuple[int, int], ...]], signs: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    head, tail = [], []
    for ref in refs:
        (first, coefficient), *rest = ends[ref]
        other = rest[0][0] if rest else len(signs) - 1
        up, down = (first, other) if signs[first] * coefficient > 0 else (other, first)
        head.append(up)
        tail.append(down)
    return tuple(head), tuple(tail)


def _mask(edges: Iterator[int]) -> int:
    return sum(1 << e for e in edges)
