"""Seeded tables for the repairs: balanced ones as offices file them, and the hand errors that spoil them.

The distribution is a judgement, written down so that the score means something:
- seven in ten tables are of small offices (1 to 30 requests), two of county offices (30 to 400), one of a
  large government (400 to 20000); both editions alike.
- three requests in four come from natural persons, one in six from companies, the rest from the other four;
  results fall mostly under 予以公开, 本机关不掌握 and 部分公开, then 信访, 重复, 过程性信息 …; a tenth of the
  requests is carried in or forward. So most of the 161 or 175 cells are 0.
- one table in eight leaves its zeros blank, the others write them.
Errors are drawn kind first (each kind alike), then a cell among those it can happen to (figures other than 0;
a changed digit hits a 0 in one case of eight), none that leaves the text's figure as it was. A case with n wrong
cells is made of kinds that change n cells together, in cells not yet touched; a row that slid counts the cells
whose figures differ. The equations must be broken, or nothing would be asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from core import schema
from core.equations.linear import linear
from core.model import Cell, CellRef, Grid, Report
from core.values import CellKind, parse, show

COLUMNS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org", "total")
_APPLICANTS = (75, 16, 1, 2, 4, 2)
_RESULTS = {
    "granted": 40,
    "partly_granted": 10,
    "unavailable_not_held": 20,
    "unavailable_not_compiled": 3,
    "unavailable_unclear": 3,
    "declined_petition": 6,
    "declined_repeated": 4,
    "declined_reissue": 1,
    "declined_excessive": 1,
    "refused_internal_affairs": 2,
    "refused_deliberative": 3,
    "refused_enforcement_file": 2,
    "refused_inquiry_matter": 3,
    "refused_third_party": 2,
    "refused_other_law": 1,
    "other": 3,
    "other_not_supplemented": 2,
    "other_misc": 3,
}
Figures = dict[CellRef, int]
Texts = dict[CellRef, str]


@dataclass(frozen=True)
class Case:
    """A spoilt table 3: its grid, the true figures, the wrong cells and the kinds of error."""

    grid: Grid
    truth: Figures
    wrong: frozenset[CellRef]
    kinds: tuple[str, ...]

    @property
    def report(self) -> Report:
        return Report(self.grid.edition, tables={3: self.grid})

    @property
    def answer(self) -> dict[CellRef, int]:
        """The true repair: the wrong cells and their figures."""
        return {ref: self.truth[ref] for ref in self.wrong}


def requests(random: Random) -> int:
    """How many requests an office had."""
    low, high = random.choices(((1, 30), (30, 400), (400, 20000)), (7, 2, 1))[0]
    return int(low * (high / low) ** random.random())


def balanced(random: Random, edition: str) -> Figures:
    """True figures of a table 3 in which every equation holds; large offices' requests come in bundles."""
    rows = {r.key for r in schema.shape(edition, 3).rows}
    results = [k for k in _RESULTS if k in rows]
    weights = [_RESULTS[k] for k in results]
    figures = {r: 0 for r in schema.shape(edition, 3).refs}
    left = many = requests(random)
    while left > 0:
        step = min(left, random.randint(1, 1 + many // 200))
        column = random.choices(COLUMNS[:6], _APPLICANTS)[0]
        start = "carried_in" if random.random() < 0.1 else "received"
        end = "carried_forward" if random.random() < 0.1 else random.choices(results, weights)[0]
        figures[CellRef(3, start, column)] += step
        figures[CellRef(3, end, column)] += step
        left -= step
    return _totals(figures, edition)


def _totals(figures: Figures, edition: str) -> Figures:
    for form in linear(edition, 3):
        if form.rule == "t3.results_sum":
            figures[form.right[0]] = sum(figures[r] for r in form.left)
    for form in linear(edition, 3):
        if form.rule == "t3.row_sum":
            figures[form.right[0]] = sum(figures[r] for r in form.left)
    assert all(sum(figures[r] for r in f.left) == sum(figures[r] for r in f.right) for f in linear(edition, 3))
    return figures


def spoilt(random: Random, wrong: int, edition: str | None = None, kinds: Sequence[str] = ()) -> Case:
    """A table with exactly this many wrong cells, at least one equation of it broken."""
    while True:
        form = edition or random.choice(schema.EDITIONS)
        truth = balanced(random, form)
        texts, names = _spoil(random, truth, wrong, kinds or STANDARD)
        grid = _grid(random, form, truth, texts)
        if len(texts) == wrong and _broken(grid):
            return Case(grid, truth, frozenset(texts), names)


def slid(random: Random) -> Case:
    """A table whose one hand_error is a row slid by a cell, however many cells that changes."""
    while True:
        form = random.choice(schema.EDITIONS)
        truth = balanced(random, form)
        texts = _row_shifted(random, truth)
        grid = _grid(random, form, truth, texts)
        if _broken(grid):
            return Case(grid, truth, frozenset(texts), ("row_shifted",))


def _grid(random: Random, edition: str, truth: Figures, texts: Texts) -> Grid:
    blank = "" if random.random() < 1 / 8 else "0"
    raws = {r: texts.get(r, show(v) if v else blank) for r, v in truth.items()}
    return Grid(3, edition, {r: Cell(raw, parse(raw, CellKind.COUNT), raw) for r, raw in raws.items()})


def _broken(grid: Grid) -> bool:
    value = {r: grid.cell(r).amount or 0 for r in grid.cells}
    forms = linear(grid.edition, 3)
    return min(value.values()) < 0 or any(
        sum(value[r] for r in f.left) != sum(value[r] for r in f.right) for f in forms
    )


def _spoil(random: Random, truth: Figures, wrong: int, names: Sequence[str]) -> tuple[Texts, tuple[str, ...]]:
    texts: Texts = {}
    kinds: list[str] = []
    for _ in range(200):
        if len(texts) == wrong:
            break
        name = random.choice(names)
        fresh = KINDS[name](random, truth)
        if fresh and len(fresh) <= wrong - len(texts) and not fresh.keys() & texts.keys():
            texts |= fresh
            kinds.append(name)
    return texts, tuple(kinds)


def _number(random: Random, truth: Figures, least: int = 1) -> CellRef | None:
    refs = [r for r, v in truth.items() if v >= least]
    return random.choice(refs) if refs else None


def _one(ref: CellRef | None, truth: Figures, text: str | None) -> Texts:
    """The wrong text of one cell, nothing when it still shows the true figure."""
    if ref is None or text is None:
        return {}
    return {} if text.lstrip("0") == (show(truth[ref]) if truth[ref] else "") and text else {ref: text}


def _blank(random: Random, truth: Figures) -> Texts:
    ref = _number(random, truth)
    return _one(ref, truth, "") if ref else {}


def _total(random: Random, truth: Figures) -> Texts:
    """A total not brought up to date: off by a little, or without one of its parts."""
    refs = [r for r, v in truth.items() if v and (r.column == "total" or r.row == "results_total")]
    ref = random.choice(refs)
    part = random.choice([v for r, v in truth.items() if 0 < v <= truth[ref] and _adds_to(r, ref)] or [1])
    new = truth[ref] + random.choice((-part, random.choice((-2, -1, 1, 2)), part))
    return _one(ref, truth, show(new)) if new >= 0 else {}


def _adds_to(ref: CellRef, total: CellRef) -> bool:
    return (ref.row == total.row) != (ref.column == total.column)


def _digit_changed(random: Random, truth: Figures) -> Texts:
    ref = _number(random, truth, 0) if random.random() < 1 / 8 else _number(random, truth)
    if ref is None:
        return {}
    text = show(truth[ref])
    at = random.randrange(len(text))
    return _one(ref, truth, text[:at] + random.choice("0123456789") + text[at + 1 :])


def _dropped(random: Random, truth: Figures) -> Texts:
    ref = _number(random, truth, 10)
    text = show(truth[ref]) if ref else ""
    at = random.randrange(len(text)) if ref else 0
    return _one(ref, truth, text[:at] + text[at + 1 :]) if ref else {}


def _doubled(random: Random, truth: Figures) -> Texts:
    ref = _number(random, truth)
    if ref is None:
        return {}
    text = show(truth[ref])
    at = random.randrange(len(text))
    return _one(ref, truth, text[: at + 1] + text[at:])


def _swapped(random: Random, truth: Figures) -> Texts:
    ref = _number(random, truth, 10)
    if ref is None:
        return {}
    text = show(truth[ref])
    at = random.randrange(len(text) - 1)
    return _one(ref, truth, text[:at] + text[at + 1] + text[at] + text[at + 2 :])


def _sign(random: Random, truth: Figures) -> Texts:
    ref = _number(random, truth)
    return {ref: "-" + show(truth[ref])} if ref else {}


def _times_ten(random: Random, truth: Figures) -> Texts:
    ref = _number(random, truth)
    return {ref: show(truth[ref]) + "0"} if ref else {}


def _neighbours(random: Random, truth: Figures) -> tuple[CellRef, CellRef] | None:
    pairs = [(r, CellRef(3, r.row, after)) for r in truth for c, after in pairwise(COLUMNS) if r.column == c]
    pairs = [p for p in pairs if truth[p[0]] or truth[p[1]]]
    return random.choice(pairs) if pairs else None


def _joined(random: Random, truth: Figures) -> Texts:
    pair = _neighbours(random, truth)
    if pair is None or not (truth[pair[0]] and truth[pair[1]]):
        return {}
    both = show(truth[pair[0]]) + show(truth[pair[1]])
    return dict(zip(pair, random.choice(((both, ""), (both, "0"), ("", both))), strict=True))


def _split(random: Random, truth: Figures) -> Texts:
    pair = _neighbours(random, truth)
    if pair is None or min(truth[r] for r in pair) > 0 or max(truth[r] for r in pair) < 10:
        return {}
    text = show(max(truth[r] for r in pair))
    at = random.randrange(1, len(text))
    if text[at] == "0":
        return {}
    return {pair[0]: text[:at], pair[1]: text[at:]}


def _applicant(random: Random, truth: Figures) -> Texts:
    """Requests of one applicant entered for another, all of them (the two cells change places) or some."""
    ref = random.choice([r for r, v in truth.items() if v and r.column != "total"])
    other = CellRef(3, ref.row, random.choice([c for c in COLUMNS[:6] if c != ref.column]))
    if random.random() < 0.5:
        return {ref: show(truth[other]), other: show(truth[ref])} if truth[ref] != truth[other] else {}
    moved = random.randint(1, truth[ref])
    return {ref: show(truth[ref] - moved), other: show(truth[other] + moved)}


def _row_shifted(random: Random, truth: Figures) -> Texts:
    row = random.choice([r.row for r, v in truth.items() if v and r.column == "total"])
    width = random.choice((6, 7))
    old = [truth[CellRef(3, row, c)] for c in COLUMNS[:width]]
    new = [None, *old[:-1]] if random.random() < 0.6 else [*old[1:], None]
    blank = random.choice(("", "0"))
    texts = {CellRef(3, row, c): (blank if v is None else show(v)) for c, v in zip(COLUMNS, new, strict=False)}
    return {r: t for r, t in texts.items() if (t or "0") != show(truth[r])}


def _off_by_one(random: Random, truth: Figures) -> Texts:
    """Not of the standard kinds: the hardest case, figures that differ by one and leave no trace in their text."""
    ref = _number(random, truth)
    return {ref: show(truth[ref] + random.choice((-1, 1)))} if ref else {}


KINDS = {
    "blank": _blank,
    "total": _total,
    "digit_changed": _digit_changed,
    "dropped": _dropped,
    "doubled": _doubled,
    "swapped": _swapped,
    "sign": _sign,
    "times_ten": _times_ten,
    "joined": _joined,
    "split": _split,
    "applicant": _applicant,
    "row_shifted": _row_shifted,
    "off_by_one": _off_by_one,
}
STANDARD = tuple(name for name in KINDS if name != "off_by_one")
