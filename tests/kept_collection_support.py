"""A county's collection as a gathering keeps it while files come in, and what must be there of it afterwards."""

from __future__ import annotations

from collections.abc import Iterable

import store_support as support

from core.errors import StoreError
from core.store.codec import report as codec
from core.store.collections import KeptCollection, KeptHandIn, KeptRow
from core.store.history import History


def kept(number: int, versions: Iterable[int], before: KeptCollection | None) -> KeptCollection:
    """The whole after so many files: those that are versions, and the newest with its report because it is none yet."""
    files = [KeptHandIn(f"office:{at}", 0, version, {"figure": at}) for at, version in enumerate(versions)]
    report = codec.dump(support.report(figure=str(number)))
    files.append(KeptHandIn("office:new", 0, None, {"figure": number, "report": report}))
    rows = tuple(KeptRow(each.row, {"note": f"第 {number} 次"}) for each in files)
    facts = {"number": number, "files": len(files)}
    own = (before.id, before.revision) if before else (None, "")
    return KeptCollection("2023 年度年报", 2023, facts, rows, tuple(files), *own)


def lost(history: History, said: Iterable[tuple[str, str]]) -> int:
    """said are (id, number) of saves that were acknowledged: how many of them are gone, whole or in part."""
    gone = 0
    for name, number in said:
        try:
            found = history.load_collection(int(name))
        except StoreError:
            gone += 1
            continue
        whole = found.facts["files"] == len(found.hand_ins) == len(found.rows)
        newest = found.hand_ins and next(each for each in found.hand_ins if each.row == "office:new")
        there = newest and int(codec.load(newest.facts["report"]).cell(support.RECEIVED).raw) == found.facts["number"]
        notes = {row.facts["note"] for row in found.rows} == {f"第 {found.facts['number']} 次"}
        # The save after it may have been written and not yet said.
        gone += not (whole and there and notes and found.facts["number"] >= int(number))
    return gone
