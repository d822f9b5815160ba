"""Two years of one agency side by side: figures, what must carry over, and jumps, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core import schema
from core.comparison.reports import minus, refs_of
from core.model import TABLES, CellRef, Report
from core.rules.years.relations import Relation, jumped, relations
from core.schema import TableShape
from core.values import Amount

__all__ = ["Bar", "Relation", "Trend", "YearComparison", "YearRow", "compare_years", "trend"]


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
    return YearComparison((before.year, after.year), rows, relations(before, after), _bars(before, after))


def _row(before: Report, after: Report, ref: CellRef, name: str) -> YearRow:
    old, new = before.cell(ref).amount, after.cell(ref).amount
    grid = after.tables.get(ref.table)
    shape = schema.shape(grid.edition, ref.table) if grid else None
    return YearRow(ref, name, old, new, minus(new, old), trend(shape, ref, old, new))


def trend(shape: TableShape | None, ref: CellRef, before: Amount | None, after: Amount | None) -> Trend:
    """Whether a figure jumped (as rule 26 judges it) or stayed; NONE unless both years have one."""
    if jumped(shape, ref, before, after):
        return Trend.JUMP
    return Trend.SAME if before is not None and before == after != 0 else Trend.NONE


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
