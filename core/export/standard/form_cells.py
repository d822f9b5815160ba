"""How the cells of a form look in any export: which text, which kind, how large."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from core.export.standard.content import xml_text
from core.model import Grid
from core.schema import FormCell, TableShape

_CELL_MARGINS = 56  # twips, left and right together, as in the table style
_SIZES = (18, 17, 16, 15)  # half points a figure may shrink to before it wraps: 7.5 points can still be read
# Widths in ems. A digit of 宋体 takes 0.5, of the fonts that stand in where it is missing up to 0.64.
_NARROW, _WIDE = 0.64, 1.0


def scaled(widths: Sequence[int], total: int) -> list[int]:
    """Column widths in the same proportion that sum to exactly total."""
    whole = sum(widths)
    edges = [round(total * sum(widths[:i]) / whole) for i in range(len(widths) + 1)]
    return [b - a for a, b in pairwise(edges)]


def is_banner(form: TableShape, cell: FormCell) -> bool:
    """Whether it is one of table 2's lines across the whole table (第二十条第（一）项)."""
    return cell.ref is None and cell.colspan == len(form.widths)


def look(form: TableShape, cell: FormCell) -> str:
    """The kind of a cell: figure, head (centred) or text (to the left, as the form has it)."""
    if cell.ref:
        return "figure"
    left = is_banner(form, cell) or (form.table == 3 and cell.column < 3)
    return "text" if left else "head"


def cell_text(grid: Grid, cell: FormCell) -> str:
    """What stands in a cell: its caption, or the figure exactly as written."""
    return xml_text(grid.cell(cell.ref).raw) if cell.ref else cell.text


def caption(cell: FormCell, width: int) -> str:
    """A caption as set in a width in twips: where it is too long for its column, in lines of two characters,
    as on the form. "" for the place of a figure."""
    text = cell.text
    if cell.colspan > 1 or len(text) % 2 or len(text) > 6 or ems(text) * _SIZES[0] * 10 <= width:
        return text
    return "\n".join(text[i : i + 2] for i in range(0, len(text), 2))


def fitting_size(text: str, width: int) -> int | None:
    """Size in half points at which the longest line of a figure fits a width in twips; None where the style's does."""
    longest = max((ems(line) for line in text.split("\n")), default=0.0)
    room = (width - _CELL_MARGINS) / 10  # a half point is 10 twips
    for size in _SIZES:
        if longest * size <= room:
            return None if size == _SIZES[0] else size
    return _SIZES[-1]


def ems(text: str) -> float:
    """Width of a line in ems, the widest that any likely font makes it."""
    return sum(_NARROW if c.isascii() else _WIDE for c in text)
