"""The history window over 10,000 reports, offscreen: open and paint, search, walk."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import history_room_support as support
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.session import History
from gui import app as application
from gui import screenshot
from gui.editing.jobs import Jobs
from gui.history.reports.history_window import HistoryWindow

REPORTS = 10_000


def measure() -> list[tuple[str, str, str]]:
    screenshot.quiet()
    application.create()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        support.fill(path).close()
        _multiply(path)
        with History(path) as history:
            return list(_measured(history))


def _multiply(path: Path) -> None:
    """Rows of the list alone: the window reads nothing else of a report that is not chosen."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.row_factory = sqlite3.Row
        row = dict(connection.execute("SELECT * FROM reports ORDER BY id DESC LIMIT 1").fetchone())
        marks = ",".join("?" * len(row))
        rows = [list((row | {"id": 1000 + i, "uid": f"u{i}"}).values()) for i in range(REPORTS)]
        connection.executemany(f"INSERT INTO reports ({','.join(row)}) VALUES ({marks})", rows)


def _measured(history: History) -> Iterator[tuple[str, str, str]]:
    kept: list[HistoryWindow] = []

    def opened() -> None:
        kept[:] = [HistoryWindow(history, Jobs(), support.Answers())]
        kept[0].resize(1366, 700)
        kept[0].show()
        screenshot.process_events()

    yield "history window, 10,000 reports: open and paint", _milliseconds(opened), "< 100 ms"
    window = kept[0]

    def searched() -> None:
        window.search.agency.setText("民政" if not window.search.agency.text() else "")
        window.search.ask_now()
        screenshot.process_events()

    yield "history window: search by agency and paint", _milliseconds(searched, 8), "< 100 ms"
    window.search.clear()
    yield "history window: next report by key", _milliseconds(lambda: QTest.keyClick(window.view, Qt.Key.Key_Down)), "-"
    yield "history window: scroll to the end (all rows)", _milliseconds(window.model.fetchMore, 1), "-"


def _milliseconds(work: Callable[[], object], times: int = 7) -> str:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return f"{median(taken):.1f} ms"
