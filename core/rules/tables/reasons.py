"""The sentences of findings inside the tables: which figure, what it should be, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.diagnosis.causes import Cause, Fixes
from core.diagnosis.slips import slip
from core.diagnosis.wording import equation_words, slip_words
from core.finding import Equation
from core.model import TABLE_NAMES, Cell, CellRef
from core.rules.context import Context
from core.values import Amount, show

_SUMS = {"t3.results_sum": "各项办理结果", "t3.row_sum": "本行各类申请人", "t4.block_sum": "各种结果"}
_MOST = 4
_NAMED = 3  # places of a choice that one sentence names


def one_cell(name: str, cell: Cell, value: Amount, ref: CellRef, written: Sequence[Equation]) -> str:
    """A lone wrong cell, with what each of its equations says of it."""
    ways = list(dict.fromkeys(equation_words(e.rule, ref) for e in written))
    said = "，".join(f"{way}{'也' if i else ''}是 {show(value)}" for i, way in enumerate(ways))
    hand = slip_words(slip(cell, value), cell.raw.strip(), show(value)) if isinstance(value, int) else ""
    return f"{name}{_now(cell)}，应为 {show(value)}{f'（{hand}）' if hand else ''}：{said}。"


def _now(cell: Cell) -> str:
    if cell.amount is not None:
        return f"填的是 {show(cell.amount)}"
    return f"填的是“{cell.raw.strip()}”" if cell.raw.strip() else "漏填"


def tie(context: Context, cause: Cause, written: Sequence[Equation], refs: Sequence[CellRef]) -> str:
    """One wrong cell or group among several that the equations cannot tell apart."""
    first = written[0]
    block = context.name(first.right[0])
    if len(written) == 1 and first.rule in _SUMS:
        sums = f"{block}为 {show(first.right_sum)}，而{_SUMS[first.rule]}之和为 {show(first.left_sum)}"
        return f"{sums}（{first.text.replace('=', '≠')}）。总计或其中一项有误，请对照台账核对。"
    return _options(context, cause.fixes, written)


def _fixes(context: Context, fixes: Fixes) -> str:
    return "、".join(f"{context.short(ref)}改为 {show(value)}" for ref, value in fixes)


def _count(written: Sequence[Equation]) -> str:
    if len(written) == 1:
        return f" 1 个等式不成立（{written[0].text.replace('=', '≠')}）"
    return f" {len(written)} 个等式不成立"


def line(
    context: Context,
    figures: Mapping[CellRef, Amount],
    groups: Sequence[Fixes],
    written: Sequence[Equation],
    transfer: str,
    said: str,
) -> str:
    """Several wrong cells of one row or column."""
    fixes = groups[0]
    if transfer and not said:
        return _moved(context, figures, groups, written)
    if len(groups) > 1:
        return _options(context, groups, written)
    hand = f"（{said}）" if said else ""
    return (
        f"{_where(context, fixes, written)}{_each(context, figures, fixes)}{hand}，改后 {len(written)} 个等式才成立。"
    )


def _options(context: Context, groups: Sequence[Fixes], written: Sequence[Equation]) -> str:
    """Several ways out that the equations cannot tell apart: they are a choice among the repairs, not a paragraph."""
    table = TABLE_NAMES[groups[0][0][0].table]
    places = list(dict.fromkeys(_place(context, group) for group in groups))
    named = "、".join(places[:_NAMED]) + (f"等 {len(places)} 处之一" if len(places) > _NAMED else "其中一处")
    return f"{table}有{_count(written)}，可能错在{named}，请对照台账，在修改建议中选一种。"


def _place(context: Context, group: Fixes) -> str:
    """Where a group of cells stands: its row, its column, or the lone cell with its figure."""
    if len(group) == 1:
        ref, value = group[0]
        return f"{context.short(ref)}（应为 {show(value)}）"
    row, column = context.parts(group[0][0])
    if len({ref.row for ref, _ in group}) == 1:
        return f"“{row}”一行"
    if len({ref.column for ref, _ in group}) == 1:
        return f"“{column}”一列"
    return "、".join(f"{context.short(ref)}（应为 {show(value)}）" for ref, value in group)


def _where(context: Context, fixes: Fixes, written: Sequence[Equation]) -> str:
    """The line that a group of cells shares; a line of totals was not brought up to date, which is said once."""
    row, column = context.parts(fixes[0][0])
    totals = {equation.right for equation in written}
    stale = all((ref,) in totals for ref, _ in fixes)
    if stale and len({ref.row for ref, _ in fixes}) == 1:
        return f"表三“{row}”一行没有随各项更新："
    if stale and len({ref.column for ref, _ in fixes}) == 1:
        return f"表三“{column}”一列没有随各项更新："
    if len({ref.row for ref, _ in fixes}) == 1:
        return f"表三“{row}”一行有 {len(fixes)} 处不对："
    if len({ref.column for ref, _ in fixes}) == 1:
        return f"表三“{column}”一列有 {len(fixes)} 处不对："
    return f"表三有 {len(fixes)} 处不对："


def _each(context: Context, figures: Mapping[CellRef, Amount], fixes: Fixes) -> str:
    rows, columns = {ref.row for ref, _ in fixes}, {ref.column for ref, _ in fixes}
    lone = 1 if len(rows) == 1 else 0 if len(columns) == 1 else None
    names = [context.short(ref) if lone is None else context.parts(ref)[lone] for ref, _ in fixes]
    said = [f"{n}应为 {show(v)}（现为 {show(figures[r])}）" for n, (r, v) in zip(names, fixes, strict=True)]
    more = f"等 {len(said)} 处" if len(said) > _MOST + 1 else ""
    return "、".join(said[:_MOST] if more else said) + more


def _moved(
    context: Context, figures: Mapping[CellRef, Amount], groups: Sequence[Fixes], written: Sequence[Equation]
) -> str:
    (one, a), (other, b) = groups[0]
    less, more = ((one, a), (other, b)) if a < figures[one] else ((other, b), (one, a))
    gap = show(figures[less[0]] - less[1])
    source, target = (context.parts(r)[1] for r, _ in (less, more))
    broken = _count(written).strip()
    head = f"像是归错了申请人类别：表三“{source}”列多 {gap}，“{target}”列少 {gap}，而总计列是平的（{broken}）。"
    if len(groups) == 1:
        return head + _fixes(context, groups[0]) + "即可平衡。"
    rows = "、".join(dict.fromkeys(f"“{context.parts(g[0][0])[0]}”" for g in groups[:_MOST]))
    return head + f"可能错在{rows}{'等' if len(groups) > _MOST else ''}行，请对照台账核对。"


def phantom(context: Context, cells: Sequence[CellRef], written: Sequence[Equation]) -> str:
    """A column that answers requests it never received."""
    column = context.parts(cells[0])[1]
    texts = "；".join(e.text.replace("=", "≠") for e in written if e.left[0].column == cells[0].column)
    said = f"（{texts}）" if texts else ""
    return f"表三“{column}”一列没有新收和上年结转，却有办理结果或结转{said}。请核对申请人类别和件数。"


def unsolved(context: Context, written: Sequence[Equation]) -> str:
    """Broken equations without a simple cause."""
    table = TABLE_NAMES[written[0].right[0].table]
    listed = "；".join(f"{context.short(e.right[0])}：{e.text.replace('=', '≠')}" for e in written[:_MOST])
    more = "……" if len(written) > _MOST else ""
    return f"{table}有{_count(written)}，不止一处有误：{listed}{more}。请从列出的等式逐一核对，或查看修改建议。"
