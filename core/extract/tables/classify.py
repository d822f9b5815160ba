"""Which statutory table each line belongs to: by its labels, smoothed along the lines of a block."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from core.extract.tables import form_labels
from core.extract.tables.label_text import label
from core.extract.tables.lines import TableLine
from core.extract.watch import Watch
from core.model import TABLES

NO_TABLE = 0
_STATES = (NO_TABLE, *TABLES)
_UNKNOWN = 0.35  # what a line of unknown words is worth as part of no statutory table
_FRAGMENT = 0.6  # a piece of a label, as page breaks leave it
_ANYWHERE = 0.3
_FIFTEEN = 0.4  # a line of nothing but fifteen cells: table 4 has that many, no other
_INSIDE = 1.0  # price of a change of table inside a block
_BETWEEN = 0.2  # and between two blocks


def tables_of(lines: Sequence[TableLine], watch: Watch | None = None) -> list[int]:
    """The table (2, 3, 4) of each line, 0 for none: the cheapest sequence of states (Viterbi)."""
    if not lines:
        return []
    scores = [dict.fromkeys(_STATES, 0.0)]
    back: list[dict[int, int]] = []
    for i, line in watch.over(lines) if watch else enumerate(lines):
        price = _BETWEEN if i == 0 or line.block != lines[i - 1].block else _INSIDE
        before, worth, step, now = scores[-1], scores_by_table(line), {}, {}
        best = max(_STATES, key=before.__getitem__)
        changed = before[best] - price
        for state in _STATES:
            stays = before[state] >= changed
            step[state] = state if stays else best
            now[state] = (before[state] if stays else changed) + worth[state]
        back.append(step)
        scores.append(now)
    state = max(_STATES, key=scores[-1].__getitem__)
    path = []
    for step in reversed(back):
        path.append(state)
        state = step[state]
    return path[::-1]


@lru_cache(maxsize=20_000)
def _word_score(word: str, table: int) -> float:
    """How much a word speaks for a table; a bare 总计 or 其他 heads columns in any table of the country."""
    score = max((s for k, s in form_labels.matches(word) if k.table == table), default=0.0)
    return min(score, _ANYWHERE) if is_ambiguous_label(word) else score


def has_distinctive_label(line: TableLine, table: int) -> bool:
    """Whether a line names something that only this table has, or a piece of it."""
    words = [i.text for i in line.words if not is_ambiguous_label(i.text)]
    if not words and table == 4:
        return len(line.items) == 15
    return any(
        form_labels.is_label(w, table) or (len(w) > 2 and form_labels.is_part_of_table_label(w, table)) for w in words
    )


def is_ambiguous_label(word: str) -> bool:
    """Labels without a number that say nothing about the table."""
    own = label(word)
    return own.core in ("总计", "其他") and not own.number


def scores_by_table(line: TableLine) -> dict[int, float]:
    """How much a line speaks for each table, and for none."""
    worth = dict.fromkeys(_STATES, 0.0)
    words = [item.text for item in line.words]
    for table in TABLES:
        scores = [_word_score(word, table) for word in words]
        # Half the best word, half all of them: 总计 and 其他 are in two tables, their neighbours are not.
        worth[table] = (max(scores, default=0.0) + sum(scores) / max(len(scores), 1)) / 2
    if not words and len(line.items) == 15:
        worth[4] = _FIFTEEN
    if words and max(worth.values()) <= _ANYWHERE:
        worth[NO_TABLE] = _UNKNOWN
        for table in TABLES:
            if any(form_labels.is_part_of_table_label(word, table) for word in words):
                worth[table] = _FRAGMENT
    return worth
