"""Work on the history that is recorded below SQLite, and what must be true after a cut or a failure."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import store_support as support
from vfs_support import Recorder, Step, after_power_cut, boundaries, recording

from core.errors import StoreError
from core.store import database
from core.store.backups.damaged_file import open_history
from core.store.history import History, Snapshot

MODES = ("wal", "share")
SAVES = 14


@dataclass
class Outcome:
    """acknowledged counts versions over all cuts or failures, lost those of them that were gone afterwards."""

    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    refused: int = 0  # saves that ended in a sentence
    unsound: int = 0

    def figures(self) -> tuple[int, ...]:
        """All of them, in order."""
        return (self.rounds, self.acknowledged, self.lost, self.refused, self.unsound)

    def line(self, what: str) -> str:
        return f"| {what} | {self.rounds} | {self.acknowledged} | {self.lost} | {self.refused} | {self.unsound} |"


HEAD = """\
| what | rounds | acknowledged versions | lost | refused in a sentence | unsound files |
|---|---|---|---|---|---|"""


def work(path: Path, recorder: Recorder, seed: int) -> None:
    """Saves with file copies large enough to fill the log, drafts, labels, a report deleted, the file reopened."""
    chance = random.Random(seed)
    number = 0
    for _opening in range(2):
        with History(path, wait=0.2) as history:
            for _ in range(SAVES // 2):
                number += 1
                report = support.report(year=2020 + chance.randrange(3), figure=str(number))
                snapshot = Snapshot(report, source_bytes=chance.randbytes(chance.choice((0, 5_000, 400_000))))
                info = history.save(snapshot)
                recorder.say(("saved", info.uid, str(number)))
                history.save_draft("w", snapshot)
                if number % 4 == 0:
                    history.label(info.id, "已报送")
                if number % 5 == 0:
                    history.drop_draft("w")


def record(folder: Path, mode: str, seed: int) -> list[Step]:
    """The steps of one run of the work, in the write-ahead log's mode or a network share's."""
    recorder = Recorder()
    shared, database.is_shared = database.is_shared, lambda _folder: mode == "share"
    try:
        with recording(recorder):
            work(folder / "history.db", recorder, seed)
    finally:
        database.is_shared = shared
    return recorder.steps


def cut(folder: Path, steps: list[Step], seed: int, count: int, report: Callable[[str], None] = print) -> Outcome:
    """The power goes at many moments of a recorded run; each time the history is opened anew and looked through."""
    outcome, chance = Outcome(), random.Random(seed)
    for moment in boundaries(steps, chance, count):
        before = steps[:moment]
        place = folder / f"cut-{moment}"
        place.mkdir()
        for path, data in after_power_cut(before, chance).items():
            (place / Path(path).name).write_bytes(data)
        said = [step.said for step in before if step.what == "said"]
        lost, sound = look_through(place / "history.db", said)
        outcome.rounds += 1
        outcome.acknowledged += len(said)
        outcome.lost += lost
        outcome.unsound += not sound
        if lost or not sound:
            report(f"seed {seed}, moment {moment} of {len(steps)}: {lost} lost, sound: {sound}; look into {place}")
        else:
            shutil.rmtree(place)
    return outcome


def look_through(path: Path, said: list) -> tuple[int, bool]:
    """How many acknowledged versions are gone, and whether the file is sound and was not set aside."""
    history, aside = open_history(path)
    with history:
        infos = {v.uid: v for r in history.reports() for v in history.versions(r.id)}
        lost = 0
        for _saved, uid, figure in said:
            info = infos.get(uid)
            if info is None or history.load(info.id).report.cell(support.RECEIVED).raw != figure:
                lost += 1
    return lost, support.sound(path) and not (aside is not None and said)


FAILURES: dict[str, tuple[tuple[str, ...], int]] = {
    # what fails, and SQLite's code for it (os_unix.c turns errno into these)
    "EIO while writing": (("write",), sqlite3.SQLITE_IOERR_WRITE),
    "EIO while flushing": (("sync",), sqlite3.SQLITE_IOERR_FSYNC),
    "ENOSPC": (("write", "truncate"), sqlite3.SQLITE_FULL),
    "ENOLCK": (("lock",), sqlite3.SQLITE_BUSY),
    "EIO while locking": (("lock",), sqlite3.SQLITE_IOERR_LOCK),
    "EMFILE": (("open",), sqlite3.SQLITE_CANTOPEN),
}


def fail(folder: Path, kind: str, mode: str, seed: int, rounds: int) -> Outcome:
    """A failure at a random operation, for one operation or for many; the work goes on with whatever it can."""
    operations, code = FAILURES[kind]
    outcome, chance = Outcome(), random.Random(f"{kind}{mode}{seed}")
    shared, database.is_shared = database.is_shared, lambda _folder: mode == "share"
    try:
        for number in range(rounds):
            place = folder / f"{kind}-{mode}-{number}".replace(" ", "-")
            place.mkdir()
            start, length, seen = chance.randrange(1, 120), chance.choice((1, 3, 40)), 0

            def failing(what: str, path: str, start: int = start, length: int = length) -> int:
                nonlocal seen
                if what not in operations or "history.db" not in path:
                    return 0
                seen += 1
                return code if start <= seen < start + length else 0

            recorder = Recorder(fail=failing)
            with recording(recorder):
                for attempt in range(6):
                    try:
                        work(place / "history.db", recorder, seed + attempt)
                        break
                    except StoreError:
                        outcome.refused += 1
            said = [step.said for step in recorder.steps if step.what == "said"]
            lost, sound = look_through(place / "history.db", said)
            outcome.rounds += 1
            outcome.acknowledged += len(said)
            outcome.lost += lost
            outcome.unsound += not sound
            if not lost and sound:
                shutil.rmtree(place)
    finally:
        database.is_shared = shared
    return outcome
