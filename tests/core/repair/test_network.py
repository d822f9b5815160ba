from random import Random

import pytest
from repair_support import balanced

from core import schema
from core.diagnosis.network import network
from core.diagnosis.problem import bits
from core.diagnosis.table_edges import table_edges
from core.equations.linear import linear
from core.model import CellRef


@pytest.mark.parametrize(
    ("edition", "table", "nodes", "edges", "implied"),
    [("2021", 3, 38, 175, 1), ("2019", 3, 36, 161, 1), ("2021", 4, 4, 15, 0), ("2019", 4, 4, 15, 0)],
)
def test_every_cell_is_an_edge_between_two_equations(edition, table, nodes, edges, implied):
    net = network(edition, table)
    assert (len(net.signs), len(net.refs), len(net.cuts)) == (nodes, edges, implied)
    for edge in range(edges):
        assert [n for n in range(nodes) if net.plus[n] >> edge & 1] == [net.head[edge]]
        assert [n for n in range(nodes) if net.minus[n] >> edge & 1] == [net.tail[edge]]
        assert net.head[edge] != net.tail[edge]


def test_table_two_has_no_equations():
    assert network("2021", 2).refs == ()


@pytest.mark.parametrize("edition", schema.EDITIONS)
def test_only_the_row_of_results_total_is_implied(edition):
    net = network(edition, 3)
    left, right = net.cuts[0]
    assert {net.refs[e].row for e in bits(left | right)} == {"results_total"}
    assert [net.refs[e].column for e in bits(right)] == ["total"]


@pytest.mark.parametrize("edition", schema.EDITIONS)
def test_a_change_of_a_cell_shows_in_its_nodes_as_in_its_equations(edition):
    net, figures = network(edition, 3), balanced(Random(4), edition)
    for edge, ref in enumerate(net.refs):
        spoilt = {**figures, ref: figures[ref] + 5}
        residuals = [sum(spoilt[r] for r in f.left) - sum(spoilt[r] for r in f.right) for f in linear(edition, 3)]
        broken = {frozenset(f.cells) for f, rest in zip(linear(edition, 3), residuals, strict=True) if rest}
        nodes = (net.head[edge], net.tail[edge])
        seen = {frozenset(net.refs[e] for e in net.lefts[n] + net.rights[n]) for n in nodes}
        assert seen <= broken
        assert len(broken) == (3 if ref.row == "results_total" else 2)


def test_the_layout_names_totals_and_rows():
    lay, net = table_edges("2021", 3), network("2021", 3)
    assert len(lay.totals) == 25 + 6
    edge = net.index[CellRef(3, "results_total", "total")]
    assert lay.names[edge] == ("（七）总计", "总计")
    assert [s.rule for s in lay.sums_of[edge]] == ["t3.results_sum", "t3.row_sum", "t3.column_balance"]
    assert lay.rows[lay.row_of[edge]][-1] == edge
