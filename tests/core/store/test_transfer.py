from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
import store_support as support

from core.errors import StoreError
from core.store.history import SUBMITTED, History, Merged, Query, Snapshot, State

SAMPLES = Path(__file__).parents[2] / "data" / "store"


@pytest.fixture
def here(tmp_path: Path):
    with History(tmp_path / "here" / "history.db", now=support.clock()) as opened:
        yield opened


@pytest.fixture
def there(tmp_path: Path):
    with History(tmp_path / "there" / "history.db", now=support.clock(15)) as opened:
        yield opened


def content(history: History) -> list:
    found = []
    for report in reversed(history.reports()):
        for version in history.versions(report.id):
            stored = history.load(version.id)
            facts = (version.uid, version.number, version.created, version.note, version.label)
            found.append((report.uid, facts, stored.report, stored.changes, stored.findings, stored.source_bytes))
    return found


def test_a_whole_history_moves_house(here: History, there: History, tmp_path: Path) -> None:
    support.fill(here)
    here.save_draft("d", Snapshot(support.report(year=2024), source_bytes=b"draft"))
    here.hold(here.reports()[0].id)
    here.export_all(tmp_path / "out.db")
    assert support.sound(tmp_path / "out.db")
    assert support.settings_of(tmp_path / "out.db", "journal_mode") == ["delete"]
    assert there.import_merge(tmp_path / "out.db") == Merged(reports=3, versions=4, duplicates=0, drafts=1)
    assert content(there) == content(here)
    draft = there.load_draft("d")
    assert draft is not None and draft.source_bytes == b"draft"
    assert there.holders(there.reports()[0].id) == []
    assert [r.year for r in there.search(Query(text="来信"))] == [2023]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["here", "out.db", "there"]


def test_a_second_import_brings_nothing(here: History, there: History, tmp_path: Path) -> None:
    support.fill(here)
    here.export_all(tmp_path / "out.db")
    there.import_merge(tmp_path / "out.db")
    before = content(there)
    assert there.import_merge(tmp_path / "out.db") == Merged(duplicates=4)
    assert here.import_merge(tmp_path / "out.db") == Merged(duplicates=4)
    assert content(there) == before


def test_a_label_given_elsewhere_comes_back(here: History, there: History, tmp_path: Path) -> None:
    mine = here.save(Snapshot(support.report()))
    here.export_all(tmp_path / "out.db")
    there.import_merge(tmp_path / "out.db")
    there.label(there.versions(there.reports()[0].id)[0].id, SUBMITTED)
    there.export_all(tmp_path / "back.db")
    assert here.import_merge(tmp_path / "back.db") == Merged(duplicates=1)
    assert here.versions(mine.report_id)[0].label == SUBMITTED
    assert [r.state for r in here.search(Query(text=SUBMITTED))] == [State.FINAL]
    here.label(mine.id, "已撤回")
    here.import_merge(tmp_path / "back.db")
    assert here.versions(mine.report_id)[0].label == "已撤回"


def test_both_sides_went_on_and_nothing_is_lost(here: History, there: History, tmp_path: Path) -> None:
    support.fill(here)
    here.export_all(tmp_path / "out.db")
    there.import_merge(tmp_path / "out.db")
    newest = here.versions(here.reports()[1].id)[0]
    mine = Snapshot(support.report(figure="11"), report_id=newest.report_id, parent=newest.id)
    here.save(mine, "这边")
    base = there.versions(there.search(Query(agency="云溪县", year=2023))[0].id)[0]
    theirs = Snapshot(support.report(figure="12"), report_id=base.report_id, parent=base.id)
    there.save(theirs, "那边")
    there.export_all(tmp_path / "back.db")
    assert here.import_merge(tmp_path / "back.db") == Merged(versions=1, duplicates=4, undecided=1)
    assert [(v.number, v.note) for v in here.versions(newest.report_id)] == [
        (4, "那边"), (3, "这边"), (2, "改正合计"), (1, "初稿"),
    ]  # fmt: skip
    (top, *_) = here.versions(newest.report_id)
    assert (top.parent, here.load(top.id).report) == (newest.id, support.report(figure="12"))
    report = here.search(Query(agency="云溪县", year=2023))[0]
    assert (report.heads, [v.note for v in here.heads(report.id)]) == (2, ["那边", "这边"])
    assert here.versions(report.id)[1].id == report.newest  # ours, until the person decides
    previous = here.previous_of(support.AGENCY, 2024)
    assert previous == support.report(figure="11")


def test_the_person_decides_between_two_newest_versions(here: History, there: History, tmp_path: Path) -> None:
    test_both_sides_went_on_and_nothing_is_lost(here, there, tmp_path)
    report = here.search(Query(agency="云溪县", year=2023))[0]
    theirs, ours = here.heads(report.id)
    with pytest.raises(StoreError, match="重新选择"):
        here.choose_head(here.versions(report.id)[-1].id)
    made = here.choose_head(theirs.id)
    assert (made.number, made.parent, made.note) == (5, theirs.id, "以第 4 版为准")
    assert here.load(made.id).report == support.report(figure="12")
    assert here.heads(report.id) == [made] and here.choose_head(made.id) == made
    (listed,) = here.search(Query(agency="云溪县", year=2023))
    assert (listed.heads, listed.newest, listed.versions) == (1, made.id, 5)
    here.export_all(tmp_path / "decided.db")  # the decision reaches the other computer too
    assert there.import_merge(tmp_path / "decided.db").undecided == 0
    assert [v.uid for v in there.heads(there.search(Query(agency="云溪县", year=2023))[0].id)] == [made.uid]
    assert ours.uid in {v.uid for r in there.reports() for v in there.versions(r.id)}


def test_a_version_mended_on_a_computer_with_a_slow_clock_is_the_newest(tmp_path: Path) -> None:
    """B takes A's history over, mends it with a clock two days slow, and A takes it back."""
    with (
        History(tmp_path / "a.db", now=support.clock(10)) as a,
        History(tmp_path / "b.db", now=support.clock(8)) as b,
    ):
        first = a.save(Snapshot(support.report(figure="1")))
        a.export_all(tmp_path / "out.db")
        b.import_merge(tmp_path / "out.db")
        (known,) = b.reports()
        b.save(Snapshot(support.report(figure="2"), report_id=known.id, parent=known.newest))
        b.export_all(tmp_path / "back.db")
        assert a.import_merge(tmp_path / "back.db") == Merged(versions=1, duplicates=1)
        newer, older = a.versions(first.report_id)
        assert (newer.number, newer.parent, older.number) == (2, first.id, 1) and newer.created < older.created
        (report,) = a.reports()
        assert (report.newest, report.heads) == (newer.id, 1)
        assert a.previous_of(support.AGENCY, 2024) == support.report(figure="2")


def test_older_versions_from_elsewhere_stand_beside_ours(here: History, there: History, tmp_path: Path) -> None:
    first = here.save(Snapshot(support.report(figure="1")), "一")
    here.save(Snapshot(support.report(figure="2"), report_id=first.report_id, parent=first.id), "二")
    here.save(Snapshot(support.report(figure="3"), report_id=first.report_id, parent=first.id), "三，与二并行")
    there.save(Snapshot(support.report(figure="9")), "九")
    here.export_all(tmp_path / "out.db")
    assert there.import_merge(tmp_path / "out.db") == Merged(versions=3, undecided=1)
    (report,) = there.reports()
    versions = there.versions(report.id)
    assert [(v.number, v.note, v.beside) for v in versions] == [
        (4, "三，与二并行", 3), (3, "二", None), (2, "一", None), (1, "九", None),
    ]  # fmt: skip
    assert (report.versions, report.newest, report.heads) == (4, versions[-1].id, 3)


def test_the_same_state_saved_on_both_sides_is_one(here: History, there: History, tmp_path: Path) -> None:
    here.save(Snapshot(support.report()))
    there.save(Snapshot(support.report()))
    there.export_all(tmp_path / "out.db")
    assert here.import_merge(tmp_path / "out.db") == Merged(duplicates=1)


def test_a_state_gone_back_to_is_kept(here: History, there: History, tmp_path: Path) -> None:
    here.save(Snapshot(support.report(figure="1")))
    for figure in ("1", "2", "1"):
        there.save(Snapshot(support.report(figure=figure)))
    there.export_all(tmp_path / "out.db")
    assert here.import_merge(tmp_path / "out.db") == Merged(versions=2, duplicates=1)
    newest = here.reports()[0].newest
    assert newest is not None and here.load(newest).report == support.report(figure="1")


def test_the_same_content_that_came_about_in_another_way_is_another_version(
    here: History, there: History, tmp_path: Path
) -> None:
    """Here 2 was mended to 1; there 1 was the first state: neither replaces the other."""
    for figure in ("2", "1"):
        here.save(Snapshot(support.report(figure=figure)))
    there.save(Snapshot(support.report(figure="1")))
    there.export_all(tmp_path / "out.db")
    assert here.import_merge(tmp_path / "out.db") == Merged(versions=1, undecided=1)


def test_a_report_renamed_here_is_still_known(here: History, there: History, tmp_path: Path) -> None:
    there.save(Snapshot(support.report()))
    saved = here.save(Snapshot(support.report(figure="8")))
    there.export_all(tmp_path / "out.db")
    here.import_merge(tmp_path / "out.db")
    renamed = support.report(agency="云溪县民政和社保局")
    here.save(Snapshot(renamed, report_id=saved.report_id, parent=here.versions(saved.report_id)[0].id))
    assert here.import_merge(tmp_path / "out.db") == Merged(duplicates=1)
    assert len(here.reports()) == 1


def test_a_file_copy_missing_here_is_taken(here: History, there: History, tmp_path: Path) -> None:
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    saved = here.save(Snapshot(support.report(), source_sha256=digest))
    there.save(Snapshot(support.report(year=2020), source_bytes=b"abc"))
    there.export_all(tmp_path / "out.db")
    here.import_merge(tmp_path / "out.db")
    assert here.load(saved.id).source_bytes == b"abc"


def test_an_old_file_is_imported_and_stays_old(here: History, tmp_path: Path) -> None:
    old = SAMPLES / "v1.db"
    before = old.read_bytes()
    assert here.import_merge(old) == Merged(reports=3, versions=4)
    assert old.read_bytes() == before
    assert [v.label for r in here.reports() for v in here.versions(r.id) if v.label] == [SUBMITTED]
    assert list((tmp_path / "here" / "backups").iterdir()) == []


def test_what_is_no_history_is_refused(here: History, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("不是数据库")
    with sqlite3.connect(tmp_path / "other.db") as raw:
        raw.execute("CREATE TABLE t (x)")
    raw.close()
    for name in ("text.db", "other.db"):
        with pytest.raises(StoreError, match="不是历史记录"):
            here.import_merge(tmp_path / name)
    with pytest.raises(StoreError, match=r"不存在|打不开"):
        here.import_merge(tmp_path / "absent.db")
    with pytest.raises(StoreError, match="另取一个文件名"):
        here.export_all(here.path)


def test_an_import_that_fails_leaves_nothing(here: History, there: History, tmp_path: Path) -> None:
    support.fill(there)
    there.export_all(tmp_path / "out.db")
    with sqlite3.connect(tmp_path / "out.db") as raw:
        raw.execute("UPDATE snapshots SET report = x'00' WHERE version_id = 4")
    raw.close()
    before = content(here)
    with pytest.raises(StoreError, match="内容已损坏"):
        here.import_merge(tmp_path / "out.db")
    assert content(here) == before


def test_drafts_under_the_same_key_are_not_overwritten(here: History, there: History, tmp_path: Path) -> None:
    there.save_draft("k", Snapshot(support.report(figure="1")))
    here.save_draft("k", replace(Snapshot(support.report()), report=support.report(figure="2")))
    there.export_all(tmp_path / "out.db")
    assert here.import_merge(tmp_path / "out.db").drafts == 0
    draft = here.load_draft("k")
    assert draft is not None and draft.report == support.report(figure="2")
