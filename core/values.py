"""Raw text of a cell ↔ its value. A blank, a zero, a "/" and a cell nobody could read are four different things."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from core import text

Amount = int | Decimal


class CellKind(StrEnum):
    """What a cell of the form takes."""

    COUNT = "count"  # whole number, 0 or more
    SIGNED = "signed"  # 本年增/减: whole number of either sign
    MONEY = "money"  # decimal, in 万元 unless the cell says otherwise


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing written."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign that stands for "nothing to report": '/', '—', 无, 不涉及; never a zero by itself."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A figure. Money is in 万元 whatever the cell's unit was; unit is what the cell wrote ('' if none).

    note is what the cell says beside the figure: "22（其中修订16件）" is 22 with the note "（其中修订16件）".
    """

    value: Amount
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Text where a figure should stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Unread:
    """The file shows something here that no reader could read: a page without text, a table that is a picture.

    reason is a Chinese sentence for the clerk ("第 3 页是图片"). It is neither a blank nor a zero: nothing is
    concluded from it. The cell's raw text is ''; a person who types something makes it an ordinary cell.
    """

    reason: str


Value = Blank | Mark | Number | Unreadable | Unread
BLANK = Blank()

_MARKS = frozenset(
    ["", "/", "\\", "*", "-", "--", "---", "----", "无", "没有", "暂无", "不涉及", "不适用", "n/a", "na", "none"]
)
_SIGNS = {"增": 1, "增加": 1, "新增": 1, "上升": 1, "减": -1, "减少": -1, "下降": -1, "+": 1, "-": -1, "": 1}
_MONEY_UNITS = {"亿元": Decimal(10000), "万元": Decimal(1), "万": Decimal(1), "元": Decimal("0.0001"), "": Decimal(1)}
_COUNT_UNITS = "件次|人次|件|条|项|份|宗|次|个|起|部|家|篇|人|批|张|例|户"
_FIGURE = re.compile(
    r"(?P<sign>增加|新增|上升|减少|下降|增|减|\+|-)?\s?"
    r"(?P<digits>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+|[零〇一二三四五六七八九两十百千]+)"
    rf"\s?(?P<unit>亿元|万元|万|元|{_COUNT_UNITS})?(?:整)?"
)
# A figure and a remark behind it, in brackets, with 其中 or 含, or a note's mark: "22（其中修订16件）",
# "55，含自然失效29件", "8³".
_WITH_NOTE = re.compile(
    r"(?P<figure>[-+]?[\d.,]*\d\s?[^\d\s(,;]{0,2}?)\s*"
    r"(?P<note>(?:\([^()]*[\u4e00-\u9fff][^()]*\)\s*)+|(?:[\[【〔][^\[\]【】〔〕]*[\u4e00-\u9fff][^\[\]【】〔〕]*[\]】〕]\s*)+"
    r"|[,;、]?\s*(?:其中|含|包括|包含)[^\n]*|[⁰¹²³⁴-⁹₀-₉]+|[*※]+|[①-⑳])"
)
_UNIT_IN_BRACKETS = re.compile(r"\((?:单位)?:?(亿元|万元|万|元)\)")
_LONGEST = 24  # more digits than any figure of the form, fewer than Decimal's 28
_SIGN_VARIANTS = str.maketrans({c: "-" for c in "－—–−‐‑‒―─"} | {"，": ",", "﹢": "+"})


def parse(raw: str, kind: CellKind) -> Value:
    """Value of a cell's text; never raises, never guesses: what is no figure is Unreadable."""
    plain = text.strip(text.simplified(text.narrow(raw)).translate(_SIGN_VARIANTS))
    if not plain:
        return BLANK
    if text.squeeze(plain).lower() in _MARKS:
        return Mark(text.strip(raw))
    plain = re.sub(f"[{text.BLANKS}]", " ", plain)
    match = _FIGURE.fullmatch(plain)
    number = _number(match, kind) if match else _number_with_note(plain, kind)
    return number or Unreadable(text.strip(raw))


def _number_with_note(plain: str, kind: CellKind) -> Number | None:
    """The figure before a remark; a unit of money in brackets is the figure's unit: "1200（元）" is 0.12 万元."""
    match = _WITH_NOTE.fullmatch(plain)
    if match is None:
        return None
    note = match["note"].strip()
    unit = _UNIT_IN_BRACKETS.fullmatch(note)
    if unit and kind is CellKind.MONEY:
        figure = _FIGURE.fullmatch(match["figure"].strip() + unit[1])
        return _number(figure, kind) if figure else None
    figure = _FIGURE.fullmatch(match["figure"].strip())
    number = _number(figure, kind) if figure else None
    if number is None or (unit and kind is not CellKind.MONEY):
        return None
    return replace(number, note=note.lstrip(",;、 "))


def _number(match: re.Match[str], kind: CellKind) -> Number | None:
    sign, digits, unit = match["sign"] or "", match["digits"], match["unit"] or ""
    if len(digits) > _LONGEST:
        return None
    if sign not in ("", "+", "-") and kind is not CellKind.SIGNED:
        return None
    if unit in _MONEY_UNITS and unit and kind is not CellKind.MONEY:
        return None
    if kind is CellKind.MONEY and unit not in _MONEY_UNITS:
        return None
    chinese = text.chinese_number(digits)
    value = Decimal(re.sub("[, ]", "", digits)) if chinese is None else Decimal(chinese)
    value *= _SIGNS[sign]
    return Number(plain_amount(value * _MONEY_UNITS[unit] if kind is CellKind.MONEY else value), unit)


def plain_amount(value: Decimal) -> Amount:
    """An int where the decimal is whole, else the decimal without trailing zeros."""
    return int(value) if value == value.to_integral_value() else value.normalize()


def amount(value: Value) -> Amount | None:
    """The figure of a value, None for a blank, a mark, unreadable text or a cell that was not read."""
    return value.value if isinstance(value, Number) else None


def show(value: Amount) -> str:
    """Digits as typed into the form: no exponent, no thousands separator."""
    return str(value) if isinstance(value, int) else format(value, "f")
