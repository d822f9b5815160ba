"""Rows of a file aligned to the rows of the form: monotone sequence alignment by likeness of labels.

Order decides what a bare 总计 or 其他 names. A row of the form may lack in the file (its cells stay empty), a
row of the file may be unknown to the form (it finds no place), and up to three rows of the file may be one
row of the form that a page break has cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from core.extract.tables import form_labels
from core.extract.tables.form_labels import FormRow, LabelRole
from core.extract.tables.label_text import LONGEST_LABEL, Label, best, label
from core.extract.tables.lines import LineCell, TableLine

ENOUGH = 0.55  # likeness under which two labels are not taken for the same
_MISSING = 0.05
_EXTRA = 0.1
_EMPTY = 0.02  # an unused line without figures: a group's label, a rest of a heading
_JOIN = 0.02
_MOST_PIECES = 3
_MOST_LINES = 6  # in running text each line of a cell may have become a row


@dataclass(frozen=True)
class TableRow:
    """A line of a table split into the items that name it and the items that hold its figures."""

    line: TableLine
    labels: tuple[LineCell, ...]
    figures: tuple[LineCell, ...]

    @cached_property
    def has_figures(self) -> bool:
        """Whether anything is written where figures belong."""
        return any(not f.blank for f in self.figures)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Texts of its labels, blank ones left out."""
        return tuple(i.text for i in self.labels if not i.blank)


@dataclass(frozen=True, slots=True)
class RowMatch:
    """A row of the form and the rows of the file that are it (indices), with the likeness of their labels."""

    spec: FormRow
    rows: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """Matches in the form's order; unused rows of the file; total is comparable between editions."""

    matches: tuple[RowMatch, ...]
    unused: tuple[int, ...]
    total: float


def align(rows: Sequence[TableRow], specs: Sequence[FormRow]) -> Alignment:
    """The best monotone alignment; a single row that stands out of order is then matched by its label alone."""
    scores = _scores(rows, specs)
    matches, total = _straight_path(rows, specs, scores) or _best_path(rows, specs, scores)
    matches += _out_of_order(rows, specs, matches)
    used = {i for match in matches for i in match.rows}
    unused = tuple(i for i in range(len(rows)) if i not in used)
    return Alignment(tuple(sorted(matches, key=lambda m: m.spec.position)), unused, total)


def names(rows: Sequence[TableRow]) -> tuple[Label, ...]:
    """Labels that a row, or pieces of one row, may be read as: each cell's pieces joined, ever more cells."""
    words = [row.words for row in rows if row.words]
    if not words:
        return ()
    most = min(len(words[0]), LONGEST_LABEL)
    found = [label("".join(words[0][-n:])) for n in range(1, most + 1)] if len(words) == 1 else []
    if len(words) > 1:
        own = "".join(w[-1] for w in words)
        found = [label(own), label("".join(part for w in words for part in w))]
        if len(words[0]) > 1 and len(words[0]) == len(words[1]):
            found.append(label(words[0][-2] + words[1][-2] + own))
    return tuple(dict.fromkeys(found))


def _scores(rows: Sequence[TableRow], specs: Sequence[FormRow]) -> dict[tuple[int, int, int], float]:
    """Likeness by (first row, number of rows, spec); what is not enough is left out."""
    found = {}
    index = _index(specs)
    exact = [{spec.position for name in names([row]) for spec in index.get(name, ())} for row in rows]
    for first in range(len(rows)):
        for count in range(1, (_MOST_PIECES if rows[first].line.grid else _MOST_LINES) + 1):
            pieces = rows[first : first + count]
            if count == 1 and _is_group(pieces[0]):
                continue
            if len(pieces) < count or (count > 1 and (not _may_join(pieces) or all(exact[first : first + count]))):
                break
            for position, score in _row_scores(names(pieces), specs, index).items():
                found[first, count, position] = score
    return found


def _index(specs: Sequence[FormRow]) -> dict[Label, list[FormRow]]:
    index: dict[Label, list[FormRow]] = {}
    for spec in specs:
        for name in spec.names:
            index.setdefault(name, []).append(spec)
    return index


def _row_scores(own: Sequence[Label], specs: Sequence[FormRow], index: dict[Label, list[FormRow]]) -> dict[int, float]:
    """Likeness by spec; where a label is exactly one of the form's, number and all, the others are left out."""
    exact = {spec.position: 1.0 for name in own if name.number for spec in index.get(name, ())}
    if exact:
        return exact
    pairs = {name.core[i : i + 2] for name in own for i in range(len(name.core) - 1)}
    near = [spec for spec in specs if not pairs.isdisjoint(spec.pairs)]
    scores = ((spec.position, best(own, spec.names)) for spec in near)
    return {position: score for position, score in scores if score >= ENOUGH}


def _is_group(row: TableRow) -> bool:
    """Named by the label of a group alone: which of its rows it is cannot be told."""
    return bool(row.words) and all(
        form_labels.is_label(w, 3, LabelRole.GROUP) and not form_labels.is_label(w, 3, LabelRole.ROW) for w in row.words
    )


def _may_join(pieces: Sequence[TableRow]) -> bool:
    """One piece at most holds the figures, and all are of the same kind of table.

    Figures without any name join a name only over a page's end, or where the name has no cells for figures of
    its own: below a row that was left blank they may be another row's.
    """
    if sum(p.has_figures for p in pieces) > 1 or len({p.line.grid for p in pieces}) > 1:
        return False
    unnamed = [p for p in pieces if p.has_figures and not p.words]
    others = [p for p in pieces if p not in unnamed]
    return not unnamed or all(p.line.block != unnamed[0].line.block or not p.figures for p in others)


def _straight_path(
    rows: Sequence[TableRow], specs: Sequence[FormRow], scores: dict[tuple[int, int, int], float]
) -> tuple[list[RowMatch], float] | None:
    """The usual file: each row exactly one row of the form, in its order, none missing; nothing to weigh."""
    if len(rows) != len(specs) or len(scores) != len(specs):
        return None
    if any(scores.get((i, 1, i)) != 1 for i in range(len(specs))):
        return None
    return [RowMatch(spec, (i,), 1.0) for i, spec in enumerate(specs)], float(len(specs))


def _best_path(
    rows: Sequence[TableRow], specs: Sequence[FormRow], scores: dict[tuple[int, int, int], float]
) -> tuple[list[RowMatch], float]:
    n, m = len(rows), len(specs)
    top = [[0.0] * (m + 1) for _ in range(n + 1)]
    came: dict[tuple[int, int], int] = {}  # (row, spec) → rows used here; 0 = spec missing, -1 = row unused
    for i in range(n + 1):
        for j in range(m + 1):
            options = []
            if j:
                options.append((top[i][j - 1] - _MISSING, 0))
            if i:
                options.append((top[i - 1][j] - (_EXTRA if rows[i - 1].has_figures else _EMPTY), -1))
            if j:
                for count in range(1, min(i, _MOST_LINES) + 1):
                    score = scores.get((i - count, count, j - 1))
                    if score is not None:
                        options.append((top[i - count][j - 1] + score - _JOIN * (count - 1), count))
            if options:
                top[i][j], came[i, j] = max(options)
    return _walk_back(n, m, came, specs, scores), top[n][m]


def _walk_back(
    i: int,
    j: int,
    came: dict[tuple[int, int], int],
    specs: Sequence[FormRow],
    scores: dict[tuple[int, int, int], float],
) -> list[RowMatch]:
    matches = []
    while i or j:
        step = came[i, j]
        if step == -1:
            i -= 1
        elif step == 0:
            j -= 1
        else:
            i, j = i - step, j - 1
            matches.append(RowMatch(specs[j], tuple(range(i, i + step)), scores[i, step, j]))
    return matches


def _out_of_order(rows: Sequence[TableRow], specs: Sequence[FormRow], matches: Sequence[RowMatch]) -> list[RowMatch]:
    """Rows that the order left over but whose label names exactly one row of the form that is still missing."""
    used = {i for match in matches for i in match.rows}
    missing = [s for s in specs if all(m.spec is not s for m in matches)]
    if not missing:
        return []
    found: list[RowMatch] = []
    index = _index(specs)
    for i, row in enumerate(rows):
        if i in used or not row.words:
            continue
        own = names([row])
        sure = [position for position, score in _row_scores(own, specs, index).items() if score >= 0.9]
        if len(sure) == 1 and specs[sure[0]] in missing and len(specs[sure[0]].row.label) > 5:
            missing.remove(specs[sure[0]])
            found.append(RowMatch(specs[sure[0]], (i,), best(own, specs[sure[0]].names)))
    return found
