"""Rule 18: sections five and six say what they are there for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core import text as characters
from core.finding import Finding
from core.rules.context import Context

_NOTHING = re.compile(r"^(?:\(?[一二三]\)?[、.]?)?(?:无|没有|暂无|无。|无问题|不存在问题|本年度?无)[。.!]?$")


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
    if section.heading is None or re.search(r"信息(?:公开)?处理费|处理费", characters.squeeze(section.text)):
        return
    message = "第六部分没有说明收取信息处理费的情况。没有收取的，也请写明“本年度未收取信息处理费”。"
    yield context.found("section6.fee", message, section=6)
