"""Rules 24-27: this year's figures against last year's of the same agency."""

from __future__ import annotations

from collections.abc import Iterator

from core import schema
from core.finding import Finding
from core.model import CellRef, Report
from core.rules.context import Context, Unknown
from core.rules.sets.similarity import percent, text_of
from core.rules.years.relations import Relation, jumps, relations
from core.values import Amount, show

_ALIKE = 90  # percent of shared word chains from which a text counts as copied


def _all(context: Context) -> tuple[Relation, ...]:
    """The relations of both reports, computed once for the three rules that ask for them."""
    previous, report = context.previous, context.report
    if previous is None:
        return ()
    inputs = (previous, list(report.tables.values()))
    return context.answers.get("year relations", inputs, lambda: relations(previous, report))


def _of_kind(context: Context, rule: str) -> Iterator[Relation | Unknown]:
    """The relations that do not hold; Unknown when there is none of that kind or one cannot be judged."""
    mine = [relation for relation in _all(context) if relation.kind == rule]
    if not mine or any(relation.holds is None for relation in mine):
        yield Unknown(rule)
    yield from (relation for relation in mine if relation.holds is False)


def carried(context: Context) -> Iterator[Finding | Unknown]:
    """Rule 24: 上年结转 against last year's 结转下年度."""
    for relation in _of_kind(context, "year.carried"):
        if isinstance(relation, Unknown):
            yield relation
            continue
        message = (
            f"{context.name(relation.ref)}{_filled(relation.actual)}，而上一年报告的“四、结转下年度继续办理”是 "
            f"{show(relation.before[0] or 0)}，两者应当相同。"
        )
        yield _found(context, relation, message)


def in_force(context: Context) -> Iterator[Finding | Unknown]:
    """Rule 25, edition 2021: 现行有效 against last year's, 制发 and 废止."""
    for relation in _of_kind(context, "year.in_force"):
        if isinstance(relation, Unknown):
            yield relation
            continue
        (last,), (issued, repealed) = relation.before, relation.change
        message = (
            f"{context.name(relation.ref)}{_filled(relation.actual)}，而上一年现行有效 {show(last or 0)} + 本年制发 "
            f"{show(issued or 0)} - 本年废止 {show(repealed or 0)} = {show(relation.expected or 0)}，"
            "请与司法行政部门核对，失效的文件也要从现行有效中减去。"
        )
        related = (CellRef(2, relation.ref.row, "issued"), CellRef(2, relation.ref.row, "repealed"))
        yield _found(context, relation, message, related)


def items(context: Context) -> Iterator[Finding | Unknown]:
    """Rule 25, edition 2019: 上一年项目数量 against last year's and its 增/减."""
    for relation in _of_kind(context, "year.items"):
        if isinstance(relation, Unknown):
            yield relation
            continue
        last, change = relation.before
        message = (
            f"{context.name(relation.ref)}{_filled(relation.actual)}，而上一年报告的项目数量 {show(last or 0)} 加增减 "
            f"{show(change or 0)} 是 {show(relation.expected or 0)}，请核对。"
        )
        yield _found(context, relation, message)


def _filled(actual: Amount | None) -> str:
    return "没有填数（按 0 计）" if actual is None else f"为 {show(actual)}"


def _found(context: Context, relation: Relation, message: str, related: tuple[CellRef, ...] = ()) -> Finding:
    return context.found(
        relation.kind,
        message,
        cells=(relation.ref,),
        related=related,
        expected=relation.expected,
        actual=relation.actual or 0,
    )


def unchanged(context: Context) -> Iterator[Finding | Unknown]:
    """Every figure as last year, or nearly the same text (内容雷同)."""
    previous = context.previous
    if previous is None:
        yield Unknown("year.unchanged")
        return
    pairs = [(f, previous.cell(ref).amount) for ref, f in _figures(context.report)]
    if any(now for now, _ in pairs) and all(now == last for now, last in pairs):
        message = f"三张表的 {len(pairs)} 个数字与上一年报告完全相同，请核对是否沿用了上一年的表格。"
        yield context.found("year.unchanged", message, section=2, subject="figures")
    alike = percent(text_of(context.report), text_of(previous))
    if alike >= _ALIKE:
        message = f"文字与上一年报告的相似度为 {alike}%，属于内容雷同，请按本年度的实际情况改写。"
        yield context.found(
            "year.unchanged", message, section=1, subject="text", actual=f"{alike}%", expected=f"低于 {_ALIKE}%"
        )


def _figures(report: Report) -> Iterator[tuple[CellRef, Amount | None]]:
    for number, grid in sorted(report.tables.items()):
        for ref in schema.shape(grid.edition, number).refs:
            yield ref, grid.cell(ref).amount


def jump(context: Context) -> Iterator[Finding | Unknown]:
    """Rule 26: ten times last year's or a tenth of it."""
    if context.previous is None:
        yield Unknown("year.jump")
        return
    for ref, last, now in jumps(context.previous, context.report):
        way = "增加到" if now > last else "减少到"
        message = f"{context.name(ref)}从上一年的 {show(last)} {way} {show(now)}，相差十倍以上，请核对。"
        yield context.found("year.jump", message, cells=(ref,), expected=last, actual=now)


def pending(context: Context) -> Iterator[Finding | Unknown]:
    """Cases still pending last year are decided or pending this year, so they are among this year's."""
    previous = context.previous
    if previous is None:
        yield Unknown("year.pending")
        return
    for rows, name in ((("review",), "行政复议"), (("direct_suit", "suit_after_review"), "行政诉讼")):
        waiting = sum(previous.cell(CellRef(4, row, "pending")).amount or 0 for row in rows)
        totals = [context.amount(4, row, "total") for row in rows]
        now = sum(t or 0 for t in totals)
        if 4 in context.report.tables and waiting > now:
            message = (
                f"上一年尚未审结的{name}有 {waiting} 件，而本年{name}总计只有 {now} 件，请核对是否漏计了结转的案件。"
            )
            cells = [CellRef(4, row, "total") for row in rows]
            yield context.found("year.pending", message, cells=cells, expected=f"不小于 {waiting}", actual=now)
