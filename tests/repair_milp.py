"""The question of the smallest repair put to the HiGHS solver, as a second opinion."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import highspy

from core.diagnosis.problem import Problem
from core.equations.linear import linear


@dataclass(frozen=True)
class Answer:
    """Least number of changed cells (None: no repair) and the seconds the solver took, without building the model."""

    changes: int | None
    seconds: float


def fewest_changes(problem: Problem, edition: str, table: int) -> Answer:
    """The smallest repair by mixed integer programming.

    Variables: new figure y >= 0 and changed z of each cell, |y - base| <= M z; every equation as the form
    has it (the implied one too). M is what the figures of a basic solution can reach.
    """
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("threads", 1)
    refs, base, at = problem.network.refs, problem.base, problem.network.index
    reach = sum(abs(n) for n in problem.needs) + 1
    new = [highs.addIntegral(lb=0 if value >= 0 else value, ub=value + reach) for value in base]
    changed = [highs.addBinary() for _ in refs]
    for edge, value in enumerate(base):
        _tie(highs, problem, edge, value, reach, new[edge], changed[edge])
    for form in linear(edition, table):
        highs.addConstr(sum(new[at[r]] for r in form.left) == sum(new[at[r]] for r in form.right))
    start = perf_counter()
    highs.minimize(sum(changed))
    seconds = perf_counter() - start
    solved = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return Answer(round(highs.getInfo().objective_function_value) if solved else None, seconds)


def _tie(highs, problem, edge, value, reach, new, changed) -> None:
    if problem.forced >> edge & 1:
        highs.addConstr(changed == 1)
    elif problem.locked >> edge & 1:
        highs.addConstr(new == value)
    else:
        highs.addConstr(new - value <= reach * changed)
        highs.addConstr(value - new <= reach * changed)
