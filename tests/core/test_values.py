from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values import BLANK, CellKind, Mark, Number, Unread, Unreadable, amount, parse, plain_amount, show

COUNT, SIGNED, MONEY = CellKind.COUNT, CellKind.SIGNED, CellKind.MONEY


@pytest.mark.parametrize("raw", ["", " ", "\xa0", "\u3000", "\u2002", "\u3000\u3000\n", "\u200b"])
def test_blanks_are_blank_and_no_zero(raw):
    assert parse(raw, COUNT) == BLANK
    assert amount(parse(raw, COUNT)) is None


@pytest.mark.parametrize(
    ("raw", "kind", "value", "note"),
    [
        ("22（其中修订16件）", COUNT, 22, "(其中修订16件)"), ("55（含自然失效29件）", COUNT, 55, "(含自然失效29件)"),
        ("6\n（其中修订2件）", COUNT, 6, "(其中修订2件)"), ("3件(含自然失效1件)", COUNT, 3, "(含自然失效1件)"),
        ("22，其中修订16件", COUNT, 22, "其中修订16件"), ("1,234 （均为网络申请）", COUNT, 1234, "(均为网络申请)"),
        ("7.5（污水处理费）", MONEY, Decimal("7.5"), "(污水处理费)"), ("1200（元）", MONEY, Decimal("0.12"), ""),
        ("5万元（学费）", MONEY, 5, "(学费)"),
    ],
)  # fmt: skip
def test_a_remark_beside_a_figure_is_kept_apart_from_it(raw, kind, value, note):
    parsed = parse(raw, kind)
    assert (parsed.value, parsed.note) == (value, note)


@pytest.mark.parametrize(
    "raw", ["5（3）", "（一）", "1.5.2（件）", "12（元）", "共22（其中修订16件）", "（其中修订16件）22"]
)
def test_what_only_resembles_a_figure_with_a_remark_is_unreadable(raw):
    assert isinstance(parse(raw, COUNT), Unreadable)


def test_a_cell_that_was_not_read_is_no_blank_and_has_no_figure():
    assert amount(Unread("第 3 页是图片")) is None
    assert Unread("第 3 页是图片") != BLANK


@pytest.mark.parametrize("raw", ["/", "／", "-", "--", "—", "－－", "无", "不涉及", "不适用", "N/A", " — "])
def test_marks_are_neither_blank_nor_zero(raw):
    assert isinstance(parse(raw, COUNT), Mark)
    assert amount(parse(raw, MONEY)) is None


@pytest.mark.parametrize(
    ("raw", "kind", "value"),
    [
        ("0", COUNT, 0), ("　１２", COUNT, 12), ("1，234", COUNT, 1234), ("1,234", COUNT, 1234), ("1 234", COUNT, 1234),
        ("12件", COUNT, 12), ("12.0", COUNT, 12), ("+1036", SIGNED, 1036), ("−5", SIGNED, -5), ("-5", COUNT, -5),
        ("减2", SIGNED, -2), ("增27", SIGNED, 27), ("减少 3 项", SIGNED, -3),
        ("增加4件", SIGNED, 4), ("新增5", SIGNED, 5), ("上升6", SIGNED, 6), ("下降7", SIGNED, -7),
        ("十二件", COUNT, 12),
        ("3.5", COUNT, Decimal("3.5")),
        ("199.19561万元", MONEY, Decimal("199.19561")), ("251000元", MONEY, Decimal("25.1")),
        ("28068.751万元", MONEY, Decimal("28068.751")), ("1.2亿元", MONEY, 12000),
        ("769.5976", MONEY, Decimal("769.5976")),
        ("0.10", MONEY, Decimal("0.1")), ("1,000.50元", MONEY, Decimal("0.10005")),
    ],
)  # fmt: skip
def test_figures(raw, kind, value):
    parsed = parse(raw, kind)
    assert isinstance(parsed, Number)
    assert parsed.value == value
    assert type(parsed.value) is type(value)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [("1 2", COUNT), ("3\n4", COUNT), ("1,23", COUNT), ("减2", COUNT), ("5元", COUNT), ("5件", MONEY), ("约12", COUNT),
     ("12/3", COUNT), ("O", COUNT), ("1.2.3", COUNT), ("9" * 40, COUNT), ("见附件", COUNT)],
)  # fmt: skip
def test_what_is_no_figure_stays_unreadable_and_whole(raw, kind):
    assert parse(raw, kind) == Unreadable(raw)


@given(st.integers(-(10**15), 10**15))
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
def test_whole_numbers_read_back(n):
    assert parse(show(n), SIGNED) == Number(n)


@given(st.decimals(0, 10**9, places=6))
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
def test_money_reads_back_exactly(value):
    plain = plain_amount(value)
    assert parse(show(plain), MONEY) == Number(plain)


@pytest.mark.parametrize(
    ("raw", "value", "note"),
    [
        ("6【其中修订2件】", 6, "【其中修订2件】"), ("4[含废止3件]", 4, "[含废止3件]"),
        ("7、含自然失效1件", 7, "含自然失效1件"), ("8*", 8, "*"), ("8①", 8, "①"), ("3〔见附注〕", 3, "〔见附注〕"),
    ],
)  # fmt: skip
def test_remarks_in_other_brackets_and_note_marks_are_no_part_of_the_figure(raw, value, note):
    assert parse(raw, COUNT) == Number(value, "", note)


@pytest.mark.parametrize("raw", ["①", "[3]", "6[2]", "1、2", "**"])
def test_brackets_and_marks_that_may_be_figures_stay_unreadable(raw):
    assert isinstance(parse(raw, COUNT), Unreadable)
