from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import schema
from core.acts import dismiss, lock_cells, perform, with_previous
from core.change import CellEdit, Change, Fact, FactEdit, Origin, SectionEdit, StaleChange, apply
from core.finding import Finding, Severity
from core.model import Cell, CellRef, CellText, Grid, Paragraph, Report
from core.open_report import opened
from core.session import SourceKind
from core.values import BLANK, CellKind, Number, parse

REFS = schema.shape("2021", 3).refs


def report() -> Report:
    cells = {ref: Cell(str(i % 7), Number(i % 7), str(i % 7)) for i, ref in enumerate(REFS)}
    return Report("2021", title="题", agency="云溪县民政局", year=2023, tables={3: Grid(3, "2021", cells)})


def edit(rep: Report, ref: CellRef, raw: str) -> CellEdit:
    cell = rep.cell(ref)
    return CellEdit(ref, CellText(cell.raw, cell.value), CellText(raw, parse(raw, CellKind.COUNT)))


def test_a_change_keeps_the_source_text():
    rep = report()
    after = apply(rep, Change("录入", Origin.TYPED, (edit(rep, REFS[3], "12"),)))
    cell = after.cell(REFS[3])
    assert (cell.raw, cell.amount, cell.source, cell.edited) == ("12", 12, "3", True)
    assert rep.cell(REFS[3]).amount == 3


def test_a_stale_change_is_refused_whole():
    rep = report()
    good, bad = edit(rep, REFS[0], "9"), CellEdit(REFS[1], CellText("77", Number(77)), CellText("", BLANK))
    with pytest.raises(StaleChange):
        apply(rep, Change("录入", Origin.TYPED, (good, bad)))


def test_an_edit_of_a_text_that_is_another_one_meanwhile_is_refused():
    rep = report()
    old = rep.section(1).paragraphs
    for stale in (
        SectionEdit(1, (Paragraph("别的"),), (Paragraph("新的"),), 0, 0),
        SectionEdit(1, old, (Paragraph("新的"),), rep.section(1).table_at + 1, 0),
    ):
        with pytest.raises(StaleChange, match="section 1"):
            apply(rep, Change("改写", Origin.TYPED, (stale,)))


@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["", "5", "/", "abc", "-3", "１２"])), max_size=20))
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
def test_undoing_everything_gives_the_report_back(acts):
    first = now = report()
    done = []
    for index, raw in acts:
        change = Change("录入", Origin.TYPED, (edit(now, REFS[index], raw),))
        now = apply(now, change)
        done.append(change)
    for change in reversed(done):
        now = apply(now, change.inverse())
    assert now == first


def test_one_change_may_edit_a_cell_twice_and_still_be_undone():
    rep = report()
    first = edit(rep, REFS[0], "8")
    second = CellEdit(REFS[0], first.new, CellText("9", Number(9)))
    change = Change("录入", Origin.TYPED, (first, second))
    after = apply(rep, change)
    assert after.cell(REFS[0]).raw == "9"
    assert apply(after, change.inverse()) == rep


def test_text_and_cover_edits():
    rep = report()
    new = (Paragraph("新的一段。"),)
    change = Change(
        "改",
        Origin.TYPED,
        (SectionEdit(5, (), new, 0, 1), FactEdit(Fact.YEAR, 2023, 2024), FactEdit(Fact.TITLE, "题", "标题")),
    )
    after = apply(rep, change)
    assert (after.section(5).paragraphs, after.section(5).table_at) == (new, 1)
    assert (after.year, after.title, after.agency) == (2024, "标题", "云溪县民政局")
    assert apply(after, change.inverse()) == rep
    with pytest.raises(StaleChange):
        apply(after, change)


def test_last_years_report_stands_beside_the_one_in_hand():
    state = opened(report(), SourceKind.FILE)
    assert with_previous(state, report()) == replace(state, previous=report())
    assert with_previous(with_previous(state, report()), None) == state


def test_confirming_and_dismissing_are_undone_by_their_inverse():
    state = opened(report(), SourceKind.FILE)
    lock = lock_cells(state, [REFS[0], REFS[1]], True)
    locked = perform(state, lock, "2024-01-01")
    assert locked.locked == {REFS[0], REFS[1]} and lock.label == "确认无误"
    unlock = lock_cells(locked, [REFS[0]], False)
    assert (perform(locked, unlock, "2024-01-01").locked, unlock.label) == ({REFS[1]}, "取消确认无误")
    assert perform(locked, lock.inverse(), "2024-01-01").locked == frozenset()
    jump = Finding("year.jump", Severity.WARNING, "比上年多", (REFS[0],))
    act = dismiss(state, jump, "机构合并", "2024-01-01")
    dismissed = perform(state, act, "2024-01-01")
    assert [d.reason for d in dismissed.dismissals] == ["机构合并"]
    assert perform(dismissed, act.inverse(), "2024-01-01").dismissals == ()
