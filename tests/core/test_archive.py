import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from clerk import Clerk

from core import paths
from core.acts import lock_cells
from core.archive import HISTORY_FILE, Archive
from core.errors import StoreError
from core.model import CellRef
from core.session import SourceKind

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = paths.resources() / "samples" / "示例报告.docx"
CELL = CellRef(3, "results_total", "natural_person")


@pytest.fixture
def session(tmp_path):
    session = Clerk(tmp_path)
    session.open(SAMPLE)
    yield session
    session.close()


def edit(session, text):
    session.edit({CELL: text})


def test_a_reopened_version_knows_the_files_figures_through_all_its_versions(session, tmp_path):
    edit(session, "15")
    session.save("一")
    edit(session, "16")
    last = session.save("二")
    other = Clerk(tmp_path)
    other.open_version(last.id)
    assert other.state.original == session.state.original
    assert other.state.original.cell(CELL).raw == "51"
    assert [c.edits[0].new.raw for c, _when in other.state.log] == ["15", "16"]
    other.close()


LEFT_WITHOUT_SAVING = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(ROOT / "tests")!r})
from clerk import Clerk
from core.model import CellRef
from core.session import SourceKind
clerk = Clerk(Path(sys.argv[1]))
clerk.open(Path({str(SAMPLE)!r}))
clerk.edit({{CellRef(3, "results_total", "natural_person"): "15"}})
clerk.save_draft()
"""


def test_a_draft_is_offered_once_its_program_is_gone(tmp_path):
    subprocess.run([sys.executable, "-c", LEFT_WITHOUT_SAVING, str(tmp_path)], check=True, cwd=ROOT)
    after = Clerk(tmp_path)
    (draft,) = after.archive.drafts()
    after.open_draft(draft.key)
    assert after.report.cell(CELL).raw == "15"
    assert after.state.original.cell(CELL).raw == "51"
    assert after.state.dirty
    after.save()
    assert after.archive.drafts() == []
    after.close()


def test_what_the_person_confirmed_and_where_the_report_came_from_are_kept(session, tmp_path):
    session.do(lock_cells(session.state, [CELL], True))
    version = session.save()
    assert version.origin is SourceKind.FILE
    after = Clerk(tmp_path)
    after.open_version(version.id)
    assert (after.state.locked, after.state.origin, after.state.dirty) == ({CELL}, SourceKind.FILE, False)
    after.state = after.session.new("2021", 2023, "某局")
    assert after.save().origin is SourceKind.TYPED
    after.close()


def test_a_restored_version_opens_with_what_led_to_it(session, tmp_path):
    edit(session, "15")
    first = session.save()
    edit(session, "16")
    session.save()
    made = session.archive.history.restore_version(first.id)
    assert (made.parent, made.number) == (first.id, 3)
    other = Clerk(tmp_path)
    other.open_version(made.id)
    assert (other.report.cell(CELL).raw, other.state.original.cell(CELL).raw) == ("15", "51")
    assert [c.edits[0].new.raw for c, _when in other.state.log] == ["15"]
    other.close()


def test_a_version_that_an_older_program_restored_opens_too(session, tmp_path):
    """Its parent is the newest version, which it does not lead on from: StaleChange today."""
    edit(session, "15")
    first = session.save()
    edit(session, "16")
    second = session.save()
    history = session.archive.history
    made = history.restore_version(first.id)
    with history._db.writing() as connection:
        connection.execute("UPDATE versions SET parent = ? WHERE id = ?", [second.id, made.id])
    other = Clerk(tmp_path)
    other.open_version(made.id)
    assert (other.report.cell(CELL).raw, other.state.log) == ("15", ())
    other.close()


def test_saving_three_times_makes_one_version(session):
    first = session.save()
    assert session.save() == first == session.save()
    assert [v.number for v in session.archive.history.versions(first.report_id)] == [1]


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody delete an open file")
def test_a_folder_deleted_under_the_window_is_told_and_the_next_save_keeps_everything(session, tmp_path):
    session.save()
    edit(session, "7")
    for part in tmp_path.glob(HISTORY_FILE + "*"):
        part.unlink()
    with pytest.raises(StoreError, match="这次没有保存"):
        session.save()
    assert session.state.dirty
    version = session.save()
    after = Clerk(tmp_path)
    after.open_version(version.id)
    assert (after.report.cell(CELL).raw, after.state.original.cell(CELL).raw) == ("7", "51")
    after.close()


def test_a_missing_history_beside_its_copies_is_noticed_at_the_start(session, tmp_path):
    session.save()
    session.archive.backup_daily(14)
    session.close()
    (tmp_path / HISTORY_FILE).unlink()
    after = Clerk(tmp_path)
    assert after.archive.exists and after.archive.drafts() == []
    assert after.archive.set_aside is not None and after.archive.set_aside.file is None
    assert [info.kind for info in after.archive.set_aside.backups] == ["kept"]
    after.close()


def test_one_copy_a_day(session):
    assert session.archive.backup_daily(14) is None
    session.save()
    first = session.archive.backup_daily(14)
    assert first is not None
    assert first.exists()
    assert session.archive.backup_daily(14) is None


def test_a_damaged_history_is_set_aside_and_the_work_goes_on(session, tmp_path):
    session.save()
    session.archive.backup_daily(14)
    session.close()
    file = tmp_path / HISTORY_FILE
    damaged = file.read_bytes()[:3000] + b"\0" * 9000
    for part in tmp_path.glob(HISTORY_FILE + "*"):
        part.unlink()
    file.write_bytes(damaged)
    after = Clerk(tmp_path)
    assert after.archive.history.reports() == []
    assert after.archive.set_aside is not None
    assert after.archive.set_aside.file.read_bytes() == damaged
    assert after.archive.set_aside.backups
    after.close()


def test_two_windows_know_of_each_other(session, tmp_path):
    version = session.save()
    assert session.hold() == []
    other = Clerk(tmp_path)
    other.open_version(version.id)
    assert len(other.hold()) == 1
    session.close()
    other.close()


def test_another_history_folder_takes_effect_at_once(session, tmp_path):
    session.save()
    session.session.change_settings(replace(session.session.settings, history_dir=str(tmp_path / "别处")))
    session.archive = session.session.archive
    assert session.archive.history.reports() == []
    session.save()
    assert (tmp_path / "别处" / HISTORY_FILE).exists()


def test_a_folder_that_cannot_be_made_has_a_sentence(tmp_path):
    (tmp_path / "文件").write_text("x")
    with pytest.raises(StoreError, match="换一个文件夹"):
        _ = Archive(Path(tmp_path / "文件" / "里面")).history
