"""A program on a stick: where its data lies, and how it is moved."""

import shutil
import sys
from pathlib import Path

import pytest
from clerk import Clerk

from core import paths
from core.archive import HISTORY_FILE
from core.errors import UserError
from core.session import Session

SAMPLE = paths.resources() / "samples" / "示例报告.docx"


@pytest.fixture
def stick(tmp_path, monkeypatch):
    """A program unpacked on a stick, and a PC without data; the stick's folder."""
    folder = tmp_path / "U 盘" / "年报校核"
    folder.mkdir(parents=True)
    (folder / paths.PORTABLE_MARK).write_text("", "utf-8")
    monkeypatch.setattr(sys, "executable", str(folder / "年报校核.exe"))
    monkeypatch.setattr(paths, "default_data_dir", lambda: tmp_path / "pc" / "nianbao")
    monkeypatch.delenv("NIANBAO_DATA_DIR", raising=False)
    return folder


def save_sample(note):
    session = Session()
    state = session.open(SAMPLE)
    session.archive.save(state, (), note)
    session.close()
    return session.data_dir


def notes(data_dir):
    session = Session(data_dir)
    found = session.archive.history.reports()
    versions = [v for report in found for v in session.archive.history.versions(report.id)]
    session.close()
    return sorted(v.note for v in versions)


def test_an_installed_program_has_no_choice(monkeypatch, tmp_path):
    monkeypatch.delenv("NIANBAO_DATA_DIR", raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nianbao"))
    assert paths.portable_data_dir() is None and not paths.data_place_undecided(None)
    assert paths.data_dir(None) == paths.default_data_dir()
    assert Session(tmp_path / "data").other_data_place is None


def test_the_stick_asks_once_and_keeps_the_answer(stick):
    assert paths.data_place_undecided(None)
    assert not paths.data_place_undecided(Path("/chosen"))
    paths.keep_data_beside_the_program()
    assert not paths.data_place_undecided(None)
    assert paths.data_dir(None) == stick / "数据"


def test_an_answer_for_the_pc_is_kept_on_the_pc(stick, tmp_path):
    paths.keep_data_on_this_pc()
    assert not paths.data_place_undecided(None)
    assert paths.data_dir(None) == tmp_path / "pc" / "nianbao"
    shutil.rmtree(tmp_path / "pc")  # another PC
    assert paths.data_place_undecided(None)


def test_a_stick_that_cannot_be_written_takes_the_pc_without_asking(stick, tmp_path, monkeypatch):
    (stick / "数据").mkdir()
    monkeypatch.setattr(paths, "writable", lambda folder: False)
    assert paths.data_dir(None) == tmp_path / "pc" / "nianbao"
    shutil.rmtree(stick / "数据")
    assert not paths.data_place_undecided(None)
    assert Session().other_data_place is None


def test_writable_is_tried_and_leaves_nothing(tmp_path):
    assert paths.writable(tmp_path) and not list(tmp_path.iterdir())
    assert not paths.writable(tmp_path / "missing")


def test_moved_to_the_stick_and_back_joins_what_both_hold(stick, tmp_path):
    pc = save_sample("在电脑上")
    assert pc == tmp_path / "pc" / "nianbao"
    session = Session()
    assert session.other_data_place == stick / "数据" and not session.left_on_this_pc
    session.move_data(stick / "数据")
    assert session.data_dir == stick / "数据" == paths.data_dir(None)
    assert notes(stick / "数据") == ["在电脑上"] == notes(pc)
    assert session.left_on_this_pc  # kept, and told
    session.close()

    clerk = Clerk(None)
    clerk.open(SAMPLE)
    clerk.edit({next(iter(clerk.report.tables[3].cells)): "7"})
    clerk.save("在 U 盘上")
    assert clerk.session.other_data_place == pc
    clerk.session.move_data(pc)
    assert notes(pc) == ["在 U 盘上", "在电脑上"]
    assert paths.data_dir(None) == pc and (stick / "数据" / HISTORY_FILE).exists()
    assert not paths.data_place_undecided(None)


def test_settings_rules_and_editions_move_along(stick):
    session = Session()
    session.data_dir.mkdir(parents=True)
    (session.data_dir / "rules").mkdir()
    (session.data_dir / "rules" / "x.toml").write_text("", "utf-8")
    (session.data_dir / "window.json").write_text("{}", "utf-8")
    session.move_data(stick / "数据")
    assert sorted(p.name for p in (stick / "数据").iterdir()) == ["rules", "settings.json", "window.json"]
    assert (stick / "数据" / "rules" / "x.toml").exists()


def test_a_stick_pulled_out_while_moving_leaves_the_old_place_in_use(stick, monkeypatch, tmp_path):
    pc = save_sample("在电脑上")
    session = Session()

    def gone(*_args):
        raise OSError(5, "设备没有响应")

    monkeypatch.setattr("core.moving.settings.save", gone)
    with pytest.raises(UserError, match="历史记录还在原处"):
        session.move_data(stick / "数据")
    assert session.data_dir == pc and notes(pc) == ["在电脑上"]
    assert session.settings == Session(pc).settings
    assert paths.data_dir(None) == pc
