"""How good the repairs are: seeded tables with one, two, three wrong cells (see tests/repair_support.py).

python tests/score/score_repair.py [--write]    prints the figures; --write keeps them in tests/expected.
The weights were set on other seeds than the one reported here.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent)]

import repair_milp as milp  # noqa: E402  (the paths above make a script of it)
from repair_support import Case, balanced, slid, spoilt  # noqa: E402

from core.diagnosis.problem import problem_of  # noqa: E402
from core.model import Cell, Grid, Report  # noqa: E402
from core.repair import suggest  # noqa: E402
from core.values import Number  # noqa: E402

EXPECTED = HERE.parent / "expected" / "repair_score.json"
SEED, CASES, REDUCED, SOLVED = 46_021, 2000, 60, 500
Figures = dict[str, float]


def cases(wrong: int, count: int, seed: int = SEED, kinds: tuple[str, ...] = ()) -> list[Case]:
    """The first `count` of the seeded cases with so many wrong cells."""
    random = Random(f"{seed}/{wrong}")
    return [spoilt(random, wrong, kinds=kinds) for _ in range(count)]


def slides(count: int) -> list[Case]:
    """Cases of one row slid by a cell."""
    random = Random(f"{SEED}/slid")
    return [slid(random) for _ in range(count)]


def untouched(count: int) -> Figures:
    """Share of right tables of both editions for which no repair is offered."""
    random = Random(f"{SEED}/0")
    quiet = 0
    for number in range(count):
        edition = ("2019", "2021")[number % 2]
        cells = {ref: Cell(str(v), Number(v), str(v)) for ref, v in balanced(random, edition).items()}
        quiet += not suggest(Report(edition, tables={3: Grid(3, edition, cells)}), 3).repairs
    return {"cases": count, "quiet": quiet / count}


def score(tables: list[Case]) -> Figures:
    """Shares of cases: found (a change is asked, its size proven), first_true, listed among ten, fewer (a smaller
    repair than the true one exists, so that the true one cannot be first)."""
    found = first = listed = fewer = 0
    for case in tables:
        suggestion = suggest(case.report, 3, seconds=60)
        repairs = [{c.ref: c.new.value.value for c in r.changes} for r in suggestion.repairs]
        found += bool(repairs) and suggestion.proven
        first += bool(repairs) and repairs[0] == case.answer
        listed += case.answer in repairs
        fewer += suggestion.minimum < len(case.wrong)
    sums = {"found": found, "first_true": first, "listed": listed, "fewer": fewer}
    return {"cases": len(tables), **{k: v / len(tables) for k, v in sums.items()}}


def solved(count: int) -> Figures:
    """Share of cases, of one to three wrong cells in turn, where the size equals the solver's."""
    parts = [cases(wrong, -(-count // 3), SEED + 1) for wrong in (1, 2, 3)]
    mixed = [case for group in zip(*parts, strict=True) for case in group][:count]
    return {"cases": len(mixed), "equal": sum(map(same_size, mixed))}


def same_size(case: Case) -> bool:
    """Whether the first repair has the size HiGHS finds."""
    suggestion = suggest(case.report, 3, seconds=60)
    answer = milp.fewest_changes(problem_of(case.grid), case.grid.edition, 3).changes
    return answer == suggestion.minimum == len(suggestion.repairs[0].changes)


def measure() -> dict[str, Figures]:
    """Everything reported; off_by_one and slid are not asked, they show where the limits are."""
    sizes = (1, 2, 3)
    return {
        "0": untouched(CASES),
        **{str(n): score(cases(n, CASES)) for n in (*sizes, 4, 5)},
        **{f"{n} blanks": score(cases(n, CASES, kinds=("blank", "total"))) for n in sizes},
        **{f"{n} reduced": score(cases(n, REDUCED)) for n in sizes},
        **{f"{n} off by one": score(cases(n, CASES // 4, kinds=("off_by_one",))) for n in sizes},
        "a row slid": score(slides(CASES // 4)),
        "highs": solved(SOLVED),
    }


def main(arguments: list[str]) -> None:
    figures = measure()
    for name, part in figures.items():
        print(name, " ".join(f"{k} {v:.4g}" for k, v in part.items()))
    if "--write" in arguments:
        EXPECTED.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
