"""Damages files of our own at random and reads them: `make fuzz` (20,000 cases).

A case fails when anything but a UserError comes out, when it takes over ten seconds, or when the process grows
beyond 1 GB. Cases run in a child under a memory limit; a child that dies or hangs is replaced, its case kept under
build/fuzz/. `PYTHONPATH=.:tests python tests/fuzz/fuzz_reading.py --only N` runs one case again, with its trace.
"""

from __future__ import annotations

import argparse
import json
import resource
import select
import subprocess
import sys
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path

import fuzz_support

from core.errors import UserError
from core.reading import read_bytes

SLOW, HANG = 10.0, 20.0  # seconds of a case; seconds after which the child is ended
MOST_MEMORY = 1024  # MB
KEPT = Path(__file__).resolve().parents[2] / "build" / "fuzz"


def run_case(seed: int, number: int) -> dict[str, object]:
    """What became of a case: outcome is "read", "refused" or a failure's name."""
    name, file_name, data = fuzz_support.damaged(seed, number)
    started = time.perf_counter()
    outcome, detail = "read", ""
    try:
        read_bytes(data, file_name)
    except UserError as refusal:
        outcome, detail = "refused", str(refusal)
    except (Exception, RecursionError) as failure:  # noqa: BLE001 - the very thing that is looked for
        outcome, detail = type(failure).__name__, traceback.format_exc(limit=-4)
    seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if outcome in ("read", "refused") and seconds > SLOW:
        outcome = "slow"
    if outcome in ("read", "refused") and memory > MOST_MEMORY:
        outcome = "memory"
    return {"n": number, "name": name, "outcome": outcome, "detail": detail, "seconds": seconds, "memory": memory}


def child(seed: int, first: int, last: int) -> None:
    """Run cases and print a JSON line each."""
    limit = 2 * MOST_MEMORY * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    warnings.simplefilter("ignore")
    for number in range(first, last):
        print(json.dumps(run_case(seed, number)), flush=True)


class Watch:
    """Runs children over a range of cases and counts what becomes of them."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.outcomes: Counter[tuple[str, str]] = Counter()
        self.failures: list[dict[str, object]] = []
        self.slowest: tuple[float, int] = (0.0, -1)  # seconds, case
        self.largest = 0.0  # MB

    def run(self, first: int, last: int, until: float) -> int:
        """Cases done; a child that dies or hangs loses its case only."""
        at = first
        while at < last and time.monotonic() < until:
            command = [sys.executable, __file__, "--child", str(self.seed), str(at), str(min(at + 500, last))]
            with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
                at = self._watch(process, at, min(at + 500, last))
        return at - first

    def _watch(self, process: subprocess.Popen[str], at: int, last: int) -> int:
        assert process.stdout is not None
        while at < last:
            ready, _, _ = select.select([process.stdout], [], [], HANG)
            line = process.stdout.readline() if ready else ""
            if not line:
                process.kill()
                self._note(
                    {
                        "n": at,
                        "name": "?",
                        "outcome": "died" if ready else "hang",
                        "detail": "",
                        "seconds": 0,
                        "memory": 0,
                    }
                )
                return at + 1
            self._note(json.loads(line))
            at += 1
        return at

    def _note(self, result: dict[str, object]) -> None:
        outcome = str(result["outcome"])
        self.outcomes[str(result["name"]).split()[0], outcome] += 1
        self.slowest = max(self.slowest, (float(str(result["seconds"])), int(str(result["n"]))))
        self.largest = max(self.largest, float(str(result["memory"])))
        if outcome not in ("read", "refused"):
            self._keep(result)

    def _keep(self, result: dict[str, object]) -> None:
        self.failures.append(result)
        KEPT.mkdir(parents=True, exist_ok=True)
        number = int(str(result["n"]))
        name, file_name, data = fuzz_support.damaged(self.seed, number)
        (KEPT / f"{self.seed}-{number}{Path(file_name).suffix}").write_bytes(data)
        print(f"case {self.seed} {number} ({name}): {result['outcome']}\n{result['detail']}", flush=True)


def main() -> int:
    """Run and print totals; 1 when a case failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=20260131)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--only", type=int)
    parser.add_argument("--child", type=int, nargs=3)
    given = parser.parse_args()
    if given.child:
        child(*given.child)
        return 0
    if given.only is not None:
        result = run_case(given.seed, given.only)
        print(*result.items(), sep="\n")
        return int(result["outcome"] not in ("read", "refused"))
    watch, started = Watch(given.seed), time.monotonic()
    done = watch.run(0, given.cases, started + given.minutes * 60)
    seconds = time.monotonic() - started
    for (kind, outcome), count in sorted(watch.outcomes.items()):
        print(f"{kind:6} {outcome:20} {count:7}")
    print(
        f"{done} files in {seconds:.0f} s ({done / seconds * 3600:.0f} an hour), {len(watch.failures)} failures, "
        f"slowest {watch.slowest[0]:.1f} s (case {watch.slowest[1]}), most memory {watch.largest:.0f} MB"
    )
    return int(bool(watch.failures))


if __name__ == "__main__":
    sys.exit(main())
