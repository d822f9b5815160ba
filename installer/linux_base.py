"""The old root in which the Linux packages are made: Debian 11 with a CPython compiled in it.

Kylin V10 (glibc 2.31) and UOS 20 (2.28) refuse what is built on Debian 12 (2.36). The wheels ask for 2.28 at most;
only the interpreter and the few libraries beside it decide. So they come from Debian 11, and `oldest_glibc` proves
from the symbols of every file what the package asks for. The root is made once into build/parts and used again.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from parts import CACHE, HERE, BuildError, check, pins, run

SUITE = "bullseye"
# Libraries that Python is compiled with, and those of the desktop that Qt's xcb plugin wants and desktops may lack.
PACKAGES = [
    "build-essential",
    "ca-certificates",
    "patch",
    "binutils",
    "xz-utils",
    "zlib1g-dev",
    "libffi-dev",
    "libssl-dev",
    "tcl",
    "libbz2-dev",
    "liblzma-dev",
    "uuid-dev",
    "libexpat1-dev",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xinerama0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libegl1",
    "libgl1",
    "libdbus-1-3",
    "libfontconfig1",
    "libglib2.0-0",
    "libcups2",
]
# Debian's name of an architecture: the oldest version of each symbol there, and the emulator it needs here.
ARCHITECTURES = {"amd64": ("GLIBC_2.2.5", ""), "arm64": ("GLIBC_2.17", "qemu-aarch64-static")}
HOST = {"x86_64": "amd64", "aarch64": "arm64"}[os.uname().machine]
PLAIN = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}
PYTHON = "/opt/nianbao-python/bin/python3"


def needed_tools(architecture: str) -> list[str]:
    """What this machine lacks for the build, as packages to install; empty when all is there."""
    emulator = ARCHITECTURES[architecture][1] if architecture != HOST else ""
    tools = {"debootstrap": "debootstrap", "dpkg-deb": "dpkg-dev", "objdump": "binutils", "xz": "xz-utils"}
    if emulator:
        tools |= {emulator: "qemu-user-static binfmt-support", "aarch64-linux-gnu-strip": "binutils-aarch64-linux-gnu"}
    return [package for tool, package in tools.items() if not shutil.which(tool)]


def prepare(architecture: str) -> Path:
    """The root with /opt/nianbao-python, made anew when what it is made from has changed. Needs root."""
    if os.geteuid():
        raise BuildError(
            "the Linux packages are made in a Debian 11 root: run the build as root (sudo make installer-deb)"
        )
    missing = needed_tools(architecture)
    if missing:
        raise BuildError(f"missing here: apt-get install {' '.join(missing)}")
    recipe = hashlib.sha256()
    recipe.update(
        repr((SUITE, PACKAGES, ARCHITECTURES[architecture], pins()["python_source"], pins()["sqlite_source"])).encode()
    )
    for part in ("build_python.sh", "old_glibc.h"):
        recipe.update((HERE / "linux" / part).read_bytes())
    root = CACHE / f"linux-base-{architecture}-{recipe.hexdigest()[:12]}"
    if not (root / "built").exists():
        shutil.rmtree(root, ignore_errors=True)
        print(f"Debian 11 root for {architecture}", flush=True)
        run("debootstrap", "--variant=minbase", f"--arch={architecture}", SUITE, root)
        compile_python(root, architecture)
        (root / "built").write_text(recipe.hexdigest(), "ascii")
    return root


def inside(root: Path, *command: str, **environment: str) -> str:
    """Output of a command in the root; BuildError with its words when it fails."""
    line = ["chroot", str(root), *command]
    done = subprocess.run(line, env={**PLAIN, **environment}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"{command[0]} in {root.name} failed:\n{done.stdout[-2000:]}{done.stderr[-3000:]}")
    return done.stdout


def compile_python(root: Path, architecture: str) -> None:
    """Fetch Debian's source packages of CPython and SQLite, pinned by hash, and compile them."""
    pin = pins()["python_source"]
    sources = root / "etc/apt/sources.list"
    here = sources.read_text("ascii").splitlines()[0]  # the mirror that debootstrap took
    sources.write_text(f"{here}\n{here.replace('deb ', 'deb-src ', 1).replace(SUITE, pin['suite'])}\n", "ascii")
    inside(root, "apt-get", "update", "-qq")
    inside(root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES)
    build = root / "build"
    build.mkdir(exist_ok=True)
    for source in (pin, pins()["sqlite_source"]):
        fetch = f"cd /build && apt-get source -qq --download-only {source['package']}={source['version']}"
        inside(root, "sh", "-c", fetch)
        for archive in ("orig", "debian"):
            check(build / source[archive], source[f"{archive}_sha256"])
    shutil.copy2(HERE / "linux" / "build_python.sh", build)
    shutil.copy2(HERE / "linux" / "old_glibc.h", build)
    print(f"compiling CPython {pin['version']} for {architecture}; takes minutes", flush=True)
    archives = [source[part] for source in (pin, pins()["sqlite_source"]) for part in ("orig", "debian")]
    compiler = {} if architecture == HOST else add_cross_compiler(root)
    inside(root, "sh", "/build/build_python.sh", *archives, ARCHITECTURES[architecture][0], **compiler)


def add_cross_compiler(root: Path) -> dict[str, str]:
    """A compiler of this machine's own processor in the emulated root: an emulated one takes two hours.

    It lies under /cross with its own libraries, and the kernel runs it beside the emulated programs, because the two
    kinds of libraries have folders of their own (Debian's multiarch). Its name, for the environment of configure.
    """
    cross = CACHE / "cross-arm64"
    if not (cross / "built").exists():
        shutil.rmtree(cross, ignore_errors=True)
        run("debootstrap", "--variant=minbase", "--include=gcc-aarch64-linux-gnu", SUITE, cross)
        (cross / "built").touch()
    run("cp", "-a", cross / "usr", root / "cross")
    run("cp", "-a", f"{cross}/usr/lib/x86_64-linux-gnu", root / "usr/lib")
    (root / "lib64").mkdir(exist_ok=True)
    (root / "lib64/ld-linux-x86-64.so.2").symlink_to("/usr/lib/x86_64-linux-gnu/ld-2.31.so")
    return {"CC": "/cross/bin/aarch64-linux-gnu-gcc-10", "AR": "/cross/bin/aarch64-linux-gnu-ar",
            "RANLIB": "/cross/bin/aarch64-linux-gnu-ranlib"}  # fmt: skip


def oldest_glibc(folder: Path) -> tuple[tuple[int, ...], dict[tuple[int, ...], list[str]]]:
    """The glibc that the ELF files below ask for, and the files by the version each asks for."""
    wanted: dict[tuple[int, ...], list[str]] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
        with path.open("rb") as file:
            if file.read(4) != b"\x7fELF":
                continue
        table = subprocess.run(["objdump", "-T", str(path)], capture_output=True, text=True, check=False).stdout
        versions = {tuple(map(int, v.split("."))) for v in re.findall(r"GLIBC_(\d+(?:\.\d+)+)", table)}
        if versions:
            wanted.setdefault(max(versions), []).append(str(path.relative_to(folder)))
    return max(wanted, default=(0,)), wanted
