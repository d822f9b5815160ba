"""No acknowledged version is lost when the power goes or the disk fails; figures of longer runs: make soak."""

from __future__ import annotations

from pathlib import Path

import power_cut_support as power
import pytest
import vfs_support

from core.store import database

pytestmark = pytest.mark.skipif(not vfs_support.usable(), reason="SQLite's library cannot be reached here")


@pytest.mark.parametrize("mode", power.MODES)
def test_no_acknowledged_version_is_lost_when_the_power_goes(tmp_path: Path, mode: str) -> None:
    (tmp_path / "work").mkdir()
    steps = power.record(tmp_path / "work", mode, seed=3)
    outcome = power.cut(tmp_path, steps, seed=3, moments=12)
    assert outcome.rounds >= 20 and outcome.acknowledged > 50
    assert (outcome.lost, outcome.kept_lost, outcome.unsound) == (0, 0, 0) and outcome.kept > 50


@pytest.mark.parametrize("mode", power.MODES)
def test_the_power_cuts_would_notice_a_missing_flush(tmp_path: Path, mode: str, monkeypatch) -> None:
    def without_flush(connection, path, wait) -> None:
        prepare(connection, path, wait)
        connection.execute("PRAGMA synchronous = OFF")

    prepare = database._prepare
    monkeypatch.setattr(database, "_prepare", without_flush)
    (tmp_path / "work").mkdir()
    steps = power.record(tmp_path / "work", mode, seed=3)
    monkeypatch.undo()
    assert power.cut(tmp_path, steps, seed=3, moments=12, report=lambda _: None).lost > 0


@pytest.mark.parametrize("kind", power.FAILURES)
def test_a_failing_disk_ends_in_sentences_and_loses_nothing(tmp_path: Path, kind: str) -> None:
    outcome = power.fail(tmp_path, kind, "wal", seed=5, rounds=1)
    assert (outcome.lost, outcome.kept_lost, outcome.unsound) == (0, 0, 0)
    assert outcome.acknowledged + outcome.refused > 0
