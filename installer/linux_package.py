"""The Linux packages: PyInstaller's one folder, as a .deb under /opt/nianbao and as a tar.xz that runs where it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import linux_base
import payload
from parts import CACHE, HERE, ROOT, BuildError, pip, run, sha256

BUILD = ROOT / "build" / "linux"
DIST = ROOT / "dist"
# UOS 20 has 2.28; the aarch64 wheels of Qt ask for 2.31, which Kylin V10 has.
GLIBC = {"amd64": (2, 28), "arm64": (2, 31)}
# The older Qt for ARM takes part in the desktop's sessions; every desktop that is itself made with Qt or GTK has this.
MORE = {"arm64": "libsm6"}
STRIP = {"amd64": "strip", "arm64": "aarch64-linux-gnu-strip"}
WHEELS = {"amd64": "x86_64", "arm64": "aarch64"}


def build(architecture: str = linux_base.HOST) -> list[Path]:
    """dist/nianbao_VERSION_ARCH.deb and dist/nianbao-VERSION-linux-ARCH.tar.xz."""
    base = linux_base.prepare(architecture)
    folder = BUILD / architecture
    shutil.rmtree(folder, ignore_errors=True)
    program = folder / "program"
    program.mkdir(parents=True)
    payload.copy_program(program)
    frozen = freeze(base, folder, architecture)
    needed, files = linux_base.oldest_glibc(frozen)
    if needed > GLIBC[architecture]:
        raise BuildError(f"{files[needed][:5]} ask for glibc {'.'.join(map(str, needed))}")
    root = lay_out(base, folder, frozen, architecture, needed)
    DIST.mkdir(exist_ok=True)
    deb = DIST / f"nianbao_{payload.version()}_{architecture}.deb"
    os.environ["SOURCE_DATE_EPOCH"] = str(payload.commit_time())
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", root, deb)
    return [deb, portable(root / "opt" / "nianbao", architecture)]


def freeze(base: Path, folder: Path, architecture: str) -> Path:
    """PyInstaller's folder, made inside the old root from wheels pinned by hash."""
    lock = HERE / f"requirements-linux-{architecture}.txt"
    wheels = CACHE / f"wheels-linux-{architecture}"
    platforms = [f"--platform=manylinux_2_{n}_{WHEELS[architecture]}" for n in range(17, GLIBC[architecture][1] + 1)]
    pip("download", "--no-deps", "--require-hashes", "--only-binary=:all:", *platforms,
        f"--platform=manylinux2014_{WHEELS[architecture]}", "--python-version=3.11", "--implementation=cp",
        "-r", lock, "-d", wheels)  # fmt: skip
    work = base / "freeze"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    shutil.copytree(folder / "program", work / "program")
    shutil.copytree(wheels, work / "wheels")
    shutil.copy2(lock, work / "requirements.txt")
    shutil.copy2(HERE / "linux" / "nianbao.spec", work)
    linux_base.inside(base, linux_base.PYTHON, "-m", "venv", "/freeze/venv")
    linux_base.inside(base, "/freeze/venv/bin/python", "-m", "pip", "-q", "install", "--require-hashes", "--no-deps",
                      "--no-index", "--find-links=/freeze/wheels", "-r", "/freeze/requirements.txt")  # fmt: skip
    linux_base.inside(
        base, "sh", "-c",
        "cd /freeze && exec venv/bin/python -m PyInstaller --noconfirm --log-level WARN nianbao.spec",
        NIANBAO_PAYLOAD="/freeze/program", PYTHONHASHSEED="0", SOURCE_DATE_EPOCH=str(payload.commit_time()),
    )  # fmt: skip
    frozen = folder / "frozen"
    shutil.copytree(work / "dist" / "nianbao", frozen, symlinks=True)
    # Debug symbols of what was compiled here: 22 of libpython's 27 MB. The wheels' own files stay as they came.
    inner = frozen / "_internal"
    ours = [
        *inner.glob("libpython3*"),
        *inner.glob("libsqlite3*"),
        *(inner / "python3.11" / "lib-dynload").glob("*.so"),
    ]
    run(STRIP[architecture], "--strip-unneeded", *(p for p in ours if not p.is_symlink()))
    return frozen


def portable(home: Path, architecture: str) -> Path:
    """The same folder with a start script, for desktops where nothing may be installed."""
    name = f"nianbao-{payload.version()}-linux-{architecture}"
    folder = BUILD / architecture / name
    shutil.copytree(home, folder, symlinks=True)
    start = place(HERE / "linux" / "start.sh", folder / "启动年报校核.sh")
    start.write_text(start_script(architecture), "utf-8")
    for text in ("使用说明.txt", payload.PORTABLE_MARK):
        place(HERE / text, folder / text)
    payload.same_time(folder, payload.commit_time())
    target = DIST / f"{name}.tar.xz"
    with tarfile.open(target, "w:xz", preset=6) as archive:
        archive.add(folder, name, filter=owned_by_root)
    return target


def start_script(architecture: str) -> str:
    """The script that starts the folder's program, or says why this system cannot run it."""
    text = (HERE / "linux" / "start.sh").read_text("utf-8")
    glibc = ".".join(map(str, GLIBC[architecture]))
    return text.replace("@MACHINE@", WHEELS[architecture]).replace("@GLIBC@", glibc)


def owned_by_root(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """The archive's member without the names of this machine."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member


def lay_out(base: Path, folder: Path, frozen: Path, architecture: str, glibc: tuple[int, ...]) -> Path:
    """The package's tree."""
    root = folder / "root"
    home = root / "opt" / "nianbao"
    shutil.copytree(frozen, home, symlinks=True)
    write_licences(base, home)
    place(HERE / "linux" / "nianbao.desktop", root / "usr/share/applications/nianbao.desktop")
    place(HERE / "linux" / "nianbao.xml", root / "usr/share/mime/packages/nianbao.xml")
    place(ROOT / "resources/icons/nianbao.svg", root / "usr/share/icons/hicolor/scalable/apps/nianbao.svg")
    place(ROOT / "resources/icons/nianbao.png", root / "usr/share/icons/hicolor/256x256/apps/nianbao.png")
    place(ROOT / "LICENSE", root / "usr/share/doc/nianbao/copyright")
    link = root / "usr/bin/nianbao"
    link.parent.mkdir(parents=True)
    link.symlink_to("/opt/nianbao/nianbao")
    control = control_text(payload.version(), payload.size(root) // 1024, architecture, ".".join(map(str, glibc)))
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text(control, "utf-8")
    payload.same_time(root, payload.commit_time())
    return root


def write_licences(base: Path, home: Path) -> None:
    """Texts of the packages and of the root's own libraries that came along, with Python itself."""
    packages = next((base / "freeze" / "venv" / "lib").glob("python3*")) / "site-packages"
    target = home / "_internal" / payload.LICENCES
    payload.write_licences(packages, target)
    place(base / "build" / "source" / "LICENSE", target / "Python.txt")
    system = set()
    for library in (home / "_internal").glob("lib*.so.*"):
        owner = subprocess.run(
            ["dpkg-query", f"--admindir={base}/var/lib/dpkg", "-S", f"*/{library.name}"],
            capture_output=True, text=True, check=False,
        ).stdout  # fmt: skip
        system |= {owner.split(":")[0]} if owner and not library.is_symlink() else set()
    for package in sorted(system):
        place(base / "usr/share/doc" / package / "copyright", target / "debian" / f"{package}.txt")


def control_text(version: str, size_kb: int, architecture: str = "amd64", glibc: str = "2.28") -> str:
    """The control file."""
    text = (HERE / "linux" / "control.in").read_text("utf-8")
    words = {"@VERSION@": version, "@SIZE_KB@": str(size_kb), "@ARCHITECTURE@": architecture, "@GLIBC@": glibc,
             "@MORE@": f", {MORE[architecture]}" if architecture in MORE else ""}  # fmt: skip
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def place(source: Path, target: Path) -> Path:
    """Copy a file to its place in the tree; the place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy2(source, target))


def summary(targets: list[Path]) -> str:
    """Sizes and hashes for the build log."""
    return "\n".join(f"{t.name}: {t.stat().st_size / 1e6:.1f} MB sha256 {sha256(t)}" for t in targets)
