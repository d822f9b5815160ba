"""What a data rule says, read from a [[rule]] of a TOML file and checked in full.

kind = "words"     one of the patterns in `find` stands in the text (and `unless` not in its sentence)
kind = "required"  none of the patterns in `find` stands in the text (of at least `least` characters)
kind = "length"    the text is longer than `most` or shorter than `least` characters
kind = "figures"   one of the comparisons in `holds` does not hold

`where` names the places: "title", "preamble", "closing", 1 to 6; all of them if it is left out. `when` holds further
comparisons; the rule is judged only where all of them hold. `year` compares a year found (the group named year of a
pattern) with the report's: "other" (another one), "past" (the report's own or an earlier one).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.rules.data.figures import Comparison, FiguresError, parse_comparison

Where = int | str
PLACES: tuple[Where, ...] = ("title", "preamble", 1, 2, 3, 4, 5, 6, "closing")
KINDS = ("words", "required", "length", "figures")
KEYS = {
    *("kind", "where", "find", "unless", "most", "least", "holds", "when", "year", "mask", "message"),
    *("fails", "passes"),
}
_YEARS = ("", "other", "past")


class BodyError(ValueError):
    """A rule's body makes no sense; str() is a Chinese sentence without its full stop."""


@dataclass(frozen=True, slots=True)
class Body:
    """See the module. message may hold {found} (the words found), {found_year}, {year}, {agency}, {length}, {left} and
    {right} (the two sums); mask hides the digits of what was found. fails and passes are sample texts."""

    kind: str
    where: tuple[Where, ...]
    find: tuple[re.Pattern[str], ...] = ()
    unless: re.Pattern[str] | None = None
    most: int = 0
    least: int = 0
    holds: tuple[Comparison, ...] = ()
    when: tuple[Comparison, ...] = ()
    year: str = ""
    mask: bool = False
    message: str = ""
    fails: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()


def parse_body(data: Mapping[str, Any]) -> Body:
    """The body of a rule; BodyError says what is wrong with it."""
    kind = data["kind"]
    if kind not in KINDS:
        raise BodyError(f"kind 应是 {'、'.join(KINDS)} 之一，而写的是 {kind!r}")
    where = data.get("where", list(PLACES))
    where = where if isinstance(where, list) else [where]
    if strange := [place for place in where if place not in PLACES]:
        raise BodyError(f"where 里没有 {strange[0]!r} 这个位置，可用 title、preamble、closing 和 1 到 6")
    if data.get("year", "") not in _YEARS:
        raise BodyError('year 应是 "other" 或 "past"')
    body = Body(
        kind=kind,
        where=tuple(where),
        find=tuple(_pattern("find", text) for text in _texts(data, "find")),
        unless=_pattern("unless", data["unless"]) if "unless" in data else None,
        most=_count(data, "most"),
        least=_count(data, "least"),
        holds=_comparisons(data, "holds"),
        when=_comparisons(data, "when"),
        year=data.get("year", ""),
        mask=bool(data.get("mask", False)),
        message=_message(data),
        fails=_texts(data, "fails"),
        passes=_texts(data, "passes"),
    )
    if kind in ("words", "required") and not body.find:
        raise BodyError(f'kind = "{kind}" 的规则要写 find')
    if kind == "length" and not (body.most or body.least):
        raise BodyError('kind = "length" 的规则要写 most 或 least')
    if kind == "figures" and not body.holds:
        raise BodyError('kind = "figures" 的规则要写 holds')
    return body


def _texts(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key, [])
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BodyError(f"{key} 应是文字或文字的列表")
    return tuple(value)


def _pattern(key: str, text: object) -> re.Pattern[str]:
    if not isinstance(text, str):
        raise BodyError(f"{key} 应是文字，而写的是 {text!r}")
    try:
        return re.compile(text, re.MULTILINE)
    except re.error as error:
        raise BodyError(f"{key} 里的“{text}”不是正确的查找式（{error}）") from None


def _count(data: Mapping[str, Any], key: str) -> int:
    value = data.get(key, 0)
    if type(value) is not int or value < 0:
        raise BodyError(f"{key} 应是不小于 0 的整数")
    return value


def _comparisons(data: Mapping[str, Any], key: str) -> tuple[Comparison, ...]:
    try:
        return tuple(parse_comparison(text) for text in _texts(data, key))
    except FiguresError as error:
        raise BodyError(f"{key}：{error}") from None


def _message(data: Mapping[str, Any]) -> str:
    message = data.get("message", "")
    if not isinstance(message, str) or not message:
        raise BodyError("缺少 message（给人看的一句话）")
    try:
        fill(message)
    except (KeyError, IndexError, ValueError):
        raise BodyError("message 的花括号里只能是 found、found_year、year、agency、length、left、right") from None
    return message


def fill(message: str, **values: object) -> str:
    """The message with what was found in it."""
    known = dict.fromkeys(("found", "found_year", "year", "agency", "length", "left", "right"), "")
    return message.format(**{**known, **values})
