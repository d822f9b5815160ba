"""Rule 9: blanks are not zeros; said once a table, and a blank total is told its value."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from core import schema
from core.equations.linear import linear
from core.finding import Equation, Finding
from core.model import TABLE_NAMES, CellRef, Grid
from core.rules.context import Context
from core.values import Amount, Blank, Mark, Unread, show

_NAMED = 6  # cells named in a sentence; the window shows the rest


def wholly_blank(grid: Grid) -> bool:
    """Whether the table holds no figure at all."""
    return all(isinstance(cell.value, Blank | Mark | Unread) for cell in grid.cells.values())


def unread(context: Context, grid: Grid, refs: tuple[CellRef, ...]) -> Finding:
    """The one finding of a table with cells that nobody could read; nothing else is concluded from them."""
    value = grid.cell(refs[0]).value
    why = f"（{value.reason.rstrip('。')}）" if isinstance(value, Unread) and value.reason else ""
    message = f"{TABLE_NAMES[grid.table]}有 {len(refs)} 格没有读出{why}，没有检查，请对照原件填上。"
    return context.found("cell.unread", message, cells=refs, section=grid.table)


def whole_table(context: Context, grid: Grid) -> Finding:
    """The one finding of a table left blank."""
    marks = any(isinstance(cell.value, Mark) for cell in grid.cells.values())
    how = "只填了“/”一类的符号，没有数字" if marks else "全部是空白"
    message = f"{TABLE_NAMES[grid.table]}{how}。没有发生的事项请填 0；确有数字的请补填。"
    refs = schema.shape(grid.edition, grid.table).refs
    return context.found("blank.mixed", message, cells=refs[:1], related=refs, section=grid.table, subject="whole")


def blank_totals(context: Context, grid: Grid) -> Mapping[CellRef, Amount]:
    """Totals left blank whose parts are all written, with their sums; computed once an evaluation."""
    return context.answers.get(("blank totals", grid.table), grid, lambda: _blank_totals(grid))


def _blank_totals(grid: Grid) -> dict[CellRef, Amount]:
    """Totals of totals follow in a second pass."""
    found: dict[CellRef, Amount] = {}
    for _ in range(2):
        for form in linear(grid.edition, grid.table):
            total = form.right[0]
            if len(form.right) == 1 and total not in found and isinstance(grid.cell(total).value, Blank):
                parts = [found.get(ref, grid.cell(ref).amount) for ref in form.left]
                if None not in parts:
                    found[total] = sum(p for p in parts if p is not None)
    return found


def total_finding(
    context: Context, grid: Grid, filled: Mapping[CellRef, Amount], written: tuple[Equation, ...]
) -> Finding:
    """All blank totals of a table in one finding."""
    refs = tuple(r for r in schema.shape(grid.edition, grid.table).refs if r in filled)
    said = [f"{context.short(r)}应为 {show(filled[r])}" for r in refs[:_NAMED]]
    more = f"，等 {len(refs)} 处" if len(refs) > _NAMED else ""
    return context.found(
        "blank.total",
        f"{TABLE_NAMES[grid.table]}总计漏填：{'、'.join(said)}{more}，按已填的各项相加得出，请核对后填上。",
        cells=refs,
        related=[ref for e in written for ref in e.cells],
        equations=written,
        expected=tuple(filled[r] for r in refs) if len(refs) > 1 else filled[refs[0]],
        actual="空",
    )


def mixed(context: Context, grid: Grid, named: Collection[CellRef]) -> Iterator[Finding]:
    """Blanks and marks beside figures, unless another finding names them already."""
    refs = [r for r in schema.shape(grid.edition, grid.table).refs if r not in named]
    empty = [r for r in refs if isinstance(grid.cell(r).value, Blank)]
    marks = [r for r in refs if isinstance(grid.cell(r).value, Mark)]
    if not empty and not marks:
        return
    kinds = [f"{len(empty)} 处空白"] if empty else []
    kinds += [f"{len(marks)} 处“{_mark(grid, marks[0])}”"] if marks else []
    where = "、".join(context.short(r) for r in (*empty, *marks)[:_NAMED])
    more = "等" if len(empty) + len(marks) > _NAMED else ""
    message = f"{TABLE_NAMES[grid.table]}有 {'、'.join(kinds)}（{where}{more}），其余填了数字。没有发生的事项请填 0。"
    yield context.found("blank.mixed", message, cells=(*empty, *marks), section=grid.table)


def _mark(grid: Grid, ref: CellRef) -> str:
    value = grid.cell(ref).value
    return value.text if isinstance(value, Mark) else ""
