"""Two years of one agency side by side: figures, what must carry over, and jumps, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core import schema
from core.comparison.reports import minus, refs_of
from core.model import TABLES, CellRef, Report
from core.values import Amount, show

JUMP_TIMES, JUMP_FROM = 10, 20  # rule 26: ten times, on a value of 20 or more


class Trend(StrEnum):
    """What stands out in a figure's way from one year to the next."""

    NONE = ""
    SAME = "same"  # the same figure other than 0
    JUMP = "jump"  # ten times more or less


@dataclass(frozen=True, slots=True)
class YearRow:
    """A cell in both years; None for a blank, a mark, or a cell the year's form does not have."""

    ref: CellRef
    name: str
    before: Amount | None
    after: Amount | None
    difference: Amount | None
    trend: Trend


@dataclass(frozen=True, slots=True)
class Relation:
    """What this year's figure must be by last year's report.

    kind is the rule: year.carried (24), year.in_force or year.items (25). holds is None when one of the reports
    lacks the table or the two are of different editions; a blank counts as 0 and blank says so. text is the
    relation with its figures.
    """

    kind: str
    ref: CellRef
    name: str
    expected: Amount | None
    actual: Amount | None
    holds: bool | None
    blank: bool
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A headline figure for the chart; 0 for a blank."""

    name: str
    before: Amount
    after: Amount


@dataclass(frozen=True, slots=True)
class YearComparison:
    """Year Y-1 (before) beside year Y (after)."""

    years: tuple[int | None, int | None]
    rows: tuple[YearRow, ...]
    relations: tuple[Relation, ...]
    bars: tuple[Bar, ...]


def compare_years(before: Report, after: Report) -> YearComparison:
    """All cells of either form, the relations between the years, and the headline figures."""
    rows = tuple(_row(before, after, ref, name) for table in TABLES for ref, name in refs_of((after, before), table))
    relations = (*_carried(before, after), *_in_force(before, after), *_items(before, after))
    return YearComparison((before.year, after.year), rows, relations, _bars(before, after))


def _row(before: Report, after: Report, ref: CellRef, name: str) -> YearRow:
    old, new = before.cell(ref).amount, after.cell(ref).amount
    return YearRow(ref, name, old, new, minus(new, old), trend(old, new))


def trend(before: Amount | None, after: Amount | None) -> Trend:
    """Whether a figure jumped or stayed; NONE unless both years have one."""
    if before is None or after is None:
        return Trend.NONE
    small, large = sorted((abs(Decimal(before)), abs(Decimal(after))))
    if large >= JUMP_FROM and large >= JUMP_TIMES * small:
        return Trend.JUMP
    return Trend.SAME if before == after != 0 else Trend.NONE


def _carried(before: Report, after: Report) -> Iterator[Relation]:
    """Rule 24: 上年结转 = last year's 结转下年度, column by column."""
    if 3 not in after.tables:
        return
    for column in schema.shape(after.tables[3].edition, 3).row("carried_in").columns:
        ref, source = CellRef(3, "carried_in", column.key), CellRef(3, "carried_forward", column.key)
        yield _relation("year.carried", before, after, ref, (source,), ())


def _in_force(before: Report, after: Report) -> Iterator[Relation]:
    """Rule 25, edition 2021: 现行有效 = last year's + 制发 - 废止."""
    if 2 not in after.tables or after.tables[2].edition != "2021":
        return
    for row in ("regulations", "normative_documents"):
        ref, issued, repealed = (CellRef(2, row, key) for key in ("in_force", "issued", "repealed"))
        yield _relation("year.in_force", before, after, ref, (ref,), ((1, issued), (-1, repealed)))


def _items(before: Report, after: Report) -> Iterator[Relation]:
    """Rule 25, edition 2019: 上一年项目数量 = last year's 上一年项目数量 + 增/减."""
    if 2 not in after.tables or after.tables[2].edition != "2019":
        return
    for row in schema.shape("2019", 2).rows:
        if {"last_year_items", "change"} <= {column.key for column in row.columns}:
            ref, change = CellRef(2, row.key, "last_year_items"), CellRef(2, row.key, "change")
            yield _relation("year.items", before, after, ref, (ref, change), ())


def _relation(
    kind: str,
    before: Report,
    after: Report,
    ref: CellRef,
    last_year: tuple[CellRef, ...],
    this_year: tuple[tuple[int, CellRef], ...],
) -> Relation:
    """this year's ref = sum of last_year cells + sum of signed this_year cells."""
    shape = schema.shape(after.tables[ref.table].edition, ref.table)
    name, grid = shape.describe(ref), before.tables.get(ref.table)
    if grid is None or (ref.table == 2 and grid.edition != shape.edition):
        return Relation(kind, ref, name, None, after.cell(ref).amount, None, False, "去年没有可比的数")
    terms = [(1, before.cell(r).amount) for r in last_year] + [(sign, after.cell(r).amount) for sign, r in this_year]
    actual = after.cell(ref).amount
    expected = sum((sign * (figure or 0) for sign, figure in terms), start=0)
    blank = actual is None or any(figure is None for _, figure in terms)
    return Relation(kind, ref, name, expected, actual, expected == (actual or 0), blank, _written(terms, actual))


def _written(terms: list[tuple[int, Amount | None]], actual: Amount | None) -> str:
    """E.g. "去年 12 + 3 − 1 = 14，今年填 15"."""
    left = " ".join(_signed(sign, figure) for sign, figure in terms).removeprefix("+ ")
    total = sum((sign * (figure or 0) for sign, figure in terms), start=0)
    sum_part = f" = {_digits(total)}" if len(terms) > 1 else ""
    return f"去年 {left}{sum_part}，今年填 {_digits(actual)}"


def _signed(sign: int, figure: Amount | None) -> str:
    plus = sign * (figure or 0) > 0 or (sign > 0 and not figure)
    size = -figure if figure is not None and figure < 0 else figure
    return f"{'+' if plus else '−'} {_digits(size)}"


def _digits(figure: Amount | None) -> str:
    return "空" if figure is None else show(figure)


_BARS = (
    ("新收申请", CellRef(3, "received", "total")),
    ("上年结转", CellRef(3, "carried_in", "total")),
    ("予以公开", CellRef(3, "granted", "total")),
    ("办理总计", CellRef(3, "results_total", "total")),
    ("结转下年", CellRef(3, "carried_forward", "total")),
    ("行政复议", CellRef(4, "review", "total")),
    ("直接起诉", CellRef(4, "direct_suit", "total")),
    ("复议后起诉", CellRef(4, "suit_after_review", "total")),
)


def _bars(before: Report, after: Report) -> tuple[Bar, ...]:
    return tuple(Bar(name, before.cell(ref).amount or 0, after.cell(ref).amount or 0) for name, ref in _BARS)
