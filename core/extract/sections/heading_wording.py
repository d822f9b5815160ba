"""How the six sections are headed: the prescribed wording, older forms' and what offices write instead."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from core import text
from core.extract.tables.label_text import shared_pairs

# Prescribed first (国办公开办函〔2021〕30号, 〔2019〕60号); then the headings of the form before 2019, whose
# contents went into these six, and common rewordings.
SECTIONS: dict[int, tuple[str, ...]] = {
    1: (
        "总体情况",
        "概述",
        "基本情况",
        "总体情况概述",
        "工作总体情况",
        "政府信息公开工作总体情况",
        "政务公开工作总体情况",
        "政府信息公开工作情况概述",
        "组织推进政府信息公开工作基本情况",
        "政府信息公开工作基本情况",
        "政府信息公开工作开展情况",
        "主要工作开展情况",
    ),
    2: (
        "主动公开政府信息情况",
        "主动公开政府信息的情况",
        "行政机关主动公开政府信息情况",
        "政府信息主动公开情况",
        "主动公开情况",
        "公开政府信息工作情况",
        "政府公开政府信息工作情况",
    ),
    3: (
        "收到和处理政府信息公开申请情况",
        "行政机关收到和处理政府信息公开申请情况",
        "收到和处理信息公开申请情况",
        "政府信息公开申请情况",
        "政府信息公开申请办理情况",
        "依申请公开政府信息情况",
        "依申请公开政府信息办理情况",
        "依申请公开政府信息和不予公开政府信息的情况",
        "政府信息依申请公开情况",
        "依申请公开情况",
    ),
    4: (
        "政府信息公开行政复议、行政诉讼情况",
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "因政府信息公开工作被申请行政复议和提起行政诉讼情况",
        "因政府信息公开申请行政复议、提起行政诉讼的情况",
        "行政复议、行政诉讼情况",
        "复议诉讼情况",
        "复议、诉讼和申诉的情况",
    ),
    5: (
        "存在的主要问题及改进情况",
        "存在的主要问题和改进情况",
        "存在问题及改进情况",
        "存在的主要问题及改进措施",
        "存在的问题及改进措施",
        "存在的不足及改进措施",
        "存在问题及改进解决措施",
        "政府信息公开工作存在的主要问题及改进情况",
        "工作中存在的主要问题和改进情况",
        "主要问题和下一步工作打算",
        "存在的困难和问题",
        "存在的主要问题和不足",
    ),
    6: (
        "其他需要报告的事项",
        "其他需要报告事项",
        "其他需要报告的情况",
        "需要说明的其他事项",
        "需要报告的其他事项",
        "其他需要说明的事项",
        "其他事项",
        "政府信息公开的收费及减免情况",
        "政府信息公开收费及减免情况",
        "收取信息处理费情况",
    ),
}
_OPENING = re.compile(
    r"^(?:(?:19|20)\d\d年(?:度)?|本年度?|全年|[\u4e00-\u9fff]{1,3}(?:局|办|委|镇|街道|乡|县|区|市|厅|院)(?=[政存组主其收依因总工]))+"
)


@lru_cache(maxsize=4096)
def core(title: str) -> str:
    """A heading's title without number, blanks, year and the agency's short name."""
    plain = text.key(title).strip(".,:;()").replace("其它", "其他")
    return _OPENING.sub("", plain) or plain


# Section five under any other name: a word for what is wrong, or one for what will be done, or both.
#     五、存在的主要问题及明年工作计划
#     五、工作中的薄弱环节和下一步努力方向
_SHORTCOMINGS = re.compile(r"问题|不足|困难|短板|薄弱|差距|弱项")
_IMPROVEMENTS = re.compile(
    r"改进|整改|对策|建议|努力方向|(?:下一?步|下一?阶段|今后|明年|下年|20\d\d年).{0,8}(?:打算|计划|安排|思路|举措|措施|重点|方向)"
    r"|^工作(?:打算|计划|安排|思路|重点)$"
)
_ONLY_SHORTCOMINGS = re.compile(
    r"(?:(?:存在|面临|当前|主要|工作|政务公开|政府信息公开|中|的|与|和|及|突出|共性|自查)|问题|不足|困难|短板|薄弱环节|差距|弱项)+"
)
_LONGEST_FIFTH = 30
# What every wording above has at least one of; most paragraphs of a long file have none.
_TELLING = re.compile(
    r"情况|概述|事项|问题|不足|公开|复议|诉讼|减免|处理费|打算|不足|困难|短板|薄弱|差距|改进|整改|计划|安排|思路|举措|措施|方向"
)


@lru_cache(maxsize=20_000)
def likeness(title: str) -> tuple[int, float]:
    """The section a title most likely heads, with 0 to 1 for how likely; an earlier section wins a tie."""
    if not _TELLING.search(title.replace(" ", "")):
        return 1, 0.0
    own = core(title)
    scores = dict.fromkeys(SECTIONS, 0.0)
    scores[5] = _fifth_by_sense(own)
    for bound, number, phrase in _alike(own):
        # What no phrase of the section could better need not be computed: a long file has thousands of paragraphs.
        if bound > scores[number]:
            scores[number] = max(scores[number], shared_pairs(own, phrase))
        if phrase in own and len(own) - len(phrase) <= 12:
            scores[number] = max(scores[number], 0.8)
    return max(scores.items(), key=lambda x: x[1])


def _alike(own: str) -> list[tuple[float, int, str]]:
    """The wordings that share a pair of neighbouring characters with a title, the likest first: a bound that their
    coefficient (shared_pairs) never exceeds, their section and themselves."""
    pairs = [own[i : i + 2] for i in range(len(own) - 1)]
    shared: dict[tuple[int, str], int] = {}
    index = _wordings_by_pair()
    for pair in pairs:
        for wording in index.get(pair, ()):
            shared[wording] = shared.get(wording, 0) + 1
    found = [(2 * n / (len(pairs) + len(phrase) - 1), number, phrase) for (number, phrase), n in shared.items()]
    return sorted(found, reverse=True)


def _fifth_by_sense(own: str) -> float:
    """How surely a title heads section five by its words alone, whatever their order."""
    if len(own) > _LONGEST_FIFTH or "," in own:
        return 0.0
    wrong, mended = _SHORTCOMINGS.search(own) is not None, _IMPROVEMENTS.search(own) is not None
    if wrong and mended:
        return 0.92
    if mended:
        return 0.72
    return 0.62 if _ONLY_SHORTCOMINGS.fullmatch(own) else 0.0


@cache
def _wordings_by_pair() -> dict[str, list[tuple[int, str]]]:
    """Section and wording by each pair of neighbouring characters in it."""
    index: dict[str, list[tuple[int, str]]] = {}
    for number, phrases in SECTIONS.items():
        for key in dict.fromkeys(map(text.key, phrases)):
            for pair in {key[i : i + 2] for i in range(len(key) - 1)}:
                index.setdefault(pair, []).append((number, key))
    return index


def opening_phrase(body: str) -> str | None:
    """The longest known heading that a paragraph opens with, as written there; None if it opens with none."""
    match = _OPENING_PHRASE.match(body)
    return match[0] if match else None


_OPENING_PHRASE = re.compile("|".join(sorted((p for own in SECTIONS.values() for p in own), key=len, reverse=True)))
