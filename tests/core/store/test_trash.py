from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import store_support as support

from core.errors import StoreError
from core.store.history import History, Query, ReportId, Snapshot

SECRET = "紫藤巷七号来访登记"


@pytest.fixture
def history(tmp_path: Path):
    with History(tmp_path / "history.db", now=support.clock()) as opened:
        yield opened


def save_secret(history: History):
    source = SECRET.encode() * 3
    secret = Snapshot(support.report(words=SECRET), source_name=f"{SECRET}.txt", source_bytes=source)
    return history.save(secret)


def test_the_bin_hides_and_gives_back(history: History) -> None:
    saved = save_secret(history)
    history.trash(saved.report_id)
    assert (history.reports(), history.recent(), history.search(Query(text=SECRET))) == ([], [], [])
    assert history.previous_of(support.AGENCY, 2024) is None
    assert [r.id for r in history.search(Query(trashed=True))] == [saved.report_id]
    assert [r.trashed for r in history.search(Query(text=SECRET, trashed=True))] == [True]
    history.restore(saved.report_id)
    assert [r.id for r in history.reports()] == [saved.report_id]
    assert history.previous_of(support.AGENCY, 2024) is not None


def test_a_report_in_the_bin_takes_no_new_versions_by_itself(history: History) -> None:
    saved = save_secret(history)
    history.trash(saved.report_id)
    assert history.save(Snapshot(support.report())).report_id != saved.report_id


def test_what_is_gone_is_a_clear_sentence(history: History) -> None:
    for act in (history.trash, history.restore, history.purge):
        with pytest.raises(StoreError, match="请刷新列表"):
            act(ReportId(5))


def test_deleting_for_good_leaves_no_byte_behind(history: History) -> None:
    kept = history.save(Snapshot(support.report(year=2020)))
    saved = save_secret(history)
    history.save_draft("d", Snapshot(support.report(), report_id=saved.report_id, source_bytes=SECRET.encode()))
    history.hold(saved.report_id)
    purged = history.purge(saved.report_id)
    assert (purged.versions, purged.drafts, purged.sources, purged.cleared) == (1, 1, 2, True)
    assert [r.id for r in history.reports()] == [kept.report_id]
    files = list(history.path.parent.iterdir())
    assert all(SECRET.encode() not in file.read_bytes() for file in files)
    assert history.path.with_name("history.db-wal").stat().st_size == 0
    assert rows(history, "SELECT count(*) FROM snapshots") == [(1,)]
    assert rows(history, "SELECT count(*) FROM holders") == [(0,)]
    assert support.sound(history.path)


def test_the_search_index_forgets_the_words(history: History) -> None:
    history.save(Snapshot(support.report(year=2020)))
    saved = save_secret(history)
    raw = sqlite3.connect(history.path)
    try:
        raw.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, row)")
        pair = f"{ord('紫'):x}{ord('藤'):x}"
        assert raw.execute("SELECT count(*) FROM temp.words WHERE term = ?", [pair]).fetchone() == (1,)
        history.purge(saved.report_id)
        assert raw.execute("SELECT count(*) FROM temp.words WHERE term = ?", [pair]).fetchone() == (0,)
        blocks = b"".join(block or b"" for (block,) in raw.execute("SELECT block FROM search_data"))
        assert f"{ord('藤'):x}".encode() not in blocks
        raw.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    finally:
        raw.close()


def test_a_file_copy_that_another_report_needs_stays(history: History) -> None:
    saved = save_secret(history)
    other = history.save(Snapshot(support.report(year=2020), source_bytes=SECRET.encode() * 3))
    assert history.purge(saved.report_id).sources == 0
    assert history.load(other.id).source_bytes == SECRET.encode() * 3


def test_copies_that_still_hold_the_report_are_named(history: History) -> None:
    history.save(Snapshot(support.report(year=2020)))
    older = history.backup()
    saved = save_secret(history)
    assert older is not None
    newer = older.with_name("history-kept-20240102.db")
    history.export_all(newer)
    damaged = history.path.with_name("history-damaged-20240103.db")
    damaged.write_bytes(b"no database at all" * 100)
    history.save_draft("loose", Snapshot(support.report()))
    purged = history.purge(saved.report_id)
    assert (purged.backups, purged.unreadable, purged.other_drafts) == ((newer,), (damaged,), ("loose",))


def test_named_copies_can_be_deleted_and_nothing_else(history: History) -> None:
    saved = save_secret(history)
    history.backup()
    (copy,) = history.purge(saved.report_id).backups
    history.delete_copy(copy)
    assert history.backups() == []
    with pytest.raises(StoreError, match="没有删除"):
        history.delete_copy(history.path)
    assert history.path.exists()


def test_saving_takes_a_report_out_of_the_bin(history: History) -> None:
    saved = save_secret(history)
    history.trash(saved.report_id)
    history.save(Snapshot(support.report(), report_id=saved.report_id, parent=saved.id))
    assert ([r.versions for r in history.reports()], history.search(Query(trashed=True))) == ([2], [])


def test_a_reader_in_another_window_is_told_of(history: History) -> None:
    saved = save_secret(history)
    raw = sqlite3.connect(history.path, isolation_level=None)
    try:
        raw.execute("BEGIN")
        raw.execute("SELECT count(*) FROM reports").fetchone()
        with History(history.path, wait=0.05) as hasty:
            assert not hasty.purge(saved.report_id).cleared
        raw.execute("ROLLBACK")
    finally:
        raw.close()


def rows(history: History, sql: str) -> list[tuple]:
    raw = sqlite3.connect(history.path)
    try:
        return raw.execute(sql).fetchall()
    finally:
        raw.close()
