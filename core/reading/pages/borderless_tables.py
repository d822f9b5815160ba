"""Tables without drawn lines: neighbouring lines of text whose pieces stand in common columns.

信息内容          本年制发件数   本年废止件数   现行有效件数
规章              0              0              0
行政规范性文件    6              3              21
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.reading.pages.page import Glyph, union
from core.reading.pages.ruled_grid import Grid, GridCell
from core.reading.pages.tables import Table
from core.reading.pages.text_lines import TextLine, join_glyphs, segments

_FEWEST_ROWS = 3
_FEWEST_COLUMNS = 3
_LONGEST = 60  # characters of a piece: prose set in columns is no table
_ONE_LABEL = 1.7  # of the height: distance of two lines of a label
_SAME_START = 3.0  # points
_FIGURE = re.compile(r"[+\-−－]?[\d０-９][\d０-９.,，．]*\S{0,2}|[/／\-—－–]{1,3}|无")
Piece = list[Glyph]


def aligned_tables(lines: Sequence[TextLine]) -> tuple[list[Table], list[TextLine]]:
    """Tables found among lines, and the lines that belong to none."""
    lines = _with_whole_labels(lines)
    tables: list[Table] = []
    rest: list[TextLine] = []
    run: list[tuple[TextLine, list[Piece]]] = []
    for line in [*lines, None]:
        pieces = segments(line) if line is not None else []
        if line is not None:
            line.pieces = len(pieces)
        if line is not None and len(pieces) >= _FEWEST_COLUMNS and max(map(len, pieces)) <= _LONGEST:
            run.append((line, pieces))
            continue
        if len(run) >= _FEWEST_ROWS:
            tables.append(_table(run))
        else:
            rest += [row for row, _ in run]
        run = []
        if line is not None:
            rest.append(line)
    return tables, rest


def _with_whole_labels(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, those put together as one row that hold a label of two lines and beside its middle its figures:
    其他对外管理服务
                        7       -1       8
    事项
    """
    whole: list[TextLine] = []
    skip = 0
    for index, line in enumerate(lines):
        if skip:
            skip -= 1
            continue
        three = lines[index : index + 3]
        if len(three) == 3 and _is_wrapped_row(*three):
            above, figures, below = three
            glyphs = [*above.glyphs, *below.glyphs, *figures.glyphs]
            box = union([above.box, figures.box, below.box])
            line = TextLine(join_glyphs(glyphs), box, figures.base, glyphs)
            skip = 2
        whole.append(line)
    return whole


def _is_wrapped_row(above: TextLine, figures: TextLine, below: TextLine) -> bool:
    if below.base - above.base > _ONE_LABEL * max(above.height, below.height):
        return False
    if abs(above.box[0] - below.box[0]) > _SAME_START or max(above.box[2], below.box[2]) >= figures.box[0]:
        return False
    if not all(_FIGURE.fullmatch(join_glyphs(piece)) for piece in segments(figures)):
        return False
    return len(segments(above)) == len(segments(below)) == 1


def _table(run: Sequence[tuple[TextLine, list[Piece]]]) -> Table:
    columns = _columns([piece for _, pieces in run for piece in pieces])
    cells: list[GridCell] = []
    texts: list[str] = []
    for row, (line, pieces) in enumerate(run):
        for first, span, group in _placed(pieces, columns):
            box = (group[0].x0, line.box[1], group[-1].x1, line.box[3])
            cells.append(GridCell(row, first, 1, span, box))
            texts.append(join_glyphs(group))
    xs = (*(column[0] for column in columns), columns[-1][1])
    ys = (*(line.box[1] for line, _ in run), run[-1][0].box[3])
    return Table(Grid(tuple(cells), xs, ys), tuple(texts))


def _columns(pieces: Sequence[Piece]) -> list[tuple[float, float]]:
    """Ranges of x that some piece covers and no gap of every row cuts, narrow pieces first."""
    ranges: list[tuple[float, float]] = []
    for x0, x1 in sorted((piece[0].x0, piece[-1].x1) for piece in pieces):
        if ranges and x0 < ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], x1))
        else:
            ranges.append((x0, x1))
    return ranges


def _placed(pieces: Sequence[Piece], columns: Sequence[tuple[float, float]]) -> list[tuple[int, int, Piece]]:
    """First column, number of columns and glyphs for every piece; pieces of one column become one."""
    placed: list[tuple[int, int, Piece]] = []
    for piece in pieces:
        # A character without width at the right end of all stands behind the last column.
        first = next((i for i, (_, end) in enumerate(columns) if piece[0].x0 < end), len(columns) - 1)
        if placed and placed[-1][0] == first:
            placed[-1] = (first, 1, placed[-1][2] + piece)
        else:
            placed.append((first, 1, piece))
    return placed
