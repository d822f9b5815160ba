"""A picture of a page set upright and straight: quarter turns by the direction of its text, skew by its lines of text,
perspective and curl by the drawn lines (by the text where none are drawn)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from core.reading.scan import lines as drawn
from core.reading.scan.engine import LINE_HEIGHT, Floats, Grey, read_lines
from core.reading.scan.mapping import NO_BEND, Mapping, Points
from core.reading.scan.text_boxes import TextBox, text_boxes

CHARACTER = 36  # pixels of a line of text to which pictures are scaled
_SMALLEST_SCALE, _LARGEST_SCALE = 0.3, 3.0
_LONGEST_SIDE = 4000  # pixels after scaling
_LOOKED_AT = 960  # pixels of the side at which text is looked for
_LONG = 4.0  # heights from which a line of text tells its direction
_LEAST_ANGLE = 0.0004  # radians
_DARK = 200  # of a drawn line: thin ones are grey
_CLEAR = 0.88
_TELLING, _FEWEST_TELLING = 3.0, 6  # proportions of lines that tell how tall the text is; how many have to
_GLYPH = 0.75  # of a line's height: a character
_INKED, _INKED_SHARE = 170, 0.03
_ASKED = 8  # lines read both ways
_LEAST_BEND = 1.3  # pixels
_MOST_BEND = (0.06, 0.04, 0.12, 0.06)
_SHORT_REACH, _LONG_REACH = 0.5, 0.8  # of half the page's longer side


@dataclass(frozen=True, slots=True)
class Sheet:
    """The straight picture, its lines of text, and the way back: scale is of its pixels against the picture's."""

    grey: Grey
    boxes: tuple[TextBox, ...]
    mapping: Mapping
    scale: float

    def in_picture(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """The box in pixels of the picture as it was given."""
        x0, y0, x1, y1 = box
        x, y = self.mapping.to_picture(np.array([x0, x1, x1, x0], float), np.array([y0, y0, y1, y1], float))
        x, y = x / self.scale, y / self.scale
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def straighten(grey: Grey, step: Callable[[], None]) -> Sheet | None:
    """The sheet of a picture (paper white); None where it holds no text. step is called between the steps."""
    boxes = text_boxes(grey, _LOOKED_AT)
    step()
    if not boxes:
        return None
    scale = _scale(boxes, grey)
    grey = _resized(grey, scale)
    boxes = [TextBox(b.x0 * scale, b.top * scale, b.x1 * scale, b.bottom * scale, b.slope) for b in boxes]
    mapping = Mapping(grey.shape[1], grey.shape[0], _angle(boxes))
    straight = mapping.straightened(grey)
    step()
    turns, boxes = _upright(straight, boxes if not mapping.angle else text_boxes(straight, _LOOKED_AT), step)
    turned = np.ascontiguousarray(np.rot90(grey, -turns))
    mapping = replace(mapping, width=turned.shape[1], height=turned.shape[0])
    straight = np.ascontiguousarray(np.rot90(straight, -turns))
    mapping = _with_bend(mapping, straight, boxes).with_turns(turns)
    bent = mapping.across != NO_BEND or mapping.down != NO_BEND
    if bent:
        straight = mapping.straightened(turned)
        boxes = [_unbent(box, mapping) for box in boxes]
    step()
    return Sheet(straight, tuple(boxes), mapping, scale)


def _scale(boxes: Sequence[TextBox], grey: Grey) -> float:
    """Scale that gives lines of text their usual height, by the ink of level lines where there are enough."""
    height = float(np.median([min(box.width, box.height) for box in boxes]))
    inked = [tall for box in boxes if box.width > _TELLING * box.height if (tall := _ink_height(grey, box)) > 4]
    if len(inked) >= _FEWEST_TELLING:
        height = min(height, float(np.median(inked)) / _GLYPH)
    longest: float = _LONGEST_SIDE / max(grey.shape)
    wanted = CHARACTER / max(height, 1.0)
    if 0.85 < wanted < 1.12:
        wanted = 1.0
    return min(max(_SMALLEST_SCALE, min(wanted, _LARGEST_SCALE)), longest)


def _ink_height(grey: Grey, box: TextBox) -> int:
    """Rows of a level line that hold some ink."""
    part = grey[int(box.top) : math.ceil(box.bottom), int(box.x0) : math.ceil(box.x1)]
    shares = (part < _INKED).mean(axis=1)
    return int((shares > _INKED_SHARE).sum())


def _resized(grey: Grey, scale: float) -> Grey:
    if scale == 1.0:
        return grey
    size = max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale))
    way = Image.Resampling.LANCZOS if scale > 1 else Image.Resampling.BOX
    return np.asarray(Image.fromarray(grey).resize(size, way))


def _angle(boxes: Sequence[TextBox]) -> float:
    """Radians by which text runs downhill, by its long lines (by their upright sides where the page lies)."""
    found = []
    for box in boxes:
        along, across = max(box.width, box.height), min(box.width, box.height)
        if along > _LONG * CHARACTER and along > 2 * across:
            found.append((box.slope if box.width >= box.height else -box.slope, along))
    if not found:
        return 0.0
    found.sort()
    half = sum(weight for _, weight in found) / 2
    reached = itertools.accumulate(weight for _, weight in found)
    slope = next(slope for (slope, _), sum_so_far in zip(found, reached, strict=True) if sum_so_far >= half)
    angle = math.atan(slope)
    return angle if abs(angle) > _LEAST_ANGLE else 0.0


def _upright(grey: Grey, boxes: list[TextBox], step: Callable[[], None]) -> tuple[int, list[TextBox]]:
    """Quarter turns clockwise that make the text readable, and its lines then: by reading some lines each way.

    A page that lies on its side is looked at only when neither way of an upright one reads well.
    """
    tries = [(_clearness(grey, boxes), boxes, 0)]
    if max(tries[0][0]) < _CLEAR:
        step()
        lying = np.ascontiguousarray(np.rot90(grey, -1))
        others = text_boxes(lying, _LOOKED_AT)
        tries.append((_clearness(lying, others), others, 1))
    step()
    (forth, back), chosen, turns = max(tries, key=lambda attempt: max(attempt[0]))
    if back <= forth:
        return turns, chosen
    tall, wide = grey.shape if turns == 0 else grey.shape[::-1]
    return turns + 2, [TextBox(wide - b.x1, tall - b.bottom, wide - b.x0, tall - b.top, b.slope) for b in chosen]


def _clearness(grey: Grey, boxes: Sequence[TextBox]) -> tuple[float, float]:
    """How clearly some lines read, as they stand and upside down; few lines tell little: on a page that lies, zeros
    above each other look like one."""
    wide = sorted((b for b in boxes if b.width > 2.5 * b.height), key=lambda b: abs(b.width / b.height - 8))
    crops = []
    for box in wide[:_ASKED]:
        crop = grey[int(box.top) : math.ceil(box.bottom), int(box.x0) : math.ceil(box.x1)]
        width = max(16, round(crop.shape[1] * LINE_HEIGHT / max(1, crop.shape[0])))
        line = np.asarray(Image.fromarray(crop).resize((min(width, 960), LINE_HEIGHT), Image.Resampling.BICUBIC))
        crops += [line, np.ascontiguousarray(line[::-1, ::-1])]
    if not crops:
        return 0.0, 0.0
    found = [_certainty(answer) for answer in read_lines(crops)]
    return sum(found[::2]) / _ASKED, sum(found[1::2]) / _ASKED


def _certainty(answer: Floats) -> float:
    """Mean probability of the characters of a line."""
    certainty = answer.max(axis=1)[answer.argmax(axis=1) > 0]
    return float(certainty.mean()) if len(certainty) else 0.0


def _with_bend(mapping: Mapping, straight: Grey, boxes: Sequence[TextBox]) -> Mapping:
    """The mapping with what the drawn lines (and lines of text) tell about perspective and curl."""
    dark = straight < _DARK
    level: list[tuple[Points, Points]] = [(np.array(chain.xs), np.array(chain.ys)) for chain in drawn.chains(dark)]
    upright = [(np.array(chain.xs), np.array(chain.ys)) for chain in drawn.chains(np.ascontiguousarray(dark.T))]
    if len(level) < 3:
        level += [
            (np.array([box.x0, box.x1]), (box.top + box.bottom) / 2 + box.slope * np.array([-0.5, 0.5]) * box.width)
            for box in boxes
            if box.width > 6 * CHARACTER and box.height < 2.5 * CHARACTER
        ]
    wide, tall = mapping.size
    across = _bend(level, wide / 2, tall / 2, mapping.unit)
    down = _bend(upright, tall / 2, wide / 2, mapping.unit)
    # The terms of an upright line, in the order of Mapping.down: b3·U·V, b4·U·V².
    return replace(mapping, across=across, down=down)


def _bend(
    chains: Sequence[tuple[Points, Points]], along: float, aside: float, unit: float
) -> tuple[float, float, float, float]:
    """Coefficients of t, t², t·s, t²·s that carry all lines to straight ones, by least squares; only those that the
    lines are long and far enough apart to tell. The worst fourth of the lines is left out once."""
    used = [((xs - along) / unit, (ys - aside) / unit) for xs, ys in chains if xs[-1] > xs[0]]
    result = NO_BEND
    for attempt in range(2):
        terms = _told_terms(used)
        if not terms:
            return NO_BEND
        rows, values = [], []
        for t, s in used:
            mean = s.mean()
            row = np.stack([t, t * t, t * mean, t * t * mean], axis=1)[:, terms]
            rows.append(row - row.mean(axis=0))
            values.append(s - s.mean())
        solved = np.linalg.lstsq(np.concatenate(rows), np.concatenate(values), rcond=None)[0]
        found = dict(zip(terms, solved.tolist(), strict=True))
        result = (found.get(0, 0.0), found.get(1, 0.0), found.get(2, 0.0), found.get(3, 0.0))
        if attempt or len(used) < 5:
            break
        misses = [float(np.abs(row @ solved - value).max()) for row, value in zip(rows, values, strict=True)]
        limit = max(float(np.quantile(misses, 0.75)), 1.5 / unit)
        used = [line for line, miss in zip(used, misses, strict=True) if miss <= limit]
    moved = max(float(np.abs(row @ solved).max()) for row in rows)
    if moved * unit < _LEAST_BEND:
        return NO_BEND
    within = all(abs(value) <= most for value, most in zip(result, _MOST_BEND, strict=True))
    return result if within else NO_BEND


def _told_terms(used: Sequence[tuple[Points, Points]]) -> list[int]:
    """Which of the terms the lines are enough for."""
    if len(used) < 2:
        return []
    reach = max(t[-1] for t, _ in used) - min(t[0] for t, _ in used)
    apart = max(s.mean() for _, s in used) - min(s.mean() for _, s in used)
    terms = [0]
    if reach > _LONG_REACH:
        terms.append(1)
    if reach > _SHORT_REACH and apart > _SHORT_REACH:
        terms.append(2)
    if reach > _LONG_REACH and apart > _LONG_REACH:
        terms.append(3)
    return terms


def _unbent(box: TextBox, mapping: Mapping) -> TextBox:
    middle = (box.top + box.bottom) / 2
    x, y = mapping.unbent(np.array([box.x0, box.x1]), middle + box.slope * np.array([-0.5, 0.5]) * min(box.width, 1e9))
    height = box.height - abs(box.slope) * box.width * 0.8
    y0 = float(y.mean())
    height = max(height, CHARACTER * 0.6)
    return TextBox(float(x[0]), y0 - height / 2, float(x[1]), y0 + height / 2, 0.0)
