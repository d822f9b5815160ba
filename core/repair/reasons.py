"""A repair's reason in Chinese words: what was written, what it should be, and which sums say so."""

from __future__ import annotations

from collections.abc import Callable

from core.diagnosis.flow import Values
from core.diagnosis.layout import Sum
from core.diagnosis.likelihood import Mishap, Weigher
from core.diagnosis.slips import Slip
from core.diagnosis.wording import SLIP_WORDS, equation_words, slip_words
from core.values import Blank, show

_MOST = 4  # mishaps told one by one; a longer list is not read


def reason(weigher: Weigher, values: Values) -> str:
    """Why these changes, mishap by mishap, e.g. "（七）总计·自然人 漏填：各项之和为 24，且第一项加第二项也是 24"."""
    told = [_told(weigher, group, values) for group in _grouped(weigher, values)]
    if len(told) > _MOST:
        told[_MOST:] = [f"……共改 {len(values)} 格"]
    return "；".join([*told, *dict.fromkeys(w.words for w in weigher.agreeing(values))])


def _grouped(weigher: Weigher, values: Values) -> list[list[Mishap]]:
    """Mishaps told together: the same slip along the row （七）总计 or down the column 总计, three or more."""
    groups: dict[tuple[object, ...], list[Mishap]] = {}
    for mishap in weigher.mishaps(values):
        groups.setdefault(_line(weigher, mishap, values), []).append(mishap)
    return [part for group in groups.values() for part in ([group] if len(group) > 2 else [[m] for m in group])]


def _line(weigher: Weigher, mishap: Mishap, values: Values) -> tuple[object, ...]:
    edge = mishap.edges[0]
    if weigher.grid.table != 3 or len(mishap.edges) > 1 or edge not in weigher.layout.totals:
        return mishap.edges
    ref = weigher.problem.network.refs[edge]
    along = "row" if ref.row == "results_total" else "column"
    return (along, mishap.slip, *(s.rule for s in _proving(weigher, edge, values)))


def _told(weigher: Weigher, group: list[Mishap], values: Values) -> str:
    first = group[0]
    if len(group) > 1:
        return _series(weigher, group, values)
    if len(first.edges) == 1:
        return _single(weigher, first, values)
    return _JOINT[first.slip](weigher, first.edges, values)


def _series(weigher: Weigher, group: list[Mishap], values: Values) -> str:
    """One sentence for totals that share row or column, slip and proof."""
    edges = [m.edges[0] for m in group]
    names = [weigher.layout.names[e] for e in edges]
    in_row = len({row for row, _ in names}) == 1
    figures = "、".join(
        f"{column if in_row else row} {values[e]}" for (row, column), e in zip(names, edges, strict=True)
    )
    head = names[0][0] if in_row else "总计列"
    verb = {Slip.BLANK: "漏填", Slip.MISSED: "漏填（现为 0）"}.get(group[0].slip, "未随各项更新")
    first, *others = max((_sums(weigher, e, values) for e in edges), key=lambda texts: sum(map(len, texts))) or ["应"]
    return f"{head} {verb}：{first}为 {figures}" + (f"，且{'、'.join(others)}也是这些数" if others else "")


def name(weigher: Weigher, edge: int) -> str:
    """The cell's name for a person."""
    return "·".join(weigher.layout.names[edge])


def _single(weigher: Weigher, mishap: Mishap, values: Values) -> str:
    edge = mishap.edges[0]
    cell = weigher.problem.cells[edge]
    proof = _proof(_sums(weigher, edge, values), values[edge])
    old = cell.raw.strip()
    unfilled = isinstance(cell.value, Blank)
    if unfilled or (mishap.slip is Slip.MISSED and edge in weigher.layout.totals):
        verb = "漏填" if unfilled else f"漏填（现为 {old}）"
        return f"{name(weigher, edge)} {verb}：{proof or f'应为 {values[edge]}'}"
    words = _words(mishap.slip, old, values[edge], edge in weigher.layout.totals)
    return f"{name(weigher, edge)} 应为 {values[edge]}{words}" + (f"：{proof}" if proof else "")


def _words(slip: Slip, old: str, new: int, total: bool) -> str:
    """What happened to a cell, after "应为 …"."""
    if slip is Slip.BLANK:
        return f"，不应填“{old}”"
    if slip is Slip.UNREADABLE:
        return f"，“{old}”不是件数"
    if words := slip_words(slip, old, show(new)):
        return f"，现填 {old} {words}"
    return f"（现为 {old}）" + ("，总计未随各项更新" if slip is Slip.OTHER and total else "")


def _proof(sums: list[str], figure: int | str) -> str:
    """ "A为 24，且B、C也是 24"."""
    if not sums:
        return ""
    return f"{sums[0]}为 {figure}" + (f"，且{'、'.join(sums[1:])}也是 {figure}" if sums[1:] else "")


def _sums(weigher: Weigher, edge: int, values: Values) -> list[str]:
    return [_says(s, edge, weigher) for s in _proving(weigher, edge, values)]


def _proving(weigher: Weigher, edge: int, values: Values) -> list[Sum]:
    """The sums that give the new figure from cells the repair leaves as they are."""
    sums = weigher.layout.sums_of[edge]
    return [s for s in sums if not any(e in values for e in s.edges if e != edge)]


def _says(told: Sum, edge: int, weigher: Weigher) -> str:
    ref = weigher.problem.network.refs[edge]
    text = equation_words(told.rule, ref)
    if ref.row == "results_total" and not any(weigher.problem.base[e] for e in told.right if e != edge):
        return text.removesuffix("减第四项")
    return text


def _joined(weigher: Weigher, edges: tuple[int, ...], values: Values) -> str:
    both = show(max(weigher.problem.base[e] for e in edges))
    return f"{_names(weigher, edges)}：{both} 疑为{SLIP_WORDS[Slip.JOINED]}，{_should(weigher, edges, values)}"


def _split(weigher: Weigher, edges: tuple[int, ...], values: Values) -> str:
    one = max(values[e] for e in edges)
    return f"{_names(weigher, edges)}：{one} 疑为{SLIP_WORDS[Slip.SPLIT]}，{_should(weigher, edges, values)}"


def _exchanged(weigher: Weigher, edges: tuple[int, ...], values: Values) -> str:
    return f"{_names(weigher, edges)} 疑为{SLIP_WORDS[Slip.EXCHANGED]}，{_should(weigher, edges, values)}"


def _moved(weigher: Weigher, edges: tuple[int, ...], values: Values) -> str:
    amount = abs(values[edges[0]] - weigher.problem.base[edges[0]])
    return f"{_names(weigher, edges)} 有 {amount} 件疑为{SLIP_WORDS[Slip.MOVED]}，{_should(weigher, edges, values)}"


def _shifted(weigher: Weigher, edges: tuple[int, ...], values: Values) -> str:
    row = weigher.layout.rows[weigher.layout.row_of[edges[0]]]
    figures = [values.get(e, weigher.problem.base[e]) for e in row]
    return f"{weigher.layout.names[row[0]][0]} 疑为{SLIP_WORDS[Slip.ROW_SHIFTED]}，应为 {'、'.join(map(show, figures))}"


_JOINT: dict[Slip, Callable[[Weigher, tuple[int, ...], Values], str]] = {
    Slip.JOINED: _joined,
    Slip.SPLIT: _split,
    Slip.EXCHANGED: _exchanged,
    Slip.MOVED: _moved,
    Slip.ROW_SHIFTED: _shifted,
}


def _names(weigher: Weigher, edges: tuple[int, ...]) -> str:
    """Cells of one row, e.g. "（一）予以公开·自然人与商业企业"."""
    row = weigher.layout.names[edges[0]][0]
    return f"{row}·{'与'.join(weigher.layout.names[e][1] for e in edges)}"


def _should(weigher: Weigher, edges: tuple[int, ...], values: Values) -> str:
    now = "、".join(show(weigher.problem.base[e]) for e in edges)
    return f"应为 {_figures(edges, values)}（现为 {now}）"


def _figures(edges: tuple[int, ...], values: Values, between: str = "、") -> str:
    return between.join(show(values[e]) for e in edges)
