"""What the Windows packages say where something is refused or missing: rights, the program, a file, a writable disk."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import payload
import trial
import wine
from parts import HERE, ROOT
from parts import run as command
from trial import step

STOP_RIGHTS, STOP_NO_PROGRAM = 12, 13
CANNOT_START = 2
SCAN = ROOT / "dist" / f"nianbao-scan-{payload.version()}-setup.exe"


def without_rights(*words: str | Path) -> int:
    """Exit code of a program run by somebody who is no administrator."""
    helper = wine.WORK / "without_rights.exe"
    if not helper.exists():
        source = HERE / "wine" / "without_rights.c"
        command("x86_64-w64-mingw32-gcc", "-municode", "-O2", "-o", helper, source)
    code, _ = wine.run(helper, *(wine.windows(w) if isinstance(w, Path) else w for w in words))
    wine.settle()
    return code


def add_on_without_the_program() -> None:
    """Nothing to be put beside: the add-on's setup says so and installs nothing."""
    code, _ = wine.run(SCAN, "/S")
    wine.settle()
    left = list((wine.PREFIX / "drive_c").rglob("*.onnx"))
    step(f"add-on without the program: refused silently with exit {code}", code == STOP_NO_PROGRAM and not left)


def all_users_without_rights(setup: Path, place: Path) -> None:
    """/ALLUSERS by a person who may not."""
    code = without_rights(setup, "/S", "/ALLUSERS")
    step(f"/ALLUSERS without rights: refused silently with exit {code}", code == STOP_RIGHTS and not place.exists())


def add_on_for_all_users(place: Path) -> None:
    """Beside a program of all users: only by an administrator."""
    code = without_rights(SCAN, "/S")
    refused = code == STOP_RIGHTS and not (place / "scan").exists()
    step(f"add-on for a program of all users without rights: refused silently with exit {code}", refused)
    code, _ = wine.run(SCAN, "/S")
    wine.settle()
    step(f"add-on for all users: exit {code}, beside the program", code == 0 and (place / "scan" / "models").is_dir())


def files_put_away(folder: Path) -> None:
    """A file of Qt that is missing, as antivirus programs leave it, and one that is damaged: a sentence, exit 2."""
    library = folder / "site-packages" / "PySide6" / "Qt6Gui.dll"
    kept = library.with_suffix(".kept")
    library.rename(kept)
    try:
        code, said = spoken(folder / "nianbao.exe")
        step("Qt6Gui.dll missing: the sentence names it, exit 2", code == CANNOT_START and "Qt6Gui.dll" in said)
        library.write_bytes(b"damaged")
        code, said = spoken(folder / "nianbao.exe")
        told = code == CANNOT_START and "重新安装" in said and "历史记录不受影响" in said
        step("Qt6Gui.dll damaged: the sentence says what to do, exit 2", told)
    finally:
        kept.replace(library)


def spoken(*words: str | Path) -> tuple[int, str]:
    """Exit code of a program and what it said on its console's error output."""
    done = subprocess.run(["wine", *map(str, words)], env=wine.environment(), cwd=wine.WORK, input=b"",
                          capture_output=True, timeout=300, check=False)  # fmt: skip
    return done.returncode, done.stderr.decode("utf-8", "replace")


def second_start(program: Path, file: Path) -> None:
    """While the window runs: the second start gives it the file and ends by itself."""
    code, _ = wine.run(program, wine.windows(file), timeout=120)
    shown = trial.open_windows(wine.DISPLAY, wine.WORK / "second-start.png", 2)
    step(f"a second start hands its file over and ends with exit {code}: second-start.png", code == 0 and shown)


def read_only_disk(folder: Path, begin: Callable[..., subprocess.Popen[bytes]]) -> None:
    """The portable program on a disk that takes no file: it works, an export there is refused at once with a sentence,
    the window asks nothing and keeps its history on the PC."""
    name = next(iter(trial.SAMPLES))
    shutil.copy2(ROOT / trial.SAMPLES[name], folder / name)
    with trial.read_only(folder):
        code, said = spoken(
            folder / "nianbao.exe", "export", wine.windows(folder / name), "-o", wine.windows(folder / "x.docx")
        )
        step(
            "read-only disk: an export there is refused with a sentence", code == CANNOT_START and "换一个位置" in said
        )
        code, _ = wine.run(folder / "nianbao.exe", "check", wine.windows(folder / name))
        step(f"read-only disk: check works, exit {code}", code == 1)
        with begin(folder / "年报校核.exe", wine.windows(folder / name)):
            shown = trial.open_windows(wine.DISPLAY, wine.WORK / "read-only.png")
            wine.end("年报校核.exe")
        wine.settle()
    step("read-only disk: the window opens with the file and asks nothing: read-only.png", shown)
    (folder / name).unlink()
