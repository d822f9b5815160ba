"""Power cuts and failing disks, `soak_power.py [CUTS] [ROUNDS] [SEED]`: one table of what was acknowledged and lost,
versions and saves of a county's collection.

CUTS moments of each kind a recorded run, in two runs a mode; ROUNDS runs a kind of failure and mode. Ends with 1 when
something was lost; the folder of that moment is kept and named.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import power_cut_support as power  # noqa: E402
import vfs_support  # noqa: E402


def main(cuts: int = 150, rounds: int = 8, seed: int = 1) -> int:
    if not vfs_support.usable():
        print("SQLite's library cannot be reached here")
        return 0
    folder, bad = Path(tempfile.mkdtemp(prefix="soak-power-")), 0
    print(power.HEAD, flush=True)
    for mode in power.MODES:
        total = power.Outcome()
        for run in (seed, seed + 1):
            place = folder / f"{mode}-{run}"
            (place / "work").mkdir(parents=True)
            one = power.cut(place, power.record(place / "work", mode, run), run, cuts)
            total = power.Outcome(*(a + b for a, b in zip(total.figures(), one.figures(), strict=True)))
        bad += total.lost + total.kept_lost + total.unsound
        print(total.line(f"power cut, {mode}"), flush=True)
    for kind in power.FAILURES:
        for mode in power.MODES:
            outcome = power.fail(folder, kind, mode, seed, rounds)
            bad += outcome.lost + outcome.kept_lost + outcome.unsound
            print(outcome.line(f"{kind}, {mode}"), flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
