"""Rule 10: a figure of the text and the cells it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.finding import Binding, Finding, Severity
from core.rules.context import Context, Unknown
from core.rules.narrative.cells import Option
from core.rules.narrative.reading import Bound
from core.rules.narrative.spoken import Spoken, readings
from core.rules.narrative.wording import named, said, total, with_value
from core.values import Amount

RULES = ("text.binding",)
_ALIEN = "这一句里的数没有一个与表格相同，说的如果是别的年度或者别的单位，可以不改；否则请核对。"
_UNSURE = "请核对；说的不是这一项的，可以不改。"


def check(context: Context) -> Iterator[Finding | Unknown]:
    """Bindings into the context; a finding where text and tables differ, one for the same words said again."""
    wrong: dict[tuple[Option, Amount], list[tuple[Spoken, Bound, bool]]] = {}
    for one in readings(context):
        judged = [(bound, *agreeing(context, bound)) for bound in one.reading.bounds]
        foreign = _foreign_sentences(one, judged)
        for bound, cells, right in judged:
            alien = one.quote(bound.start, bound.end).text in foreign
            if not bound.derived:
                quote = one.quote(bound.start, bound.end)
                context.bindings.append(Binding(quote, bound.value, cells, bound.unit))
            if right is False:
                wrong.setdefault((cells, bound.value), []).append((one, bound, alien))
    for (cells, _), places in wrong.items():
        yield _differs(context, cells, places)
    if not context.report.tables:
        yield Unknown("text.binding")


def _foreign_sentences(one: Spoken, judged: Sequence[tuple[Bound, Option, bool | None]]) -> set[str]:
    """Sentences of three figures or more of which none agrees: of another year or body, as far as one can see."""
    if sum(right is False for _, _, right in judged) < 3:
        return set()
    told: dict[str, list[bool | None]] = {}
    for bound, _, right in judged:
        if not bound.derived:
            told.setdefault(one.quote(bound.start, bound.end).text, []).append(right)
    return {text for text, found in told.items() if len(found) > 2 and not any(found)}


def agreeing(context: Context, bound: Bound) -> tuple[Option, bool | None]:
    """The reading that agrees with the tables, else the plainest; None where the tables hold no figure for it, or where
    one of its cells could not be read (a page that is a picture)."""
    if any(context.report.cell(ref).unread for cells in bound.options for ref in cells):
        return bound.options[0], None
    sums = [(cells, total(context, cells)) for cells in bound.options]
    for cells, value in sums:
        if value == bound.value:
            return cells, True
    return bound.options[0], None if sums[0][1] is None else False


def _differs(context: Context, cells: Option, places: Sequence[tuple[Spoken, Bound, bool]]) -> Finding:
    one, bound, alien = places[0]
    value = total(context, cells)
    more = f"（同样的写法共 {len(places)} 处）" if len(places) > 1 else ""
    words = f"{one.place}写“{said(one.paragraph.text, bound)}”{more}"
    if bound.derived:
        words += f"，后面又说“{one.paragraph.text[bound.said_at[0] : bound.said_at[1]]}”"
    first = f"{named(context, cells)}{with_value(context, cells, value)}"
    others = _other_readings(context, bound)
    if bound.certain:
        also = f"（{'；'.join(others)}，也不一致）" if others else ""
        advice = _ALIEN if alien else "请核对哪一处有误。"
        message = f"{words}，而{first}{also}。{_scale(bound, value)}{advice}"
    elif others:
        message = f"{words}，可以有几种理解，都与表格不一致：{'；'.join((first, *others))}。{_UNSURE}"
    else:
        message = f"{words}，如果说的是{named(context, cells)}，表中{with_value(context, cells, value)}。{_UNSURE}"
    return context.found(
        "text.binding",
        message,
        cells=cells,
        expected=value,
        actual=bound.value,
        quote=one.quote(bound.start, bound.end),
        subject=bound.phrase,
        soft=None if bound.certain and not alien else Severity.HINT,
    )


def _other_readings(context: Context, bound: Bound) -> list[str]:
    """What the tables say under the other readings, those with the same value left out."""
    seen = {total(context, bound.options[0])}
    result = []
    for option in bound.options[1:]:
        value = total(context, option)
        if value is not None and value not in seen:
            seen.add(value)
            result.append(f"{named(context, option)}{with_value(context, option, value)}")
    return result


def _scale(bound: Bound, value: Amount | None) -> str:
    """A hint at 元 taken for 万元."""
    if value and bound.unit in ("元", "万元", "亿元") and bound.value and bound.value in (value * 10000, value / 10000):
        return "两者正好相差一万倍，像是“元”与“万元”混用。"
    return ""
