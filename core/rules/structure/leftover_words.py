"""Rule 16: words left over from the template, words typed twice, sentences that stop short."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from core.finding import Finding
from core.model import Paragraph
from core.rules.context import Context, quote_of
from core.rules.structure.word_lists import wordlist

_DOUBLED = re.compile(r"([一-龥]{2,8})\1")
Oddity = tuple[int, int, str]  # start, end and message of an odd place in a paragraph


def template_words(context: Context) -> Iterator[Finding]:
    """Words of the form or of a model text that were left standing, anywhere in the report."""
    report = context.report
    outside = (Paragraph(report.title), *report.preamble, *report.closing)
    places = [*context.paragraphs(), *((0, 0, paragraph) for paragraph in outside)]
    texts = (paragraph.text for _, _, paragraph in places)
    found = context.answers.each("template words", None, texts, template_places)
    for section, index, paragraph in places:
        yield from _findings(context, "text.template", section, index, paragraph, found[paragraph.text])


def doubled_words(context: Context) -> Iterator[Finding]:
    """Words typed twice, punctuation doubled or misused, paragraphs that stop short, in the six sections."""
    places = list(context.paragraphs())
    found = context.answers.each("doubled words", None, (p.text for _, _, p in places), doubled_places)
    for section, index, paragraph in places:
        yield from _findings(context, "text.doubled", section, index, paragraph, found[paragraph.text])


def _findings(
    context: Context, rule: str, section: int, index: int, paragraph: Paragraph, places: tuple[Oddity, ...]
) -> Iterator[Finding]:
    for start, end, message in places:
        quote = quote_of(section, index, paragraph, start, end)
        yield context.found(rule, message, quote=quote, actual=paragraph.text[start:end], subject=quote.text[:40])


def template_places(text: str) -> tuple[Oddity, ...]:
    """Left-over words of a paragraph, each kind once with its number."""
    return _once(text, _template(text))


def doubled_places(text: str) -> tuple[Oddity, ...]:
    """Doubled words and unfinished ends of a paragraph, each kind once with its number."""
    return _once(text, (*_doubled(text), *_unfinished(text)))


def _once(text: str, places: Iterable[Oddity]) -> tuple[Oddity, ...]:
    """The same words again are counted, not told again."""
    first: dict[str, Oddity] = {}
    times: Counter[str] = Counter()
    for place in places:
        words = text[place[0] : place[1]]
        first.setdefault(words, place)
        times[words] += 1
    return tuple((start, end, message + _again(times[words])) for words, (start, end, message) in first.items())


def _again(times: int) -> str:
    return f"本段同样的写法共 {times} 处。" if times > 1 else ""


def _template(text: str) -> Iterator[Oddity]:
    for match in wordlist().template.finditer(text):
        message = f"留有模板中的文字或占位符“{match.group()}”，请改为实际内容或删去。"
        yield match.start(), match.end(), message


def _doubled(text: str) -> Iterator[Oddity]:
    for match in _DOUBLED.finditer(text):
        word = match.group(1)
        if wordlist().right.fullmatch(word) or (word == "政府" and wordlist().government.search(text[: match.start()])):
            continue
        yield match.start(), match.end(), f"“{match.group()}”像是重复输入，请核对。"
    for match in wordlist().marks.finditer(text):
        yield match.start(), match.end(), f"标点“{match.group()}”重复或误用，请核对。"


def _unfinished(text: str) -> Iterator[Oddity]:
    body = text.rstrip()
    match = wordlist().unfinished.search(body)
    if match and len(body) > 15:
        yield match.start(), match.end(), f"这一段停在“{body[-10:]}”，像是没有写完，请核对。"
