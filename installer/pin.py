"""Writes requirements-windows.txt and requirements-linux.txt anew: python installer/build.py pin

The versions come from requirements.txt; the hash is that of the one wheel each package takes.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from parts import CACHE, HERE, ROOT, pip, sha256

PYINSTALLER = ["altgraph==0.17.5", "packaging==26.3", "pyinstaller==6.22.3", "pyinstaller-hooks-contrib", "setuptools"]
TARGETS = {
    "windows": ("3.12", ["win_amd64"], []),
    "linux": ("3.11", [f"manylinux_2_{n}_x86_64" for n in (17, 24, 26, 27, 28, 31, 34, 35)] + ["manylinux2014_x86_64"],
              PYINSTALLER),
}  # fmt: skip


def pin_all() -> None:
    """Both locks."""
    versions = [r for r in (ROOT / "requirements.txt").read_text("utf-8").splitlines() if "==" in r]
    for name, (python, platforms, extra) in TARGETS.items():
        folder = CACHE / f"pin-{name}"
        shutil.rmtree(folder, ignore_errors=True)
        wanted = [arg for p in platforms for arg in ("--platform", p)]
        pip("download", "--no-deps", *wanted, "--python-version", python, "--implementation", "cp",
            "--only-binary=:all:", "-d", folder, *versions, *extra)  # fmt: skip
        lines = [f"# requirements.txt for {name}, each line with the hash of its wheel; python installer/build.py pin"]
        lines += sorted(line(wheel) for wheel in folder.glob("*.whl"))
        (HERE / f"requirements-{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")


def line(wheel: Path) -> str:
    """A requirement line for a wheel."""
    name, version = wheel.name.split("-")[:2]
    return f"{name.replace('_', '-')}=={version} --hash=sha256:{sha256(wheel)}"
