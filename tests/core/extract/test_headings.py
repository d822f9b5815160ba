"""The six sections under every kind of heading."""

import random
from dataclasses import replace

import extract_support as support
import pytest
from extract_random_support import STYLES, TITLES
from extract_support import HEADINGS, Para, form_table, parts_of

from core import reading
from core.extract import extract
from core.extract.sections.heading_wording import likeness
from core.extract.sections.headings import candidate
from core.place import Place


def read(written, tables=None, change=None):
    parts = parts_of(written, tables)
    doc = support.document(change(parts) if change else parts)
    report = extract(doc)
    assert support.wrong(report, written) == []
    assert support.lost_text(doc, report) == []
    return report


def written_with(headings, **more):
    written = support.truth(random.Random(4))
    written.headings = tuple(headings)
    for name, value in more.items():
        setattr(written, name, value)
    return written


def sectioned(report):
    return {s.number: tuple(p.text for p in s.paragraphs) for s in report.sections if s.paragraphs}


@pytest.mark.parametrize("style", STYLES)
def test_styles(style):
    written = written_with(STYLES[style])
    report = read(written)
    assert [s.heading for s in report.sections] == [h.strip() for h in written.headings]
    assert sectioned(report) == written.texts
    assert [h.section for h in report.outline] == [1, 2, 3, 4, 5, 6]


WORDINGS = [
    (1, "一、总体情况"), (1, "一、概述"), (1, "一、2020年度政府信息公开工作情况概述"),
    (1, "一、政府信息公开工作总体情况"),
    (2, "二、主动公开政府信息情况"), (2, "二、主动公开政府信息的情况"), (2, "二、行政机关主动公开政府信息情况"),
    (3, "三、收到和处理政府信息公开申请情况"), (3, "三、依申请公开政府信息和不予公开政府信息的情况"),
    (3, "三、行政机关收到和处理政府信息公开申请情况"), (4, "四、政府信息公开行政复议、行政诉讼情况"),
    (4, "四、因政府信息公开工作被申请行政复议和提起行政诉讼情况"), (4, "四、政府信息公开行政复议和行政诉讼情况"),
    (5, "五、存在的主要问题及改进情况"), (5, "五、存在问题及改进情况"),
    (5, "五、政府信息公开工作存在的主要问题及改进情况"),
    (5, "五、存在的主要问题及下一步改进措施"), (6, "六、其他需要报告的事项"), (6, "六、其它需要报告的事项"),
    (6, "五、政府信息公开的收费及减免情况"), (6, "六、需要报告的其他事项"),
]  # fmt: skip


@pytest.mark.parametrize(("section", "heading"), WORDINGS)
def test_wordings(section, heading):
    found = candidate(0, Para(heading, Place()))
    assert found is not None and (found.section, found.score >= 0.6) == (section, True)


def test_heading_and_text_in_one_paragraph():
    for mark in ("：", " ", "\u3000", "。"):
        parts = {n: (t + mark + "本年度各项工作有序开展。" if n != 3 else t) for n, t in enumerate(HEADINGS, 1)}
        report = read(written_with(parts.values()))
        assert report.section(1).heading.rstrip("：。") == "一、总体情况"
        assert report.section(5).paragraphs[0].text == "本年度各项工作有序开展。"


def test_heading_and_text_without_any_mark():
    report = read(written_with(["一、总体情况2022年我局认真做好各项公开工作，成效明显，群众满意。", *HEADINGS[1:]]))
    assert report.section(1).heading == "一、总体情况"
    assert report.section(1).paragraphs[0].text.startswith("2022年我局")


def test_bold_moves_along_with_the_text():
    def bold(parts):
        return [Para("一、总体情况：坚持公开。", Place(), bold=((7, 9),)) if p == HEADINGS[0] else p for p in parts]

    assert read(written_with(HEADINGS), change=bold).section(1).paragraphs[0].bold == ((0, 2),)


def test_automatic_numbers_are_in_the_text_already_but_may_lack():
    heads = ["总体情况", *HEADINGS[1:]]
    assert [s.heading for s in read(written_with(heads)).sections] == heads


def test_subheads_with_the_words_of_other_sections():
    subs = (
        "（一）主动公开政府信息情况",
        "全年发布信息 86 条。",
        "（二）依申请公开情况",
        "全年办理申请 3 件。",
        "（五）监督保障情况",
    )
    written = written_with(HEADINGS, texts=support.TEXTS | {1: subs})
    assert sectioned(read(written))[1] == subs


def test_enumerations_inside_a_section():
    texts = support.TEXTS | {
        5: ("一、存在问题", "一是人手不足。", "二、改进措施", "二是加强培训。"),
        1: ("一、加强领导", "二、完善制度"),
    }
    written = written_with(HEADINGS, texts=texts)
    report = read(written)
    assert sectioned(report) == texts
    assert [h.section for h in report.outline] == [1, 2, 3, 4, 5, 6]


def test_a_table_of_contents():
    contents = [f"{h}…………{n}" for n, h in enumerate(HEADINGS, 1)]
    written = written_with(HEADINGS, preamble=("目录", *contents, "现将工作情况报告如下。"))
    report = read(written)
    assert sectioned(report) == written.texts
    assert [s.heading for s in report.sections] == list(HEADINGS)


def test_two_sections_that_are_together_the_general_one():
    def split_first(parts):
        at = parts.index(HEADINGS[0])
        new = [
            "一、2022年度政府信息公开工作情况概述",
            "本年度工作有序。",
            "二、2022年度组织推进政府信息公开工作基本情况",
        ]
        parts[at : at + 1] = new
        numbers = dict(zip(HEADINGS[1:], "三四五六七", strict=True))
        return [numbers[p] + p[1:] if isinstance(p, str) and p in numbers else p for p in parts]

    report = read(written_with(HEADINGS), change=split_first)
    assert report.section(1).heading == "一、2022年度政府信息公开工作情况概述"
    assert report.section(1).paragraphs[1].text == "二、2022年度组织推进政府信息公开工作基本情况"
    assert [h.section for h in report.outline] == [1, 1, 2, 3, 4, 5, 6]


def test_seven_sections_of_the_old_form():
    heads = ["一、概述", "二、主动公开政府信息的情况", "三、依申请公开政府信息和不予公开政府信息的情况",
             "四、因政府信息公开申请行政复议、提起行政诉讼的情况"]  # fmt: skip

    def change(parts):
        at = parts.index(HEADINGS[4])
        parts[at:at] = ["五、政府信息公开的收费及减免情况", "本年度没有收费。"]
        return ["六" + p[1:] if p == HEADINGS[4] else "七" + p[1:] if p == HEADINGS[5] else p for p in parts]

    report = read(written_with([*heads, *HEADINGS[4:]]), change=change)
    assert [h.section for h in report.outline] == [1, 2, 3, 4, 6, 5, 6]
    assert report.section(6).paragraphs[0].text == "本年度没有收费。"


def test_an_unknown_section_stays_where_it_stands():
    def change(parts):
        at = parts.index(HEADINGS[4])
        parts[at:at] = ["五、年度重点工作", "完成养老院改造公示。"]
        return ["六" + p[1:] if p == HEADINGS[4] else "七" + p[1:] if p == HEADINGS[5] else p for p in parts]

    report = read(written_with(HEADINGS), change=change)
    assert [h.section for h in report.outline] == [1, 2, 3, 4, None, 5, 6]
    assert [p.text for p in report.section(4).paragraphs] == ["五、年度重点工作", "完成养老院改造公示。"]


def test_a_missing_section():
    written = written_with(HEADINGS[:5])
    written.texts = {n: t for n, t in written.texts.items() if n < 6}
    report = read(written)
    assert report.section(6).heading is None and len(report.outline) == 5


def test_a_heading_parted_from_its_table():
    written = written_with(HEADINGS)

    def change(parts):
        table = parts.pop(parts.index(HEADINGS[3]) + 1)
        parts.insert(parts.index(HEADINGS[4]) + 1, table)
        return parts

    report = read(written, change=change)
    assert report.section(4).paragraphs == () and sectioned(report)[5] == written.texts[5]


def test_table_between_paragraphs():
    written = written_with(HEADINGS)

    def change(parts):
        at = parts.index(HEADINGS[2])
        parts.insert(at + 1, "本年度申请情况见下表。")
        parts.insert(at + 3, "以上申请均已办结。")
        return parts

    section = read(written, change=change).section(3)
    assert section.table_at == 1 and len(section.paragraphs) == 2


def test_heading_styles_of_word():
    def level(parts):
        return [Para(p, Place(), level=1) if isinstance(p, str) and p in heads else p for p in parts]

    heads = ["总体情况介绍", *TITLES[1:]]
    report = read(written_with(heads), change=level)
    assert [h.section for h in report.outline] == [1, 2, 3, 4, 5, 6]


def test_no_headings_at_all():
    written = written_with(())
    parts = [written.title, *written.preamble, "工作有序开展。", *(form_table(written, t) for t in (2, 3, 4)), "谢谢。"]
    doc = support.document(parts)
    report = extract(doc)
    assert support.wrong(report, written) == [] and support.lost_text(doc, report) == []
    assert any("标题" in n.message for n in report.notes)


def test_the_whole_report_in_text_boxes():
    written = written_with(HEADINGS)

    def float_all(parts):
        return [Para(p, Place(), floating=True) if isinstance(p, str) else p for p in parts]

    assert sectioned(read(written, change=float_all)) == written.texts


def test_a_sentence_is_no_heading():
    for sentence in (
        "根据《条例》要求，现将主动公开政府信息情况、依申请公开情况和存在的主要问题及改进情况报告如下。",
        "本报告由总体情况、主动公开政府信息情况等六部分组成。",
    ):
        assert candidate(0, Para(sentence, Place())) is None


def test_likeness_tells_old_and_new_wording_apart():
    assert likeness("存在问题及改进情况")[0] == 5
    assert likeness("其他需要报告的事项")[0] == 6
    assert likeness("婚姻登记工作")[1] < 0.6


def test_numbers_from_a_word_file_survive_the_reader():
    written = written_with(HEADINGS)
    report = extract(reading.read_bytes(support.html(parts_of(written)), "a.html").value)
    assert sectioned(report) == written.texts


def test_a_heading_that_a_page_ran_into_the_text_before():
    def glue(parts):
        at = parts.index(HEADINGS[1])
        return [*parts[: at - 1], parts[at - 1] + parts[at], *parts[at + 1 :]]

    written = written_with(HEADINGS)
    doc = support.document(glue(parts_of(written)), "pdf")
    report = extract(doc)
    assert sectioned(report) == written.texts and report.section(2).heading == HEADINGS[1]


def test_a_paragraph_torn_by_a_page():
    whole = "本年度我局在门户网站和乡镇便民服务中心同步更新婚姻登记、养老服务、社会救助和殡葬管理等各类办事指南"
    whole += "和政策文件，全年共公开信息 86 条。"
    written = written_with(HEADINGS, texts=support.TEXTS | {1: (whole[:61], whole[61:], "（一）其他。")})
    for kind, count in (("pdf", 2), ("docx", 3)):
        report = extract(support.document(parts_of(written), kind))
        assert len(report.section(1).paragraphs) == count


@pytest.mark.parametrize(
    "heading",
    [
        "五、存在的主要问题及明年工作计划", "五、工作中的薄弱环节和下一步努力方向", "五、存在的困难与不足及整改措施",
        "五、当前存在的问题与下步工作安排", "五、问题与建议", "五、下一步工作打算",
    ],
)  # fmt: skip
def test_section_five_by_its_other_names(heading):
    written = support.truth(random.Random(4))
    headings = (*written.headings[:4], heading, written.headings[5])
    report = extract(support.document(parts_of(replace(written, headings=headings))))
    assert [section.heading for section in report.sections] == list(headings)


def test_a_paragraph_about_shortcomings_is_no_heading():
    written = support.truth(random.Random(4))
    texts = written.texts | {1: ("工作中的不足已经整改。", "下一步工作重点是培训，并持续改进解读。")}
    report = extract(support.document(parts_of(replace(written, texts=texts))))
    assert [section.heading for section in report.sections] == list(written.headings)


@pytest.mark.parametrize(
    "name", ["存在的困难和问题", "困难和问题", "主要问题和不足", "当前存在的主要问题和下阶段工作重点"]
)
def test_section_five_under_names_that_tell_only_what_is_wrong(name):
    report = read(written_with((*HEADINGS[:4], f"五、{name}", HEADINGS[5])))
    assert sectioned(report) == support.TEXTS


def test_formal_numerals_number_headings_too():
    headings = [numeral + heading[1:] for numeral, heading in zip("壹贰叁肆伍陆", HEADINGS, strict=True)]
    report = read(written_with(headings))
    assert [s.heading for s in report.sections] == headings


def test_short_names_of_sections_three_four_and_six():
    headings = [
        *HEADINGS[:2],
        "三、收到和处理信息公开申请情况",
        "四、复议诉讼情况",
        HEADINGS[4],
        "六、需要报告的其他事项",
    ]
    report = read(written_with(headings))
    assert [s.heading for s in report.sections] == headings
