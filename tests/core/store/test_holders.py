from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import store_support as support

from core.store import holders, process
from core.store.history import History, Owner, ReportId, Snapshot


@pytest.fixture
def two(tmp_path: Path):
    with History(tmp_path / "h.db") as first, History(tmp_path / "h.db") as second:
        first.owner = Owner("甲机", os.getpid(), "张三")
        second.owner = Owner("甲机", os.getpid(), "李四")
        yield first, second


def test_the_second_window_is_told_who_has_the_report(two) -> None:
    first, second = two
    report = first.save(Snapshot(support.report())).report_id
    assert first.hold(report) == []
    (holder,) = second.hold(report)
    assert holder.here and "本机的另一个窗口从 " in holder.sentence()
    assert "张三（电脑 甲机）从 " in replace(holder, here=False).sentence()
    assert [h.owner.user for h in first.holders(report)] == ["李四"]
    second.release(report)
    assert first.holders(report) == []


def test_closing_a_window_lets_go(two) -> None:
    first, second = two
    report = first.save(Snapshot(support.report())).report_id
    first.hold(report)
    first.hold(report)
    first.close()
    assert second.holders(report) == []


def test_a_report_that_is_gone_is_not_held(two) -> None:
    first, second = two
    assert first.hold(ReportId(9)) == []
    assert second.holders(ReportId(9)) == []


def test_a_window_that_crashed_holds_nothing(two) -> None:
    first, second = two
    report = first.save(Snapshot(support.report())).report_id
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    first.owner = Owner("甲机", ended.pid, "张三")
    first.hold(report)
    assert second.holders(report) == []


def test_a_silent_window_elsewhere_counts_for_a_while() -> None:
    there, here = Owner("乙机", 1, "王五"), Owner("甲机", 2, "张三")
    assert holders.is_alive(there, "2024-01-01T08:00:00+00:00", here, "2024-01-01T08:14:59+00:00")
    assert not holders.is_alive(there, "2024-01-01T08:00:00+00:00", here, "2024-01-01T08:15:00+00:00")


def test_owners_are_named_for_people() -> None:
    assert str(Owner("甲机", 1, "")) == "另一台电脑的用户（电脑 甲机）"
    assert str(Owner(pid=1, user="")).startswith("这台电脑的用户")  # oneself is nobody else
    assert str(Owner("", 1, "张三")) == "张三"
    assert Owner().token != Owner().token


def test_a_process_that_only_has_the_same_number_is_another_one() -> None:
    mine = Owner()
    assert process.is_running(mine)
    then = mine.token.partition(".")[0]
    assert not process.is_running(replace(mine, token=f"{then}0.abc")) or not then
    assert process.is_running(replace(mine, token=".abc"))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
def test_where_the_system_says_little_the_number_decides(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(process, "_PROC", tmp_path)
    assert process.start_time(os.getpid()) == ""

    def answer(error: type[OSError]):
        def kill(pid: int, number: int) -> None:
            raise error

        return kill

    monkeypatch.setattr(os, "kill", answer(PermissionError))
    assert process.start_time(1) == ""
    monkeypatch.setattr(os, "kill", answer(ProcessLookupError))
    assert process.start_time(1) is None
