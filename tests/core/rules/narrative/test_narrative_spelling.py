"""Misspelt words of the field are read as what they stand for; where they stand in the text stays known."""

import random

import pytest

from core.rules.narrative.lexicon import lexicon
from core.rules.narrative.numbers import plain
from core.rules.narrative.reading import Setting, read
from core.rules.narrative.spelling import misspelt, spellings
from core.rules.narrative.tokens import tokens

SETTING = Setting(2024, ("2021",) * 3, True, False, "requests")


def meant(text):
    line = plain(text)
    return {line.text[m.start : m.end]: m.word for m in misspelt(line.text, tokens(line.text, 2024))}


def said(text):
    reading = read(text, SETTING)
    return [f"{text[b.start : b.end]}:{b.phrase}" for b in reading.bounds] + [
        f"-{d.denial.name}" for d in reading.denials
    ]


@pytest.mark.parametrize(
    ("text", "written", "word"),
    [
        ("同意公开6件，予以攻开2件。", "予以攻开", "予以公开"),
        ("全年作出行正许可51件。", "行正许可", "行政许可"),
        ("办理行政处伐决定7件。", "行政处伐", "行政处罚"),
        ("因资料缺失无法提洪的3件。", "无法提洪的", "无法提供的"),
        ("被申请行政夏议2件。", "行政夏议", "行政复议"),
        ("我镇制发规范行文件3件。", "规范行文件", "规范性文件"),
        ("收到政府信息公公开申请4件。", "政府信息公公开申请", "政府信息公开申请"),
        ("行政规范文件制发3件。", "行政规范文件", "行政规范性文件"),
        ("受理政府信公息开申请3件。", "政府信公息开申请", "政府信息公开申请"),
        ("共收道4件。", "收道", "收到"),
        ("去年结专1件。", "结专", "结转"),
        ("我局守理政府信息公开申请5件。", "守理", "受理"),
    ],
)
def test_a_misspelt_word_is_read_as_the_word_it_stands_for(text, written, word):
    assert meant(text) == {written: word}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("共受里政府信息公开申请23件，办结23件。", ["23:received", "23:results_total"]),
        ("予 以攻 开12件、部分攻开3件。", ["12:granted", "3:partly_granted"]),
        ("收到政府信息公公开申请31件，其中自然人30件。", ["31:received", "30:natural_person"]),
        ("行政规范文件制发８件，发止2件。", ["８:normative_documents.issued", "2:normative_documents.repealed"]),
        ("因政府信息公开引起的行政复仪3件、行政诉颂2件。", ["3:review.total", "2:suit.total"]),
        ("未收道政府信息公开申请。", ["-received"]),
    ],
)
def test_a_figure_beside_a_misspelt_word_is_bound_where_it_stands(text, says):
    assert said(text) == says


@pytest.mark.parametrize(
    "text",
    [
        "来信公开答复12件。",  # 信公开…: 来信 is a word
        "重点领域公开情况良好。",  # 域公开 is no 予公开
        "均按程序办理。",
        "网络申请数3件，信函申请数2件。",
        "提案附议3件。",
        "总结专项行动3次。",
        "感受里3件事最深。",
        "其中因征询第三方意见延期2件。",
        "人人参与，件件有回音，公开开展评议3次。",
        "全镇大幅减少，协理2件。",
        "恢复3件，受到表彰2次。",
        "",
    ],
)
def test_other_words_are_left_as_they_are(text):
    assert meant(text) == {}


def test_no_word_of_the_lexicon_is_misspelt_by_itself():
    for word in random.Random(5).sample(sorted(lexicon().words), 3000):
        assert meant(word) == {}, word


def test_a_form_that_two_words_share_stands_for_neither():
    words = lexicon().words
    for form, word in spellings().forms.items():
        assert form not in words
        assert word in words


@pytest.mark.parametrize("seed", range(8))
def test_one_wrong_character_moves_no_figure_to_other_cells(seed):
    """Whatever sounds alike is put into a sentence: its figures stay where they were, or nothing is said of them."""
    text = "收到政府信息公开申请28件，办结27件，予以公开13件，部分公开4件，无法提供6件，结转下年度3件。"
    right = set(said(text))
    chosen = random.Random(seed)
    alike = spellings().alike[0]
    for _ in range(25):
        at = chosen.randrange(len(text))
        same = [chr(c) for c, first in alike.classes.items() if first == alike.classes.get(ord(text[at]))]
        if not same:
            continue
        wrong = text[:at] + chosen.choice(same) + text[at + 1 :]
        # 办节27件 leaves 27件 to be requests of some kind, which is a hint only.
        certain = {f"{wrong[b.start : b.end]}:{b.phrase}" for b in read(wrong, SETTING).bounds if b.certain}
        assert certain <= right, wrong
