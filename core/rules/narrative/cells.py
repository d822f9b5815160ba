"""Cells written in the words of the schema ("3.refused_*.total") as the cells of an edition."""

from __future__ import annotations

from functools import cache

from core import schema
from core.model import CellRef

Option = tuple[CellRef, ...]
Editions = tuple[str, str, str]  # of tables 2, 3 and 4


@cache
def option(spec: str, editions: Editions) -> Option:
    """The cells of one alternative; () when the editions lack any of its terms."""
    terms = [tuple(CellRef(*c) for c in _known(editions) if _matches(t, c)) for t in spec.split("+")]
    return tuple(ref for refs in terms for ref in refs) if all(terms) else ()


@cache
def _known(editions: Editions) -> tuple[tuple[int, str, str], ...]:
    shapes = (schema.shape(edition, table) for table, edition in zip((2, 3, 4), editions, strict=True))
    return tuple((ref.table, ref.row, ref.column) for shape in shapes for ref in shape.refs)


def _matches(term: str, cell: tuple[int, str, str]) -> bool:
    table, row, column = term.split(".")
    stem = row.removesuffix("*")
    return (int(table), column) == (cell[0], cell[2]) and (cell[1].startswith(stem) if stem != row else cell[1] == row)
