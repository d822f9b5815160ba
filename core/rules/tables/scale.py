"""Rules 21-23: figures in the wrong unit, or too strange for the kind of unit that reports them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from core import schema
from core.diagnosis.evidence import unread_cells
from core.finding import Finding
from core.model import TABLE_NAMES, CellRef, Grid, Report
from core.rules.context import Context, Unknown
from core.rules.loading import Profile
from core.rules.tables.blanks import wholly_blank
from core.values import CellKind, Number, plain_amount, show

_THOUSAND = 1000
_MONEY = (CellRef(2, "fees", "amount"), CellRef(2, "procurement", "amount"))


def count_unit(context: Context) -> Iterator[Finding]:
    """Units inside counts ("5件") and remarks beside figures ("22（其中修订16件）"), one finding a table."""
    for number, grid in sorted(context.report.tables.items()):
        refs = []
        for ref, kind in schema.shape(grid.edition, number).kinds.items():
            value = grid.cell(ref).value
            if isinstance(value, Number) and (value.note or (kind is not CellKind.MONEY and value.unit)):
                refs.append(ref)
        if not refs:
            continue
        first = context.report.cell(refs[0]).raw.strip()
        more = f"等 {len(refs)} 处" if len(refs) > 1 else ""
        message = f"{context.name(refs[0])}{more}的数字带了单位或说明（“{first}”），表内请只填数字。"
        yield context.found("unit.count", message, cells=refs, section=number)


def money_unit(context: Context) -> Iterator[Finding]:
    """元 in a column of 万元, and money a thousand times last year's."""
    for ref in _MONEY:
        value = context.report.cell(ref).value
        if isinstance(value, Number):
            yield from _money(context, ref, value)


def _money(context: Context, ref: CellRef, value: Number) -> Iterator[Finding]:
    raw, fees = context.report.cell(ref).raw.strip(), ref.row == "fees"
    if value.unit == "元" and fees:
        message = f"{context.name(ref)}填的是“{raw}”，本栏单位是万元，应填 {show(value.value)}。"
        yield context.found("unit.money", message, cells=(ref,), expected=value.value, actual=raw)
        return
    last = context.previous.cell(ref).amount if context.previous else None
    if last and value.value >= last * _THOUSAND and not value.unit:
        smaller = show(plain_amount(Decimal(value.value) / 10000))
        message = (
            f"{context.name(ref)}为 {show(value.value)} 万元，是上一年 {show(last)} 万元的一千倍以上。"
            f"如果填的是元，换算后应为 {smaller} 万元。"
        )
        yield context.found("unit.money", message, cells=(ref,), expected=smaller, actual=value.value)


_LEAST_DECIMALS = 6  # 1.234567 万元 is 12345.67 元: nobody measures 万元 so finely
_TOO_MUCH = 100_000  # 万元; a billion yuan of fees in one year is no county department's


def money_size(context: Context) -> Iterator[Finding]:
    """Money that only 元 explains, without last year's report beside: six decimals, or 125000 in a column of 万元."""
    for ref in _MONEY:
        value = context.report.cell(ref).value
        if not isinstance(value, Number) or value.unit:
            continue
        decimals = -exponent if isinstance(exponent := Decimal(value.value).as_tuple().exponent, int) else 0
        large = value.value >= _TOO_MUCH and context.profile is not Profile.GOVERNMENT and ref.row == "fees"
        if decimals >= _LEAST_DECIMALS:
            yuan = show(plain_amount(Decimal(value.value) * 10000))
            message = f"{context.name(ref)}有 {decimals} 位小数，合 {yuan} 元，请核对是否由元换算错了。"
        elif large:
            smaller = show(plain_amount(Decimal(value.value) / 10000))
            message = (
                f"{context.name(ref)}为 {show(value.value)} 万元，对本单位来说过大；"
                f"如果填的是元，换算后应为 {smaller} 万元，请核对。"
            )
        else:
            continue
        yield context.found("money.size", message, cells=(ref,), actual=value.value)


# Bodies that may make 规章 (立法法): provinces, cities with districts, 自治州, and the offices that report for them.
# Whether a city has districts cannot be seen from its name, so no city is warned.
_MAKERS = re.compile(
    r"[^县区旗镇乡]*(?:省|自治区|市|自治州|盟|兵团)(?:(?:人民)?政府)?(?:办公室|办公厅|政府办公室|政府办公厅)?"
    r"|.*(?:省|自治区)[^县区旗镇乡市]*厅"
)


def regulations(context: Context) -> Iterator[Finding]:
    """规章 are made by ministries, provinces and cities with districts, not by county departments or townships."""
    grid = context.report.tables.get(2)
    if grid is None or _MAKERS.fullmatch(context.report.agency or ""):
        return
    refs = [
        ref
        for ref in schema.shape(grid.edition, 2).refs
        if ref.row == "regulations" and (grid.cell(ref).amount or 0) > 0
    ]
    if refs:
        figures = "、".join(f"{context.short(ref)}为 {show(grid.cell(ref).amount or 0)}" for ref in refs)
        message = f"表二{figures}。县级部门和乡镇无权制定规章，请核对是否把规范性文件或内部制度计成了规章。"
        yield context.found("scope.regulations", message, cells=refs, expected=0, actual=grid.cell(refs[0]).amount)


def disputes(context: Context) -> Iterator[Finding | Unknown]:
    """Rule 23a: reviews and suits though there was no request this year or the last."""
    grid = context.report.tables.get(3)
    if 4 not in context.report.tables or grid is None or wholly_blank(grid) or _unread_requests(grid):
        yield Unknown("t4.no_requests")
        return
    total = sum(context.amount(4, row, "total") or 0 for row in ("review", "direct_suit", "suit_after_review"))
    if total and not requests(context.report) and not (context.previous and requests(context.previous)):
        message = (
            f"表四共有 {total} 件行政复议、行政诉讼，而表三没有收到任何申请。"
            "表四只填因政府信息公开引起的案件，请核对是否把其他案件计入。"
        )
        cells = [CellRef(4, row, "total") for row in ("review", "direct_suit", "suit_after_review")]
        named = [c for c in cells if context.report.cell(c).amount]
        yield context.found(
            "t4.no_requests", message, cells=named, related=[CellRef(3, "received", "total")], actual=total
        )


def _unread_requests(grid: Grid) -> bool:
    return any(ref.row in ("received", "carried_in") for ref in unread_cells(grid))


def requests(report: Report) -> bool:
    """Whether any column of table 3 has requests received or carried in."""
    grid = report.tables.get(3)
    return grid is not None and any(
        (cell.amount or 0) > 0 for ref, cell in grid.cells.items() if ref.row in ("received", "carried_in")
    )


def other_majority(context: Context) -> Iterator[Finding | Unknown]:
    """Rule 23b: over half of the results under 其他."""
    grid, total = context.report.tables.get(3), context.amount(3, "results_total", "total")
    if grid is None or total is None:
        yield Unknown("t3.other_majority")
        return
    ref = CellRef(3, "other_misc" if grid.edition == "2021" else "other", "total")
    other = grid.cell(ref).amount
    if other and other * 2 > total:
        message = (
            f"{TABLE_NAMES[3]}{context.short(ref)}为 {other}，超过办理结果总数 {total} 的一半。"
            "请核对是否有可归入其他各项的结果。"
        )
        yield context.found("t3.other_majority", message, cells=(ref,), expected=f"不大于 {total // 2}", actual=other)
