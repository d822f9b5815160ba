"""Tables without drawn lines whose labels wrap: found by their rows of figures.

A label of several lines stands beside its figures in the middle, or begins on their line:
    2.其他法律行政法规                                        3.补正后   0   0   0   0   0   0   0
                        0   0   0   0   0   0   0             申请内容
    禁止公开                                                  仍不明确
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.reading.pages.page import Box, Glyph, union
from core.reading.pages.ruled_grid import Grid, GridCell
from core.reading.pages.tables import Table
from core.reading.pages.text_lines import TextLine, is_mixed, join_glyphs

_FEWEST_FIGURES = 5  # of a row that shows where the columns are; table 3 has 7, table 4 has 15
_ALONE = 7  # figures of a row that is a table by itself
_GAP = 0.25  # of the size: between two words
_COLUMN_GAP = 1.2  # of the size: between two columns of words
_SAME_COLUMN = 3.0  # points
_WRAPPED = 1.55  # of the size: distance of lines in one label; rows stand further apart, or begin with a number
_FIGURE = re.compile(r"[+\-−－]?[\d０-９][\d０-９.,，．]*|[/／\-—－–]{1,3}|无")
_LAST = frozenset("0123456789０１２３４５６７８９/／-—－–无")  # characters that such a row ends with
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]")
Piece = list[Glyph]


@dataclass(slots=True)
class _Row:
    """A line that ends in figures: its place among the lines, the figures, and what stands before them."""

    index: int
    line: TextLine
    figures: list[Piece]
    rest: list[Piece]

    @property
    def middle(self) -> float:
        """Height at which the figures stand."""
        return (self.line.box[1] + self.line.box[3]) / 2


@dataclass(slots=True)
class _Label:
    """Lines of one label in one column; rows are those it stands beside."""

    x0: float
    lines: list[tuple[int, TextLine, Piece]] = field(default_factory=list)  # with the line's index
    on_rows: list[int] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """Around all lines."""
        return union([(piece[0].x0, line.box[1], piece[-1].x1, line.box[3]) for _, line, piece in self.lines])

    @property
    def text(self) -> str:
        """Its lines, joined by newlines like those of any cell."""
        return "\n".join(join_glyphs(piece) for _, _, piece in self.lines)


def figure_tables(lines: Sequence[TextLine]) -> tuple[list[Table], list[TextLine]]:
    """Tables found by rows of figures, and the lines (or what is left of them) that belong to none."""
    rows = [row for index, line in enumerate(lines) if (row := _row(index, line)) is not None]
    tables: list[Table] = []
    used: set[int] = set()
    left_over: list[TextLine] = []
    for group in _groups(rows, lines):
        table, lines_used, unplaced = _table(group, lines, used)
        tables.append(table)
        used |= lines_used
        left_over += unplaced
    rest = [line for index, line in enumerate(lines) if index not in used] + left_over
    rest.sort(key=lambda line: line.base)
    return tables, rest


def _words(line: TextLine) -> list[Piece]:
    """The line cut at every gap: better "1 234" is two figures, and its row none of the table, than "12" and "0" of
    two narrow columns one."""
    words: list[Piece] = []
    for glyph in line.glyphs:
        if glyph.text.isspace():
            continue
        gap = glyph.x0 - words[-1][-1].x1 if words else 0.0
        if not words or gap > _GAP * glyph.size:
            words.append([])
        words[-1].append(glyph)
    return words


def _row(index: int, line: TextLine) -> _Row | None:
    if line.text[-1] not in _LAST:
        return None
    words = _words(line)
    first = len(words)
    while first > 0 and _FIGURE.fullmatch("".join(glyph.text for glyph in words[first - 1])):
        first -= 1
    if len(words) - first < _FEWEST_FIGURES:
        return None
    return _Row(index, line, words[first:], words[:first])


def _groups(rows: Sequence[_Row], lines: Sequence[TextLine]) -> list[list[_Row]]:
    """Rows with figures in the same columns, and nothing between them but words left of the figures."""
    groups: list[list[_Row]] = []
    for row in rows:
        above = groups[-1][-1] if groups else None
        if above is not None and _same_columns(above, row):
            edge = min(above.figures[0][0].x0, row.figures[0][0].x0)
            between = lines[above.index + 1 : row.index]
            if all(line.box[2] <= edge for line in between):
                groups[-1].append(row)
                continue
        groups.append([row])
    return [group for group in groups if len(group) > 1 or len(group[0].figures) >= _ALONE]


def _same_columns(above: _Row, below: _Row) -> bool:
    if len(above.figures) != len(below.figures):
        return False
    for upper, lower in zip(above.figures, below.figures, strict=True):
        sides = (
            abs(upper[0].x0 - lower[0].x0),
            abs(upper[-1].x1 - lower[-1].x1),
            abs(upper[0].x0 + upper[-1].x1 - lower[0].x0 - lower[-1].x1) / 2,
        )
        if min(sides) > _SAME_COLUMN:
            return False
    return True


def _table(rows: Sequence[_Row], lines: Sequence[TextLine], used: set[int]) -> tuple[Table, set[int], list[TextLine]]:
    """The table of a group of rows, the indices of the lines it takes, and pieces of these it could not place."""
    edge = min(row.figures[0][0].x0 for row in rows)
    inside = _label_lines(rows, lines, edge, used)
    cells: list[dict[float, _Label]] = [{} for _ in rows]  # by the x at which the label's column begins
    spans: dict[int, int] = {}
    taken = {row.index for row in rows}
    unplaced: list[_Label] = []
    for label in _labels(rows, inside):
        free = [number for number in _rows_beside(label, rows) if label.x0 not in cells[number]]
        if not free:
            unplaced.append(label)
            continue
        cells[free[0]][label.x0] = label
        spans[id(label)] = len(free) if free == list(range(free[0], free[0] + len(free))) else 1
        taken |= {index for index, _, _ in label.lines}
    left_over = [_line_of(line, piece) for label in unplaced for index, line, piece in label.lines if index in taken]
    return _laid_out(rows, cells, spans), taken, left_over


def _rows_beside(label: _Label, rows: Sequence[_Row]) -> list[int]:
    """Rows whose figures stand beside a label's lines; the nearest one for the name of a group between two rows."""
    _, top, _, bottom = label.box
    beside = [number for number, row in enumerate(rows) if top <= row.middle <= bottom]
    middle = (top + bottom) / 2
    if not beside and rows[0].middle < middle < rows[-1].middle:
        beside = [min(range(len(rows)), key=lambda number: abs(rows[number].middle - middle))]
    return beside


def _line_of(line: TextLine, piece: Piece) -> TextLine:
    return TextLine(join_glyphs(piece), (piece[0].x0, line.box[1], piece[-1].x1, line.box[3]), line.base, piece)


def _label_lines(
    rows: Sequence[_Row], lines: Sequence[TextLine], edge: float, used: set[int]
) -> list[tuple[int, TextLine]]:
    """Lines that hold words of the labels: those between the rows, and those near the first and the last one."""
    first, last = rows[0].index, rows[-1].index
    while first > 0 and first - 1 not in used and _is_near(lines[first - 1], lines[first], edge):
        first -= 1
    while last + 1 < len(lines) and _is_near(lines[last], lines[last + 1], edge, lines[last + 1]):
        last += 1
    return [(index, lines[index]) for index in range(first, last + 1)]


def _is_near(above: TextLine, below: TextLine, edge: float, new: TextLine | None = None) -> bool:
    line = above if new is None else new
    return line.box[2] <= edge and below.base - above.base <= _WRAPPED * max(above.height, below.height)


def _labels(rows: Sequence[_Row], inside: Sequence[tuple[int, TextLine]]) -> list[_Label]:
    """The words left of the figures as labels, each in the column in which its lines begin."""
    by_index = {row.index: number for number, row in enumerate(rows)}
    words = {index: rows[by_index[index]].rest if index in by_index else _words(line) for index, line in inside}
    starts = _column_starts([pieces for pieces in words.values() if pieces])
    open_labels: dict[float, _Label] = {}
    labels: list[_Label] = []
    for index, line in inside:
        pieces = _by_column(words[index], starts)
        for position, piece in enumerate(pieces):
            x0 = min(starts, key=lambda start: abs(start - piece[0].x0))
            label = open_labels.get(x0)
            number = by_index.get(index)
            is_last = position == len(pieces) - 1
            if label is None or _begins_label(label, line, piece, number if is_last else None):
                label = open_labels[x0] = _Label(x0)
                labels.append(label)
            label.lines.append((index, line, piece))
            if number is not None:
                label.on_rows.append(number)
    return labels


def _begins_label(label: _Label, line: TextLine, piece: Piece, row: int | None) -> bool:
    """Whether a piece is the first line of another label than the one above it in its column."""
    above = label.lines[-1][1]
    if line.base - above.base > _WRAPPED * max(line.height, above.height):
        return True
    if _NUMBERED.match("".join(glyph.text for glyph in piece[:5])):
        return True
    return row is not None and bool(label.on_rows)


def _column_starts(lines: Sequence[Sequence[Piece]]) -> list[float]:
    """Where columns of labels begin: at the beginning of lines, at numbered words, and behind wide gaps."""
    found: list[float] = []
    for words in lines:
        for position, word in enumerate(words):
            wide = position > 0 and word[0].x0 - words[position - 1][-1].x1 > _COLUMN_GAP * word[0].size
            numbered = bool(_NUMBERED.match("".join(glyph.text for glyph in word[:5])))
            is_start = position == 0 or wide or numbered
            if is_start and all(abs(word[0].x0 - start) > _SAME_COLUMN for start in found):
                found.append(word[0].x0)
    return sorted(found)


def _by_column(words: Sequence[Piece], starts: Sequence[float]) -> list[Piece]:
    """Words put together up to the next column's beginning."""
    pieces: list[Piece] = []
    for word in words:
        if not pieces or any(abs(word[0].x0 - start) <= _SAME_COLUMN for start in starts):
            pieces.append([])
        pieces[-1].extend(word)
    return pieces


def _laid_out(rows: Sequence[_Row], cells: Sequence[dict[float, _Label]], spans: dict[int, int]) -> Table:
    mixed: set[int] = set()
    label_starts = sorted({x0 for row in cells for x0 in row})
    count = len(rows[0].figures)
    figure_starts = [min(row.figures[column][0].x0 for row in rows) for column in range(count)]
    xs = [*label_starts, *figure_starts, max(row.line.box[2] for row in rows) + 1]
    tops = [
        min([row.line.box[1], *(label.box[1] for label in own.values())]) for row, own in zip(rows, cells, strict=True)
    ]
    bottom = max([rows[-1].line.box[3], *(label.box[3] for label in cells[-1].values())])
    grid_cells: list[GridCell] = []
    texts: list[str] = []
    for number, row in enumerate(rows):
        for x0, label in sorted(cells[number].items()):
            rowspan = spans[id(label)]
            grid_cells.append(GridCell(number, label_starts.index(x0), rowspan, 1, label.box))
            texts.append(label.text)
        for column, figure in enumerate(row.figures):
            box = figure[0].x0, row.line.box[1], figure[-1].x1, row.line.box[3]
            if is_mixed([TextLine("", box, row.line.base, figure)]):
                mixed.add(len(grid_cells))
            grid_cells.append(GridCell(number, len(label_starts) + column, 1, 1, box))
            texts.append(join_glyphs(figure).replace(" ", ""))
    return Table(Grid(tuple(grid_cells), tuple(xs), (*tops, bottom)), tuple(texts), mixed=frozenset(mixed))
