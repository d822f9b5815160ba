"""Rule 13a: sentences that report another year than the report's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from core.finding import Finding
from core.rules.context import Context, Unknown, quote_of
from core.rules.narrative.numbers import plain
from core.rules.structure.word_lists import wordlist

RULES = ("text.other_year",)
_PERIOD = re.compile(r"(?P<year>20\d{2})年1月1日(?:起)?(?:至|到|-+|—+|~)+(?:(?P<end>20\d{2})年)?12月31日")


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
    for section, index, paragraph in context.paragraphs():
        for start, end, said, period in foreign_years(paragraph.text, year):
            quote = quote_of(section, index, paragraph, start, end)
            what = "统计期限是" if period else "这一句写的是"
            advice = f"请核对年份，或改写为 {year} 年的情况。"
            message = f"{what} {said} 年，而报告年度是 {year} 年：“{_short(quote.text)}”。{advice}"
            yield context.found(
                "text.other_year", message, expected=year, actual=said, quote=quote, subject=_short(quote.text)
            )


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= 30 else sentence[:28] + "……"


@lru_cache(maxsize=1024)
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
    if words.history.search(sentence[:40]):
        return False
    return said < year or bool(words.deeds.search(sentence) and not words.plans.search(sentence))
