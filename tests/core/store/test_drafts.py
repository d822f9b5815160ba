from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
import store_strategies_support as strategies
import store_support as support
from hypothesis import given, settings

from core.store.history import History, Owner, Snapshot, State


@pytest.fixture
def history(tmp_path: Path):
    with History(tmp_path / "h.db", now=support.clock()) as opened:
        yield opened


def work(figure: str = "3") -> Snapshot:
    base = support.report(figure=figure)
    changes = ((support.edit(base, support.RECEIVED, "7"), support.WHEN),)
    return Snapshot(base, changes, ({"severity": "error"},), ({"reason": "已核"},), "甲.docx", "", b"source", "未完")


def count(history: History, table: str) -> int:
    connection = sqlite3.connect(history.path)
    try:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    finally:
        connection.close()


def test_unsaved_work_comes_back_whole(history: History) -> None:
    history.save_draft("w1", work())
    loaded = history.load_draft("w1")
    assert loaded is not None
    assert replace(loaded, source_sha256="") == work()
    assert history.load_draft("w2") is None


def test_a_draft_is_replaced_by_its_own_key_only(history: History) -> None:
    history.save_draft("w1", work("1"))
    history.save_draft("w2", work("2"))
    history.save_draft("w1", work("5"))
    assert [d.key for d in history.drafts()] == ["w1", "w2"]
    loaded = history.load_draft("w1")
    assert loaded is not None and loaded.report == support.report(figure="5")


def test_a_draft_knows_its_report_and_survives_it(history: History) -> None:
    saved = history.save(Snapshot(support.report(), source_bytes=b"source"))
    history.save_draft("w1", replace(work(), report_id=saved.report_id, parent=saved.id, state=State.FINAL))
    loaded = history.load_draft("w1")
    assert loaded is not None
    assert (loaded.report_id, loaded.parent, loaded.state) == (saved.report_id, saved.id, State.FINAL)
    gone = replace(work(), report_id=type(saved.report_id)(99), parent=type(saved.id)(99))
    history.save_draft("w2", gone)
    loaded = history.load_draft("w2")
    assert loaded is not None and (loaded.report_id, loaded.parent) == (None, None)


def test_dropping_a_draft_drops_its_file_copy_unless_a_version_has_it(history: History) -> None:
    history.save_draft("w1", work())
    history.drop_draft("w1")
    assert (count(history, "drafts"), count(history, "sources")) == (0, 0)
    history.save(Snapshot(support.report(), source_bytes=b"source"))
    history.save_draft("w1", work())
    history.drop_draft("w1")
    history.drop_draft("w1")
    assert count(history, "sources") == 1


def test_a_draft_with_another_file_lets_the_first_copy_go(history: History) -> None:
    history.save_draft("w1", work())
    history.save_draft("w1", replace(work(), source_bytes=b"another"))
    assert count(history, "sources") == 1


def test_whose_draft_it_is_and_whether_the_window_lives(history: History) -> None:
    with History(history.path, now=support.clock(10)) as other:
        other.owner = Owner("本机", os.getpid(), "李四")
        history.owner = Owner("本机", os.getpid(), "张三")
        other.save_draft("theirs", work())
        history.save_draft("mine", work())
        other.owner = replace(other.owner, pid=2**22 + 7)
        other.save_draft("dead", work())
        facts = {d.key: (d.owner, d.in_use) for d in history.drafts()}
    assert facts == {
        "theirs": ("李四（电脑 本机）", True),
        "mine": ("张三（电脑 本机）", False),
        "dead": ("李四（电脑 本机）", False),
    }


@settings(max_examples=10, deadline=None, derandomize=True, database=None)
@given(strategies.reports(), strategies.changes)
def test_any_report_survives_as_a_draft(tmp_path_factory, report, change) -> None:
    with History(tmp_path_factory.mktemp("any") / "h.db") as history:
        history.save_draft("k", Snapshot(report, ((change, support.WHEN),), source_name=report.title))
        loaded = history.load_draft("k")
    assert loaded is not None and (loaded.report, loaded.changes) == (report, ((change, support.WHEN),))
