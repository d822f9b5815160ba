"""Where the arrow keys go on a form whose figures stand between labels: plain functions over form places."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.model import CellRef

Place = tuple[int, int]
Places = Mapping[CellRef, Place]
Move = Callable[[Places, Place, int, int], Place]


def _rows(places: Places) -> dict[int, list[int]]:
    """Columns of the figures in each form row that has any, in order."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(places.values()):
        rows.setdefault(row, []).append(column)
    return rows


def _nearest(columns: list[int], column: int) -> int:
    """The figure under or left of a column: last cells of short rows span to the right."""
    return max((c for c in columns if c <= column), default=columns[0])


def step(places: Places, at: Place, down: int, right: int) -> Place:
    """One figure further; at the edge of the table the place stays."""
    rows = _rows(places)
    keys = list(rows)
    if not keys:
        return at
    if down:
        ahead = [r for r in keys if (r > at[0] if down > 0 else r < at[0])]
        row = (ahead[0] if down > 0 else ahead[-1]) if ahead else at[0]
        return (row, _nearest(rows[row], at[1])) if row in rows else at
    columns = rows.get(at[0], [])
    ahead = [c for c in columns if (c > at[1] if right > 0 else c < at[1])]
    return (at[0], (ahead[0] if right > 0 else ahead[-1])) if ahead else at


def along(places: Places, at: Place, forward: bool) -> Place:
    """The next figure in reading order (Tab), staying at the table's ends."""
    order = sorted(places.values())
    after = [p for p in order if (p > at if forward else p < at)]
    return (after[0] if forward else after[-1]) if after else at


def edge(places: Places, at: Place, down: int, right: int) -> Place:
    """The last figure in a direction (Ctrl with an arrow, Home, End)."""
    while (following := step(places, at, down, right)) != at:
        at = following
    return at


def page(places: Places, at: Place, tops: Mapping[int, int], height: int, forward: bool) -> Place:
    """As far as one page goes: the last figure whose row begins within `height` pixels of this one's row, at least one
    figure further. tops: where each form row begins, in pixels."""
    sign = 1 if forward else -1
    following = step(places, at, sign, 0)
    while following != at:
        beyond = step(places, following, sign, 0)
        if beyond == following or abs(tops[beyond[0]] - tops[at[0]]) > height:
            break
        following = beyond
    return following


def first(places: Places) -> Place | None:
    """The first figure of the form, None when it has none."""
    return min(places.values(), default=None)


def last(places: Places) -> Place | None:
    """The last figure of the form, None when it has none."""
    return max(places.values(), default=None)
