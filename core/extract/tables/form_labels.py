"""The labels of the statutory tables, both editions, as the steps of the extraction look them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache

from core import schema, text
from core.extract.tables.label_text import LONGEST_LABEL, Label, label, likeness
from core.schema import ColumnSpec, RowSpec


class LabelRole(StrEnum):
    """What a label does in its table."""

    ROW = "row"  # names a row of figures
    GROUP = "group"  # stands over several rows (（三）不予公开) or columns (法人或其他组织)
    COLUMN = "column"  # names a column of figures
    CLAUSE = "clause"  # a block's title in table 2, a corner or a caption


@dataclass(frozen=True, slots=True)
class FormLabel:
    """A label of the form and where it belongs."""

    table: int
    role: LabelRole
    label: Label


_EXTRA = (
    (2, LabelRole.CLAUSE, "信息内容"),
    (2, LabelRole.CLAUSE, "信息类别"),
    (3, LabelRole.CLAUSE, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"),
    (3, LabelRole.CLAUSE, "申请人情况"),
    (3, LabelRole.GROUP, "法人或其他组织"),
    (4, LabelRole.GROUP, "行政诉讼"),
)


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the form with every label it may stand under in a file: its own, with its group, in full."""

    row: RowSpec
    names: tuple[Label, ...]
    position: int
    pairs: frozenset[str] = frozenset()  # pairs of neighbouring characters in the names, to sort out strangers fast


@cache
def all_labels() -> tuple[FormLabel, ...]:
    """Every label of both editions, once."""
    found = dict.fromkeys(FormLabel(table, role, label(raw)) for table, role, raw in (*_from_schemas(), *_EXTRA))
    return tuple(found)


def _from_schemas() -> Iterator[tuple[int, LabelRole, str]]:
    for edition in schema.editions():
        for number, shape in schema.load(edition).tables.items():
            for row in shape.rows:
                yield from ((number, LabelRole.ROW, name) for name in (row.label, *row.aliases))
                yield from ((number, LabelRole.GROUP, name) for name in row.labels[:-1])
                if row.clause:
                    yield number, LabelRole.CLAUSE, row.clause
                for column in row.columns:
                    yield from ((number, LabelRole.COLUMN, name) for name in (column.label, *column.aliases))


@dataclass(slots=True)
class _Index:
    """Known labels by core, for the exact look-up that settles nearly every cell, and by pairs of characters,
    so that running text is not compared with every label."""

    by_core: dict[str, tuple[FormLabel, ...]] = field(default_factory=dict)
    by_pair: dict[str, set[FormLabel]] = field(default_factory=dict)


@cache
def _index() -> _Index:
    index = _Index()
    for known in all_labels():
        core = known.label.core
        index.by_core[core] = (*index.by_core.get(core, ()), known)
        for at in range(len(core) - 1):
            index.by_pair.setdefault(core[at : at + 2], set()).add(known)
    return index


def _near(core: str) -> list[FormLabel]:
    """Labels that share at least half the pairs of the shorter of the two."""
    shared = Counter(k for at in range(len(core) - 1) for k in _index().by_pair.get(core[at : at + 2], ()))
    return [k for k, n in shared.items() if 2 * n >= min(len(core), len(k.label.core)) - 1]


@lru_cache(maxsize=20_000)
def matches(raw: str) -> tuple[tuple[FormLabel, float], ...]:
    """Known labels a text may be, surest first; nothing under 0.7."""
    own = label(raw)
    if not own.core or len(own.core) > LONGEST_LABEL:
        return ()
    exact = _index().by_core.get(own.core)
    pool: Iterable[FormLabel] = exact or (_near(own.core) if len(own.core) > 2 else ())
    scored = ((known, likeness(own, known.label)) for known in pool)
    return tuple(sorted((s for s in scored if s[1] >= 0.7), key=lambda s: -s[1]))


@lru_cache(maxsize=50_000)
def is_label(raw: str, table: int, *roles: LabelRole) -> bool:
    """Whether a text is a label of the table in one of these roles (any role if none is given)."""
    return any(k.table == table and (not roles or k.role in roles) for k, score in matches(raw) if score >= 0.8)


@cache
def _all_cores(table: int) -> str:
    return "\n".join(k.label.core for k in all_labels() if k.table == table)


@lru_cache(maxsize=20_000)
def begins_label(raw: str) -> bool:
    """Whether some label of the form begins with this text, number included or left out."""
    own = text.key(raw)
    return any(f"\n{own}" in whole for whole in _beginnings())


@cache
def _beginnings() -> tuple[str, str]:
    labels = [text.key(raw) for _, _, raw in (*_from_schemas(), *_EXTRA)]
    return "\n" + "\n".join(labels), "\n" + "\n".join(label(raw).core for raw in labels)


def is_part_of_table_label(raw: str, table: int) -> bool:
    """Whether a text of two characters or more is a part of a label of the table, as page breaks leave it."""
    core = label(raw).core
    return len(core) > 1 and core in _all_cores(table)


@cache
def _all_keys() -> str:
    return "\n".join(text.key(raw) for _, _, raw in (*_from_schemas(), *_EXTRA))


@lru_cache(maxsize=20_000)
def is_part_of_label(raw: str) -> bool:
    """Whether a text, of any length, is a part of some label of the form."""
    return text.key(raw) in _all_keys()


def is_exact_label(raw: str) -> bool:
    """Whether a text is some label of the form, exactly but for its writing."""
    return label(raw).core in _index().by_core


@cache
def specs(edition: str, table: int) -> tuple[FormRow, ...]:
    """The rows of a table in order, with the names to look for."""
    rows = schema.shape(edition, table).rows
    named = [(row, tuple(dict.fromkeys(_names(row)))) for row in rows]
    return tuple(FormRow(row, names, i, _pairs(names)) for i, (row, names) in enumerate(named))


def _pairs(names: Iterable[Label]) -> frozenset[str]:
    return frozenset(name.core[i : i + 2] for name in names for i in range(len(name.core) - 1))


def _names(row: RowSpec) -> Iterator[Label]:
    yield from (label(name) for name in (row.label, *row.aliases))
    for depth in range(len(row.labels) - 1):
        yield label("".join(row.labels[depth:]))


@cache
def labels_only_in(edition: str, table: int) -> frozenset[Label]:
    """Labels of rows and columns that the table has in this edition and in no other."""
    own = _labels_of(edition, table)
    others = (_labels_of(e, table) for e in schema.editions() if e != edition)
    return own.difference(*others)


def _labels_of(edition: str, table: int) -> frozenset[Label]:
    rows = schema.shape(edition, table).rows
    return frozenset(label(n) for row in rows for n in (row.label, *(c.label for c in row.columns)))


@cache
def column_names(column: ColumnSpec) -> tuple[Label, ...]:
    """Every label a column may stand under."""
    return tuple(label(name) for name in (column.label, *column.aliases))
