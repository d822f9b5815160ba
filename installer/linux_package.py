"""The Debian package: PyInstaller's one folder under /opt/nianbao, desktop entry, icons, licence texts."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import payload
from parts import HERE, ROOT, BuildError, run, sha256

BUILD = ROOT / "build" / "deb"
DIST = ROOT / "dist"
# The distribution's own interpreter: built on the oldest system the package is for, and with a shared library.
PYTHON = "/usr/bin/python3"


def build() -> Path:
    """dist/nianbao_VERSION_amd64.deb."""
    shutil.rmtree(BUILD, ignore_errors=True)
    program = BUILD / "program"
    program.mkdir(parents=True)
    payload.copy_program(program)
    frozen = freeze(program)
    root = lay_out(frozen)
    target = DIST / f"nianbao_{payload.version()}_amd64.deb"
    DIST.mkdir(exist_ok=True)
    os.environ["SOURCE_DATE_EPOCH"] = str(payload.commit_time())
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", root, target)
    return target


def freeze(program: Path) -> Path:
    """PyInstaller's folder, from a virtual environment of its own with hash-pinned packages."""
    venv = BUILD / "venv"
    run(PYTHON, "-m", "venv", venv)
    python = venv / "bin" / "python"
    run(python, "-m", "pip", "-q", "install", "--require-hashes", "--only-binary=:all:", "--no-deps",
        "-r", HERE / "requirements-linux.txt")  # fmt: skip
    environment = {**os.environ, "NIANBAO_PAYLOAD": str(program), "PYTHONHASHSEED": "0",
                   "SOURCE_DATE_EPOCH": str(payload.commit_time())}  # fmt: skip
    command = [str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
               "--distpath", str(BUILD / "frozen"), "--workpath", str(BUILD / "work"),
               str(HERE / "linux" / "nianbao.spec")]  # fmt: skip
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=BUILD)
    if done.returncode:
        raise BuildError(f"PyInstaller failed:\n{done.stderr[-3000:]}")
    return BUILD / "frozen" / "nianbao"


def lay_out(frozen: Path) -> Path:
    """The package's tree."""
    root = BUILD / "root"
    home = root / "opt" / "nianbao"
    shutil.copytree(frozen, home, symlinks=True)
    write_licences(home)
    place(HERE / "linux" / "nianbao.desktop", root / "usr/share/applications/nianbao.desktop")
    place(ROOT / "resources/icons/nianbao.svg", root / "usr/share/icons/hicolor/scalable/apps/nianbao.svg")
    place(ROOT / "resources/icons/nianbao.png", root / "usr/share/icons/hicolor/256x256/apps/nianbao.png")
    place(ROOT / "LICENSE", root / "usr/share/doc/nianbao/copyright")
    link = root / "usr/bin/nianbao"
    link.parent.mkdir(parents=True)
    link.symlink_to("/opt/nianbao/nianbao")
    control = control_text(payload.version(), payload.size(root) // 1024)
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text(control, "utf-8")
    payload.same_time(root, payload.commit_time())
    return root


def write_licences(home: Path) -> None:
    """Texts of the packages and of the machine's own libraries that came along, with Python itself."""
    packages = next((BUILD / "venv" / "lib").glob("python3*")) / "site-packages"
    target = home / "_internal" / payload.LICENCES
    payload.write_licences(packages, target)
    system = {"libpython3.11-minimal"}
    for library in (home / "_internal").glob("lib*.so.*"):
        owner = subprocess.run(["dpkg-query", "-S", f"*/{library.name}"], capture_output=True, text=True).stdout
        system |= {owner.split(":")[0]} if owner and not library.is_symlink() else set()
    for package in sorted(system):
        place(Path("/usr/share/doc") / package / "copyright", target / "debian" / f"{package}.txt")


def control_text(version: str, size_kb: int) -> str:
    """The control file."""
    text = (HERE / "linux" / "control.in").read_text("utf-8")
    return text.replace("@VERSION@", version).replace("@SIZE_KB@", str(size_kb))


def place(source: Path, target: Path) -> None:
    """Copy a file to its place in the tree."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)


def summary(target: Path) -> str:
    """Size and hash for the build log."""
    return f"{target.name}: {target.stat().st_size / 1e6:.1f} MB sha256 {sha256(target)}"
