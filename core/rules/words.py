"""Rule 16: words left over from the template, words typed twice, sentences that stop short."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from core.finding import Finding
from core.model import Paragraph
from core.rules.context import Context, quote_of

RULES = ("text.template", "text.doubled")
_TEMPLATE = re.compile(
    r"[（(](?:文字描述|文字说明|此处[^）)]{0,20}|请[^）)]{0,20}填[^）)]{0,12}|具体内容|内容略|略)[）)]"
    r"|该部分以?表格形式报告|以表格形式报告|请在此处?填写|此处(?:填写|插入|添加)|待补充|待填写|待完善"
    r"|(?<![A-Za-z0-9])[XＸ]{2,}(?![A-Za-z0-9])|×{2,}|(?<=[一-龥])[xｘ]{2,}(?=[年月日局县市区镇乡件条项万元])|＊{2,}|\*{3,}"
    r"|_{3,}|＿{2,}|□{2,}|〇{3,}(?!年)|【\s*】"
)
# Two characters or more, said twice running.
_DOUBLED = re.compile(r"([一-龥]{2,8})\1")
# Right Chinese that repeats itself: ABAB verbs and measure words, and names that end as the next word begins.
_RIGHT = re.compile(
    r"^(?:[一逐][一-龥]|研究|讨论|商量|学习|交流|琢磨|考虑|打扫|整理|了解|锻炼|比较|尝试|沟通|多多|常常|时时|事事|处处|人人|层层|"
    r"点点|滴滴|星星|三三|两两|件件|条条|公开|行政)$"
)
_BEFORE_GOVERNMENT = re.compile(r"(?:人民|级|县|市|区|镇|乡|旗|省)$")
_MARKS = re.compile(r"([。，、；：！？])\1+|，。|。，|、。|、，|，、|；。")
_UNFINISHED = re.compile(r"(?:[，、；,;]|[一-龥](?:和|与|及|以及|或者|并且|而且|对于|通过|按照|根据|为了))$")


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
    for match in _TEMPLATE.finditer(text):
        message = f"留有模板中的文字或占位符“{match.group()}”，请改为实际内容或删去。"
        yield "text.template", match.start(), match.end(), message


def _doubled(text: str) -> Iterator[tuple[str, int, int, str]]:
    for match in _DOUBLED.finditer(text):
        word = match.group(1)
        if _RIGHT.match(word) or (word == "政府" and _BEFORE_GOVERNMENT.search(text[: match.start()])):
            continue
        yield "text.doubled", match.start(), match.end(), f"“{match.group()}”像是重复输入，请核对。"
    for match in _MARKS.finditer(text):
        yield "text.doubled", match.start(), match.end(), f"标点“{match.group()}”重复或误用，请核对。"


def _unfinished(text: str) -> Iterator[tuple[str, int, int, str]]:
    body = text.rstrip()
    match = _UNFINISHED.search(body)
    if match and len(body) > 15:
        yield "text.doubled", match.start(), match.end(), f"这一段停在“{body[-10:]}”，像是没有写完，请核对。"
