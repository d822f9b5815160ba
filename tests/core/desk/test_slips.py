"""Slips: what stands on the page, in which form, and that nothing asked is lost."""

import io
from datetime import date

import docx
import pytest

from core import desk
from core.desk.model import AskedItem
from core.desk.slip_files import render_slip
from core.desk.slip_layout import layout
from core.desk.slips import shorter

SUM = (
    "表三“（一）予以公开·自然人”填的是 {0}，应为 0：本列（七）总计减去其余各项是 0，本行总计减去其余各类申请人也是 0。"
)
PAIR = "第二部分写“制发行政规范性文件 {0} 件”，表二“规范性文件·本年制发件数”填的是 2，两处不一致，请核对。"


def item(rule, words, number):
    made = words.format(number)
    return AskedItem(made, rule, (), "", shorter(made))


def slip_of(count, extra=""):
    items = tuple(item(*(("t3.sum", SUM) if n % 2 else ("text.pair", PAIR)), n) for n in range(count))
    who = ("李某（0000-0000000）", "云溪县政务公开办")
    return desk.Slip("k", "云溪县教育局", items, extra, "2025-01-20", *who, 2024)


def text_of(data):
    """All words of a docx in order, tables in their places."""
    made = docx.Document(io.BytesIO(data))
    return "".join(t.text or "" for t in made.element.body.iter() if t.tag.endswith("}t"))


@pytest.mark.parametrize(
    ("message", "short"),
    [
        (SUM.format(5), "表三“（一）予以公开·自然人”填的是 5，应为 0。"),
        ("一列有 2 处不对：甲应为 0（现为 54），改后 4 个等式才成立。", "一列有 2 处不对：甲应为 0（现为 54）。"),
        (PAIR.format(3), PAIR.format(3)),
    ],
)
def test_a_shorter_sentence_keeps_what_is_wrong_and_what_it_should_be(message, short):
    assert shorter(message) == short


def test_a_few_stand_in_body_type_then_in_a_small_table_then_shorter_by_kind():
    assert len(layout(slip_of(2)).lines) == 2
    table = layout(slip_of(7))
    assert [n for n, _ in table.rows] == list("1234567") and SUM.format(1) in table.texts
    short = layout(slip_of(14))
    assert [n for n, _ in short.rows] == ["1—7", "8—14"] and not short.annex
    assert all(f"“制发行政规范性文件 {n} 件”" in short.texts[0] for n in range(0, 14, 2))
    assert all(f"填的是 {n}，应为 0" in short.texts[1] for n in range(1, 14, 2))


def test_what_would_break_the_page_in_body_type_is_a_table():
    long = tuple(AskedItem("长" * 80, "own") for _ in range(3))  # nine lines, and seven of opening, own words, closing
    slip = desk.Slip("k", "云溪县教育局", long, "请" * 60, "2025-01-20", "李某", "云溪县政务公开办", 2024)
    assert not layout(slip).lines and len(layout(slip).rows) == 3


def test_what_a_page_cannot_hold_is_in_the_annex_in_full_and_nothing_is_lost():
    slip = slip_of(60)
    made = layout(slip)
    assert made.rows[-1] == ("", f"另有 {len(made.annex)} 处见附表。")
    assert [int(n) for n, _ in made.annex] == list(range(60 - len(made.annex) + 1, 61))
    words = text_of(render_slip(slip, date(2025, 1, 10)))
    here = words.partition("附表")[0] if not made.annex else words
    for each in slip.items:
        assert each.words.rstrip("。") in words or each.short.rstrip("。") in here
    assert words.index("2025年1月10日") < words.index(made.annex[0][1])


def test_what_the_clerk_wrote_is_never_shortened():
    own = "表三“总计”应为 9：请与王某核对后再填，不要自己改。"
    slip = slip_of(14)
    items = (desk.in_words(slip.items[1], own), *slip.items[2:])
    assert desk.in_words(slip.items[1], slip.items[1].words).short
    made = desk.Slip("k", "云溪县教育局", items, "", "", "", "", 2024)
    assert own.rstrip("。") in text_of(render_slip(made, date(2025, 1, 10)))
    assert desk.asked_of(made, desk.Row("k", None), "").items[0] == AskedItem(own, "t3.sum")


def test_a_slip_without_findings_says_the_clerks_own_sentence():
    slip = desk.Slip("k", "云溪县教育局", (), "请补上第六部分。", "", "", "", 2024)
    assert "请补上第六部分。" in text_of(render_slip(slip, date(2025, 1, 10)))
