"""What both packages carry of this project: code, resources, the build's name, licence texts."""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from email.parser import HeaderParser
from pathlib import Path

from parts import HERE, ROOT, BuildError, run

# Scripts that build a resource stay in the source tree.
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "build_*.py")
# In the build's virtual environment only; PyInstaller's loader is shipped, its licence with it.
BUILD_ONLY = ("altgraph", "packaging", "pip", "pyinstaller-hooks-contrib", "setuptools")
LICENCES = Path("resources") / "licences"
# What tells a program that it runs without being installed; the name is core.paths' too.
PORTABLE_MARK = "免安装版.txt"


def version() -> str:
    """Version of the project, from pyproject.toml alone."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def commit() -> str:
    """Short name of the commit, with "+" when what is packed differs from it."""
    name = run("git", "rev-parse", "--short=10", "HEAD").strip()
    return name + (
        "+" if run("git", "status", "--porcelain", "--", "core", "gui", "resources", "main.py").strip() else ""
    )


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
    """Licence texts of every distribution under site_packages, a folder each, with ours; returns their names.

    Qt and PySide6 come under LGPL-3.0: their libraries stay separate files that anyone may replace. What a wheel
    says but does not carry as text comes from installer/licences.
    """
    shutil.copytree(HERE / "licences", target)
    shutil.copy2(ROOT / "LICENSE", target / "nianbao.txt")
    names = []
    for info in sorted(site_packages.glob("*.dist-info")):
        meta = HeaderParser().parsestr((info / "METADATA").read_text("utf-8"))
        if meta["Name"] in BUILD_ONLY:
            continue
        folder = target / str(meta["Name"])
        folder.mkdir(exist_ok=True)
        said = meta["License-Expression"] or meta["License"] or ""
        notice = f"{meta['Name']} {meta['Version']}\n{meta['Home-page'] or ''}\n{said}\n"
        (folder / "NOTICE.txt").write_text(notice, "utf-8")
        copy_texts(info, folder)
        names.append(str(meta["Name"]))
    return names


def copy_texts(info: Path, folder: Path) -> None:
    """The licence files of one distribution, flat; BuildError when it has none and installer/licences neither."""
    for file in sorted(p for p in info.rglob("*") if p.is_file()):
        inside = file.relative_to(info)
        named = file.name.upper().startswith(("LICEN", "COPYING", "NOTICE", "AUTHORS"))
        if (named or inside.parts[0] == "licenses") and "Commercial" not in file.name:
            shutil.copy2(file, folder / "-".join(inside.parts[1:] if len(inside.parts) > 1 else inside.parts))
    if len(list(folder.iterdir())) < 2:
        raise BuildError(f"no licence text for {folder.name}: put it under installer/licences/{folder.name}")


def same_time(folder: Path, seconds: int) -> None:
    """Give every file below the build's one date, so that two builds are the same."""
    for path in folder.rglob("*"):
        os.utime(path, (seconds, seconds), follow_symlinks=False)


def size(folder: Path) -> int:
    """Bytes of all files below; a link to a library beside it takes no room of its own."""
    return sum(p.lstat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
