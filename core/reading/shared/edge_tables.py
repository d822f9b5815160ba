"""Rows whose cells know their left and right edge in twips (Word binary, RTF) laid out as a logical grid."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from core import text
from core.reading.shared.blocks import CellNode, Node, ParaNode, TableNode
from core.reading.shared.limits import check_grid, check_nesting

_SNAP = 60  # twips (1 mm): edges of different rows nearer than this are one line of the form

_UNDEFINED = 500  # twips given to a cell that no row definition speaks of


@dataclass(slots=True)
class EdgeCell:
    """A cell of a row; joins_left and joins_up say that it continues the cell beside or above."""

    left: int
    right: int
    items: list[Node] = field(default_factory=list)
    joins_left: bool = False
    joins_up: bool = False


@dataclass(slots=True)
class _OpenTable:
    """A table being read: finished rows, finished cells of the open row, what the open cell holds."""

    rows: list[list[EdgeCell]] = field(default_factory=list)
    cells: list[list[Node]] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)


class Tables:
    """Nodes of a flow in which every paragraph knows how deep in tables it stands."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._open: list[_OpenTable] = []

    def set_depth(self, depth: int) -> None:
        """Close tables deeper than depth, open what lacks; ReadError beyond any real nesting."""
        if len(self._open) == depth:
            return
        check_nesting(depth)
        while len(self._open) > depth:
            self._close()
        while len(self._open) < depth:
            self._open.append(_OpenTable())

    def add(self, *nodes: Node) -> None:
        """Put nodes into the open cell, or into the flow."""
        (self._open[-1].items if self._open else self._nodes).extend(nodes)

    def end_cell(self) -> None:
        """The open cell of the deepest table is complete."""
        table = self._open[-1]
        table.cells.append(table.items)
        table.items = []

    def end_row(self, cells: list[EdgeCell], deleted: bool = False) -> None:
        """The deepest table's row is complete; contents without a defined cell get one behind the last.

        A row marked as deleted goes if nothing in it is left: some programs mark the row above instead.
        """
        table = self._open[-1]
        contents = table.cells + ([table.items] if table.items else [])
        table.cells, table.items = [], []
        while len(cells) < len(contents):
            left = cells[-1].right if cells else 0
            cells.append(EdgeCell(left, left + _UNDEFINED))
        for cell, items in zip(cells, contents, strict=False):
            cell.items = items
        if contents and not (deleted and not any(_of_substance(items) for items in contents)):
            table.rows.append(cells[: len(contents)])

    def finish(self) -> list[Node]:
        """All nodes, tables left open closed."""
        self.set_depth(0)
        return self._nodes

    def _close(self) -> None:
        table = self._open[-1]
        if table.items or table.cells:
            self.end_row([])
        self._open.pop()
        if table.rows:
            self.add(lay_out_edges(table.rows))


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
