"""The Windows packages out of the payload: setup.exe by NSIS, portable zip; signed when a certificate is given."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import payload
from parts import HERE, ROOT, BuildError, run, sha256
from PIL import Image
from windows_payload import BUILD, NAME, TITLE, assemble

DIST = ROOT / "dist"
TOOLS = {
    "makensis": "nsis",
    "x86_64-w64-mingw32-gcc": "mingw-w64",
    "x86_64-w64-mingw32-windres": "mingw-w64",
    "osslsigncode": "osslsigncode",
}


def build(python_zip: Path | None, certificate: Path | None, password_file: Path | None) -> list[Path]:
    """dist/nianbao-VERSION-setup.exe and …-portable.zip."""
    missing = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    if missing:
        raise BuildError(f"missing here: apt-get install {' '.join(dict.fromkeys(missing))}")
    folder = assemble(python_zip)
    sign([folder / f"{TITLE}.exe", folder / f"{NAME}.exe"], certificate, password_file)
    portable = make_portable(folder)
    setup = make_setup(folder)
    sign([setup], certificate, password_file)
    return [setup, portable]


def make_portable(folder: Path) -> Path:
    """A zip to unpack anywhere; entries sorted and of one date."""
    target = DIST / f"{NAME}-{payload.version()}-portable.zip"
    DIST.mkdir(exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        files |= {text: HERE / text for text in ("使用说明.txt", payload.PORTABLE_MARK)}
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{TITLE}/{name}", (2025, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, files[name].read_bytes())
    return target


def make_setup(folder: Path, target: Path | None = None, version: str = "", quick: bool = False) -> Path:
    """The installer, from installer.nsi and lists of exactly the payload's files; quick leaves it uncompressed."""
    version = version or payload.version()
    target = target or DIST / f"{NAME}-{version}-setup.exe"
    DIST.mkdir(exist_ok=True)
    write_file_lists(folder)
    make_banner(BUILD / "banner.bmp")
    defines = {
        "VERSION": version, "BANNER": BUILD / "banner.bmp", "LISTS": BUILD, "OUTPUT": target,
        "ICON": ROOT / "resources" / "icons" / "nianbao.ico", "LICENSE": HERE / "windows" / "licence_zh.txt",
        "SIZE_KB": payload.size(folder) // 1024,
    }  # fmt: skip
    if quick:
        defines["QUICK"] = 1
    script = HERE / "windows" / "installer.nsi"
    run("makensis", "-V2", "-INPUTCHARSET", "UTF8", *(f"-D{k}={v}" for k, v in defines.items()), script)
    return target


def make_banner(target: Path) -> None:
    """The picture beside the first and the last page: the program's icon on its blue."""
    banner = Image.new("RGB", (164, 314), "#1f5ba8")
    with Image.open(ROOT / "resources" / "icons" / "nianbao.png") as icon:
        small = icon.convert("RGBA").resize((96, 96), Image.Resampling.LANCZOS)
    banner.paste(small, (34, 60), small)
    banner.save(target)
    os.utime(target, (payload.commit_time(), payload.commit_time()))  # NSIS packs the date along


def write_file_lists(folder: Path) -> None:
    """install.nsh and remove.nsh: every file by name, so that removing takes nothing that is not ours."""
    files = sorted(p.relative_to(folder) for p in folder.rglob("*") if p.is_file())
    folders = sorted({parent for f in files for parent in f.parents if str(parent) != "."}, reverse=True)
    install, remove, at = [], [], None
    for file in files:
        if file.parent != at:
            at = file.parent
            install.append(f'SetOutPath "$INSTDIR{slashed(at)}"')
        install.append(f'File "{folder / file}"')
        remove.append(f'Delete "$INSTDIR{slashed(file)}"')
    # Python writes bytecode beside a source that came without.
    sources = sorted({f.parent for f in files if f.suffix == ".py"})
    remove += [f'RMDir /r "$INSTDIR{slashed(f)}\\__pycache__"' for f in sources]
    remove += [f'RMDir "$INSTDIR{slashed(f)}"' for f in folders]
    (BUILD / "install.nsh").write_text("\n".join(install) + "\n", "utf-8")
    (BUILD / "remove.nsh").write_text("\n".join(remove) + "\n", "utf-8")


def slashed(path: Path) -> str:
    """A relative path the Windows way, with a backslash before it; "" for the folder itself."""
    return "" if str(path) == "." else "\\" + str(path).replace("/", "\\")


def sign(files: list[Path], certificate: Path | None, password_file: Path | None) -> None:
    """Sign with the office's certificate; without one a line says so."""
    if certificate is None:
        print(f"not signed (no certificate given): {', '.join(f.name for f in files)}")
        return
    for file in files:
        signed = file.with_suffix(".signed")
        password = ["-readpass", password_file] if password_file else []
        run("osslsigncode", "sign", "-pkcs12", certificate, *password, "-n", TITLE, "-h", "sha256",
            "-in", file, "-out", signed)  # fmt: skip
        signed.replace(file)


def summary(folder: Path, outputs: list[Path]) -> str:
    """Sizes and hashes for the build log."""
    lines = [f"installed: {payload.size(folder) / 1e6:.1f} MB"]
    lines += [f"{p.name}: {p.stat().st_size / 1e6:.1f} MB sha256 {sha256(p)}" for p in outputs]
    return "\n".join(lines)
