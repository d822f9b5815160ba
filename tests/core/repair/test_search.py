from itertools import combinations
from random import Random

import pytest
import repair_milp as milp
import rules_support as rules
from repair_support import spoilt

from core.diagnosis.flow import solve_forest
from core.diagnosis.problem import Problem, problem_of
from core.diagnosis.search import SearchResult, approximate, blocking_locks, smallest
from core.diagnosis.single_causes import mends
from core.model import CellRef


def found(problem: Problem, seconds: float = 60, most: int = 10_000) -> SearchResult:
    return smallest(problem, lambda edge: edge, seconds, most)


def test_as_small_as_highs_finds_in_seeded_cases():
    random = Random("highs in the suite")
    for wrong in (1, 2, 3, 3, 5) * 8:
        case = spoilt(random, wrong)
        problem = problem_of(case.grid)
        result = found(problem)
        assert result.proven and result.complete
        assert result.at_least == milp.fewest_changes(problem, case.grid.edition, 3).changes
        assert {len(v) for v in result.sets} == {result.at_least}
        assert all(mends(problem, v) for v in result.sets)


def test_as_small_as_highs_finds_around_locked_and_unreadable_cells():
    random, asked = Random("locks"), 0
    while asked < 12:
        case = spoilt(random, 2)
        refs = list(case.grid.cells)
        unread = {ref: rules.cell("?") for ref in random.sample(refs, 2)}
        grid = case.grid.with_cells(unread)
        problem = problem_of(grid, [r for r in random.sample(refs, 12) if r not in unread])
        answer = milp.fewest_changes(problem, grid.edition, 3).changes
        assert (blocking_locks(problem) is None) == (answer is not None)
        if answer is not None:
            asked += 1
            assert found(problem).at_least == answer


def test_every_set_of_two_is_found():
    """Against trying all 15 225 pairs of cells."""
    random = Random("pairs")
    for _ in range(3):
        problem = problem_of(spoilt(random, 2, "2021").grid)
        result = found(problem)
        if result.at_least == 2:
            pairs = [solve_forest(problem, pair) for pair in combinations(range(175), 2)]
            expected = [v for v in pairs if v and mends(problem, v) and all(v[e] != problem.base[e] for e in v)]
            assert sorted(sorted(v.items()) for v in result.sets) == sorted(sorted(v.items()) for v in expected)


def test_a_figure_cannot_fall_below_zero():
    """All that row and column lack would have to be taken from a cell that has too little."""
    grid = rules.put(rules.balanced(), {(3, "granted", "total"): 1, (3, "results_total", "total"): 15}).tables[3]
    problem = problem_of(grid)
    result = found(problem)
    assert result.at_least == milp.fewest_changes(problem, "2021", 3).changes
    assert all(min(v.values()) >= 0 for v in result.sets)


def test_stopping_early_is_admitted():
    case = spoilt(Random("many"), 8)
    assert not found(problem_of(case.grid), most=1).complete


def hopelessly_wrong() -> Problem:
    random = Random("a ruin")
    grid = rules.table3()
    cells = {ref: rules.cell(random.randint(0, 20)) for ref in random.sample(list(grid.cells), 60)}
    return problem_of(grid.with_cells(cells))


def test_when_time_is_up_the_lower_bound_stands_and_an_approach_is_left():
    problem = hopelessly_wrong()
    result = found(problem, seconds=0.05)
    assert not result.proven and result.sets == []
    near = approximate(problem, lambda edge: edge, 0.05)
    assert mends(problem, near)
    assert 10 < result.at_least <= len(near)


@pytest.mark.parametrize("wrong", [1, 3, 6])
def test_the_approach_holds_and_is_rarely_larger(wrong):
    case = spoilt(Random(wrong), wrong)
    problem = problem_of(case.grid)
    near = approximate(problem, lambda edge: edge, 5)
    assert mends(problem, near)
    assert len(near) <= wrong + 1


def test_locked_cells_that_leave_no_way_are_named():
    row = [ref for ref in rules.table3().cells if ref.row == "granted"]
    grid = rules.put(rules.balanced(), {(3, "granted", "natural_person"): 90}).tables[3]
    assert blocking_locks(problem_of(grid, row)) is not None
    assert set(blocking_locks(problem_of(grid, row)) or ()) <= set(row)
    assert blocking_locks(problem_of(grid, row[:1])) is None
    assert blocking_locks(problem_of(grid, [CellRef(4, "review", "total")])) is None
