"""Rule 11b: "N 条，其中：甲 a 条、乙 b 条" whose parts miss the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.finding import Finding
from core.rules.context import Context
from core.rules.narrative.numbers import Figure, figures, plain
from core.rules.narrative.spoken import Spoken, readings
from core.values import Amount, show

RULES = ("text.parts",)
_AMONG = re.compile(r"其中[,:]?|包括[,:]?|具体为[,:]?")
_LEAD = 10  # characters between the whole and 其中
_CHANGE = re.compile(r"(?:增加|减少|增长|下降|占|占比|提高|多|少|共|共计|合计|总计|累计|总数|总量)(?:了|为)?$")


@dataclass(frozen=True, slots=True)
class List:
    """A whole and the figures said to be its parts, in plain text."""

    whole: Figure
    parts: tuple[Figure, ...]

    @property
    def total(self) -> Amount:
        """What the parts come to."""
        return sum(p.value for p in self.parts)


@lru_cache(maxsize=2048)
def lists(text: str) -> tuple[List, ...]:
    """Every list of parts in a plain text whose sum can be judged."""
    found = figures(text)
    return tuple(one for match in _AMONG.finditer(text) if (one := _list(text, found, match.start(), match.end())))


def _list(text: str, found: tuple[Figure, ...], start: int, end: int) -> List | None:
    before = [
        f for f in found if f.stop <= start and start - f.stop <= _LEAD and not re.search("[。;]", text[f.stop : start])
    ]
    stops = [at for stop in "。;!?" if (at := text.find(stop, end)) >= 0]
    close = min(stops, default=len(text))
    if not before or _AMONG.search(text, end, close):
        return None
    whole = before[-1]
    parts = [f for f in found if f.start >= end and f.stop <= close and f.unit == whole.unit]
    if any(f.approximate or _CHANGE.search(text[max(0, f.start - 4) : f.start]) for f in parts) or whole.approximate:
        return None
    return List(whole, tuple(parts)) if parts and whole.unit else None


def check(context: Context) -> Iterator[Finding]:
    """Lists whose parts exceed the whole, or fall short though three or more are named.

    Two parts that fall short may be examples only; figures bound to the tables are judged there.
    """
    for one in readings(context):
        line = plain(one.paragraph.text)
        bound = {b.start for b in one.reading.bounds}
        for found in lists(line.text):
            if any(line.at[f.start] in bound for f in found.parts):
                continue
            channels = len(found.parts) > 1 and all(line.at[f.start] in one.reading.channels for f in found.parts)
            if channels and found.total != found.whole.value:
                # 收到30件，其中网上21件、信函6件: a full list of channels comes to the whole.
                yield _finding(context, one, found)
            elif found.total > found.whole.value or (found.total < found.whole.value and len(found.parts) > 2):
                yield _finding(context, one, found)


def _finding(context: Context, one: Spoken, found: List) -> Finding:
    line = plain(one.paragraph.text)
    start, end = line.original(found.whole.start, found.whole.end)
    unit = found.whole.unit
    sums = " + ".join(show(p.value) for p in found.parts)
    message = (
        f"文中说共 {show(found.whole.value)} {unit}，“其中”各项之和为 {show(found.total)} {unit}（{sums}），请核对。"
    )
    quote = one.quote(start, end)
    subject = line.text[max(0, found.whole.start - 12) : found.whole.start]
    return context.found(
        "text.parts", message, expected=found.total, actual=found.whole.value, quote=quote, subject=subject
    )
