"""Installs the .deb in bare Debian roots with apt, uses it, upgrades it, removes it; runs the tar.xz where it lies.

A root has nothing but Debian's minimal base: whatever the package needs and does not ask for is missing there.
Debian 11 stands for Kylin V10 (both glibc 2.31), Debian 12 for the newer desktops; an ARM root runs under qemu-user.
The screen is this machine's Xvfb, which a program of the root reaches by its abstract socket.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import linux_base
import linux_package
import payload
import trial
from parts import CACHE, HERE, ROOT, BuildError
from parts import run as command
from trial import digest, digests, step

WORK = ROOT / "build" / "try-installers" / "linux"
DISPLAY = ":79"
TOOLS = {
    "debootstrap": "debootstrap",
    "Xvfb": "xvfb",
    "import": "imagemagick",
    "xdotool": "xdotool",
    "dpkg-deb": "dpkg",
}
HOME = "/home/clerk"
# What a desktop gives a program; nothing of this machine's.
PLAIN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": HOME, "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
SUITES = {"bullseye": "Debian 11, glibc 2.31 as in Kylin V10", "bookworm": "Debian 12"}
# What any desktop has: the tar.xz must run with these and no package of ours.
DESKTOP = (
    "libegl1 libgl1 libx11-6 libx11-xcb1 libxcb1 libxkbcommon0 libdbus-1-3 libfontconfig1 libfreetype6 libglib2.0-0 "
    "libxcb-shape0 libxcb-randr0 libxcb-sync1 libxcb-xfixes0 libxcb-shm0 libxcb-render0 fonts-wqy-microhei"
)


@dataclass(frozen=True)
class Root:
    """One root to try in: a fresh copy of a minimal base that is fetched once."""

    suite: str
    architecture: str = linux_base.HOST

    @property
    def work(self) -> Path:
        """Where its pictures and its tree lie."""
        return WORK / f"{self.suite}-{self.architecture}"

    @property
    def tree(self) -> Path:
        """The root itself."""
        return self.work / "root"

    @property
    def package(self) -> Path:
        """The .deb of this version."""
        return ROOT / "dist" / f"nianbao_{payload.version()}_{self.architecture}.deb"

    @property
    def archive(self) -> Path:
        """The tar.xz of this version."""
        return ROOT / "dist" / f"nianbao-{payload.version()}-linux-{self.architecture}.tar.xz"

    @property
    def built(self) -> Path:
        """The package's tree as it was built."""
        return linux_package.BUILD / self.architecture / "root"

    def inside(self, *words: str, folder: str = "/", **more: str) -> subprocess.CompletedProcess[bytes]:
        """A command in the root."""
        line = ["chroot", str(self.tree), "/usr/bin/env", "-C", folder, *words]
        return subprocess.run(line, env={**PLAIN, **more}, capture_output=True, check=False, timeout=1800)

    def prepare(self) -> None:
        """A fresh copy of the minimal base."""
        base = CACHE / f"debian-{self.suite}-{self.architecture}"
        if not (base / "etc" / "debian_version").exists():
            shutil.rmtree(base, ignore_errors=True)
            command("debootstrap", "--variant=minbase", f"--arch={self.architecture}", self.suite, base)
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        command("cp", "-a", base, self.tree)
        (self.tree / "home/clerk").mkdir()
        step(f"{self.suite} {self.architecture}: fresh root", self.inside("apt-get", "update", "-qq").returncode == 0)

    def apt_install(self, *words: str) -> None:
        """Install packages by name or by file, with what they ask for and nothing more."""
        done = self.inside("apt-get", "install", "-y", "-qq", "--no-install-recommends", *words, folder="/tmp")
        if done.returncode:
            raise BuildError(done.stderr.decode()[-2000:])

    def install(self, file: Path) -> None:
        """As the README says: apt install ./x.deb."""
        shutil.copy2(file, self.tree / "tmp" / file.name)
        self.apt_install(f"./{file.name}")

    def installed(self, arguments: list[str], folder: Path) -> tuple[int, bytes]:
        """A command of the installed program."""
        done = self.inside("nianbao", *arguments, folder=f"/{folder.relative_to(self.tree)}")
        return done.returncode, done.stdout


def run() -> None:
    """All roots, in order; BuildError at the first step that does not hold."""
    for suite, words in SUITES.items():
        print(f"--- {suite}: {words}")
        whole_life(Root(suite))
    print("--- the folder that runs without being installed")
    without_installing(Root("bullseye"))
    arm = Root("bullseye", "arm64")
    if arm.package.exists() and linux_base.HOST == "amd64":
        print("--- ARM under qemu-user")
        emulated_life(arm)


def whole_life(root: Root) -> None:
    """Install, compare with the plain sources, look, upgrade, remove."""
    root.prepare()
    first_install(root)
    plain = trial.Plain(linux_package.BUILD / root.architecture / "program", root.work / "no-history")
    trial.compare_commands(root.tree / "home/clerk/文档", plain, root.installed)
    trial.old_histories(root.tree / "home/clerk/旧历史", root.installed)
    open_with(root)
    with_scans(root, plain)
    drawn_picture(root)
    window(root)
    history = upgrade(root)
    remove(root, history)
    shutil.rmtree(root.tree)


def first_install(root: Root) -> None:
    """apt finds all that the package asks for; the files are those that were built."""
    root.install(root.package)
    step(f"apt install ./{root.package.name}")
    root.apt_install("fonts-wqy-microhei")  # recommended, not demanded: an isolated desktop has fonts of its own
    built = root.built / "opt"
    step(f"{len(digests(built))} files equal to those built", digests(built) == digests(root.tree / "opt"))
    entry = (root.tree / "usr/share/applications/nianbao.desktop").read_text("utf-8")
    icons = [
        root.tree / f"usr/share/icons/hicolor/{p}" for p in ("scalable/apps/nianbao.svg", "256x256/apps/nianbao.png")
    ]
    step("desktop entry and icons", "%f" in entry and all(p.is_file() for p in icons))
    said = root.inside("dpkg-query", "-W", "-f=${Installed-Size} ${Description}", "nianbao").stdout.decode()
    size = sum(p.lstat().st_size for p in built.parent.rglob("*") if p.is_file()) // 1024
    step(f"Installed-Size {said.split()[0]} KiB, true {size}", abs(int(said.split()[0]) - size) < size // 50)
    libc = root.inside("ldd", "--version").stdout.decode().splitlines()[0]
    step(f"runs on {libc}", root.inside("nianbao", "check", "--help").returncode in (0, 3))


def open_with(root: Root) -> None:
    """A desktop's own list of kinds knows every readable one, and the program stands under its 打开方式."""
    root.apt_install("shared-mime-info", "xdg-utils", "libglib2.0-bin")
    folder = root.tree / "home/clerk/种类"
    folder.mkdir()
    entry = (root.tree / "usr/share/applications/nianbao.desktop").read_text("utf-8")
    offered = (
        next(row for row in entry.splitlines() if row.startswith("MimeType=")).removeprefix("MimeType=").split(";")
    )
    kinds = re.findall(r'\$\{DO\} "(\w+)"', (HERE / "windows" / "installer.nsi").read_text("utf-8"))
    unknown = []
    for kind in kinds:
        (folder / f"a.{kind}").touch()
        words = ("gio", "info", "-a", "standard::fast-content-type", f"a.{kind}")
        said = root.inside(*words, folder=f"{HOME}/种类").stdout.decode()
        if said.split()[-1] not in offered:
            unknown.append(f"{kind}: {said.split()[-1]}")
    step(f"打开方式 of {len(kinds)} kinds, not offered: {unknown}", not unknown)


def scan_package(root: Root) -> Path:
    """The .deb of the add-on for scans."""
    return root.package.with_name(root.package.name.replace("nianbao_", "nianbao-scan_"))


def with_scans(root: Root, plain: trial.Plain) -> None:
    """The add-on by its own .deb: without it a scan is refused with the sentence that names it, with it it is read."""
    inputs = root.tree / "home/clerk/文档"
    trial.scan_of_the_sample(inputs)
    said = root.inside("nianbao", "check", "扫描件.pdf", folder=f"{HOME}/文档").stderr.decode()
    step("a scan without the add-on: the program says what to install", "扫描件识别" in said)
    package = scan_package(root)
    root.install(package)
    step(f"apt install ./{package.name}")
    trial.compare_scan(inputs, plain, root.installed)
    done = root.inside("apt-get", "remove", "-y", "-qq", "nianbao-scan")
    left = (root.tree / "opt/nianbao/scan").exists()
    step("apt remove nianbao-scan: nothing left of it", done.returncode == 0 and not left)


def drawn_picture(root: Root) -> None:
    """The program's own picture of its window."""
    name = next(iter(trial.SAMPLES))
    documents = root.tree / "home/clerk/文档"
    code, _ = root.installed(["screenshot", name, "-o", "/tmp/drawn.png", "--section", "3"], documents)
    step("screenshot command: drawn.png", code == 0)
    shutil.copy2(root.tree / "tmp/drawn.png", root.work / "drawn.png")


def window(root: Root) -> None:
    """The real window on a screen, started by the line of the desktop entry."""
    entry = (root.tree / "usr/share/applications/nianbao.desktop").read_text("utf-8")
    line = next(row.removeprefix("Exec=") for row in entry.splitlines() if row.startswith("Exec="))
    sample = f"{HOME}/文档/{next(iter(trial.SAMPLES))}"
    settings = root.tree / "home/clerk/.local/share/nianbao/window.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('{"version": "0.1.0"}', "utf-8")  # the first start after an upgrade tells of it
    shown(root, [sample if word == "%f" else word for word in line.split()], "window.png")


def shown(root: Root, words: list[str], name: str, asked: bool = False) -> None:
    """Start a program of the root on a screen with the sample, take a picture, end it; it must still run by then.

    asked: the folder's first start asks where the history goes, and Enter takes the place beside the program.
    """
    with trial.screen(DISPLAY):
        started = ["chroot", str(root.tree), *words]
        with subprocess.Popen(started, env={**PLAIN, "DISPLAY": DISPLAY}, stderr=subprocess.PIPE) as program:
            if asked:
                trial.picture_of(DISPLAY, root.work / f"question-{name}", 6_000)
                subprocess.run(["xdotool", "key", "Return"], env={**os.environ, "DISPLAY": DISPLAY}, check=True)
            alive = trial.open_windows(DISPLAY, root.work / name) and program.poll() is None
            program.terminate()
            said = (program.communicate()[1] or b"").decode()
    step(f"window: {name} {said[-300:]}", alive)


def upgrade(root: Root) -> Path:
    """The same files as version 99.0.0 over it; the history stays."""
    history = trial.save_history(root.tree / "home/clerk/.local/share/nianbao")
    before = digest(history)
    tree = root.work / "later"
    command("cp", "-a", root.built, tree)
    control = tree / "DEBIAN" / "control"
    text = control.read_text("utf-8").replace(f"Version: {payload.version()}\n", "Version: 99.0.0\n")
    control.write_text(text, "utf-8")
    (tree / "opt/nianbao/_internal/LICENSE").unlink()
    later = root.work / f"nianbao_99.0.0_{root.architecture}.deb"
    command("dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, later)
    root.install(later)
    step("version 99.0.0 over it", digests(tree / "opt") == digests(root.tree / "opt"))
    step("history untouched by the upgrade", digest(history) == before)
    return history


def remove(root: Root, history: Path) -> None:
    """By apt remove, and after another installation by apt purge: nothing is left but the history."""
    before = digest(history)
    for verb in ("remove", "purge"):
        done = root.inside("apt-get", verb, "-y", "-qq", "nianbao")
        left = [*root.tree.glob("usr/**/*nianbao*"), *root.tree.glob("opt/nianbao*")]
        step(f"apt {verb}: nothing left {left[:3]}", done.returncode == 0 and not left)
        step(f"apt {verb}: the history is still there, unchanged", digest(history) == before)
        if verb == "remove":
            root.install(root.package)


def without_installing(root: Root) -> None:
    """The tar.xz unpacked under a name with blanks, started by its script; no package is installed for it."""
    root.prepare()
    root.apt_install(*DESKTOP.split())
    folder = root.tree / "home/clerk/U 盘"
    folder.mkdir()
    command("tar", "xf", root.archive, "-C", folder)
    home = f"{HOME}/U 盘/{root.archive.name.removesuffix('.tar.xz')}"
    documents = root.tree / "home/clerk/文档"
    documents.mkdir()
    name, source = next(iter(trial.SAMPLES.items()))
    shutil.copy2(ROOT / source, documents / name)
    script = f"{home}/启动年报校核.sh"
    done = root.inside(script, "check", "--json", name, folder=f"{HOME}/文档")
    step(f"check by the start script: {len(done.stdout)} bytes, exit {done.returncode}", done.returncode == 1)
    shown(root, ["/bin/sh", script, f"{HOME}/文档/{name}"], "portable.png", asked=True)
    step(
        "asked once: the history lies in 数据 beside the program",
        (root.tree / home.removeprefix("/") / "数据").is_dir(),
    )

    def portable(arguments: list[str], at: Path) -> tuple[int, bytes]:
        ran = root.inside(script, *arguments, folder=f"/{at.relative_to(root.tree)}")
        return ran.returncode, ran.stdout

    plain = trial.Plain(linux_package.BUILD / root.architecture / "program", root.work / "no-history")
    trial.compare_commands(root.tree / "home/clerk/比较", plain, portable)
    place = root.tree / home.removeprefix("/")
    command("tar", "xf", root.archive.with_name(root.archive.name.replace("nianbao-", "nianbao-scan-", 1)), "-C", place)
    trial.scan_of_the_sample(root.tree / "home/clerk/比较")
    trial.compare_scan(root.tree / "home/clerk/比较", plain, portable)
    read_only_disk(root, place, home)
    shutil.rmtree(root.tree)


def read_only_disk(root: Root, place: Path, home: str) -> None:
    """The folder on a disk that takes no file: it works, an export there is refused with a sentence, and the window
    opens without a question."""
    name = next(iter(trial.SAMPLES))
    shutil.copy2(root.tree / "home/clerk/文档" / name, place / name)
    script = f"{home}/启动年报校核.sh"
    with trial.read_only(place):
        done = root.inside(script, "export", name, "-o", "x.docx", folder=home)
        told = done.returncode == 2 and "换一个位置" in done.stderr.decode()
        step("read-only disk: an export there is refused with a sentence", told)
        shown(root, ["/bin/sh", script, f"{home}/{name}"], "read-only.png")


def emulated_life(root: Root) -> None:
    """What an emulated processor allows in minutes: all but the other commands, which the three extracts stand for."""
    root.prepare()
    root.install(root.package)
    root.apt_install("fonts-wqy-microhei")
    step(f"apt install ./{root.package.name}")
    documents = root.tree / "home/clerk/文档"
    documents.mkdir()
    plain = trial.Plain(linux_package.BUILD / root.architecture / "program", root.work / "no-history")
    for name, source in trial.SAMPLES.items():
        shutil.copy2(ROOT / source, documents / name)
        want, got = plain.run(["extract", name], documents), root.installed(["extract", name], documents)
        step(f"extract {name}: the same {len(got[1])} bytes as on amd64", want == got and len(got[1]) > 100)
    trial.compare_exports(documents, (next(iter(trial.SAMPLES)), "docx"), plain, root.installed)
    drawn_picture(root)
    window(root)
    if scan_package(root).exists():
        with_scans(root, plain)
    remove(root, upgrade(root))
    shutil.rmtree(root.tree)


def ready() -> list[str]:
    """What is missing for the trial, in words."""
    found = trial.missing(TOOLS)
    if os.geteuid() != 0:
        found.append("root rights (debootstrap and chroot need them)")
    root = Root("bullseye")
    built = (root.package, root.archive, root.built, scan_package(root))
    return found + [f"{p.name} (make installer-deb installer-scan)" for p in built if not p.exists()]
