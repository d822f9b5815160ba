"""From the start of the packaged program to its window on the screen, against a bare PySide6 window, in one run.

python installer/cold_start.py [FOLDER]: the unpacked tar.xz, or the folder that the last build left. Both are started
in turn, so that a busy machine slows both; "first" is the very first start of each, with its files pushed out of the
system's cache where this may be done (root). The processor's time is that of the program until its window was seen,
with what it has gone on to load behind the first picture by then. Needs xvfb and xdotool.
"""

from __future__ import annotations

import operator
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import linux_base
import linux_package
import trial

DISPLAY = ":77"
RUNS = 9
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.setWindowTitle("bare")
window.resize(1280, 720)
window.show()
app.exec()
"""


class Start(NamedTuple):
    """Seconds until the window was on the screen: by the clock, and of the program's own on a processor."""

    clock: float
    processor: float


def started(command: list[str], title: str, environment: dict[str, str]) -> Start:
    """The start of a program whose window has that title."""
    begin = time.perf_counter()
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as program:
        wait = ["xdotool", "search", "--sync", "--onlyvisible", "--name", title]
        subprocess.run(wait, env=environment, stdout=subprocess.DEVNULL, timeout=60, check=True)
        clock = time.perf_counter() - begin
        processor = processor_time(program.pid)
        program.kill()
    time.sleep(0.3)
    return Start(clock, processor)


def processor_time(process: int) -> float:
    """Seconds that a process has had on the processors so far (man proc_pid_stat: fields 14 and 15)."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def forget_files() -> bool:
    """Drop the system's cache of files; False where this may not be done."""
    try:
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3", "ascii")
    except OSError:
        return False
    return True


def main() -> None:
    """Print both medians, both first starts, and their ratios."""
    built = linux_package.BUILD / linux_base.HOST / "root" / "opt" / "nianbao"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else built
    with tempfile.TemporaryDirectory() as data, trial.screen(DISPLAY):
        environment = {**os.environ, "DISPLAY": DISPLAY, "NIANBAO_DATA_DIR": data, "QT_QPA_PLATFORM": "xcb"}
        both = {
            "packaged program": ([str(folder / "nianbao")], "年报校核"),
            "bare PySide6 window": ([sys.executable, "-c", BARE], "^bare$"),
        }
        first = {name: started(*what, environment) for name, what in both.items() if forget_files()}
        times: dict[str, list[Start]] = {name: [] for name in both}
        for _ in range(RUNS):
            for name, what in both.items():
                times[name].append(started(*what, environment))
    medians = {name: Start(*map(statistics.median, zip(*found, strict=True))) for name, found in times.items()}
    for name, (clock, processor) in medians.items():
        cold = f", first {first[name].clock:.2f} s" if name in first else ""
        print(f"{name}: median of {RUNS}: {clock:.2f} s by the clock, {processor:.2f} s of processor{cold}")
    ours, bare = medians.values()
    cold = f", first {operator.truediv(*(start.clock for start in first.values())):.2f}" if first else ""
    print(f"ratio {ours.clock / bare.clock:.2f}, of processor {ours.processor / bare.processor:.2f}{cold}")


if __name__ == "__main__":
    main()
