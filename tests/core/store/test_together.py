"""Several windows, threads and programs on one file."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import store_kill_support as kills
import store_support as support

from core.store.history import History, Snapshot


def test_threads_of_one_window_wait_for_each_other(tmp_path: Path) -> None:
    with History(tmp_path / "h.db") as history, ThreadPoolExecutor(4) as pool:
        saved = list(pool.map(lambda n: history.save(Snapshot(support.report(figure=str(n)))), range(24)))
        assert sorted(v.number for v in saved) == list(range(1, 25))
        (report,) = history.reports()
        assert report.versions == 24
        figures = {history.load(v.id).report.cell(support.RECEIVED).raw for v in saved}
    assert figures == {str(n) for n in range(24)}


def test_reading_goes_on_while_another_window_writes(tmp_path: Path) -> None:
    with History(tmp_path / "h.db") as first, History(tmp_path / "h.db", wait=0.05) as second:
        saved = first.save(Snapshot(support.report()))
        with first._db.writing() as connection:
            connection.execute("UPDATE reports SET title = 'x'")
            assert second.load(saved.id).report == support.report()
            assert second.reports()[0].title != "x"


def test_a_backup_does_not_keep_the_window_waiting(tmp_path: Path) -> None:
    with History(tmp_path / "h.db") as history:
        history.save(Snapshot(support.report()))
        saved: list[int] = []
        changed = Snapshot(support.report(figure="8"))

        def meanwhile(done: int, total: int) -> None:
            if not saved:
                thread = threading.Thread(target=lambda: saved.append(history.save(changed).number))
                thread.start()
                thread.join(10)

        history.backup(progress=meanwhile)
        assert saved == [2]


def test_programs_that_start_and_save_at_once_overwrite_nothing(tmp_path: Path) -> None:
    """Four programs make the file, each saves until it is ended; every version said is there."""
    path = tmp_path / "h.db"
    command = [sys.executable, str(kills.WORKER), "save", str(path)]
    workers = [
        subprocess.Popen([*command, str(seed)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for seed in range(4)
    ]
    said = ["".join(worker.stdout.readline() for _ in range(7)) for worker in workers if worker.stdout]
    ended = [_killed(worker) for worker in workers]
    assert not any(errors for _, errors in ended), ended
    said += [out[: out.rfind("\n") + 1] for out, _ in ended]
    lines = [line for text in said for line in text.splitlines() if line.startswith(("saved", "label"))]
    assert len(lines) >= 12
    kills.verify("save", path, lines)


def _killed(worker: subprocess.Popen[str]) -> tuple[str, str]:
    worker.kill()
    return worker.communicate()
