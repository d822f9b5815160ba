"""Labels as files print them, compared: numbering apart, variants of wording made one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from core import text

# Wordings that mean the same on the form; applied to core.text.key forms, in this order.
_SAME = (
    ("其它", "其他"),
    ("合计", "总计"),
    ("年度", "年"),
    ("下一年", "下年"),
    ("上一年", "上年"),
    ("机构或其他", "机构及其他"),
    ("法人及其他", "法人或其他"),
    ("法人和其他", "法人或其他"),
    ("商业机构", "商业企业"),
    ("。", "."),
)
_NUMBER = re.compile(
    r"(?:\((?P<round>[一二三四五六七八九十]{1,3}|\d{1,2})\)"
    r"|(?P<chinese>[一二三四五六七八九十]{1,3})[.,:)]"
    r"|(?P<arabic>\d{1,2})(?:[.,:)]|(?=[^\d.%])))"
)
_LONG_ENOUGH_FOR_TYPO = 5  # characters; the form's own labels of that length differ in two or more
LONGEST_LABEL = 70  # characters; the form's longest label has 39


@dataclass(frozen=True, slots=True)
class Label:
    """A label: core is what stays without its number; number keeps its brackets' kind ("(三)", "三", "3")."""

    core: str
    number: str = ""

    @property
    def plain(self) -> str:
        """Number and core as one comparable text."""
        return f"{self.number}|{self.core}"


@lru_cache(maxsize=20_000)
def label(raw: str) -> Label:
    """The label a cell's text is, however its characters are spread over lines."""
    plain = text.key(raw[: LONGEST_LABEL * 4])
    for old, new in _SAME:
        if old in plain:
            plain = plain.replace(old, new)
    match = _NUMBER.match(plain)
    if not match or match.end() == len(plain):
        return Label(plain.strip(".:"))
    number = f"({match['round']})" if match["round"] else match["chinese"] or match["arabic"]
    return Label(plain[match.end() :].strip(".:"), number)


@lru_cache(maxsize=50_000)
def likeness(a: Label, b: Label) -> float:
    """0 to 1: how surely two labels name the same thing; differing numbers speak against it."""
    core = core_likeness(a.core, b.core)
    if not a.number or not b.number:
        return core
    if a.number == b.number:
        return min(1.0, core + 0.05) if core else 0.0
    return max(0.0, core - 0.15)


def core_likeness(a: str, b: str) -> float:
    """0 to 1 for two texts without their numbers: equal, one cut short, or many pairs of characters shared."""
    if a == b:
        return 1.0 if a else 0.0
    if len(a) < 2 or len(b) < 2:
        return 0.0
    shorter, longer = sorted((a, b), key=len)
    dice = shared_pairs(shorter, longer)
    if len(a) == len(b) >= _LONG_ENOUGH_FOR_TYPO and sum(x != y for x, y in zip(a, b, strict=True)) == 1:
        dice = max(dice, 0.75)  # one wrong character: 本年废纸件数 for 本年废止件数
    if longer.startswith(shorter) and len(shorter) >= 4:
        return max(dice, 0.85)
    if shorter in longer and len(shorter) >= 6:
        return max(dice, 0.75)
    return dice


def shared_pairs(a: str, b: str) -> float:
    """0 to 1: how many of their pairs of neighbouring characters two texts share (Dice's coefficient)."""
    if a == b or len(a) < 2 or len(b) < 2:
        return float(a == b)
    pairs = [b[i : i + 2] for i in range(len(b) - 1)]
    total, shared = len(a) - 1 + len(pairs), 0
    for i in range(len(a) - 1):
        if a[i : i + 2] in pairs:
            pairs.remove(a[i : i + 2])
            shared += 1
    return 2 * shared / total


def best(candidates: Iterable[Label], known: Iterable[Label]) -> float:
    """The highest likeness of any candidate to any known label."""
    names = tuple(known)
    return max((likeness(a, b) for a in candidates for b in names), default=0.0)
