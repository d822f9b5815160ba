"""Lines of text in a picture, as the detection model sees them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.reading.scan.engine import Grey, text_map

_IS_TEXT = 0.3
_FEWEST_POINTS = 6
_LEAST_CERTAIN = 0.5
_TELLS_SLOPE = 20  # points of the map
_GROWTH = 1.6  # the model marks the core of a line: area over perimeter times this is what it leaves out


@dataclass(frozen=True, slots=True)
class TextBox:
    """A line of text: its box in pixels, and how it slopes (dy/dx of its middle, dx/dy of an upright one)."""

    x0: float
    top: float
    x1: float
    bottom: float
    slope: float = 0.0

    @property
    def width(self) -> float:
        """Pixels across."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Pixels down."""
        return self.bottom - self.top


def text_boxes(picture: Grey, longest: int) -> list[TextBox]:
    """All lines of text, in no order."""
    likely, scale = text_map(picture, longest)
    height, width = picture.shape
    down = likely.shape[0] / height
    found: list[TextBox] = []
    for ys, x0s, x1s in _components(likely > _IS_TEXT):
        points = int((x1s - x0s).sum())
        if points < _FEWEST_POINTS:
            continue
        left, right, top, bottom = x0s.min(), x1s.max(), ys.min(), ys.max() + 1
        certainty = np.mean([likely[y, a:b].mean() for y, a, b in zip(ys, x0s, x1s, strict=True)])
        if certainty < _LEAST_CERTAIN:
            continue
        slope = _slope(ys, x0s, x1s, right - left, bottom - top)
        thick = points / max(right - left, bottom - top)
        grown = points * _GROWTH / (2 * (max(right - left, bottom - top) + thick))
        found.append(
            TextBox(
                max(0.0, (left - grown) / scale),
                max(0.0, (top - grown) / down),
                min(float(width), (right + grown) / scale),
                min(float(height), (bottom + grown) / down),
                slope,
            )
        )
    return found


def _slope(ys: np.ndarray, x0s: np.ndarray, x1s: np.ndarray, wide: int, tall: int) -> float:
    """Slope of a long component's middle line by moments."""
    if max(wide, tall) < _TELLS_SLOPE:
        return 0.0
    weights = (x1s - x0s).astype(np.float64)
    xs = (x0s + x1s - 1) / 2
    total = weights.sum()
    mx, my = (weights * xs).sum() / total, (weights * ys).sum() / total
    # The second moment of a run adds its own width.
    xx = (weights * ((xs - mx) ** 2 + (weights**2 - 1) / 12)).sum() / total
    yy = (weights * (ys - my) ** 2).sum() / total
    xy = (weights * (xs - mx) * (ys - my)).sum() / total
    return float(xy / xx) if wide >= tall else float(xy / yy)


def _components(mask: np.ndarray) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Connected areas as runs: rows, starts and ends."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), np.int8)
    padded[:, 1:-1] = mask
    edges = np.diff(padded, axis=1)
    ys, x0s = np.nonzero(edges == 1)
    _, x1s = np.nonzero(edges == -1)
    owner = list(range(len(ys)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    starts = np.searchsorted(ys, np.arange(mask.shape[0] + 1)).tolist()
    left, right = x0s.tolist(), x1s.tolist()
    for y in range(1, mask.shape[0]):
        above, above_end = starts[y - 1], starts[y]
        for run in range(starts[y], starts[y + 1]):
            while above < above_end and right[above] < left[run]:
                above += 1
            other = above
            while other < above_end and left[other] <= right[run]:
                owner[root(other)] = root(run)
                other += 1
    roots = np.array([root(index) for index in range(len(owner))], np.int64)
    order = np.argsort(roots, kind="stable")
    cuts = np.flatnonzero(np.diff(roots[order])) + 1
    return [(ys[part], x0s[part], x1s[part]) for part in np.split(order, cuts)] if len(order) else []
