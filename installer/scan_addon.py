"""The add-on “扫描件识别”: onnxruntime, numpy and the models, in packages of their own.

The program looks for a folder "scan" beside itself (core/reading/scan/addon.py):

    nianbao/scan/packages/numpy, onnxruntime …
    nianbao/scan/models/*.onnx
    nianbao/scan/licences/…

Windows: a setup program that finds the installed program, and a zip for the portable one. Linux: a .deb that depends on
nianbao, and a tar.xz for the folder that runs without being installed.
"""

from __future__ import annotations

import os
import shutil
import tarfile
import zipfile
from pathlib import Path

import linux_base
import linux_package
import payload
from parts import CACHE, HERE, ROOT, BuildError, pip, run, unzip

BUILD = ROOT / "build" / "scan"
DIST = ROOT / "dist"
NAME = "nianbao-scan"
MODELS = "rapidocr_onnxruntime"  # the wheel whose models are taken, and nothing else of it
# What reads pictures needs none of these: 22 MB of a second copy for C programs, tools for training, tests.
LEFT_OUT = (
    "onnxruntime/capi/onnxruntime.dll", "onnxruntime/tools/", "onnxruntime/transformers/", "onnxruntime/quantization/",
    "onnxruntime/datasets/", "onnxruntime/backend/", "numpy/f2py/", "numpy/distutils/", "numpy/doc/",
    "numpy/_core/include/", "numpy/_core/lib/",
)  # fmt: skip
# The C++ runtime that onnxruntime asks for and an isolated PC may lack; PySide6's wheel carries it.
RUNTIME = ("msvcp140.dll", "msvcp140_1.dll", "vcruntime140.dll", "vcruntime140_1.dll")


def build_windows() -> list[Path]:
    """dist/nianbao-scan-VERSION-setup.exe and …-portable.zip."""
    missing = [] if shutil.which("makensis") else ["nsis"]
    if missing:
        raise BuildError(f"missing here: apt-get install {' '.join(missing)}")
    folder = assemble("windows", ["--platform", "win_amd64", "--python-version", "3.12"])
    add_runtime(folder / "packages" / "onnxruntime" / "capi")
    DIST.mkdir(exist_ok=True)
    return [make_setup(folder), make_zip(folder)]


def build_linux(architecture: str = linux_base.HOST) -> list[Path]:
    """dist/nianbao-scan_VERSION_ARCH.deb and …-linux-ARCH.tar.xz."""
    machine, newest = linux_package.WHEELS[architecture], linux_package.GLIBC[architecture][1]
    platforms = [f"--platform=manylinux_2_{n}_{machine}" for n in range(17, newest + 1)]
    folder = assemble(
        f"linux-{architecture}", [*platforms, f"--platform=manylinux2014_{machine}", "--python-version", "3.11"]
    )
    needed, files = linux_base.oldest_glibc(folder)
    if needed > linux_package.GLIBC[architecture]:
        raise BuildError(f"{files[needed][:5]} ask for glibc {'.'.join(map(str, needed))}")
    DIST.mkdir(exist_ok=True)
    return [make_deb(folder, architecture), make_tar(folder, architecture)]


def assemble(target: str, platform: list[str]) -> Path:
    """build/scan/TARGET/scan, as it will lie beside the program."""
    folder = BUILD / target / "scan"
    shutil.rmtree(folder.parent, ignore_errors=True)
    wheels = CACHE / f"wheels-scan-{target}"
    shutil.rmtree(wheels, ignore_errors=True)
    pip("download", "--no-deps", "--require-hashes", "--only-binary=:all:", *platform, "--implementation", "cp",
        "-r", HERE / f"requirements-scan-{target}.txt", "-d", wheels)  # fmt: skip
    unpacked = BUILD / target / "wheels"
    for wheel in sorted(wheels.glob("*.whl")):
        models = wheel.name.startswith(MODELS)
        unzip(wheel, unpacked if models else folder / "packages", None if models else keep_member)
    (folder / "models").mkdir(parents=True)
    for model in sorted((unpacked / MODELS / "models").glob("*.onnx")):
        if "_cls_" not in model.name:  # the direction of a page is found otherwise
            shutil.copy2(model, folder / "models" / model.name)
    if len(list((folder / "models").iterdir())) != 2:
        raise BuildError(f"the models in {MODELS} are others than expected")
    licences(folder, unpacked)
    payload.same_time(folder, payload.commit_time())
    return folder


def keep_member(name: str) -> bool:
    """Whether a wheel's file goes into the add-on."""
    return not (name.startswith(LEFT_OUT) or "/tests/" in name or name.endswith((".pyi", ".lib", ".a", ".h")))


def licences(folder: Path, unpacked: Path) -> None:
    """The texts of numpy, onnxruntime and of the models, as the wheels carry them."""
    for info in (*folder.glob("packages/*.dist-info"), *unpacked.glob("*.dist-info")):
        target = folder / "licences" / info.name.split("-")[0]
        target.mkdir(parents=True)
        shutil.copy2(info / "METADATA", target / "METADATA.txt")
        for file in sorted(p for p in info.rglob("*") if p.is_file()):
            if file.name.upper().startswith(("LICEN", "COPYING", "NOTICE", "AUTHORS")):
                shutil.copy2(file, target / f"{file.parent.name}-{file.name}")
    for notice in ("LICENSE", "ThirdPartyNotices.txt"):
        source = folder / "packages" / "onnxruntime" / notice
        if source.exists():
            shutil.copy2(source, folder / "licences" / "onnxruntime" / notice)


def add_runtime(target: Path) -> None:
    """Microsoft's runtime beside the library that wants it, out of the wheels of the program."""
    from parts import wheels

    for wheel in wheels():
        if wheel.name.lower().startswith(("pyside6_essentials", "shiboken6")):
            with zipfile.ZipFile(wheel) as file:
                for name in file.namelist():
                    base = name.rpartition("/")[2].lower()
                    if base in RUNTIME and name.count("/") == 1:
                        (target / base).write_bytes(file.read(name))
    absent = [name for name in RUNTIME if not (target / name).exists()]
    if absent:
        raise BuildError(f"not in the wheels of Qt: {', '.join(absent)}")


def make_setup(folder: Path) -> Path:
    """The setup program of the add-on."""
    target = DIST / f"{NAME}-{payload.version()}-setup.exe"
    defines = {
        "VERSION": payload.version(), "FOLDER": folder, "OUTPUT": target, "SIZE_KB": payload.size(folder) // 1024,
        "ICON": ROOT / "resources" / "icons" / "nianbao.ico",
    }  # fmt: skip
    script = HERE / "windows" / "scan.nsi"
    run("makensis", "-V2", "-INPUTCHARSET", "UTF8", *(f"-D{k}={v}" for k, v in defines.items()), script)
    return target


def make_zip(folder: Path) -> Path:
    """For the portable program: unpacked into its folder."""
    target = DIST / f"{NAME}-{payload.version()}-portable.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(f"scan/{path.relative_to(folder).as_posix()}", (2025, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            file.writestr(entry, path.read_bytes())
    return target


def make_deb(folder: Path, architecture: str) -> Path:
    """The package that puts it under /opt/nianbao/scan."""
    root = folder.parent / "root"
    shutil.copytree(folder, root / "opt" / "nianbao" / "scan")
    linux_package.place(ROOT / "LICENSE", root / f"usr/share/doc/{NAME}/copyright")
    (root / "DEBIAN").mkdir()
    (root / "DEBIAN" / "control").write_text(
        control(payload.version(), payload.size(root) // 1024, architecture), "utf-8"
    )
    payload.same_time(root, payload.commit_time())
    os.environ["SOURCE_DATE_EPOCH"] = str(payload.commit_time())
    target = DIST / f"{NAME}_{payload.version()}_{architecture}.deb"
    run("dpkg-deb", "--root-owner-group", "-Zxz", "--build", root, target)
    return target


def control(version: str, size_kb: int, architecture: str) -> str:
    """The control file; the program of the same series must be there."""
    series = ".".join(version.split(".")[:2])
    return f"""\
Package: {NAME}
Version: {version}
Section: editors
Priority: optional
Architecture: {architecture}
Installed-Size: {size_kb}
Maintainer: nianbao maintainers <maintainers@nianbao.invalid>
Depends: nianbao (>= {series})
Enhances: nianbao
Description: 年报校核：扫描件识别组件
 装上以后，年报校核可以直接打开扫描的 PDF 和照片，识别三张表里的数字和各部分文字。不联网。
"""


def make_tar(folder: Path, architecture: str) -> Path:
    """For the folder that runs without being installed: unpacked into it."""
    target = DIST / f"{NAME}-{payload.version()}-linux-{architecture}.tar.xz"
    with tarfile.open(target, "w:xz", preset=6) as archive:
        archive.add(folder, "scan", filter=linux_package.owned_by_root)
    return target
