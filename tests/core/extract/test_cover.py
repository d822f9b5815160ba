"""Title, agency, year, and what stands around a report."""

import random
from dataclasses import replace

import extract_support as support
import pytest
from extract_random_support import ABOUT, FOOT, MENU
from extract_support import Para, parts_of

from core.extract import extract
from core.model import ANNEX_HEADING
from core.place import Place


def written_with(**more):
    written = support.truth(random.Random(8))
    for name, value in more.items():
        setattr(written, name, value)
    return written


def read(written, kind="docx", change=None):
    parts = parts_of(written)
    doc = support.document(change(parts) if change else parts, kind)
    report = extract(doc)
    assert support.wrong(report, written) == []
    assert support.lost_text(doc, report) == []
    return report


TITLES = [
    ("云溪县民政局2022年政府信息公开工作年度报告", "云溪县民政局", 2022),
    ("云溪县民政局2022年度政府信息公开工作年度报告", "云溪县民政局", 2022),
    ("云溪县民政局2022年政府信息公开年度报告", "云溪县民政局", 2022),
    ("云溪县民政局 ２０２２ 年政府信息公开工作年度报告", "云溪县民政局", 2022),
    ("云溪县民政局二〇二二年政府信息公开工作年度报告", "云溪县民政局", 2022),
    ("云溪县民政局二○二二年政府信息公开工作年度报告", "云溪县民政局", 2022),
    ("2022年云溪县民政局政府信息公开工作年度报告", "云溪县民政局", 2022),
    ("2022年度云溪县民政局信息公开年报", "云溪县民政局", 2022),
    ("云溪县民政局政府信息公开工作年度报告（2022年）", "云溪县民政局", 2022),
    ("云溪县民政局政府信息公开工作2022年年度报告", "云溪县民政局", 2022),
    ("云溪县民政局关于2022年政府信息公开工作的报告", "云溪县民政局", 2022),
    ("关于云溪县民政局2022年政府信息公开工作年度报告", "云溪县民政局", 2022),
    ("云溪县民政局（老龄办）2022年政府信息公开工作年度报告", "云溪县民政局（老龄办）", 2022),
    ("云溪县青石镇人民政府2022年政府信息公开工作年度报告", "云溪县青石镇人民政府", 2022),
]


@pytest.mark.parametrize(("title", "agency", "year"), TITLES)
def test_titles(title, agency, year):
    report = read(written_with(title=title))
    assert (report.title, report.agency, report.year) == (title, agency, year)


def test_title_broken_over_lines():
    for lines in (
        ("云溪县民政局2022年政府信息公开工作", "年度报告"),
        ("云溪县民政局", "2022年政府信息公开工作年度报告"),
        ("云溪县民政局", "2022年政府信息公开工作", "年度报告"),
    ):
        written = written_with(front=lines[:-1], title=lines[-1])
        report = read(written)
        assert report.title == "云溪县民政局2022年政府信息公开工作年度报告"
        assert (report.agency, report.year) == ("云溪县民政局", 2022) and report.unplaced == ()


def test_year_before_the_agency_on_a_line_of_its_own():
    report = read(written_with(front=("云溪县民政局",), title="政府信息公开工作年度报告（2022年度）"))
    assert (report.agency, report.year) == ("云溪县民政局", 2022)


def test_a_title_that_is_only_the_agency():
    report = read(written_with(title="云溪县民政（老龄）分局", preamble=("现将2022年度工作情况报告如下。",)))
    assert (report.title, report.agency, report.year) == ("云溪县民政（老龄）分局",) * 2 + (2022,)
    assert any("2022" in n.message for n in report.notes)


def test_year_from_the_period_not_from_the_day_of_publication():
    period = "所列数据的统计期限为2022年1月1日至2022年12月31日，发布于2023年1月20日。"
    report = read(written_with(title="云溪县民政局政府信息公开工作年度报告", preamble=(period,)))
    assert (report.agency, report.year) == ("云溪县民政局", 2022)


def test_agency_from_the_signature():
    written = written_with(title="2022年政府信息公开工作年度报告", closing=("云溪县民政局", "2023年1月20日"))
    report = read(written)
    assert report.agency == "云溪县民政局"
    assert [p.text for p in report.closing] == ["云溪县民政局", "2023年1月20日"]


@pytest.mark.parametrize(
    "closing",
    [
        ("云溪县民政局", "2023年1月20日"),
        ("云溪县民政局", "二〇二三年一月二十日"),
        ("云溪县民政局 2023年1月20日",),
        ("2023年1月20日",),
        ("云溪县民政局",),
        ("云溪县民政局", "2023 年 1 月 20 日", "（联系人：老龄股；电话：0000-1234567）"),
        ("\u3000\u3000云溪县民政局\u3000\u3000", "\u3000\u30002023-01-20\u3000"),
    ],
)
def test_signatures(closing):
    report = read(written_with(closing=closing))
    assert [p.text for p in report.closing] == [c.strip("\u3000") for c in closing]
    assert [p.text for p in report.section(6).paragraphs] == list(support.TEXTS[6])


@pytest.mark.parametrize("closing", [(), ("云溪县民政局", "2023年1月20日")])
def test_menus_and_footers_of_a_web_page(closing):
    written = written_with(front=MENU, preamble=(*ABOUT, "根据条例编制本报告。"), closing=closing, foot=FOOT)
    report = read(written, "html")
    assert [p.text for p in report.preamble] == ["根据条例编制本报告。"]
    assert [p.text for p in report.closing] == list(closing)
    assert [p.text for p in report.section(6).paragraphs] == list(support.TEXTS[6])
    assert {u.text for u in report.unplaced} == {*MENU, *ABOUT, *FOOT}


def test_agency_from_the_line_of_publication():
    report = read(written_with(title="2022年政府信息公开工作年度报告", preamble=ABOUT), "html")
    assert report.agency == "云溪县民政局"


def test_page_numbers_and_text_boxes_stand_aside():
    def change(parts):
        parts.insert(6, "- 1 -")
        parts.insert(7, Para("批注：请核对", Place(), floating=True))
        return parts

    report = read(written_with(), change=change)
    assert [u.text for u in report.unplaced] == ["- 1 -", "批注：请核对"]


def test_title_in_a_text_box():
    title = written_with().title

    def change(parts):
        return [Para(p, Place(), floating=True) if p == title else p for p in parts]

    report = read(written_with(preamble=()), change=change)
    assert report.title == title and report.agency == "云溪县民政局"


def test_the_annex_of_an_export_is_unplaced_again():
    written = written_with(closing=("云溪县民政局", "2023年1月20日"))
    report = read(written, change=lambda parts: [*parts, ANNEX_HEADING, "网页导航：首页", "一、总体情况"])
    assert [u.text for u in report.unplaced] == ["网页导航：首页", "一、总体情况"]
    assert [p.text for p in report.closing] == ["云溪县民政局", "2023年1月20日"]


def test_a_document_that_is_no_report():
    doc = support.document(["会议通知", "请各股室于周五参加会议。"])
    report = extract(doc)
    assert report.tables == {} and support.lost_text(doc, report) == []
    assert extract(support.document([])).title == ""


def test_agency_on_the_line_below_the_title_or_in_the_first_sentence():
    title = "2022年政府信息公开工作年度报告"
    for preamble in (
        ("云溪县民政局", "（2023年1月20日）"),
        ("现将云溪县民政局2022年度政府信息公开工作情况报告如下。",),
    ):
        assert read(written_with(title=title, preamble=preamble)).agency == "云溪县民政局"


def test_year_from_the_day_of_signature_at_last():
    written = written_with(title="云溪县民政局政府信息公开工作年度报告", closing=("云溪县民政局", "2023年1月20日"))
    assert read(written).year == 2022


def test_the_title_as_header_of_every_page():
    def change(parts):
        return [*parts[:6], parts[0], *parts[6:], parts[0]]

    report = read(written_with(), "pdf", change)
    assert [u.reason for u in report.unplaced] == ["页眉", "页眉"]
    assert [p.text for p in report.section(6).paragraphs] == list(support.TEXTS[6])


def test_a_collection_of_texts_with_the_report_inside():
    def change(parts):
        front = ["二〇二二年统计汇编", "一、基本情况", "全县概述。", "二、存在问题", "三、其他事项"]
        return [*front, *parts]

    report = read(written_with(), change=change)
    assert report.section(1).heading == "一、总体情况" and report.agency == "云溪县民政局"


def test_a_byline_between_two_titles_is_part_of_neither_and_names_the_agency():
    written = support.truth(random.Random(2))
    title = f"{written.year}年政府信息公开工作年度报告"
    byline = f"来源：{written.agency} 时间：{written.year + 1}-01-20 15:22 微信 微博 QQ空间 文件下载 相关链接："
    report = extract(support.document(parts_of(replace(written, title=title, front=(title, byline)))))
    assert (report.title, report.agency, report.year) == (title, written.agency, written.year)


@pytest.mark.parametrize(
    "body",
    [
        "现公布{agency}{year}年政府信息公开工作年度报告。",
        "本报告由{agency}编制，统计期限自{year}年1月1日起至{year}年12月31日止。",
        "根据《中华人民共和国政府信息公开条例》规定，{agency}编制了{year}年政府信息公开工作年度报告。",
    ],
)
def test_the_agency_that_only_the_preamble_names(body):
    written = written_with()
    written.preamble = (body.format(agency=written.agency, year=written.year),)
    written.title = f"{written.year}年政府信息公开工作年度报告"
    assert read(written).agency == written.agency


@pytest.mark.parametrize("kind", ["pdf", "ofd", "txt"])
def test_a_title_that_lines_of_a_page_ran_into_the_preamble(kind):
    written = written_with()
    [first] = written.preamble
    parts = [written.title + first, *parts_of(written)[2:]]
    report = extract(support.document(parts, kind))
    assert (report.title, report.preamble[0].text) == (written.title, first)
    assert (report.agency, report.year) == (written.agency, written.year)
    assert not report.unplaced


def test_a_sentence_that_names_the_report_is_no_title():
    written = written_with(title="云溪县民政局")
    sentence = f"现将云溪县民政局{written.year}年政府信息公开工作年度报告根据条例公布如下。"
    report = extract(support.document([written.title, sentence, *parts_of(written)[2:]], "pdf"))
    assert report.title == "云溪县民政局"
