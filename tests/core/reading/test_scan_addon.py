"""The add-on is found beside the program, and its absence is no error."""

from __future__ import annotations

import pytest

from core.errors import PicturesOnly
from core.reading.scan import addon, scanned_pages


@pytest.fixture(autouse=True)
def _asked_anew():
    addon.available.cache_clear()
    addon.models.cache_clear()
    yield
    addon.available.cache_clear()
    addon.models.cache_clear()


def test_without_models_nothing_is_available(tmp_path, monkeypatch):
    monkeypatch.setattr(addon, "folder", lambda: tmp_path)
    monkeypatch.setattr(addon, "_MODELS_PACKAGE", "no_such_package")
    assert addon.models() is None
    assert not addon.available()


def test_models_beside_the_program_are_found(tmp_path, monkeypatch):
    monkeypatch.setattr(addon, "folder", lambda: tmp_path)
    monkeypatch.setattr(addon, "_MODELS_PACKAGE", "no_such_package")
    (tmp_path / "models").mkdir()
    for name in (addon.RECOGNITION, addon.DETECTION):
        (tmp_path / "models" / name).write_bytes(b"")
    assert addon.models() == tmp_path / "models"
    monkeypatch.setattr(addon, "_ENGINE", ("no_such_engine",))
    assert not addon.available()


def test_a_processor_that_numpy_does_not_run_on_is_a_sentence(monkeypatch):
    monkeypatch.setattr(addon, "runs_here", lambda: False)
    with pytest.raises(PicturesOnly, match="处理器太旧"):
        scanned_pages._engine()


def test_this_machine_runs_the_engine():
    assert addon.runs_here()
