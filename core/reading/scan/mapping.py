"""From the upright, straightened sheet back to the picture as it is: quarter turn, skew, and a gentle bend.

A point (u, v) of the sheet stands in the picture at the turned and rotated place, moved by

    dy = a1·U + a2·U² + a3·U·V + a4·U²·V        dx = b1·V + b2·V² + b3·U·V + b4·U·V²

with U, V measured from the middle: a1 and b1 are what skew is left, a3 and b3 the perspective of a phone, the squares
the curl of paper.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.reading.scan.engine import Grey

Points = NDArray[np.float64]
_MESH = 24  # pieces of the sheet in either direction that are drawn straight
NO_BEND = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Mapping:
    """width and height are the picture's after quarter turns; angle is in radians; scale is of the sheet against it."""

    width: int
    height: int
    angle: float = 0.0
    across: tuple[float, ...] = NO_BEND
    down: tuple[float, ...] = NO_BEND
    turns: int = 0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the sheet: nothing of the rotated picture is cut off."""
        c, s = abs(math.cos(self.angle)), abs(math.sin(self.angle))
        return math.ceil(self.width * c + self.height * s), math.ceil(self.width * s + self.height * c)

    @property
    def unit(self) -> float:
        """Pixels that U and V count as 1."""
        return max(self.size) / 2

    def bent(self, u: Points, v: Points) -> tuple[Points, Points]:
        """Where points of the sheet stand in the picture that is only turned and rotated."""
        wide, tall = self.size
        x, y = (u - wide / 2) / self.unit, (v - tall / 2) / self.unit
        a, b = self.across, self.down
        dy = a[0] * x + a[1] * x * x + a[2] * x * y + a[3] * x * x * y
        dx = b[0] * y + b[1] * y * y + b[2] * x * y + b[3] * x * y * y
        return u + dx * self.unit, v + dy * self.unit

    def unbent(self, x: Points, y: Points) -> tuple[Points, Points]:
        """The other way round, by two steps of approximation."""
        u, v = x, y
        for _ in range(3):
            bx, by = self.bent(u, v)
            u, v = u + x - bx, v + y - by
        return u, v

    def to_turned(self, u: Points, v: Points) -> tuple[Points, Points]:
        """Where points of the sheet stand in the picture after quarter turns."""
        wide, tall = self.size
        x, y = self.bent(u, v)
        x, y = x - wide / 2, y - tall / 2
        c, s = math.cos(self.angle), math.sin(self.angle)
        return c * x - s * y + self.width / 2, s * x + c * y + self.height / 2

    def to_picture(self, u: Points, v: Points) -> tuple[Points, Points]:
        """Where points of the sheet stand in the picture as given, before its quarter turns (counted clockwise)."""
        x, y = self.to_turned(u, v)
        if self.turns == 1:
            return y, self.width - x
        if self.turns == 2:
            return self.width - x, self.height - y
        if self.turns == 3:
            return self.height - y, x
        return x, y

    def straightened(self, turned: Grey) -> Grey:
        """The sheet, drawn from the picture after its quarter turns."""
        wide, tall = self.size
        if not self.angle and self.across == NO_BEND and self.down == NO_BEND:
            return turned
        us = np.linspace(0, wide, _MESH + 1).round()
        vs = np.linspace(0, tall, _MESH + 1).round()
        x, y = self.to_turned(*(grid.astype(np.float64) for grid in np.meshgrid(us, vs)))
        mesh = []
        for row in range(_MESH):
            for column in range(_MESH):
                corners = ((row, column), (row + 1, column), (row + 1, column + 1), (row, column + 1))
                quad = tuple(float(value) for corner in corners for value in (x[corner], y[corner]))
                target = (int(us[column]), int(vs[row]), int(us[column + 1]), int(vs[row + 1]))
                mesh.append((target, quad))
        source = Image.fromarray(turned)
        drawn = source.transform(
            (wide, tall), Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fill=1, fillcolor=255
        )
        return np.asarray(drawn)

    def with_turns(self, turns: int) -> Mapping:
        """The same for a picture whose quarter turns are known now."""
        return replace(self, turns=turns % 4)
