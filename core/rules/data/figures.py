"""Comparisons of figures as a rule file writes them, e.g.

    2.normative_documents.in_force >= 2.normative_documents.issued - 2.normative_documents.repealed

A term is table.row.column or a number; a row that ends in * stands for every row of the edition that begins so.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from core import schema
from core.model import TABLES, CellRef, Report
from core.values import Amount, Unread

_OPERATORS: dict[str, Callable[[Amount, Amount], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "!=": operator.ne,
    "==": operator.eq,
    "=": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}
_COMPARISON = re.compile(r"(.+?)(>=|<=|!=|==|=|>|<)(.+)")
_TERM = re.compile(r"([234])\.([a-z_]+\*?)\.([a-z_]+)")


class FiguresError(ValueError):
    """A comparison cannot be understood; str() is a Chinese sentence without its full stop."""


@dataclass(frozen=True, slots=True)
class Term:
    """A signed cell, row of cells (row ends in *) or number of a sum."""

    sign: int
    table: int = 0
    row: str = ""
    column: str = ""
    number: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """left compared with right; text is what the rule file says."""

    left: tuple[Term, ...]
    operator: str
    right: tuple[Term, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison over a report: both sums, whether it holds, and the cells of either side."""

    left: Amount
    right: Amount
    holds: bool
    left_cells: tuple[CellRef, ...]
    right_cells: tuple[CellRef, ...]


def parse_comparison(text: str) -> Comparison:
    """FiguresError for anything but two sums with a comparison between them."""
    match = _COMPARISON.fullmatch(text.strip())
    if match is None:
        raise FiguresError(f"“{text}”不是一个比较，应写成 A >= B 的样子")
    return Comparison(_sum(match[1]), match[2], _sum(match[3]), text.strip())


def _sum(text: str) -> tuple[Term, ...]:
    terms = []
    for sign, part in re.findall(r"([+-]?)\s*([^\s+-]+)", text):
        terms.append(_term(part, -1 if sign == "-" else 1))
    if not terms:
        raise FiguresError(f"“{text.strip()}”里没有数")
    return tuple(terms)


def _term(part: str, sign: int) -> Term:
    if re.fullmatch(r"\d+(\.\d+)?", part):
        return Term(sign, number=Decimal(part))
    match = _TERM.fullmatch(part)
    if match is None:
        raise FiguresError(f"“{part}”不是单元格，应写成 表号.行.列，例如 3.results_total.total")
    term = Term(sign, int(match[1]), match[2], match[3])
    if not any(_cells(term, edition) for edition in schema.editions()):
        raise FiguresError(f"哪一版表式里都没有“{part}”这个单元格")
    return term


def _cells(term: Term, edition: str) -> tuple[CellRef, ...]:
    """The cells a term stands for in an edition; () when it has none."""
    if term.table not in TABLES:
        return ()
    stem = term.row.removesuffix("*")
    found = []
    for ref in schema.shape(edition, term.table).refs:
        same = ref.row.startswith(stem) if stem != term.row else ref.row == term.row
        if same and ref.column == term.column:
            found.append(ref)
    return tuple(found)


def compare(comparison: Comparison, report: Report) -> Compared | None:
    """None when it cannot be said: a table or cell is missing, not read, or every cell is empty."""
    sides: list[Amount] = []
    cells: list[tuple[CellRef, ...]] = []
    figures: list[Amount | None] = []
    for terms in (comparison.left, comparison.right):
        total: Amount = 0
        named: list[CellRef] = []
        for term in terms:
            if not term.table:
                number = int(term.number) if term.number == int(term.number) else term.number
                total += term.sign * number
                continue
            grid = report.tables.get(term.table)
            refs = _cells(term, grid.edition) if grid else ()
            if grid is None or not refs or any(isinstance(grid.cell(ref).value, Unread) for ref in refs):
                return None
            for ref in refs:
                figures.append(grid.cell(ref).amount)
                total += term.sign * (grid.cell(ref).amount or 0)
            named += refs
        sides.append(total)
        cells.append(tuple(named))
    if figures and all(figure is None for figure in figures):
        return None
    left, right = sides
    return Compared(left, right, _OPERATORS[comparison.operator](left, right), cells[0], cells[1])
