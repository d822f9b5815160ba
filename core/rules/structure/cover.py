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
    # An agency read off a title such as "云溪县民政局2024年度2024年政府信息公开…" may still bear the year.
    agency = re.sub(r"20\d{2}年?度?$", "", agency)
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
# What a preamble may call each of the six sections when it lists them.
_LISTABLE = (
    ("总体情况", r"总体情况|基本情况|概述"),
    ("主动公开政府信息情况", r"主动公开"),
    ("收到和处理政府信息公开申请情况", r"(?:收到和处理|依申请|申请办理|公开申请)"),
    ("政府信息公开行政复议、行政诉讼情况", r"行政复议|行政诉讼|复议"),
    ("存在的主要问题及改进情况", r"主要问题|存在问题|存在的问题|问题及改进|不足"),
    ("其他需要报告的事项", r"其他需要报告|需要报告的|其他事项"),
)
_LIST = re.compile(
    r"(?:包括|包含|分为|由)[:：]?([^。]{20,300}?)(?:[一二三四五六七八九十\d](?:个|大)?(?:部分|方面)|组成|。|$)"
)


def preamble(context: Context) -> Iterator[Finding]:
    """Rule 19: the number of parts the preamble promises, and which parts it lists."""
    for paragraph in context.report.preamble:
        text = characters.squeeze(paragraph.text)
        wrong = list(_wrong_list(context, text)) or list(_wrong_number(context, text))
        yield from wrong


def _wrong_number(context: Context, text: str) -> Iterator[Finding]:
    match = _COUNT.search(text)
    said = characters.chinese_number(match.group(1)) or int(match.group(1)) if match else None
    if match is None or said is None:
        return
    listed = len(_listed(text[: match.start()]))
    there = listed if listed > 1 else len(context.report.outline) or 6
    if said != there:
        what = "列出的是" if listed > 1 else "正文有"
        message = f"引言说“{match.group()}”，{what} {there} 个部分，请核对。"
        yield context.found("preamble.count", message, expected=there, actual=said, section=0)


def _listed(text: str) -> list[str]:
    """The sections that a preamble enumerates."""
    return [name for name, pattern in _LISTABLE if re.search(pattern, text)]


def _wrong_list(context: Context, text: str) -> Iterator[Finding]:
    """A list of sections that leaves some out or names what is not there: left over from the form of 2018.

    本报告包括概述、主动公开情况、依申请公开情况、收费及减免情况、行政复议情况、附表。
    """
    match = _LIST.search(text)
    listed = _listed(match.group(1)) if match else []
    if match is None or len(listed) < 3 or re.search(r"等.{0,3}$", match.group(1)):
        return
    lacking = [name for name, _ in _LISTABLE if name not in listed]
    foreign = re.findall(r"(?:收费(?:及|和)减免|人员和经费|机构建设|咨询处理|附表|附件)[一-龥]{0,4}", match.group(1))
    if lacking or foreign:
        said = [f"没有“{name}”" for name in lacking] + [f"多出“{name}”" for name in foreign]
        message = f"引言列出的各部分与规定的六个部分不同：{'、'.join(said)}，请按正文的标题改写。"
        yield context.found("preamble.count", message, section=0, subject="list")
