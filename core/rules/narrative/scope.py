"""What shuts a figure out: another year, another body, a part of the year, a change instead of a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

from core import text as characters
from core.rules.narrative.phrases import phrasebook

_OWN_MATTER = re.compile("信息公开|依申请|公开申请|申请公开|政务公开")
_WHOLE_YEAR = re.compile(r"1月1日?[^,。]{0,12}?12月31日?|12月(?:31日|底|末)")
_YEAR = re.compile(r"(?<!\d)(\d{4}|[二一][〇○零九][〇○零一二三四五六七八九]{2})年度?")
_SPAN = re.compile(r"20\d{2}年?(?:度)?(?:至|到|-+|—+|~)20\d{2}年(?!1月1日)(?!12月31日)(?:度)?")
_TAKEN_IN = re.compile("收到|受理|接收|接到")
_CHANNELS = re.compile(
    r"(?:网上|网络|线上|线下|在线|信函|邮寄|来信|当面|现场|传真|邮件|书面|平台|网站|窗口|电话|纸质)[^,;。、\d]{0,8}\d"
)
_MONTH = re.compile(r"\d{1,2}-\d{1,2}月|\d{1,2}月(?:份|底|末|\d{1,2}日)?")
_CARRIED_AFTER = re.compile(r"^,?(?:结转|转结|转入|遗留|未办结|延续)")
_CARRIED_BEFORE = re.compile(r"(?:结转|顺延|延续|转入|留转|转|跨)(?:到|至|入)?$")
_QUOTED = re.compile(r"[〔《][^〕》]{0,60}[〕》]")


class ReportFacts(Protocol):
    """What the scope depends on: the report's year, and whether its agency is a government."""

    @property
    def year(self) -> int | None: ...  # noqa: D102
    @property
    def government(self) -> bool: ...  # noqa: D102


def own_matter(text: str) -> int | None:
    """Where a text first speaks of 政府信息公开, None when it does not."""
    match = _OWN_MATTER.search(text)
    return match.end() if match else None


def excluded(left: str, clause: str, sentence: str, at: int, facts: ReportFacts) -> bool:
    """Whether the number that stands at sentence[at] is no figure of this agency and this whole year."""
    exclude = phrasebook().exclude
    if left and (exclude["change"].search(left) or exclude["joined"].search(left)):
        return True
    if _by_channel(left, clause, sentence):
        return True
    return _other_time(sentence, at, facts.year) or _other_body(sentence, at, facts.government) or _tribunal(sentence)


def _by_channel(left: str, clause: str, sentence: str) -> bool:
    """Whether the number counts one channel's requests only; a lone channel after 收到 stands for all of them."""
    exclude = phrasebook().exclude
    if not (exclude["channel"].search(left) or exclude["channel_clause"].search(clause)):
        return False
    return not _TAKEN_IN.search(clause) or len(_CHANNELS.findall(sentence)) > 1


def _tribunal(sentence: str) -> bool:
    return bool(phrasebook().exclude["tribunal"].search(sentence)) and not re.search("信息公开|依申请", sentence)


def _other_body(sentence: str, at: int, government: bool) -> bool:
    """Whether the last body named before the number is not the one that reports."""
    exclude = phrasebook().exclude
    last, other = -1, False
    for match in exclude["others"].finditer(sentence, 0, at):
        whole_area = government and match.group().startswith("全")
        last, other = match.start(), not whole_area
    for match in exclude["ours"].finditer(sentence, 0, at):
        if match.start() > last:
            last, other = match.start(), False
    return other


def _other_time(sentence: str, at: int, year: int | None) -> bool:
    """Whether the last time named before the number is not the report's year.

    A time after 较, 比 or 同 governs its own clause only: "较2020年的12件增加13件，办结25件".
    """
    other = False
    for start, end, foreign in _times(sentence, year):
        if start >= at:
            break
        if foreign is None:
            continue
        compared = phrasebook().exclude["compare"].search(sentence[max(0, start - 2) : start])
        if compared:
            if "," not in sentence[end:at] and ";" not in sentence[end:at]:
                return True
            continue
        other = foreign
    return other


@lru_cache(maxsize=512)
def _times(sentence: str, year: int | None) -> tuple[tuple[int, int, bool | None], ...]:
    """(start, end, whether it is another time) of every time named, in order; None for neutral ones."""
    text = _QUOTED.sub(lambda m: "〇" * len(m.group()), sentence)
    text = _WHOLE_YEAR.sub(lambda m: "。" * len(m.group()), text)
    return tuple(sorted((*_years(text, year), *_months(text), *_words(text)), key=lambda t: t[0]))


def _years(text: str, year: int | None) -> Iterator[tuple[int, int, bool | None]]:
    for match in _SPAN.finditer(text):
        yield match.start(), match.end(), True
    for match in _YEAR.finditer(_SPAN.sub(lambda m: "。" * len(m.group()), text)):
        digits = match.group(1)
        named = int(digits) if digits.isdigit() else characters.chinese_number(digits)
        carried = _CARRIED_AFTER.match(text[match.end() :]) or _CARRIED_BEFORE.search(text[: match.start()])
        foreign = None if carried or year is None else named != year
        yield match.start(), match.end(), foreign


def _months(text: str) -> Iterator[tuple[int, int, bool | None]]:
    for match in _MONTH.finditer(text):
        yield match.start(), match.end(), True


def _words(text: str) -> Iterator[tuple[int, int, bool | None]]:
    exclude = phrasebook().exclude
    for match in exclude["other_time"].finditer(text):
        yield match.start(), match.end(), True
    for match in exclude["own_time"].finditer(text):
        yield match.start(), match.end(), False
