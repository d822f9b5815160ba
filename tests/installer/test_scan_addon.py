"""The add-on for scans, without building it."""

import re

import installer_support
import payload
import scan_addon

from core.reading.scan import addon

INSTALLER = installer_support.INSTALLER


def test_what_reads_pictures_is_kept_and_what_trains_models_is_not():
    kept = ("onnxruntime/capi/onnxruntime_pybind11_state.pyd", "numpy/_core/_multiarray_umath.so", "numpy.libs/libx.so")
    left = ("onnxruntime/capi/onnxruntime.dll", "onnxruntime/tools/x.py", "numpy/f2py/x.py", "numpy/linalg/tests/x.py")
    assert all(map(scan_addon.keep_member, kept)) and not any(map(scan_addon.keep_member, left))


def test_every_lock_pins_the_versions_of_the_tests():
    wanted = {
        r for r in (installer_support.ROOT / "requirements-scan.txt").read_text("utf-8").splitlines() if "==" in r
    }
    for target in ("windows", "linux-amd64", "linux-arm64"):
        lock = (INSTALLER / f"requirements-scan-{target}.txt").read_text("utf-8")
        assert {line.split(" ")[0] for line in lock.splitlines() if not line.startswith("#")} == wanted
        assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", lock)) == len(wanted)


def test_the_package_asks_for_the_program_of_its_series():
    text = scan_addon.control("1.2.3", 99, "arm64")
    assert "Depends: nianbao (>= 1.2)\n" in text and "Architecture: arm64\n" in text and text.endswith("\n")


def test_the_program_finds_the_add_on_beside_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(addon.sys, "executable", str(tmp_path / "nianbao.exe"))
    (tmp_path / "scan" / "models").mkdir(parents=True)
    assert addon.folder() == tmp_path / "scan"
    for name in (addon.RECOGNITION, addon.DETECTION):
        (tmp_path / "scan" / "models" / name).touch()
    addon.models.cache_clear()
    try:
        assert addon.models() == tmp_path / "scan" / "models"
    finally:
        addon.models.cache_clear()


def test_the_setup_program_asks_for_the_program_and_removes_its_own_folder_only():
    script = (INSTALLER / "windows" / "scan.nsi").read_text("utf-8")
    assert 'FileExists} "$INSTDIR\\nianbao.exe"' in script and "没有找到年报校核" in script
    assert not re.search(r'RMDir /r "\$INSTDIR"', script)
    assert payload.version()
