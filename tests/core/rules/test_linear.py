from dataclasses import replace

import pytest
from rules_support import balanced, put

from core import schema
from core.equations.linear import expand, tables_with_equations
from core.model import CellRef
from core.rules import equations, equations_of, linear
from core.rules.loading import RuleDataError, parse, read, rules
from core.rules.structure.word_lists import check_keys
from core.schema import LinearSpec, SchemaError

GOOD = {"id": "a.b", "number": "1", "title": "题", "severity": "error", "source": "源", "check": "balance"}


@pytest.mark.parametrize(
    ("edition", "table", "count"), [("2021", 3, 39), ("2019", 3, 37), ("2021", 4, 3), ("2021", 2, 0)]
)
def test_an_edition_has_its_equations(edition, table, count):
    assert len(linear(edition, table)) == count


def test_every_cell_of_table_3_takes_part_and_no_two_alike():
    for edition in schema.EDITIONS:
        forms = linear(edition, 3)
        signatures = [
            frozenset(i for i, f in enumerate(forms) if ref in f.cells) for ref in schema.shape(edition, 3).refs
        ]
        assert all(len(s) >= 2 for s in signatures)
        assert len(set(signatures)) == len(signatures)


def test_equations_carry_the_live_figures():
    report = put(balanced(), {(3, "carried_forward", "business"): ""})
    equation = next(e for e in equations(report) if e.rule == "t3.column_balance" and "business" in e.left[0].column)
    assert (equation.left_sum, equation.right_sum, equation.holds) == (5, 5, True)
    assert equation.text == "5 + 0 = 5 + 空"
    assert equation.blanks == (CellRef(3, "carried_forward", "business"),)


def test_long_sides_leave_their_zeros_out():
    texts = [e.text for e in equations_of(balanced(), CellRef(3, "results_total", "business"))]
    assert texts == ["5 + 0 = 5 + 0", "4 + 1 = 5", "20 + 5 + 0 + 0 + 1 + 1 = 27"]


def test_a_missing_table_has_no_equations():
    report = replace(balanced(), tables={2: balanced().tables[2]})
    assert equations(report) == ()
    assert equations_of(report, CellRef(3, "received", "total")) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"severity": "fatal"},
        {"colour": "red"},
        {"since": "2021"},
        {"profiles": ["court"]},
        {"check": None},
    ],
)
def test_a_rule_that_makes_no_sense_fails_at_load(change):
    data = {k: v for k, v in {**GOOD, **change}.items() if v is not None}
    with pytest.raises(RuleDataError, match=r"a\.b"):
        parse(data)


@pytest.mark.parametrize("left", [("granted", "grant*"), ("no_such_row",)])
def test_a_linear_form_over_unknown_or_doubled_cells_fails(left):
    spec = LinearSpec("a.b", 3, "column", left, ("results_total",))
    with pytest.raises(SchemaError, match=r"a\.b"):
        list(expand(spec, schema.shape("2021", 3)))


def test_a_broken_file_is_named(tmp_path):
    path = tmp_path / "odd.toml"
    path.write_text("[[rule]]\nid = 'x'\n", "utf-8")
    with pytest.raises(RuleDataError, match=r"odd\.toml: x：缺少"):
        read(path)


def test_every_rule_of_the_list_is_there():
    assert {r.number for r in rules().values()} == {str(n) for n in range(1, 31)} | {"单位"}
    assert all(r.title and r.source for r in rules().values())


def test_lists_of_words_with_other_keys_fail():
    with pytest.raises(RuleDataError):
        check_keys({"template": {"patterns": []}})


def test_the_tables_that_can_be_balanced():
    assert [tables_with_equations(edition) for edition in schema.EDITIONS] == [(3, 4)] * len(schema.EDITIONS)


def test_an_equation_over_rows_speaks_only_of_columns_that_all_its_rows_have():
    """Table 2: 规章 has 制发、废止、现行有效件数, 行政许可 has 处理决定数量 alone."""
    spec = LinearSpec("t2.odd", 2, "column", ("regulations",), ("normative_documents",))
    forms = list(expand(spec, schema.shape("2021", 2)))
    assert [form.left[0].column for form in forms] == ["issued", "repealed", "in_force"]
