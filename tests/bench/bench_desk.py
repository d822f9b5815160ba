"""The county desk with 60, 200 and 1,000 reports of eight kinds: how long it takes in all and how much memory."""

from __future__ import annotations

import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import desk_set

from core import desk
from core.session import Session

_COUNTS = (60, 200, 1000)


def measure() -> Iterator[tuple[str, str, str]]:
    folder = Path(tempfile.mkdtemp(prefix="bench-desk-"))
    try:
        for count in _COUNTS:
            yield from _of(count, folder / str(count))
    finally:
        shutil.rmtree(folder)


def _of(count: int, folder: Path) -> Iterator[tuple[str, str, str]]:
    (folder / "年报").mkdir(parents=True)
    desk_set.build(folder / "年报", count)
    session = Session(folder / "data")
    begin, used = time.perf_counter(), _processor()
    collection = desk.Collection("", 0)
    first = 0.0
    for event in desk.gather([folder / "年报"], collection, session):
        collection = event.collection
        first = first or (time.perf_counter() - begin if event.done else 0.0)
    took, processor = time.perf_counter() - begin, _processor() - used
    asked = "< 15 s on two free cores" if count == 200 else "-"
    yield f"{count} reports: read, checked, kept", f"{took:.1f} s (processor {processor:.1f} s)", asked
    yield f"{count} reports: first row", f"{first:.1f} s", "-"
    for what, act in (
        ("kept as a collection", lambda: desk.save_collection(session.archive, collection)),
        ("opened again", lambda: desk.open_collection(session.archive, desk.collections(session.archive)[0].id)),
        ("likeness", lambda: desk.likeness(collection, session.archive)),
        ("sums", lambda: desk.county_total(collection)),
        ("sums as a workbook", lambda: desk.write_totals(collection, desk.county_total(collection), folder / "a.xlsx")),
        ("one more act of the clerk", lambda: desk.acts.note(collection, collection.rows[-1].key, "已电话联系")),
    ):
        begin = time.process_time()
        act()
        yield f"{count} reports: {what}", f"{(time.process_time() - begin) * 1000:.0f} ms of processor", "-"
    session.close()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    yield f"{count} reports: memory, this process / largest reader", f"{most} / {child} MB", "-"


def _processor() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)
