"""Installs the .deb in a bare Debian root with apt, uses it, upgrades it, removes it.

The root has nothing but Debian's minimal base: whatever the package needs and does not ask for is missing there.
The screen is this machine's Xvfb, which a program of the root reaches by its abstract socket.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import payload
import trial
from parts import ROOT, BuildError
from parts import run as command
from trial import digest, digests, picture, step

WORK = ROOT / "build" / "try-installers" / "linux"
BASE = ROOT / "build" / "parts" / "debian-minbase"
CHROOT = WORK / "root"
DISPLAY = ":79"
TOOLS = {"debootstrap": "debootstrap", "Xvfb": "xvfb", "import": "imagemagick", "dpkg-deb": "dpkg"}
SUITE = "bookworm"
HOME = "/home/clerk"
# What a desktop gives a program; nothing of this machine's.
PLAIN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": HOME, "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}


def package() -> Path:
    """The .deb of this version."""
    return ROOT / "dist" / f"nianbao_{payload.version()}_amd64.deb"


def inside(*words: str, folder: str = "/", **more: str) -> subprocess.CompletedProcess[bytes]:
    """A command in the root."""
    line = ["chroot", str(CHROOT), "/usr/bin/env", "-C", folder, *words]
    return subprocess.run(line, env={**PLAIN, **more}, capture_output=True, check=False, timeout=900)


def run() -> None:
    """All steps, in order; BuildError at the first that does not hold."""
    prepare()
    first_install()
    plain = trial.Plain(ROOT / "build" / "deb" / "program", WORK / "no-history")
    trial.compare_commands(CHROOT / "home/clerk/文档", plain, _installed)
    drawn_picture()
    window()
    history = upgrade()
    remove(history)
    shutil.rmtree(CHROOT)


def _installed(arguments: list[str], folder: Path) -> tuple[int, bytes]:
    done = inside("nianbao", *arguments, folder=f"/{folder.relative_to(CHROOT)}")
    return done.returncode, done.stdout


def prepare() -> None:
    """A fresh copy of the minimal base, which is fetched once."""
    if not (BASE / "etc" / "debian_version").exists():
        shutil.rmtree(BASE, ignore_errors=True)
        command("debootstrap", "--variant=minbase", SUITE, BASE)
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    command("cp", "-a", BASE, CHROOT)
    (CHROOT / "home/clerk").mkdir()
    done = inside("apt-get", "update", "-qq")
    step("debian: fresh minimal root", done.returncode == 0)


def apt_install(file: Path) -> None:
    """As the README says: apt install ./x.deb, everything it needs along with it."""
    shutil.copy2(file, CHROOT / "tmp" / file.name)
    done = inside("apt-get", "install", "-y", "-qq", "--no-install-recommends", f"./{file.name}", folder="/tmp")
    if done.returncode:
        raise BuildError(done.stderr.decode()[-2000:])


def first_install() -> None:
    """apt finds all that the package asks for; the files are those that were built."""
    fonts = inside("sh", "-c", "ls /usr/share/fonts 2>/dev/null | wc -l").stdout.strip().decode()
    apt_install(package())
    step(f"apt install ./{package().name} (fonts before: {fonts})")
    built = ROOT / "build" / "deb" / "root" / "opt"
    step(f"{len(digests(built))} files equal to those built", digests(built) == digests(CHROOT / "opt"))
    entry = (CHROOT / "usr/share/applications/nianbao.desktop").read_text("utf-8")
    icons = [CHROOT / f"usr/share/icons/hicolor/{p}" for p in ("scalable/apps/nianbao.svg", "256x256/apps/nianbao.png")]
    step("desktop entry and icons", "%f" in entry and all(p.is_file() for p in icons))


def drawn_picture() -> None:
    """The program's own picture of its window."""
    name = next(iter(trial.SAMPLES))
    code, _ = _installed(["screenshot", name, "-o", "/tmp/drawn.png", "--section", "3"], CHROOT / "home/clerk/文档")
    step("screenshot command: drawn.png", code == 0)
    shutil.copy2(CHROOT / "tmp/drawn.png", WORK / "drawn.png")


def window() -> None:
    """The real window on a screen, started by the line of the desktop entry."""
    entry = (CHROOT / "usr/share/applications/nianbao.desktop").read_text("utf-8")
    line = next(row.removeprefix("Exec=") for row in entry.splitlines() if row.startswith("Exec="))
    sample = f"{HOME}/文档/{next(iter(trial.SAMPLES))}"
    words = [sample if word == "%f" else word for word in line.split()]
    with trial.screen(DISPLAY):
        started = ["chroot", str(CHROOT), *words]
        with subprocess.Popen(started, env={**PLAIN, "DISPLAY": DISPLAY}, stderr=subprocess.PIPE) as program:
            time.sleep(12)
            picture(DISPLAY, WORK / "window.png")
            alive = program.poll() is None
            program.terminate()
            said = (program.communicate()[1] or b"").decode()
    step(f"window by the desktop entry's line: window.png {said[-300:]}", alive)


def upgrade() -> Path:
    """The same files as version 99.0.0 over it; the history stays."""
    history = trial.save_history(CHROOT / "home/clerk/.local/share/nianbao")
    before = digest(history)
    tree = WORK / "later"
    command("cp", "-a", ROOT / "build/deb/root", tree)
    control = tree / "DEBIAN" / "control"
    text = control.read_text("utf-8").replace(f"Version: {payload.version()}\n", "Version: 99.0.0\n")
    control.write_text(text, "utf-8")
    (tree / "opt/nianbao/_internal/LICENSE").unlink()
    later = WORK / "nianbao_99.0.0_amd64.deb"
    command("dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, later)
    apt_install(later)
    step("version 99.0.0 over it", digests(tree / "opt") == digests(CHROOT / "opt"))
    step("history untouched by the upgrade", digest(history) == before)
    return history


def remove(history: Path) -> None:
    """By apt remove, and after another installation by apt purge: nothing is left but the history."""
    before = digest(history)
    for verb in ("remove", "purge"):
        done = inside("apt-get", verb, "-y", "-qq", "nianbao")
        left = [*CHROOT.glob("usr/**/*nianbao*"), *CHROOT.glob("opt/nianbao*")]
        step(f"apt {verb}: nothing left {left[:3]}", done.returncode == 0 and not left)
        step(f"apt {verb}: the history is still there, unchanged", digest(history) == before)
        if verb == "remove":
            apt_install(package())


def ready() -> list[str]:
    """What is missing for the trial, in words."""
    found = trial.missing(TOOLS)
    if os.geteuid() != 0:
        found.append("root rights (debootstrap and chroot need them)")
    built = (package(), ROOT / "build" / "deb" / "root")
    return found + [f"{p.name} (make installer-deb)" for p in built if not p.exists()]
