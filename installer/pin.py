"""Writes the locks of this folder (requirements-*.txt) anew: python installer/build.py pin

The versions come from requirements.txt and, for the add-on, requirements-scan.txt; the hash is
that of the one wheel each package takes.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from parts import CACHE, HERE, ROOT, pip, sha256


def manylinux(machine: str, newest: int) -> list[str]:
    """Names of the platforms whose wheels run with glibc 2.newest."""
    return [f"manylinux_2_{n}_{machine}" for n in range(17, newest + 1)] + [f"manylinux2014_{machine}"]


PYINSTALLER = ["altgraph==0.17.5", "packaging==26.3", "pyinstaller==6.22.3", "pyinstaller-hooks-contrib", "setuptools"]
# Versions that an architecture has to take: the aarch64 wheels of PySide6 6.9.3 ask for glibc 2.39.
OLDER = {"linux-arm64": {"PySide6_Essentials": "6.8.0.2", "shiboken6": "6.8.0.2"}}
TARGETS = {
    "windows": ("3.12", ["win_amd64"], []),
    "linux-amd64": ("3.11", manylinux("x86_64", 28), PYINSTALLER),
    "linux-arm64": ("3.11", manylinux("aarch64", 31), PYINSTALLER),
}


def pin_all() -> None:
    """All locks: of the program and of the add-on for scans, for each system."""
    versions = requirements("requirements.txt")
    scan = requirements("requirements-scan.txt")
    for name, (python, platforms, extra) in TARGETS.items():
        taken = [f"{n}=={OLDER.get(name, {}).get(n, v)}" for n, v in (r.split("==") for r in versions)]
        write_lock(name, "requirements.txt", python, platforms, [*taken, *extra])
        write_lock(f"scan-{name}", "requirements-scan.txt", python, platforms, scan)


def requirements(name: str) -> list[str]:
    """The requirement lines of a file of the project."""
    return [r for r in (ROOT / name).read_text("utf-8").splitlines() if "==" in r]


def write_lock(name: str, source: str, python: str, platforms: list[str], wanted: list[str]) -> None:
    """installer/requirements-NAME.txt."""
    folder = CACHE / f"pin-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    given = [arg for p in platforms for arg in ("--platform", p)]
    pip("download", "--no-deps", *given, "--python-version", python, "--implementation", "cp",
        "--only-binary=:all:", "-d", folder, *wanted)  # fmt: skip
    lines = [f"# {source} for {name}, each line with the hash of its wheel; python installer/build.py pin"]
    lines += sorted(line(wheel) for wheel in folder.glob("*.whl"))
    (HERE / f"requirements-{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")


def line(wheel: Path) -> str:
    """A requirement line for a wheel."""
    name, version = wheel.name.split("-")[:2]
    return f"{name.replace('_', '-')}=={version} --hash=sha256:{sha256(wheel)}"
