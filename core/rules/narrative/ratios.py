"""Shares and changes computed: 部分公开3件，占20% of 10; 较上年减少5件 with last year's report beside."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from core.finding import Finding
from core.rules.context import Context, Unknown
from core.rules.narrative.bindings import agreeing
from core.rules.narrative.cells import option
from core.rules.narrative.fields import DISPUTES
from core.rules.narrative.reading import Bound, Ratio
from core.rules.narrative.spoken import Spoken, editions_of, readings
from core.rules.narrative.wording import said, total
from core.values import Amount, show

SHARE_RULES = ("text.share",)
CHANGE_RULES = ("text.change",)
_WHOLES = ("3.results_total.{}", "3.received.{}", "3.received.{}+3.carried_in.{}")


def shares(context: Context) -> Iterator[Finding | Unknown]:
    """Percentages that are none of the whole they can be meant of."""
    for one in readings(context):
        for ratio in one.reading.ratios:
            if ratio.kind == "share" and agreeing(context, ratio.bound)[1]:
                yield from _share(context, one, ratio)
    if not context.report.tables:
        yield Unknown("text.share")


def _share(context: Context, one: Spoken, ratio: Ratio) -> Iterator[Finding]:
    bound = ratio.bound
    wholes = [w for w in _wholes(context, bound) if w >= bound.value]
    if not wholes or any(_is_percent(ratio.amount, bound.value, whole) for whole in wholes):
        return
    right = _percent(bound.value, wholes[0], _places(ratio.amount))
    words = f"{one.place}写“{said(one.paragraph.text, bound)}”占 {show(ratio.amount)}%"
    yield context.found(
        "text.share",
        f"{words}，按总数 {show(wholes[0])} 计算应为 {right}%。请核对。",
        cells=bound.options[0],
        expected=f"{right}%",
        actual=f"{show(ratio.amount)}%",
        quote=one.quote(ratio.start, ratio.end),
        subject=f"{bound.phrase} share",
    )


def _wholes(context: Context, bound: Bound) -> list[Amount]:
    """What a figure can be a share of: the results, the requests; for an outcome the cases of its block."""
    editions = editions_of(context.report)
    name = bound.phrase.partition(".")[0]
    if name in DISPUTES:
        rows = dict.fromkeys(ref.row for ref in bound.options[0])
        specs = ["+".join(f"4.{row}.total" for row in rows)]
    elif bound.options[0][0].table == 3:
        specs = [spec.replace("{}", "total") for spec in _WHOLES]
    else:
        return []
    values: list[Amount] = []
    for spec in specs:
        cells = option(spec, editions)
        value = total(context, cells) if cells else None
        if value and value not in values:
            values.append(value)
    return values


def changes(context: Context) -> Iterator[Finding | Unknown]:
    """较上年减少5件, 同比下降50%: against last year's report, where there is one."""
    previous = context.previous
    if previous is None:
        yield Unknown("text.change")
        return
    for one in readings(context):
        for ratio in one.reading.ratios:
            if ratio.kind == "share" or not agreeing(context, ratio.bound)[1]:
                continue
            pairs = [(cells, total(context, cells, previous)) for cells in ratio.bound.options]
            before = [value for cells, value in pairs if value is not None]
            if before and not any(_is_change(ratio, ratio.bound.value, value) for value in before):
                yield _changed(context, one, ratio, before[0])


def _changed(context: Context, one: Spoken, ratio: Ratio, before: Amount) -> Finding:
    now = ratio.bound.value
    difference = now - before
    size = difference if difference > 0 else -difference
    word = "持平" if difference == 0 else f"{'增加' if difference > 0 else '减少'} {show(size)}"
    if difference and before:
        word += f"（{_percent(size, before, 2)}%）"
    text = one.paragraph.text[ratio.start : ratio.end]
    words = f"{one.place}写“{said(one.paragraph.text, ratio.bound)}”“{text}”"
    return context.found(
        "text.change",
        f"{words}，而上年报告中为 {show(before)}，应为{word}。请核对。",
        cells=ratio.bound.options[0],
        expected=word,
        actual=text,
        quote=one.quote(ratio.start, ratio.end),
        subject=f"{ratio.bound.phrase} change",
    )


def _is_change(ratio: Ratio, now: Amount, before: Amount) -> bool:
    difference = now - before if ratio.kind.startswith("up") else before - now
    if ratio.kind.endswith("percent"):
        return before != 0 and difference >= 0 and _is_percent(ratio.amount, difference, before)
    return difference == ratio.amount


def _places(amount: Amount) -> int:
    exponent = Decimal(str(amount)).as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _percent(part: Amount, whole: Amount, places: int) -> str:
    value = Decimal(str(part)) * 100 / Decimal(str(whole))
    return f"{value:.{places}f}"


def _is_percent(percent: Amount, part: Amount, whole: Amount) -> bool:
    """Whether a percentage is right as rounded, or as cut off, to the places it is written with."""
    value = Decimal(str(part)) * 100 / Decimal(str(whole))
    return abs(value - Decimal(str(percent))) < Decimal(1).scaleb(-_places(percent))
