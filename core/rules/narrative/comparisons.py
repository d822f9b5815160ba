"""Step 5b: shares and changes that are said of a figure."""

from __future__ import annotations

from collections.abc import Iterator

from core.rules.narrative.frames import Frame
from core.rules.narrative.statements import Comparison, Discourse, Statement


def comparisons(now: Discourse, found: Frame, said: list[Statement]) -> Iterator[Comparison]:
    """占20%, 较上年减少5件, 同比下降50%: said of the last figure of the sentence."""
    if now.last is None or now.blocked:
        return
    clause = found.clause
    percent = next((t for t in clause.tokens if t.kind == "percent" and t.percent is not None), None)
    change = next((t for t in clause.tokens if t.kind == "change" and t.sense in ("up", "down")), None)
    if percent is not None and percent.percent is not None and clause.has("share", "words"):
        start = next(t.start for t in clause.tokens if t.kind == "share" and t.sense == "words")
        if clause.figure is None and (found.results or found.who or found.fields or found.acts):
            return
        yield Comparison(said[now.last], "share", percent.percent, start, percent.end)
    elif change is not None and (
        clause.has("year", "last") or clause.has("change", "compare") or change.word[0] == "同"
    ):
        figure = clause.figure.figure if clause.figure is not None and found.barred == "change" else None
        start = next(t.start for t in clause.tokens if t.kind in ("change", "year"))
        if percent is not None and percent.percent is not None and percent.start > change.start:
            yield Comparison(said[now.last], f"{change.sense} percent", percent.percent, start, percent.end)
        elif figure is not None and not figure.approximate and not figure.money:
            yield Comparison(said[now.last], change.sense, figure.value, start, figure.stop)
