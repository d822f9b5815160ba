"""Line icons as short paths on a 24 × 24 field: no picture files to ship."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

# M and L take a point, C two control points and an end, O a circle (centre, radius), R a rectangle.
_PATHS = {
    "open": "M 3 19 L 3 5 L 9 5 L 11 8 L 20 8 L 20 11 M 3 19 L 7 11 L 22 11 L 19 19 L 3 19",
    "paste": "R 5 5 14 16 M 9 3 L 15 3 L 15 7 L 9 7 L 9 3 M 9 12 L 15 12 M 9 16 L 13 16",
    "new": "M 6 3 L 14 3 L 19 8 L 19 21 L 6 21 L 6 3 M 14 3 L 14 8 L 19 8 M 12.5 11 L 12.5 18 M 9 14.5 L 16 14.5",
    "save": "M 4 4 L 16 4 L 20 8 L 20 20 L 4 20 L 4 4 M 8 4 L 8 9 L 15 9 L 15 4 M 7 20 L 7 14 L 17 14 L 17 20",
    "export": "M 12 15 L 12 3 M 7 8 L 12 3 L 17 8 M 4 14 L 4 20 L 20 20 L 20 14",
    "undo": "M 8 5 L 4 9 L 8 13 M 4 9 L 14 9 C 21 9 21 19 14 19 L 9 19",
    "redo": "M 16 5 L 20 9 L 16 13 M 20 9 L 10 9 C 3 9 3 19 10 19 L 15 19",
    "plus": "M 12 5 L 12 19 M 5 12 L 19 12",
    "minus": "M 5 12 L 19 12",
    "next": "M 6 9 L 12 15 L 18 9",
    "previous": "M 6 15 L 12 9 L 18 15",
    "fit": "M 3 4 L 3 20 M 21 4 L 21 20 M 6 12 L 18 12 M 9 9 L 6 12 L 9 15 M 15 9 L 18 12 L 15 15",
    "history": "O 12 12 9 M 12 7 L 12 12 L 16 14",
    "source": "R 4 4 16 16 M 14 4 L 14 20 M 16.5 8 L 18 8 M 16.5 12 L 18 12",
    "find": "O 10.5 10.5 6.5 M 15.5 15.5 L 21 21",
    "help": "O 12 12 9 M 9 9.5 C 9 5.5 15 5.5 15 9.5 C 15 12 12 12 12 14.5 M 12 17.4 L 12 17.8",
    "close": "M 6 6 L 18 18 M 18 6 L 6 18",
    "float": "R 4 8 12 12 M 8 8 L 8 4 L 20 4 L 20 16 L 16 16",
    "lock": "R 6 11 12 9 M 8.5 11 L 8.5 8 C 8.5 3.5 15.5 3.5 15.5 8 L 15.5 11",
    "document": "M 6 3 L 14 3 L 19 8 L 19 21 L 6 21 L 6 3 M 14 3 L 14 8 L 19 8 M 9 12 L 16 12 M 9 16 L 16 16",
    "settings": "M 4 7 L 20 7 M 4 12 L 20 12 M 4 17 L 20 17 O 9 7 2 O 15 12 2 O 8 17 2",
    "print": "R 4 9 16 8 M 7 9 L 7 3 L 17 3 L 17 9 M 7 14 L 17 14 L 17 21 L 7 21 L 7 14",
    "error": "O 12 12 9 M 8.5 8.5 L 15.5 15.5 M 15.5 8.5 L 8.5 15.5",
    "warning": "M 12 3.5 L 22 20.5 L 2 20.5 L 12 3.5 M 12 10 L 12 15 M 12 17.6 L 12 18",
    "hint": "O 12 12 9 M 12 11 L 12 17 M 12 7.2 L 12 7.6",
    "ok": "O 12 12 9 M 7.5 12.5 L 10.8 15.6 L 16.5 9",
    "drop": "M 12 3 L 12 14 M 7 9.5 L 12 14.5 L 17 9.5 M 4 15 L 4 20 L 20 20 L 20 15",
    "desk": "R 3 4 18 16 M 3 9 L 21 9 M 3 14.5 L 21 14.5 M 9 4 L 9 20",
    "back": "M 14 5 L 7 12 L 14 19 M 7 12 L 21 12",
    "preview": "M 2 12 C 7 3.5 17 3.5 22 12 C 17 20.5 7 20.5 2 12 O 12 12 3",
}
_ARITY = {"M": 2, "L": 2, "C": 6, "O": 3, "R": 4}


@cache
def path(name: str) -> QPainterPath:
    """The icon's outline on its 24 × 24 field."""
    shape, words = QPainterPath(), _PATHS[name].split()
    while words:
        letter, n = words[0], _ARITY[words[0]]
        v = [float(w) for w in words[1 : n + 1]]
        words = words[n + 1 :]
        if letter == "M":
            shape.moveTo(*v)
        elif letter == "L":
            shape.lineTo(*v)
        elif letter == "C":
            shape.cubicTo(*v)
        elif letter == "O":
            shape.addEllipse(QPointF(v[0], v[1]), v[2], v[2])
        else:
            shape.addRoundedRect(QRectF(*v), 1.5, 1.5)
    return shape
