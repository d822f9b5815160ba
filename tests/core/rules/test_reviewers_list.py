"""What official reviewers look at, beyond the samples of test_samples.py: kinds of sentences of our own writing."""

from dataclasses import replace

import pytest
from rules_support import balanced, put, say

from core.model import Heading, Paragraph
from core.place import Place
from core.rules import Profile, RuleSettings, evaluate


def found(report, rule, **settings):
    return [f for f in evaluate(report, None, RuleSettings(**settings)).findings if f.rule == rule]


def with_preamble(text):
    return replace(balanced(), preamble=(Paragraph(text),))


@pytest.mark.parametrize(
    "text",
    [
        "本年度未发生收费情况。",
        "收费为0元。",
        "全年未收取任何费用。",
        "依申请公开无收费。",
        "没有产生费用。",
        "按规定收取费用120元。",
        "信息处理费0元。",
    ],
)
def test_every_wording_of_the_charge_is_accepted(text):
    assert found(say(balanced(), 6, text), "section6.fee") == []


@pytest.mark.parametrize(
    ("agency", "warned"),
    [
        ("岳山市", False),
        ("岳山市人民政府办公厅", False),
        ("岳山市人民政府办公室", False),
        ("青江省人民政府办公厅", False),
        ("青江省交通运输厅", False),
        ("云岭自治州人民政府办公室", False),
        ("云溪县民政局", True),
        ("岳山市云溪区民政局", True),
        ("石桥镇人民政府", True),
    ],
)
def test_bodies_that_may_make_regulations_are_not_warned(agency, warned):
    report = put(
        replace(balanced(), agency=agency), {(2, "regulations", "issued"): 3, (2, "regulations", "in_force"): 9}
    )
    assert bool(found(report, "scope.regulations")) is warned


def headed(five):
    report = balanced()
    sections = [replace(report.section(5), heading=None, paragraphs=())]
    outline = tuple(Heading(five, None) if h.section == 5 else h for h in report.outline)
    return replace(report.with_sections(sections), outline=outline)


@pytest.mark.parametrize(
    "five", ["五、存在的主要问题及明年工作计划", "五、存在不足及下一步打算", "五、存在问题和改进措施"]
)
def test_section_five_under_a_common_name_is_a_matter_of_wording(five):
    told = found(headed(five), "structure.sections")
    assert [f.severity for f in told] == ["warning"]
    assert "规定的标题是" in told[0].message


def test_a_section_five_that_is_not_there_is_still_an_error():
    told = found(headed("五、附件"), "structure.sections")
    assert "error" in {f.severity for f in told}


def test_a_table_under_its_heading_in_the_same_sheet_is_in_its_place():
    report = balanced()
    outline = tuple(Heading(h.text, h.section, Place(block=1, row=h.section * 10)) for h in report.outline)
    tables = {}
    for number, grid in report.tables.items():
        cells = {ref: replace(cell, place=Place(block=1, row=number * 10 + 3)) for ref, cell in grid.cells.items()}
        tables[number] = replace(grid, cells=cells)
    assert found(replace(report, outline=outline, tables=tables), "structure.sections") == []


def test_the_title_offered_names_the_year_once():
    report = replace(
        balanced("2021", 2024), agency="云溪县民政局2024年度", title="云溪县民政局2024年度政府信息公开年报"
    )
    (told,) = found(report, "title.form")
    assert told.expected == "云溪县民政局2024年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、行政复议和行政诉讼情况、"
            "存在的主要问题及改进情况、其他需要报告的事项六部分组成。",
            False,
        ),
        ("本报告包括概述、主动公开情况、依申请公开情况、收费及减免情况、行政复议情况、存在问题六个部分。", True),
        ("本报告包括总体情况、主动公开情况、依申请公开情况等内容。", False),
        ("本报告依据条例编制。", False),
    ],
)
def test_a_preamble_that_lists_other_sections_is_a_hint(text, told):
    assert [f.subject for f in found(with_preamble(text), "preamble.count")] == (["list"] if told else [])


TOPICS = [p.text for p in balanced().section(1).paragraphs]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("（二）依申请公开。", "只有小标题"),
        ("（二）依申请公开。充分利用公示栏、宣传栏张贴通知，方便群众查看。", "没有说到依申请公开"),
        ("（二）依申请公开。全年未收到申请。", ""),
    ],
)
def test_a_topic_without_content_of_its_own_is_missing(text, told):
    report = say(balanced(), 1, *(text if t.startswith("（二）") else t for t in TOPICS))
    messages = [f.message for f in found(report, "section1.topics")]
    assert (told in messages[0]) if told else messages == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2021年，清河县水利局围绕中心工作推进公开。", True),
        ("云溪县民政局围绕中心工作推进公开。", False),
        ("县水利局、县教育局等积极配合。", False),
        ("各镇认真落实，我局严格把关。", False),
        ("民政局高度重视公开工作。", False),
    ],
)
def test_another_agency_as_the_subject_is_told(text, told):
    assert bool(found(say(balanced(), 1, *TOPICS, text), "text.other_agency")) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("通过清河县人民政府门户网站发布。", True),
        ("全年在县政府门户网站发布。", False),
        ("通过云溪县人民政府网站发布。", False),
        ("通过岳山市人民政府网站发布。", False),
        ("经区政府信息公开平台发布。", False),
    ],
)
def test_another_countys_website_is_told(text, told):
    assert bool(found(say(balanced(), 1, *TOPICS, text), "text.other_region")) is told


@pytest.mark.parametrize(
    ("raw", "words"),
    [("125000", "12.5 万元"), ("36.523456", "365234.56 元"), ("36.52", ""), ("99999", "")],
)
def test_money_that_only_yuan_explains_is_a_hint_without_last_years_report(raw, words):
    told = found(put(balanced(), {(2, "fees", "amount"): raw}), "money.size")
    assert (words in told[0].message) if words else told == []
    assert all(f.severity == "hint" for f in told)


def test_a_government_may_charge_much():
    report = put(replace(balanced(), agency="云溪县人民政府"), {(2, "fees", "amount"): "125000"})
    assert found(report, "money.size", profile=Profile.GOVERNMENT) == []


def test_placeholders_are_left_over_words():
    told = found(say(balanced(), 5, "更新不够及时，详见（具体网址）。"), "text.template")
    assert "（具体网址）" in told[0].message
