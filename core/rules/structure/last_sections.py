"""Rule 18: sections five and six say what they are there for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from core import text as characters
from core.finding import Finding
from core.rules.context import Context, Unknown, quote_of
from core.values import plain_amount, show

_NOTHING = re.compile(r"^(?:\(?[一二三]\)?[、.]?)?(?:无|没有|暂无|无。|无问题|不存在问题|本年度?无)[。.!]?$")
# All wordings of the charge, whether something was charged or nothing: 信息处理费0元, 未发生收费情况, 收费为0元,
# 未收取任何费用, 无收费, 没有产生费用, 按规定收取费用120元.
_FEE = re.compile(r"处理费|收费|收取[^。]{0,12}费|费用")


def problems(context: Context) -> Iterator[Finding]:
    """Rule 18a: section five says something."""
    section = context.report.section(5)
    said = characters.squeeze(characters.narrow(section.text))
    if section.heading is not None and (not said or _NOTHING.match(said)):
        how = "是空的" if not said else f"只写了“{said}”"
        message = f"第五部分“存在的主要问题及改进情况”{how}，请写明存在的问题和改进措施。"
        yield context.found("section5.empty", message, section=5, actual=said)


def handling_fee(context: Context) -> Iterator[Finding]:
    """Rule 18b: section six speaks of 信息处理费, which is another charge than table 2's 行政事业性收费."""
    section = context.report.section(6)
    if section.heading is None or _FEE.search(characters.squeeze(section.text)):
        return
    message = "第六部分没有说明收取信息处理费的情况。没有收取的，也请写明“本年度未收取信息处理费”。"
    yield context.found("section6.fee", message, section=6)


_AMOUNT = r"([\d,]+(?:\.\d+)?)(万?)元"
# 共发出收费通知3件，金额240元，实际收取300元: more was received than was asked for.
_NOTICED = re.compile(rf"(?:收费通知[^。]{{0,24}}?|(?:应收|通知收取|通知缴纳|通知金额)[^。,;]{{0,10}}?){_AMOUNT}")
_RECEIVED = re.compile(
    rf"(?:实收|实际(?:收取|收到|缴纳)|已(?:收取|缴纳)|收到(?:缴费|费用)?|到账)[^。,;]{{0,12}}?{_AMOUNT}"
)


def fee_received(context: Context) -> Iterator[Finding | Unknown]:
    """More of the charge was received than was asked for."""
    judged = False
    for index, paragraph in enumerate(context.report.section(6).paragraphs):
        plain = characters.narrow(paragraph.text)
        noticed = _NOTICED.search(plain)
        received = _RECEIVED.search(plain, noticed.end()) if noticed else None
        if noticed is None or received is None:
            continue
        judged = True
        asked, got = _yuan(noticed), _yuan(received)
        if got > asked:
            message = (
                f"第六部分写收费通知的金额是 {show(plain_amount(asked))} 元，实际收取 {show(plain_amount(got))} 元，"
                "收取的比通知的多，请核对。"
            )
            quote = quote_of(6, index, paragraph, received.start(1), received.end(1))
            yield context.found(
                "section6.fee_received", message, quote=quote, expected=plain_amount(asked), actual=plain_amount(got)
            )
    if not judged:
        yield Unknown("section6.fee_received")


def _yuan(match: re.Match[str]) -> Decimal:
    return Decimal(match[1].replace(",", "")) * (10000 if match[2] else 1)
