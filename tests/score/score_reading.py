"""How much of reports with one kind of fault each is read, and whether any figure is wrong (tests/reading_kinds.py).

python tests/score/score_reading.py [FILES OF EACH KIND] [KIND …]    prints a table; exits 1 where a figure is wrong
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent)]

import extract_support as support  # noqa: E402  (the paths above make a script of it)
from reading_kinds import KINDS, Kind  # noqa: E402

from core.errors import ReadError  # noqa: E402
from core.extract import extract  # noqa: E402
from core.reading import read_bytes  # noqa: E402
from core.values import amount  # noqa: E402

SEED = 2_025


def score(kind: Kind, count: int, seed: int = SEED, report: bool = False) -> tuple[int, int, int, int]:
    """Figures, those read right, those read as another figure, and files whose agency and year are right."""
    figures = right = wrong = named = 0
    for number in range(count):
        name, data, written = kind(random.Random(f"{seed}/{kind.__name__}/{number}"))
        expected = support.expected(written)
        figures += len(expected)
        try:
            read = extract(read_bytes(data, name).value)
        except ReadError as refusal:
            print(f"    {kind.__name__} {number}: {refusal}")
            continue
        named += (read.agency, read.year) == (written.agency, written.year)
        if report and (read.agency, read.year) != (written.agency, written.year):
            print(f"    {kind.__name__} {number}: {read.agency} {read.year}")
        missing = 0
        for ref, value in expected.items():
            got = amount(read.cell(ref).value)
            if got == amount(value):
                right += 1
            elif got is not None:
                wrong += 1
                print(f"    WRONG {kind.__name__} {number}: {ref} {got} for {written.figures[ref]!r}")
            else:
                missing += 1
        if report and missing:
            print(f"    {kind.__name__} {number} ({name}): {missing} missing; {[n.message for n in read.notes][:3]}")
    return figures, right, wrong, named


def main(arguments: list[str]) -> int:
    """Print a line for each kind."""
    count = int(arguments[0]) if arguments else 20
    chosen = arguments[1:] or list(KINDS)
    wrong = 0
    print("| kind | files | figures | right | wrong | agency and year |\n|---|---|---|---|---|---|")
    for name in chosen:
        figures, right, other, named = score(KINDS[name], count, report=len(chosen) < len(KINDS))
        wrong += other
        print(f"| {name} | {count} | {figures} | {right} | {other} | {named} |", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
