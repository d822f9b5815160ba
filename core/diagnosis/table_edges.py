"""What the weights and the words need to know of a table's cells, by edge number and worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from core import schema
from core.diagnosis.network import network
from core.equations.linear import linear


@dataclass(frozen=True, slots=True)
class EdgeSum:
    """An equation of the form by edge numbers: the edges of left add up to those of right."""

    rule: str
    left: tuple[int, ...]
    right: tuple[int, ...]

    @property
    def edges(self) -> tuple[int, ...]:
        """All operands."""
        return self.left + self.right


@dataclass(frozen=True, slots=True)
class TableEdges:
    """Rows and sums by edge number.

    rows are the edges of each row from left to right, ends the nodes they touch, row_of[e] the row of edge e;
    totals are the edges that are the sum of others; sums_of[e] the equations of edge e, those it is the total
    of first; names[e] = (row, column) for a person.
    """

    rows: tuple[tuple[int, ...], ...]
    ends: tuple[frozenset[int], ...]
    row_of: tuple[int, ...]
    totals: frozenset[int]
    sums_of: tuple[tuple[EdgeSum, ...], ...]
    names: tuple[tuple[str, str], ...]


@cache
def table_edges(edition: str, table: int) -> TableEdges:
    """The table_edges of a table with equations."""
    net, shape = network(edition, table), schema.shape(edition, table)
    number = net.index
    keys = [r.key for r in shape.rows]
    rows = tuple(tuple(e for e, ref in enumerate(net.refs) if ref.row == key) for key in keys)
    sums = []
    for form in linear(edition, table):
        left, right = (tuple(number[ref] for ref in side) for side in (form.left, form.right))
        sums.append(EdgeSum(form.rule, left, right))
    return TableEdges(
        rows=rows,
        ends=tuple(frozenset(net.head[e] for e in row) | frozenset(net.tail[e] for e in row) for row in rows),
        row_of=tuple(keys.index(ref.row) for ref in net.refs),
        totals=frozenset(s.right[0] for s in sums if len(s.right) == 1),
        sums_of=tuple(_sums_of(edge, tuple(sums)) for edge in range(len(net.refs))),
        names=tuple((name[0], name[1]) for name in (shape.describe(r).rsplit("·", 1) for r in net.refs)),
    )


def _sums_of(edge: int, sums: tuple[EdgeSum, ...]) -> tuple[EdgeSum, ...]:
    return tuple(sorted((s for s in sums if edge in s.edges), key=lambda s: s.right != (edge,)))
