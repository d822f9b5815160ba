from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
import store_strategies_support as strategies
import store_support as support
from hypothesis import given, settings

from core.change import apply
from core.errors import StoreError
from core.store.history import History, Snapshot, SourceKind, State, VersionId

WHEN = "2024-01-15T08:30:00+00:00"


@pytest.fixture
def history(tmp_path: Path):
    with History(tmp_path / "data" / "history.db") as opened:
        yield opened


def test_a_saved_report_comes_back_with_its_edits_and_its_file(history: History) -> None:
    before = support.report()
    change = support.edit(before, support.RECEIVED, "9")
    after = apply(before, change)
    finding = {"rule": "t3.row_sum", "severity": "error", "message": "合计不符"}
    saved = history.save(
        Snapshot(after, ((change, WHEN),), (finding,), ({"reason": "已核实"},), "原件.docx", "", b"bytes", "改一处")
    )
    stored = history.load(saved.id)
    assert stored.report == after
    assert stored.changes == ((change, WHEN),)
    assert stored.findings == (finding,)
    assert stored.dismissals == ({"reason": "已核实"},)
    assert (stored.source_name, stored.source_bytes) == ("原件.docx", b"bytes")
    assert (saved.number, saved.note, saved.errors, saved.warnings) == (1, "改一处", 1, 0)
    assert stored.info == saved


def test_each_save_of_the_same_agency_and_year_is_a_version(history: History) -> None:
    first = history.save(Snapshot(support.report()))
    second = history.save(Snapshot(support.report(agency="云溪县 民政局", figure="4")), note="第二稿")
    assert first.report_id == second.report_id
    assert [v.number for v in history.versions(first.report_id)] == [2, 1]
    (info,) = history.reports()
    assert (info.versions, info.agency, info.year, info.newest) == (2, "云溪县 民政局", 2023, second.id)


def test_reports_without_agency_or_year_are_never_mixed(history: History) -> None:
    first = history.save(Snapshot(support.report(agency=None)))
    second = history.save(Snapshot(support.report(agency=None)))
    assert first.report_id != second.report_id
    third = history.save(Snapshot(support.report(agency=None, figure="4"), report_id=first.report_id, parent=first.id))
    assert (third.report_id, third.number, third.beside) == (first.report_id, 2, None)


def test_a_version_saved_meanwhile_is_named_and_kept(history: History) -> None:
    first = history.save(Snapshot(support.report()))
    mine = Snapshot(support.report(figure="5"), report_id=first.report_id, parent=first.id)
    theirs = history.save(replace(mine, report=support.report(figure="6")))
    saved = history.save(mine)
    assert (theirs.beside, saved.beside) == (None, theirs.number)
    assert history.load(theirs.id).report != history.load(saved.id).report


def test_without_a_change_there_is_no_version(history: History) -> None:
    work = Snapshot(support.report(), source_name="甲.docx", source_bytes=b"docx", dismissals=({"cells": [(3, "x")]},))
    first = history.save(work)
    again = replace(work, report_id=first.report_id, parent=first.id)
    assert history.save(again) == first == history.save(work)
    assert [v.number for v in history.versions(first.report_id)] == [1]
    noted = history.save(again, "报送前")
    assert (noted.number, history.save(replace(again, parent=noted.id), "报送前")) == (2, noted)
    again = replace(work, report_id=noted.report_id, parent=noted.id)
    changed = [
        replace(again, dismissals=()),
        replace(again, locked=({"table": 3, "row": "x", "column": "y"},)),
        replace(again, state=State.FINAL),
        replace(again, source_bytes=b"pdf"),
        replace(again, report=support.report(figure="9")),
    ]
    made = [history.save(one) for one in changed]
    assert [version.number for version in made] == [3, 4, 5, 6, 7]
    for version, one in zip(made, changed, strict=True):
        assert history.load(version.id).locked == one.locked
        assert history.save(replace(one, parent=version.id)) == version


def test_where_the_content_came_from_is_kept(history: History) -> None:
    for number, kind in enumerate(SourceKind):
        saved = history.save(Snapshot(support.report(figure=str(number)), origin=kind))
        locked = ({"table": 3, "row": "received", "column": "total"},)
        history.save_draft("w", Snapshot(support.report(), origin=kind, locked=locked))
        draft = history.load_draft("w")
        assert saved.origin == history.load(saved.id).origin == history.reports()[0].origin == kind
        assert draft is not None and (draft.origin, draft.locked) == (kind, locked)


def test_two_windows_that_went_on_from_one_version_leave_two_heads(history: History) -> None:
    first = history.save(Snapshot(support.report()))
    mine = Snapshot(support.report(figure="5"), report_id=first.report_id, parent=first.id)
    theirs, ours = history.save(replace(mine, report=support.report(figure="6"))), history.save(mine)
    assert [v.id for v in history.heads(first.report_id)] == [ours.id, theirs.id]
    opened_anew = history.save(Snapshot(support.report(figure="7")))  # after what was here: no third head
    assert [v.id for v in history.heads(first.report_id)] == [opened_anew.id, theirs.id]


def test_the_same_file_is_kept_once(history: History) -> None:
    first = history.save(Snapshot(support.report(), source_name="甲.txt", source_bytes="字".encode() * 9000))
    stored = history.load(first.id)
    second = history.save(
        Snapshot(support.report(figure="8"), source_name="甲.txt", source_sha256=stored.source_sha256)
    )
    assert history.load(second.id).source_bytes == "字".encode() * 9000
    with sqlite3.connect(history.path) as raw:
        kept = raw.execute("SELECT count(*), max(length(data)) < 2000, max(size) FROM sources").fetchone()
        assert kept == (1, 1, 27_000)
    raw.close()


def test_a_hash_without_bytes_waits_for_them(history: History) -> None:
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # SHA-256 of "abc"
    first = history.save(Snapshot(support.report(), source_sha256=digest))
    assert (history.load(first.id).source_bytes, history.load(first.id).source_sha256) == (None, digest)
    history.save(Snapshot(support.report(), source_bytes=b"abc"))
    assert history.load(first.id).source_bytes == b"abc"


def test_the_state_is_final_once_a_version_was_submitted(history: History) -> None:
    saved = history.save(Snapshot(support.report(), state=State.FINAL))
    assert (saved.label, history.reports()[0].state) == ("已报送", State.FINAL)


def test_an_unknown_version_is_a_clear_sentence(history: History) -> None:
    with pytest.raises(StoreError, match="已不在历史记录中"):
        history.load(VersionId(77))


def test_the_last_saved_report_comes_first(history: History) -> None:
    for year in (2021, 2023, 2022):
        history.save(Snapshot(support.report(year=year)))
    assert [info.year for info in history.reports()] == [2022, 2023, 2021]


def test_a_reopened_file_holds_everything(tmp_path: Path) -> None:
    with History(tmp_path / "h.db") as history:
        saved = history.save(Snapshot(support.report()))
    history.close()
    with History(tmp_path / "h.db") as again:
        assert again.load(saved.id).report == support.report()


@settings(max_examples=25, deadline=None, derandomize=True, database=None)
@given(strategies.reports(), strategies.changes)
def test_any_report_survives_the_file(tmp_path_factory, report, change) -> None:
    with History(tmp_path_factory.mktemp("any") / "h.db") as history:
        stored = history.load(history.save(Snapshot(report, ((change, WHEN),), source_name=report.title)).id)
    assert stored.report == report
    assert stored.changes == ((change, WHEN),)
