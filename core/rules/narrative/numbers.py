"""Figures in running text: what is a count or a sum of money, and what only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from core import text as characters
from core.values import Amount, plain_amount

_CN = "零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟"
_UNITS = (
    "件次|人次|条次|场次|万元|亿元|元|件|条|项|份|宗|次|起|个|例|部|篇|笔|家|类|场|期|人|名"
    "|户|位|批|处|张|册|本|幅|种|封|通|则|款"
)
_MONEY = {"亿元": Decimal(10000), "万元": Decimal(1), "元": Decimal("0.0001")}
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

# Order matters: the longest reading of a place first. Each span is replaced by blanks before figures are sought.
_NOT_FIGURES = re.compile(
    "|".join(
        (
            r"https?://[!-~]+|www\.[!-~]+|[A-Za-z0-9._-]{1,64}@[A-Za-z0-9.-]+",
            r"[〔\[(【]\d{4}[〕\])】](?:第)?\d+号?",
            rf"第[{_CN}\d]+(?:条|款|项|号|次|届|章|节|部分|期|季度|批|位|名|版|页|个|类|方|阶段)?",
            r"\d{4}[-./]\d{1,2}[-./]\d{1,2}",
            rf"(?:\d{{4}}|[{_CN}○]{{4}})年度?(?:\d{{1,2}}月(?:\d{{1,2}}日|份|底|初|末)?)?",
            rf"(?:\d{{1,2}}|十[一二]?|[一二三四五六七八九])月(?:(?:\d{{1,2}}|[{_CN}]{{1,3}})日|份|底|初|末)?",
            rf"(?:\d{{1,2}}|[{_CN}]{{1,3}})日(?!常)|\d{{1,2}}:\d{{2}}(?::\d{{2}})?",
            rf"\d+(?:\.\d+)?(?:%|‰|个百分点|成(?!立|果)|倍|折)|百分之[{_CN}\d]+",
            rf"(?:\d+|[{_CN}]+)(?:个)?(?:工作日|自然日|小时|分钟|周年|年来|年内|年(?!度)|天|周|月|季度|学时|课时)",
            r"\d{3,4}-\d{7,8}(?:-\d+)?|(?<!\d)1[3-9]\d{9}(?!\d)|12345|12388|12315",
            r"(?:电话|传真|热线|邮编|邮政编码|号码|标识码|备案号|证号|编号|文号|代码)[^\d,;。]{0,8}\d[\d-]*",
            rf"(?:\d+(?:\.\d+)?|[{_CN}]+)(?:件|条|项|份|次)?(?:-+|—+|~|至|到)(?:\d+(?:\.\d+)?|[{_CN}]+)(?={_UNITS})",
            rf"(?:{_CN[0]}|[{_CN}]{{1,3}}|\d{{1,2}})是|其[一二三四五六]",
            rf"(?:^|(?<=[。;:!?]))(?:\([{_CN}\d]{{1,3}}\)|\d{{1,2}}[.、](?!\d)|[{_CN}]{{1,3}}、)|\([{_CN}]{{1,3}}\)",
            r"[A-Za-z]{1,20}[-.]?\d[A-Za-z0-9.-]*|\d+[A-Za-z][A-Za-z0-9]*|\d+[+×xX*/][A-Za-z0-9]+",
            rf"(?:每|这|那|某|任何|同|各|唯|逐|统|万|单)[{_CN}]+(?:件|条|项|份|次|个|起|篇|家|类|期|批)",
            rf"(?:[{_CN}]|\d)(?:类|种|项|者)(?=结果|情形|情况|申请人|合计|共计|总计|相加|均为|均|都|各)",
            r"一次性|一条龙|一件事|一站式|一张网|一体化|一方面|一部分|一系列|一把手",
        )
    )
)
# Longer than any number: junk, or a name; taken out first, because the patterns search every run again and again.
_TOO_LONG = re.compile(rf"[{_CN}万亿]{{13,}}|[\d,.]{{25,}}")
_FIGURE = re.compile(
    rf"(?P<sum>(?P<wan>\d{{1,6}})万(?P<rest>\d{{1,4}}(?:\.\d+)?))(?P<yuan>元)"
    rf"|(?P<digits>(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?)(?P<scale>[百千万亿](?!元))?(?P<more>余|多(?!次)|几)?"
    rf"(?P<unit>{_UNITS})?"
    rf"|(?P<numeral>[{_CN}万]*[{_CN}](?:万)?)(?P<more2>余|多(?!次)|几)?(?P<unit2>{_UNITS})"
)
_ABOUT_BEFORE = re.compile(r"(?:近|约|大约|超过|超|逾|不少于|至少|将近|不足|多达|最多|不超过)$")
_ABOUT_AFTER = re.compile(r"^(?:余|以上|左右|上下|以内|以下)")


@dataclass(frozen=True, slots=True)
class Plain:
    """Text made comparable (narrow, without blanks); at[i] is where its i-th character stands in the original."""

    text: str
    at: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original text that a non-empty range of the plain text stands for."""
        return self.at[start], self.at[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the plain text: [start, end) is the number alone, stop the end of its unit.

    value is in 万元 for money, money tells; approximate figures ("30余件") are kept, because they still divide
    the text, but are never compared.
    """

    start: int
    end: int
    stop: int
    value: Amount
    unit: str
    money: bool = False
    approximate: bool = False


@lru_cache(maxsize=2048)
def plain(text: str) -> Plain:
    """A paragraph without blanks and full-width forms."""
    narrow = characters.narrow(text)
    kept = [(i, c) for i, c in enumerate(narrow) if c not in characters.BLANKS]
    return Plain("".join(c for _, c in kept), tuple(i for i, _ in kept))


def without_other_numbers(text: str) -> str:
    """The text with everything numeric that is no figure replaced by as many blanks."""
    return _NOT_FIGURES.sub(_blank, _TOO_LONG.sub(_blank, text))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


@lru_cache(maxsize=2048)
def figures(text: str) -> tuple[Figure, ...]:
    """All figures of a plain text, in order."""
    cleared = without_other_numbers(text)
    found = (_figure(text, match) for match in _FIGURE.finditer(cleared))
    return tuple(f for f in found if f is not None)


def _figure(text: str, match: re.Match[str]) -> Figure | None:
    if match["sum"]:
        value = plain_amount((Decimal(match["wan"]) * 10000 + Decimal(match["rest"])) * _MONEY["元"])
        return Figure(*match.span("sum"), match.end(), value, "元", money=True)
    group = "digits" if match["digits"] else "numeral"
    unit = match["unit"] or match["unit2"] or ""
    start, end = match.span(group)
    if match["scale"]:
        end += 1
    number = _value(match)
    if number is None:
        return None
    about = bool(match["more"] or match["more2"] or _ABOUT_BEFORE.search(text[max(0, start - 4) : start]))
    about = about or bool(_ABOUT_AFTER.match(text[match.end() : match.end() + 2]))
    money = unit in _MONEY
    value = plain_amount(number * _MONEY[unit] if money else number)
    return Figure(start, end, match.end(), value, unit, money, about)


def _value(match: re.Match[str]) -> Decimal | None:
    if match["digits"]:
        return Decimal(match["digits"].replace(",", "")) * _SCALES[match["scale"] or ""]
    value = characters.chinese_number(match["numeral"])
    return None if value is None else Decimal(value)
