"""A table without ruling lines: its columns and rows by where its figures stand, and each row's label by its middle.

Figures stand in columns with white between them, and in the middle of their row's height; a label of several lines is
set around that middle. So the columns are the projection of the short pieces at the ends of lines, and labels are
given to rows by dynamic programming: the middle of a row's lines of text is the row's middle.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.reading.scan import cells
from core.reading.scan.cells import Ink
from core.reading.scan.engine import Grey
from core.reading.scan.text_boxes import TextBox

_GAP = 0.25  # heights of a character between pieces of a line
_WIDEST = 3.4  # heights of a character: of a figure
_FEWEST_COLUMNS, _FEWEST_ROWS, _FEWEST_IN_ROW = 3, 5, 2
_COMMON, _CORE = 0.5, 0.25  # of the pieces of the fullest column: of a column, and of its middle
_UNEVEN = 1.6  # widths of a column
_LABEL_NEAR = 0.7  # widths of a column left of the first one's middle, where the labels end
_HALF_ROW = 0.62  # heights of a character above the first row's middle and below the last one's
_SAME_ROW, _SAME_LINE = 0.4, 0.35  # heights of a character
_GROUP_WIDEST, _OVERLAP = 4.6, 0.25  # heights; of the lower of two lines
_MOST_LINES, _NO_LABEL, _SKIPPED = 4, 1.0, 0.5
_LINE_PITCH = 2.2  # heights of a character between lines of one label, at most
_MOST_APART = 4.5  # row heights between rows of one table
_ASIDE = 0.3  # heights left and right of the figures


@dataclass(frozen=True, slots=True)
class LabelledRow:
    """A row of the table: its top and bottom, and the lines of its label."""

    top: float
    bottom: float
    label: tuple[Ink, ...]


@dataclass(frozen=True, slots=True)
class Unruled:
    """A table in pixels of the sheet: upright borders (label, figures), rows, and the lines of text in its labels'
    column that are no row's: labels of groups."""

    xs: tuple[float, ...]
    rows: tuple[LabelledRow, ...]

    @property
    def ys(self) -> tuple[float, ...]:
        """Level borders."""
        return (*(row.top for row in self.rows), self.rows[-1].bottom)


def find(
    grey: Grey, boxes: Sequence[TextBox], character: int, holds_words: Callable[[Sequence[Ink]], bool]
) -> Unruled | None:
    """The table of a page without lines; None where figures stand in no columns. holds_words reads pieces: rows of
    words above the figures are headings of the columns."""
    parts = [part for box in boxes for part in _parts(grey, box, character)]
    columns = _columns([part for part in parts if part.width <= _WIDEST * character], character)
    if len(columns) < _FEWEST_COLUMNS:
        return None
    pitch = (columns[-1][0] + columns[-1][1] - columns[0][0] - columns[0][1]) / (2 * (len(columns) - 1))
    first, last = columns[0][0], columns[-1][1]
    inside = [part for part in parts if first - pitch / 2 < (part.x0 + part.x1) / 2 < last + pitch / 2]
    found = _rows([part for part in inside if part.width <= _WIDEST * character], columns, pitch, character)
    while len(found) >= _FEWEST_ROWS and holds_words(found[0][1]):
        found.pop(0)
    if len(found) < _FEWEST_ROWS:
        return None
    middles = [middle for middle, _ in found]
    rows_at = np.array(middles)
    of_rows = [part for part in parts if np.abs(rows_at - (part.top + part.bottom) / 2).min() < character]
    covered = np.pad(_coverage(of_rows), (0, round(last + pitch) + 1))
    edge = _border(covered, max(0, round(first - pitch * _LABEL_NEAR)), first)
    between = [_border(covered, a[1], b[0]) for a, b in itertools.pairwise(columns)]
    labels = [
        line
        for line in _label_lines(grey, boxes, edge, character)
        if middles[0] - _LINE_PITCH * character < _middle(line) < middles[-1] + _LINE_PITCH * character
    ]
    if not labels:
        return None
    start = min(ink.x0 for line in labels for ink in line) - _ASIDE * character
    xs = (start, edge, *between, last + pitch / 2)
    half = min(float(np.diff(rows_at).min()) / 2, _HALF_ROW * character)
    ys = [middles[0] - half, *((a + b) / 2 for a, b in itertools.pairwise(middles)), middles[-1] + half]
    rows = tuple(
        LabelledRow(top, bottom, tuple(ink for line in own for ink in line))
        for (top, bottom), own in zip(itertools.pairwise(ys), _given(labels, middles, character), strict=True)
    )
    return Unruled(xs, rows)


def _parts(grey: Grey, box: TextBox, character: int) -> list[Ink]:
    """Pieces of a line between gaps, each as tall as its own ink."""
    x0, x1 = max(0, int(box.x0)), min(grey.shape[1], int(box.x1))
    top, bottom = max(0, int(box.top)), min(grey.shape[0], int(box.bottom))
    if x1 - x0 < 2 or bottom - top < 2:
        return []
    found = []
    for piece in cells.parts_across(grey, (x0, top, x1, bottom), round(_GAP * character)):
        rows = np.flatnonzero((grey[top:bottom, piece.x0 : piece.x1] < cells.INK).any(axis=1))
        if len(rows):
            found.append(Ink(piece.x0, top + int(rows[0]), piece.x1, top + int(rows[-1]) + 1))
    return found


def _columns(parts: Sequence[Ink], character: int) -> list[tuple[int, int]]:
    """Stretches across in which the short pieces of most rows stand, from the right as far as most rows have some."""
    covered = _coverage(parts)
    if not len(covered):
        return []
    on = np.concatenate([[0], (covered > max(1, round(_CORE * covered.max()))).astype(np.int8), [0]])
    joined: list[tuple[int, int]] = []
    for a, b in np.flatnonzero(np.diff(on)).reshape(-1, 2).tolist():
        if joined and a - joined[-1][1] < _GAP * character:
            joined[-1] = joined[-1][0], b
        else:
            joined.append((a, b))
    peaks = [int(covered[a:b].max()) for a, b in joined]
    found: list[tuple[int, int]] = []
    for stretch, peak in zip(reversed(joined), reversed(peaks), strict=True):
        if peak >= _COMMON * max(peaks):
            found.insert(0, stretch)
        elif found:
            break
    return _evenly(found)


def _evenly(columns: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without what stands far left of the others: ends of labels."""
    middles = [(a + b) / 2 for a, b in columns]
    apart = [b - a for a, b in itertools.pairwise(middles)]
    while len(apart) >= _FEWEST_COLUMNS and apart[0] > _UNEVEN * float(np.median(apart[1:])):
        columns, apart = columns[1:], apart[1:]
    return columns


def _coverage(parts: Sequence[Ink]) -> NDArray[np.int64]:
    """How many pieces stand at each pixel across."""
    covered: NDArray[np.int64] = np.zeros(max((part.x1 for part in parts), default=0), np.int64)
    for part in parts:
        covered[part.x0 : part.x1] += 1
    return covered


def _border(covered: NDArray[np.int64], left: int, right: int) -> float:
    """The middle of the widest stretch between two columns that the fewest pieces cover."""
    between = covered[left:right]
    if not len(between):
        return (left + right) / 2
    on = np.concatenate([[0], (between == between.min()).astype(np.int8), [0]])
    a, b = max(np.flatnonzero(np.diff(on)).reshape(-1, 2).tolist(), key=lambda run: run[1] - run[0])
    return left + (a + b) / 2


def _rows(
    parts: Sequence[Ink], columns: Sequence[tuple[int, int]], pitch: float, character: int
) -> list[tuple[float, list[Ink]]]:
    """Middles and pieces of the rows that hold figures in several columns, the longest run without a wide gap."""
    clusters: list[list[Ink]] = []
    tall = [part for part in parts if part.height > 0.25 * character or part.width > 0.25 * character]
    for part in sorted(tall, key=lambda part: part.top + part.bottom):
        middle = (part.top + part.bottom) / 2
        if clusters and middle - float(np.median([(p.top + p.bottom) / 2 for p in clusters[-1]])) < (
            _SAME_ROW * character
        ):
            clusters[-1].append(part)
        else:
            clusters.append([part])
    rows = []
    for cluster in clusters:
        away = [[abs(a + b - p.x0 - p.x1) / 2 for a, b in columns] for p in cluster]
        held = {own.index(min(own)) for own in away if min(own) < pitch / 2}
        if len(held) >= max(_FEWEST_IN_ROW, len(columns) // 2):
            rows.append((float(np.median([(p.top + p.bottom) / 2 for p in cluster])), cluster))
    runs: list[list[tuple[float, list[Ink]]]] = []
    for row in rows:
        if runs and row[0] - runs[-1][-1][0] < _MOST_APART * character:
            runs[-1].append(row)
        else:
            runs.append([row])
    return max(runs, key=len, default=[])


def _label_lines(grey: Grey, boxes: Sequence[TextBox], right: float, character: int) -> list[list[Ink]]:
    """Lines of text left of the figures from the top down, without the labels of groups: short ones with text beside
    them."""
    inks = []
    for box in boxes:
        if box.x0 >= right - character / 2:
            continue
        parts = [part for part in _parts(grey, box, character) if part.x0 < right - character / 4]
        if parts:
            inks.append(
                Ink(
                    parts[0].x0,
                    min(part.top for part in parts),
                    round(min(parts[-1].x1, right)),
                    max(part.bottom for part in parts),
                )
            )
    rows: list[list[Ink]] = []
    kept = [ink for ink in inks if not any(_is_beside(ink, other, character) for other in inks)]
    for ink in sorted(kept, key=lambda ink: ink.top + ink.bottom):
        if rows and (ink.top + ink.bottom) / 2 - _middle(rows[-1]) < _SAME_LINE * character:
            rows[-1] = sorted([*rows[-1], ink], key=lambda own: own.x0)
        else:
            rows.append([ink])
    return rows


def _is_beside(ink: Ink, other: Ink, character: int) -> bool:
    """Whether a short line has another one at its right."""
    common = min(ink.bottom, other.bottom) - max(ink.top, other.top)
    is_right = other is not ink and other.x0 >= ink.x1 - 0.2 * character
    return ink.width < _GROUP_WIDEST * character and is_right and common > _OVERLAP * min(ink.height, other.height)


def _middle(line: Sequence[Ink]) -> float:
    return sum(ink.top + ink.bottom for ink in line) / (2 * len(line))


def _given(lines: Sequence[list[Ink]], middles: Sequence[float], character: int) -> list[list[list[Ink]]]:
    """For each row its lines: those whose middle is the row's, in order; lines of no row are skipped."""
    at = [_middle(line) / character for line in lines]
    rows = [middle / character for middle in middles]
    endless = float("inf")
    best = [[endless] * (len(at) + 1) for _ in range(len(rows) + 1)]
    came: dict[tuple[int, int], tuple[int, int]] = {}
    best[0][0] = 0.0
    for row, line in itertools.product(range(len(rows) + 1), range(len(at) + 1)):
        so_far = best[row][line]
        if so_far == endless:
            continue
        if line < len(at) and so_far + _SKIPPED < best[row][line + 1]:
            best[row][line + 1], came[row, line + 1] = so_far + _SKIPPED, (row, line)
        for count in range(min(_MOST_LINES, len(at) - line) + 1) if row < len(rows) else ():
            own = at[line : line + count]
            if any(b - a > _LINE_PITCH for a, b in itertools.pairwise(own)):
                break
            cost = so_far + (abs(sum(own) / count - rows[row]) if count else _NO_LABEL)
            if cost < best[row + 1][line + count]:
                best[row + 1][line + count], came[row + 1, line + count] = cost, (row, line)
    given: list[list[list[Ink]]] = [[] for _ in rows]
    row, line = len(rows), len(at)
    while (row, line) != (0, 0):
        before = came[row, line]
        if before[0] != row:
            given[before[0]] = list(lines[before[1] : line])
        row, line = before
    return given
