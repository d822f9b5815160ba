import json

from core import paths, version


def test_a_checkout_names_the_projects_version_and_no_commit():
    version.build.cache_clear()
    name, commit = version.build()
    assert f'version = "{name}"' in (paths.resources().parent / "pyproject.toml").read_text("utf-8")
    assert commit == ""


def test_a_package_names_what_it_was_built_from(tmp_path, monkeypatch):
    (tmp_path / version.BUILD_FILE).write_text(json.dumps({"version": "9.8.7", "commit": "abc"}))
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    version.build.cache_clear()
    assert version.build() == ("9.8.7", "abc")
    version.build.cache_clear()
