import rules_support as rules

from core.diagnosis.flow import complete, route, solve_forest
from core.diagnosis.problem import bits, problem_of
from core.diagnosis.single_causes import mends
from core.model import CellRef

BASE = rules.balanced()


def problem(**texts: str):
    """Table 3 with cells typed over; names are row__column."""
    figures = {(3, *key.split("__")): text for key, text in texts.items()}
    return problem_of(rules.put(BASE, figures).tables[3])


def edges(task, *names: str) -> list[int]:
    return [task.network.index[CellRef(3, *n.split("__"))] for n in names]


def test_a_forest_has_one_solution():
    task = problem(granted__natural_person="90")
    (edge,) = edges(task, "granted__natural_person")
    assert solve_forest(task, [edge]) == {edge: 9}


def test_no_solution_where_a_node_is_left_over_or_a_figure_would_be_negative():
    task = problem(granted__natural_person="90")
    assert solve_forest(task, edges(task, "granted__total")) is None
    low = problem(granted__total="8", results_total__business="0")
    assert solve_forest(low, edges(low, "granted__business")) is None  # 4 less 5


def test_a_cycle_is_routed_near_to_what_is_wished():
    names = [f"{r}__{c}" for r in ("granted", "partly_granted") for c in ("natural_person", "business")]
    task = problem(**dict.fromkeys(names, "?"))
    four = edges(task, *names)
    values, _ = route(task, four, {four[0]: 9, four[1]: 4, four[2]: 3, four[3]: 0})
    assert values == dict(zip(four, (9, 4, 3, 0), strict=True))
    free, _ = route(task, four)
    assert free is not None and mends(task, free)


def test_what_cannot_be_routed_names_the_edges_that_would_help():
    task = problem(granted__natural_person="0", granted__total="4")
    values, missing = route(task, edges(task, "granted__total"))
    assert values is None
    assert edges(task, "granted__natural_person")[0] in set(bits(missing))


def test_completion_always_ends_in_a_table_that_holds():
    task = problem(granted__natural_person="90", carried_in__business="7", received__total="?")
    values = complete(task, ())
    assert mends(task, values)
