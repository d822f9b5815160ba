"""Rule 16: words left over from the template, words typed twice, sentences that stop short."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from core.finding import Finding
from core.model import Paragraph
from core.rules.context import Context, quote_of
from core.rules.structure.word_lists import wordlist

RULES = ("text.template", "text.doubled")
_DOUBLED = re.compile(r"([一-龥]{2,8})\1")


def check(context: Context) -> Iterator[Finding]:
    """Left-over template words are errors; the rest are hints."""
    for section, index, paragraph in context.paragraphs():
        for rule, start, end, message in oddities(paragraph.text):
            quote = quote_of(section, index, paragraph, start, end)
            yield context.found(rule, message, quote=quote, actual=paragraph.text[start:end], subject=quote.text[:40])
    for paragraph in (Paragraph(context.report.title), *context.report.preamble, *context.report.closing):
        for rule, start, end, message in oddities(paragraph.text):
            if rule == "text.template":
                quote = quote_of(0, 0, paragraph, start, end)
                yield context.found(
                    rule, message, quote=quote, actual=paragraph.text[start:end], subject=quote.text[:40]
                )


@lru_cache(maxsize=1024)
def oddities(text: str) -> tuple[tuple[str, int, int, str], ...]:
    """(rule, start, end, message) of each oddity of a paragraph; the same words again are counted, not repeated."""
    first: dict[tuple[str, str], tuple[str, int, int, str]] = {}
    times: Counter[tuple[str, str]] = Counter()
    for found in (*_template(text), *_doubled(text), *_unfinished(text)):
        rule, start, end, _ = found
        key = (rule, text[start:end])
        first.setdefault(key, found)
        times[key] += 1
    return tuple((*found[:3], found[3] + _again(times[key])) for key, found in first.items())


def _again(times: int) -> str:
    return f"本段同样的写法共 {times} 处。" if times > 1 else ""


def _template(text: str) -> Iterator[tuple[str, int, int, str]]:
    for match in wordlist().template.finditer(text):
        message = f"留有模板中的文字或占位符“{match.group()}”，请改为实际内容或删去。"
        yield "text.template", match.start(), match.end(), message


def _doubled(text: str) -> Iterator[tuple[str, int, int, str]]:
    for match in _DOUBLED.finditer(text):
        word = match.group(1)
        if wordlist().right.fullmatch(word) or (word == "政府" and wordlist().government.search(text[: match.start()])):
            continue
        yield "text.doubled", match.start(), match.end(), f"“{match.group()}”像是重复输入，请核对。"
    for match in wordlist().marks.finditer(text):
        yield "text.doubled", match.start(), match.end(), f"标点“{match.group()}”重复或误用，请核对。"


def _unfinished(text: str) -> Iterator[tuple[str, int, int, str]]:
    body = text.rstrip()
    match = wordlist().unfinished.search(body)
    if match and len(body) > 15:
        yield "text.doubled", match.start(), match.end(), f"这一段停在“{body[-10:]}”，像是没有写完，请核对。"
