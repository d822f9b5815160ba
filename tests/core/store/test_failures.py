from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import store_support as support

from core.errors import StoreError
from core.store import network_folder
from core.store.history import History, Owner, Query, Snapshot
from core.store.network_folder import file_system_of, is_shared_kind
from core.store.sqlite_errors import BusyStore, DamagedStore, FullStore, as_store_error, os_sentence, translated

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "tests" / "data" / "store"


@pytest.fixture
def history(tmp_path: Path):
    with History(tmp_path / "h.db", wait=0.05) as opened:
        yield opened


def limit_pages(history: History) -> None:
    """From now on the disk is as good as full: the file may not grow."""
    with history._db.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")


def big() -> Snapshot:
    return Snapshot(support.report(figure="7"), source_bytes=os.urandom(300_000))


def test_a_full_disk_says_so_and_the_work_can_be_saved_elsewhere(history: History, tmp_path: Path) -> None:
    first = history.save(Snapshot(support.report()))
    limit_pages(history)
    with pytest.raises(FullStore, match=r"磁盘空间已满.*另选数据文件夹"):
        history.save(big())
    assert [v.id for v in history.versions(first.report_id)] == [first.id]
    assert history.load(first.id).report == support.report()
    with History(tmp_path / "elsewhere" / "h.db") as other:
        assert other.load(other.save(big()).id).source_bytes is not None
    assert support.sound(history.path)


def test_a_really_full_disk(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "none", str(small)], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting a small disk takes root")
    try:
        with History(small / "h.db") as history:
            first = history.save(Snapshot(support.report()))
            with pytest.raises(StoreError, match="磁盘空间已满"):
                history.save(Snapshot(support.report(figure="7"), source_bytes=os.urandom(700_000)))
            with pytest.raises(StoreError, match="磁盘空间已满"):
                for n in range(20):
                    history.export_all(small / f"{n}.db")
            assert history.load(first.id).report == support.report()
            assert not list(small.glob("*.part"))
        assert support.sound(small / "h.db")
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)


def test_a_locked_file_says_who_has_it(history: History) -> None:
    report = history.save(Snapshot(support.report())).report_id
    with History(history.path) as other:
        other.owner = Owner("乙机", 1, "李四")
        other.hold(report)
        with other._db.writing(), pytest.raises(BusyStore, match=r"李四（电脑 乙机）.*再试"):
            history.save(Snapshot(support.report()))
    with sqlite3.connect(history.path, isolation_level=None) as raw:
        raw.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyStore, match=r"另一个程序或窗口.*稍候再试"):
            history.save(Snapshot(support.report()))
        raw.execute("ROLLBACK")
    raw.close()
    assert history.save(Snapshot(support.report(figure="7"))).number == 2


def test_a_read_only_folder_says_so() -> None:
    """In a process without root's rights, for root may write anywhere; not under pytest's folder, which is root's."""
    tmp_path = Path(tempfile.mkdtemp(prefix="read-only-"))
    with History(tmp_path / "h.db") as history:
        history.save(Snapshot(support.report()))
    code = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from core.store.history import History
from core.errors import StoreError
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
for name in ("h.db", "new.db", "deep/new.db"):
    try:
        with History(Path({str(tmp_path)!r}) / name) as history:
            (report,) = history.reports()
            print("read", len(history.versions(report.id)), "version")
            history.hold(report.id)
    except StoreError as error:
        print(error)
"""
    folders = [tmp_path, tmp_path / "h.db"]
    for path in folders:
        path.chmod(0o444 if path.is_file() else 0o555)
    try:
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    finally:
        for path in folders:
            path.chmod(0o755)
        shutil.rmtree(tmp_path)
    if "ModuleNotFoundError" in ran.stderr or "PermissionError: [Errno 13]" in ran.stderr:
        pytest.skip("the program cannot be read without root's rights here")
    lines = ran.stdout.splitlines()
    assert len(lines) == 4, ran.stderr
    assert lines.pop(0) == "read 1 version"
    assert all("只读" in line or "只能读" in line or "能否写入" in line for line in lines), lines


@pytest.fixture
def medium(tmp_path: Path):
    """A disk of its own, which can be made read-only: os.remount."""
    small = tmp_path / "medium"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "none", str(small)], capture_output=True).returncode:
        pytest.skip("mounting a disk takes root")
    yield small
    subprocess.run(["umount", "-l", str(small)], check=True)


def make_read_only(medium: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(medium)], check=True)


@pytest.mark.parametrize("state", ["closed", "pulled out", "old format"])
def test_on_read_only_media_listing_searching_and_exporting_work(medium: Path, tmp_path: Path, state: str) -> None:
    path = medium / "history.db"
    if state == "old format":
        shutil.copyfile(SAMPLES / "v1.db", path)
    else:
        writing = History(path, now=support.clock())
        support.fill(writing)
        data, log = path.read_bytes(), path.with_name("history.db-wal").read_bytes()
        writing.close()
        if state == "pulled out":
            path.write_bytes(data)
            path.with_name("history.db-wal").write_bytes(log)
    make_read_only(medium)
    before = sorted(medium.iterdir())
    with History(path) as history:
        assert history.read_only and len(history.reports()) == 3
        assert [r.year for r in history.search(Query(text="来信"))] == [2023]
        newest = history.reports()[0].newest
        assert newest is not None and history.load(newest).report.year
        history.export_all(tmp_path / "out.db")
        for act in (
            lambda: history.save(Snapshot(support.report(figure="9"))),
            lambda: history.save_draft("w", Snapshot(support.report())),
            lambda: history.hold(history.reports()[0].id),
            history.backup,
        ):
            with pytest.raises(StoreError, match=r"只读|只能读"):
                act()
    assert sorted(medium.iterdir()) == before
    with History(tmp_path / "home.db") as home:
        assert home.import_merge(tmp_path / "out.db").versions == 4
        if state == "closed":
            assert home.import_merge(path).duplicates == 4


def test_a_new_history_on_read_only_media_is_one_sentence(medium: Path) -> None:
    make_read_only(medium)
    with pytest.raises(StoreError, match=r"只读|只能读|不能写入"):
        History(medium / "deep" / "history.db")


@pytest.mark.parametrize("table", ["versions", "snapshots", "superseded", "facts"])
def test_a_missing_table_is_damage_not_a_bug(history: History, table: str) -> None:
    history.save(Snapshot(support.report()))
    raw = sqlite3.connect(history.path)
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute(f"DROP TABLE {table}")
    raw.commit()
    raw.close()
    with pytest.raises(DamagedStore, match="从备份恢复"):
        history._db.rows(f"SELECT * FROM {table}")
    history.close()
    with pytest.raises(DamagedStore, match="缺少"):
        History(history.path)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_PROTOCOL, "稍候再试"), (sqlite3.SQLITE_IOERR_SHMOPEN, "磁盘出错"),
        (sqlite3.SQLITE_IOERR_LOCK, "磁盘出错"), (sqlite3.SQLITE_SCHEMA, "再试一次"),
    ],
)  # fmt: skip
def test_a_failure_while_the_file_is_opened_is_a_sentence(tmp_path: Path, monkeypatch, code: int, words: str) -> None:
    def fail(connection: sqlite3.Connection, wanted: str, wait: float) -> str:
        raise failing(code)

    monkeypatch.setattr("core.store.database._set_journal", fail)
    with pytest.raises(StoreError, match=words):
        History(tmp_path / "h.db")


def test_bugs_stay_bugs(history: History) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), history._db.writing() as connection:
        connection.execute("SELECT * FROM nowhere")
    with pytest.raises(sqlite3.IntegrityError), history._db.writing() as connection:
        connection.execute("INSERT INTO versions (report_id) VALUES (1)")
    assert history.save(Snapshot(support.report())).number == 1


def test_foreign_keys_and_full_flushes_are_on(history: History) -> None:
    row = (
        history._db.row("PRAGMA foreign_keys"),
        history._db.row("PRAGMA synchronous"),
        history._db.row("PRAGMA secure_delete"),
    )
    assert [r and r[0] for r in row] == [1, 2, 1]
    assert support.settings_of(history.path, "journal_mode") == ["wal"]


def test_on_a_share_there_is_no_write_ahead_log(tmp_path: Path, monkeypatch) -> None:
    with History(tmp_path / "h.db") as history:
        history.save(Snapshot(support.report()))
    monkeypatch.setattr("core.store.database.is_shared", lambda folder: True)
    with History(tmp_path / "h.db") as history:
        assert support.settings_of(history.path, "journal_mode") == ["delete"]
        synchronous = history._db.row("PRAGMA synchronous")
        assert synchronous is not None and synchronous[0] == 3
        assert history.save(Snapshot(support.report(figure="7"))).number == 2


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//server/share /mnt/office cifs rw 0 0
server:/home /mnt/my\\040office nfs4 rw 0 0
/dev/sdb1 /mnt/office/usb vfat rw 0 0
me@server: /home/me/remote fuse.sshfs rw 0 0
garbage
"""


@pytest.mark.parametrize(
    ("folder", "kind", "shared"),
    [
        ("/home/me", "ext4", False), ("/mnt/office", "cifs", True), ("/mnt/office/a/b", "cifs", True),
        ("/mnt/office/usb/x", "vfat", False), ("/mnt/my office/x", "nfs4", True), ("/mnt/officer", "ext4", False),
        ("/home/me/remote/x", "fuse.sshfs", True),
    ],
)  # fmt: skip
def test_the_kind_of_disk_is_read_from_the_mounts(folder: str, kind: str, shared: bool) -> None:
    assert (file_system_of(Path(folder), MOUNTS), is_shared_kind(kind)) == (kind, shared)


def test_a_local_folder_is_no_share(tmp_path: Path, monkeypatch) -> None:
    assert not network_folder.is_shared(tmp_path)
    monkeypatch.setattr(network_folder, "_MOUNTS", tmp_path / "absent")
    assert not network_folder.is_shared(tmp_path)


def failing(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_BUSY, "稍候再试"), (sqlite3.SQLITE_BUSY_SNAPSHOT, "稍候再试"),
        (sqlite3.SQLITE_FULL, "清理磁盘"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "只读"), (sqlite3.SQLITE_CANTOPEN, "能否写入"),
        (sqlite3.SQLITE_PERM, "权限"),
        (sqlite3.SQLITE_IOERR_READ, "U盘或网络"), (sqlite3.SQLITE_CORRUPT, "从备份恢复"),
        (sqlite3.SQLITE_NOTADB, "从备份恢复"),
        (sqlite3.SQLITE_TOOBIG, "太大"),
    ],
)  # fmt: skip
def test_each_failure_of_the_surroundings_has_its_sentence(code: int, words: str) -> None:
    error = as_store_error(failing(code), Path("h.db"))
    assert error is not None and words in str(error) and "h.db" in str(error)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISUSE])
def test_our_own_failures_have_none(code: int) -> None:
    assert as_store_error(failing(code), Path("h.db")) is None


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, ""), "空间已满"), (OSError(errno.EROFS, ""), "不能写入"),
        (PermissionError(), "不能写入"),
        (FileNotFoundError(), "不存在"), (OSError(errno.EIO, ""), "读写文件时出错"),
    ],
)  # fmt: skip
def test_the_file_systems_failures_too(error: OSError, words: str) -> None:
    assert words in os_sentence(error, Path("h.db"))
    with pytest.raises(StoreError), translated(Path("h.db")):
        raise error
