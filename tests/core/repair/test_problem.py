from decimal import Decimal

import rules_support as rules

from core.diagnosis.problem import bits, mask_of, problem_of
from core.model import Cell, CellRef, Grid
from core.values import Number

HERE = CellRef(3, "granted", "natural_person")


def spoilt(text: str) -> Grid:
    return rules.put(rules.balanced(), {(3, "granted", "natural_person"): text}).tables[3]


def test_a_balanced_table_holds():
    assert problem_of(rules.table3()).holds
    assert problem_of(rules.table4()).holds


def test_blanks_and_marks_count_as_nothing():
    for text in ("", "/", "无"):
        problem = problem_of(spoilt(text))
        edge = problem.network.index[HERE]
        assert (problem.base[edge], problem.forced) == (0, 0)
        assert sorted(n for n in problem.needs if n) == [-9, 9]


def test_what_is_no_whole_number_must_change():
    for text in ("-9", "九件吧", "9.5"):
        problem = problem_of(spoilt(text))
        assert list(bits(problem.forced)) == [problem.network.index[HERE]]
        assert not problem.holds


def test_a_locked_cell_stays_though_it_is_negative():
    problem = problem_of(spoilt("-9"), [HERE])
    edge = problem.network.index[HERE]
    assert (problem.base[edge], problem.forced, problem.locked) == (-9, 0, 1 << edge)


def test_a_locked_cell_without_a_whole_number_is_hopeless():
    assert problem_of(spoilt("?"), [HERE]).hopeless == (HERE,)
    assert problem_of(spoilt("9.5"), [HERE]).hopeless == (HERE,)


def test_a_whole_decimal_in_the_value_is_no_whole_number_of_ours():
    cell = Cell("9.5", Number(Decimal("9.5")))
    assert problem_of(rules.table3().with_cells({HERE: cell})).forced


def test_a_missing_cell_counts_as_blank():
    grid = Grid(4, "2021", {})
    assert problem_of(grid).holds
    assert len(problem_of(grid).blanks) == 15


def test_masks_and_bits_are_inverse():
    assert list(bits(mask_of([5, 0, 90]))) == [0, 5, 90]
