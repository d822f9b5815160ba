"""Rules 19 and 20: the title, and the number of parts the preamble promises."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core import text as characters
from core.finding import Finding
from core.rules.context import Context


def title(context: Context) -> Iterator[Finding]:
    """Rule 20: 机关名称 + 年份 + 政府信息公开工作年度报告."""
    said = characters.squeeze(characters.narrow(context.report.title))
    if re.fullmatch(r"[^\d]{2,}\d{4}年(?:度)?政府信息公开工作年度报告", said):
        return
    agency, year = context.report.agency or "（机关名称）", context.report.year or "××××"
    wanted = f"{agency}{year}年政府信息公开工作年度报告"
    lacks = [w for w, there in _title_parts(said, context.report.agency).items() if not there]
    why = f"缺少{'、'.join(lacks)}" if lacks else "写法与规定不同"
    message = f"标题“{context.report.title.strip()}”{why}，应为“{wanted}”。" if said else f"没有标题，应为“{wanted}”。"
    yield context.found("title.form", message, expected=wanted, actual=context.report.title.strip(), section=0)


def _title_parts(said: str, agency: str | None) -> dict[str, bool]:
    body = said.split("政府信息公开")[0]
    named = len(re.sub(r"\d{4}年度?", "", body)) > 1 and (agency is None or bool(body))
    return {
        "机关名称": named,
        "年份": bool(re.search(r"\d{4}年", said)),
        "“政府信息公开工作年度报告”": "政府信息公开工作年度报告" in said,
    }


_COUNT = re.compile(r"([一二三四五六七八九十]|\d)(?:个|大)?部分")


def preamble(context: Context) -> Iterator[Finding]:
    """Rule 19: the number of parts the preamble promises."""
    for paragraph in context.report.preamble:
        match = _COUNT.search(characters.squeeze(paragraph.text))
        said = characters.chinese_number(match.group(1)) or int(match.group(1)) if match else None
        if match is None or said is None:
            continue
        listed = _listed(characters.squeeze(paragraph.text)[: match.start()])
        there = listed or len(context.report.outline) or 6
        if said != there:
            what = "列出的是" if listed else "正文有"
            message = f"引言说“{match.group()}”，{what} {there} 个部分，请核对。"
            yield context.found("preamble.count", message, expected=there, actual=said, section=0)


_LISTABLE = (
    *(
        "总体情况",
        "主动公开政府信息",
        "收到和处理政府信息公开申请",
        "行政复议",
        "存在的?主要问题|存在问题",
        "其他需要报告的?事项",
    ),
)


def _listed(text: str) -> int:
    """How many of the six headings a preamble enumerates; 0 when it does not enumerate them."""
    found = sum(bool(re.search(pattern, text)) for pattern in _LISTABLE)
    return found if found > 1 else 0
