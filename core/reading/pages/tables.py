"""The tables of a page with their text, and the characters that stand outside all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.reading.pages.page import Box, Edge, Glyph, Page
from core.reading.pages.ruled_grid import Grid, grid_of
from core.reading.pages.rulings import groups
from core.reading.pages.text_lines import TextLine, cell_text, is_full, is_mixed, lines_of

_FEW_CELLS = 6  # of a frame around text or pictures
_FORM_CELLS = 12  # filled cells from which a table with another one inside is a form, not a layout


@dataclass(frozen=True, slots=True)
class Table:
    """A grid with the text of each cell.

    joined are the indices of cells whose figure stood on two lines; full those whose last line has no room
    for another character, so that the text may go on elsewhere; mixed those whose digits are not of one writing.
    """

    grid: Grid
    texts: tuple[str, ...]
    joined: tuple[int, ...] = ()
    full: frozenset[int] = frozenset()
    mixed: frozenset[int] = frozenset()


def tables_of(page: Page) -> tuple[list[Table], list[Glyph]]:
    """Tables drawn on a page and the glyphs outside. Painted cells count only where no lines are drawn."""
    grids = _grids(page.horizontals, page.verticals)
    if not grids and len(page.fills) > 3:
        # One column of painted areas is the background of lines of text.
        grids = [grid for grid in _grids(*_outlines(page.fills)) if len(grid.xs) > 2 and len(grid.ys) > 2]
    inside, outside = _assign_glyphs(grids, page.glyphs)
    layouts = {index for index in range(len(grids)) if _is_layout(index, grids, inside)}
    outside += [glyph for index in layouts for glyphs in inside[index].values() for glyph in glyphs]
    return [_table(grid, inside[i]) for i, grid in enumerate(grids) if i not in layouts], outside


def _grids(horizontals: Sequence[Edge], verticals: Sequence[Edge]) -> list[Grid]:
    grids = [grid_of(ruling) for ruling in groups(horizontals, verticals)]
    found = [grid for grid in grids if grid is not None]
    return sorted(found, key=lambda grid: (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0]))


def _outlines(fills: Sequence[Box]) -> tuple[list[Edge], list[Edge]]:
    horizontals = [(y, x0, x1) for x0, top, x1, bottom in fills for y in (top, bottom)]
    verticals = [(x, top, bottom) for x0, top, x1, bottom in fills for x in (x0, x1)]
    return horizontals, verticals


def _assign_glyphs(grids: Sequence[Grid], glyphs: Sequence[Glyph]) -> tuple[list[dict[int, list[Glyph]]], list[Glyph]]:
    """Glyphs by table and cell; each goes to the smallest table around its middle."""
    owners = [grid.owners() for grid in grids]
    boxes = [grid.box for grid in grids]
    inside: list[dict[int, list[Glyph]]] = [{} for _ in grids]
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        for index, (x0, top, x1, bottom) in enumerate(boxes):
            if x0 <= x <= x1 and top <= y <= bottom:
                cell = owners[index].get(grids[index].field(x, y))
                if cell is not None:
                    inside[index].setdefault(cell, []).append(glyph)
                    break
        else:
            outside.append(glyph)
    return inside, outside


def _is_layout(index: int, grids: Sequence[Grid], inside: Sequence[dict[int, list[Glyph]]]) -> bool:
    """Whether a grid only arranges the page: all its text in one cell, or another table inside it.

    Web pages that were printed have a frame of two cells, the navigation in one and the whole report in the other.
    """
    filled = sum(any(glyph.text.strip() for glyph in glyphs) for glyphs in inside[index].values())
    if filled <= 1:
        # A row that goes on from the page before may hold a single figure.
        return len(grids[index].cells) < _FEW_CELLS
    return filled < _FORM_CELLS and any(_holds(grids[index].box, inner.box) for inner in grids[:index])


def _holds(outer: Box, inner: Box) -> bool:
    return outer[0] < inner[0] and outer[1] < inner[1] and outer[2] > inner[2] and outer[3] > inner[3]


def _table(grid: Grid, inside: dict[int, list[Glyph]]) -> Table:
    texts: list[str] = []
    joined: list[int] = []
    full: list[int] = []
    mixed: list[int] = []
    for index, cell in enumerate(grid.cells):
        lines: list[TextLine] = lines_of(inside.get(index, ()))
        width = cell.box[2] - cell.box[0]
        text, is_joined = cell_text(lines, width)
        texts.append(text)
        if is_joined:
            joined.append(index)
        if lines and is_mixed(lines):
            mixed.append(index)
        if lines and is_full(lines[-1], width):
            full.append(index)
    return Table(grid, tuple(texts), tuple(joined), frozenset(full), frozenset(mixed))
