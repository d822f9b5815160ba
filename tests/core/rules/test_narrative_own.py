"""Sentences and whole reports of our own: what they say is found, and nothing is warned of that they do not say."""

import random
from dataclasses import replace

import narrative_own
import narrative_reports
import pytest
from rules_support import balanced, put, say

from core.finding import Severity
from core.model import Paragraph
from core.rules import evaluate


def found(report, rule):
    return [f for f in evaluate(report).findings if f.rule == rule]


def test_sentences_of_our_own_are_read_as_they_were_meant():
    score = narrative_own.scores()["all"]
    assert score.sentences >= 600
    assert score.found / score.wanted >= 0.98
    assert score.alarms == 0, score.lines


@pytest.mark.parametrize("seed", range(10))
def test_no_text_rule_warns_of_a_whole_report_that_agrees_with_its_tables(seed):
    pool = narrative_reports.paragraphs()
    for i in range(4):
        report = narrative_reports.report(random.Random(100 * seed + i), pool)
        assert [f.message for f in narrative_reports.warnings(report)] == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("注：以上数据的统计期限为2021年1月1日至2021年12月31日。", False),
        ("注：以上数据的统计期限为2021年1月1日至2021年12月20日。", True),
        ("数据统计时间自2020年12月1日起至2021年11月30日止。", True),
    ],
)
def test_the_period_of_the_statistics_is_read_in_the_closing(text, wrong):
    findings = found(replace(balanced(), closing=(Paragraph(text),)), "text.other_year")
    assert (findings != []) is wrong
    assert all("统计期限" in f.message for f in findings)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("收到申请28件，其中网上21件、信函6件。", True),
        ("收到申请28件，其中网上21件、信函7件。", False),
        ("收到申请28件，其中网上提交21件。", False),
    ],
)
def test_a_full_list_of_channels_that_misses_the_whole_is_a_hint(text, told):
    findings = found(say(balanced(), 1, text), "text.parts")
    assert (findings != []) is told
    assert all(f.severity is Severity.HINT and "27 件" in f.message for f in findings)


def test_a_difference_is_told_in_one_sentence_with_the_words_the_number_and_the_cell():
    text = "今年工作有序开展。全年收到政府信息公开申请70件，均已答复。"
    (finding,) = found(say(balanced(), 5, text), "text.binding")
    assert finding.message.startswith("第五部分写“全年收到政府信息公开申请70件”，而表三“一、本年新收”为 28")
    assert "合计为 30，也不一致" in finding.message
    assert finding.severity is Severity.WARNING
    assert finding.quote.text == "全年收到政府信息公开申请70件，均已答复。"
    assert text[finding.quote.start : finding.quote.end] == "70"
    assert [(c.row, c.column) for c in finding.cells] == [("received", "total")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("全年办理政府信息公开申请90件。", "可以有几种理解，都与表格不一致：表三“一、本年新收”为 28"),
        ("发布规范性文件9件。", "如果说的是表二“行政规范性文件·本年制发件数”，表中为 3"),
    ],
)
def test_what_may_mean_several_things_is_a_hint_with_every_reading(text, words):
    (finding,) = found(say(balanced(), 1, text), "text.binding")
    assert finding.severity is Severity.HINT
    assert words in finding.message


def test_names_that_share_a_figure_are_quoted_together():
    report = put(balanced(), {(3, "granted", "total"): 40})
    (finding,) = found(say(report, 1, "予以公开、部分公开各40件。"), "text.binding")
    assert "“予以公开、部分公开各40件”，而表三“（二）部分公开”为 4" in finding.message


def test_a_paragraph_that_does_not_come_out_even_is_told_with_both_sums():
    (finding,) = found(say(balanced(), 1, "收到申请28件，办结20件，结转下年3件。"), "text.balance")
    assert "收到 28 加上年结转 2 是 30，办结 20 加结转下年 3 是 23" in finding.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("针对2021年办理的情况，互评答复文书90份。", False),
        ("全年收到申请70件。", True),
    ],
)
def test_the_fifth_section_counts_only_what_a_sentence_names(text, told):
    report = say(balanced(), 5, f"加强依申请公开办理。{text}")
    assert (found(report, "text.binding") != []) is told
