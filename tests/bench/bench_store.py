"""The history with 10,000 reports and 50,000 versions: how long a clerk waits, how large the file is."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

import store_support as support

from core.model import CellRef, Paragraph, Report
from core.store.codec import compression
from core.store.codec import report as codec
from core.store.codec.change import dump_change
from core.store.history import History, Query, Snapshot
from core.store.saving import agency_key
from core.store.search import index

REPORTS, VERSIONS = 10_000, 5  # versions of each
VARIANTS = 100  # different texts; each is written by many reports, under their own names
_COMMON = "政府信息公开申请机关部门制度规范工作人员服务群众回应关切依法行政监督保障平台建设管理发布会议文件"
_VERSION = (
    "INSERT INTO versions VALUES (?, ?, ?, ?, ?, NULL, ?, '改正合计', 'draft', 12, 0, ?, NULL, '甲.pdf', '', 'file')"
)
_RARE = [chr(c) for c in range(0x4E00, 0x5A00)]
_NAMES = "云溪青石白沙松岭河口东湖柳林金滩双桥南屏"


def measure() -> list[tuple[str, str, str]]:
    folder = Path(tempfile.mkdtemp(prefix="bench-store-"))
    try:
        return list(_measured(folder / "history.db"))
    finally:
        shutil.rmtree(folder)


def _measured(path: Path):
    History(path).close()
    _fill(path)
    with History(path) as history:
        size = path.stat().st_size / (REPORTS * VERSIONS) / 1024
        yield "file size a version, without source copies", f"{size:.1f} KB", "< 40 KB"
        yield "list of 10,000 reports", _milliseconds(history.reports), "< 100 ms"
        yield "recent reports", _milliseconds(history.recent), "-"
        for words in ("信息", "公开申请", "白沙县水利局", "二十七号公示牌", "镇", "依法 2021 松岭"):
            query = Query(text=words)
            found = len(history.search(query))
            yield f"search {words!r}, {found} shown", _milliseconds(lambda q=query: history.search(q)), "< 100 ms"
        query = Query(agency="青石县", year=2022)
        yield "search by agency and year", _milliseconds(lambda: history.search(query)), "< 100 ms"
        yield "save a version", _milliseconds(_saver(history), 41), "< 50 ms"
        yield "save a draft", _milliseconds(_drafter(history), 21), "-"
        newest = history.reports()[0].newest
        yield "load a version", _milliseconds(lambda: history.load(newest)), "-"
        yield "timeline and versions", _milliseconds(lambda: history.timeline(history.recent(1)[0].id)), "-"
        yield "delete a report for good", _milliseconds(lambda: history.purge(history.recent(1)[0].id), 1), "-"
        yield "daily backup", _milliseconds(history.backup, 1), "-"
    yield "open the file and list it, as at the start", _milliseconds(lambda: _start(path)), "-"


def _start(path: Path) -> None:
    with History(path) as history:
        history.reports()


def _milliseconds(act: Callable[[], object], times: int = 9) -> str:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return f"{median(taken) * 1000:.1f} ms (worst {max(taken) * 1000:.1f})"


def _saver(history: History) -> Callable[[], object]:
    numbers = iter(range(10**6))
    bases = [_variant(random.Random(n)) for n in range(5)]

    def save() -> object:
        n = next(numbers)
        report = replace(bases[n % 5], agency=_agency(n * 17), year=2021)
        change = support.edit(report, support.RECEIVED, str(n))
        return history.save(Snapshot(report, ((change, support.WHEN),), _findings(), source_bytes=b"%d" % n * 20_000))

    return save


def _drafter(history: History) -> Callable[[], object]:
    report = _variant(random.Random(1))
    return lambda: history.save_draft("bench", Snapshot(report, source_bytes=b"draft" * 20_000))


def _agency(number: int) -> str:
    place = _NAMES[number * 2 % len(_NAMES) :][:2] + _NAMES[number // 10 * 2 % len(_NAMES) :][:2]
    return place + ("县水利局", "县民政局", "镇人民政府", "县教育局")[number // 7 % 4]


def _findings() -> tuple[dict[str, object], ...]:
    ref = codec.ref_row(CellRef(3, "received", "total"))
    row = {"rule": "t3.row_sum", "severity": "error", "message": "合计与各列之和不符，请核对", "cells": [ref]}
    return tuple({**row, "subject": str(n)} for n in range(12))


def _variant(chance: random.Random) -> Report:
    """A report with places on every cell, as a PDF gives it, and 6000 characters of text."""
    base = support.report(year=2021)
    cells = {}
    for ref, cell in (item for grid in base.tables.values() for item in grid.cells.items()):
        left, top = chance.uniform(50, 500), chance.uniform(50, 750)
        place = replace(cell.place, box=(round(left, 3), round(top, 3), round(left + 20, 3), round(top + 12, 3)))
        cells[ref] = replace(cell, raw=str(chance.randrange(60)), place=place)
    words = _vocabulary(chance)
    sections = [replace(s, paragraphs=tuple(_paragraph(chance, words) for _ in range(5))) for s in base.sections]
    return base.with_cells(cells).with_sections(sections)


def _vocabulary(chance: random.Random) -> list[str]:
    """The words of one report, of one to four characters, most of them common ones."""
    letters = [chance.choice(_COMMON if chance.random() < 0.7 else _RARE) for _ in range(900)]
    return ["".join(letters[i : i + 1 + i % 4]) for i in range(0, 900, 3)]


def _paragraph(chance: random.Random, words: list[str]) -> Paragraph:
    return Paragraph("政府信息公开申请" + "".join(chance.choices(words, k=80)) + "。")


def _fill(path: Path) -> None:
    """Rows in bulk, as save() would write them; texts and snapshots are shared among the reports."""
    reports = [_variant(random.Random(n)) for n in range(VARIANTS)]
    packed = [compression.pack(codec.dump(report)) for report in reports]
    bodies = [index.body(report) for report in reports]
    grams = [index.grams(body) for body in bodies]
    findings, nothing = compression.pack_rows(list(_findings())), compression.pack_rows([])
    change = compression.pack(dump_change(support.edit(reports[0], support.RECEIVED, "8")))
    with sqlite3.connect(path) as raw:
        # Only for filling: everything is written once.
        raw.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;")
        for n in range(1, REPORTS + 1):
            agency, year, pick = _agency(n), 2019 + n % 6, n % VARIANTS
            title = f"{agency}{year}年政府信息公开工作年度报告" + ("，二十七号公示牌" if n % 1000 == 0 else "")
            when = f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}T08:{n % 60:02}:00.{n:06}+00:00"
            last = n * VERSIONS
            raw.execute(
                "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, '2021', '甲.pdf', ?, ?, ?, ?, 'draft', 12, 0,"
                " NULL, 'file', 1)",
                [n, f"r{n}", agency, agency_key(agency), year, title, when, when, last, VERSIONS],
            )
            for number in range(1, VERSIONS + 1):
                version = (n - 1) * VERSIONS + number
                facts = [version, f"v{version}", n, number, version - 1 if number > 1 else None, when, f"c{version}"]
                raw.execute(_VERSION, facts)
                blobs = [packed[(pick + number) % VARIANTS], findings, nothing]
                raw.execute("INSERT INTO snapshots VALUES (?, ?, ?, ?, NULL)", [version, *blobs])
                for position in range(3):
                    made = [version, position, support.WHEN, "修改数字", "typed", change]
                    raw.execute("INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?)", made)
            folded = index.fold(title) + "\n" + bodies[pick]
            raw.execute("INSERT INTO bodies VALUES (?, ?, ?)", [n, last, compression.pack(folded)])
            own = f"{grams[pick]} {index.grams(index.fold(title))}"
            raw.execute("INSERT INTO search (rowid, grams) VALUES (?, ?)", [n, own])
    raw.close()
