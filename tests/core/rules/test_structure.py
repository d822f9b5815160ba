from dataclasses import replace

import pytest
from rules_support import AGENCY, balanced, say

from core.finding import Severity
from core.model import Heading, Paragraph
from core.rules import Profile, RuleSettings, evaluate, profile_of


def rules_of(report, **settings):
    return [f.rule for f in evaluate(report, None, RuleSettings(**settings)).findings]


def with_title(title):
    return replace(balanced(), title=title)


@pytest.mark.parametrize(
    ("title", "lacks"),
    [
        (f"{AGENCY}2021年政府信息公开工作年度报告", None),
        (f"{AGENCY} ２０２１ 年度政府信息公开工作年度报告", None),
        (f"{AGENCY}政府信息公开工作年度报告", "年份"),
        (f"{AGENCY}2021年政府信息公开年度报告", "“政府信息公开工作年度报告”"),
        ("2021年政府信息公开工作年度报告", "机关名称"),
        (AGENCY, "年份"),
        ("", ""),
    ],
)
def test_the_title(title, lacks):
    found = [f for f in evaluate(with_title(title)).findings if f.rule == "title.form"]
    assert len(found) == (lacks is not None)
    assert all(lacks in f.message and f"{AGENCY}2021年政府信息公开工作年度报告" in f.message for f in found)


@pytest.mark.parametrize(
    ("heading", "fine"),
    [
        ("五、存在的主要问题及改进情况", True),
        ("五. 存在的主要问题及改进情况：", True),
        ("第五部分 存在的主要问题及改进情况", True),
        ("五、存在问题及改进情况", False),
    ],
)
def test_a_heading_in_other_words_is_a_warning(heading, fine):
    report = balanced()
    report = report.with_sections([replace(report.section(5), heading=heading)])
    found = [f for f in evaluate(report).findings if f.rule == "structure.sections"]
    assert [f.severity for f in found] == ([] if fine else [Severity.WARNING])


def test_bare_tables_are_one_warning():
    report = balanced()
    found = evaluate(report.with_sections(replace(s, heading=None, paragraphs=()) for s in report.sections)).findings
    assert [(f.rule, f.severity) for f in found] == [("structure.sections", Severity.WARNING)]


def test_sections_out_of_order_are_an_error():
    report = balanced()
    outline = (*report.outline[:3], report.outline[4], report.outline[3], report.outline[5])
    found = [f for f in evaluate(replace(report, outline=outline)).findings if f.subject == "order"]
    assert [f.severity for f in found] == [Severity.ERROR]


def test_a_heading_that_belongs_nowhere_is_named():
    report = balanced()
    outline = (*report.outline, Heading("七、附则", None))
    (found,) = [f for f in evaluate(replace(report, outline=outline)).findings if f.rule == "structure.sections"]
    assert "“七、附则”不在规定的六个部分之内" in found.message


@pytest.mark.parametrize(
    ("text", "expected", "actual"),
    [
        ("本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等五部分组成。", 3, 5),
        ("全文共七个部分。", 6, 7),
        ("本报告共6部分。", None, None),
        ("本报告依据条例第五十条编制。", None, None),
    ],
)
def test_the_parts_a_preamble_promises(text, expected, actual):
    report = replace(balanced(), preamble=(Paragraph(text),))
    found = [f for f in evaluate(report).findings if f.rule == "preamble.count"]
    assert [(f.expected, f.actual) for f in found] == ([] if expected is None else [(expected, actual)])


def test_a_government_speaks_of_three_matters_more():
    report = replace(balanced(), agency="云溪县人民政府")
    subjects = {f.subject for f in evaluate(report).findings if f.rule == "section1.topics"}
    assert subjects == {"工作考核", "社会评议", "责任追究结果"}
    assert "section1.topics" not in rules_of(report, profile=Profile.DEPARTMENT)


def test_an_empty_section_one_is_one_finding():
    assert rules_of(say(balanced(), 1)) == ["section1.topics"]


@pytest.mark.parametrize("text", ["", "无", "暂无。", "（一）无"])
def test_section_five_says_something(text):
    assert rules_of(say(balanced(), 5, text)) == ["section5.empty"]


def test_the_edition_of_2019_asks_nothing_of_the_handling_fee():
    assert rules_of(say(balanced("2019"), 6, "无")) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("（文字描述）", "text.template"),
        ("全年发布信息XX条。", "text.template"),
        ("全年发布信息××条。", "text.template"),
        ("该部分以表格形式报告", "text.template"),
        ("联系人：____。", "text.template"),
        ("本机关邮箱为yxxxmz@example.cn，欢迎来信。", None),
        ("对资金资金的公开。", "text.doubled"),
        ("按照原则原则公开。", "text.doubled"),
        ("公开及时，，内容全面。", "text.doubled"),
        ("部分科室公开意识不强，更新不够及时，下一步要", None),
        ("部分科室公开意识还不强，更新也不够及时，", "text.doubled"),
        ("云溪县人民政府政府信息公开稳步推进。", None),
        ("一件一件落实，逐项逐项核对，人人参与，时时更新。", None),
        ("多次研究研究方案，公开公开透明。", None),
        ("公开制度还有待完善，栏目内容有待补充。", None),
        ("栏目内容（待补充）", "text.template"),
    ],
)
def test_words(text, rule):
    assert [r for r in rules_of(say(balanced(), 5, text)) if r.startswith("text.")] == ([rule] if rule else [])


def test_the_same_slip_in_one_paragraph_is_counted():
    (found,) = evaluate(say(balanced(), 5, "发布XX条，更新XX条，公开及时。")).findings
    assert "共 2 处" in found.message


def closing(*texts):
    return replace(balanced(), closing=tuple(map(Paragraph, texts)))


def opening(text):
    return replace(balanced(), preamble=(Paragraph(text),))


@pytest.mark.parametrize(
    "report",
    [
        closing("云溪县民政局", "2022年1月14日"),
        closing("县民政局", "2022-1-14"),
        closing("主办：云溪县人民政府办公室", "2022年1月14日"),
        opening("现将我局2021年度政府信息公开工作年度报告公布如下。"),
        opening(
            "根据《关于印发2020年政务公开工作要点的通知》，现将云溪县民政局2021年政府信息公开工作年度报告公布如下。"
        ),
        opening("本报告中所列数据的统计期限自2021年1月1日起至2021年12月31日止。"),
        replace(closing("云溪县人民政府办公室"), agency="云溪县人民政府"),
    ],
)
def test_covers_that_agree(report):
    assert "text.disagreement" not in rules_of(report)


@pytest.mark.parametrize(
    "report",
    [
        closing("云溪县水利局"),
        closing("2021年1月14日"),
        opening("现将云溪县水利局2021年政府信息公开工作年度报告公布如下。"),
        opening("现将我局2020年度政府信息公开工作情况公布如下。"),
        with_title(f"{AGENCY}2020年政府信息公开工作年度报告"),
    ],
)
def test_covers_that_disagree(report):
    assert "text.disagreement" in rules_of(report)


def test_the_agency_of_the_settings_is_held_against_the_report():
    assert "text.disagreement" in rules_of(balanced(), agency="云溪县水利局")
    assert rules_of(balanced(), agency=AGENCY) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2020年我局公开意识不强。", True),
        ("（一）2020年，全局共发布信息多条。", True),
        ("统计期限为2020年1月1日至2020年12月31日。", True),
        ("2022年，我局将进一步加强培训。", False),
        ("2022年，我局共举办培训多次。", True),
        ("较2020年，我局培训有所增加。", False),
        ("2022年，我局工作思路如下。", False),
        ("2020年以来，我局持续公开。", False),
        ("2020年我局印发的制度继续执行。", False),
        ("2021年，我局公开及时。", False),
    ],
)
def test_sentences_of_other_years(text, found):
    assert ("text.other_year" in rules_of(say(balanced(), 5, text))) is found


@pytest.mark.parametrize(
    ("agency", "profile"),
    [
        ("云溪县人民政府", Profile.GOVERNMENT),
        ("石桥镇人民政府", Profile.TOWNSHIP),
        ("东门街道办事处", Profile.TOWNSHIP),
        ("云溪县民政局", Profile.DEPARTMENT),
        ("云溪县人民政府办公室", Profile.DEPARTMENT),
        (None, Profile.DEPARTMENT),
    ],
)
def test_the_kind_of_unit_by_its_name(agency, profile):
    assert profile_of(agency) is profile
