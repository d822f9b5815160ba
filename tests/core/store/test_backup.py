from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import store_support as support

from core.errors import Cancelled, StoreError
from core.store.backups import backup, recovery, restore, whole_files
from core.store.backups.damaged_file import open_history, set_aside
from core.store.history import History, Snapshot
from core.store.sqlite_errors import DamagedStore

SAMPLES = Path(__file__).parents[2] / "data" / "store"


@pytest.fixture
def history(tmp_path: Path):
    with History(tmp_path / "history.db", now=support.clock()) as opened:
        yield opened


def names(history: History) -> list[str]:
    return sorted(info.path.name for info in history.backups())


def damage(path: Path) -> bytes:
    """Spoils a page in the middle; the content then."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = b"\xa5" * 4096
    path.write_bytes(bytes(data))
    return bytes(data)


def test_one_copy_a_day_and_the_newest_are_kept(history: History) -> None:
    assert backup.daily(history.path, 2, date(2024, 1, 1)) is None  # nothing to keep yet
    history.save(Snapshot(support.report()))
    for day in (1, 2, 2, 3):
        copy = backup.daily(history.path, 2, date(2024, 1, day))
        if copy:
            os.utime(copy, (day * 86400, day * 86400))
    assert names(history) == ["history-20240102.db", "history-20240103.db"]
    assert all(support.sound(info.path) for info in history.backups())
    assert {info.kind for info in history.backups()} == {"daily"}


def test_a_copy_is_one_file_without_a_log(history: History) -> None:
    history.save(Snapshot(support.report()))
    copy = history.backup()
    assert copy is not None
    assert support.settings_of(copy, "journal_mode") == ["delete"]
    assert [p.name for p in copy.parent.iterdir()] == [copy.name]
    assert history.backup() is None


def test_a_cancelled_copy_is_absent(history: History) -> None:
    history.save(Snapshot(support.report()))

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        history.backup(progress=stop)
    assert list(backup.folder_of(history.path).iterdir()) == []


def test_going_back_to_a_copy_keeps_what_was_there(history: History) -> None:
    support.fill(history)
    copy = history.backup()
    later = history.save(Snapshot(support.report(figure="44")))
    assert copy is not None
    with History(history.path) as other:
        before = history.restore_backup(copy)
        assert [v.id for v in other.versions(later.report_id)] == [3, 2]
    assert [v.id for v in history.versions(later.report_id)] == [3, 2]
    assert history.save(Snapshot(support.report(figure="45"))).number == 3
    assert history.check() == ""
    assert before is not None and before.name.startswith("history-restore-")
    history.restore_backup(before)
    assert history.load(later.id).report == support.report(figure="44")


def test_a_copy_of_an_older_format_is_brought_up_to_date(history: History) -> None:
    history.save(Snapshot(support.report()))
    copy = shutil.copy(SAMPLES / "v1.db", history.path.parent / "old.db")
    history.restore_backup(Path(copy))
    assert len(history.reports()) == 3
    assert support.settings_of(Path(copy), "user_version") == [1]
    assert names(history) != []


def test_only_a_sound_history_is_gone_back_to(history: History, tmp_path: Path) -> None:
    saved = history.save(Snapshot(support.report()))
    (tmp_path / "junk.db").write_bytes(b"junk" * 2000)
    with pytest.raises(StoreError, match="请另选一个"):
        history.restore_backup(tmp_path / "junk.db")
    assert history.load(saved.id)


def test_a_damaged_history_is_not_copied_over_a_good_copy(history: History) -> None:
    support.fill(history)
    first = backup.daily(history.path, 1, date(2024, 1, 1))
    history.close()
    damage(history.path)
    with pytest.raises(DamagedStore):
        backup.daily(history.path, 1, date(2024, 1, 2))
    assert names(history) == ["history-20240101.db"]
    assert first is not None and support.sound(first)


def test_a_damaged_file_is_noticed_set_aside_untouched_and_a_copy_offered(history: History) -> None:
    support.fill(history)
    copy = history.backup()
    history.close()
    data = damage(history.path)
    with pytest.raises(DamagedStore, match="从备份恢复"):
        History(history.path)
    aside = set_aside(history.path)
    assert aside.file.read_bytes() == data
    assert not history.path.exists()
    assert copy is not None
    recovered, offered = aside.backups
    assert recovered.kind == "recovered"
    assert (offered.kind, offered.path.name) == ("kept", copy.name.replace("history-", "history-kept-"))
    assert restore.restore(history.path, offered.path) is None
    with History(history.path) as again:
        assert len(again.reports()) == 3
        assert again.check() == ""


@pytest.mark.parametrize("content", [b"no database " * 900, b"SQLite format 3\x00" + b"\xff" * 8000])
def test_any_rubbish_is_damage(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "history.db"
    path.write_bytes(content)
    with pytest.raises(DamagedStore):
        History(path)
    assert path.read_bytes() == content


def test_opening_never_fails_for_damage_only(history: History) -> None:
    support.fill(history)
    history.backup()
    history.close()
    damage(history.path)
    opened, aside = open_history(history.path)
    with opened:
        assert opened.reports() == []
    assert aside is not None and [info.kind for info in aside.backups] == ["recovered", "kept"]
    opened, aside = open_history(history.path)
    opened.close()
    assert aside is None


def test_a_copy_that_is_damaged_too_is_not_offered(history: History) -> None:
    support.fill(history)
    for day in (1, 2, 3):
        copy = backup.daily(history.path, 9, date(2024, 1, day))
        assert copy is not None
        os.utime(copy, (day * 86400, day * 86400))
        if day == 3:
            damage(copy)
    history.close()
    damage(history.path)
    offered = set_aside(history.path).backups
    assert [info.path.name for info in offered[1:]] == ["history-kept-20240102.db", "history-20240101.db"]
    assert offered[0].kind == "recovered"
    assert all(support.sound(info.path) for info in offered)


def test_where_nothing_can_be_read_nothing_is_offered(history: History) -> None:
    support.fill(history)
    history.close()
    history.path.write_bytes(os.urandom(9000))
    assert set_aside(history.path).backups == ()
    assert not backup.folder_of(history.path).exists()


def test_what_a_damaged_file_still_holds_is_recovered(history: History) -> None:
    """A page in the middle is spoilt: the versions on the others come back, and none that is not whole."""
    kept = {}
    for year in range(2019, 2024):
        for figure in ("1", "2"):
            saved = history.save(Snapshot(support.report(year=year, figure=figure), source_bytes=os.urandom(9000)))
            kept[saved.uid] = support.report(year=year, figure=figure)
    history.close()
    damage(history.path)
    opened, aside = open_history(history.path)
    with opened:
        assert aside is not None and aside.file is not None
        opened.restore_backup(aside.backups[0].path)
        found = [version for report in opened.reports() for version in opened.versions(report.id)]
        assert 5 <= len(found) < 11
        assert all(opened.load(version.id).report == kept[version.uid] for version in found)
        assert opened.check() == ""


def _log_of_unsaved_pages(folder: Path, base: bool) -> dict[str, str]:
    """history.db-wal of a program that was killed, as it lay beside the file; uid: figure of its versions."""
    path, figures = folder / "history.db", {}
    if base:
        with History(path) as history:
            figures[history.save(Snapshot(support.report(figure="1"))).uid] = "1"
            history.backup()
    history = History(path)
    for figure in ("2", "3"):
        figures[history.save(Snapshot(support.report(figure=figure))).uid] = figure
    log = path.with_name("history.db-wal").read_bytes()
    history.close()
    path.with_name("history.db-wal").write_bytes(log)
    return figures


@pytest.mark.parametrize("left", ["empty", "missing"])
@pytest.mark.parametrize("base", [False, True])
def test_an_empty_or_missing_file_beside_its_log_is_damage_and_recovered(tmp_path: Path, left: str, base: bool) -> None:
    """Today a new history began without a word and SQLite deleted the log with the acknowledged versions."""
    figures = _log_of_unsaved_pages(tmp_path, base)
    path = tmp_path / "history.db"
    path.unlink()
    if left == "empty":
        path.touch()
    with pytest.raises(DamagedStore, match="不见了或是空的"):
        History(path)
    opened, aside = open_history(path)
    with opened:
        assert opened.reports() == []
        assert aside is not None and aside.backups[0].kind == "recovered"
        opened.restore_backup(aside.backups[0].path)
        (report,) = opened.reports()
        found = {v.uid: opened.load(v.id).report.cell(support.RECEIVED).raw for v in opened.versions(report.id)}
        assert found == figures
    assert aside.file is not None and aside.file.with_name(aside.file.name + "-wal").stat().st_size > 32


@pytest.mark.parametrize("left", ["empty", "missing"])
def test_a_file_that_vanished_beside_its_copies_is_no_new_history(tmp_path: Path, left: str) -> None:
    path = tmp_path / "history.db"
    with History(path) as history:
        history.save(Snapshot(support.report()))
        history.backup()
    path.unlink()
    if left == "empty":
        path.touch()
    opened, aside = open_history(path)
    with opened:
        assert aside is not None and aside.file is None
        assert [info.kind for info in aside.backups] == ["kept"]
        opened.restore_backup(aside.backups[0].path)
        assert len(opened.reports()) == 1
    again, aside = open_history(path)
    again.close()
    assert aside is None


def test_a_log_that_was_cut_off_gives_its_committed_pages_only(tmp_path: Path) -> None:
    _log_of_unsaved_pages(tmp_path, base=False)
    log = tmp_path.joinpath("history.db-wal").read_bytes()
    size, pages, count = recovery.committed_pages(log)
    assert size == 4096 and set(pages) == set(range(1, count + 1))
    torn = bytearray(log[:-100])
    assert len(recovery.committed_pages(bytes(torn))[1]) <= count
    torn[32 + 24 + 7] ^= 1
    assert recovery.committed_pages(bytes(torn))[1] == {}
    assert recovery.committed_pages(b"") == recovery.committed_pages(b"\0" * 99) == (0, {}, 0)


def test_pages_behind_the_end_of_a_file_that_shrank_are_left_out(tmp_path: Path) -> None:
    with History(tmp_path / "history.db") as history:
        history.save_draft("w", Snapshot(support.report(), source_bytes=os.urandom(300_000)))
        history.drop_draft("w")
        before = recovery.committed_pages((tmp_path / "history.db-wal").read_bytes())[2]
        with closing(sqlite3.connect(history.path)) as raw:
            raw.execute("VACUUM")
        _size, pages, count = recovery.committed_pages((tmp_path / "history.db-wal").read_bytes())
    assert count < before and max(pages) == count


def test_two_windows_that_find_the_damage_at_once_set_it_aside_once(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    path.write_bytes(b"no database " * 900)
    found: list[object] = []

    def start() -> None:
        opened, aside = open_history(path)
        found.append(aside)
        opened.save(Snapshot(support.report(figure=str(len(found)))))
        opened.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([aside for aside in found if aside is not None]) == 1 and len(found) == 4
    assert len(list(tmp_path.glob("history-damaged-*.db"))) == 1
    assert not list(tmp_path.glob("*.lock"))


def test_the_log_goes_aside_with_its_file(tmp_path: Path) -> None:
    for name in ("history.db", "history.db-wal", "history.db-shm"):
        (tmp_path / name).write_bytes(name.encode())
    aside = set_aside(tmp_path / "history.db")
    assert aside.file is not None
    assert aside.file.with_name(aside.file.name + "-wal").read_bytes() == b"history.db-wal"
    assert sorted(p.name.split("-")[0] for p in tmp_path.iterdir()) == ["history"] * 3


def test_a_new_history_does_not_push_the_kept_copy_out(history: History) -> None:
    support.fill(history)
    history.backup()
    history.close()
    damage(history.path)
    set_aside(history.path)
    with History(history.path, new=True) as fresh:
        fresh.save(Snapshot(support.report()))
        for day in range(1, 6):
            backup.daily(history.path, 1, date(2030, 1, day))
        assert sorted(info.kind for info in fresh.backups()) == ["daily", "kept", "recovered"]


def test_unfinished_files_of_killed_programs_are_swept(history: History) -> None:
    history.save(Snapshot(support.report()))
    folder = backup.folder_of(history.path)
    folder.mkdir()
    made = []
    for place, of in ((folder, "history-20200101.db."), (folder, "upgrading-"), (history.path.parent, "搬家.db.")):
        for name, age in (
            (f"{of}0a1b2c3d.part", 7200),
            (f"{of}0a1b2c3d.part-journal", 7200),
            (f"{of}ffffffff.part", 9),
        ):
            (place / name).write_bytes(b"x")
            os.utime(place / name, (time.time() - age,) * 2)
            made.append(place / name)
    (folder / "我的.part").write_bytes(b"x")
    os.utime(folder / "我的.part", (0, 0))
    history.export_all(history.path.parent / "搬家.db")
    history.close()
    open_history(history.path)[0].close()
    assert [p.name for p in made if p.exists()] == [p.name for p in made if "ffffffff" in p.name]
    assert (folder / "我的.part").exists()


def test_a_file_is_whole_or_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "a.db"
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError), whole_files.whole(target) as part:
        part.write_bytes(b"half")
        raise RuntimeError
    assert (target.read_bytes(), list(tmp_path.iterdir())) == (b"old", [target])
    assert whole_files.free_name(tmp_path, "a") == tmp_path / "a-2.db"


def test_signs_of_a_uri_in_a_path_are_just_a_path(tmp_path: Path) -> None:
    folder = tmp_path / "甲 乙#1%41?x=y&'z"
    with History(folder / "history.db") as history:
        history.save(Snapshot(support.report()))
        copy = history.backup()
        assert copy is not None and copy.parent.parent == folder
        history.export_all(folder / "out.db")
        assert history.import_merge(folder / "out.db").duplicates == 1
        assert history.check() == ""
