"""The checking process: takes a task on its standard input, gives what became of it on its standard output."""

from __future__ import annotations

import os
import sys
import traceback
from dataclasses import replace
from pathlib import Path

from core import schema, settings
from core.archive import Archive
from core.batch.messages import decode, encode
from core.batch.one import CheckTask, check_one
from core.reading.worker.process_limits import limit_memory, limit_time, peak_memory
from core.rules import Profile

_LARGE = 500 * 2**20  # bytes at which a process is not kept for the next file


def serve(data_dir: Path, profile: str) -> int:
    """Check files until the input ends, which it does when the program that asks is gone. data_dir holds the office's
    choices and rules; profile is the kind of unit the person named, '' for none. Returns the exit code."""
    requests = sys.stdin.buffer
    # Whatever a library prints must not come between the answers.
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    limit_memory()
    schema.use_folder(data_dir / "schemas")
    chosen = settings.load(data_dir)
    archive = Archive(Path(chosen.history_dir) if chosen.history_dir else data_dir)
    rules = replace(chosen, profile=Profile(profile)).rules if profile else chosen.rules
    try:
        while header := requests.readline():
            path, name, size, previous = decode(header)
            data = requests.read(size) if size >= 0 else None
            limit_time()
            try:
                done: object = check_one(CheckTask(Path(path), data, name, previous), rules, archive.previous_of)
            except Exception:  # noqa: BLE001  the process boundary: the trace goes to whoever asked
                done = traceback.format_exc()
            fit = peak_memory() <= _LARGE and not isinstance(done, str)
            replies.write(encode((done, fit)))
            replies.flush()
            if not fit:
                return 0
    except BrokenPipeError:
        return 0
    return 0
