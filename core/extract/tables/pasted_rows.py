"""Table 3 in text copied out of a PDF: a label and exactly seven figures are a row, whatever stands between.

Viewers copy the same table in three ways. Cells of a row on one line, long labels above, below or around it:

    三、本    （一）予以公开     6   0   0   0   0   1    7
    年度办    （二）部分公开    12   0   0   0   1   0   13
    理结果   （区分处理的，只

in the order of the page's content, labels broken as in their narrow cells:

    5.要求行政机关确认或重 新出具
    已获取信息
    0 0 0 0 0 0 0

or one figure a line, the labels of several rows before or far behind the figures of all of them:

    （三）不 4.保护第三方合法权益
    予公开
    5.属于三类内部事务信息
    0 … 0 (fourteen lines)

Rows are found by their seven figures, named by the text before them where it is a label or begins one, and the rows
between two named ones are named by counting, if there are exactly as many in the file as in the form. Where names and
order contradict each other, nothing is read.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from core import text
from core.document import Para
from core.extract.flow import Flow
from core.extract.sections.headings import likely_section, looks_like_section
from core.extract.tables import form_labels
from core.extract.tables.figures import is_page_number, is_written_figure
from core.extract.tables.form_labels import FormRow
from core.extract.tables.label_text import label, likeness
from core.extract.tables.lines import LineCell, TableLine
from core.place import Place
from core.values import CellKind, amount, parse

WIDTH = 7  # figures of a row of table 3
_MOST_ROWS = 80  # rows of seven figures beyond which a text is no report
_MOST_PIECES = 14  # pieces of text before a row that are tried as parts of its label: 三/、/本/年/… one a line
_LONGEST_PIECE = 60  # characters; longer ones are sentences, not labels
_CERTAIN, _LIKELY = 0.8, 0.85


@dataclass(slots=True)
class SevenFigures:
    """A row of exactly seven figures, the pieces of text since the row before it, and where it stands in the flow.

    is_grouped: it was cut out of a longer run of figures, so that the text before may be another row's.
    """

    figures: list[LineCell]
    pieces: list[LineCell]
    index: int
    is_grouped: bool = False


@dataclass(slots=True)
class PastedTable:
    """Rows with the row of the form that each is, the flow indices they cover (end exclusive), and what is left."""

    edition: str
    rows: list[tuple[SevenFigures, FormRow]]
    start: int
    end: int
    unnamed: list[SevenFigures] = field(default_factory=list)
    stray: list[LineCell] = field(default_factory=list)


def find(flow: Flow, editions: Sequence[str]) -> PastedTable | None:
    """The pasted table of a flow; None where there is none, or its order is in doubt."""
    rows, stray = _rows(flow)
    if len(rows) < 3 or len(rows) > _MOST_ROWS or _order_is_doubtful(rows):
        return None
    best: PastedTable | None = None
    for edition in editions:
        named = _named(rows, form_labels.specs(edition, 3))
        if named is not None and (best is None or len(named) > len(best.rows)):
            pairs = [(rows[i], spec) for i, spec in sorted(named.items())]
            unnamed = [row for i, row in enumerate(rows) if i not in named]
            best = PastedTable(edition, pairs, _start(flow, rows[0]), rows[-1].index + 1, unnamed, stray)
    return best


# Rows of seven figures.


def _rows(flow: Flow) -> tuple[list[SevenFigures], list[LineCell]]:
    """Rows of seven figures in the flow's order, and figures that are part of none."""
    rows: list[SevenFigures] = []
    stray: list[LineCell] = []
    pieces: list[LineCell] = []
    waiting: list[tuple[LineCell, int]] = []  # figures of lines that have not seven themselves

    def close() -> None:
        nonlocal pieces
        count = len(waiting) // WIDTH
        if waiting and len(waiting) % WIDTH == 0 and (count == 1 or _is_row_by_row([item for item, _ in waiting])):
            for n in range(count):
                part = waiting[n * WIDTH : (n + 1) * WIDTH]
                rows.append(SevenFigures([item for item, _ in part], pieces, part[-1][1], count > 1))
                pieces = []
        else:
            stray.extend(item for item, _ in waiting if rows)
        waiting.clear()

    for index, words in _lines(flow):
        figures = _trailing_figures(words)
        names = words[: len(words) - len(figures)]
        if rows and names and looks_like_section("".join(word.text for word in names)) and _ends_table(names):
            break
        if len(figures) == WIDTH:
            close()
            pieces.extend(names)
            rows.append(SevenFigures(figures, pieces, index))
            pieces = []
        elif names:
            close()
            is_sentence = any(len(word.text) > _LONGEST_PIECE for word in names)
            if is_sentence:
                pieces = []
            else:
                pieces.extend(names)
            waiting.extend((figure, index) for figure in figures)
        else:
            waiting.extend((figure, index) for figure in figures)
    close()
    return rows, stray


def _lines(flow: Flow) -> Iterator[tuple[int, list[LineCell]]]:
    """Words of each line of the flow with its index; page numbers with dashes are left out."""
    for index, entry in enumerate(flow.entries):
        if entry.para is not None:
            if not is_page_number(entry.para.text):
                yield index, _words(entry.para.text, entry.para.place)
        else:
            for line in flow.lines[entry.block]:
                if not (len(line.filled) == 1 and is_page_number(line.filled[0].text)):
                    yield index, [word for item in line.filled for word in _words(item.text, item.place)]


def _words(raw: str, place: Place) -> list[LineCell]:
    return [LineCell(word, place, n, n) for n, word in enumerate(raw.split())]


def _trailing_figures(words: Sequence[LineCell]) -> list[LineCell]:
    count = 0
    while count < len(words) and is_written_figure(words[-1 - count].text):
        count += 1
    return list(words[len(words) - count :])


def _ends_table(names: Sequence[LineCell]) -> bool:
    """Whether a line is a heading and no row's name (四、结转下年度继续办理 is one, 三、本年度办理结果 another)."""
    return not form_labels.is_part_of_label("".join(word.text for word in names))


@lru_cache(maxsize=4096)
def _value(raw: str) -> int | None:
    found = amount(parse(raw, CellKind.COUNT))
    return found if isinstance(found, int) else None


def _adds_up(figures: Sequence[LineCell]) -> bool:
    values = [_value(item.text) or 0 for item in figures]
    return sum(values[:-1]) == values[-1]


def _is_row_by_row(figures: Sequence[LineCell]) -> bool:
    """Whether a run of several rows' figures, one a line, stands row by row and not column by column.

    That the six parts of each row make its total is the only sign of it; all the same figures need none.
    """
    if len({_value(item.text) for item in figures}) == 1:
        return True
    return all(_adds_up(figures[n : n + WIDTH]) for n in range(0, len(figures), WIDTH))


def _order_is_doubtful(rows: Sequence[SevenFigures]) -> bool:
    """Whether most rows that hold anything do not add up: then 总计 may stand elsewhere than at the end."""
    filled = [row for row in rows if any(_value(item.text) for item in row.figures)]
    return sum(not _adds_up(row.figures) for row in filled) * 2 > len(filled)


@dataclass(frozen=True, slots=True)
class PastedTable4:
    """The fifteen figures of table 4 in the form's order, and the flow indices of all its paragraphs."""

    figures: list[LineCell]
    indices: list[int]


def find_table4(flow: Flow) -> PastedTable4 | None:
    """Table 4 where a copy has them one a line, apart from their header; else None.

        结果 维持 结果 纠正 … 总计 / 1 / 0 / 0 / 0 / 1 / 复议后起诉 / 结果 维持 … / 0 / 0 / …

    Between the headings of sections four and five there must be exactly fifteen, and each block's four outcomes must
    make its total: else they may stand in another order.
    """
    figures: list[LineCell] = []
    indices: list[int] = []
    inside = False
    for index, words in _lines(flow):
        heading = "".join(word.text for word in words)
        if _ends_table(words) and looks_like_section(heading):
            if inside:
                break
            inside = likely_section(heading) == 4
        elif inside:
            own = [word for word in words if is_written_figure(word.text)]
            figures += own
            if all(word in own or form_labels.is_part_of_label(word.text) for word in words):
                indices.append(index)
    blocks = [figures[n : n + 5] for n in (0, 5, 10)]
    if len(figures) != 15 or not all(_adds_up(block) for block in blocks):
        return None
    return PastedTable4(figures, indices)


# Names.


def _named(rows: Sequence[SevenFigures], specs: Sequence[FormRow]) -> dict[int, FormRow] | None:
    """Row number → row of the form; None where labels and order contradict each other."""
    scores = [{} if row.is_grouped else _scores(row.pieces, specs) for row in rows]
    anchors = _best_chain(scores, len(specs))
    contradicting = [i for i, own in enumerate(scores) if own and max(own.values()) >= 1 and i not in anchors]
    if len(anchors) < 3 or contradicting:
        return None
    named = dict(anchors)
    ends = [(-1, -1), *sorted(anchors.items()), (len(rows), len(specs))]
    for (i, j), (next_i, next_j) in itertools.pairwise(ends):
        if next_i - i == next_j - j:
            named |= {i + n: j + n for n in range(1, next_i - i)}
    return {i: specs[j] for i, j in named.items()}


def _scores(pieces: Sequence[LineCell], specs: Sequence[FormRow]) -> dict[int, float]:
    """Position of each row of the form that the text before a row may name, with how surely.

    The last pieces joined are a whole label, or the beginning of one whose rest stands behind the figures.
    """
    found: dict[int, float] = {}
    joined = ""
    for piece in reversed(pieces[-_MOST_PIECES:]):
        joined = piece.text + joined
        own = label(joined)
        if len(own.core) < 2 or len(own.core) > _LONGEST_PIECE:
            continue
        for spec in specs:
            score = max(likeness(own, name) for name in spec.names)
            if (
                score < _CERTAIN
                and own.number
                and any(name.number == own.number and name.core.startswith(own.core) for name in spec.names)
            ):
                score = _LIKELY  # "1.属于" of 1.属于国家秘密
            if score >= _CERTAIN:
                found[spec.position] = max(score, found.get(spec.position, 0.0))
    best = max(found.values(), default=0.0)
    return {position: score for position, score in found.items() if score >= best - 0.1}


def _best_chain(scores: Sequence[dict[int, float]], width: int) -> dict[int, int]:
    """Row → position in the form, both rising: the chain with the greatest sum of scores."""
    best: list[tuple[float, tuple[int, int] | None]] = [(0.0, None)] * width  # by position: chains that end there
    came: dict[tuple[int, int], tuple[int, int] | None] = {}
    for i, own in enumerate(scores):
        before = list(best)
        for j, score in own.items():
            prior = max((before[k] for k in range(j)), key=lambda chain: chain[0], default=(0.0, None))
            came[i, j] = prior[1]
            if prior[0] + score > best[j][0]:
                best[j] = (prior[0] + score, (i, j))
    at = max(best, key=lambda chain: chain[0], default=(0.0, None))[1]
    chain: dict[int, int] = {}
    while at is not None:
        chain[at[0]] = at[1]
        at = came[at]
    return chain


# Where the table begins.


def _start(flow: Flow, first: SevenFigures) -> int:
    """Flow index of the table's first paragraph: header words, broken or not, stand before the first row."""
    at = first.index
    while at > 0:
        entry = flow.entries[at - 1]
        if entry.para is None or not _is_of_header(entry.para):
            break
        at -= 1
    return at


def _is_of_header(para: Para) -> bool:
    plain = text.squeeze(para.text)
    if looks_like_section(para.text) and not form_labels.is_part_of_label(plain):
        return False
    return is_page_number(para.text) or all(form_labels.is_part_of_label(word) for word in para.text.split())


def table_lines(pasted: PastedTable) -> list[tuple[TableLine, FormRow]]:
    """The rows as lines: one cell of a label as found, and seven figures."""
    found = []
    for row, spec in pasted.rows:
        words = row.pieces or [replace(row.figures[0], text="")]
        named = replace(words[-1], text=" ".join(word.text for word in words), first=0, last=0)
        cells = [replace(item, first=n, last=n) for n, item in enumerate(row.figures, 1)]
        found.append((TableLine((named, *cells), -1 - row.index, False), spec))
    return found
