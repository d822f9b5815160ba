from __future__ import annotations

import hashlib
import shutil
import sqlite3
from pathlib import Path

import pytest
import store_support as support

from core.errors import StoreError
from core.store import migrations
from core.store.history import History, Query, State
from core.store.sqlite_errors import NewerStore

SAMPLES = Path(__file__).parents[2] / "data" / "store"

# SHA-256 of each step as it was shipped. A new step is added here; a line that stands here never changes.
FROZEN = [
    "c27c3d49fa42d476",
    "52463446f718d21e",
    "b4c9686d9361bf2c",
    "a2b4baaba7451cc0",
    "a2ea0b7c880c5af3",
]


def sample(version: int, folder: Path) -> Path:
    return Path(shutil.copy(SAMPLES / f"v{version}.db", folder / "history.db"))


def schema_of(path: Path) -> list[tuple[str, str, str]]:
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    finally:
        connection.close()
    return [(kind, name, " ".join((sql or "").split())) for kind, name, sql in rows]


@pytest.mark.parametrize("version", range(1, migrations.CURRENT + 1))
def test_a_file_of_every_version_opens_with_all_it_holds(version: int, tmp_path: Path) -> None:
    path = sample(version, tmp_path)
    with History(path) as history:
        assert [(r.agency, r.year, r.versions, r.state) for r in history.reports()] == [
            ("青石镇人民政府", 2019, 1, State.DRAFT),
            (support.AGENCY, 2023, 2, State.DRAFT),
            (support.AGENCY, 2022, 1, State.FINAL),
        ]
        _, report, submitted = history.reports()
        newest, first = history.versions(report.id)
        stored = history.load(newest.id)
        assert stored.report == support.with_figure(
            support.report(words="群众来信来访均已答复。"), support.RECEIVED, "18"
        )
        assert [(c.label, when) for c, when in stored.changes] == [("修改数字", support.WHEN)]
        assert stored.dismissals == ({"rule": "year.jump", "reason": "机构合并"},)
        assert (newest.parent, first.errors, first.note) == (first.id, 1, "初稿")
        (sent,) = history.versions(submitted.id)
        assert (sent.label, history.load(sent.id).source_bytes) == ("已报送", "云溪县民政局2022年年报原文".encode())
        assert [r.year for r in history.search(Query(text="来信"))] == [2023]
    assert support.sound(path)


def test_an_upgraded_file_has_the_form_of_a_new_one(tmp_path: Path) -> None:
    old = sample(1, tmp_path)
    History(old).close()
    History(tmp_path / "new.db").close()
    assert schema_of(old) == schema_of(tmp_path / "new.db")
    wanted = [migrations.CURRENT, migrations.APPLICATION_ID]
    assert support.settings_of(old, "user_version", "application_id") == wanted


def test_the_file_is_copied_before_an_upgrade_and_only_then(tmp_path: Path) -> None:
    path = sample(1, tmp_path)
    before = path.read_bytes()
    with History(path) as history:
        (copy,) = history.backups()
    assert copy.kind == "upgrade"
    assert support.settings_of(copy.path, "user_version") == [1]
    assert schema_of(copy.path) == schema_of(sample(1, tmp_path / "backups"))
    assert len(before) == copy.size
    with History(path) as again:
        assert again.backups() == [copy]


def test_steps_that_were_shipped_never_change() -> None:
    digests = [hashlib.sha256("\n".join(step).encode()).hexdigest()[:16] for step in migrations.STEPS]
    assert digests == FROZEN
    assert sorted(p.name for p in SAMPLES.glob("*.db")) == [f"v{n}.db" for n in range(1, migrations.CURRENT + 1)]


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = sample(migrations.CURRENT, tmp_path)
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(NewerStore, match="请安装新版程序"):
        History(path)
    assert support.settings_of(path, "user_version") == [99]
    assert len(path.read_bytes()) == len(before)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE notes (text)")
    raw.close()
    with pytest.raises(StoreError, match="不是年报校核的历史记录"):
        History(path)


def test_a_step_that_fails_leaves_the_file_at_its_old_version(tmp_path: Path, monkeypatch) -> None:
    path = sample(1, tmp_path)
    before = schema_of(path)
    broken = (migrations.STEPS[0], (*migrations.STEPS[1], "INSERT INTO nowhere VALUES (1)"))
    monkeypatch.setattr(migrations, "STEPS", broken)
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        History(path)
    assert support.settings_of(path, "user_version") == [1]
    assert schema_of(path) == before
