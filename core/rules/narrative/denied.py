"""Rule 12: what the text says did not happen, against figures that are not 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from core.finding import Finding, Severity
from core.rules.context import Context, Unknown
from core.rules.narrative.reading import Denied
from core.rules.narrative.spoken import Spoken, readings
from core.rules.narrative.wording import named, total, with_value

RULES = ("text.denial",)


def check(context: Context) -> Iterator[Finding | Unknown]:
    """One finding for each thing denied, however often it is."""
    found: dict[str, list[Finding]] = {}
    for one in readings(context):
        for denied in one.reading.denials:
            value = total(context, denied.cells)
            if value and not _counted_too(one, denied):
                found.setdefault(denied.denial.name, []).append(_finding(context, one, denied))
    for same in found.values():
        again = f"同样的说法共 {len(same)} 处。" if len(same) > 1 else ""
        yield replace(same[0], message=same[0].message + again)
    if not context.report.tables:
        yield Unknown("text.denial")


def _finding(context: Context, one: Spoken, denied: Denied) -> Finding:
    cells, value = denied.cells, total(context, denied.cells)
    words = one.paragraph.text[denied.start : denied.end].strip()
    advice = "请核对哪一处有误。"
    if denied.denial.name == "all_answered" and not denied.denial.certain:
        advice = "如果说的是到期的都已答复，可以不改；否则请核对哪一处有误。"
    return context.found(
        "text.denial",
        f"{one.place}写“{words}”，说的是{denied.denial.says}，而{named(context, cells)}"
        f"{with_value(context, cells, value)}。{advice}",
        cells=cells,
        expected=value,
        actual=0,
        quote=one.quote(denied.start, denied.end),
        subject=denied.denial.name,
        soft=None if denied.denial.certain else Severity.HINT,
    )


def _counted_too(one: Spoken, denied: Denied) -> bool:
    """Whether the sentence goes on to give the figure after all ("无行政诉讼，行政复议 3 件")."""
    sentence = one.quote(denied.start, denied.end).text
    return any(
        denied.cells in b.options and b.value and one.quote(b.start, b.end).text == sentence for b in one.reading.bounds
    )
