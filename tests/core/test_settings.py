import json
from dataclasses import replace
from pathlib import Path

import pytest

from core import paths, settings
from core.finding import Severity
from core.rules import Profile
from core.settings import Settings

FULL = Settings(
    Profile.GOVERNMENT,
    "云溪县人民政府",
    "张三",
    "D:/模板.docx",
    {"year.jump": None, "title.form": Severity.HINT},
    "D:/年报",
    30,
    {"zoom": 1.5},
)


def test_settings_come_back(tmp_path):
    folder = tmp_path / "还没有"
    settings.save(folder, FULL)
    assert settings.load(folder) == FULL
    assert FULL.rules.severities["year.jump"] is None


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "\0"])
def test_a_damaged_file_means_defaults(tmp_path, text):
    (tmp_path / settings.FILE_NAME).write_text(text)
    assert settings.load(tmp_path) == Settings()


def test_one_bad_entry_does_not_lose_the_others(tmp_path):
    data = {"profile": "king", "agency": 3, "person": "李四", "severities": {"a": "fatal", "b": "hint"}, "backups": -1}
    (tmp_path / settings.FILE_NAME).write_text(json.dumps(data))
    assert settings.load(tmp_path) == replace(Settings(), person="李四", severities={"b": Severity.HINT})


def test_the_folder_by_command_line_then_environment_then_system(monkeypatch):
    monkeypatch.delenv("NIANBAO_DATA_DIR", raising=False)
    assert paths.data_dir(None).name == "nianbao"
    monkeypatch.setenv("NIANBAO_DATA_DIR", "/x/y")
    assert paths.data_dir(None) == Path("/x/y")
    assert paths.data_dir(Path("/z")) == Path("/z")
