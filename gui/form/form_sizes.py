"""How wide the columns and how tall the rows of a form are in the room there is: plain functions over its shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtGui import QFont, QFontMetrics

from core.model import CellRef
from core.schema import FormCell, TableShape
from gui.form.cursor_moves import Place
from gui.form.form_delegate import label_font, last_year_font, text_height

LEAST_COLUMN = 46  # px at 100 %: three digits and a sign stay readable
LEAST_COMPACT = 40  # px on a low screen
LEAST_LABELS = 84  # px at 100 % for all label columns together
MOST_COLUMN = 170  # px at 100 % for one figure column: wider looks empty


def first_figures(places: Mapping[CellRef, Place]) -> int:
    """How many form columns stand before the first figure: the label columns."""
    return min((column for _, column in places.values()), default=0)


def column_widths(shape: TableShape, labels: int, room: int, font: QFont, scale: float, compact: bool) -> list[int]:
    """The form's proportions; where a figure would get too narrow, the label columns give what it lacks.

    labels is the number of label columns, scale how large everything is (1.0 is 100 % with the usual letters).
    """
    narrowest = min(shape.widths)
    names, figures = shape.widths[:labels], shape.widths[labels:]
    least = LEAST_COLUMN * scale
    if compact:
        # Four characters a line, so that 社会公益组织 takes two lines and not three; less where that is too wide.
        least = QFontMetrics(label_font(font)).horizontalAdvance("国") * 4 + 6
        if room - least * len(figures) < 2 * LEAST_LABELS * scale:
            least = LEAST_COMPACT * scale
    most = MOST_COLUMN * scale * (1 if len(shape.widths) > 4 else 1.5)
    stretch = min(room / sum(shape.widths), most / narrowest)
    if min(figures) * stretch < least and shape.header_rows and names:
        left = max(room - round(least) * len(figures), round(LEAST_LABELS * scale))
        return shared(names, left) + [round(least)] * len(figures)
    return shared(shape.widths, round(max(stretch, least / narrowest) * sum(shape.widths)))


def row_heights(shape: TableShape, widths: Sequence[int], font: QFont, compact: bool, last_year: bool) -> list[int]:
    """Least heights in which no label is cut: single rows first, then what spanned labels still lack. On a low screen
    (compact) a row is as tall as its figure, and labels are shortened (their tip tells them in full). last_year: room
    for a second, smaller figure under each."""
    second = QFontMetrics(last_year_font(font)).height() - 1 if last_year else 0
    base = QFontMetrics(font).height() + 1 if compact else text_height(FormCell("0", 0, 0), 200, font)
    heights = [base] * shape.form_rows
    if compact:
        for row in range(shape.header_rows):
            heights[row] = QFontMetrics(label_font(font)).height() + 1
    for row in {cell.row for cell in shape.form if cell.ref}:
        heights[row] = base + second
    for cell in sorted(shape.form, key=lambda c: c.rowspan):
        if compact and (cell.row >= shape.header_rows or cell.column == 0):
            continue
        width = sum(widths[cell.column : cell.column + cell.colspan])
        covered = range(cell.row, cell.row + cell.rowspan)
        needed = text_height(cell, width, label_font(font), 0) if compact else text_height(cell, width, font)
        lacking = needed - sum(heights[r] for r in covered)
        for i, row in enumerate(covered):
            if lacking > 0:
                heights[row] += lacking // cell.rowspan + (i < lacking % cell.rowspan)
    return heights


def shared(parts: Sequence[int], width: int) -> list[int]:
    """A width shared out in proportion, without a pixel lost to rounding."""
    total, edges = sum(parts), [0]
    for part in parts:
        edges.append(edges[-1] + part)
    pixels = [round(edge * width / total) for edge in edges]
    return [right - left for left, right in pairwise(pixels)]
