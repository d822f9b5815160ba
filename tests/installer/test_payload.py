"""What both packages carry of the project."""

import json
import shutil

import installer_support
import payload
import pytest
from parts import BuildError

from core import paths


@pytest.mark.skipif(not shutil.which("git"), reason="needs git: a build carries the name of its commit")
def test_the_program_is_copied_with_its_name_and_without_what_builds_resources(tmp_path):
    payload.copy_program(tmp_path)
    names = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*")}
    assert {"main.py", "LICENSE", "core/session.py", "gui/app.py"} <= names or "core/session/__init__.py" in names
    assert not any("build_" in name or name.endswith(".pyc") for name in names)
    build = json.loads((tmp_path / "resources/build.json").read_text("utf-8"))
    assert build["version"] == payload.version()


@pytest.mark.parametrize(
    "name",
    ["icons/nianbao.ico", "icons/nianbao.png", "icons/nianbao.svg", "samples/示例报告.docx", "samples/示例报告.pdf",
     "templates/standard.docx", "schemas/2019.toml", "schemas/2021.toml"],
)  # fmt: skip
def test_a_shipped_resource_exists(name):
    assert (installer_support.ROOT / "resources" / name).stat().st_size > 0


def test_the_icon_has_every_size_that_windows_shows():
    data = (installer_support.ROOT / "resources/icons/nianbao.ico").read_bytes()
    sizes = {data[6 + 16 * n] or 256 for n in range(data[4])}
    assert {16, 24, 32, 48, 256} <= sizes


def distribution(folder, name, *files):
    info = folder / f"{name}-1.0.dist-info"
    for file in ("METADATA", *files):
        (info / file).parent.mkdir(parents=True, exist_ok=True)
        (info / file).write_text(f"Name: {name}\nVersion: 1.0\nLicense: MIT\n", "utf-8")


def test_licence_texts_of_every_part_come_along(tmp_path):
    distribution(tmp_path / "site", "thing", "licenses/inner/zlib.txt", "LICENCE.rst")
    assert payload.write_licences(tmp_path / "site", tmp_path / "out") == ["thing"]
    names = {p.name for p in (tmp_path / "out" / "thing").iterdir()}
    assert names == {"NOTICE.txt", "inner-zlib.txt", "LICENCE.rst"}
    assert (tmp_path / "out" / "nianbao.txt").exists()


def test_a_part_without_a_licence_text_stops_the_build(tmp_path):
    distribution(tmp_path / "site", "thing")
    with pytest.raises(BuildError, match="no licence text for thing"):
        payload.write_licences(tmp_path / "site", tmp_path / "out")


@pytest.mark.parametrize("part", ["PySide6_Essentials", "shiboken6"])
def test_the_text_of_the_lgpl_is_there_for_qt(part):
    text = (installer_support.INSTALLER / "licences" / part / "LGPL-3.0.txt").read_text("utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text and "Version 3" in text


def test_the_program_knows_its_portable_package_by_the_file_that_lies_in_it():
    assert payload.PORTABLE_MARK == paths.PORTABLE_MARK
    assert "搬动历史记录" in (installer_support.INSTALLER / payload.PORTABLE_MARK).read_text("utf-8-sig")


def test_a_link_to_a_library_is_not_counted_twice(tmp_path):
    (tmp_path / "libx.so.1").write_bytes(b"x" * 1000)
    (tmp_path / "libx.so").symlink_to("libx.so.1")
    assert payload.size(tmp_path) == 1000
