"""Slips that send a report back: what is asked of an office, in the clerk's words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from core.desk.model import Asked, AskedItem, Collection, Row
from core.finding import Finding, Severity

_MENDED = re.compile(r"，改后 ?\d+ ?个等式才成立")


@dataclass(frozen=True, slots=True)
class Slip:
    """One office's slip: items are the sentences asked, extra the clerk's own; due is a day like 2024-02-01."""

    key: str
    office: str
    items: tuple[AskedItem, ...]
    extra: str = ""
    due: str = ""
    contact: str = ""
    sender: str = ""
    year: int = 0


def proposed(row: Row) -> tuple[AskedItem, ...]:
    """What a slip would ask of a row: issues first, then its findings without the hints."""
    items = [AskedItem(sentence, issue.value) for issue, sentence in row.issues]
    findings = row.newest.findings if row.newest else ()
    items += [_item(f) for f in findings if f.severity is not Severity.HINT]
    return tuple(items)


def _item(finding: Finding) -> AskedItem:
    return AskedItem(finding.message, finding.rule, finding.cells, finding.subject, shorter(finding.message))


def in_words(item: AskedItem, words: str) -> AskedItem:
    """An item as the clerk says it: what the clerk wrote is never shortened."""
    return item if words == item.words else replace(item, words=words, short="")


def shorter(message: str) -> str:
    """A finding's sentence without the sums that prove it: "… 填的是 58，应为 0：本列 … 也是 0。" ends behind the 0."""
    head, colon, _ = message.partition("：")
    if colon and "应为" in head:
        return f"{head}。"
    return _MENDED.sub("", message)


def day_words(day: str) -> str:
    """2024-02-01 as 2024年2月1日; '' stays ''."""
    if not day:
        return ""
    made = date.fromisoformat(day)
    return f"{made.year}年{made.month}月{made.day}日"


def title_of(slip: Slip) -> str:
    """The slip's heading."""
    return f"关于退回修改{slip.year}年政府信息公开工作年度报告的通知"


def opening_line(slip: Slip) -> str:
    """What the slip is about."""
    return (
        f"你单位报送的{slip.year}年政府信息公开工作年度报告经校核，有以下{len(slip.items)}处需要修改或核实："
        if slip.items
        else f"你单位报送的{slip.year}年政府信息公开工作年度报告经校核，请按下面的要求修改："
    )


def asked_lines(slip: Slip) -> tuple[str, ...]:
    """What is asked, numbered."""
    return tuple(f"{number}. {item.words}" for number, item in enumerate(slip.items, 1))


def closing_line(slip: Slip) -> str:
    """Until when, how, and whom to ask."""
    until = f"请于{day_words(slip.due)}前" if slip.due else "请尽快"
    ask = f"如有疑问，请联系{slip.contact.removesuffix('。')}。" if slip.contact else ""
    return f"{until}修改后重新报送，Word 文件和盖章件的内容应当一致。{ask}"


def paragraphs(slip: Slip) -> tuple[str, ...]:
    """The slip's body, without heading, addressee and signature."""
    extra = [slip.extra] if slip.extra else []
    return (opening_line(slip), *asked_lines(slip), *extra, closing_line(slip))


def slip_text(slip: Slip) -> str:
    """The whole of it as text, for WeChat or QQ."""
    return "\n".join([title_of(slip), f"{slip.office}：", *paragraphs(slip), *([slip.sender] if slip.sender else [])])


def asked_of(slip: Slip, row: Row, when: str) -> Asked:
    """What is kept of a slip that was written."""
    items = tuple(replace(item, short="") for item in slip.items)
    return Asked(when, row.newest.key if row.newest else "", slip.due, items)


def with_findings(collection: Collection) -> tuple[Row, ...]:
    """Rows that a slip may go to: something is to be mended, and something was handed in."""
    return tuple(row for row in collection.rows if row.newest is not None and proposed(row))
