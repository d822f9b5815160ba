"""Which equations of a table may speak against a figure, and which only wait for more to be written.

An equation with a cell that nobody could read says nothing. While a person fills a table, an equation whose total is
still empty says nothing either:

    新收·自然人 5, 予以公开·自然人 5, everything else still empty

Read with blanks as 0 it "proves" that 5 should be 0. Only when the total is there is the equation complete. In a file
that was read whole, blanks beside figures are zeros left out, and a blank total is told its value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from core.equations import LinearForm, linear
from core.model import CellRef, Grid
from core.values import Amount, Blank, Unread


def unread_cells(grid: Grid) -> tuple[CellRef, ...]:
    """Cells that the file shows and no reader could read."""
    return tuple(ref for ref, cell in grid.cells.items() if isinstance(cell.value, Unread))


def blank_totals(grid: Grid) -> tuple[CellRef, ...]:
    """Cells that are the sum of others by some equation and hold nothing, in the equations' order."""
    totals = dict.fromkeys(form.right[0] for form in linear(grid.edition, grid.table) if len(form.right) == 1)
    return tuple(ref for ref in totals if isinstance(grid.cell(ref).value, Blank))


def sums_of_blank_totals(grid: Grid) -> dict[CellRef, int]:
    """Blank totals with what their parts add up to, blanks as 0; a total of totals follows in a second round.

    Totals over something that is no whole number, and those whose parts are all 0, are left out.
    """
    found: dict[CellRef, int] = {}
    blank = set(blank_totals(grid))
    for _ in range(2):
        for form in linear(grid.edition, grid.table):
            total = form.right[0]
            if len(form.right) > 1 or total not in blank or total in found:
                continue
            parts: list[Amount] = [found.get(ref, grid.cell(ref).amount or 0) for ref in form.left]
            # A part that is itself a blank total must be summed first.
            if any(ref in blank and ref not in found for ref in form.left) and not any(parts):
                continue
            value = sum(parts, start=0)
            if all(isinstance(part, int) and part >= 0 for part in parts) and value:
                found[total] = int(value)
    return found


def baseless(grid: Grid, changed: Collection[CellRef], broken: Iterable[LinearForm], sparse: bool) -> bool:
    """Whether a written figure would be changed on the word of blank totals alone, which stay blank.

    sparse: the table leaves its zeros out, so that its blanks are zeros; never so while a person fills it.
    """
    blank = set(blank_totals(grid)).difference(changed)
    if not blank or (sparse and not being_filled(grid)):
        return False
    forms = list(broken)
    for ref in changed:
        if grid.cell(ref).amount is None:
            continue
        mine = [form for form in forms if ref in form.cells]
        if mine and all(not blank.isdisjoint(form.cells) for form in mine):
            return True
    return False


def being_filled(grid: Grid) -> bool:
    """Whether a person is typing into the table and has not come to all of its totals."""
    typed = any(cell.edited and not isinstance(cell.value, Blank) for cell in grid.cells.values())
    return typed and bool(blank_totals(grid))


def silent_equations(grid: Grid, forms: Sequence[LinearForm]) -> frozenset[int]:
    """Which of these equations of the table say nothing yet, by position."""
    mute = set(unread_cells(grid))
    if being_filled(grid):
        mute.update(blank_totals(grid))
    if not mute:
        return frozenset()
    return frozenset(i for i, form in enumerate(forms) if not mute.isdisjoint(form.cells))
