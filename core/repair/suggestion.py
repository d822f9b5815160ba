"""From a report to the repairs of one table: the smallest sets first, then the likelier, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from core import schema
from core.diagnosis.evidence import baseless, being_filled, silent_equations, sums_of_blank_totals, unread_cells
from core.diagnosis.flow import Values
from core.diagnosis.likelihood import RepairScorer, scorer_for
from core.diagnosis.network import NetworkError
from core.diagnosis.problem import Problem, problem_of
from core.diagnosis.representatives import representatives
from core.diagnosis.search import SearchResult, approximate, blocking_locks, smallest
from core.diagnosis.single_causes import mends, recomputed_totals, shifted_row_repairs, single_cause_repairs
from core.equations import equation, linear
from core.finding import Binding, CellRepair, Repair
from core.model import TABLE_NAMES, CellRef, CellText, Grid, Report
from core.repair.reasons import reason
from core.values import Number, show

_MOST = 1500  # smallest sets weighed; more ties than that are not told apart by anyone
_LARGER = 2
_CLEARLY = 12  # so much likelier (a factor of three) the first must be to be applied without a choice
_MANY = 4  # from so many cells on, one row slid may be behind most of them


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Repairs of one table, best first, and what is known of their size.

    minimum is the number of cells that must change at least (0 when nothing need or can be mended); proven
    says that the first repairs have just that size. message is a Chinese sentence for the clerk. sure: the first
    repair has no rival, so that it may be applied without a person's choice.
    """

    repairs: tuple[Repair, ...] = ()
    minimum: int = 0
    proven: bool = True
    message: str = ""
    sure: bool = False


def suggest(
    report: Report,
    table: int,
    locked: frozenset[CellRef] = frozenset(),
    bindings: tuple[Binding, ...] = (),
    previous: Report | None = None,
    limit: int = 10,
    seconds: float = 1.0,
) -> Suggestion:
    """The smallest sets of cell changes after which every equation of table 3 or 4 holds with whole numbers >= 0.

    Blanks and marks count as 0 and may be filled. A cell that holds no whole number >= 0 (unreadable, negative,
    a fraction) must change and is counted. locked cells are kept as they are. Repairs of the smallest size come
    first, the likelier before (see likelihood.py); equal weight shares a rank, in the form's order. After them comes
    what explains the table by one cause in more cells (see accounts.py). At most limit (1 or more) repairs, of
    which the last two places are kept for such; after `seconds` the best found so far, with proven False when a smaller
    set may exist.
    """
    grid = report.tables.get(table)
    name = TABLE_NAMES[table]
    if grid is None:
        return Suggestion(message=f"报告中没有{name}。")
    if not linear(grid.edition, table):
        return Suggestion(message=f"{name}各数之间没有勾稽关系。")
    if unread := unread_cells(grid):
        return Suggestion(message=f"{name}有 {len(unread)} 格没有读出，请先对照原件填上，再看修改建议。")
    try:
        problem = problem_of(grid, locked)
    except NetworkError:  # an office's own form, e.g. a subtotal that puts a figure into a third equation
        return Suggestion(message=f"{name}的等式关系特殊，不能推算修改建议，请按列出的等式逐个核对。")
    if problem.holds:
        return Suggestion(message="勾稽关系全部成立，无需修改。")
    stuck = problem.hopeless or blocking_locks(problem)
    if stuck is not None:
        return Suggestion(message=_stuck(problem, grid, stuck))
    scorer = scorer_for(problem, grid, bindings, previous)
    if being_filled(grid) and not _spoken_against(grid):
        return _filled_in(scorer)
    return _search(scorer, previous, limit, seconds)


def _spoken_against(grid: Grid) -> bool:
    """Whether a complete equation of a table that is being filled is broken."""
    forms = linear(grid.edition, grid.table)
    silent = silent_equations(grid, forms)
    return any(not equation(form, grid).holds for i, form in enumerate(forms) if i not in silent)


def _filled_in(scorer: RepairScorer) -> Suggestion:
    """While a table is being filled: its empty totals, where these alone make it balance."""
    values = _blank_totals(scorer)
    if values and mends(scorer.problem, values):
        return Suggestion(
            (_repair(scorer, values, 0),), len(values), True, "总计还没有填，可以按已填的各项补上。", True
        )
    return Suggestion(message=f"{TABLE_NAMES[scorer.grid.table]}的总计还没有填完，填完后再给出修改建议。")


def _blank_totals(scorer: RepairScorer) -> Values:
    index, locked = scorer.problem.network.index, scorer.problem.locked
    sums = sums_of_blank_totals(scorer.grid)
    return {index[ref]: total for ref, total in sums.items() if not locked >> index[ref] & 1}


def _search(scorer: RepairScorer, previous: Report | None, limit: int, seconds: float) -> Suggestion:
    surprise = partial(_surprise, scorer)
    found = smallest(scorer.problem, surprise, seconds * 0.7, _MOST)
    larger, sets = single_cause_repairs(scorer), _grounded(scorer, found.sets)
    if found.sets and not sets:
        sets = _after_filling(scorer, seconds * 0.3)
        if not sets and being_filled(scorer.grid):
            return Suggestion(message=f"{TABLE_NAMES[scorer.grid.table]}有总计没有填，请先填上总计，再看修改建议。")
        sets = sets or found.sets
    if not sets:
        near = approximate(scorer.problem, surprise, seconds * 0.2)
        sets = [min((near, *larger, *recomputed_totals(scorer)), key=len)]
    ranked = _ranked(scorer, (v for s in sets for v in representatives(scorer, s, previous)))
    if len(ranked[0][1]) >= _MANY:
        larger = [*larger, *shifted_row_repairs(scorer, than=scorer.cost(ranked[0][1]), seconds=seconds * 0.1)]
    agreeing = [(rank, values) for rank, values in ranked if not scorer.contradicts_outside(values)]
    ranked = agreeing or ranked  # a repair that parts from the text that agreed is offered only if there is no other
    larger = [values for values in larger if not scorer.contradicts_outside(values)]
    repairs = tuple(_repair(scorer, values, rank) for rank, values in _with_larger(ranked, larger, limit))
    message = _message(found, len(repairs[0].changes), scorer.grid.table)
    sure = found.proven and found.complete and bool(agreeing) and _without_rival(scorer, [v for _, v in ranked])
    return Suggestion(repairs, found.at_least, found.proven, message, sure)


def _without_rival(scorer: RepairScorer, sets: list[Values]) -> bool:
    """Whether the first is clearly likelier than every other of its size."""
    return len(sets) == 1 or scorer.cost(sets[0]) + _CLEARLY <= scorer.cost(sets[1])


def _grounded(scorer: RepairScorer, sets: list[Values]) -> list[Values]:
    """The sets that change no written figure on the word of blank totals alone."""
    grid, refs = scorer.grid, scorer.problem.network.refs
    if not scorer.problem.blanks:
        return sets
    broken = [form for form in linear(grid.edition, grid.table) if not equation(form, grid).holds]
    return [s for s in sets if not baseless(grid, [refs[e] for e in s], broken, scorer.sparse)]


def _after_filling(scorer: RepairScorer, seconds: float) -> list[Values]:
    """Blank totals summed first, then the smallest changes of what is still broken."""
    filled = _blank_totals(scorer)
    if not filled or being_filled(scorer.grid):
        return [filled] if filled and mends(scorer.problem, filled) else []
    left = scorer.problem.after(filled)
    if left.holds:
        return [filled]
    rest = smallest(left, partial(_surprise, scorer), seconds, _MOST).sets
    return [{**filled, **values} for values in rest]


def _surprise(scorer: RepairScorer, edge: int) -> int:
    """A rough guess how odd a change of the cell would be: blanks first, then totals, figures, zeros."""
    if not isinstance(scorer.problem.cells[edge].value, Number) and not scorer.sparse:
        return 0
    if edge in scorer.table_edges.totals:
        return 1
    return 2 if scorer.problem.base[edge] else 3


def _ranked(scorer: RepairScorer, sets: Iterable[Values]) -> list[tuple[int, Values]]:
    """Alternatives with their rank: by weight, then in the form's order."""
    weighed = sorted((scorer.cost(v), sorted(v.items())) for v in sets)
    ranks = {cost: i for i, cost in enumerate(dict.fromkeys(cost for cost, _ in weighed))}
    return [(ranks[cost], dict(items)) for cost, items in weighed]


def _with_larger(ranked: list[tuple[int, Values]], larger: list[Values], limit: int) -> list[tuple[int, Values]]:
    """The first alternatives, and behind them the larger accounts not among them, each with a rank of its own."""
    known = [v for _, v in ranked]
    new = [v for v in larger if v not in known][: min(_LARGER, limit - 1)]
    shown = ranked[: limit - len(new)]
    return shown + [(shown[-1][0] + 1 + i, v) for i, v in enumerate(new)]


def _repair(scorer: RepairScorer, values: Values, rank: int) -> Repair:
    changes = []
    for edge in sorted(values):
        ref, text = scorer.problem.network.refs[edge], show(values[edge])
        cell = scorer.problem.cells[edge]
        changes.append(CellRepair(ref, CellText(cell.raw, cell.value), CellText(text, Number(values[edge]))))
    return Repair(scorer.grid.table, tuple(changes), reason(scorer, values), rank)


def _message(found: SearchResult, size: int, table: int) -> str:
    if not found.proven:
        return f"至少 {found.at_least} 处要改；限时内没有找到更小的改法，下面列出改 {size} 处的一种。"
    if not found.complete:
        return f"至少要改 {size} 处；同样小的改法很多，只比较了前 {len(found.sets)} 种，请对照台账。"
    if len(found.sets) == 1:
        return f"至少要改 {size} 处，同样小的改法只有这一种。"
    ties = f"至少要改 {size} 处，同样小的改法有 {len(found.sets)} 种"
    return f"{ties}：每组只有一个等式，组内各格都可能有误，请对照台账。" if table == 4 else f"{ties}，可能的在前。"


def _stuck(problem: Problem, grid: Grid, refs: Iterable[CellRef]) -> str:
    shape = schema.shape(grid.edition, grid.table)
    names = "、".join(shape.describe(r) for r in refs)
    if problem.hopeless:
        return f"已确认的 {names} 不是整数，请先取消确认或填写数字。"
    return f"已确认的单元格使勾稽关系无法成立，请先取消其中一格的确认：{names}。"
