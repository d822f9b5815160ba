"""Rows whose cells know their left and right edge in twips (Word binary, RTF) laid out as a logical grid."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from core import text
from core.reading.blocks import CellNode, Node, ParaNode, TableNode
from core.reading.limits import check_grid

_SNAP = 60  # twips (1 mm): edges of different rows nearer than this are one line of the form


@dataclass(slots=True)
class EdgeCell:
    """A cell of a row; joins_left and joins_up say that it continues the cell beside or above."""

    left: int
    right: int
    items: list[Node] = field(default_factory=list)
    joins_left: bool = False
    joins_up: bool = False


def lay_out_edges(rows: Sequence[Sequence[EdgeCell]]) -> TableNode:
    """The grid whose columns are the distinct edges of all rows; ReadError when it is beyond any report."""
    joined = [_joined(row) for row in rows]
    lines = _lines(joined)
    check_grid(len(joined), len(lines))
    cells: list[CellNode] = []
    above: dict[tuple[int, int], CellNode] = {}
    for r, row in enumerate(joined):
        placed = _placed(row, r, lines)
        above = {(c.column, c.colspan): _with_above(c, e, above) for c, e in placed}
        cells += [cell for cell in above.values() if cell.row == r]
    return TableNode(cells, len(joined), max((c.column + c.colspan for c in cells), default=0))


def _joined(row: Sequence[EdgeCell]) -> list[EdgeCell]:
    """The row with its horizontally merged cells as one; what the hidden ones hold is kept."""
    cells: list[EdgeCell] = []
    waiting: list[Node] = []  # what stands in a cell without width at the row's beginning
    for cell in row:
        if cells and (cell.joins_left or cell.right <= cell.left):
            cells[-1].right = max(cells[-1].right, cell.right)
            cells[-1].items += _of_substance(cell.items)
        elif cell.right > cell.left:
            cell.items[:0], waiting = waiting, []
            cells.append(cell)
        else:
            waiting += cell.items
    return cells


def _lines(rows: Sequence[Sequence[EdgeCell]]) -> list[int]:
    """The vertical lines: edges of all rows, those that nearly coincide as one; every cell keeps two of them."""
    edges = sorted({edge for row in rows for cell in row for edge in (cell.left, cell.right)})
    narrowest = min((cell.right - cell.left for row in rows for cell in row), default=0)
    near = min(_SNAP, narrowest // 3)
    lines: list[int] = []
    for edge in edges:
        if not lines or edge - lines[-1] > near:
            lines.append(edge)
    return lines


def _placed(row: Sequence[EdgeCell], r: int, lines: list[int]) -> list[tuple[CellNode, EdgeCell]]:
    placed = []
    for cell in row:
        first, last = bisect_right(lines, cell.left) - 1, bisect_right(lines, cell.right) - 1
        placed.append((CellNode(r, first, 1, last - first, cell.items), cell))
    return placed


def _with_above(cell: CellNode, edges: EdgeCell, above: dict[tuple[int, int], CellNode]) -> CellNode:
    """The cell above, one row taller, where this one continues it; else the cell itself."""
    upper = above.get((cell.column, cell.colspan)) if edges.joins_up else None
    if upper is None:
        return cell
    upper.rowspan += 1
    upper.items += _of_substance(cell.items)
    return upper


def _of_substance(items: list[Node]) -> list[Node]:
    """Items of a covered cell, which is blank as a rule; a blank line of it is not added to the covering cell."""
    return [item for item in items if not isinstance(item, ParaNode) or text.strip(item.text)]
