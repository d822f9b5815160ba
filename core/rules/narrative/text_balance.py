"""Rule 11: 新收 + 上年结转 = 办结 + 结转下年 inside a paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from core.finding import Finding
from core.model import CellRef
from core.rules.context import Context, Unknown
from core.rules.narrative.numbers import plain
from core.rules.narrative.reading import Bound
from core.rules.narrative.spoken import Spoken, readings
from core.values import show

RULES = ("text.balance",)
_ROWS = ("received", "carried_in", "results_total", "carried_forward")


def check(context: Context) -> Iterator[Finding | Unknown]:
    """Paragraphs whose figures do not come out even."""
    for one in readings(context):
        yield from _balance(context, one)
    if not context.report.tables:
        yield Unknown("text.balance")


def _balance(context: Context, one: Spoken) -> Iterator[Finding]:
    """One figure that the paragraph leaves out is taken from the tables."""
    first: dict[str, Bound] = {}
    for bound in one.reading.bounds:
        if bound.derived:
            continue
        if not bound.certain and bound.phrase in _ROWS:
            return
        if first.setdefault(bound.phrase, bound).value != bound.value and bound.phrase in _ROWS:
            return  # two figures of one row: one of them is a part
    whole = first.get("received+carried_in")
    received, done = first.get("received") or whole, first.get("results_total")
    carried = [first.get("carried_in"), first.get("carried_forward")]
    if received is None or done is None or carried == [None, None]:
        return
    before = context.amount(3, "carried_in", "total") if carried[0] is None else carried[0].value
    after = carried[1].value if carried[1] else context.amount(3, "carried_forward", "total")
    if before is None or after is None or received.value + before == done.value + after:
        return  # 收到7件（上年结转1件），办结8件 too: the 7 need not count the one
    if received is whole:
        before = 0
        if received.value == done.value + after:
            return
    if len(received.options) > 1 and received.value == done.value + after:
        return  # 收到30件 may have meant all that was in hand
    came = f"收到 {show(received.value)}"
    if received is not whole:
        came += f" 加上年结转 {show(before)} 是 {show(received.value + before)}"
    went = f"办结 {show(done.value)} 加结转下年 {show(after)} 是 {show(done.value + after)}"
    yield context.found(
        "text.balance",
        f"{one.place}的数字自相矛盾：{came}，{went}，两边应当相等。请与表三核对后改正文字。",
        related=tuple(CellRef(3, row, "total") for row in _ROWS),
        expected=done.value + after,
        actual=received.value + before,
        quote=one.quote(received.start, received.end),
        subject=f"{one.section}.{plain(one.paragraph.text).text[:12]}",
    )
