"""What both packages carry of this project: code, resources, the build's name, licence texts."""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from email.parser import HeaderParser
from pathlib import Path

from parts import ROOT, run

# Scripts that build a resource stay in the source tree.
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "build_*.py")


def version() -> str:
    """Version of the project, from pyproject.toml alone."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def commit() -> str:
    """Short name of the commit, with "+" when the tree differs from it."""
    name = run("git", "rev-parse", "--short=10", "HEAD").strip()
    return name + ("+" if run("git", "status", "--porcelain", "--untracked-files=no").strip() else "")


def commit_time() -> int:
    """Seconds since 1970 of the commit: the one date that every file of a build gets."""
    return int(run("git", "log", "-1", "--format=%ct").strip())


def copy_program(target: Path) -> None:
    """main.py, core, gui, resources with build.json, LICENSE."""
    for folder in ("core", "gui", "resources"):
        shutil.copytree(ROOT / folder, target / folder, ignore=LEFT_OUT)
    for name in ("main.py", "LICENSE"):
        shutil.copy2(ROOT / name, target / name)
    build = {"version": version(), "commit": commit()}
    (target / "resources" / "build.json").write_text(json.dumps(build), "utf-8")


def write_licences(site_packages: Path, target: Path) -> list[str]:
    """Licence texts of every distribution under site_packages, a folder each; returns their names.

    Qt and PySide6 come under LGPL-3.0: their libraries stay separate files that anyone may replace.
    """
    target.mkdir(parents=True, exist_ok=True)
    names = []
    for info in sorted(site_packages.glob("*.dist-info")):
        meta = HeaderParser().parsestr((info / "METADATA").read_text("utf-8"))
        name = f"{meta['Name']} {meta['Version']}"
        folder = target / str(meta["Name"])
        folder.mkdir()
        said = meta["License-Expression"] or meta["License"] or ""
        (folder / "NOTICE.txt").write_text(f"{name}\n{meta['Home-page'] or ''}\n{said}\n", "utf-8")
        for file in info.rglob("*"):
            if file.is_file() and file.name.upper().startswith(("LICEN", "COPYING", "NOTICE", "AUTHORS")):
                shutil.copy2(file, folder / file.name)
        names.append(name)
    return names


def same_time(folder: Path, seconds: int) -> None:
    """Give every file below the build's one date, so that two builds are the same."""
    for path in folder.rglob("*"):
        os.utime(path, (seconds, seconds), follow_symlinks=False)


def size(folder: Path) -> int:
    """Bytes of all files below."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
