import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
import rules_support as rules
from hypothesis import given, settings
from hypothesis import strategies as st
from repair_support import spoilt

from core import schema
from core.change import CellEdit, Change, Origin, apply
from core.finding import Binding, Quote, Repair
from core.model import Cell, CellRef, Grid, Report
from core.repair import Suggestion, suggest
from core.rules import equations
from core.values import CellKind, Number, parse

BASE = rules.balanced()
REPORTS = Path(__file__).parents[4] / "shared" / "reports"


def put(**texts: str) -> Report:
    """The balanced report with cells of table 3 typed over; names are row__column."""
    return rules.put(BASE, {(3, *key.split("__")): text for key, text in texts.items()})


def figures(repair: Repair) -> dict[str, object]:
    return {f"{c.ref.row}__{c.ref.column}": getattr(c.new.value, "value", None) for c in repair.changes}


def mended(report: Report, repair: Repair) -> Report:
    edits = tuple(CellEdit(c.ref, c.old, c.new) for c in repair.changes)
    return apply(report, Change("", Origin.REPAIR, edits))


def assert_all_hold(report: Report, table: int, suggestion: Suggestion) -> None:
    for repair in suggestion.repairs:
        after = mended(report, repair)
        assert all(e.holds for e in equations(after) if e.cells[0].table == table)
        values = [c.value for c in after.tables[table].cells.values()]
        assert all(v.value >= 0 and isinstance(v.value, int) for v in values if isinstance(v, Number))
        assert all(c.new.raw == str(c.new.value.value) for c in repair.changes if isinstance(c.new.value, Number))
        assert all(c.old.raw != c.new.raw for c in repair.changes)
        assert repair.reason


# What holds for every table


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(st.integers(1, 6), st.integers(0, 10_000))
def test_a_repaired_grid_balances(wrong, seed):
    case = spoilt(Random(seed), wrong)
    suggestion = suggest(case.report, 3, seconds=20)
    assert 0 < suggestion.minimum <= wrong
    assert len(suggestion.repairs[0].changes) == suggestion.minimum
    assert len(suggestion.repairs) <= 10
    assert [r.rank for r in suggestion.repairs] == sorted(r.rank for r in suggestion.repairs)
    assert_all_hold(case.report, 3, suggestion)


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(
    st.dictionaries(
        st.sampled_from(sorted(BASE.tables[3].cells)),
        st.sampled_from(["", "/", "?", "-3", "7.5", "0", "1", "12", "九"]),
        max_size=7,
    )
)
def test_whatever_is_typed_the_repairs_hold(texts):
    cells = {ref: Cell(text, parse(text, CellKind.COUNT), text) for ref, text in texts.items()}
    report = BASE.with_cells(cells)
    assert_all_hold(report, 3, suggest(report, 3, seconds=5))


@pytest.mark.parametrize("edition", schema.EDITIONS)
@pytest.mark.parametrize("table", [3, 4])
def test_nothing_is_asked_of_a_table_that_balances(edition, table):
    suggestion = suggest(rules.balanced(edition), table)
    assert (suggestion.repairs, suggestion.minimum, suggestion.proven) == ((), 0, True)


def test_table_two_and_a_missing_table_have_no_repairs():
    assert suggest(BASE, 2).repairs == ()
    lacking = replace(BASE, tables={2: BASE.tables[2]})
    assert suggest(lacking, 3).repairs == ()
    assert "表三" in suggest(lacking, 3).message


# Single hand_errors


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"granted__natural_person": "90"}, "现填 90 疑为多敲一个 0"),
        ({"granted__natural_person": ""}, "漏填"),
        ({"granted__natural_person": "-9"}, "多了负号"),
        ({"granted__total": "31"}, "现填 31 疑为两位颠倒"),
        ({"results_total__total": "7"}, "漏敲了一位"),
        ({"received__total": "0"}, "漏填（现为 0）"),
        ({"granted__natural_person": "9O"}, "“9O”不是件数"),
    ],
)
def test_one_wrong_cell_is_found_with_its_cause(wrong, words):
    suggestion = suggest(put(**wrong), 3)
    (key,) = wrong
    row, column = key.split("__")
    true = BASE.tables[3].amount(row, column)
    assert suggestion.minimum == 1 and len(suggestion.repairs) == 1
    assert figures(suggestion.repairs[0]) == {key: true}
    assert words in suggestion.repairs[0].reason
    assert str(true) in suggestion.repairs[0].reason


def test_a_blank_row_of_totals_is_one_cause_in_one_sentence():
    columns = ("natural_person", "business", "legal_service", "other_org", "total")
    suggestion = suggest(put(**{f"results_total__{c}": "" for c in columns}), 3)
    assert figures(suggestion.repairs[0]) == {
        f"results_total__{c}": BASE.tables[3].amount("results_total", c) for c in columns
    }
    assert suggestion.repairs[0].reason.startswith("（七）总计 漏填：各项办理结果之和为 自然人 20、")
    assert len(suggestion.repairs) == 1


def test_the_whole_column_of_totals_left_blank_is_filled():
    texts = {f"{r.row}__total": "" for r in BASE.tables[3].cells if r.column == "total"}
    suggestion = suggest(put(**texts), 3)
    first = figures(suggestion.repairs[0])
    assert first == {k: v for k in texts if (v := BASE.tables[3].amount(*k.split("__")))}
    assert "总计列 漏填" in suggestion.repairs[0].reason


def test_several_slips_over_a_row():
    exchanged = suggest(put(granted__natural_person="4", granted__business="9"), 3).repairs[0]
    assert "互相填反" in exchanged.reason
    joined = suggest(put(granted__natural_person="94", granted__business=""), 3).repairs[0]
    assert "连在一格" in joined.reason
    moved = suggest(put(granted__natural_person="7", granted__business="6"), 3).repairs[0]
    assert "2 件疑为归错申请人类别" in moved.reason
    slid = suggest(put(granted__natural_person="", granted__business="9", granted__research="4"), 3).repairs[0]
    assert "错位一格，应为 9、4、0、0、0、0、13" in slid.reason


def test_a_slid_row_is_offered_though_a_smaller_repair_exists():
    """Every figure of the row one to the left: six cells differ, and fewer changes elsewhere also mend it."""
    details = {("granted", "natural_person"): 5, ("granted", "business"): 5, ("granted", "research"): 5}
    report = replace(BASE, tables={3: rules.table3(details={**rules.DETAILS, **details})})
    typed = dict(zip(("natural_person", "business", "research", "nonprofit"), ("", "5", "5", "5"), strict=True))
    spoilt_report = rules.put(report, {(3, "granted", c): t for c, t in typed.items()})
    suggestion = suggest(spoilt_report, 3)
    assert {"granted__natural_person": 5, "granted__nonprofit": 0} in [figures(r) for r in suggestion.repairs]
    assert_all_hold(spoilt_report, 3, suggestion)


def test_a_slid_row_beside_another_slip():
    details = {("granted", c): v for c, v in zip(("natural_person", "business", "research"), (9, 4, 7), strict=True)}
    base = replace(BASE, tables={3: rules.table3(details={**rules.DETAILS, **details})})
    typed = dict(
        zip((r.column for r in list(BASE.tables[3].cells)[:7]), ("", "9", "4", "7", "0", "0", "0"), strict=True)
    )
    slid = {(3, "granted", c): t for c, t in typed.items()}
    report = rules.put(base, {**slid, (3, "unavailable_not_held", "total"): "66"})
    suggestion = suggest(report, 3, seconds=20)
    true = {"granted__natural_person": 9, "granted__business": 4, "granted__research": 7, "granted__nonprofit": 0}
    expected = {**true, "granted__total": 20, "unavailable_not_held__total": 6}
    assert expected in [figures(r) for r in suggestion.repairs]
    assert_all_hold(report, 3, suggestion)


def test_three_blanks_that_look_like_two_wrong_figures():
    report = put(granted__business="", granted__total="", partly_granted__business="")
    ones = {("granted", "business"): 1, ("granted", "natural_person"): 0, ("partly_granted", "business"): 1}
    base = replace(BASE, tables={3: rules.table3(details={**rules.DETAILS, **ones})})
    keys = ("granted__business", "granted__total", "partly_granted__business")
    report = rules.put(base, {(3, *k.split("__")): "" for k in keys})
    suggestion = suggest(report, 3)
    true = {k: base.tables[3].amount(*k.split("__")) for k in keys}
    assert suggestion.minimum <= 3
    assert true in [figures(r) for r in suggestion.repairs]


# Ties, locks, outside_figures


def test_a_lone_block_of_table_four_has_five_equal_repairs():
    report = rules.put(BASE, {(4, "review", "total"): "5"})
    suggestion = suggest(report, 4)
    assert [r.changes[0].ref.column for r in suggestion.repairs] == ["upheld", "corrected", "other", "pending", "total"]
    assert {r.rank for r in suggestion.repairs} == {0}
    assert "五格" in suggestion.message or "各格" in suggestion.message
    assert_all_hold(report, 4, suggestion)


def test_a_blank_total_of_table_four_is_no_evidence_against_its_details():
    suggestion = suggest(rules.put(BASE, {(4, "suit_after_review", "total"): ""}), 4)
    assert [figures(r) for r in suggestion.repairs] == [
        {"suit_after_review__total": 1},
    ]
    assert suggestion.sure


def test_two_broken_blocks_give_whole_alternatives():
    report = rules.put(BASE, {(4, "review", "total"): "9", (4, "direct_suit", "total"): "8"})
    suggestion = suggest(report, 4)
    assert suggestion.minimum == 2 and len(suggestion.repairs) == 10
    assert_all_hold(report, 4, suggestion)


def test_locked_cells_are_gone_around():
    report, here = put(granted__natural_person="90"), CellRef(3, "granted", "natural_person")
    suggestion = suggest(report, 3, locked=frozenset([here]))
    assert suggestion.minimum > 1
    assert all(here not in [c.ref for c in r.changes] for r in suggestion.repairs)
    assert_all_hold(report, 3, suggestion)


def test_locks_that_leave_no_way_are_said():
    row = frozenset(r for r in BASE.tables[3].cells if r.row == "granted")
    suggestion = suggest(put(granted__natural_person="90"), 3, locked=row)
    assert suggestion.repairs == ()
    assert "取消其中一格的确认" in suggestion.message
    unread = suggest(put(granted__natural_person="?"), 3, locked=row)
    assert "不是整数" in unread.message


def test_the_narrative_and_last_year_decide_between_equals():
    """One request misfiled in 受理 or in 结转: the same two columns break."""
    report = put(carried_in__natural_person="1", carried_in__business="1")
    tie = suggest(report, 3)
    assert len({frozenset(figures(r)) for r in tie.repairs}) > 1
    last = rules.put(BASE, {(3, "carried_forward", "natural_person"): "2"})
    assert figures(suggest(report, 3, previous=last).repairs[0]) == {
        "carried_in__natural_person": 2,
        "carried_in__business": 0,
    }
    assert "上年报告" in suggest(report, 3, previous=last).repairs[0].reason
    quote = Quote(1, 0, 0, 1, "2")
    told = (Binding(quote, 2, (CellRef(3, "carried_in", "natural_person"),), "件"),)
    first = suggest(report, 3, bindings=told).repairs[0]
    assert figures(first) == {"carried_in__natural_person": 2, "carried_in__business": 0}
    assert "正文写的也是 2件" in first.reason


def test_unreadable_cells_in_a_rectangle_take_what_their_text_looks_like():
    keys = [f"{r}__{c}" for r in ("granted", "partly_granted") for c in ("natural_person", "business")]
    report = put(**dict(zip(keys, ("9？", "4？", "？", "？"), strict=True)))
    suggestion = suggest(report, 3)
    assert figures(suggestion.repairs[0]) == dict(zip(keys, (9, 4, 3, 0), strict=True))
    assert suggestion.minimum == 4 and len(suggestion.repairs) > 1
    assert_all_hold(report, 3, suggestion)


def test_a_ruined_table_is_answered_honestly():
    random = Random("a ruin")
    cells = {ref: rules.cell(random.randint(0, 20)) for ref in random.sample(sorted(BASE.tables[3].cells), 60)}
    report = BASE.with_cells(cells)
    suggestion = suggest(report, 3, seconds=0.1)
    assert not suggestion.proven
    assert suggestion.message.startswith(f"至少 {suggestion.minimum} 处")
    assert len(suggestion.repairs) >= 1
    assert_all_hold(report, 3, suggestion)


@pytest.mark.skipif(not (REPORTS / "truth.json").exists(), reason="the reference reports are not here")
def test_the_four_totals_of_report_002():
    truth = json.loads((REPORTS / "truth.json").read_text("utf-8"))["002"]
    rows = zip(schema.shape("2019", 3).rows, truth["table3"], strict=True)
    texts = {CellRef(3, r.key, c.key): str(v) for r, (_, vs) in rows for c, v in zip(r.columns, vs, strict=True)}
    cells = {ref: Cell(t, parse(t, CellKind.COUNT), t) for ref, t in texts.items()}
    suggestion = suggest(Report("2019", tables={3: Grid(3, "2019", cells)}), 3)
    assert suggestion.minimum == 4 and suggestion.proven
    expected = {"natural_person": 22, "legal_service": 1, "other_org": 1, "total": 24}
    assert figures(suggestion.repairs[0]) == {f"results_total__{c}": v for c, v in expected.items()}
