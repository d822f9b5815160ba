"""Cells, sums and quotations in the words of a warning."""

from __future__ import annotations

from core import schema
from core.model import TABLE_NAMES, Report
from core.rules.context import Context
from core.rules.narrative.cells import Option
from core.rules.narrative.reading import Bound
from core.rules.tables import blanks
from core.values import Amount, show


def total(context: Context, cells: Option, report: Report | None = None) -> Amount | None:
    """Sum of cells, blanks as 0; None when their table is missing or wholly blank."""
    grid = (report or context.report).tables.get(cells[0].table)
    if grid is None or blanks.wholly_blank(grid):
        return None
    figures = [cell.amount if (cell := grid.cells.get(ref)) else None for ref in cells]
    if None in figures and report is None:
        filled = blanks.blank_totals(context, grid)
        figures = [filled.get(ref, figure) for ref, figure in zip(cells, figures, strict=True)]
    return sum(figure or 0 for figure in figures)


def named(context: Context, cells: Option) -> str:
    """Cells for a person: 表三“一、本年新收”, and with “加” between the terms of a sum. The detail rows of one kind
    of result go by the name of the kind, the columns of a row by the row."""
    table = TABLE_NAMES[cells[0].table]
    if len(cells) == 1:
        return table + _cell(context, cells[0])
    grid = context.report.tables[cells[0].table]
    shape = schema.shape(grid.edition, grid.table)
    kinds = {shape.row(ref.row).labels[:-1] for ref in cells}
    columns = {ref.column for ref in cells}
    if len(kinds) == 1 and len(columns) == 1 and (kind := kinds.pop()) and kind[-1].startswith("（"):
        return f"{table}“{kind[-1]}”各项"
    rows = {ref.row for ref in cells}
    if len(rows) == 1 and len(cells) > 2:
        names = "、".join(context.parts(ref)[1] for ref in cells)
        return f"{table}“{context.parts(cells[0])[0]}”一行的{names}"
    return table + "加".join(_cell(context, ref) for ref in cells)


def _cell(context: Context, ref: object) -> str:
    return context.short(ref).replace("·总计”", "”") if _has_totals(ref) else context.short(ref)  # type: ignore[arg-type]


def _has_totals(ref: object) -> bool:
    return getattr(ref, "table", 0) == 3


def with_value(context: Context, cells: Option, value: Amount | None) -> str:
    """为 20, 合计为 23, 没有填数（按 0 计）."""
    if value == 0 and all(context.report.cell(ref).amount is None for ref in cells):
        return "没有填数（按 0 计）"
    unit = " 万元" if cells[0].column == "amount" else ""
    return f"{'合计' if len(cells) > 1 else ''}为 {show(value or 0)}{unit}"


def said(text: str, bound: Bound) -> str:
    """The words of its clause that lead up to a number, and the number: 新收政府信息公开申请28件."""
    start = bound.said_at[0]
    if bound.derived or not bound.start - 40 <= start < bound.start:
        start = max(text.rfind(stop, 0, bound.start) for stop in "，。；：、,;:\n") + 1
    words = text[max(start, bound.start - 40) : bound.start].strip(" 　")
    unit = bound.unit if text[bound.end :].lstrip().startswith(bound.unit) else ""
    return words + text[bound.start : bound.end] + unit
