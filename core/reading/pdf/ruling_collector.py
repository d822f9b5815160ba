"""Drawn lines as edges: thin painted strips, outlines and strokes, whatever the writing program used for a border."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from core.reading.pages.page import Page

THIN = 3.5  # points: a strip not thicker is a border, not an area
_STRAIGHT = 1.0  # points a line may be off its axis

Point = tuple[float, float]


class RulingCollector:
    """Puts the pieces of a path into a page as edges and fills."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def add(self, points: Sequence[Point], stroked: bool) -> None:
        """One open or closed line of points in reading coordinates."""
        if len(points) < 2:
            return
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        flat, narrow = y1 - y0 <= THIN, x1 - x0 <= THIN
        if flat:
            self._page.horizontals.append(((y0 + y1) / 2, x0, x1))
        if narrow:
            self._page.verticals.append(((x0 + x1) / 2, y0, y1))
        if flat or narrow:
            return
        if stroked:
            self._outline(points)
        elif _is_box(points):
            self._page.fills.append((x0, y0, x1, y1))

    def _outline(self, points: Sequence[Point]) -> None:
        for (xa, ya), (xb, yb) in itertools.pairwise(points):
            if abs(ya - yb) <= _STRAIGHT:
                self._page.horizontals.append(((ya + yb) / 2, min(xa, xb), max(xa, xb)))
            elif abs(xa - xb) <= _STRAIGHT:
                self._page.verticals.append(((xa + xb) / 2, min(ya, yb), max(ya, yb)))


def _is_box(points: Sequence[Point]) -> bool:
    return len(points) <= 6 and all(
        abs(xa - xb) <= _STRAIGHT or abs(ya - yb) <= _STRAIGHT for (xa, ya), (xb, yb) in itertools.pairwise(points)
    )
