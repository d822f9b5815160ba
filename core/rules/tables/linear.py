"""The linear equations of an edition's tables: one source for the findings and for the repairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from core import schema
from core.model import CellRef
from core.rules.loading import LinearSpec, RuleDataError, RuleInfo, rules
from core.schema import TableShape


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
    """Every equation of a table in an edition, in the order of the rules; empty for table 2, which has no sums."""
    shape = schema.shape(edition, table)
    chosen = (r for r in rules().values() if r.linear and r.linear.table == table and edition in r.editions)
    return tuple(form for rule in chosen for form in expand(rule, shape))


@cache
def linear_by_cell(edition: str, table: int) -> dict[CellRef, tuple[LinearForm, ...]]:
    """The equations each cell takes part in; cells without any are absent."""
    found: dict[CellRef, tuple[LinearForm, ...]] = {}
    for form in linear(edition, table):
        for ref in form.cells:
            found[ref] = (*found.get(ref, ()), form)
    return found


def expand(rule: RuleInfo, shape: TableShape) -> Iterator[LinearForm]:
    """The forms of one linear rule over a table's shape; RuleDataError for a key the edition does not have."""
    spec = rule.linear
    if spec is None:
        raise RuleDataError(f"{rule.id}: not linear")
    rows = [r.key for r in shape.rows]
    columns = [c.key for c in shape.rows[0].columns]
    across, along = (columns, rows) if spec.each == "column" else (rows, columns)
    left, right = _keys(rule.id, spec.left, along), _keys(rule.id, spec.right, along)
    for key in across:
        yield LinearForm(rule.id, _refs(spec, key, left), _refs(spec, key, right))


def _keys(rule: str, patterns: tuple[str, ...], known: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    for pattern in patterns:
        stem = pattern.removesuffix("*")
        matches = [k for k in known if (k.startswith(stem) if pattern != stem else k == stem)]
        if not matches:
            raise RuleDataError(f"{rule}: no {pattern!r} in the table")
        found += matches
    if len(set(found)) != len(found):
        raise RuleDataError(f"{rule}: a cell stands twice on one side")
    return tuple(found)


def _refs(spec: LinearSpec, key: str, names: tuple[str, ...]) -> tuple[CellRef, ...]:
    if spec.each == "column":
        return tuple(CellRef(spec.table, name, key) for name in names)
    return tuple(CellRef(spec.table, key, name) for name in names)
