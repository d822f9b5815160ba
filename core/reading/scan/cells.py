"""The ink inside a ruled cell: lines of text, cropped tightly."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.reading.scan.engine import LINE_HEIGHT, Grey
from core.reading.scan.text_boxes import TextBox

INK = 160  # darker is ink
_FAINT = 215  # darker is something
_JOINED = 205  # darker joins the pieces of a thin digit
_BORDER = 2  # pixels beside the middle of a ruling that nobody writes on
_AT_EDGE = 2  # pixels
_SPECK = 3  # dark pixels of a row or column that are noise
_LINE_GAP = 0.12  # heights of a character between two lines of text
_LINE_PITCH = 0.86  # heights of a character from line to line where lines touch
_LEAST_HEIGHT = 0.14  # heights of a character: a dash is lower, and wide
_DASH_WIDTH, _DASH_SHAPE = 0.11, 1.8  # heights of a character across; times as wide as tall: a short hyphen
_STROKE = 5  # pixels of the shortest minus
_SIDE = 0.25  # of the height: white at either side of a crop
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Ink:
    """A line of text in a cell: its box in the sheet, and whether it is unsure because it touches the cell's edge (a
    piece may be lost there, or a ruling be part of it) or is as small as a speck."""

    x0: int
    top: int
    x1: int
    bottom: int
    touches: bool = False

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.bottom - self.top


def inside(sheet: Grey, box: tuple[float, float, float, float]) -> Box:
    """The cell without its rulings, which are erased from the sheet already."""
    height, width = sheet.shape
    return (
        max(0, round(box[0]) + _BORDER),
        max(0, round(box[1]) + _BORDER),
        min(width, round(box[2]) - _BORDER + 1),
        min(height, round(box[3]) - _BORDER + 1),
    )


def lines_of_ink(sheet: Grey, box: Box, character: int) -> list[Ink]:
    """Lines of text in a box, from top to bottom."""
    x0, top, x1, bottom = box
    if x1 - x0 < 3 or bottom - top < 3:
        return []
    dark = without_specks(sheet[top:bottom, x0:x1] < INK)
    strokes = _level_strokes(sheet[top:bottom, x0:x1] < _JOINED)
    faint = without_specks(sheet[top:bottom, x0:x1] < _JOINED) | strokes
    found = []
    inked = dark.sum(axis=1)
    stretches = _stretches(inked > 0, round(_LINE_GAP * character))
    for start, end in (part for stretch in stretches for part in _split(inked, *stretch, character)):
        columns = np.flatnonzero(dark[start:end].sum(axis=0) > 0)
        tall, wide = end - start, int(columns[-1] - columns[0]) + 1
        is_small = tall < _LEAST_HEIGHT * character and wide < 0.3 * character
        is_dash = is_small and wide >= _DASH_WIDTH * character and wide >= _DASH_SHAPE * tall
        if is_small and not (is_dash and _is_in_the_middle(start, end, len(inked))):
            continue
        left, right = _with_faint(
            np.asarray(faint[start:end].any(axis=0)), int(columns[0]), int(columns[-1]), character // 5
        )
        touches = is_dash or start <= _AT_EDGE or end >= len(inked) - _AT_EDGE
        touches |= left <= _AT_EDGE or right >= dark.shape[1] - 1 - _AT_EDGE
        touches |= bool(strokes[start:end, :left].any() or strokes[start:end, right + 1 :].any())  # a minus, perhaps
        found.append(Ink(x0 + left, top + start, x0 + right + 1, top + end, touches))
    return _without_dots(found, character)


def _is_in_the_middle(start: int, end: int, height: int) -> bool:
    """Whether a short stroke stands where a hyphen does; it may be a speck, and is never sure."""
    return height / 3 <= (start + end) / 2 <= height * 2 / 3


def _level_strokes(dark: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Level runs, be they one pixel thin: a minus in front of a figure is no speck."""
    kept = np.zeros_like(dark)
    width = dark.shape[1] - _STROKE + 1
    if width > 0:
        run = np.logical_and.reduce([dark[:, at : at + width] for at in range(_STROKE)])
        for at in range(_STROKE):
            kept[:, at : at + width] |= run
    return kept


def _with_faint(faint: NDArray[np.bool_], left: int, right: int, gap: int) -> tuple[int, int]:
    """The ends of a line with the faint ink that goes on from them: half a 4 is a 1."""
    while (further := np.flatnonzero(faint[max(0, left - gap) : left])).size:
        left = max(0, left - gap) + int(further[0])
    while (further := np.flatnonzero(faint[right + 1 : right + 1 + gap])).size:
        right = right + 1 + int(further[-1])
    return left, right


def lines_by_boxes(sheet: Grey, cell: Box, boxes: Sequence[TextBox]) -> list[Ink]:
    """Lines of a cell as the detection saw them, for labels of several lines that touch each other."""
    x0, top, x1, bottom = cell
    rows: list[list[TextBox]] = []
    for box in sorted(boxes, key=lambda box: box.top + box.bottom):
        above = rows[-1][-1] if rows else None
        apart = abs(box.top + box.bottom - above.top - above.bottom) / 2 if above is not None else 0.0
        if above is not None and apart < 0.4 * min(box.height, above.height):
            rows[-1].append(box)
        else:
            rows.append([box])
    middles = [sum(box.top + box.bottom for box in row) / (2 * len(row)) for row in rows]
    dark = sheet[top:bottom, x0:x1] < INK
    inked = dark.sum(axis=1)
    cuts = [
        0,
        *(_least_inked(inked, above - top, below - top) for above, below in itertools.pairwise(middles)),
        len(inked),
    ]
    found = []
    for start, end in itertools.pairwise(cuts):
        rows_on = np.flatnonzero(dark[start:end].any(axis=1))
        columns = np.flatnonzero(dark[start:end].any(axis=0))
        if len(rows_on) and len(columns):
            found.append(
                Ink(
                    x0 + int(columns[0]),
                    top + start + int(rows_on[0]),
                    x0 + int(columns[-1]) + 1,
                    top + start + int(rows_on[-1]) + 1,
                )
            )
    return found


def _least_inked(inked: NDArray[np.int64], above: float, below: float) -> int:
    """The row between two lines' middles that holds the least ink, the middle one of several."""
    low = max(0, round(above + 0.25 * (below - above)))
    high = min(len(inked) - 1, round(below - 0.25 * (below - above)))
    if high <= low:
        return max(0, min(len(inked), round((above + below) / 2)))
    part = inked[low : high + 1]
    places = np.flatnonzero(part == part.min())
    return low + int(places[len(places) // 2])


def _split(inked: NDArray[np.int64], start: int, end: int, character: int) -> list[tuple[int, int]]:
    """A stretch of rows, or several where lines of text touch: cut where the least ink is."""
    count = round((end - start) / (_LINE_PITCH * character))
    if count < 2:
        return [(start, end)]
    pitch = (end - start) / count
    cuts = [start]
    for number in range(1, count):
        middle, reach = start + number * pitch, pitch * 0.3
        low, high = max(cuts[-1] + 1, round(middle - reach)), min(end - 1, round(middle + reach))
        least = inked[low : high + 1]
        places = np.flatnonzero(least == least.min())
        cuts.append(low + int(places[len(places) // 2]))
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _without_dots(found: list[Ink], character: int) -> list[Ink]:
    """Lines much lower than the others are leftovers of rulings or stains; a lone dash stays."""
    tall = max((line.height for line in found), default=0)
    return [line for line in found if line.height > 0.3 * tall or (len(found) == 1)]


def is_clean(sheet: Grey, box: Box) -> bool:
    """Whether nothing at all can be seen in a cell."""
    x0, top, x1, bottom = box
    if x1 - x0 < 3 or bottom - top < 3:
        return False
    return int(without_specks(sheet[top:bottom, x0:x1] < _FAINT).sum()) < 12


def without_specks(dark: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Dark points that have at least two dark neighbours."""
    padded = np.pad(dark, 1).astype(np.uint8)
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    around = rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]
    kept: NDArray[np.bool_] = dark & (around > _SPECK)
    return kept


def _stretches(on: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Runs, with gaps up to a length closed."""
    found: list[tuple[int, int]] = []
    change = np.flatnonzero(np.diff(np.concatenate([[0], on.astype(np.int8), [0]])))
    for start, end in change.reshape(-1, 2).tolist():
        if found and start - found[-1][1] <= gap:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def blobs(sheet: Grey, ink: Ink) -> int:
    """How many pieces of ink stand side by side: the digits of a figure, where none touch."""
    dark = without_specks(sheet[ink.top : ink.bottom, ink.x0 : ink.x1] < _JOINED)
    return len(_stretches(dark.sum(axis=0) > 0, 0))


def slant_of(sheet: Grey, ink: Ink) -> float:
    """How far the head of a stroke stands to the right of its foot, in heights: / leans, 1 does not."""
    dark = sheet[ink.top : ink.bottom, ink.x0 : ink.x1] < INK
    part = max(1, len(dark) // 4)
    head, foot = np.flatnonzero(dark[:part].any(axis=0)), np.flatnonzero(dark[-part:].any(axis=0))
    if not len(head) or not len(foot):
        return 0.0
    return float(head.mean() - foot.mean()) / max(ink.height, 1)


def parts_across(sheet: Grey, box: Box, gap: int) -> list[Ink]:
    """Pieces of a line between gaps of at least this width."""
    x0, top, x1, bottom = box
    dark = without_specks(sheet[top:bottom, x0:x1] < INK)
    return [Ink(x0 + a, top, x0 + b, bottom) for a, b in _stretches(dark.sum(axis=0) > 0, gap)]


def margins(ink: Ink, character: int, share: float) -> tuple[float, float]:
    """Pixels of the sheet left of the ink in its crop, and the crop's whole width."""
    tall = max(ink.height, 0.7 * character) / share
    return _SIDE * tall, ink.width + 2 * _SIDE * tall


def crop(sheet: Grey, ink: Ink, character: int, share: float) -> Grey:
    """The line for the model: its ink takes this share of the height, on white, and nothing of its neighbours."""
    tall = max(ink.height, 0.7 * character) / share
    _, wide = margins(ink, character, share)
    picture = sheet[max(0, ink.top - 2) : ink.bottom + 2, max(0, ink.x0 - 2) : ink.x1 + 2]
    canvas = np.full((round(tall), round(wide)), 255, np.uint8)
    y, x = max(0, (canvas.shape[0] - picture.shape[0]) // 2), max(0, (canvas.shape[1] - picture.shape[1]) // 2)
    part = picture[: canvas.shape[0] - y, : canvas.shape[1] - x]
    canvas[y : y + part.shape[0], x : x + part.shape[1]] = part
    width = max(16, round(canvas.shape[1] * LINE_HEIGHT / canvas.shape[0]))
    return np.asarray(Image.fromarray(canvas).resize((width, LINE_HEIGHT), Image.Resampling.BICUBIC))
