"""A save is acknowledged only into the file that lies in the folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import store_support as support

from core.store.backups.damaged_file import open_history, set_aside
from core.store.history import History, Snapshot
from core.store.sqlite_errors import MovedStore

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody rename or delete an open file")


@pytest.fixture
def history(tmp_path: Path):
    with History(tmp_path / "data" / "history.db") as opened:
        opened.save(Snapshot(support.report()))
        yield opened


def rename_file(path: Path) -> None:
    path.rename(path.with_name("old.db"))


def rename_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("old"))


def delete_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def delete_log(path: Path) -> None:
    path.with_name(path.name + "-wal").unlink()


def replace_by_copy(path: Path) -> None:
    shutil.copyfile(path, path.with_name("copy.db"))
    path.with_name("copy.db").replace(path)


def set_aside_by_another_window(path: Path) -> None:
    set_aside(path)
    History(path, new=True).close()


WAYS = [rename_file, rename_folder, delete_folder, delete_log, replace_by_copy, set_aside_by_another_window]


@pytest.mark.parametrize("moved", WAYS, ids=lambda way: way.__name__)
def test_nothing_is_acknowledged_into_a_file_that_is_no_longer_in_the_folder(history: History, moved) -> None:
    moved(history.path)
    changed = Snapshot(support.report(figure="9"))
    for act in (
        lambda: history.save(changed),
        lambda: history.save_draft("w", changed),
        lambda: history.trash(history.reports()[0].id),
    ):
        with pytest.raises(MovedStore, match="这次没有保存"):
            act()


def test_a_file_moved_while_the_save_is_under_way_is_not_acknowledged_either(history: History) -> None:
    with pytest.raises(MovedStore), history._db.writing() as connection:
        connection.execute("UPDATE reports SET title = 'x'")
        history.path.rename(history.path.with_name("old.db"))


def test_a_file_put_back_takes_saves_again(history: History) -> None:
    away = history.path.with_name("old.db")
    history.path.rename(away)
    with pytest.raises(MovedStore):
        history.save(Snapshot(support.report(figure="9")))
    away.rename(history.path)
    assert history.save(Snapshot(support.report(figure="9"))).number == 2


def test_what_was_acknowledged_before_is_in_the_file_that_was_moved(history: History) -> None:
    saved = history.save(Snapshot(support.report(figure="8")))
    history.path.rename(history.path.with_name("old.db"))
    with pytest.raises(MovedStore):
        history.save(Snapshot(support.report(figure="9")))
    history.close()
    with History(history.path.with_name("old.db")) as moved:
        assert moved.load(saved.id).report == support.report(figure="8")
        assert moved.knows(saved.uid)
    fresh, aside = open_history(history.path)  # the log stayed in the folder, and is no new history
    with fresh:
        assert not fresh.knows(saved.uid)
        assert aside is not None and aside.backups[0].kind == "recovered"
        fresh.restore_backup(aside.backups[0].path)
        assert fresh.knows(saved.uid)


def test_restoring_emptying_and_a_second_window_are_no_moves(history: History) -> None:
    copy = history.backup()
    assert copy is not None
    with History(history.path) as other:
        other.save(Snapshot(support.report(figure="2")))
        history.restore_backup(copy)
        history._db.checkpoint()
        other.save(Snapshot(support.report(figure="5")))
    assert history.save(Snapshot(support.report(figure="4"))).number == 3


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX's")
def test_the_files_are_the_users_alone(tmp_path: Path) -> None:
    folder = tmp_path / "nianbao"
    mask = os.umask(0)
    try:
        folder.mkdir(mode=0o775)
        (folder / "history.db").touch(0o664)
        with History(folder / "history.db") as history:
            history.save(Snapshot(support.report()))
            history.backup()
            history.export_all(folder / "out.db")
            assert {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {
                "backups": "0o700", "history.db": "0o600", "history.db-wal": "0o600", "history.db-shm": "0o600",
                "out.db": "0o600",
            }  # fmt: skip
            assert [oct(copy.path.stat().st_mode & 0o777) for copy in history.backups()] == ["0o600"]
        assert folder.stat().st_mode & 0o777 == 0o700
        made = tmp_path / "new" / "deep" / "history.db"
        History(made).close()
        assert made.parent.stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(mask)


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX's")
def test_a_folder_that_several_people_share_keeps_its_rights(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    folder.chmod(0o2775)
    (folder / "history.db").touch()
    (folder / "history.db").chmod(0o664)
    History(folder / "history.db").close()
    assert folder.stat().st_mode & 0o7777 == 0o2775
    assert (folder / "history.db").stat().st_mode & 0o777 == 0o664
