"""What both trials do alike: steps that print a line, samples, commands compared with the checkout's."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from parts import ROOT, BuildError

# One of each kind; all of the project's own making.
SAMPLES = {
    "示例 报告.docx": "resources/samples/示例报告.docx",
    "示例 报告.pdf": "resources/samples/示例报告.pdf",
    "旧版 报告.doc": "tests/data/doc/whole_2021.doc",
}
PYTHON = ROOT / ".venv" / "bin" / "python"
# A command of the installed program: arguments and the folder it runs in, to exit code and output.
Command = Callable[[list[str], Path], tuple[int, bytes]]


def step(text: str, holds: bool = True) -> None:
    """Print a line; a step that does not hold ends the trial."""
    print(f"{'ok  ' if holds else 'FAIL'} {text}", flush=True)
    if not holds:
        raise BuildError(text)


def digest(path: Path) -> str:
    """Hash of one file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """Hash of every file below, by its relative name."""
    return {str(p.relative_to(folder)): digest(p) for p in folder.rglob("*") if p.is_file() and not p.is_symlink()}


@contextmanager
def screen(display: str) -> Iterator[None]:
    """A screen that nobody sees, while the block runs."""
    command = ["Xvfb", display, "-screen", "0", "1366x768x24"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        time.sleep(1)
        try:
            yield
        finally:
            server.terminate()


def picture(display: str, target: Path) -> None:
    """The whole screen as PNG."""
    environment = {**os.environ, "DISPLAY": display}
    subprocess.run(["import", "-window", "root", str(target)], env=environment, check=True)


def ours(arguments: list[str], folder: Path) -> tuple[int, bytes]:
    """The same command in the checkout."""
    done = subprocess.run([PYTHON, ROOT / "main.py", *arguments], cwd=folder, capture_output=True, check=False)
    return done.returncode, done.stdout


def compare_commands(inputs: Path, theirs: Command) -> None:
    """check and extract byte for byte as in the checkout; exports that hold the same report.

    inputs is a new folder that the installed program sees too.
    """
    inputs.mkdir(parents=True)
    for name, source in SAMPLES.items():
        shutil.copy2(ROOT / source, inputs / name)
    for name in SAMPLES:
        for command in (["extract", name], ["check", "--json", name]):
            want, got = ours(command, inputs), theirs(command, inputs)
            step(f"{' '.join(command)}: the same {len(got[1])} bytes of JSON, exit {got[0]}", want == got != (0, b""))
        for ending in ("docx", "xlsx", "pdf"):
            compare_exports(inputs, name, ending, theirs)


def compare_exports(inputs: Path, name: str, ending: str, theirs: Command) -> None:
    """An export of the installed program against one of the checkout: the report that either holds."""
    out, mine = f"{name}.theirs.{ending}", f"{name}.ours.{ending}"
    code, _ = theirs(["export", name, "-o", out, "--apply-repairs"], inputs)
    wanted, _ = ours(["export", name, "-o", mine, "--apply-repairs"], inputs)
    same = code == wanted == 0 and held(inputs / out) == held(inputs / mine)
    step(f"export {name} to {ending}: the same report", same)


def held(path: Path) -> str:
    """The report that a file holds, without the file's own name."""
    code, out = ours(["extract", path.name], path.parent)
    if code:
        raise BuildError(f"{path.name} cannot be read back")
    report = json.loads(out)
    report.pop("source", None)
    return json.dumps(report, ensure_ascii=False)


def save_history(folder: Path) -> Path:
    """A saved report in the place where the installed program keeps its history; the file it lies in."""
    code = (
        "import sys; from pathlib import Path; from core.session import Session\n"
        "s = Session(Path(sys.argv[1])); s.open(Path(sys.argv[2])); s.save('试装'); s.close()"
    )
    sample = next(iter(SAMPLES.values()))
    subprocess.run([PYTHON, "-c", code, folder, ROOT / sample], cwd=ROOT, check=True)
    return folder / "history.db"


def missing(tools: dict[str, str]) -> list[str]:
    """Debian packages to install for tools that are not there."""
    return sorted({package for tool, package in tools.items() if not shutil.which(tool)})
