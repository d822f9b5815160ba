"""What both trials do alike: steps that print a line, samples, commands compared with the plain sources'."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from parts import ROOT, BuildError

# One of each kind; all of the project's own making.
SAMPLES = {
    "示例 报告.docx": "resources/samples/示例报告.docx",
    "示例 报告.pdf": "resources/samples/示例报告.pdf",
    "示例 报告.doc": "tests/data/installer/示例报告.doc",
}
PYTHON = sys.executable
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


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """The folder as a disk that cannot be written, while the block runs; needs root, and holds for root too."""
    subprocess.run(["mount", "--bind", folder, folder], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def picture(display: str, target: Path) -> None:
    """The whole screen as PNG."""
    environment = {**os.environ, "DISPLAY": display}
    subprocess.run(["import", "-window", "root", str(target)], env=environment, check=True)


# The name of the samples' agency: it stands in a window's title when the report is open in it.
OPEN_SAMPLE = "云溪县民政局"


def open_windows(display: str, target: Path, count: int = 1, patience: float = 240) -> bool:
    """A picture once so many windows show a sample; False when they never did."""
    words = ["xdotool", "search", "--onlyvisible", "--name", OPEN_SAMPLE]
    environment = {**os.environ, "DISPLAY": display}
    until = time.monotonic() + patience
    while True:
        found = subprocess.run(words, env=environment, capture_output=True, check=False).stdout.split()
        if len(found) >= count or time.monotonic() > until:
            time.sleep(3)  # the title comes before the panes are painted
            picture(display, target)
            return len(found) >= count
        time.sleep(1)


def picture_of(display: str, target: Path, least: int, patience: float = 90) -> bool:
    """A picture of at least so many bytes, taken again until the window shows what it is to show; False when it never
    did. A busy machine takes ten times as long as a quiet one."""
    until = time.monotonic() + patience
    while True:
        picture(display, target)
        if target.stat().st_size >= least or time.monotonic() > until:
            return target.stat().st_size >= least
        time.sleep(2)


@dataclass(frozen=True)
class Plain:
    """The packed sources run by this machine's own Python: what the installed program is compared with."""

    source: Path
    data: Path

    def run(self, arguments: list[str], folder: Path) -> tuple[int, bytes]:
        """A command's exit code and output; it writes no bytecode beside the packed sources."""
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "NIANBAO_DATA_DIR": str(self.data)}
        command = [PYTHON, str(self.source / "main.py"), *arguments]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        return done.returncode, done.stdout


def compare_commands(inputs: Path, plain: Plain, theirs: Command) -> None:
    """check and extract byte for byte as by the plain sources; exports that hold the same report.

    inputs is a new folder that the installed program sees too.
    """
    inputs.mkdir(parents=True)
    for name, source in SAMPLES.items():
        shutil.copy2(ROOT / source, inputs / name)
    for name in SAMPLES:
        for command in (["extract", name], ["check", "--json", name]):
            want, got = plain.run(command, inputs), theirs(command, inputs)
            same = want == got and len(got[1]) > 100
            step(f"{' '.join(command)}: the same {len(got[1])} bytes of JSON, exit {got[0]}", same)
        for ending in ("docx", "xlsx", "pdf") if name.endswith("docx") else ("docx",):
            compare_exports(inputs, (name, ending), plain, theirs)


def compare_exports(inputs: Path, what: tuple[str, str], plain: Plain, theirs: Command) -> None:
    """An export (sample and ending) of the installed program against a plain one: the report that either holds."""
    name, ending = what
    out, mine = f"{name}.theirs.{ending}", f"{name}.ours.{ending}"
    code, _ = theirs(["export", name, "-o", out, "--apply-repairs"], inputs)
    wanted, _ = plain.run(["export", name, "-o", mine, "--apply-repairs"], inputs)
    read = [plain.run(["extract", file], inputs) for file in (out, mine)]
    bytewise = code == wanted == 0 and digest(inputs / out) == digest(inputs / mine)
    text = f"export {name} to {ending}: the same report{', the same bytes' if bytewise else ''}"
    step(text, code == wanted == 0 and read[0] == read[1] and read[0][0] == 0)


def scan_of_the_sample(folder: Path) -> Path:
    """The sample's pages as pictures in a PDF, 150 dots an inch: what a scanner makes of it."""
    import pypdfium2
    from PIL import Image

    target = folder / "扫描件.pdf"
    with pypdfium2.PdfDocument(ROOT / SAMPLES["示例 报告.pdf"]) as document:
        pages: list[Image.Image] = [page.render(scale=150 / 72).to_pil().convert("L") for page in document]
    pages[0].save(target, save_all=True, append_images=pages[1:], resolution=150)
    return target


def compare_scan(inputs: Path, plain: Plain, theirs: Command) -> None:
    """The add-on is found, and reads the same figures as in a checkout."""
    name = scan_of_the_sample(inputs).name
    want, got = plain.run(["extract", name], inputs), theirs(["extract", name], inputs)
    tables = [
        {key: json.loads(out or b"{}").get(key) for key in ("table2", "table3", "table4")} for _, out in (want, got)
    ]
    step(
        f"extract {name}: the same figures as in a checkout",
        got[0] == 0 and tables[0] == tables[1] and tables[1]["table3"],
    )


def save_history(folder: Path) -> Path:
    """A saved report in the place where the installed program keeps its history; the file it lies in."""
    code = (
        "import sys; from pathlib import Path; from core.session import Session\n"
        "a = Session(Path(sys.argv[1]))\n"
        "a.archive.save(a.open(Path(sys.argv[2])), (), '试装'); a.archive.close()"
    )
    sample = next(iter(SAMPLES.values()))
    subprocess.run([PYTHON, "-c", code, folder, ROOT / sample], cwd=ROOT, check=True)
    return folder / "history.db"


def old_histories(folder: Path, theirs: Command) -> None:
    """The history of every format that was ever released is opened by the installed program, which converts it with
    nothing lost and a copy of the old one kept. folder is new, and the installed program sees it too."""
    folder.mkdir(parents=True)
    shutil.copy2(ROOT / next(iter(SAMPLES.values())), folder / "a.docx")
    samples = sorted((ROOT / "tests" / "data" / "store").glob("v*.db"))
    newest = int(samples[-1].stem[1:])
    for sample in samples:
        data = folder / sample.stem
        data.mkdir()
        shutil.copy2(sample, data / "history.db")
        before = _told(data / "history.db")
        code, _ = theirs(["screenshot", "a.docx", "-o", "a.png", "--data-dir", sample.stem], folder)
        after = _told(data / "history.db")
        copies = list((data / "backups").glob(f"*upgrade-{sample.stem}-*.db"))
        holds = code == 0 and after == (newest, before[1]) and (sample == samples[-1] or len(copies) == 1)
        step(f"history of format {before[0]}: {after[1]} versions in format {after[0]}, {len(copies)} copy kept", holds)


def _told(history: Path) -> tuple[int, int]:
    """Format of a history file and the number of its versions."""
    with closing(sqlite3.connect(history)) as connection:
        form, versions = (
            connection.execute(words).fetchone()[0]
            for words in ("PRAGMA user_version", "SELECT count(*) FROM versions")
        )
    return int(form), int(versions)


def missing(tools: dict[str, str]) -> list[str]:
    """Debian packages to install for tools that are not there."""
    return sorted({package for tool, package in tools.items() if not shutil.which(tool)})
