"""Rule 13a: sentences that report another year than the report's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from core.finding import Finding
from core.model import Paragraph
from core.rules.context import Context, Unknown, quote_of
from core.rules.narrative.numbers import plain
from core.rules.structure.word_lists import wordlist

RULES = ("text.other_year",)
_PERIOD = re.compile(r"(?P<year>20\d{2})年1月1日(?:起)?(?:至|到|-+|—+|~)+(?:(?P<end>20\d{2})年)?12月31日")


_STATISTICS = re.compile(
    r"(?:统计|数据)[^。]{0,8}(?:期限|期间|时间|范围)[^。\d]{0,6}(?P<y1>20\d{2})年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日(?:起)?"
    r"(?:至|到|-+|—+|~)+(?:(?P<y2>20\d{2})年)?(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
)


@cache
def _start() -> re.Pattern[str]:
    """A year at the head of a sentence that goes on about our own work."""
    head = r"(?:^|(?<=[。!?;]))(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,2}[、是]|\d{1,2}[.、])?"
    return re.compile(head + r"(?P<year>20\d{2})年(?:度)?,?" + wordlist().opening)


def check(context: Context) -> Iterator[Finding | Unknown]:
    """Sentences that begin with another year and tell of our own work, and statistics of another year."""
    year = context.report.year
    if year is None:
        yield Unknown("text.other_year")
        return
    report = context.report
    outside = [(0, i, p) for i, p in enumerate((*report.preamble, *report.closing))]
    for section, index, paragraph in (*outside, *context.paragraphs()):
        yield from _partial(context, section, index, paragraph, year)
        for start, end, said, period in foreign_years(paragraph.text, year):
            if section == 0 and not period:
                continue  # other years of a preamble: rule text.disagreement
            quote = quote_of(section, index, paragraph, start, end)
            what = "统计期限是" if period else "这一句写的是"
            advice = f"请核对年份，或改写为 {year} 年的情况。"
            message = f"{what} {said} 年，而报告年度是 {year} 年：“{_short(quote.text)}”。{advice}"
            yield context.found(
                "text.other_year", message, expected=year, actual=said, quote=quote, subject=_short(quote.text)
            )


def _partial(context: Context, section: int, index: int, paragraph: Paragraph, year: int) -> Iterator[Finding]:
    """统计期限为2024年1月1日至11月30日: statistics of less than the whole year."""
    if "统计" not in paragraph.text and "数据" not in paragraph.text:
        return
    line = plain(paragraph.text)
    for match in _STATISTICS.finditer(line.text):
        first, last = (int(match["m1"]), int(match["d1"])), (int(match["m2"]), int(match["d2"]))
        last_year = int(match["y2"] or match["y1"])
        if (first, last) == ((1, 1), (12, 31)) and int(match["y1"]) == last_year:
            continue
        start, end = line.original(match.start("y1"), match.end("d2"))
        quote = quote_of(section, index, paragraph, start, end)
        said = paragraph.text[start:end]
        yield context.found(
            "text.other_year",
            f"统计期限写的是“{said}日”，不是整个 {year} 年（1 月 1 日至 12 月 31 日）。请核对。",
            expected=year,
            actual=said,
            quote=quote,
            subject="partial period",
        )


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 30 else sentence[:28] + "……"


@lru_cache(maxsize=2048)
def foreign_years(text: str, year: int) -> tuple[tuple[int, int, int, bool], ...]:
    """(start, end, year, whether of a period) of every year that should be the report's, in the text as written."""
    line = plain(text)
    found = [(m.start("year"), m.end("year"), int(m["year"]), False) for m in _start().finditer(line.text)]
    found = [f for f in found if _tells(line.text, f[1], f[2], year)]
    found += [(m.start("year"), m.end("year"), int(m["year"]), True) for m in _PERIOD.finditer(line.text)]
    return tuple((*line.original(a, b), said, period) for a, b, said, period in found if said != year)


def _tells(text: str, at: int, said: int, year: int) -> bool:
    """Whether the sentence tells what was done in that year: no comparison, no plan."""
    stops = [i for stop in "。!?" if (i := text.find(stop, at)) >= 0]
    sentence = text[at : min(stops, default=len(text))]
    words = wordlist()
    if said < year and re.search(rf"\d(?:件|条|宗|份|起|个|项)?[,;](?:而)?(?:今年|本年|{year}年)", sentence):
        return False  # 2023年收到31件，今年收到20件: last year's figure beside this year's
    if said < year and re.search(
        rf"[,;](?:而)?(?:今年|本年|{year}年)[^,;]{{0,6}}(?:下降|上升|增|减|提高|降|升|改善)", sentence
    ):
        return False  # 2023年纠错率为12.5%，今年已大幅下降
    if words.history.search(sentence[:40]):
        return False
    return said < year or bool(words.deeds.search(sentence) and not words.plans.search(sentence))
