"""Rules 24-27: this year's figures against last year's of the same agency."""

from __future__ import annotations

from collections.abc import Iterator

from core import schema
from core.finding import Finding
from core.model import CellRef, Report
from core.rules.context import Context, Unknown
from core.rules.sets.similarity import percent, text_of
from core.rules.tables.blanks import wholly_blank
from core.values import Amount, CellKind, show

RULES = ("year.carried", "year.in_force", "year.items", "year.unchanged", "year.jump", "year.pending")
_ALIKE = 90  # percent of shared word chains from which a text counts as copied
_JUMP, _SMALL = 10, 20


def check(context: Context) -> Iterator[Finding | Unknown]:
    """All rules of the year before; unknown without it."""
    if context.previous is None:
        yield from map(Unknown, RULES)
        return
    yield from _carried(context, context.previous)
    yield from _in_force(context, context.previous)
    yield from _items(context, context.previous)
    yield from _unchanged(context, context.previous)
    yield from _jumps(context, context.previous)
    yield from _pending(context, context.previous)


def _carried(context: Context, previous: Report) -> Iterator[Finding | Unknown]:
    """二、上年结转 is last year's 四、结转下年度, column by column."""
    grid, before = context.report.tables.get(3), previous.tables.get(3)
    if grid is None or before is None or wholly_blank(grid) or wholly_blank(before):
        yield Unknown("year.carried")
        return
    for column in (c.key for c in schema.shape(grid.edition, 3).rows[0].columns):
        ref = CellRef(3, "carried_in", column)
        now, due = grid.cell(ref).amount or 0, before.amount("carried_forward", column) or 0
        if now != due:
            last = f"上一年报告的“四、结转下年度继续办理”是 {show(due)}"
            message = f"{context.name(ref)}为 {show(now)}，而{last}，两者应当相同。"
            yield context.found("year.carried", message, cells=(ref,), expected=due, actual=now)


def _in_force(context: Context, previous: Report) -> Iterator[Finding | Unknown]:
    """现行有效 = last year's 现行有效 + 制发 - 废止 (edition 2021 in both years)."""
    if not _editions(context.report, previous, 2, "2021"):
        yield Unknown("year.in_force")
        return
    for row in ("regulations", "normative_documents"):
        now, last = context.amount(2, row, "in_force"), previous.cell(CellRef(2, row, "in_force")).amount
        made, gone = context.amount(2, row, "issued") or 0, context.amount(2, row, "repealed") or 0
        if now is None or last is None or now == last + made - gone:
            continue
        ref = CellRef(2, row, "in_force")
        message = (
            f"{context.name(ref)}为 {show(now)}，而上一年现行有效 {show(last)} + 本年制发 {show(made)}"
            f" - 本年废止 {show(gone)} = {show(last + made - gone)}。"
        )
        related = (CellRef(2, row, "issued"), CellRef(2, row, "repealed"))
        yield context.found(
            "year.in_force",
            message + "请核对。",
            cells=(ref,),
            related=related,
            expected=last + made - gone,
            actual=now,
        )


def _items(context: Context, previous: Report) -> Iterator[Finding | Unknown]:
    """Edition 2019: 上一年项目数量 = last year's 上一年项目数量 + 本年增/减."""
    if not _editions(context.report, previous, 2, "2019"):
        yield Unknown("year.items")
        return
    for row in schema.shape("2019", 2).rows:
        ref = CellRef(2, row.key, "last_year_items")
        now, last = context.report.cell(ref).amount, previous.cell(ref).amount
        if now is None or last is None:
            continue
        change = previous.cell(CellRef(2, row.key, "change")).amount or 0
        if now != last + change:
            message = (
                f"{context.name(ref)}为 {show(now)}，而上一年报告的项目数量 {show(last)} 加增减 {show(change)}"
                f" 是 {show(last + change)}，请核对。"
            )
            yield context.found("year.items", message, cells=(ref,), expected=last + change, actual=now)


def _editions(report: Report, previous: Report, table: int, edition: str) -> bool:
    grids = (report.tables.get(table), previous.tables.get(table))
    return all(grid is not None and grid.edition == edition for grid in grids)


def _unchanged(context: Context, previous: Report) -> Iterator[Finding]:
    """Every figure as last year, or nearly the same text (内容雷同)."""
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


def _jumps(context: Context, previous: Report) -> Iterator[Finding]:
    """Ten times last year's or a tenth of it, among totals and table 2, where the greater is 20 or more."""
    for ref, now in _figures(context.report):
        if ref.table != 2 and ref.column != "total":
            continue
        grid = context.report.tables[ref.table]
        last = previous.cell(ref).amount
        if not now or not last or schema.shape(grid.edition, ref.table).kinds[ref] is CellKind.SIGNED:
            continue
        great, small = max(now, last), min(now, last)
        if great < _SMALL or small <= 0 or great < small * _JUMP or _is_unit(ref, now, last):
            continue
        way = "增加到" if now > last else "减少到"
        message = f"{context.name(ref)}从上一年的 {show(last)} {way} {show(now)}，相差十倍以上，请核对。"
        yield context.found("year.jump", message, cells=(ref,), expected=last, actual=now)


def _is_unit(ref: CellRef, now: Amount, last: Amount) -> bool:
    """A thousand times last year's money is told as a matter of units (rule 22)."""
    return ref.column == "amount" and now >= last * 1000


def _pending(context: Context, previous: Report) -> Iterator[Finding]:
    """Cases still pending last year are decided or pending this year, so they are among this year's."""
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
