import pytest

from core import schema
from core.model import CellRef
from core.values import CellKind


@pytest.mark.parametrize(("edition", "counts"), [("2019", (22, 161, 15)), ("2021", (10, 175, 15))])
def test_every_figure_of_the_form_has_its_place(edition, counts):
    tables = schema.load(edition).tables
    assert tuple(len(tables[n].refs) for n in (2, 3, 4)) == counts


@pytest.mark.parametrize("edition", schema.EDITIONS)
def test_the_printed_form_is_covered_without_holes_or_overlaps(edition):
    for shape in schema.load(edition).tables.values():
        area = sum(c.rowspan * c.colspan for c in shape.form)
        assert area == shape.form_rows * len(shape.widths)
        assert [c.ref for c in sorted(shape.form, key=lambda c: (c.row, c.column)) if c.ref] == list(shape.refs)


def test_rows_differ_between_the_editions_only_in_other():
    rows = {e: [r.key for r in schema.shape(e, 3).rows] for e in schema.EDITIONS}
    split = ["other_not_supplemented", "other_fee_unpaid", "other_misc"]
    assert rows["2021"] == rows["2019"][:20] + split + rows["2019"][21:]
    assert rows["2019"][20] == "other"


def test_kinds():
    kinds = schema.shape("2019", 2).kinds
    assert kinds[CellRef(2, "licences", "change")] is CellKind.SIGNED
    assert kinds[CellRef(2, "procurement", "amount")] is CellKind.MONEY
    assert schema.shape("2021", 2).kinds[CellRef(2, "fees", "amount")] is CellKind.MONEY


def test_group_labels_span_their_rows():
    form = {c.text: c for c in schema.shape("2021", 3).form}
    assert (form["（三）不予公开"].rowspan, form["（三）不予公开"].colspan) == (8, 1)
    assert (form["三、本年度办理结果"].rowspan, form["（七）总计"].colspan) == (22, 2)
    assert form["四、结转下年度继续办理"].colspan == 3


def test_names_for_people():
    shape = schema.shape("2021", 3)
    assert shape.describe(CellRef(3, "results_total", "natural_person")) == "（七）总计·自然人"
    assert shape.describe(CellRef(3, "partly_granted", "total")) == "（二）部分公开·总计"
    assert schema.shape("2021", 4).describe(CellRef(4, "direct_suit", "upheld")) == "未经复议直接起诉·结果维持"


def test_edition_in_force():
    assert [schema.edition_of(y) for y in (2019, 2020, 2021, 2026)] == ["2019", "2019", "2021", "2021"]
    with pytest.raises(KeyError):
        schema.load("2008")


def test_cells_that_are_often_misunderstood_have_a_sentence_of_help():
    shape = schema.shape("2021", 2)
    assert "依法没有公开" in shape.help(CellRef(2, "penalties", "decisions"))
    assert "司法行政" in shape.help(CellRef(2, "normative_documents", "in_force"))
    assert schema.shape("2021", 3).help(CellRef(3, "granted", "total")) == ""
