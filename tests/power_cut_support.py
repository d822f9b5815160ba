"""Work on the history that is recorded below SQLite, and what must be true after a cut or a failure."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import kept_collection_support as collections
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
    """acknowledged counts versions over all cuts or failures, lost those of them that were gone afterwards; kept and
    kept_lost are the same of saves of a collection."""

    rounds: int = 0
    acknowledged: int = 0
    lost: int = 0
    refused: int = 0  # saves that ended in a sentence
    unsound: int = 0
    kept: int = 0
    kept_lost: int = 0

    def figures(self) -> tuple[int, ...]:
        """All of them, in order."""
        return (self.rounds, self.acknowledged, self.lost, self.refused, self.unsound, self.kept, self.kept_lost)

    def line(self, what: str) -> str:
        shown = (self.rounds, self.acknowledged, self.lost, self.kept, self.kept_lost, self.refused, self.unsound)
        return f"| {what} | {' | '.join(map(str, shown))} |"


HEAD = """\
| what | rounds | acknowledged versions | lost | collection saves | lost | refused in a sentence | unsound files |
|---|---|---|---|---|---|---|---|"""


def work(path: Path, recorder: Recorder, seed: int) -> None:
    """Saves with file copies large enough to fill the log, drafts, labels, a county's collection between them as files
    come in, the file reopened."""
    chance = random.Random(seed)
    number = 0
    collection: collections.KeptCollection | None = None
    versions: list[int] = []
    for _opening in range(2):
        with History(path, wait=0.2) as history:
            for _ in range(SAVES // 2):
                number += 1
                report = support.report(year=2020 + chance.randrange(3), figure=str(number))
                snapshot = Snapshot(report, source_bytes=chance.randbytes(chance.choice((0, 5_000, 400_000))))
                info = history.save(snapshot)
                recorder.say(("saved", info.uid, str(number)))
                versions.append(info.id)
                collection = history.save_collection(collections.kept(number, versions, collection))
                recorder.say(("collection", str(collection.id), str(number)))
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


def cut(folder: Path, steps: list[Step], seed: int, moments: int, report: Callable[[str], None] = print) -> Outcome:
    """The power goes at many moments of a recorded run; each time the history is opened anew and looked through."""
    outcome, chance = Outcome(), random.Random(seed)
    for moment in boundaries(steps, chance, moments):
        before = steps[:moment]
        place = folder / f"cut-{moment}"
        place.mkdir()
        for path, data in after_power_cut(before, chance).items():
            (place / Path(path).name).write_bytes(data)
        said = [step.said for step in before if step.what == "said"]
        lost = count(outcome, place / "history.db", said)
        if lost:
            report(f"seed {seed}, moment {moment} of {len(steps)}: {lost} lost or unsound; look into {place}")
        else:
            shutil.rmtree(place)
    return outcome


def count(outcome: Outcome, path: Path, said: list) -> int:
    """Adds a round to the outcome; how much of what was acknowledged is gone, an unsound file being one more."""
    saved = [each[1:] for each in said if each[0] == "saved"]
    kept = [each[1:] for each in said if each[0] == "collection"]
    history, aside = open_history(path)
    with history:
        infos = {v.uid: v for r in history.reports() for v in history.versions(r.id)}
        lost = 0
        for uid, figure in saved:
            info = infos.get(uid)
            if info is None or history.load(info.id).report.cell(support.RECEIVED).raw != figure:
                lost += 1
        kept_lost = collections.lost(history, kept)
    sound = support.sound(path) and not (aside is not None and said)
    outcome.rounds += 1
    outcome.acknowledged += len(saved)
    outcome.lost += lost
    outcome.kept += len(kept)
    outcome.kept_lost += kept_lost
    outcome.unsound += not sound
    return lost + kept_lost + (not sound)


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
            if not count(outcome, place / "history.db", said):
                shutil.rmtree(place)
    finally:
        database.is_shared = shared
    return outcome
