"""What the small hostile files of tests/hostile_support.py cost.

`PYTHONPATH=.:tests python tests/fuzz/measure_hostile.py [first words of names]`

Two processes a file, as in the program: one reads it, the other extracts and checks what was read. Of each the seconds
of the processor and the largest memory in MB are printed. It fails when one takes over 2 s or 300 MB.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time

import hostile_support

from core.reading.worker.process_limits import limit_for, peak_memory

SECONDS, MEGABYTES = 2.0, 300


def read(name: str) -> None:
    """Child: the messages of a file on the standard output, what it cost on the standard error."""
    from core.errors import UserError
    from core.reading import read_bytes, scan
    from core.reading.scan import addon
    from core.reading.worker.child import _load_readers
    from core.reading.worker.plain_values import encode, messages_of

    file_name, _ = hostile_support.MADE[name]
    data = sys.stdin.buffer.read()
    scan.available = addon.available = lambda: False  # recognising a picture takes seconds and 250 MB by itself
    _load_readers()
    limit_for(len(data))
    started = time.process_time()
    outcome = "read"
    try:
        for message in messages_of(read_bytes(data, file_name)):
            sys.stdout.buffer.write(encode(message))
    except UserError as refusal:
        outcome = f"refused: {refusal}"
    except (Exception, RecursionError) as failure:  # noqa: BLE001 - the very thing that is looked for
        outcome = f"failed: {failure!r}"
    said = {"outcome": outcome, "seconds": time.process_time() - started, "memory": peak_memory() / 2**20}
    sys.stderr.write(json.dumps(said))


def take_over() -> None:
    """Child: what the messages of the standard input come to."""
    from core.checking import check
    from core.extract import extract
    from core.open_report import SourceKind, opened
    from core.reading.worker.plain_values import blocks_from, decode, result_from
    from core.rules import RuleSettings

    started = time.process_time()
    blocks, result = [], None
    for line in sys.stdin.buffer:
        message = decode(line)
        if "blocks" in message:
            blocks += blocks_from(message)
        else:
            result = result_from(message, blocks)
    steps = {"taken over": time.process_time() - started}
    assert result is not None
    report = extract(result.value, result.notes)
    steps["extracted"] = time.process_time() - started
    check(opened(report, SourceKind.FILE), RuleSettings())
    steps["checked"] = time.process_time() - started
    sys.stderr.write(json.dumps({**steps, "memory": peak_memory() / 2**20}))


def cost(name: str) -> tuple[bool, str]:
    """Whether a file stays within the bounds, and a line on it."""
    data = hostile_support.MADE[name][1]()
    limit = 4096 * 2**20

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    command = [sys.executable, __file__]
    try:
        reading = subprocess.run(
            [*command, "--read", name], input=data, capture_output=True, preexec_fn=bounded, timeout=60
        )
    except subprocess.TimeoutExpired:
        return False, f"{name:28}{len(data):8} hangs  <<<"
    try:
        said = json.loads(reading.stderr)
    except ValueError:
        return True, f"{name:28}{len(data):8} ended by the limits, in the program a sentence {reading.stderr[-200:]!r}"
    line = f"{name:28}{len(data):8}{said['seconds']:8.2f} s{said['memory']:6.0f} MB"
    fine = said["seconds"] <= SECONDS and said["memory"] <= MEGABYTES and not said["outcome"].startswith("failed")
    if said["outcome"] == "read":
        checking = subprocess.run(
            [*command, "--check"], input=reading.stdout, capture_output=True, preexec_fn=bounded, timeout=300
        )
        try:
            steps = json.loads(checking.stderr.rpartition(b"\n")[2])
        except ValueError:
            return False, f"{line}  check died: {checking.stderr[-200:]!r}"
        line += f"{steps['taken over']:8.2f}{steps['extracted']:8.2f}{steps['checked']:8.2f} s{steps['memory']:6.0f} MB"
        fine = fine and steps["checked"] <= SECONDS and steps["memory"] <= MEGABYTES
    else:
        line += f"  {said['outcome'][:60]}"
    return fine, line + ("" if fine else "  <<<") + ("" if len(data) <= hostile_support.SMALL else "  large")


def main() -> int:
    """Print a line a file; 1 when one was over the bounds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--read")
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    if given.read:
        read(given.read)
        return 0
    if given.check:
        take_over()
        return 0
    over = 0
    for name in hostile_support.MADE:
        if not given.names or any(name.startswith(wanted) for wanted in given.names):
            fine, line = cost(name)
            over += not fine
            print(line, flush=True)
    print(f"{over} over {SECONDS:.0f} s or {MEGABYTES} MB")
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
