"""The linear equations of an edition's tables, expanded from its schema: one source for findings and repairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from core import schema
from core.model import CellRef
from core.schema import LinearSpec, SchemaError, TableShape


@dataclass(frozen=True, slots=True)
class LinearForm:
    """sum(left) = sum(right) over cells of one table; in a sum rule right is the lone total."""

    rule: str
    left: tuple[CellRef, ...]
    right: tuple[CellRef, ...]

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """All operands, left first."""
        return self.left + self.right


@cache
def linear(edition: str, table: int) -> tuple[LinearForm, ...]:
    """Every equation of a table in an edition, in the schema's order; empty for table 2, which has no sums."""
    shape = schema.shape(edition, table)
    specs = (spec for spec in schema.load(edition).equations if spec.table == table)
    return tuple(form for spec in specs for form in expand(spec, shape))


@cache
def linear_by_cell(edition: str, table: int) -> dict[CellRef, tuple[LinearForm, ...]]:
    """The equations each cell takes part in; cells without any are absent."""
    found: dict[CellRef, tuple[LinearForm, ...]] = {}
    for form in linear(edition, table):
        for ref in form.cells:
            found[ref] = (*found.get(ref, ()), form)
    return found


def tables_with_equations(edition: str) -> tuple[int, ...]:
    """Tables in which something can be balanced: 3 and 4 in the editions so far."""
    return tuple(sorted({spec.table for spec in schema.load(edition).equations}))


def expand(spec: LinearSpec, shape: TableShape) -> Iterator[LinearForm]:
    """The forms of one equation over a table's shape; SchemaError for a key the edition does not have."""
    rows = [r.key for r in shape.rows]
    # In table 2 every block has columns of its own: an equation over rows speaks of the rows that have them all.
    columns = list(dict.fromkeys(c.key for r in shape.rows for c in r.columns))
    across, along = (columns, rows) if spec.each == "column" else (rows, columns)
    left, right = _keys(spec.rule, spec.left, along), _keys(spec.rule, spec.right, along)
    for key in across:
        form = LinearForm(spec.rule, _refs(spec, key, left), _refs(spec, key, right))
        if all(ref in shape.kinds for ref in form.cells):
            yield form


def _keys(rule: str, patterns: tuple[str, ...], known: list[str]) -> tuple[str, ...]:
    """Patterns with their * replaced: ("other*",) over edition 2021 gives its three rows of （六）."""
    found: list[str] = []
    for pattern in patterns:
        stem = pattern.removesuffix("*")
        matches = [k for k in known if (k.startswith(stem) if pattern != stem else k == stem)]
        if not matches:
            raise SchemaError(f"{rule}: no {pattern!r} in the table")
        found += matches
    if len(set(found)) != len(found):
        raise SchemaError(f"{rule}: a cell stands twice on one side")
    return tuple(found)


def _refs(spec: LinearSpec, key: str, names: tuple[str, ...]) -> tuple[CellRef, ...]:
    if spec.each == "column":
        return tuple(CellRef(spec.table, name, key) for name in names)
    return tuple(CellRef(spec.table, key, name) for name in names)
