"""The question of the smallest repair put to the HiGHS solver, as a second opinion."""

from __future__ import annotations

import highspy

from core.repair.problem import Problem
from core.rules.linear import linear


def fewest_changes(problem: Problem, edition: str, table: int) -> int | None:
    """Least number of changed cells by mixed integer programming; None when the solver finds no repair.

    Variables: new figure y >= 0 and changed z of each cell, |y - base| <= M z; every equation as the form
    has it (the dropped one too). M is what the figures of a basic solution can reach.
    """
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("threads", 1)
    refs, base = problem.network.refs, problem.base
    reach = sum(base) + sum(abs(n) for n in problem.needs) + 1
    new = [highs.addIntegral(lb=0, ub=value + reach) for value in base]
    changed = [highs.addBinary() for _ in refs]
    for edge, value in enumerate(base):
        _tie(highs, problem, edge, value, reach, new[edge], changed[edge])
    for form in linear(edition, table):
        at = problem.network.index
        highs.addConstr(sum(new[at[r]] for r in form.left) == sum(new[at[r]] for r in form.right))
    highs.minimize(sum(changed))
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return round(highs.getInfo().objective_function_value)


def _tie(highs, problem, edge, value, reach, new, changed) -> None:
    if problem.forced >> edge & 1:
        highs.addConstr(changed == 1)
    elif problem.locked >> edge & 1:
        highs.addConstr(new == value)
    else:
        highs.addConstr(new - value <= reach * changed)
        highs.addConstr(value - new <= reach * changed)
