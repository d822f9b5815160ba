"""What the rules say of one revision of the open report, and the smallest repairs of its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from core import rules, schema
from core.finding import Binding, BrokenRule, Dismissal, Equation, Finding
from core.model import CellRef, Grid, Report
from core.open_report import OpenReport
from core.repair import Suggestion, suggest
from core.rules import Evaluation, RuleSettings
from core.rules.dismissal import sort_out


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of check. findings: those that stand, gravest first, then in the form's order; dismissed: those set
    aside, each with its reason; bindings: figures of the narrative and the cells they speak of; equations: all of the
    tables, with live figures; broken: rules that failed themselves, our fault, never a finding. evaluation
    is kept so that the next check can take over what an edit did not touch."""

    findings: tuple[Finding, ...] = ()
    dismissed: tuple[tuple[Finding, Dismissal], ...] = ()
    bindings: tuple[Binding, ...] = ()
    equations: tuple[Equation, ...] = ()
    broken: tuple[BrokenRule, ...] = ()
    evaluation: Evaluation | None = field(default=None, compare=False)

    def equations_of(self, ref: CellRef) -> tuple[Equation, ...]:
        """The equations in which a cell stands."""
        return tuple(e for e in self.equations if ref in e.cells)


def check(state: OpenReport, settings: RuleSettings, earlier: Checked | None = None) -> Checked:
    """All rules over the report, last year's beside it. Reads nothing but its arguments; earlier, what was said of an
    earlier revision, changes the time it takes and never the result."""
    result = rules.evaluate(state.report, state.previous, settings, earlier.evaluation if earlier else None)
    standing, dismissed = sort_out(result.findings, state.dismissals)
    standing = rules.at_most_twenty(standing)
    return Checked(standing, dismissed, result.bindings, rules.equations(state.report), result.broken, result)


class SuggestionInputs(NamedTuple):
    """Everything the repairs of one table depend on: equal inputs have equal suggestions.

    The narrative is among it ("其中维持1件" tells which of five equal repairs is right), and last year's report
    (结转). grid is None where the report lacks the table.
    """

    table: int
    grid: Grid | None
    locked: frozenset[CellRef]
    bindings: tuple[Binding, ...]
    previous: Report | None


def suggestion_inputs(state: OpenReport, checked: Checked, table: int) -> SuggestionInputs:
    """The inputs for a table of the open report as it is now."""
    return SuggestionInputs(table, state.report.tables.get(table), state.locked, checked.bindings, state.previous)


def suggest_repairs(inputs: SuggestionInputs) -> Suggestion:
    """The smallest repairs of a table, likeliest first; empty when its equations hold. May run on a worker."""
    tables = {} if inputs.grid is None else {inputs.table: inputs.grid}
    edition = inputs.grid.edition if inputs.grid else schema.EDITIONS[-1]
    return suggest(Report(edition, tables=tables), inputs.table, inputs.locked, inputs.bindings, inputs.previous)
