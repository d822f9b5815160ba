"""Drawn lines in a picture: traced while it is still bent, and taken as straight edges once it is not."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.reading.scan.engine import Grey

Mask = NDArray[np.bool_]
_STRIP = 32  # pixels along the line
_FILLED = 0.72  # of a strip
_THICKEST = 9
_JUMP = 3.5  # pixels from strip to strip
_MOST_GAP = 2  # strips
_FEWEST_STRIPS = 6
_CLOSED = 4  # pixels of a gap in a line that noise made
_SAME_LENGTH = 0.6
_GROUP = 2  # rows between pieces of one thick line
_SHORTEST_LEVEL, _SHORTEST_UPRIGHT = 1.6, 0.9  # heights of a character
_LONG = 6.0  # heights of a character
_REACH = 0.35  # heights by which a short line may miss the line it ends at
_COVERED_LONG, _COVERED_SHORT = 0.7, 0.88
_LEAST_BETWEEN = 0.9
_SOLID = 0.98
_MOSTLY = 0.5
_UNBROKEN = 0.95  # strokes of a text leave gaps
_CROSSING = 2  # pixels that belong to the line that crosses
_BESIDE = 0.5
_ASIDE = 5  # pixels beside a line
_INKED_LONG, _INKED_SHORT = 0.6, 0.3
_BROKEN_LENGTH, _BROKEN_GAP = 4.0, 0.6  # heights of a character
_BROKEN_COVERED, _BROKEN_BESIDE = 0.35, 0.4
_REJOINED = 12  # pixels
_BLOCK = 12  # pixels of a line that are followed and erased at once
_SEARCHED, _DRIFT = 8, 3.5
_FAINT = 225
_ERASED = 0.6
Edge = tuple[float, float, float]
"""Position across, start and end along, in pixels."""


@dataclass(slots=True)
class Chain:
    """A line followed across strips: its points."""

    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)
    strip: int = 0

    def expected(self, x: float) -> float:
        """Where it goes on."""
        if len(self.xs) < 4:
            return self.ys[-1]
        dx = self.xs[-1] - self.xs[-4]
        return self.ys[-1] + (self.ys[-1] - self.ys[-4]) / dx * (x - self.xs[-1])


def chains(dark: Mask) -> list[Chain]:
    """Lines that run from left to right, however they bend; give the transposed mask for upright ones."""
    width = dark.shape[1]
    going: list[Chain] = []
    done: list[Chain] = []
    for strip in range(width // _STRIP):
        counts = dark[:, strip * _STRIP : (strip + 1) * _STRIP].mean(axis=1)
        x = (strip + 0.5) * _STRIP
        free = _peaks(counts)
        still: list[Chain] = []
        for chain in going:
            y = chain.expected(x)
            near = min(free, key=lambda peak: abs(peak - y), default=None)
            if near is not None and abs(near - y) <= _JUMP * (strip - chain.strip):
                free.remove(near)
                chain.xs.append(x)
                chain.ys.append(near)
                chain.strip = strip
                still.append(chain)
            elif strip - chain.strip > _MOST_GAP:
                done.append(chain)
            else:
                still.append(chain)
        going = still + [Chain([x], [peak], strip) for peak in free]
    return [chain for chain in done + going if len(chain.xs) >= _FEWEST_STRIPS]


def _peaks(counts: NDArray[np.float64]) -> list[float]:
    """Middles of thin stretches of rows that are dark all along a strip."""
    # A line that slopes passes from one row to the next within a strip.
    pairs = np.maximum(counts, np.minimum(1.0, counts + np.roll(counts, 1)) * (counts > 0.2))
    on = np.flatnonzero(pairs >= _FILLED)
    if not len(on):
        return []
    found = []
    for part in np.split(on, np.flatnonzero(np.diff(on) > 1) + 1):
        above, below = counts[max(0, part[0] - 7) : max(0, part[0] - 2)], counts[part[-1] + 3 : part[-1] + 8]
        beside = (
            min(above.max(initial=0.0), below.max(initial=0.0)),
            max(above.max(initial=0.0), below.max(initial=0.0)),
        )
        if part[-1] - part[0] < _THICKEST and beside[0] < 0.2 and beside[1] < 0.6:
            weights = counts[part[0] : part[-1] + 1] + 1e-6
            found.append(float((weights * np.arange(part[0], part[-1] + 1)).sum() / weights.sum()))
    return found


def rulings(dark: Mask, character: int) -> tuple[list[Edge], list[Edge]]:
    """Level and upright lines of a straightened picture; character is the height of its text in pixels.

    A line is no row of strokes in a text: it is dark all along, little stands close to it on both sides, and a short
    one ends at lines that cross it.
    """
    level = _candidates(dark, round(_SHORTEST_LEVEL * character), character)
    upright = _candidates(np.ascontiguousarray(dark.T), round(_SHORTEST_UPRIGHT * character), character)
    reach = _REACH * character
    level = [_trimmed(edge, dark, upright, reach) for edge in level if _is_line(edge, dark, upright, reach)]
    upright = [_trimmed(edge, dark.T, level, reach) for edge in upright if _is_line(edge, dark.T, level, reach)]
    level += _between(dark, round(_SHORTEST_LEVEL * character), character, upright, level)
    upright += _between(np.ascontiguousarray(dark.T), round(_SHORTEST_UPRIGHT * character), character, level, upright)
    while True:
        kept_level = [e for e in level if _is_long(e, character) or _ends_at(e, upright, reach)]
        kept_upright = [e for e in upright if _is_long(e, character) or _ends_at(e, kept_level, reach)]
        if len(kept_level) == len(level) and len(kept_upright) == len(upright):
            return level, upright
        level, upright = kept_level, kept_upright


def _between(dark: Mask, shortest: int, character: int, crossing: Sequence[Edge], known: Sequence[Edge]) -> list[Edge]:
    """Lines from one crossing line to the next that text in their continuation hides: a short line of the last row
    of a page, with a character of the row below right under it."""
    reach = _REACH * character
    found = []
    for top, bottom, a, b in _grouped(*_runs(_thickened(dark), shortest)):
        position = (top + bottom) / 2
        stops = sorted(x for x, s, e in crossing if s - reach <= position <= e + reach and a - reach <= x <= b + reach)
        for start, end in itertools.pairwise(stops):
            edge = (position, start, end)
            if end - start >= _LEAST_BETWEEN * shortest and not any(_is_part(edge, other) for other in known):
                found += [edge] * _is_solid(dark, edge)
    return found


def _is_solid(dark: Mask, edge: Edge) -> bool:
    """Whether some row is dark all along: no stroke of a character reaches from line to line."""
    y, a, b = round(edge[0]), round(edge[1]) + _CROSSING, round(edge[2]) - _CROSSING
    part = dark[max(0, y - 2) : y + 3, a:b]
    return part.size > 0 and float(part.mean(axis=1).max()) >= _SOLID


def _thickened(dark: Mask) -> Mask:
    """Each row with its neighbours: a line may wander by a pixel."""
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    thick[:-1] |= dark[1:]
    return thick


def _is_line(edge: Edge, dark: Mask, crossing: Sequence[Edge], reach: float) -> bool:
    """Whether most of an edge is drawn from crossing to crossing: strokes of characters that stand below each other
    leave gaps at every row."""
    position, start, end = edge
    across = sorted(x for x, a, b in crossing if a - reach <= position <= b + reach and start < x < end)
    stops = [start, *across, end]
    solid = sum(b - a for a, b in itertools.pairwise(stops) if _is_drawn(dark, position, a, b))
    return solid > _MOSTLY * (end - start)


def _trimmed(edge: Edge, dark: Mask, crossing: Sequence[Edge], reach: float) -> Edge:
    """The line without what strokes of a text in its continuation add to it behind the last lines that cross it."""
    position, start, end = edge
    across = sorted(
        x for x, a, b in crossing if a - reach <= position <= b + reach and start - reach <= x <= end + reach
    )
    if len(across) < 2:
        return edge
    while len(across) > 2 and not _is_drawn(dark, position, across[0], across[1]):
        across.pop(0)
    while len(across) > 2 and not _is_drawn(dark, position, across[-2], across[-1]):
        across.pop()
    is_open = across[0] - start > reach and _is_drawn(dark, position, start, across[0])
    was_open = end - across[-1] > reach and _is_drawn(dark, position, across[-1], end)
    return position, start if is_open else across[0], end if was_open else across[-1]


def _is_drawn(dark: Mask, position: float, start: float, end: float) -> bool:
    """Whether a line without text beside it runs all along, from one crossing line to the next."""
    y, a, b = round(position), round(start) + _CROSSING, round(end) - _CROSSING
    if b - a < _ASIDE:
        return True
    band = dark[max(0, y - 1) : y + 2, a:b]
    sides = (dark[max(0, y - 3 - _ASIDE) : max(0, y - 3), a:b], dark[y + 4 : y + 4 + _ASIDE, a:b])
    beside = max(float(side.any(axis=0).mean()) if side.size else 0.0 for side in sides)
    if float(band.any(axis=0).mean()) < _COVERED_SHORT:
        return _is_broken_line(np.asarray(dark[max(0, y - 3) : y + 4, a:b].any(axis=0)), beside)
    if beside < _BESIDE:
        return True
    return float(band.mean(axis=1).max()) >= _UNBROKEN


def _is_broken_line(covered: NDArray[np.bool_], beside: float) -> bool:
    """Whether the pieces of a line lie all along, up to both ends, with nothing beside them: a bracket leaves the
    ends free."""
    quarter = max(1, len(covered) // 4)
    least = min(float(covered[:quarter].mean()), float(covered[-quarter:].mean()), float(covered.mean()))
    return least >= _BROKEN_COVERED and beside < _BROKEN_BESIDE * float(covered.mean())


def _is_long(edge: Edge, character: int) -> bool:
    return edge[2] - edge[1] >= _LONG * character


def _ends_at(edge: Edge, crossing: Sequence[Edge], reach: float) -> bool:
    position, start, end = edge
    across = [other[0] for other in crossing if other[1] - reach <= position <= other[2] + reach]
    return any(abs(x - start) <= reach for x in across) and any(abs(x - end) <= reach for x in across)


def _candidates(dark: Mask, shortest: int, character: int) -> list[Edge]:
    found = _whole(dark, shortest, character)
    return found + [edge for edge in _broken(dark, character) if not any(_share(edge, other) for other in found)]


def _share(edge: Edge, other: Edge) -> bool:
    """Whether an edge runs along another one for a good part: what it has more is text in the line's continuation."""
    common = min(edge[2], other[2]) - max(edge[1], other[1])
    return abs(edge[0] - other[0]) <= _THICKEST and common > 0.25 * (edge[2] - edge[1])


def _is_part(edge: Edge, other: Edge) -> bool:
    """Whether an edge is covered by another one, or lies as close to it as the two sides of one line."""
    return abs(edge[0] - other[0]) <= _THICKEST and edge[1] >= other[1] - _REJOINED and edge[2] <= other[2] + _REJOINED


def _broken(dark: Mask, character: int) -> list[Edge]:
    """Lines that a hard threshold or a fax left in pieces: long, and with nothing beside them."""
    found = []
    shortest, gap = round(_BROKEN_LENGTH * character), round(_BROKEN_GAP * character)
    for top, bottom, a, b in _grouped(*_runs(_thickened(dark), shortest, gap)):
        if bottom - top > _THICKEST + 2:
            continue
        covered = float(dark[top : bottom + 1, a:b].any(axis=0).mean())
        sides = (dark[max(0, top - 2 - _ASIDE) : max(0, top - 2), a:b], dark[bottom + 3 : bottom + 3 + _ASIDE, a:b])
        beside = [float(side.any(axis=0).mean()) if side.size else 0.0 for side in sides]
        if covered >= _BROKEN_COVERED and max(beside) < _BROKEN_BESIDE * covered:
            found.append(((top + bottom) / 2, float(a), float(b)))
    return found


def _whole(dark: Mask, shortest: int, character: int) -> list[Edge]:
    found = []
    for top, bottom, a, b in _grouped(*_runs(_thickened(dark), shortest)):
        edge = _edge(dark, top, bottom, a, b, character)
        if edge is not None:
            found.append(edge)
    return found


def _edge(dark: Mask, top: int, bottom: int, a: int, b: int, character: int) -> Edge | None:
    """The stretch of rows as an edge, None where it is thicker than a line, broken, or text."""
    if bottom - top > _THICKEST + 2:
        return None
    band = dark[top : bottom + 1, a:b]
    long = b - a >= _LONG * character
    covered = float(band.any(axis=0).mean())
    if covered < (_COVERED_LONG if long else _COVERED_SHORT):
        return None
    near = [
        dark[max(0, low) : max(0, high), a:b]
        for low, high in ((top - _ASIDE, top - 1), (bottom + 2, bottom + 1 + _ASIDE))
    ]
    inked = sorted(float(side.any(axis=0).mean()) if side.size else 0.0 for side in near)
    crowded = inked[0] > (_INKED_LONG if long else _INKED_SHORT) or sum(inked) > (1.4 if long else 0.9)
    if crowded and not (long and covered >= _UNBROKEN):
        return None
    weights = band.sum(axis=1) + 1e-6
    return float((weights * np.arange(top, bottom + 1)).sum() / weights.sum()), float(a), float(b)


def _runs(
    mask: Mask, shortest: int, gap: int = _CLOSED
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Runs of a row, small gaps closed: rows, starts, ends."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), np.int8)
    padded[:, 1:-1] = mask
    change = np.diff(padded, axis=1)
    rows, starts = np.nonzero(change == 1)
    _, ends = np.nonzero(change == -1)
    if not len(rows):
        return rows, starts, ends
    joins = (rows[1:] == rows[:-1]) & (starts[1:] - ends[:-1] <= gap)
    first = np.concatenate([[True], ~joins])
    last = np.concatenate([~joins, [True]])
    rows, starts, ends = rows[first], starts[first], ends[last]
    long = ends - starts >= shortest
    return rows[long], starts[long], ends[long]


def _grouped(
    rows: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> list[tuple[int, int, int, int]]:
    """Runs of one line as one: top, bottom, start, end. The longest run of a line comes first; what lies beside it is
    its thickness where it is nearly as long, and a stroke of a character where it is not."""
    groups: list[list[int]] = []
    by_row: dict[int, list[list[int]]] = {}
    order = np.argsort(starts - ends, kind="stable")
    for y, a, b in zip(rows[order].tolist(), starts[order].tolist(), ends[order].tolist(), strict=True):
        home = next((g for g in by_row.get(y, ()) if min(b, g[3]) - max(a, g[2]) > 0.5 * (b - a)), None)
        if home is None:
            home = [y, y, a, b]
            groups.append(home)
        elif b - a < _SAME_LENGTH * (home[3] - home[2]):
            continue
        home[0], home[1], home[2], home[3] = min(home[0], y), max(home[1], y), min(home[2], a), max(home[3], b)
        for near in range(y - _GROUP, y + _GROUP + 1):
            own = by_row.setdefault(near, [])
            if not any(group is home for group in own):
                own.append(home)
    return [(top + 1, max(bottom - 1, top + 1), a, b) for top, bottom, a, b in groups]


def without_rulings(grey: Grey, level: Sequence[Edge], upright: Sequence[Edge]) -> Grey:
    """The sheet with its rulings painted white, each followed along its small bends."""
    cleared = grey.copy()
    for edge in level:
        _erase(cleared, grey, edge)
    for edge in upright:
        _erase(cleared.T, grey.T, edge)
    return cleared


def _erase(cleared: Grey, grey: Grey, edge: Edge) -> None:
    position, start, end = edge
    y = position
    for a in range(round(start) - _BLOCK // 2, round(end) + _BLOCK // 2, _BLOCK):
        a0, b0 = max(0, a), max(0, a + _BLOCK)
        low, high = max(0, round(y) - _SEARCHED), round(y) + _SEARCHED + 1
        part = grey[low:high, a0:b0]
        if not part.size:
            continue
        dark = (part < _FAINT).mean(axis=1)
        near = dark * (np.abs(np.arange(low, low + len(dark)) - y) <= _DRIFT)
        best = int(near.argmax())
        if near[best] < _ERASED:
            continue
        top = bottom = best
        while top > 0 and dark[top - 1] > _ERASED and best - top < _THICKEST // 2:
            top -= 1
        while bottom + 1 < len(dark) and dark[bottom + 1] > _ERASED and bottom - best < _THICKEST // 2:
            bottom += 1
        cleared[max(0, low + top - 1) : low + bottom + 2, a0:b0] = 255
        y = 0.5 * y + 0.5 * (low + (top + bottom) / 2)
