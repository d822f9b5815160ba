from __future__ import annotations

import json
from dataclasses import fields
from decimal import Decimal

import pytest
import store_strategies_support as strategies
import store_support as support
from hypothesis import given, settings

from core.finding import Finding, Severity
from core.model import Cell, Grid, Report
from core.store.codec.change import dump_change, load_change
from core.store.codec.compression import pack, unpack
from core.store.codec.finding import Dismissal, dismissal_of, dismissal_row, finding_row
from core.store.codec.report import CodecError, dump, load, value_of, value_row
from core.values import BLANK, Mark, Number, Unread, Unreadable

quick = settings(max_examples=35, deadline=None, derandomize=True, database=None)


@quick
@given(strategies.reports())
def test_a_report_comes_back_exactly(report: Report) -> None:
    again = load(unpack(pack(dump(report))))
    assert again == report
    assert list(again.tables) == list(report.tables)
    assert dump(again) == dump(report)


@quick
@given(strategies.changes)
def test_a_change_comes_back_exactly(change) -> None:
    assert load_change(unpack(pack(dump_change(change)))) == change


@pytest.mark.parametrize(
    "value",
    [
        BLANK, Mark("/"), Unread("第 3 页是图片"), Unreadable("五件左右"), Number(0),
        Number(5, "件"), Number(-3), Number(10**30), Number(Decimal("1.50")), Number(Decimal("0.0001"), "元"),
        Number(Decimal("1E+3")),
    ],
)  # fmt: skip
def test_a_value_keeps_kind_and_digits(value) -> None:
    again = value_of(json.loads(json.dumps(value_row(value))))
    assert again == value
    assert repr(again) == repr(value)


def test_a_blank_a_zero_a_mark_and_an_unread_cell_stay_apart() -> None:
    assert (
        len({json.dumps(value_row(v)) for v in (BLANK, Number(0), Mark("/"), Mark(""), Unreadable(""), Unread(""))})
        == 6
    )


def test_every_field_of_the_model_is_written() -> None:
    written = json.loads(dump(support.report()))
    assert set(written) == {f.name for f in fields(Report)} | {"format"}


def test_the_order_of_cells_is_kept() -> None:
    refs = list(reversed(support.grid("2021", 4).cells))
    report = Report("2021", tables={4: Grid(4, "2021", {ref: Cell() for ref in refs})})
    assert list(load(dump(report)).tables[4].cells) == refs


@pytest.mark.parametrize("text", ["[]", '{"format": 99}', "null"])
def test_another_format_is_refused(text: str) -> None:
    with pytest.raises(CodecError):
        load(text)


def test_a_finding_becomes_a_plain_row() -> None:
    finding = Finding("t3.row_sum", Severity.ERROR, "合计不符", (support.RECEIVED,), expected=3, actual=Decimal("1.5"))
    row = finding_row(finding)
    assert json.loads(json.dumps(row)) == row
    assert (row["severity"], row["expected"], row["actual"]) == ("error", "3", "1.5")


def test_a_dismissal_comes_back() -> None:
    dismissal = Dismissal(
        "year.jump", (support.RECEIVED,), "received", "机构合并", ("3", "40"), "2024-01-02T03:04:05+00:00"
    )
    assert dismissal_of(json.loads(json.dumps(dismissal_row(dismissal)))) == dismissal
    assert dismissal.identity == ("year.jump", (support.RECEIVED,), "received")
