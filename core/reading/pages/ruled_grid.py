"""A group of rulings as a grid of cells; a missing line between two fields means a merged cell."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from core.reading.pages.page import Box, Edge
from core.reading.pages.rulings import SNAP, Ruling

_OVERHANG = 6.0  # points by which lines must jut out to bound a column that has no line of its own
_SMALLEST = 3.0  # points: narrower fields are the gap of a double line
_MOST_FIELDS = 250_000
Rows = list[list[bool]]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A field of the table with its spans and its box in reading coordinates."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells with the positions of the lines that bound them."""

    cells: tuple[GridCell, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]

    @property
    def box(self) -> Box:
        """The whole table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def owners(self) -> dict[tuple[int, int], int]:
        """(row, column) of every field → index of the cell that covers it."""
        return {
            (row, column): index
            for index, cell in enumerate(self.cells)
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        }

    def field(self, x: float, y: float) -> tuple[int, int]:
        """Row and column at a point; out of range outside the table."""
        return bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1


def grid_of(ruling: Ruling) -> Grid | None:
    """The grid that the lines draw; None when they bound fewer than two cells: a frame or an underline."""
    xs = _positions(ruling.verticals, ruling.horizontals)
    ys = _positions(ruling.horizontals, ruling.verticals)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MOST_FIELDS:
        return None
    across = _ruled(ruling.horizontals, ys, xs)
    down = _ruled(ruling.verticals, xs, ys)
    regions = _regions(across, down, len(ys) - 1, len(xs) - 1)
    spans = [span for region in regions for span in _rectangles(region, across, down)]
    sized = [s for s in spans if xs[s[3]] - xs[s[2]] >= _SMALLEST and ys[s[1]] - ys[s[0]] >= _SMALLEST]
    return _compressed(sized, xs, ys) if len(sized) > 1 else None


def _positions(own: Sequence[Edge], crossing: Sequence[Edge]) -> list[float]:
    """Positions of lines, with the ends of the crossing ones where these jut out: tables open at the sides."""
    found: list[float] = []
    for position in sorted(edge[0] for edge in own):
        if not found or position - found[-1] > SNAP:
            found.append(position)
    if crossing and found:
        start, end = min(edge[1] for edge in crossing), max(edge[2] for edge in crossing)
        found = [start] * (start < found[0] - _OVERHANG) + found + [end] * (end > found[-1] + _OVERHANG)
    return found


def _ruled(edges: Sequence[Edge], own: Sequence[float], crossing: Sequence[float]) -> Rows:
    """For each own position and each gap between crossing positions: whether a line is drawn there."""
    ruled = [[False] * (len(crossing) - 1) for _ in own]
    middles = [(a + b) / 2 for a, b in itertools.pairwise(crossing)]
    for position, start, end in edges:
        row = ruled[max(bisect_right(own, position + SNAP) - 1, 0)]
        for gap in range(bisect_right(middles, start), bisect_right(middles, end)):
            row[gap] = True
    return ruled


Field = tuple[int, int]
Span = tuple[int, int, int, int]
"""Top, bottom, left, right as indices of lines."""


def _regions(across: Rows, down: Rows, rows: int, columns: int) -> list[list[Field]]:
    """Fields joined wherever no line parts them."""
    seen: set[Field] = set()
    regions: list[list[Field]] = []
    for r in range(rows):
        for c in range(columns):
            if (r, c) not in seen:
                regions.append(_flood((r, c), seen, across, down, rows, columns))
    return regions


def _flood(start: Field, seen: set[Field], across: Rows, down: Rows, rows: int, columns: int) -> list[Field]:
    region, waiting = [], [start]
    seen.add(start)
    while waiting:
        r, c = waiting.pop()
        region.append((r, c))
        neighbours = (
            (r, c + 1, c + 1 < columns and not down[c + 1][r]),
            (r, c - 1, c > 0 and not down[c][r]),
            (r + 1, c, r + 1 < rows and not across[r + 1][c]),
            (r - 1, c, r > 0 and not across[r][c]),
        )
        for row, column, is_open in neighbours:
            if is_open and (row, column) not in seen:
                seen.add((row, column))
                waiting.append((row, column))
    return region


def _rectangles(region: list[Field], across: Rows, down: Rows) -> list[Span]:
    """The region as a cell; cut into strips if it is no rectangle; nothing if it is open to the outside."""
    top, bottom = min(r for r, _ in region), max(r for r, _ in region) + 1
    left, right = min(c for _, c in region), max(c for _, c in region) + 1
    whole = len(region) == (bottom - top) * (right - left)
    if not whole:
        return _row_strips(region) if not _leaks(region, across, down) else []
    ruled_across = all(across[top][left:right]) and all(across[bottom][left:right])
    ruled_down = all(down[left][top:bottom]) and all(down[right][top:bottom])
    return [(top, bottom, left, right)] if ruled_across or ruled_down else []


def _leaks(region: list[Field], across: Rows, down: Rows) -> bool:
    last_row, last_column = len(across) - 1, len(down) - 1
    return any(
        (r == 0 and not across[0][c])
        or (r + 1 == last_row and not across[last_row][c])
        or (c == 0 and not down[0][r])
        or (c + 1 == last_column and not down[last_column][r])
        for r, c in region
    )


def _row_strips(region: list[Field]) -> list[Span]:
    """A crooked region as one strip a row, equal neighbours put together."""
    rows: dict[int, list[int]] = {}
    for r, c in sorted(region):
        rows.setdefault(r, []).append(c)
    spans: list[Span] = []
    for r, columns in rows.items():
        left, right = columns[0], columns[-1] + 1
        if spans and spans[-1][1] == r and spans[-1][2:] == (left, right):
            spans[-1] = (spans[-1][0], r + 1, left, right)
        else:
            spans.append((r, r + 1, left, right))
    return spans


def _compressed(spans: Sequence[Span], xs: Sequence[float], ys: Sequence[float]) -> Grid:
    """Cells counted by the lines that bound any: stray lines beside the table leave no empty columns."""
    rows = sorted({line for span in spans for line in span[:2]})
    columns = sorted({line for span in spans for line in span[2:]})
    row_of, column_of = {line: i for i, line in enumerate(rows)}, {line: i for i, line in enumerate(columns)}
    cells = [
        GridCell(
            row_of[top],
            column_of[left],
            row_of[bottom] - row_of[top],
            column_of[right] - column_of[left],
            (xs[left], ys[top], xs[right], ys[bottom]),
        )
        for top, bottom, left, right in spans
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(cells), tuple(xs[i] for i in columns), tuple(ys[i] for i in rows))
