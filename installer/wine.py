"""A fresh Wine prefix that stands in for a Chinese Windows 10: own folder, own display, nothing of the user's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from parts import HERE, ROOT
from parts import run as command

WORK = ROOT / "build" / "try-installers" / "windows"
PREFIX = WORK / "prefix"
PREFIX32 = WORK / "prefix32"  # a 32-bit Windows, for the refusal
DISPLAY = ":78"
TOOLS = {"wine": "wine64 wine wine32:i386", "Xvfb": "xvfb", "import": "imagemagick", "localedef": "locales",
         "x86_64-w64-mingw32-gcc": "mingw-w64", "makensis": "nsis", "xdotool": "xdotool"}  # fmt: skip
# Things that Windows has and Wine 8 lacks; in the trial only.
OWN_COMPLEX = ("creal", "crealf", "cimag", "cimagf")  # of ucrtbase.dll, see add_complex_functions
STUBS = {"bcryptprimitives.dll": ("bcryptprimitives.c", ["-ladvapi32"]), "windows.ui.dll": ("windows_ui.c", [])}
FONTS = ["Tahoma", "SimSun", "宋体", "Microsoft YaHei", "Microsoft YaHei UI", "微软雅黑", "Segoe UI", "MS Shell Dlg",
         "MS Shell Dlg 2"]  # fmt: skip
OVERRIDES = "mscoree=;mshtml=;winemenubuilder.exe=d;winedbg.exe=d;bcryptprimitives,windows.ui,ucrtbase=n,b"


def environment(prefix: Path = PREFIX) -> dict[str, str]:
    """The locale gives Wine code page 936, which the shortcuts of a Chinese Windows are written with."""
    bits = "win32" if prefix == PREFIX32 else "win64"
    return {**os.environ, "WINEPREFIX": str(prefix), "WINEARCH": bits, "HOME": str(WORK), "DISPLAY": DISPLAY,
            "WINEDEBUG": "-all", "WINEDLLOVERRIDES": OVERRIDES, "LOCPATH": str(WORK / "locale"),
            "LC_ALL": "zh_CN.UTF-8"}  # fmt: skip


def run(*command: str | Path, timeout: int = 900, cwd: Path | None = None, prefix: Path = PREFIX) -> tuple[int, bytes]:
    """Exit code and output; through pipes, because Python under Wine cannot use a file as its stdout."""
    done = subprocess.run(["wine", *map(str, command)], env=environment(prefix), cwd=cwd or WORK, input=b"",
                          capture_output=True, timeout=timeout)  # fmt: skip
    return done.returncode, done.stdout


def begin(*command: str | Path, prefix: Path = PREFIX) -> subprocess.Popen[bytes]:
    """Start something with a window and go on; nobody waits for its output, which lives as long as the window."""
    return subprocess.Popen(["wine", *map(str, command)], env=environment(prefix), cwd=WORK, stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip


def settle(prefix: Path = PREFIX) -> None:
    """Wait until every program of the prefix has ended."""
    subprocess.run(["wineserver", "-w"], env=environment(prefix), timeout=300, check=False)


def end(program: str, prefix: Path = PREFIX) -> None:
    """End a program by force; the 32-bit taskkill that Wine takes by itself does not see 64-bit programs."""
    words = ("/f", "/im", program)
    if run("taskkill", *words, prefix=prefix)[0]:
        run("cmd", "/c", r"C:\windows\sysnative\taskkill.exe", *words, prefix=prefix)


def stop() -> None:
    """End every program of the trial's prefixes, and of no other."""
    for prefix in (PREFIX, PREFIX32):
        if prefix.exists():
            subprocess.run(["wineserver", "-k"], env=environment(prefix), check=False, stderr=subprocess.DEVNULL)


def runs_32() -> bool:
    """Whether Wine has its 32-bit half, which the setup program's stub needs; without it Wine complains."""
    done = subprocess.run(["wine", "--version"], capture_output=True, check=False)
    return done.returncode == 0 and b"wine32" not in done.stderr


def prepare() -> None:
    """Make the prefix anew, with one Chinese font under the names of Windows' fonts."""
    stop()
    shutil.rmtree(WORK, ignore_errors=True)
    (WORK / "locale").mkdir(parents=True)
    subprocess.run(["localedef", "-i", "zh_CN", "-f", "UTF-8", str(WORK / "locale" / "zh_CN.UTF-8")], check=True)
    run("wineboot", "-i")
    settle()
    for name, (source, libraries) in STUBS.items():
        target = PREFIX / "drive_c/windows/system32" / name
        subprocess.run(["x86_64-w64-mingw32-gcc", "-shared", "-O2", "-o", target, HERE / "wine" / source, *libraries],
                       check=True)  # fmt: skip
    add_complex_functions(PREFIX / "drive_c/windows/system32")
    run("winecfg", "-v", "win10")
    replace_fonts(PREFIX)
    for program in ("年报校核.exe", "nianbao.exe"):
        run("reg", "add", rf"HKCU\Software\Wine\AppDefaults\{program}\DllOverrides", "/v", "propsys", "/d", "", "/f")
    settle()


def add_complex_functions(system: Path) -> None:
    """Functions of complex numbers in front of Wine's ucrtbase.dll: numpy asks for them when it is loaded.

    Wine's own library goes on under another name, and a library of the old name passes every call on but these.
    """
    library, passed_on = system / "ucrtbase.dll", system / "ucrtwine.dll"
    passed_on.write_bytes(library.read_bytes().replace(b"Wine builtin DLL", b"Wine, passed on ", 1))
    table = command("x86_64-w64-mingw32-objdump", "-p", passed_on).split("[Ordinal/Name Pointer] Table")[1]
    names = re.findall(r"^\t\[ *\d+\] (\S+)$", table, re.MULTILINE)
    exports = [f'"{n}" = ' + (f"trial_{n}" if n in OWN_COMPLEX else f'"ucrtwine.{n}"') for n in names]
    definitions = WORK / "ucrtbase.def"
    definitions.write_text("\n".join(["LIBRARY ucrtbase.dll", "EXPORTS", *exports]) + "\n", "ascii")
    command("x86_64-w64-mingw32-gcc", "-shared", "-O2", "-nostdlib", "-Wl,--entry=0", "-o", library,
            HERE / "wine" / "ucrt_complex.c", definitions)  # fmt: skip


def prepare_32() -> None:
    """A 32-bit Windows 10 beside it, with the same font."""
    run("wineboot", "-i", prefix=PREFIX32)
    run("winecfg", "-v", "win10", prefix=PREFIX32)
    replace_fonts(PREFIX32)
    settle(PREFIX32)


def replace_fonts(prefix: Path) -> None:
    """One Chinese font under the names of Windows' fonts."""
    key = r"HKCU\Software\Wine\Fonts\Replacements"
    for font in FONTS:
        run("reg", "add", key, "/v", font, "/d", "WenQuanYi Micro Hei", "/f", prefix=prefix)


def unix(path: str) -> Path:
    """A path of drive C: as Linux sees it."""
    return PREFIX / "drive_c" / path.removeprefix("C:\\").replace("\\", "/")


def windows(path: Path) -> str:
    """Any path as the programs of the prefix see it."""
    if path.is_relative_to(PREFIX / "drive_c"):
        return "C:\\" + str(path.relative_to(PREFIX / "drive_c")).replace("/", "\\")
    return "Z:" + str(path).replace("/", "\\")


def user(part: str) -> Path:
    """A folder of the Windows user who exists in the prefix."""
    return next(p for p in (PREFIX / "drive_c/users").glob(f"*/{part}") if "Public" not in p.parts)


def registry(key: str) -> bool:
    """Whether a key of the current user exists."""
    return run("reg", "query", rf"HKCU\Software\{key}")[0] == 0
