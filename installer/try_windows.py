"""Installs the Windows package under Wine and uses it as an office would: python installer/try_windows.py

Fresh prefix, silent install into a folder with Chinese letters and a blank, payload compared by hash, start
through the Start-menu shortcut with a picture of the window, check and export equal to Linux's, upgrade, removal.
Wine stands in for Windows here; what it does not prove is in installer/README.md.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import windows_package
from parts import HERE, ROOT, BuildError

WORK = ROOT / "build" / "try-windows"
PREFIX = WORK / "prefix"
DISPLAY = ":78"
FOLDER = r"C:\用户 程序\年报校核"
TOOLS = {
    "wine": "wine64 wine",
    "Xvfb": "xvfb",
    "import": "imagemagick",
    "localedef": "locales",
    "x86_64-w64-mingw32-gcc": "mingw-w64",
}
STUBS = {"bcryptprimitives.dll": ("bcryptprimitives.c", ["-ladvapi32"]), "windows.ui.dll": ("windows_ui.c", [])}
FONTS = ["Tahoma", "SimSun", "宋体", "Microsoft YaHei", "Microsoft YaHei UI", "微软雅黑", "Segoe UI", "MS Shell Dlg",
         "MS Shell Dlg 2"]  # fmt: skip
SAMPLES = {"a.docx": "resources/samples/示例报告.docx", "b.pdf": "resources/samples/示例报告.pdf"}


def environment() -> dict[str, str]:
    """Wine's own folder, home and display; nothing of the user's is touched."""
    overrides = "mscoree=;mshtml=;winemenubuilder.exe=d;winedbg.exe=d;bcryptprimitives,windows.ui=n,b"
    return {**os.environ, "WINEPREFIX": str(PREFIX), "HOME": str(WORK), "DISPLAY": DISPLAY, "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": overrides, "LOCPATH": str(WORK / "locale"), "LC_ALL": "zh_CN.UTF-8"}  # fmt: skip


def wine(*command: str | Path, timeout: int = 180, cwd: Path | None = None) -> tuple[int, bytes]:
    """Exit code and output; through pipes, because Python under Wine cannot use a file as its stdout."""
    done = subprocess.run(["wine", *map(str, command)], env=environment(), cwd=cwd or WORK, input=b"",
                          capture_output=True, timeout=timeout)  # fmt: skip
    return done.returncode, done.stdout


def settle() -> None:
    """Wait until every program of the prefix has ended."""
    subprocess.run(["wineserver", "-w"], env=environment(), timeout=300, check=False)


def step(text: str, holds: bool = True) -> None:
    """Print a line; a step that does not hold ends the trial."""
    print(f"{'ok  ' if holds else 'FAIL'} {text}", flush=True)
    if not holds:
        raise BuildError(text)


def prepare() -> None:
    """A fresh prefix that looks like Windows 10 with one Chinese font."""
    subprocess.run(["wineserver", "-k"], env=environment(), check=False)
    shutil.rmtree(WORK, ignore_errors=True)
    (WORK / "locale").mkdir(parents=True)
    # A Chinese locale gives Wine the code page of a Chinese Windows; its shortcuts need that.
    subprocess.run(["localedef", "-i", "zh_CN", "-f", "UTF-8", str(WORK / "locale" / "zh_CN.UTF-8")], check=True)
    wine("wineboot", "-i")
    settle()
    system = PREFIX / "drive_c/windows/system32"
    for name, (source, libraries) in STUBS.items():
        subprocess.run(["x86_64-w64-mingw32-gcc", "-shared", "-O2", "-o", str(system / name),
                        str(HERE / "wine" / source), *libraries], check=True)  # fmt: skip
    wine("winecfg", "-v", "win10")
    for font in FONTS:
        wine("reg", "add", r"HKCU\Software\Wine\Fonts\Replacements", "/v", font, "/d", "WenQuanYi Micro Hei", "/f")
    for program in ("年报校核.exe", "nianbao.exe"):
        wine("reg", "add", rf"HKCU\Software\Wine\AppDefaults\{program}\DllOverrides", "/v", "propsys", "/d", "", "/f")
    settle()


def unix(path: str) -> Path:
    """A path of drive C: as Linux sees it."""
    return PREFIX / "drive_c" / path.removeprefix("C:\\").replace("\\", "/")


def windows(path: Path) -> str:
    """A path inside drive C: as Windows sees it."""
    return "C:\\" + str(path.relative_to(PREFIX / "drive_c")).replace("/", "\\")


def user(part: str) -> Path:
    """A folder of the Windows user."""
    return next((PREFIX / "drive_c/users").glob(f"*/{part}"))


def install(setup: Path) -> None:
    """Silently, into a folder of Chinese letters and a blank."""
    # NSIS wants /D last and without quotes: the words go one by one, so that Wine adds none.
    wine(setup, "/S", *f"/D={FOLDER}".split(" "), timeout=300)
    settle()


def digests(folder: Path) -> dict[str, str]:
    """Hash of every file below, by its relative name."""
    files = (p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def compare_with(payload: Path, what: str) -> None:
    """Every file of the payload is installed, unchanged, and nothing else but the uninstaller."""
    wanted, found = digests(payload), digests(unix(FOLDER))
    found.pop("卸载.exe", None)
    step(f"{what}: {len(wanted)} files equal to the payload", wanted == found)


def look(picture: Path) -> None:
    """Start through the Start-menu shortcut with the sample, take a picture of the screen, close it."""
    link = user("AppData/Roaming/Microsoft/Windows/Start Menu/Programs/年报校核.lnk")
    sample = "Z:" + str(ROOT / SAMPLES["a.docx"]).replace("/", "\\")
    with subprocess.Popen(["wine", "start", windows(link), sample], env=environment(), stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE):  # fmt: skip
        time.sleep(15)
        subprocess.run(["import", "-window", "root", str(picture)], env=environment(), check=True)
        wine("taskkill", "/f", "/im", "年报校核.exe")
    settle()
    step(f"window through the Start-menu shortcut: look at {picture}", picture.stat().st_size > 20000)


def compare_commands() -> None:
    """check --json byte for byte as on Linux; exports hold the same report."""
    inputs = WORK / "inputs"
    inputs.mkdir()
    for name, source in SAMPLES.items():
        shutil.copy2(ROOT / source, inputs / name)
    for number, path in enumerate(sorted((ROOT / "tests/data").rglob("*.doc"))[:2]):
        shutil.copy2(path, inputs / f"d{number}.doc")
    python, program = ROOT / ".venv/bin/python", unix(FOLDER) / "nianbao.exe"
    for path in sorted(inputs.iterdir()):
        command = ["check", "--json", path.name]
        here = subprocess.run([python, ROOT / "main.py", "--data-dir", WORK / "none", *command], cwd=inputs,
                              capture_output=True, check=False)  # fmt: skip
        code, there = wine(program, "--data-dir", r"C:\none", *command, cwd=inputs)
        step(f"check {path.name}: the same {len(there)} bytes, exit {code}", there == here.stdout and len(there) > 50)
        out = f"{path.name}.out.docx"
        wine(program, "export", path.name, "-o", out, "--apply-repairs", cwd=inputs)
        subprocess.run([python, ROOT / "main.py", "export", path.name, "-o", f"linux.{out}", "--apply-repairs"],
                       cwd=inputs, capture_output=True, check=False)  # fmt: skip
        step(f"export {path.name}: the same report", _extract(inputs / out) == _extract(inputs / f"linux.{out}"))


def _extract(path: Path) -> bytes:
    done = subprocess.run(
        [ROOT / ".venv/bin/python", ROOT / "main.py", "extract", path], capture_output=True, check=True
    )
    return done.stdout


def keep_history() -> Path:
    """A saved report in the place where the program keeps its history on Windows."""
    folder = user("AppData/Local") / "nianbao"
    code = (
        "import sys; from pathlib import Path; from core.session import Session\n"
        "s = Session(Path(sys.argv[1])); s.open(Path(sys.argv[2])); s.save('试装'); s.close()"
    )
    subprocess.run([ROOT / ".venv/bin/python", "-c", code, folder, ROOT / SAMPLES["a.docx"]], cwd=ROOT, check=True)
    return folder / "history.db"


def main() -> int:
    """0 when every step holds, 2 when a tool is missing."""
    missing = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    setup = next(iter(sorted((ROOT / "dist").glob("nianbao-*-setup.exe"))), None)
    if missing or setup is None:
        print("missing:", ", ".join(missing) or "dist/nianbao-VERSION-setup.exe (make installer-windows)")
        return 2
    with subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "1366x768x24"], stderr=subprocess.DEVNULL) as screen:
        try:
            trial(setup)
        except BuildError:
            return 1
        finally:
            subprocess.run(["wineserver", "-k"], env=environment(), check=False)
            screen.terminate()
    return 0


def trial(setup: Path) -> None:
    """The steps, in order."""
    payload = windows_package.BUILD / "payload"
    prepare()
    install(setup)
    compare_with(payload, "silent install")
    look(WORK / "window.png")
    compare_commands()
    history = keep_history()
    before = hashlib.sha256(history.read_bytes()).hexdigest()
    newer = windows_package.make_setup(payload, WORK / "newer-setup.exe", "99.0.0", quick=True)
    install(newer)
    compare_with(payload, "second version over it")
    step("history untouched by the upgrade", hashlib.sha256(history.read_bytes()).hexdigest() == before)
    wine(unix(FOLDER) / "卸载.exe", "/S")
    settle()
    time.sleep(2)
    left = [str(p) for p in unix(FOLDER).rglob("*")] if unix(FOLDER).exists() else []
    step(f"nothing left after removal {left[:3]}", not left)
    links = [p for p in (PREFIX / "drive_c/users").rglob("年报校核.lnk")]
    step(f"no shortcut left {links}", not links)
    code, _out = wine("reg", "query", r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\nianbao")
    step("no uninstall entry left", code != 0)
    step("the history is still there", hashlib.sha256(history.read_bytes()).hexdigest() == before)


if __name__ == "__main__":
    sys.exit(main())
