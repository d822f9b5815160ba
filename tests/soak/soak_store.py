"""Kills the program at random moments of its work on the history, `soak_store.py [ROUNDS] [FIRST_SEED]`.

Ends with 1 at the first round that lost something; the folder of that round is kept and named.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import store_kill_support as kills  # noqa: E402

ROUNDS = 300


def main(rounds: int, first: int) -> int:
    begun, reached = time.monotonic(), Counter[str]()
    for seed in range(first, first + rounds):
        act = kills.ACTS[seed % len(kills.ACTS)]
        folder = Path(tempfile.mkdtemp(prefix=f"soak-{act}-{seed}-"))
        try:
            last = kills.round_of(act, folder, seed)
        except Exception:
            print(f"LOST: {act}, seed {seed}; look into {folder}", flush=True)
            raise
        shutil.rmtree(folder)
        reached[f"{act}: {'after ' + last.split(' ')[0] if last else 'before anything was done'}"] += 1
    for what, count in sorted(reached.items()):
        print(f"{count:5}  killed in {what}")
    print(
        f"{rounds} kills in {time.monotonic() - begun:.0f} s: every acknowledged version is there, all files are sound"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in (sys.argv[1:] + [str(ROUNDS), "1000"][len(sys.argv) - 1 :]))))
