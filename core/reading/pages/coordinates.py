"""From PDF user space (y upwards, unrotated) to the page as shown, and to the direction its text runs in."""

from __future__ import annotations

from dataclasses import dataclass

from core.reading.pages.page import Box

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies first, then second (PDF's row vectors)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def user_space_to_page(box: Box, turns: int) -> Matrix:
    """User space to the shown page: box is its visible part (left, bottom, right, top), turns are quarter turns
    clockwise; the result has its origin at the top left and y downwards."""
    left, bottom, right, top = box
    return (
        (1.0, 0.0, 0.0, -1.0, -left, top),
        (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        (0.0, -1.0, -1.0, 0.0, top, right),
    )[turns % 4]


def rotation_by_quarters(width: float, height: float, turns: int) -> Matrix:
    """The shown page (y downwards) turned clockwise by quarters, so that sideways text reads upright."""
    return (
        IDENTITY,
        (0.0, 1.0, -1.0, 0.0, height, 0.0),
        (-1.0, 0.0, 0.0, -1.0, width, height),
        (0.0, -1.0, 1.0, 0.0, 0.0, width),
    )[turns % 4]


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point mapped."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def apply_box(matrix: Matrix, box: Box) -> Box:
    """A box mapped by quarter turns: still a box, corners in order."""
    x0, y0 = apply(matrix, box[0], box[1])
    x1, y1 = apply(matrix, box[2], box[3])
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


@dataclass(frozen=True, slots=True)
class Frame:
    """The two steps of one page, and its size in reading coordinates."""

    to_reading: Matrix
    width: float
    height: float
    turns: int

    def place(self, box: Box) -> Box:
        """A box in reading coordinates on the page as shown."""
        if self.turns == 0:
            return box
        return apply_box(rotation_by_quarters(self.width, self.height, -self.turns), box)


def frame(visible: Box, rotation: int, text_turns: int = 0) -> Frame:
    """Frame of a page with /Rotate as quarter turns; text_turns turns sideways text upright."""
    width, height = visible[2] - visible[0], visible[3] - visible[1]
    if rotation % 2:
        width, height = height, width
    matrix = multiply(user_space_to_page(visible, rotation), rotation_by_quarters(width, height, text_turns))
    if text_turns % 2:
        width, height = height, width
    return Frame(matrix, width, height, text_turns % 4)
