"""Rules 13b and 29: title, preamble and closing name one agency and one year, and the date is in time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from core import text as characters
from core.finding import Finding
from core.model import Paragraph
from core.rules.context import Context, Deadline, Unknown, quote_of
from core.rules.loading import Profile

FACT_RULES = ("text.disagreement",)
DEADLINE_RULES = ("deadline",)
_SUFFIX = (
    "局|委员会|委|办公室|办|厅|院|所|站|中心|政府|街道|办事处|队|总队|支队|大队"
    "|集团|公司|学校|医院|协会|联合会|处|馆|社|会"
)
_AGENCY_LINE = re.compile(rf"^[一-龥（）()·]{{2,30}}(?:{_SUFFIX})$")
_REPORT_YEAR = re.compile(r"(20\d{2})年(?:度)?(?:[一-龥]{0,12}?)(?:政府信息公开|政务公开|信息公开)")
_AGENCY_BEFORE_YEAR = re.compile(
    rf"(?:现将|现公布|将|由|。|，|,|^)([一-龥]{{2,20}}(?:{_SUFFIX}))20\d{{2}}年(?:度)?政府信息公开"
)
_OURSELVES = re.compile("我|本|各|该|全")
_TITLE = re.compile(r"《[^》]*》|关于[^,。，]{0,60}?通知|[(（〔][^)）〕]*[)）〕]")
_DATE = re.compile(r"(20\d{2})[年\-./](\d{1,2})[月\-./](\d{1,2})日?")
_CN_DATE = re.compile(r"([二〇○零一三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")


def disagreement(context: Context) -> Iterator[Finding | Unknown]:
    """Other agencies or years on the cover than the report's own."""
    report = context.report
    if context.settings.agency and report.agency and not same_agency(context.settings.agency, report.agency):
        message = f"报告的机关是“{report.agency}”，而设置的本单位是“{context.settings.agency}”，请核对是否选错了文件。"
        yield _cover(context, message, context.settings.agency, report.agency, "settings")
    if report.year is None:
        yield Unknown("text.disagreement")
    else:
        yield from _years(context, report.year)
    if report.agency:
        yield from _agencies(context, report.agency)


def _cover(context: Context, message: str, expected: str | int, actual: str | int, subject: str) -> Finding:
    return context.found("text.disagreement", message, expected=expected, actual=actual, section=0, subject=subject)


def _years(context: Context, year: int) -> Iterator[Finding]:
    named = re.search(r"(20\d{2})年", characters.squeeze(characters.narrow(context.report.title)))
    if named and int(named.group(1)) != year:
        message = f"标题写的是 {named.group(1)} 年，而报告年度是 {year} 年，请核对。"
        yield _cover(context, message, year, int(named.group(1)), "title year")
    for index, paragraph in enumerate(context.report.preamble):
        for match in _REPORT_YEAR.finditer(_unquoted(characters.narrow(paragraph.text))):
            if int(match.group(1)) != year:
                message = f"引言写的是 {match.group(1)} 年，而报告年度是 {year} 年，请核对。"
                quote = quote_of(0, index, paragraph, *match.span(1))
                yield context.found(
                    "text.disagreement",
                    message,
                    expected=year,
                    actual=int(match.group(1)),
                    quote=quote,
                    subject="preamble",
                )
                break
    for said in _dates(context.report.closing):
        if said.year <= year:
            message = f"落款日期是 {_written(said)}，早于报告年度 {year} 年结束，请核对年份。"
            yield _cover(context, message, f"{year + 1} 年", said.isoformat(), "closing year")


def _agencies(context: Context, agency: str) -> Iterator[Finding]:
    for paragraph in context.report.closing:
        line = characters.squeeze(paragraph.text)
        if _AGENCY_LINE.match(line) and not same_agency(line, agency):
            message = f"落款是“{line}”，而报告的机关是“{agency}”，请核对。"
            yield _cover(context, message, agency, line, "closing agency")
    for paragraph in context.report.preamble:
        match = _AGENCY_BEFORE_YEAR.search(_unquoted(characters.squeeze(characters.narrow(paragraph.text))))
        if match and not _OURSELVES.search(match.group(1)) and not same_agency(match.group(1), agency):
            message = f"引言说的机关是“{match.group(1)}”，而标题的机关是“{agency}”，请核对。"
            yield _cover(context, message, agency, match.group(1), "preamble agency")


def _unquoted(text: str) -> str:
    """The text with the titles of documents blanked out; the length is kept."""
    return _TITLE.sub(lambda m: " " * len(m.group()), text)


def same_agency(one: str, other: str) -> bool:
    """Whether two names can be one agency: equal, or the shorter ends the longer (区民政局 in 云溪区民政局), or one
    is the other's office (县人民政府办公室 signs for 县人民政府)."""
    a, b = sorted((characters.key(one), characters.key(other)), key=len)
    office = b.startswith(a) and b[len(a) :] in ("办公室", "办", "办公厅")
    return b.endswith(a) or office or _letters_in_order(a, b)


def _letters_in_order(short: str, long: str) -> bool:
    """An abbreviation keeps the order of the characters and the end: 县发改局 for 县发展和改革局."""
    rest = iter(long)
    return len(short) >= 3 and short[-1] == long[-1] and all(c in rest for c in short)


def _dates(paragraphs: tuple[Paragraph, ...]) -> Iterator[date]:
    for paragraph in paragraphs:
        yield from dates(paragraph.text)


def dates(text: str) -> Iterator[date]:
    """Full dates written in a text, in digits or Chinese numerals; impossible ones are passed over."""
    plain = characters.squeeze(characters.narrow(text))
    found = [tuple(map(int, m.groups())) for m in _DATE.finditer(plain)]
    numerals = [[characters.chinese_number(g) or 0 for g in m.groups()] for m in _CN_DATE.finditer(plain)]
    for year, month, day in (*found, *numerals):
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _written(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


# What the law says (条例第四十九条): departments hand in and publish by 31 January, the governments' reports are
# published by 31 March. It says nothing of townships.
_LAW = {
    Profile.DEPARTMENT: Deadline((1, 31), (1, 31)),
    Profile.GOVERNMENT: Deadline(None, (3, 31)),
    Profile.TOWNSHIP: Deadline(),
}
# 发布时间：2022-02-09 above or below a report that was taken from a web page.
_PUBLISHED = re.compile(r"发布(?:时间|日期)|公开(?:时间|日期)|发文日期|时间[:：]")


def deadline(context: Context) -> Iterator[Finding | Unknown]:
    """The date the report bears against the day it was to be handed in; the date of the web page against the day it
    was to be published."""
    report = context.report
    due = context.settings.deadlines.get(context.profile, _LAW[context.profile])
    around = [*report.closing, *report.preamble, *(Paragraph(u.text) for u in report.unplaced)]
    published = [p.text for p in around if len(p.text) < 200 and _PUBLISHED.search(p.text)]
    signed = [p.text for p in report.closing if len(p.text) < 200 and not _PUBLISHED.search(p.text)]
    known = False
    for day, texts, what, act in (
        (due.submit or due.publish, signed, "落款日期", "报送" if due.submit else "公布"),
        (due.publish, published, "发布日期", "公布"),
    ):
        days = [found for text in texts for found in dates(text)]
        if report.year is None or day is None or not days:
            continue
        known = True
        last = date(report.year + 1, *day)
        late = min((found for found in days if found > last), default=None)
        if late is not None:
            message = f"{what}是 {_written(late)}，晚于应当{act}的 {_written(last)}。如已按时{act}，请核对日期。"
            yield context.found(
                "deadline", message, expected=last.isoformat(), actual=late.isoformat(), section=6, subject=what
            )
    if not known:
        yield Unknown("deadline")
