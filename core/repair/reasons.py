"""A repair's reason in Chinese words: what was written, what it should be, and which sums say so."""

from __future__ import annotations

from collections.abc import Callable

from core.diagnosis.flow import Values
from core.diagnosis.likelihood import HandError, RepairScorer
from core.diagnosis.slips import Slip
from core.diagnosis.table_edges import EdgeSum
from core.diagnosis.wording import SLIP_WORDS, equation_words, slip_words
from core.values import Blank, show

_MOST = 4  # hand errors told one by one; a longer list is not read
_LISTED = 7  # figures of one row or column in a sentence


def reason(scorer: RepairScorer, values: Values) -> str:
    """Why these changes, one hand error after the other.

    E.g. "（七）总计·自然人 漏填：各项办理结果之和为 24，且第一项加第二项也是 24".
    """
    sentences = [_sentence_of(scorer, group, values) for group in _grouped(scorer, values)]
    if len(sentences) > _MOST:
        sentences[_MOST:] = [f"……共改 {len(values)} 格"]
    return "；".join([*sentences, *dict.fromkeys(w.words for w in scorer.agreeing(values))])


def _grouped(scorer: RepairScorer, values: Values) -> list[list[HandError]]:
    """Hand errors told in one sentence: three or more totals of the row （七）总计 or of the column 总计.

    They were not brought up to date, all of them; that one is also a digit away from its true figure says nothing.
    """
    errors = scorer.hand_errors(values)
    for in_line in (_in_totals_row, _in_totals_column):
        line = [error for error in errors if in_line(scorer, error)]
        if len(line) > 2:
            first = errors.index(line[0])
            before = [[error] for error in errors[:first]]
            after = [[error] for error in errors[first:] if error not in line]
            return [*before, line, *after]
    return [[error] for error in errors]


def _in_totals_row(scorer: RepairScorer, error: HandError) -> bool:
    ref = scorer.problem.network.refs[error.edges[0]]
    return scorer.grid.table == 3 and len(error.edges) == 1 and ref.row == "results_total"


def _in_totals_column(scorer: RepairScorer, error: HandError) -> bool:
    ref = scorer.problem.network.refs[error.edges[0]]
    return scorer.grid.table == 3 and len(error.edges) == 1 and ref.column == "total"


def _sentence_of(scorer: RepairScorer, group: list[HandError], values: Values) -> str:
    first = group[0]
    if len(group) > 1:
        return _series(scorer, group, values)
    if len(first.edges) == 1:
        return _single(scorer, first, values)
    return _JOINT[first.slip](scorer, first.edges, values)


def _series(scorer: RepairScorer, group: list[HandError], values: Values) -> str:
    """One sentence for totals of one row or column.

    E.g. "总计列 漏加了“其他”一列：本行各类申请人之和为 一、本年新收… 28、（七）总计 27".
    """
    edges = [error.edges[0] for error in group]
    names = [scorer.table_edges.names[e] for e in edges]
    in_row = len({row for row, _ in names}) == 1
    said = [f"{column if in_row else row} {values[e]}" for (row, column), e in zip(names, edges, strict=True)]
    figures = "、".join(said[:_LISTED]) + (f"等 {len(said)} 格" if len(said) > _LISTED else "")
    head = names[0][0] if in_row else "总计列"
    slips = {error.slip for error in group}
    left_out = "" if in_row else _column_left_out(scorer, edges, values)
    if left_out:
        verb = f"漏加了“{left_out}”一列"
    elif slips == {Slip.BLANK}:
        verb = "漏填"
    elif slips == {Slip.MISSED}:
        verb = "漏填（现为 0）"
    else:
        verb = "没有随各项更新"
    first, *others = max((_sums(scorer, e, values) for e in edges), key=lambda texts: sum(map(len, texts))) or ["应"]
    return f"{head} {verb}：{first}为 {figures}" + (f"，且{'、'.join(others)}也是这些数" if others else "")


def _column_left_out(scorer: RepairScorer, edges: list[int], values: Values) -> str:
    """The applicant column that every one of these row totals lacks; '' when there is none.

    自然人 9 | 商业企业 4 | … | 总计 9: the column 商业企业 was not added up, here and in the other rows.
    """
    base, table = scorer.problem.base, scorer.table_edges
    columns = len(table.rows[table.row_of[edges[0]]]) - 1
    for at in range(columns):
        parts = [table.rows[table.row_of[edge]][at] for edge in edges]
        lacking = [values[edge] - base[edge] for edge in edges]
        if [values.get(part, base[part]) for part in parts] == lacking:
            return table.names[parts[0]][1]
    return ""


def name(scorer: RepairScorer, edge: int) -> str:
    """The cell's name for a person."""
    return "·".join(scorer.table_edges.names[edge])


def _single(scorer: RepairScorer, hand_error: HandError, values: Values) -> str:
    edge = hand_error.edges[0]
    cell = scorer.problem.cells[edge]
    proof = _proof(_sums(scorer, edge, values), values[edge])
    old = cell.raw.strip()
    unfilled = isinstance(cell.value, Blank)
    if unfilled or (hand_error.slip is Slip.MISSED and edge in scorer.table_edges.totals):
        verb = "漏填" if unfilled else f"漏填（现为 {old}）"
        return f"{name(scorer, edge)} {verb}：{proof or f'应为 {values[edge]}'}"
    words = _words(hand_error.slip, old, values[edge], edge in scorer.table_edges.totals)
    return f"{name(scorer, edge)} 应为 {values[edge]}{words}" + (f"：{proof}" if proof else "")


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


def _sums(scorer: RepairScorer, edge: int, values: Values) -> list[str]:
    return [_words_of(s, edge, scorer) for s in _proving_sums(scorer, edge, values)]


def _proving_sums(scorer: RepairScorer, edge: int, values: Values) -> list[EdgeSum]:
    """The sums that give the new figure from cells the repair leaves as they are."""
    sums = scorer.table_edges.sums_of[edge]
    return [s for s in sums if not any(e in values for e in s.edges if e != edge)]


def _words_of(sentences: EdgeSum, edge: int, scorer: RepairScorer) -> str:
    ref = scorer.problem.network.refs[edge]
    text = equation_words(sentences.rule, ref)
    if ref.row == "results_total" and not any(scorer.problem.base[e] for e in sentences.right if e != edge):
        return text.removesuffix("减第四项")
    return text


def _joined(scorer: RepairScorer, edges: tuple[int, ...], values: Values) -> str:
    both = show(max(scorer.problem.base[e] for e in edges))
    return f"{_names(scorer, edges)}：{both} 疑为{SLIP_WORDS[Slip.JOINED]}，{_should(scorer, edges, values)}"


def _split(scorer: RepairScorer, edges: tuple[int, ...], values: Values) -> str:
    one = max(values[e] for e in edges)
    return f"{_names(scorer, edges)}：{one} 疑为{SLIP_WORDS[Slip.SPLIT]}，{_should(scorer, edges, values)}"


def _exchanged(scorer: RepairScorer, edges: tuple[int, ...], values: Values) -> str:
    return f"{_names(scorer, edges)} 疑为{SLIP_WORDS[Slip.EXCHANGED]}，{_should(scorer, edges, values)}"


def _moved(scorer: RepairScorer, edges: tuple[int, ...], values: Values) -> str:
    amount = abs(values[edges[0]] - scorer.problem.base[edges[0]])
    return f"{_names(scorer, edges)} 有 {amount} 件疑为{SLIP_WORDS[Slip.MOVED]}，{_should(scorer, edges, values)}"


def _shifted(scorer: RepairScorer, edges: tuple[int, ...], values: Values) -> str:
    row = scorer.table_edges.rows[scorer.table_edges.row_of[edges[0]]]
    figures = [values.get(e, scorer.problem.base[e]) for e in row]
    name = scorer.table_edges.names[row[0]][0]
    return f"{name} 疑为{SLIP_WORDS[Slip.ROW_SHIFTED]}，应为 {'、'.join(map(show, figures))}"


_JOINT: dict[Slip, Callable[[RepairScorer, tuple[int, ...], Values], str]] = {
    Slip.JOINED: _joined,
    Slip.SPLIT: _split,
    Slip.EXCHANGED: _exchanged,
    Slip.MOVED: _moved,
    Slip.ROW_SHIFTED: _shifted,
}


def _names(scorer: RepairScorer, edges: tuple[int, ...]) -> str:
    """Cells of one row, e.g. "（一）予以公开·自然人与商业企业"."""
    row = scorer.table_edges.names[edges[0]][0]
    return f"{row}·{'与'.join(scorer.table_edges.names[e][1] for e in edges)}"


def _should(scorer: RepairScorer, edges: tuple[int, ...], values: Values) -> str:
    now = "、".join(show(scorer.problem.base[e]) for e in edges)
    return f"应为 {_figures(edges, values)}（现为 {now}）"


def _figures(edges: tuple[int, ...], values: Values, between: str = "、") -> str:
    return between.join(show(values[e]) for e in edges)
