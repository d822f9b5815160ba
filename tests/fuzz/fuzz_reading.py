"""Damages files of our own at random, reads them and extracts a report: `make fuzz` (30,000 cases).

A case fails when anything but a UserError comes out, when it takes over two seconds of the processor (a file of over
100 KB: ten), or when the process grows beyond 300 MB (1 GB); some are checked and given repairs as well. One case of
four is a whole report changed where no figure stands: it fails when another figure is read. Cases run in a child under
a memory limit; a child that dies or hangs is replaced, its case kept under build/fuzz/.
`PYTHONPATH=.:tests python tests/fuzz/fuzz_reading.py --only N` runs one case again, with its trace.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import resource
import select
import subprocess
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import fuzz_harmless_support
import fuzz_support

from core.batch import CheckTask, check_one
from core.errors import UserError
from core.extract import extract
from core.model import CellRef
from core.reading import read_bytes, scan
from core.reading.scan import addon
from core.reading.worker.process_limits import peak_memory
from core.rules import RuleSettings
from core.values import Value

HANG = 120.0  # seconds after which the child is ended; its start on a busy machine is among them
SMALL = 100_000  # bytes
MOST = {True: (2.0, 300), False: (10.0, 1024)}  # of a small file and a large one: seconds, MB
MEMORY_LIMIT = 2048  # MB
scan.available = addon.available = lambda: False  # recognising a picture takes seconds and 250 MB by itself
FINE = ("read", "refused", "same")
KEPT = Path(__file__).resolve().parents[2] / "build" / "fuzz"


def case(seed: int, number: int) -> tuple[str, str, bytes]:
    """(what it is, file name, bytes) of a case."""
    if number % 4 == 3:
        kind, changes, data = fuzz_harmless_support.changed(seed, number)
        return f"same-{kind.replace(' ', '-')} {changes}", f"报告.{kind.split()[0]}", data
    return fuzz_support.damaged(seed, number)


def run_case(seed: int, number: int) -> dict[str, object]:
    """What became of a case: outcome is "read", "refused", "same" (the same figures as before the change) or a
    failure's name."""
    name, file_name, data = case(seed, number)
    forget_peak()
    started = time.process_time()  # not of the clock: the machine may be busy with other things
    seconds = 0.0
    outcome, detail = "read", ""
    try:
        result = read_bytes(data, file_name)
        report = extract(result.value, result.notes)
        seconds = time.process_time() - started
        if name.startswith("same"):
            outcome, detail = compared(name, fuzz_harmless_support.figures_of(report))
        elif number % 10 == 0:
            check_one(CheckTask(Path(file_name), data), RuleSettings())
    except UserError as refusal:
        outcome, detail = "other figures" if name.startswith("same") else "refused", str(refusal)
    except (Exception, RecursionError) as failure:  # noqa: BLE001 - the very thing that is looked for
        outcome, detail = type(failure).__name__, traceback.format_exc(limit=-4)
    seconds = seconds or time.process_time() - started
    memory = peak_memory() // 2**20
    most_seconds, most_memory = MOST[len(data) <= SMALL]
    if outcome in FINE and seconds > most_seconds:
        outcome = "slow"
    if outcome in FINE and memory > most_memory:
        outcome = "memory"
    return {"n": number, "name": name, "outcome": outcome, "detail": detail, "seconds": seconds, "memory": memory}


def forget_peak() -> None:
    """Let the largest memory be counted anew: a large file may take what the next small one must not."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
        Path("/proc/self/clear_refs").write_text("5", "ascii")


def compared(name: str, found: Mapping[CellRef, Value]) -> tuple[str, str]:
    """The outcome of a change that touched no figure."""
    kind = name.split()[0].removeprefix("same-").replace("-", " ")
    right = fuzz_harmless_support.right_figures(kind)
    other = [ref for ref in right.keys() | found.keys() if right.get(ref) != found.get(ref)]
    said = "; ".join(f"{ref.table}.{ref.row}.{ref.column}: {right.get(ref)} -> {found.get(ref)}" for ref in other[:3])
    return ("other figures", f"{len(other)}: {said}") if other else ("same", "")


def child(seed: int, first: int, last: int) -> None:
    """Run cases and print a JSON line each."""
    limit = MEMORY_LIMIT * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    warnings.simplefilter("ignore")
    for number in range(first, last):
        result = run_case(seed, number)
        print(json.dumps(result), flush=True)


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
        if outcome not in FINE:
            self._keep(result)

    def _keep(self, result: dict[str, object]) -> None:
        self.failures.append(result)
        KEPT.mkdir(parents=True, exist_ok=True)
        number = int(str(result["n"]))
        name, file_name, data = case(self.seed, number)
        (KEPT / f"{self.seed}-{number}{Path(file_name).suffix}").write_bytes(data)
        print(f"case {self.seed} {number} ({name}): {result['outcome']}\n{result['detail']}", flush=True)


def main() -> int:
    """Run and print totals; 1 when a case failed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=20260131)
    parser.add_argument("--cases", type=int, default=30_000)
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
        return int(result["outcome"] not in FINE)
    watch, started = Watch(given.seed), time.monotonic()
    done = watch.run(0, given.cases, started + given.minutes * 60)
    seconds = time.monotonic() - started
    for (kind, outcome), count in sorted(watch.outcomes.items()):
        print(f"{kind:16} {outcome:20} {count:7}")
    print(
        f"{done} files in {seconds:.0f} s ({done / seconds * 3600:.0f} an hour), {len(watch.failures)} failures, "
        f"slowest {watch.slowest[0]:.1f} s (case {watch.slowest[1]}), most memory {watch.largest:.0f} MB"
    )
    return int(bool(watch.failures))


if __name__ == "__main__":
    sys.exit(main())
