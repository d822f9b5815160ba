"""Edges snapped to common positions, joined, and grouped by what touches: each group is drawn as one table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.reading.pages.page import Edge

SNAP = 2.5  # points between two drawings of one line
_GAP = 4.0  # points between two pieces of one line; dots and dashes are closer
_SHORTEST = 5.0  # points; what is shorter after joining is a tick or a part of a letter
_TOUCH = 4.0  # points by which crossing lines may miss each other
_TALLEST_ROW = 32.0  # points between the lines around a row that nothing divides
_MOST_CROSSINGS = 4_000_000  # a page with more lines is a drawing


@dataclass(slots=True)
class Ruling:
    """Edges of one group."""

    horizontals: list[Edge]
    verticals: list[Edge]


def groups(horizontals: Iterable[Edge], verticals: Iterable[Edge]) -> list[Ruling]:
    """Groups of touching edges that could be tables: two positions at least in either direction."""
    across, down = joined(horizontals), joined(verticals)
    if len(across) * len(down) > _MOST_CROSSINGS:
        return []
    owner = _connected(across, down)
    found: dict[int, Ruling] = {}
    for index, edge in enumerate(across):
        found.setdefault(_root(owner, index), Ruling([], [])).horizontals.append(edge)
    for index, edge in enumerate(down, len(across)):
        found.setdefault(_root(owner, index), Ruling([], [])).verticals.append(edge)
    whole = _with_open_rows(
        sorted(found.values(), key=lambda r: r.horizontals[0][0] if r.horizontals else r.verticals[0][1])
    )
    return [ruling for ruling in whole if len(ruling.horizontals) > 1 and len(ruling.verticals) > 0]


def _with_open_rows(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Tables without lines at their sides fall apart at rows of a single cell: put together again."""
    whole: list[Ruling] = []
    for ruling in rulings:
        above = whole[-1] if whole else None
        if above is not None and _is_one_table(above, ruling):
            above.horizontals += ruling.horizontals
            above.verticals += ruling.verticals
        else:
            whole.append(ruling)
    return whole


def _is_one_table(above: Ruling, below: Ruling) -> bool:
    """Whether two pieces that follow each other are one table open at its sides, cut by a row of a single cell:
    第二十条第（一）项
    ─────────────┬──────
    """
    if not above.horizontals or not below.horizontals:
        return False
    sides = [(min(e[1] for e in r.horizontals), max(e[2] for e in r.horizontals)) for r in (above, below)]
    for ruling, (left, right) in zip((above, below), sides, strict=True):
        if not all(left + _TOUCH < x < right - _TOUCH for x, _, _ in ruling.verticals):
            return False
    (left, right), (other_left, other_right) = sides
    if below.horizontals[0][0] - above.horizontals[-1][0] > _TALLEST_ROW or not _common_column(above, below):
        return False
    return abs(left - other_left) <= _TOUCH and abs(right - other_right) <= _TOUCH


def _common_column(above: Ruling, below: Ruling) -> bool:
    """Whether most lines between columns go on; horizontals alone belong to whatever is above."""
    fewer, more = sorted(({x for x, _, _ in r.verticals} for r in (above, below)), key=len)
    common = sum(any(abs(x - other) <= SNAP for other in more) for x in fewer)
    return common * 2 >= len(fewer)


def joined(edges: Iterable[Edge]) -> list[Edge]:
    """Edges at common positions, pieces of one line put together, sorted by position and start."""
    result: list[Edge] = []
    for cluster in _clusters(sorted(edges)):
        position = sum(edge[0] for edge in cluster) / len(cluster)
        result += _pieces(position, sorted((start, end) for _, start, end in cluster))
    return result


def _clusters(edges: Sequence[Edge]) -> list[list[Edge]]:
    clusters: list[list[Edge]] = []
    for edge in edges:
        if clusters and edge[0] - clusters[-1][0][0] <= SNAP:
            clusters[-1].append(edge)
        else:
            clusters.append([edge])
    return clusters


def _pieces(position: float, spans: Sequence[tuple[float, float]]) -> list[Edge]:
    pieces: list[Edge] = []
    start, end = spans[0]
    for a, b in spans[1:]:
        if a <= end + _GAP:
            end = max(end, b)
        else:
            pieces.append((position, start, end))
            start, end = a, b
    pieces.append((position, start, end))
    return [piece for piece in pieces if piece[2] - piece[1] >= _SHORTEST]


def _connected(across: Sequence[Edge], down: Sequence[Edge]) -> list[int]:
    """Union-find over horizontals, then verticals."""
    owner = list(range(len(across) + len(down)))
    for h, (y, left, right) in enumerate(across):
        for v, (x, top, bottom) in enumerate(down, len(across)):
            if left - _TOUCH <= x <= right + _TOUCH and top - _TOUCH <= y <= bottom + _TOUCH:
                owner[_root(owner, v)] = _root(owner, h)
    return owner


def _root(owner: list[int], index: int) -> int:
    while owner[index] != index:
        owner[index] = owner[owner[index]]
        index = owner[index]
    return index
