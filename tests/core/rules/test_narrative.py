from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import narrative_score as scoring
import pytest
from rules_support import balanced, put, say

from core.model import CellRef, Paragraph
from core.rules import evaluate
from core.rules.narrative.numbers import figures, plain

EXPECTED = Path(__file__).parents[2] / "expected" / "narrative_score.txt"


def test_precision_and_recall_hold():
    total = scoring.score()
    assert len(scoring.load()[1]) >= 150
    assert total.precision >= 0.97
    assert total.recall >= 0.97


def test_the_kept_scores_are_the_present_ones():
    assert EXPECTED.read_text("utf-8").split("\n\n")[0] == scoring.report(), "run tests/narrative_score.py and keep it"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到申请１２件", [(12, "件")]),
        ("收费1,234.5万元", [(Decimal("1234.5"), "万元")]),
        ("收费251000元", [(Decimal("25.1"), "元")]),
        ("收费1.2亿元", [(12000, "亿元")]),
        ("办理 1 234 件", [(1234, "件")]),
        ("共一百零五件、十二项、两条、〇件", [(105, "件"), (12, "项"), (2, "条"), (0, "件")]),
        ("3.2万件", [(32000, "件")]),
        ("2021年12月31日", []),
        ("国办公开办函〔2021〕30号第十条", []),
        ("电话0898-65300000，传真：65300001", []),
        ("同比增长12.5%，提高3个百分点", []),
        ("20个工作日内，3-5件，第3季度，（二）", []),
        ("一次性告知，每一件，三是", []),
        ("二〇二一年，12345热线", []),
    ],
)
def test_figures_and_what_only_looks_like_them(text, expected):
    assert [(f.value, f.unit) for f in figures(plain(text).text)] == expected


def test_about_thirty_is_kept_apart():
    assert [f.approximate for f in figures(plain("30余件、近20件、10件").text)] == [True, True, False]


def test_a_quote_marks_the_number_alone_in_its_sentence():
    text = "　　扎实推进。全年作出行政许可决定 ２５４ 件。下一步继续。"
    (found,) = evaluate(say(balanced(), 5, text)).findings
    quote = found.quote
    assert text[quote.start : quote.end] == "２５４"
    assert quote.text == "全年作出行政许可决定 ２５４ 件。"
    assert (quote.section, quote.paragraph) == (5, 0)
    assert (found.expected, found.actual, found.cells) == (245, 254, (CellRef(2, "licences", "decisions"),))


def test_bindings_are_kept_where_all_agrees():
    result = evaluate(say(balanced(), 5, "全年共收到政府信息公开申请30件，办结27件。"))
    assert [(b.value, [c.row for c in b.cells]) for b in result.bindings] == [
        (28, ["received"]),
        (2, ["carried_in"]),
        (30, ["received", "carried_in"]),
        (27, ["results_total"]),
    ]
    assert result.findings == ()


def test_the_same_mistake_twice_is_one_finding():
    report = say(balanced(), 5, "行政处罚120条，公开及时。", "全年行政处罚120条，公开及时。")
    (found,) = evaluate(report).findings
    assert "共 2 处" in found.message


def test_money_off_by_ten_thousand_is_said_to_be_a_matter_of_units():
    (found,) = evaluate(say(balanced(), 5, "收取行政事业性收费36.52元，公开及时。")).findings
    assert "像是“元”与“万元”混用" in found.message


def test_the_handling_fee_is_never_compared_with_table_2():
    assert evaluate(say(balanced(), 6, "本年度收取信息处理费1200元。")).findings == ()
    assert evaluate(say(balanced(), 6, "未收取信息处理费。")).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "全年未收到政府信息公开申请。",
        "因政府信息公开，未发生行政复议、行政诉讼。",
        "政府信息公开工作未被提起行政诉讼。",
        "未收取行政事业性收费，也未收取信息处理费。",
        "收到的政府信息公开申请已全部办结。",
        "本年度未制发行政规范性文件，公开指南已更新。",
    ],
)
def test_denials_are_held_against_the_tables(text):
    found = evaluate(say(balanced(), 5, text)).findings
    assert found
    assert {f.rule for f in found} == {"text.denial"}


@pytest.mark.parametrize(
    "text",
    [
        "去年未收到政府信息公开申请，今年申请有所增加。",
        "未经行政复议直接起诉1件，公开工作依法应诉。",
        "各乡镇未收到政府信息公开申请，培训照常开展。",
        "未发生因处理费收取引起的争议，公开平稳。",
    ],
)
def test_what_is_not_denied(text):
    assert "text.denial" not in {f.rule for f in evaluate(say(balanced(), 5, text)).findings}


def test_a_figure_of_a_blank_table_is_not_held_against_it():
    report = put(balanced(), {(2, r, c): "" for r, c in [("licences", "decisions"), ("penalties", "decisions")]})
    messages = [f.message for f in evaluate(say(report, 5, "行政许可10条，公开及时。")).findings]
    assert any("没有填数（按 0 计）" in m for m in messages)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("发布信息67条，其中：动态13条、公告17条、采购11条。", True),
        ("发布信息10条，其中动态13条。", True),
        ("发布信息67条，其中动态13条、公告17条。", False),
        ("发布信息67条，其中动态13条；公告17条；采购11条。", False),
        ("发布信息67条，其中动态40余条、公告17条、采购11条。", False),
        ("发布信息41条，其中：动态13条、公告17条、采购11条，占比12%。", False),
    ],
)
def test_parts_of_a_list(text, found):
    assert ("text.parts" in {f.rule for f in evaluate(say(balanced(), 5, text)).findings}) is found


def test_a_kind_of_result_that_stands_in_two_rows_is_told_without_breaking_the_rule():
    """其他处理 may mean the whole kind or its last row; the second reading is a part of the first, not more cells."""
    report = put(balanced(), {(3, "other_not_supplemented", "total"): 2, (3, "other_misc", "total"): 3})
    result = evaluate(say(report, 5, "全年收到政府信息公开申请28件，其他处理9件。"))
    assert result.broken == ()
    (message,) = [f.message for f in result.findings if f.rule == "text.binding"]
    assert "其他处理9件" in message
    assert "为 3" in message


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("本报告数据的统计期限为2021年1月1日至12月31日。", False),
        ("所列数据的统计期限自2020年1月1日起至2020年12月31日止。", True),
        ("所列数据的统计期限为2021年1月1日至2021年11月30日。", True),
    ],
)
def test_the_period_of_the_statistics_is_read_in_the_preamble(text, wrong):
    found = evaluate(replace(balanced(), preamble=(Paragraph(text),))).findings
    assert ([f.rule for f in found if f.rule == "text.other_year"] != []) is wrong
