"""Killing the store's worker at a random moment, and what must be true afterwards."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import kept_collection_support as collections
import store_support as support

from core.store import migrations
from core.store.backups import backup
from core.store.history import History, Query

TESTS = Path(__file__).parent
WORKER = TESTS / "soak" / "store_worker.py"
SAMPLES = TESTS / "data" / "store"
ACTS = ("save", "share", "migrate", "copy", "restore", "merge", "desk")
# The longest wait before the kill, in seconds: about as long as the act's first few steps take.
_SPANS = {"save": 0.5, "desk": 0.5, "share": 0.5, "migrate": 0.15, "copy": 0.4, "restore": 0.25, "merge": 0.3}
_FAT = 25  # times the sample's content, so that a migration takes long enough to be hit


def round_of(act: str, folder: Path, seed: int) -> str:
    """One kill; AssertionError when something acknowledged is missing. Returns what the worker had said last."""
    path = folder / "history.db"
    prepare(act, path)
    lines = run_and_kill(act, path, seed)
    verify(act, path, lines)
    return lines[-1] if lines else ""


def prepare(act: str, path: Path) -> None:
    if act == "migrate":
        fatten(Path(shutil.copy(SAMPLES / "v1.db", path)))
    if act in ("restore", "merge"):
        shutil.copy(SAMPLES / f"v{migrations.CURRENT}.db", path.with_name("copy.db"))
    if act == "restore":
        with History(path, now=support.clock()) as history:
            support.fill(history)


def fatten(path: Path) -> None:
    """The sample's reports many times over, each under a name of its own."""
    with sqlite3.connect(path) as raw:
        for n in range(_FAT):
            shift = (n + 1) * 1000
            for table, key in (("reports", "id"), ("versions", "report_id")):
                names = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
                values = {"id": f"id + {shift}", "uid": f"uid || '-{n}'", key: f"{key} + {shift}"}
                values |= {name: f"{name} + {shift}" for name in ("newest", "parent") if name in names}
                chosen = ", ".join(values.get(name, name) for name in names)
                raw.execute(f"INSERT INTO {table} SELECT {chosen} FROM {table} WHERE id < 1000")
            for table, rest in (
                ("snapshots", "report, findings, dismissals"),
                ("changes", "position, made, label, origin, change"),
            ):
                raw.execute(
                    f"INSERT INTO {table} SELECT version_id + {shift}, {rest} FROM {table} WHERE version_id < 1000"
                )
    raw.close()


def run_and_kill(act: str, path: Path, seed: int) -> list[str]:
    """What the worker had said when it was killed, without the last line if that was cut off."""
    command = [sys.executable, str(WORKER), act, str(path), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stdout and worker.stderr
        first = worker.stdout.readline()
        if first:
            chance = random.Random(f"{act}{seed}")
            # Squared every other time: the first moments hold the migration and the making of the file.
            time.sleep(chance.random() ** chance.choice((1, 2)) * _SPANS[act])
            worker.kill()
        out, errors = worker.communicate()
    assert first == "ready\n" and not errors, errors
    return out[: out.rfind("\n") + 1].splitlines()


def verify(act: str, path: Path, lines: list[str]) -> None:
    acknowledged = [(*line.split(" ", 2), "", "")[:3] for line in lines]
    if act == "migrate" and path.exists():
        assert support.settings_of(path, "user_version")[0] in range(1, migrations.CURRENT + 1)
    with History(path) as history:
        check_acknowledged(history, acknowledged)
        assert not collections.lost(history, [line[1:] for line in acknowledged if line[0] == "collection"])
        check_lists(history)
        check_content(act, history, acknowledged)
    assert support.sound(path)
    for file in [*backup.folder_of(path).glob("*.db"), *path.parent.glob("copy.db")]:
        if not file.name.startswith("upgrading"):
            assert support.sound(file), file
            assert backup.check(file) == "", file


def check_acknowledged(history: History, lines: list[tuple[str, ...]]) -> None:
    """Every version that was saved is there and holds its figure; so does the draft."""
    infos = {v.uid: v for r in history.reports() for v in history.versions(r.id)}
    last = {line[1]: line[2] for line in lines if line[0] == "draft"}
    for kind, name, figure in lines:
        if kind == "saved":
            assert history.load(infos[name].id).report.cell(support.RECEIVED).raw == figure
        elif kind == "label":
            assert infos[name].label == figure
        elif kind == "copied":
            assert Path(name).exists()
    for key, number in last.items():
        draft = history.load_draft(key)
        # The next one may have been written and not yet said.
        assert draft is not None and int(draft.report.cell(support.RECEIVED).raw) in (int(number), int(number) + 1)


def check_lists(history: History) -> None:
    """The list's facts agree with the versions, and the search with the list."""
    for report in history.reports():
        versions = history.versions(report.id)
        assert [v.number for v in versions] == list(range(len(versions), 0, -1))
        assert (report.versions, report.newest) == (len(versions), versions[0].id)
        assert all(history.load(v.id).info == v for v in versions)
    assert len(history.search(Query(text="政务公开"), limit=10**6)) == len(history.reports())


def check_content(act: str, history: History, lines: list[tuple[str, ...]]) -> None:
    count = len(history.reports())
    if act == "migrate":
        assert count == 3 * (_FAT + 1)
    elif act == "restore":
        assert count == 3 and sum(r.versions for r in history.reports()) == 4
    elif act == "merge":
        # All or nothing; then what was saved comes to the same reports, or beside them.
        uids = {v.uid for r in history.reports() for v in history.versions(r.id)}
        with sqlite3.connect(history.path.with_name("copy.db")) as raw:
            theirs = {uid for (uid,) in raw.execute("SELECT uid FROM versions")}
        raw.close()
        assert theirs <= uids if ("merged", "", "") in lines else not theirs & uids or theirs <= uids
