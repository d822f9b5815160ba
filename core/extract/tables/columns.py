"""Header lines to columns, and the figures of a row to those columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core import text
from core.extract.tables.lines import LineCell


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """A column of figures: its header as found, its key in the schema (None when the form has no such
    column), and the grid columns it covers (None where the header has no geometry)."""

    label: str
    key: str | None
    first: int | None = None
    last: int | None = None

    def overlap(self, item: LineCell) -> int:
        """How many grid columns it shares with an item; 0 without geometry."""
        if self.first is None or self.last is None:
            return 0
        return max(0, min(self.last, item.last) - max(self.first, item.first) + 1)


@dataclass(frozen=True, slots=True)
class TableHeader:
    """The columns in force for the lines below; block is where it was read, columns the width of its table.

    may_be_torn: it has neither geometry nor the corner it begins with, so that columns may have stood before it.
    order_is_lost: nor do its words stand as they were printed, so that their order does not tell the figures'.
    """

    leaves: tuple[HeaderColumn, ...]
    block: int = -1
    columns: int = 0
    may_be_torn: bool = False
    order_is_lost: bool = False


@dataclass(slots=True)
class Placement:
    """Where the figures of a row went: leaf index → item; stray ones fit no column. doubt says in Chinese why
    nothing could be placed; ordered that the columns were only counted."""

    cells: dict[int, LineCell] = field(default_factory=dict)
    stray: list[LineCell] = field(default_factory=list)
    doubt: str = ""
    ordered: bool = False
    candidates: tuple[str, ...] = ()


def place(figures: Sequence[LineCell], leaves: Sequence[HeaderColumn]) -> Placement:
    """Figures (blank ones included) under their columns by geometry; by exact count where that fails."""
    return _in_order(figures, leaves) or _by_overlap(figures, leaves)


def _in_order(figures: Sequence[LineCell], leaves: Sequence[HeaderColumn]) -> Placement | None:
    """The usual case: a figure for each column, each under its own header."""
    if len(figures) != len(leaves) or not all(leaf.overlap(f) for f, leaf in zip(figures, leaves, strict=True)):
        return None
    return Placement(dict(enumerate(figures)))


def _by_overlap(figures: Sequence[LineCell], leaves: Sequence[HeaderColumn]) -> Placement:
    placed, unclear = Placement(), False
    for item in figures:
        shared = {i: leaf.overlap(item) for i, leaf in enumerate(leaves) if leaf.overlap(item)}
        if item.blank:
            for i in shared:
                placed.cells.setdefault(i, item)
            continue
        best = [i for i, n in shared.items() if n == max(shared.values())]
        if len(best) != 1 or (best[0] in placed.cells and not placed.cells[best[0]].blank):
            placed.stray.append(item)
            unclear = True
        else:
            placed.cells[best[0]] = item
    return _mended(figures, leaves, placed) if unclear else placed


def _mended(figures: Sequence[LineCell], leaves: Sequence[HeaderColumn], placed: Placement) -> Placement:
    """When a figure stands under two headers: the order, if there is a figure for each column and no blank to
    mistake for one; else what was clear stays, the rest is stray."""
    headed = all(any(leaf.overlap(f) for leaf in leaves) for f in figures)
    if headed and len(figures) == len(leaves) and not any(f.blank for f in figures):
        return Placement(dict(enumerate(figures)), ordered=True)
    return placed


def place_by_count(
    figures: Sequence[LineCell], count: int, pattern: frozenset[int] | None = None, fillers: bool = False
) -> Placement:
    """Figures in order, when it is certain how they fit `count` columns, else doubt.

    Blanks beside the figures may be fillers of merged cells. pattern says which positions hold the figures in
    the full rows of the same shape; without one the cells, or the written figures, must be exactly as many.
    fillers: such blanks are seen in the table, so that a blank need not be a figure's.
    """
    filled = [i for i, f in enumerate(figures) if not f.blank]
    doubtful = fillers and bool(filled) and len(filled) < len(figures)
    if pattern is not None and len(figures) > max(pattern) and pattern.issuperset(filled):
        return Placement(dict(enumerate(figures[i] for i in sorted(pattern))), ordered=True)
    if pattern is None and ((len(figures) == count and not doubtful) or not filled):
        return Placement(dict(enumerate(figures[:count])), ordered=True)
    if len(filled) == count:
        return Placement(dict(enumerate(figures[i] for i in filled)), ordered=True)
    written = "、".join(text.fold(figures[i].text) for i in filled)
    doubt = f"应有 {count} 个数，读到 {len(filled)} 个（{written}），不能确定各属哪一栏"
    starts = _windows(filled, len(figures), count)
    ways = tuple("，".join(text.fold(f.text) or "空" for f in figures[s : s + count]) for s in starts)
    return Placement(stray=[figures[i] for i in filled], doubt=doubt, candidates=ways)


def _windows(filled: Sequence[int], length: int, count: int) -> list[int]:
    """Where a stretch of `count` cells that holds all written figures may begin."""
    if not filled or filled[-1] - filled[0] >= count:
        return []
    lowest = max(0, filled[-1] - count + 1)
    return [s for s in range(lowest, filled[0] + 1) if s + count <= length]


def pattern_of(rows: Iterable[Sequence[LineCell]], count: int) -> frozenset[int] | None:
    """The positions of figures that all full rows share; None when no row is full or they differ."""
    full = {frozenset(i for i, f in enumerate(row) if not f.blank) for row in rows}
    full = {positions for positions in full if len(positions) == count}
    return full.pop() if len(full) == 1 else None
