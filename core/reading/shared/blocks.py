"""Paragraphs and tables as the readers meet them, put together as the Document's blocks.

Every reader of flowing text builds nodes; the opening of layout tables and the places are decided here once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from core import text
from core.document import Block, Para, RawCell, RawTable, UnreadRegion
from core.place import Place
from core.reading.shared import messages

_LAYOUT_CELLS = 12  # filled cells from which a table is a form, whatever else it holds
_PROSE = 100  # characters in a cell over the whole width: longer than any label of a form


@dataclass(slots=True)
class ParaNode:
    """A paragraph; its line breaks become separate Para blocks. origin is what the reader made it from.

    has_picture: a picture large enough to be a table stands in it, in a table's cell a picture of any size.
    """

    text: str
    level: int | None = None
    bold: tuple[tuple[int, int], ...] = ()
    floating: bool = False
    origin: object = None
    has_picture: bool = False
    pictures: tuple[str, ...] = ()  # what the reader finds them by


@dataclass(slots=True)
class CellNode:
    """A cell at its top left position in the logical grid, with whatever stands inside."""

    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    items: list[Node] = field(default_factory=list)
    origin: object = None
    unread: str = ""  # reason, where the reader knows that what the cell shows was not read


@dataclass(slots=True)
class TableNode:
    """A table whose spans are resolved already."""

    cells: list[CellNode]
    rows: int
    columns: int
    origin: object = None


Node = ParaNode | TableNode


@dataclass(frozen=True, slots=True)
class Assembled:
    """Blocks and, for each, what it was made from: a paragraph's origin, or {(row, column): origin} of a table.

    unread are the places between the blocks where a picture stands, pictures what the reader finds them by.
    """

    blocks: tuple[Block, ...]
    origins: tuple[object, ...]
    unread: tuple[UnreadRegion, ...] = ()
    pictures: tuple[tuple[str, ...], ...] = ()


def assemble(nodes: Sequence[Node]) -> Assembled:
    """Nodes in reading order as blocks with places; blank paragraphs are left out."""
    blocks: list[Block] = []
    origins: list[object] = []
    unread: list[UnreadRegion] = []
    pictures: list[tuple[str, ...]] = []
    for node in _opened(nodes):
        place = Place(block=len(blocks))
        if isinstance(node, ParaNode):
            if text.strip(node.text):
                blocks.append(Para(node.text, place, node.level, node.bold, node.floating))
                origins.append(node.origin)
            if node.has_picture:
                unread.append(UnreadRegion(len(blocks), place))
                pictures.append(node.pictures)
        else:
            blocks.append(_table(node, place))
            origins.append({(cell.row, cell.column): cell.origin for cell in node.cells})
    return Assembled(tuple(blocks), tuple(origins), tuple(unread), tuple(pictures))


def cell_text(cell: CellNode) -> str:
    """Text of a cell, tables inside it included, one line a paragraph; text boxes are not part of it."""
    if len(cell.items) == 1 and isinstance(only := cell.items[0], ParaNode) and not only.floating:
        return only.text
    lines = (node for node in _flat(cell.items) if not node.floating)
    return "\n".join(line.text for line in lines if line.text or not line.has_picture)


def _table(node: TableNode, place: Place) -> RawTable:
    block = place.block
    cells = []
    for cell in node.cells:
        content = cell_text(cell)
        unread = "" if text.strip(content) else cell.unread or _picture_reason(cell)
        where = Place(block, cell.row, cell.column)
        cells.append(RawCell(content, cell.row, cell.column, cell.rowspan, cell.colspan, where, unread))
    return RawTable(tuple(cells), node.rows, node.columns, place)


def _picture_reason(cell: CellNode) -> str:
    """Why a cell without text is not blank: its figure was pasted as a picture; '' for a blank one."""
    return messages.PICTURE_IN_CELL if any(node.has_picture for node in _flat(cell.items)) else ""


def _flat(items: Sequence[Node]) -> Iterator[ParaNode]:
    for node in items:
        if isinstance(node, ParaNode):
            yield node
        else:
            for cell in node.cells:
                yield from _flat(cell.items)


def _opened(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, ParaNode):
            yield from _lines(node)
        else:
            yield from _parts(node)


def _lines(node: ParaNode) -> Iterator[ParaNode]:
    if "\n" not in node.text:
        if node.has_picture or text.strip(node.text):
            yield node
        return
    start = 0
    for line in node.text.split("\n"):
        end = start + len(line)
        if text.strip(line):
            bold = tuple((max(a, start) - start, min(b, end) - start) for a, b in node.bold if a < end and b > start)
            yield replace(node, text=line, bold=bold, has_picture=False)
        start = end + 1
    if node.has_picture:
        yield replace(node, text="", bold=())


def _parts(node: TableNode) -> Iterator[Node]:
    """The table itself, or what a table made for layout holds, in reading order."""
    if not node.cells:
        return
    if _is_layout(node):
        for cell in node.cells:
            yield from _opened(cell.items)
        return
    for piece in _without_prose_rows(node):
        if isinstance(piece, TableNode):
            yield piece
            floats = [item for cell in piece.cells for item in _flat(cell.items) if item.floating]
            yield from _opened(floats)
        else:
            yield from _opened(piece.items)


def _is_layout(node: TableNode) -> bool:
    nested = sum(TableNode in map(type, cell.items) for cell in node.cells if cell.items)
    filled = (content for cell in node.cells if text.strip(content := cell_text(cell)))
    if nested:
        # A form with a small table in one of its many cells stays a form.
        return sum(1 for _ in filled) - nested < _LAYOUT_CELLS
    first, second = next(filled, ""), next(filled, "")  # nearly all tables hold more than one text: no need to go on
    return not second or (node.columns == 1 and any(len(content) > _PROSE for content in (first, second, *filled)))


def _without_prose_rows(node: TableNode) -> Iterator[TableNode | CellNode]:
    """The table cut at rows that are one wide cell of prose: a page laid out as one great table."""
    prose = {cell.row: cell for cell in node.cells if _is_prose_row(cell, node)}
    start = 0
    for row in [*sorted(prose), node.rows]:
        if row > start:
            piece = _rows(node, start, row) if prose else node
            if piece.cells:
                yield piece
        if row in prose:
            yield prose[row]
        start = row + 1


def _is_prose_row(cell: CellNode, node: TableNode) -> bool:
    return cell.rowspan == 1 and cell.colspan == node.columns > 1 and len(cell_text(cell)) > _PROSE


def _rows(node: TableNode, start: int, end: int) -> TableNode:
    cells = [
        replace(cell, row=cell.row - start, rowspan=min(cell.rowspan, end - cell.row))
        for cell in node.cells
        if start <= cell.row < end
    ]
    return TableNode(cells, end - start, node.columns, node.origin)
